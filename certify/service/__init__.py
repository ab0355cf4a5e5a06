"""The service: takes GitHub's webhooks in, and reviews pull requests without losing or doubling work."""
