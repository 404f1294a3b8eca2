"""The service: settings, channels, stores, the turn, the command line; the only package that knows all the others."""
