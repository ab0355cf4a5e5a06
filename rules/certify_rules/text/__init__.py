"""Rules on every text that makers read: its characters, spacing, language, spelling and content."""
