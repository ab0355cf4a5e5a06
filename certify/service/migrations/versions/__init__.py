"""The history of the service's tables, for Alembic."""
