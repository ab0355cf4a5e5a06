from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from payloads import app_key
from stand_in import StandInGitHub, make_bot

from certify.github.errors import NotFound, RateLimited, Refused, Unreachable
from certify.service.events import Command, Review
from certify.service.housekeeping import prune, take_up_strays
from certify.service.intake import Delivery, store
from certify.service.metrics import Metrics, read_backlog
from certify.service.tables import OPEN, JobState, deliveries, executors, jobs, now
from certify.service.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from certify.service.database import Database
    from certify.service.runs import Bot
    from certify.service.settings import ServiceSettings

REPOSITORY = "contoso/connectors"


class Working:
    """A worker of the test's own process, and what can be asked of it."""

    def __init__(self, database: Database, settings: ServiceSettings, bot: Bot) -> None:
        self.database = database
        self.metrics = Metrics(database.engine)
        self.lost = threading.Event()
        self.worker = Worker(database, settings, bot, self.metrics, on_lost=self.lost.set)

    def enqueue(self, *effects: Any) -> None:
        with self.database.engine.begin() as connection:
            for effect in effects:
                guid = f"{time.monotonic_ns()}"
                store(connection, Delivery(guid, None, "x", "y", effect))
        self.worker.wake()

    def finish(self, seconds: float = 300) -> dict[int, tuple[str, str]]:
        """Wait until nothing is open; the state of each job and why, by its number of pull request or comment."""
        deadline = time.monotonic() + seconds
        while True:
            with self.database.engine.begin() as connection:
                rows = connection.execute(sa.select(jobs).order_by(jobs.c.id)).all()
            if not any(row.state in OPEN for row in rows):
                return {row.comment_id or row.number: (row.state, row.reason) for row in rows}
            assert time.monotonic() < deadline, rows
            time.sleep(0.02)


@pytest.fixture
def start(settings: ServiceSettings) -> Iterator[Callable[..., Working]]:
    started: list[Working] = []

    def begin(database: Database, bot: Bot, **changes: Any) -> Working:
        working = Working(database, settings.model_copy(update=changes), bot)
        working.worker.start()
        started.append(working)
        return working

    yield begin
    for working in started:
        working.worker.stop()


