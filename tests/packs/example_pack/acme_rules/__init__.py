"""Rules that Acme holds its connectors to."""
