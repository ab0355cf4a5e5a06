"""The jobs that were given up, for the people who look after the service."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from certify.formats.inert import inert
from certify.service.database import open_database
from certify.service.settings import load_service_settings
from certify.service.tables import JobState, jobs, now

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.engine import Connection


def list_given_up() -> list[str]:
    """One line each: when, where, what, how often it was tried, and why it failed."""
    with _database() as connection:
        rows = connection.execute(
            sa.select(jobs).where(jobs.c.state == JobState.DEAD).order_by(jobs.c.finished)
        ).all()
    return [
        inert(
            f"{datetime.fromtimestamp(row.finished, UTC):%Y-%m-%d %H:%M:%SZ}  {row.repository}#{row.number}  {row.kind}  "
            f"{row.attempts} attempts  {row.reason}"
        )
        for row in rows
    ]


def try_again() -> int:
    """Let all of them wait for a worker again. Returns how many."""
    with _database() as connection:
        revived = connection.execute(
            jobs.update()
            .where(jobs.c.state == JobState.DEAD)
            .values(state=JobState.WAITING, attempts=0, due=now(), finished=None, reason="tried again")
        )
        return revived.rowcount


@contextmanager
def _database() -> Generator[Connection]:
    database = open_database(load_service_settings())
    with closing(database.engine.connect()) as connection, connection.begin():
        yield connection
    database.dispose()
