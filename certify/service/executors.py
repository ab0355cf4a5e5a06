"""The processes that work: each says regularly that it lives, and any of them notices when another does not."""

from __future__ import annotations

import os
import socket
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from certify.service.tables import executors, now

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def _machine() -> str:
    """Where this process's number means something: the machine, and on it the container."""
    try:
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


@dataclass
class Lease:
    """The right of this process to work. It ends by itself unless it is renewed: others then take its work over.

    The process judges by its own monotonic clock, and from before it wrote, so that it stops before others may begin.
    """

    engine: Engine
    slots: int
    seconds: float
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    host: str = field(default_factory=_machine)
    _renewed: float = 0.0

    @property
    def is_held(self) -> bool:
        return time.monotonic() < self._renewed + self.seconds

    def take(self) -> None:
        """Announce this process."""
        begun = time.monotonic()
        with self.engine.begin() as connection:
            connection.execute(
                executors.insert().values(
                    id=self.id,
                    host=self.host[:255],
                    pid=os.getpid(),
                    slots=self.slots,
                    started=now(),
                    beat=now(),
                    is_stopped=False,
                )
            )
        self._renewed = begun

    def renew(self) -> bool:
        """Say that this process lives; False when others have taken it for dead, and it must not work on."""
        begun = time.monotonic()
        with self.engine.begin() as connection:
            renewed = connection.execute(
                executors.update()
                .where(executors.c.id == self.id, executors.c.is_stopped.is_(False))
                .values(beat=now())
            )
        if renewed.rowcount:
            self._renewed = begun
        return bool(renewed.rowcount)

    def give_up(self) -> None:
        """Let others take over at once."""
        self._renewed = 0.0
        with self.engine.begin() as connection:
            connection.execute(executors.update().where(executors.c.id == self.id).values(is_stopped=True))

    def declare_dead(self) -> list[str]:
        """The executors that do not work any more, those that were told before included. Theirs is to be taken over."""
        with self.engine.begin() as connection:
            others = connection.execute(
                sa.select(
                    executors.c.id,
                    executors.c.host,
                    executors.c.pid,
                    executors.c.is_stopped,
                    (now() - executors.c.beat).label("silence"),
                ).where(executors.c.id != self.id)
            ).all()
            dead = [
                other.id
                for other in others
                if other.is_stopped
                or other.silence > self.seconds
                or (other.host == self.host and not _is_running(other.pid))
            ]
            if dead:
                # From here on none of them can renew its lease, even if it was only slow.
                connection.execute(executors.update().where(executors.c.id.in_(dead)).values(is_stopped=True))
        return dead

    def is_eldest(self) -> bool:
        """Whether this process has worked for the longest: what one process should do is its to do."""
        query = sa.select(executors.c.id).where(executors.c.is_stopped.is_(False))
        with self.engine.begin() as connection:
            eldest = connection.execute(query.order_by(executors.c.started, executors.c.id).limit(1)).scalar()
        return eldest == self.id

    def forget(self, executor: str, after_seconds: float) -> None:
        """Remove an executor that has nothing left to take over, once it has been silent for so long."""
        with self.engine.begin() as connection:
            connection.execute(
                executors.delete().where(
                    executors.c.id == executor,
                    executors.c.is_stopped.is_(True),
                    executors.c.beat < now() - after_seconds,
                )
            )


def _is_running(pid: int) -> bool:
    """Whether a process of this machine has that number and is another than this one.

    A container's first process always has number 1: an executor with our own number is a predecessor, and dead.
    """
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
