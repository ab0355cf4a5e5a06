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
from certify.service.logs import log
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


def store(connection: Connection, *given: Delivery) -> list[Intake]:
    """Store deliveries and their jobs, inside the caller's transaction. Says of each what became of it, in their order.

    A burst is few statements: one for all deliveries, and one for all jobs.
    """
    rows = [
        {"guid": one.guid, "content": one.content, "event": one.event, "action": one.action} for one in given
    ]
    inserted = set(
        connection.execute(
            _insert(connection, deliveries)
            .values(received=now())
            .on_conflict_do_nothing()
            # Not the number of rows: psycopg does not tell it for such an insert.
            .returning(deliveries.c.guid),
            rows,
        ).scalars()
    )
    # Of several with one id in one burst, the first is the one that was stored.
    new: dict[str, Delivery] = {}
    for one in given:
        if one.guid in inserted:
            new.setdefault(one.guid, one)
    revived = _revive(connection, [one.guid for one in given if one is not new.get(one.guid)])
    _make_jobs(connection, new.values())
    return [
        Intake.STORED
        if one is new.get(one.guid)
        else Intake.REVIVED
        if one.guid in revived
        else Intake.DUPLICATE
        for one in given
    ]


def enqueue_review(connection: Connection, review: Review) -> int:
    """Make a job that reviews the pull request. Returns its id."""
    return _insert_jobs(connection, [_job(review)])[0]


def _make_jobs(connection: Connection, given: Iterable[Delivery]) -> None:
    waiting: list[tuple[str, dict[str, Any]]] = []
    for one in given:
        match one.effect:
            case Review() | Command():
                waiting.append((one.guid, _job(one.effect)))
            case Rerun():
                effect = one.effect
                place = (effect.installation, effect.repository, effect.repository_id)
                for number in sorted({*effect.numbers, *_reviewed_at(connection, effect)}):
                    waiting.append((one.guid, _job(Review(*place, number, is_forced=True))))
            case Gone():
                # What came before it in the same burst is not wanted any more either.
                _insert_all(connection, waiting)
                waiting = []
                _drop(connection, one.effect)
    _insert_all(connection, waiting)


def _insert_all(connection: Connection, waiting: list[tuple[str, dict[str, Any]]]) -> None:
    if waiting:
        ids = _insert_jobs(connection, [job for _, job in waiting])
        pairs = [{"guid": guid, "job": job} for (guid, _), job in zip(waiting, ids, strict=True)]
        connection.execute(delivered.insert(), pairs)


def _job(wanted: Review | Command) -> dict[str, Any]:
    command = wanted if isinstance(wanted, Command) else None
    return {
        "kind": JobKind.REVIEW if command is None else JobKind.COMMAND,
        "installation": wanted.installation,
        "repository": wanted.repository,
        "repository_id": wanted.repository_id,
        "number": wanted.number,
        "comment_id": None if command is None else command.comment_id,
        "comment_digest": None if command is None else command.comment_digest,
        "is_forced": isinstance(wanted, Review) and wanted.is_forced,
    }


def _insert_jobs(connection: Connection, rows: list[dict[str, Any]]) -> Sequence[int]:
    statement = jobs.insert().values(
        state=JobState.WAITING, runs=0, attempts=0, created=now(), due=now(), reason=""
    )
    made = connection.execute(statement.returning(jobs.c.id, sort_by_parameter_order=True), rows)
    return made.scalars().all()


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


def _revive(connection: Connection, known: list[str]) -> set[str]:
    """A person who has a delivery sent again wants what was given up to be tried again. Returns whose jobs are."""
    if not known:
        return set()
    given_up = connection.execute(
        sa.select(delivered.c.guid, jobs.c.id)
        .join(jobs)
        .where(delivered.c.guid.in_(known), jobs.c.state == JobState.DEAD)
    ).all()
    if given_up:
        connection.execute(
            jobs.update()
            .where(jobs.c.id.in_([row.id for row in given_up]), jobs.c.state == JobState.DEAD)
            .values(state=JobState.WAITING, attempts=0, due=now(), finished=None, reason="delivered again")
        )
    return {row.guid for row in given_up}


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
                outcomes = store(connection, *(delivery for delivery, _ in batch))
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
        taken = [
            one.guid
            for (one, _), outcome in zip(batch, outcomes, strict=True)
            if outcome is not Intake.DUPLICATE
        ]
        if taken:
            # One line for all, as writing lines is what takes the longest in a burst.
            log.info("deliveries stored", deliveries=taken)
            self.on_stored()
