"""Triggers: webhooks with their callback URL and content, polling, and what makers read about them."""
