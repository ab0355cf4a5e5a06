"""The life of a job in the database: picked when it is due, begun, settled; at most one at a time for a pull request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from certify.github.jobs import CommandJob, ReviewJob
from certify.service.tables import OPEN, JobKind, JobState, jobs, now, pulls

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

LONGEST_REASON = 500
_ACTIVE = (JobState.QUEUED, JobState.RUNNING)
_SOMETHING_TO_DO = (
    sa.select(sa.literal(1))
    .where(sa.or_(jobs.c.state.in_(_ACTIVE), sa.and_(jobs.c.state == JobState.WAITING, jobs.c.due <= now())))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One run of a job: what the workers' queue carries. The key orders the runs of one pull request."""

    job: int
    run: int
    key: str

    @property
    def name(self) -> str:
        """The same for the same run, so that it cannot be queued twice."""
        return f"job-{self.job}-{self.run}"


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that was begun. `reviewed` is the head and base branch at which its pull request was last reviewed."""

    job: ReviewJob | CommandJob
    attempt: int
    is_forced: bool
    reviewed: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run. `due` (seconds since 1970, or from now with `is_delay`) goes with WAITING.

    `is_counted` is false where the attempt failed through nobody's fault. `head` and `base` go with a review that is DONE.
    """

    state: JobState
    reason: str = ""
    due: float = 0.0
    is_delay: bool = False
    is_counted: bool = True
    holds_installation: bool = False
    head: str = ""
    base: str = ""


def outcome_of(record: dict[str, Any]) -> Outcome:
    """The outcome that was written down as a record."""
    rest = {name: value for name, value in record.items() if name != "state"}
    return Outcome(JobState(record["state"]), **rest)


def is_idle(engine: Engine) -> bool:
    """Whether no job is under way or due."""
    with engine.begin() as connection:
        return connection.execute(_SOMETHING_TO_DO).first() is None


def pick(connection: Connection, room: int) -> list[Ticket]:
    """Up to so many jobs that are due, the installations in turn: nobody waits for another's thousand pull requests."""
    _drop_superseded(connection)
    active = jobs.alias("active")
    is_busy = (
        sa.select(sa.literal(1))
        .where(
            active.c.repository_id == jobs.c.repository_id,
            active.c.number == jobs.c.number,
            active.c.state.in_(_ACTIVE),
        )
        .exists()
    )
    due = (
        sa.select(
            jobs.c.id,
            jobs.c.runs,
            jobs.c.repository_id,
            jobs.c.number,
            jobs.c.installation,
            sa.func.row_number()
            .over(partition_by=(jobs.c.repository_id, jobs.c.number), order_by=jobs.c.id)
            .label("place"),
        )
        .where(jobs.c.state == JobState.WAITING, jobs.c.due <= now(), ~is_busy)
        .subquery()
    )
    first = (
        sa.select(
            due,
            sa.func.row_number().over(partition_by=due.c.installation, order_by=due.c.id).label("turn"),
        )
        .where(due.c.place == 1)
        .subquery()
    )
    under_way = (
        sa.select(jobs.c.installation, sa.func.count().label("count"))
        .where(jobs.c.state.in_(_ACTIVE))
        .group_by(jobs.c.installation)
        .subquery()
    )
    query = (
        sa.select(first.c.id, first.c.runs, first.c.repository_id, first.c.number)
        .select_from(first.outerjoin(under_way, under_way.c.installation == first.c.installation))
        .order_by(first.c.turn + sa.func.coalesce(under_way.c.count, 0), first.c.id)
        .limit(room)
    )
    return [
        Ticket(row.id, row.runs + 1, f"{row.repository_id}#{row.number}") for row in connection.execute(query)
    ]


def room_left(connection: Connection, slots_each: int) -> int:
    """How many more jobs the queue should hold, by how many slots the live executors have."""
    from certify.service.tables import executors

    slots = connection.execute(
        sa.select(sa.func.coalesce(sa.func.sum(executors.c.slots), 0)).where(
            executors.c.is_stopped.is_(False)
        )
    ).scalar_one()
    held = connection.execute(sa.select(sa.func.count()).where(jobs.c.state.in_(_ACTIVE))).scalar_one()
    # As many again as are being worked on keep the slots busy; more would only weaken the turns.
    return max(0, 2 * max(int(slots), slots_each) - int(held))


def mark_queued(connection: Connection, ticket: Ticket) -> None:
    """The run is in the queue. Does nothing when it was begun meanwhile."""
    connection.execute(
        jobs.update()
        .where(jobs.c.id == ticket.job, jobs.c.runs == ticket.run - 1, jobs.c.state == JobState.WAITING)
        .values(state=JobState.QUEUED, runs=ticket.run)
    )


