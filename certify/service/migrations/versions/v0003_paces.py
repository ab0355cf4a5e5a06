"""Processes share the pace of writing, and pull requests tell since when their repository is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table and the column; of pull requests known before, the latest review stands for the first."""
    op.create_table(
        "paces",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("free", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("pulls", sa.Column("first", sa.Double(), nullable=True))
    op.execute("update pulls set first = reviewed")
