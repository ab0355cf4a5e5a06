"""Changes: what a new version does to the flows that exist."""
