"""What the step hands on: outputs, the summary of the job, and the log."""

from __future__ import annotations

import json
import secrets
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certify.core.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

_SEVERITIES = ("error", "warning", "note")
_LARGEST_SUMMARY = 1024 * 1024
"""GitHub refuses a longer one as a whole."""


@dataclass(frozen=True, slots=True)
class Result:
    """Totals over the packages of a report; `counts` are of the findings that decide, by severity."""

    verdict: Verdict
    packages: int
    counts: Mapping[str, int]


def read_result(report: Path) -> Result:
    """The totals of a report in JSON that this step wrote."""
    packages: list[dict[str, Any]] = json.loads(report.read_bytes())["packages"]
    verdicts = {Verdict(package["verdict"]) for package in packages}
    deciding = [
        finding["severity"]
        for package in packages
        for finding in package["findings"]
        if finding["waived"] is None and finding["new"]
    ]
    worst = (Verdict.INCONCLUSIVE, Verdict.CHANGES_REQUIRED)
    return Result(
        verdict=next((verdict for verdict in worst if verdict in verdicts), Verdict.READY),
        packages=len(packages),
        counts={severity: deciding.count(severity) for severity in _SEVERITIES},
    )


def write_outputs(file: Path, outputs: Mapping[str, str]) -> None:
    """Append outputs to GITHUB_OUTPUT, each between lines that no value can know."""
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        for name, value in outputs.items():
            delimiter = f"certify-{secrets.token_hex(16)}"
            stream.write(f"{name}<<{delimiter}\n{value}\n{delimiter}\n")


def append_summary(file: Path, markdown: str) -> None:
    """Append to GITHUB_STEP_SUMMARY, unless it would grow beyond what GitHub takes and so lose what is there."""
    there = file.stat().st_size if file.exists() else 0
    if there + len(markdown.encode()) <= _LARGEST_SUMMARY:
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(markdown)


@contextmanager
def no_commands() -> Generator[None, None, None]:
    """While it lasts the runner takes nothing in the log for a command."""
    token = secrets.token_hex(16)
    sys.stdout.write(f"::stop-commands::{token}\n")
    sys.stdout.flush()
    try:
        yield
    finally:
        sys.stderr.flush()
        sys.stdout.write(f"::{token}::\n")
        sys.stdout.flush()
