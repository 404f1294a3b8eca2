"""Ways to people: one module for each provider, which turn their calls into `Inbound` values and `Outbound` values into calls.

Rules: an adapter knows no store, no session and no server; a provider's exceptions end here; names and user names are dropped here.
"""
