from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from certify.github.jobs import ReviewJob
from certify.service.database import connect, migrate
from certify.service.events import Command, Gone, Review
from certify.service.intake import Delivery, Intake, store
from certify.service.job_store import Begun, Outcome, begin, mark_queued, pick, room_left, settle
from certify.service.settings import ServiceSettings
from certify.service.tables import JobState, delivered, jobs, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Everything here holds on both databases."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    database = connect(ServiceSettings(data=tmp_path, database_url=url))
    migrate(database.engine)
    yield database.engine
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    database.dispose()


def enqueue(engine: Engine, *wanted: Review | Command) -> None:
    with engine.begin() as connection:
        for effect in wanted:
            count = connection.execute(sa.text("select count(*) from deliveries")).scalar_one()
            assert store(connection, Delivery(f"guid-{count}", None, "x", "y", effect)) == [Intake.STORED]


def review(number: int = 1, *, installation: int = 5, is_forced: bool = False) -> Review:
    return Review(installation, "contoso/connectors", 7, number, is_forced=is_forced)


def picked(engine: Engine, room: int = 100) -> list[Any]:
    with engine.begin() as connection:
        return pick(connection, room)


def state_of(engine: Engine) -> dict[int, str]:
    with engine.begin() as connection:
        first = connection.execute(sa.select(sa.func.min(jobs.c.id))).scalar_one()
        return {row.id - first + 1: row.state for row in connection.execute(sa.select(jobs))}


def run_one(engine: Engine, outcome: Outcome, *, executor: str = "me") -> Begun | Outcome | None:
    (ticket, *_) = picked(engine)
    begun = begin(engine, ticket.job, ticket.run, executor, 5)
    assert settle(engine, ticket.job, ticket.run, outcome)
    return begun


def test_a_delivery_is_stored_once_and_so_are_its_jobs(engine: Engine) -> None:
    first = Delivery("guid", "content", "pull_request", "opened", review())
    outcomes = []
    for delivery in (
        first,
        first,
        replace(first, guid="other"),
        replace(first, guid="other", content="other"),
    ):
        with engine.begin() as connection:
            outcomes += store(connection, delivery)
    assert outcomes == [Intake.STORED, Intake.DUPLICATE, Intake.DUPLICATE, Intake.STORED]
    assert state_of(engine) == {1: "waiting", 2: "waiting"}


def test_a_burst_is_stored_in_its_order(engine: Engine) -> None:
    burst = [
        Delivery("one", "a", "x", "y", review(1)),
        Delivery("one", "b", "x", "y", review(2)),
        Delivery("two", "a", "x", "y", review(3)),
        Delivery("gone", None, "x", "y", Gone(5)),
        Delivery("three", "c", "x", "y", review(4)),
        Delivery("four", None, "x", "y", Command(5, "contoso/connectors", 7, 4, 11, "digest")),
    ]
    with engine.begin() as connection:
        outcomes = store(connection, *burst)
        found = sa.select(delivered.c.guid, jobs.c.number, jobs.c.kind, jobs.c.state)
        rows = connection.execute(found.join(jobs).order_by(jobs.c.id)).all()
    assert [str(outcome) for outcome in outcomes] == [
        *("stored", "duplicate", "duplicate", "stored", "stored", "stored"),
    ]
    assert [tuple(row) for row in rows] == [
        ("one", 1, "review", "dropped"),
        ("three", 4, "review", "waiting"),
        ("four", 4, "command", "waiting"),
    ]


def test_a_delivery_that_comes_again_revives_only_what_was_given_up(engine: Engine) -> None:
    delivery = Delivery("guid", "content", "pull_request", "opened", review())
    with engine.begin() as connection:
        store(connection, delivery)
    run_one(engine, Outcome(JobState.DEAD))
    with engine.begin() as connection:
        assert store(connection, delivery) == [Intake.REVIVED]
        assert store(connection, delivery) == [Intake.DUPLICATE]
    assert len(picked(engine)) == 1


def test_a_job_is_begun_once_and_settled_once(engine: Engine) -> None:
    enqueue(engine, review(3))
    (ticket,) = picked(engine)
    begun = begin(engine, ticket.job, ticket.run, "me", 5)
    assert begun == Begun(ReviewJob(5, "contoso/connectors", 7, 3), 1, is_forced=False, reviewed=None)
    assert settle(engine, ticket.job, ticket.run, Outcome(JobState.DONE, head="a" * 40, base="dev"))
    assert not settle(engine, ticket.job, ticket.run, Outcome(JobState.DEAD))
    assert begin(engine, ticket.job, ticket.run, "other", 5) is None
    assert state_of(engine) == {1: "done"}


def test_the_head_that_was_reviewed_is_known_at_the_next_push(engine: Engine) -> None:
    enqueue(engine, review())
    run_one(engine, Outcome(JobState.DONE, head="a" * 40, base="dev"))
    enqueue(engine, review())
    begun = run_one(engine, Outcome(JobState.DROPPED))
    assert isinstance(begun, Begun)
    assert begun.reviewed == ("a" * 40, "dev")


