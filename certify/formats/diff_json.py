"""The changes between two versions as JSON: `certify-diff/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from certify.formats.update import update_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.location import Location, Position
    from certify.core.report import PackageReport, Run, Totals
    from certify.formats.format import Options


class DiffJsonFormat:
    """One object for one pair of versions."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self, run: Run) -> Iterator[str]:
        del run
        yield from ()

    def package(self, report: PackageReport) -> Iterator[str]:
        content = {
            "format": "certify-diff/1",
            **(update_record(report) or {"update": None, "major_because": [], "version": None}),
            "changes": [_change(finding) for finding in report.findings],
        }
        yield orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"

    def end(self, run: Run, totals: Totals) -> Iterator[str]:
        del run, totals
        yield from ()


def _change(finding: Finding) -> dict[str, Any]:
    note = finding.change
    return {
        "rule": finding.rule,
        "aliases": list(finding.aliases),
        "severity": str(finding.severity),
        "message": finding.message,
        "effect": None if note is None else str(note.effect),
        "operation": None if note is None else note.operation,
        "reported_by_microsoft": note is not None and note.is_reported,
        "way_out": (note and note.way_out) or None,
        "fix": finding.fix_kind,
        "old": None if note is None or note.old is None else _location(note.old),
        "new": None if note is None or note.new is None else _location(note.new),
        "place": finding.place,
        "fingerprint": finding.fingerprint,
        "waived": finding.waived,
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "path": location.path.removeprefix("earlier:"),
        "pointer": location.pointer,
        "start": _position(location.start),
        "end": _position(location.end),
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
