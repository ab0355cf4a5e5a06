"""Runs the migrations on the connection that the service opened."""

from __future__ import annotations

from alembic import context

from certify.service.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
