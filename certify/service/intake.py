"""Taking deliveries in: each once, together with the jobs that come of it, before GitHub gets its answer."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from certify.service.events import Command, Effect, Gone, Rerun, Review
from certify.service.tables import JobKind, JobState, delivered, deliveries, jobs, now, pulls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.engine import Connection, Engine


@dataclass(frozen=True, slots=True)
class Delivery:
    """A verified delivery. `content` is the digest of its body, or None where the same bytes may be a new wish."""

    guid: str
    content: str | None
    event: str
    action: str
    effect: Effect


class Intake(StrEnum):
    """What became of a delivery: stored, known before, or known and now taken up again because its work was given up."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    REVIVED = "revived"


def store(connection: Connection, delivery: Delivery) -> Intake:
    """Store the delivery and its jobs, inside the caller's transaction."""
    row = {
        "guid": delivery.guid,
        "content": delivery.content,
        "event": delivery.event,
        "action": delivery.action,
    }
    inserted = connection.execute(
        _insert(connection, deliveries)
        .values(**row, received=now())
        .on_conflict_do_nothing()
        # Not the number of rows: psycopg does not tell it for such an insert.
        .returning(deliveries.c.guid)
    )
    if inserted.one_or_none() is None:
        return _again(connection, delivery)
    ids = list(_jobs_of(connection, delivery.effect))
    for job in ids:
        connection.execute(delivered.insert().values(guid=delivery.guid, job=job))
    return Intake.STORED


def enqueue_review(connection: Connection, review: Review) -> int:
    """Make a job that reviews the pull request. Returns its id."""
    return _enqueue(connection, JobKind.REVIEW, review, is_forced=review.is_forced)


def _jobs_of(connection: Connection, effect: Effect) -> Iterable[int]:
    match effect:
        case Review():
            yield enqueue_review(connection, effect)
        case Command():
            yield _enqueue(
                connection,
                JobKind.COMMAND,
                effect,
                comment_id=effect.comment_id,
                comment_digest=effect.comment_digest,
            )
        case Rerun():
            for number in sorted({*effect.numbers, *_reviewed_at(connection, effect)}):
                review = Review(
                    effect.installation, effect.repository, effect.repository_id, number, is_forced=True
                )
                yield enqueue_review(connection, review)
        case Gone():
            _drop(connection, effect)


def _enqueue(
    connection: Connection,
    kind: JobKind,
    wanted: Review | Command,
    *,
    is_forced: bool = False,
    comment_id: int | None = None,
    comment_digest: str | None = None,
) -> int:
    result = connection.execute(
        jobs.insert()
        .values(
            kind=kind,
            installation=wanted.installation,
            repository=wanted.repository,
            repository_id=wanted.repository_id,
            number=wanted.number,
            comment_id=comment_id,
            comment_digest=comment_digest,
            is_forced=is_forced,
            state=JobState.WAITING,
            runs=0,
            attempts=0,
            created=now(),
            due=now(),
            reason="",
        )
        .returning(jobs.c.id)
    )
    return int(result.scalar_one())


def _reviewed_at(connection: Connection, effect: Rerun) -> Sequence[int]:
    query = sa.select(pulls.c.number).where(
        pulls.c.repository_id == effect.repository_id, pulls.c.head == effect.head
    )
    return connection.execute(query).scalars().all()


def _drop(connection: Connection, gone: Gone) -> None:
    connection.execute(
        jobs.update()
        .where(jobs.c.state == JobState.WAITING, jobs.c.installation == gone.installation)
        .values(state=JobState.DROPPED, finished=now(), reason="the App was removed or suspended")
    )


def _again(connection: Connection, delivery: Delivery) -> Intake:
    """A person who has a delivery sent again wants what was given up to be tried again."""
    ids = sa.select(delivered.c.job).where(delivered.c.guid == delivery.guid)
    revived = connection.execute(
        jobs.update()
        .where(jobs.c.id.in_(ids), jobs.c.state == JobState.DEAD)
        .values(state=JobState.WAITING, attempts=0, due=now(), finished=None, reason="delivered again")
    )
    return Intake.REVIVED if revived.rowcount else Intake.DUPLICATE


def _insert(connection: Connection, table: sa.Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


_MOST_AT_ONCE = 200


@dataclass
class IntakeWriter:
    """One thread that stores all deliveries that wait in one transaction, so that a burst costs few disk flushes."""

    engine: Engine
    on_stored: Callable[[], None] = lambda: None
    _waiting: queue.SimpleQueue[tuple[Delivery, Future[Intake]] | None] = field(
        default_factory=queue.SimpleQueue
    )
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="intake")
        self._thread.start()

    def stop(self) -> None:
        """Store what was handed in, then end."""
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    def submit(self, delivery: Delivery) -> Future[Intake]:
        """The future is done once the delivery is on disk, and fails when it cannot be stored."""
        future: Future[Intake] = Future()
        self._waiting.put((delivery, future))
        return future

    def _work(self) -> None:
        is_running = True
        while is_running:
            batch = [self._waiting.get()]
            while len(batch) < _MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get())
            is_running = None not in batch
            # A request that went away meanwhile has cancelled its future, and gets no answer; GitHub sends it again.
            entries = [
                entry for entry in batch if entry is not None and entry[1].set_running_or_notify_cancel()
            ]
            if entries:
                self._store(entries)

    def _store(self, batch: list[tuple[Delivery, Future[Intake]]]) -> None:
        try:
            with self.engine.begin() as connection:
                outcomes = [store(connection, delivery) for delivery, _ in batch]
        except Exception as error:  # noqa: BLE001 - each waiting request is told
            if len(batch) == 1:
                batch[0][1].set_exception(error)
            else:
                # One delivery that cannot be stored, or a deadlock with another process, must not fail the others.
                for entry in batch:
                    self._store([entry])
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            future.set_result(outcome)
        self.on_stored()
