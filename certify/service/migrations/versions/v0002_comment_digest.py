"""Jobs know the text of the comment that they answer, so that a later change of it is no command."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; jobs of before answer whatever their comment says."""
    op.add_column("jobs", sa.Column("comment_digest", sa.String(length=64), nullable=True))
