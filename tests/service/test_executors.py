from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from certify.service.executors import Lease
from certify.service.metrics import Metrics
from certify.service.tables import executors, now
from certify.service.watched import LeaseLost, watched

if TYPE_CHECKING:
    from stand_in import StandInGitHub

    from certify.service.database import Database

REPOSITORY = "contoso/connectors"


def test_after_its_lease_a_process_makes_no_call_to_github(database: Database, github: StandInGitHub) -> None:
    lease = Lease(database.engine, slots=1, seconds=600)
    lease.take()
    fenced = watched(github, lease, Metrics())  # type: ignore[arg-type] - the stand-in has what is called
    github.push(REPOSITORY, 1, "a" * 40)
    assert fenced.pull_request(REPOSITORY, 1).head_sha == "a" * 40
    lease.seconds = 0
    with pytest.raises(LeaseLost):
        fenced.create_comment(REPOSITORY, 1, "too late")
    lease.seconds = 600
    assert lease.renew()
    fenced.create_comment(REPOSITORY, 1, "in time")
    assert [body for _, body in github.comments(REPOSITORY, 1)] == ["in time"]


def test_a_silent_process_is_declared_dead_and_cannot_come_back(anywhere: Database) -> None:
    silent = Lease(anywhere.engine, slots=1, seconds=600, host="another machine")
    mine = Lease(anywhere.engine, slots=1, seconds=600)
    silent.take()
    mine.take()
    assert mine.declare_dead() == []
    assert silent.is_eldest()
    with anywhere.engine.begin() as connection:
        connection.execute(executors.update().where(executors.c.id == silent.id).values(beat=now() - 700))
    assert mine.declare_dead() == [silent.id]
    assert not silent.renew()
    assert mine.is_eldest()
    mine.forget(silent.id, 0)
    assert mine.declare_dead() == []


def test_a_process_of_this_machine_that_is_gone_is_dead_at_once(database: Database) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    other, mine = (Lease(database.engine, slots=1, seconds=60) for _ in range(2))
    other.take()
    mine.take()
    with database.engine.begin() as connection:
        connection.execute(executors.update().where(executors.c.id == other.id).values(pid=os.getppid()))
    assert mine.declare_dead() == []
    with database.engine.begin() as connection:
        connection.execute(executors.update().where(executors.c.id == other.id).values(pid=gone.pid))
    assert mine.declare_dead() == [other.id]
