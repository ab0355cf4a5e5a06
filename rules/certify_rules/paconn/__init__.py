"""`settings.json`, with which `paconn` finds a connector and its files."""
