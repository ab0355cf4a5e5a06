"""What every format offers: a report as pieces of text, package by package, so that memory does not grow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from certify.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.report import PackageReport, Run, Totals


class Options(Struct, frozen=True):
    """How the user wants to read the report.

    `verbosity` is -1 for a line per finding, 1 for everything. `shown` is the least severity that a text for people
    shows; what is for machines stays complete. `width` is in columns of the terminal. `statistics` adds the count of
    findings per rule, `outcomes` what became of every rule.
    """

    color: bool = False
    verbosity: int = 0
    shown: Severity = Severity.NOTE
    statistics: bool = False
    outcomes: bool = False
    width: int = 120


class Format(Protocol):
    """One way to write a run down. An instance writes one run: begin, then each package, then end.

    Each method yields text that is complete as it stands, line ends included.
    """

    def begin(self, run: Run) -> Iterator[str]:
        """What comes before the first package."""
        ...

    def package(self, report: PackageReport) -> Iterator[str]:
        """What is said of one package."""
        ...

    def end(self, run: Run, totals: Totals) -> Iterator[str]:
        """What comes after the last package."""
        ...
