"""Examine one package in a process of its own: no network, no token, little memory, and killed when it takes too long.

The parent sends a checker and packages, the child answers with what it found. The child is not trusted: what it
answers may only be made of our own values.
"""

from __future__ import annotations

import io
import math
import os
import pickle
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from enum import Enum, EnumMeta
from typing import TYPE_CHECKING, Any, Final

from certify.checking.checker import Checker, Task, failed_report
from certify.github.review_result import PackageResult, Suggested, result_of
from certify.github.source import LoadedOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.core.package import Package

_MIB: Final = 1 << 20
# Found in the environment of a service; the child gets these and nothing else.
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one package may cost: seconds of processor time, bytes of memory, bytes of answer.

    `patience` is how many times longer it may take by the clock: a busy machine is no fault of the package's.
    """

    seconds: float = 60.0
    patience: float = 10.0
    memory: int = 1024 * _MIB
    answer: int = 64 * _MIB


@dataclass(frozen=True, slots=True)
class Assignment:
    """One package to examine. `before` is its version at the base; `suggest` are its files that may get suggestions."""

    package: Package
    before: Package | None = None
    suggest: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and the safe fixes that replace whole lines."""

    result: PackageResult
    suggested: tuple[Suggested, ...] = ()


def examine_apart(checker: Checker, assignment: Assignment, limits: Limits) -> Examined:
    """Examine the package in a child. A hung, killed or garbled examination is an inconclusive result."""
    order = pickle.dumps((checker, assignment, limits))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-I", "-c", f"from {__name__} import work; work()"],
            input=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            timeout=limits.seconds * limits.patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _failed(assignment, f"it took longer than {limits.seconds * limits.patience:g} seconds")
    if sys.platform != "win32" and done.returncode == -signal.SIGXCPU:
        return _failed(assignment, f"it took more than {limits.seconds:g} seconds of processor time")
    if done.returncode != 0:
        return _failed(assignment, "its process died; it may need more memory than one package gets")
    if len(done.stdout) > limits.answer:
        return _failed(assignment, "more was found than can be told")
    try:
        answer = _Values(io.BytesIO(done.stdout)).load()
    except Exception:  # noqa: BLE001 - whatever a broken child wrote, it is no result
        return _failed(assignment, "its process answered with something that is no result")
    return (
        answer if isinstance(answer, Examined) else _failed(assignment, "its process answered with no result")
    )


def _failed(assignment: Assignment, why: str) -> Examined:
    task = Task(LoadedOrigin(assignment.package))
    return Examined(result_of(failed_report(task, why).report, is_new=assignment.before is None))


class _Values(pickle.Unpickler):
    """Reads only the values that an answer is made of; anything else could run code."""

    def find_class(self, module: str, name: str) -> Any:
        found = _ALLOWED.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")
        return found


def _member(kind: object, name: str) -> Enum:
    """A member of one of the enumerations of an answer."""
    if isinstance(kind, EnumMeta) and kind in _ALLOWED.values():
        member: Any = kind[name]
        if isinstance(member, Enum):
            return member
    raise pickle.UnpicklingError(f"{name} is no part of an answer")


def _allowed() -> Mapping[tuple[str, str], Any]:
    from certify.core.finding import Effect, Severity
    from certify.core.report import Verdict
    from certify.github.review_result import Remark

    types = (Examined, PackageResult, Remark, Suggested, Severity, Effect, Verdict, Counter)
    # Python before 3.11.4 looks a member of an enumeration up by its name.
    return {(found.__module__, found.__qualname__): found for found in types} | {
        ("builtins", "getattr"): _member
    }


_ALLOWED: Final = _allowed()


def examine(checker: Checker, assignment: Assignment) -> Examined:
    """Examine the package here."""
    from certify.github.review_suggestions import suggestions

    origin = LoadedOrigin(assignment.package)
    before = None if assignment.before is None else LoadedOrigin(assignment.before)
    task = Task(origin, before=before, against=before)
    report = checker.check(task).report
    return Examined(
        result_of(report, is_new=before is None), suggestions(assignment.package, report, assignment.suggest)
    )


def _confine(limits: Limits) -> None:
    """Take from this process what an examination does not need."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline holds there too
        return
    seconds = math.ceil(limits.seconds)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    # A second later than the signal by which the parent knows the reason, the kernel kills.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No file can grow, so nothing is written anywhere.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def work() -> None:
    """What the child does: read its order, examine, answer on standard output."""
    order = sys.stdin.buffer.read()
    checker, assignment, limits = pickle.loads(order)  # noqa: S301 - our parent sent it
    _confine(limits)
    try:
        answer = examine(checker, assignment)
    except MemoryError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the author of the package must learn that it was not examined
        answer = _failed(assignment, f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(pickle.dumps(answer))
