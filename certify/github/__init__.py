"""GitHub: what the bot and publishing ask of it, and how they do it."""
