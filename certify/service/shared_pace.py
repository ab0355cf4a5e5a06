"""The pace of writing for all processes together: each write reserves its turn in the database that they share."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from certify.service.tables import now, paces

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from certify.github.pace import Paces


@dataclass(frozen=True, slots=True)
class SharedPace:
    """Writes in this name, so many seconds apart. A process that dies leaves its turns unused, and nothing else."""

    engine: Engine
    name: str
    seconds: float

    def wait(self) -> None:
        """Return when it is this write's turn."""
        if self.seconds:
            time.sleep(self._reserve())

    def _reserve(self) -> float:
        """Take the next turn. Returns in how many seconds it comes."""
        with self.engine.begin() as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            free = sa.case((paces.c.free > now(), paces.c.free), else_=now())
            taken = connection.execute(
                dialect.insert(paces)
                .values(name=self.name, free=now() + self.seconds)
                .on_conflict_do_update(index_elements=["name"], set_={"free": free + self.seconds})
                .returning(paces.c.free - self.seconds - now())
            ).scalar_one()
        return max(0.0, float(taken))


def shared_paces(engine: Engine, seconds: float) -> Paces:
    """The paces of all processes that use this database."""
    return lambda name: SharedPace(engine, name, seconds)
