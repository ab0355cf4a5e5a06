"""Rules on who the connector is: `info`, its contact, and the connector metadata."""