def test_one_job_of_a_pull_request_at_a_time_in_their_order(engine: Engine) -> None:
    enqueue(engine, Command(5, "a/b", 7, 1, 11), Command(5, "a/b", 7, 1, 12), Command(5, "a/b", 7, 2, 13))
    first = picked(engine)
    assert [ticket.key for ticket in first] == ["7#1", "7#2"]
    with engine.begin() as connection:
        for ticket in first:
            mark_queued(connection, ticket)
    assert picked(engine) == []
    begin(engine, first[0].job, 1, "me", 5)
    assert picked(engine) == []
    settle(engine, first[0].job, 1, Outcome(JobState.DONE))
    assert [ticket.job - first[0].job for ticket in picked(engine)] == [1]


def test_of_many_pushes_only_the_last_is_reviewed(engine: Engine) -> None:
    enqueue(engine, *[review(1) for _ in range(10)], review(2))
    assert len(picked(engine)) == 2
    assert state_of(engine) == {**dict.fromkeys(range(1, 10), "dropped"), 10: "waiting", 11: "waiting"}


def test_a_push_that_comes_after_the_job_was_queued_replaces_it(engine: Engine) -> None:
    enqueue(engine, review())
    (ticket,) = picked(engine)
    enqueue(engine, review())
    replaced = begin(engine, ticket.job, ticket.run, "me", 5)
    assert replaced == Outcome(JobState.DROPPED, "a newer push replaced it")
    assert settle(engine, ticket.job, ticket.run, replaced)
    assert state_of(engine) == {1: "dropped", 2: "waiting"}


def test_a_push_does_not_replace_what_a_person_asked_for(engine: Engine) -> None:
    enqueue(engine, review(is_forced=True), review())
    picked(engine)
    assert state_of(engine) == {1: "waiting", 2: "waiting"}
    enqueue(engine, review(is_forced=True))
    picked(engine)
    assert state_of(engine) == {1: "dropped", 2: "dropped", 3: "waiting"}


def test_installations_take_turns(engine: Engine) -> None:
    enqueue(engine, *[review(number, installation=1) for number in range(1, 201)])
    enqueue(engine, *[review(number, installation=2) for number in range(2001, 2004)])
    first = picked(engine, 6)
    assert [int(ticket.key.partition("#")[2]) > 2000 for ticket in first] == [False, True] * 3
    with engine.begin() as connection:
        for ticket in first[:1] + first[2:3]:
            mark_queued(connection, ticket)
    # What an installation has under way counts against its turn.
    assert [int(ticket.key.partition("#")[2]) > 2000 for ticket in picked(engine, 3)] == [True, True, False]


def test_a_retry_waits_for_its_time(engine: Engine) -> None:
    enqueue(engine, review())
    run_one(engine, Outcome(JobState.WAITING, "no answer", due=60, is_delay=True))
    assert picked(engine) == []
    with engine.begin() as connection:
        connection.execute(jobs.update().values(due=jobs.c.due - 60))
    (ticket,) = picked(engine)
    assert ticket.run == 2


def test_a_rate_limit_holds_its_installation_until_then_and_costs_no_attempt(engine: Engine) -> None:
    enqueue(engine, review(1), review(2), review(3, installation=6))
    until = time.time() + 100
    run_one(engine, Outcome(JobState.WAITING, due=until, is_counted=False, holds_installation=True))
    assert [ticket.key for ticket in picked(engine)] == ["7#3"]
    with engine.begin() as connection:
        rows = connection.execute(sa.select(jobs).order_by(jobs.c.id)).all()
    assert [abs(row.due - until) < 1 for row in rows] == [True, True, False]
    assert rows[0].attempts == 0


def test_a_job_whose_workers_die_is_given_up_at_last(engine: Engine) -> None:
    enqueue(engine, review())
    (ticket,) = picked(engine)
    for attempt in range(1, 6):
        begun = begin(engine, ticket.job, ticket.run, f"worker-{attempt}", 5)
        assert isinstance(begun, Begun)
        assert begun.attempt == attempt
    last = begin(engine, ticket.job, ticket.run, "worker-6", 5)
    assert isinstance(last, Outcome)
    assert last.state == JobState.DEAD
    assert settle(engine, ticket.job, ticket.run, last)


def test_a_run_that_was_queued_twice_is_one_run(engine: Engine) -> None:
    enqueue(engine, review())
    assert picked(engine)[0].name == picked(engine)[0].name
    (ticket,) = picked(engine)
    begin(engine, ticket.job, ticket.run, "me", 5)
    with engine.begin() as connection:
        mark_queued(connection, ticket)
    assert state_of(engine) == {1: "running"}


def test_a_run_of_long_ago_changes_nothing(engine: Engine) -> None:
    enqueue(engine, review())
    run_one(engine, Outcome(JobState.WAITING, is_delay=True))
    (ticket,) = picked(engine)
    begin(engine, ticket.job, 2, "me", 5)
    assert begin(engine, ticket.job, 1, "zombie", 5) is None
    assert not settle(engine, ticket.job, 1, Outcome(JobState.DEAD))
    assert state_of(engine) == {1: "running"}


def test_the_queue_holds_no_more_than_keeps_the_workers_busy(engine: Engine) -> None:
    enqueue(engine, *[review(number) for number in range(1, 20)])
    with engine.begin() as connection:
        assert room_left(connection, 3) == 6
        for ticket in pick(connection, 4):
            mark_queued(connection, ticket)
        assert room_left(connection, 3) == 2
