"""Rules for connectors whose publisher does not own the service."""
