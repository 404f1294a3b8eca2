"""What Rasa Open Source needs to be the second engine: its pipeline, and the examples in its form. The service never imports this."""