def begin(engine: Engine, job: int, run: int, executor: str, most_attempts: int) -> Begun | Outcome | None:
    """Begin a run, or say why it is not to be; None when it was settled before."""
    with engine.begin() as connection:
        query = sa.select(jobs).where(jobs.c.id == job).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None or row.state not in OPEN or row.runs > run:
            return None
        if row.kind == JobKind.REVIEW and _is_superseded(connection, row):
            return _held(
                connection, row, run, executor, Outcome(JobState.DROPPED, "a newer push replaced it")
            )
        if row.attempts >= most_attempts:
            # Only a worker that died leaves an attempt unsettled: this job may be what kills them.
            reason = f"its worker died, or was taken for dead, in {row.attempts} attempts; last: {row.reason or 'no answer'}"
            return _held(connection, row, run, executor, Outcome(JobState.DEAD, reason[:LONGEST_REASON]))
        connection.execute(_run(row, run, executor).values(attempts=row.attempts + 1))
        pull = connection.execute(
            sa.select(pulls.c.head, pulls.c.base).where(
                pulls.c.repository_id == row.repository_id, pulls.c.number == row.number
            )
        ).one_or_none()
    place = (row.installation, row.repository, row.repository_id, row.number)
    return Begun(
        ReviewJob(*place)
        if row.comment_id is None
        else CommandJob(*place, row.comment_id, row.comment_digest or ""),
        row.attempts + 1,
        row.is_forced,
        None if pull is None else (pull.head, pull.base),
    )


def settle(engine: Engine, job: int, run: int, outcome: Outcome) -> bool:
    """Write down what became of the run; False when a later run, or the same one elsewhere, already has."""
    values: dict[str, Any] = {
        "state": outcome.state,
        "reason": outcome.reason[:LONGEST_REASON],
        "executor": None,
    }
    if outcome.state == JobState.WAITING:
        due = now() + outcome.due if outcome.is_delay else outcome.due
        values |= {"due": due}
        if not outcome.is_counted:
            values |= {"attempts": sa.case((jobs.c.attempts > 0, jobs.c.attempts - 1), else_=0)}
    else:
        values |= {"finished": now()}
    with engine.begin() as connection:
        row = connection.execute(
            jobs.update()
            .where(jobs.c.id == job, jobs.c.runs == run, jobs.c.state == JobState.RUNNING)
            .values(**values)
            .returning(jobs.c.installation, jobs.c.repository, jobs.c.repository_id, jobs.c.number)
        ).one_or_none()
        if row is None:
            return False
        if outcome.holds_installation:
            # The limit is the installation's: its other jobs would only run into it too.
            connection.execute(
                jobs.update()
                .where(
                    jobs.c.installation == row.installation,
                    jobs.c.state == JobState.WAITING,
                    jobs.c.due < outcome.due,
                )
                .values(due=outcome.due)
            )
        if outcome.head:
            _remember_head(connection, row, outcome)
    return True


def _remember_head(connection: Connection, row: Any, outcome: Outcome) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    place = {"repository_id": row.repository_id, "number": row.number}
    state = {
        "installation": row.installation,
        "repository": row.repository,
        "head": outcome.head,
        "base": outcome.base[:255],
        "reviewed": now(),
    }
    connection.execute(
        dialect.insert(pulls)
        .values(**place, **state, first=now())
        .on_conflict_do_update(index_elements=list(place), set_=state)
    )


def _run(row: Any, run: int, executor: str) -> sa.Update:
    return (
        jobs.update()
        .where(jobs.c.id == row.id)
        .values(state=JobState.RUNNING, runs=run, executor=executor, started=now())
    )


def _held(connection: Connection, row: Any, run: int, executor: str, outcome: Outcome) -> Outcome:
    connection.execute(_run(row, run, executor))
    return outcome


def _newer(newer: sa.FromClause, kind: Any, repository_id: Any, number: Any, job: Any, is_forced: Any) -> Any:
    """Whether an open review of the same pull request makes this one needless.

    A person's wish to review again is only replaced by another one, as a push may find its head reviewed.
    """
    return (
        sa.select(sa.literal(1))
        .where(
            newer.c.kind == kind,
            newer.c.repository_id == repository_id,
            newer.c.number == number,
            newer.c.id > job,
            newer.c.state.in_(OPEN),
            sa.or_(newer.c.is_forced.is_(True), sa.not_(is_forced)),
        )
        .exists()
    )


def _is_superseded(connection: Connection, row: Any) -> bool:
    newer = jobs.alias("newer")
    exists = _newer(newer, row.kind, row.repository_id, row.number, row.id, sa.literal(bool(row.is_forced)))
    return bool(connection.execute(sa.select(exists)).scalar())


def _drop_superseded(connection: Connection) -> None:
    newer = jobs.alias("newer")
    connection.execute(
        jobs.update()
        .where(
            jobs.c.state == JobState.WAITING,
            jobs.c.kind == JobKind.REVIEW,
            _newer(newer, jobs.c.kind, jobs.c.repository_id, jobs.c.number, jobs.c.id, jobs.c.is_forced),
        )
        .values(state=JobState.DROPPED, finished=now(), reason="a newer push replaced it")
    )