def test_jobs_are_done_in_order_and_one_at_a_time_for_a_pull_request(
    anywhere: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    at_work: list[int] = []
    overlaps: list[int] = []
    order: list[int] = []

    def answer(_github: Any, job: Any, _watch: object) -> None:
        if job.number in at_work:
            overlaps.append(job.number)
        at_work.append(job.number)
        time.sleep(0.03)
        order.append(job.comment_id)
        at_work.remove(job.number)

    working = start(anywhere, replace(make_bot(github), answer=answer))
    working.enqueue(*[Command(5, REPOSITORY, 7, 1 + index % 3, 100 + index) for index in range(12)])
    states = working.finish()
    assert set(states.values()) == {("done", "")}
    assert overlaps == []
    for number in range(3):
        assert [c for c in order if (c - 100) % 3 == number] == list(range(100 + number, 112, 3))


def test_however_many_deliveries_a_head_is_reviewed_once(
    database: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    github.push(REPOSITORY, 1, "a" * 40)
    working = start(database, make_bot(github))
    for _ in range(5):
        working.enqueue(Review(5, REPOSITORY, 7, 1))
        working.finish()
    assert github.reviews() == [(REPOSITORY, 1, "a" * 40)]
    github.push(REPOSITORY, 1, "b" * 40)
    working.enqueue(Review(5, REPOSITORY, 7, 1))
    working.finish()
    assert github.reviews()[1:] == [(REPOSITORY, 1, "b" * 40)]
    working.enqueue(Review(5, REPOSITORY, 7, 1, is_forced=True))
    working.finish()
    assert len(github.reviews()) == 3
    github.push(REPOSITORY, 1, "c" * 40, is_open=False)
    working.enqueue(Review(5, REPOSITORY, 7, 1))
    assert working.finish()[1] == ("dropped", "the pull request is closed")


@pytest.mark.parametrize(
    ("error", "attempts", "state"),
    [
        (Unreachable("no answer"), 5, "dead"),
        (ValueError("a bug of ours"), 5, "dead"),
        (NotFound("gone"), 2, "dead"),
        (Refused("no permission", 403), 2, "dead"),
    ],
)
def test_what_keeps_failing_is_given_up_after_bounded_attempts(
    database: Database,
    github: StandInGitHub,
    start: Callable[..., Working],
    error: Exception,
    attempts: int,
    state: str,
) -> None:
    tried: list[float] = []

    def answer(_github: Any, _job: Any, _watch: object) -> None:
        tried.append(time.monotonic())
        raise error

    working = start(database, replace(make_bot(github), answer=answer), retry_seconds=0.01)
    working.enqueue(Command(5, REPOSITORY, 7, 1, 11))
    assert working.finish()[11] == (state, f"{type(error).__name__}: {error}")
    assert len(tried) == attempts
    assert read_backlog(database.engine).states[JobState.DEAD] == 1
    assert 'certify_job_runs_total{kind="command",outcome="dead"} 1.0' in working.metrics.text().decode()


def test_a_rate_limit_is_waited_out_to_the_moment(
    database: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    until = datetime.now(UTC) + timedelta(seconds=1.2)
    tried: list[float] = []

    def answer(_github: Any, _job: Any, _watch: object) -> None:
        tried.append(time.time())
        if len(tried) == 1:
            raise RateLimited("too many requests", until)

    working = start(database, replace(make_bot(github), answer=answer))
    working.enqueue(Command(5, REPOSITORY, 7, 1, 11))
    assert working.finish()[11][0] == "done"
    assert len(tried) == 2
    assert tried[1] >= until.timestamp()


def test_what_is_being_worked_on_is_finished_before_the_process_ends(
    database: Database, github: StandInGitHub, settings: ServiceSettings
) -> None:
    begun = threading.Event()

    def answer(_github: Any, _job: Any, _watch: object) -> None:
        begun.set()
        time.sleep(0.5)

    working = Working(database, settings, replace(make_bot(github), answer=answer))
    working.worker.start()
    working.enqueue(Command(5, REPOSITORY, 7, 1, 11))
    assert begun.wait(300)
    working.enqueue(Command(5, REPOSITORY, 7, 1, 12))
    working.worker.stop()
    with database.engine.begin() as connection:
        states = dict(connection.execute(sa.select(jobs.c.comment_id, jobs.c.state)).all())
        stopped = connection.execute(sa.select(executors.c.is_stopped)).scalars().all()
    assert states[11] == "done"
    assert states[12] in {"waiting", "queued"}
    assert stopped == [True]


def test_a_worker_that_was_taken_for_dead_ends(
    database: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    working = start(database, make_bot(github), lease_seconds=1)
    with database.engine.begin() as connection:
        connection.execute(executors.update().values(is_stopped=True))
    assert working.lost.wait(300)
    assert working.worker.is_lost


def test_a_run_that_was_lost_is_taken_up_again(
    database: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    working = start(database, make_bot(github), lease_seconds=3600)
    github.push(REPOSITORY, 1, "a" * 40)
    with database.engine.begin() as connection:
        store(connection, Delivery("guid", None, "x", "y", Review(5, REPOSITORY, 7, 1)))
        connection.execute(jobs.update().values(state=JobState.RUNNING, runs=3, started=now() - 1000))
    assert take_up_strays(database.engine, older_than=60) == 1
    working.worker.wake()
    assert working.finish()[1][0] == "done"


def test_what_is_old_is_forgotten(
    database: Database, github: StandInGitHub, start: Callable[..., Working]
) -> None:
    from dbos import DBOS

    working = start(database, make_bot(github))
    working.enqueue(Command(5, REPOSITORY, 7, 1, 11), Command(5, REPOSITORY, 7, 2, 12))
    working.finish()
    with database.engine.begin() as connection:
        connection.execute(jobs.update().where(jobs.c.comment_id == 11).values(finished=now() - 100))
        connection.execute(deliveries.update().values(received=now() - 100))
    prune(database.engine, older_than=50)
    with database.engine.begin() as connection:
        assert connection.execute(sa.select(jobs.c.comment_id)).scalars().all() == [12]
        assert connection.execute(sa.select(deliveries.c.guid)).all() == []
    assert len(DBOS.list_workflows()) == 1


def _process(folder: Path, github: StandInGitHub, *options: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "CERTIFY_DATA": str(folder),
        "CERTIFY_GITHUB_APP_ID": "1",
        "CERTIFY_GITHUB_PRIVATE_KEY": app_key(),
        "CERTIFY_LEASE_SECONDS": "12",
        "CERTIFY_ATTEMPTS": "20",
        "STAND_IN": json.dumps({"path": github.path, "pause": 0.5}),
    }
    command = [sys.executable, str(Path(__file__).parent / "stand_in.py"), "worker", *options]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_what_a_killed_worker_left_another_finishes(
    settings: ServiceSettings, database: Database, github: StandInGitHub
) -> None:
    numbers = range(1, 13)
    folder = settings.data_folder
    with _process(folder, github) as first, _process(folder, github) as second:
        deadline = time.monotonic() + 600
        while read_backlog(database.engine).executors < 2:
            assert time.monotonic() < deadline, "both should have started"
            time.sleep(0.02)
        for number in numbers:
            github.push(REPOSITORY, number, f"{number:040x}")
            with database.engine.begin() as connection:
                store(connection, Delivery(f"{number}", None, "x", "y", Review(5, REPOSITORY, 7, number)))
        while len({pid for (pid,) in github.query("select pid from calls")}) < 2:
            assert time.monotonic() < deadline, "both should have begun to work"
            time.sleep(0.02)
        first.kill()
        while read_backlog(database.engine).states[JobState.DONE] < len(numbers):
            assert time.monotonic() < deadline, read_backlog(database.engine)
            time.sleep(0.05)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=300) == 0
    assert sorted(github.query("select number, body from comments")) == [(n, f"{n:040x}") for n in numbers]
    assert len(github.query("select * from checks")) == len(numbers)


def test_a_worker_process_does_not_outlive_the_web_process_that_keeps_it(
    settings: ServiceSettings, database: Database, github: StandInGitHub
) -> None:
    with _process(settings.data_folder, github, "--until-eof") as worker:
        deadline = time.monotonic() + 300
        while read_backlog(database.engine).executors == 0:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert worker.stdin is not None
        worker.stdin.write(b"\n")
        worker.stdin.close()
        assert worker.wait(timeout=300) == 0
    assert read_backlog(database.engine).executors == 0
