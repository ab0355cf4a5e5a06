"""Many packages over processes: in order, and one that fails does not end the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import Struct

from certify.checking import Checker, check_all
from certify.checking.checker import Task
from certify.core.package import Package
from certify.core.report import Status, Verdict
from certify.core.ruleset import Choice


class Memory(Struct, frozen=True, dict=True):
    """An origin that holds its package."""

    path: str

    def load(self) -> Package:
        return Package(
            self.path, self.path, {"apiDefinition.swagger.json": b'{"swagger": "2.0", "paths": {}}'}
        )


class Raising(Memory, Struct, frozen=True, dict=True):
    def load(self) -> Package:
        raise OSError("the disk is gone")


class Dying(Memory, Struct, frozen=True, dict=True):
    def load(self) -> Package:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


CHECKER = Checker(choice=Choice(select=("operations",)))


def paths(jobs: int, *origins: Memory) -> list[tuple[str, Verdict]]:
    reports = [checked.report for checked in check_all(CHECKER, map(Task, origins), jobs)]
    return [(report.path, report.verdict) for report in reports]


@pytest.mark.parametrize("jobs", [1, 2])
def test_reports_come_in_the_given_order(jobs: int) -> None:
    origins = [Memory(f"p{number}") for number in range(20)]
    assert [path for path, _ in paths(jobs, *origins)] == [origin.path for origin in origins]


@pytest.mark.parametrize("jobs", [1, 2])
def test_package_that_cannot_be_loaded_is_inconclusive_and_the_others_go_on(jobs: int) -> None:
    found = paths(jobs, Memory("a"), Raising("b"), Memory("c"))
    assert [path for path, _ in found] == ["a", "b", "c"]
    assert [verdict is Verdict.INCONCLUSIVE for _, verdict in found] == [False, True, False]


def test_package_that_kills_its_process_is_inconclusive_and_the_others_go_on() -> None:
    found = paths(
        2,
        *(Memory(f"a{number}") for number in range(5)),
        Dying("d"),
        *(Memory(f"b{number}") for number in range(5)),
    )
    assert len(found) == 11
    assert [path for path, verdict in found if verdict is Verdict.INCONCLUSIVE] == ["d"]


def test_reason_is_told() -> None:
    (checked,) = check_all(CHECKER, [Task(Raising("b"))], 1)
    outcome = next(iter(checked.report.outcomes.values()))
    assert (outcome.status, outcome.reason) == (Status.ERRORED, "OSError: the disk is gone")


class Endless(Memory, Struct, frozen=True, dict=True):
    """Tells its process on standard output and comes to no end."""

    def load(self) -> Package:
        os.write(1, f"{os.getpid()}\n".encode())
        while True:
            time.sleep(60)


def test_workers_end_with_a_parent_that_is_killed() -> None:
    """Else each would keep open the pipe that all of them wait at, for ever."""
    code = "from test_pool import Endless, paths; paths(2, Endless('a'), Endless('b'), Endless('c'))"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        assert parent.pid not in workers
        parent.kill()
        # The end of the output comes when the last who could write to it is gone.
        assert parent.stdout.read() == b""
    assert parent.returncode == -signal.SIGKILL
