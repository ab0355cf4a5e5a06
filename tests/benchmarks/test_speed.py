"""How long a check takes, as a ratio to parsing and visiting alone. Run with `pytest -m benchmark -s`."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from certify.checking import Checker
from certify.checking.checker import Task
from certify.core.ruleset import Choice
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.benchmark
FIRST_FAMILIES = ("package", "structure", "info", "host", "operations")


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process; the best of three, as the machine's other work only adds."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def visit(value: Any) -> int:
    count, pending = 0, [value]
    while pending:
        current = pending.pop()
        count += 1
        if type(current) is dict:
            pending.extend(current.values())
        elif type(current) is list:
            pending.extend(current)
    return count


def parse_and_visit(files: list[bytes]) -> None:
    for data in files:
        try:
            visit(orjson.loads(data))
        except orjson.JSONDecodeError:
            continue


@pytest.mark.parametrize("families", [FIRST_FAMILIES, ()], ids=["first families", "all"])
def test_corpus_against_parsing(
    families: tuple[str, ...], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    origins = list(find_origins(str(corpus)))
    files = [
        data for origin in origins for path, data in origin.load().files.items() if path.endswith(".json")
    ]
    checker = Checker(choice=Choice(select=families))

    def check() -> None:
        for origin in origins:
            checker.check(Task(origin))

    base, full = seconds(lambda: parse_and_visit(files)), seconds(check)
    with capsys.disabled():
        print(
            f"\n{len(origins)} packages: parse and visit {base:.2f} s, check {full:.2f} s, ratio {full / base:.1f}"
        )
    assert full > base


def test_cold_start_on_one_package(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = sorted(
        (sum(map(len, origin.load().files.values())), origin.path) for origin in find_origins(str(corpus))
    )
    median = sizes[len(sizes) // 2][1]
    times = []
    for _ in range(10):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "certify", "check", median], capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f"\n{median}: median {sorted(times)[5]:.3f} s, best {min(times):.3f} s")
    assert min(times) > 0
