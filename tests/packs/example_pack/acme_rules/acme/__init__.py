"""What every Acme connector has in common."""
