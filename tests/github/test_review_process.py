"""The process that examines a package: it may die, hang or lie, and none of that becomes a pass, or code that runs here."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

import pytest

from certify.checking import Checker
from certify.core.report import Verdict
from certify.core.rule import Profile
from certify.examples import golden
from certify.github import review_process
from certify.github.review_process import Assignment, Examined, Limits, examine, examine_apart

ASSIGNMENT = Assignment(golden(Profile.VERIFIED))


class Evil:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch /tmp/never",)


class Named:
    """What Python before 3.11.4 makes of the member of an enumeration: a look-up by name."""

    def __init__(self, owner: object, name: str) -> None:
        self.found = owner, name

    def __reduce__(self):
        return getattr, self.found


def answering(monkeypatch, output: bytes, returncode: int = 0) -> None:
    """Let the child answer with these bytes."""
    monkeypatch.setattr(
        review_process.subprocess,
        "run",
        lambda *arguments, **_: subprocess.CompletedProcess(arguments, returncode, output),
    )


def test_a_child_finds_what_we_find_ourselves():
    assert examine_apart(Checker(), ASSIGNMENT, Limits()) == examine(Checker(), ASSIGNMENT)


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"nonsense",
        pickle.dumps(Evil()),
        pickle.dumps({"verdict": "ready"}),
        pickle.dumps(os.getcwd),
        pickle.dumps(subprocess.Popen),
        pickle.dumps(Examined)[:-2],
        pickle.dumps(Named(Examined, "__init__")),
        pickle.dumps(Named(Verdict, "mro")),
    ],
)
def test_an_answer_that_is_no_result_is_inconclusive(monkeypatch, output):
    monkeypatch.setattr(os, "system", lambda *_: pytest.fail("code ran"))
    answering(monkeypatch, output)
    result = examine_apart(Checker(), ASSIGNMENT, Limits()).result
    assert result.verdict is Verdict.INCONCLUSIVE
    assert result.unexamined


def test_the_member_of_an_enumeration_may_come_by_its_name(monkeypatch):
    """As Debian 12's Python writes it; the answer itself is then no result, and not garbled."""
    answering(monkeypatch, pickle.dumps(Named(Verdict, "READY")))
    result = examine_apart(Checker(), ASSIGNMENT, Limits()).result
    assert result.unexamined == (("package", "its process answered with no result"),)


def test_a_child_that_dies_is_inconclusive(monkeypatch):
    answering(monkeypatch, pickle.dumps(examine(Checker(), ASSIGNMENT)), returncode=-9)
    assert examine_apart(Checker(), ASSIGNMENT, Limits()).result.verdict is Verdict.INCONCLUSIVE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_package_that_takes_for_ever_is_told_apart_from_a_machine_that_is_busy(monkeypatch):
    started = subprocess.run
    endless = f"from {review_process.__name__} import _confine, Limits; _confine(Limits(seconds=1))\nwhile True: pass"

    def run(command, **given):
        return started([*command[:-1], endless], **given)

    monkeypatch.setattr(review_process.subprocess, "run", run)
    result = examine_apart(Checker(), ASSIGNMENT, Limits(seconds=1, patience=600)).result
    assert result.unexamined == (("package", "it took more than 1 seconds of processor time"),)


def test_an_answer_that_is_too_long_is_inconclusive():
    result = examine_apart(Checker(), ASSIGNMENT, Limits(answer=10)).result
    assert result.unexamined == (("package", "more was found than can be told"),)


def test_the_child_sees_no_secret_of_ours(monkeypatch):
    seen = {}

    def run(command, **given):
        seen.update(given["env"])
        return subprocess.CompletedProcess(command, 1, b"")

    monkeypatch.setenv("CERTIFY_GITHUB_PRIVATE_KEY", "secret")
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setattr(review_process.subprocess, "run", run)
    examine_apart(Checker(), ASSIGNMENT, Limits())
    assert "PATH" in seen
    assert "secret" not in seen.values()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_child_can_write_no_file(tmp_path):
    target = tmp_path / "written"
    script = (
        "from certify.github.review_process import _confine, Limits; _confine(Limits());"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"open({str(target)!r}, 'w').write('x' * 100000)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode != 0
    assert target.stat().st_size == 0
