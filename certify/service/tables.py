"""The service's tables. Times are seconds since 1970 by the database's clock; the migrations make them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class JobState(StrEnum):
    """What has become of a job. `waiting` until it is due, `queued` in a worker's queue; the last three are final."""

    WAITING = "waiting"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"
    DEAD = "dead"


class JobKind(StrEnum):
    REVIEW = "review"
    COMMAND = "command"


OPEN = (JobState.WAITING, JobState.QUEUED, JobState.RUNNING)
FINAL = (JobState.DONE, JobState.DROPPED, JobState.DEAD)

metadata = sa.MetaData()

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", _id, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("installation", sa.BigInteger, nullable=False),
    sa.Column("repository", sa.String(201), nullable=False),
    sa.Column("repository_id", sa.BigInteger, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("comment_id", sa.BigInteger),
    sa.Column("comment_digest", sa.String(64)),
    sa.Column("is_forced", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("runs", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created", sa.Double, nullable=False),
    sa.Column("due", sa.Double, nullable=False),
    sa.Column("started", sa.Double),
    sa.Column("finished", sa.Double),
    sa.Column("executor", sa.String(64)),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Index("jobs_by_state", "state", "due"),
    sa.Index("jobs_by_pull_request", "repository_id", "number", "state"),
    sqlite_autoincrement=True,
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("guid", sa.String(64), primary_key=True),
    sa.Column("content", sa.String(64), unique=True),
    sa.Column("event", sa.String(64), nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("received", sa.Double, nullable=False),
)
"""Each delivery once. `content` is the digest of its body, where the same bytes mean the same wish."""

delivered = sa.Table(
    "delivered",
    metadata,
    sa.Column("guid", sa.String(64), sa.ForeignKey("deliveries.guid", ondelete="CASCADE"), primary_key=True),
    sa.Column("job", _id, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("delivered_by_job", "job"),
)
"""Which jobs came of a delivery: delivered again, those that were given up are taken up again."""

pulls = sa.Table(
    "pulls",
    metadata,
    sa.Column("repository_id", sa.BigInteger, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("installation", sa.BigInteger, nullable=False),
    sa.Column("repository", sa.String(201), nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
    sa.Column("base", sa.String(255), nullable=False),
    sa.Column("reviewed", sa.Double, nullable=False),
    sa.Column("first", sa.Double),
    sa.Index("pulls_by_head", "repository_id", "head"),
)
"""The head and the base branch at which each pull request was last reviewed; `first` is when it was for the first time."""

paces = sa.Table(
    "paces",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("free", sa.Double, nullable=False),
)
"""From when on an installation or a user may write to GitHub again."""

executors = sa.Table(
    "executors",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("slots", sa.Integer, nullable=False),
    sa.Column("started", sa.Double, nullable=False),
    sa.Column("beat", sa.Double, nullable=False),
    sa.Column("is_stopped", sa.Boolean, nullable=False),
)
"""The processes that work, and when each last said so."""

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("repository_id", sa.BigInteger, primary_key=True),
    sa.Column("digest", sa.String(128), primary_key=True),
    sa.Column("installation", sa.BigInteger, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.String(100), nullable=False),
    sa.Column("at", sa.Double, nullable=False),
)

results = sa.Table(
    "results",
    metadata,
    sa.Column("repository_id", sa.BigInteger, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("head", sa.String(64), primary_key=True),
    sa.Column("json", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
)


class now(FunctionElement[float]):  # noqa: N801 - reads as SQL's own
    """The database's clock: seconds since 1970. One clock for all processes."""

    inherit_cache = True
    type = sa.Double()


@compiles(now, "sqlite")
def _now_on_sqlite(_element: now, _compiler: Any, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_on_postgresql(_element: now, _compiler: Any, **_options: Any) -> str:
    return "extract(epoch from clock_timestamp())::double precision"
