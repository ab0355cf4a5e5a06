"""Rules on who may call the service and how: publisher, brand, connections, OAuth, security definitions."""
