"""Findings and packages as the plain values that our JSON is made of."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

from certify.formats.update import update_record

if TYPE_CHECKING:
    from certify.core.finding import Finding, FindingChange
    from certify.core.location import Location, Position
    from certify.core.report import PackageReport, Run

FORMAT = "certify/1"
_SURROGATE = re.compile("[\ud800-\udfff]")


def run_record(run: Run) -> dict[str, Any]:
    """The tool and the rules that all packages of a run share."""
    return {
        "format": FORMAT,
        "tool": {"name": "certify", "version": run.version},
        "ruleset": {"digest": run.ruleset_digest, "rules": len(run.book.rules)},
    }


def package_record(report: PackageReport) -> dict[str, Any]:
    """A package without its findings, up to its counts; with the class of update where an earlier version was compared."""
    update = update_record(report)
    return {
        "path": report.path,
        "name": report.name,
        "profile": str(report.profile),
        "profile_reason": report.profile_reason,
        "digest": report.digest,
        "verdict": str(report.verdict),
        "counts": {str(severity): count for severity, count in report.counts.items()},
        **({} if update is None else {"update": update}),
    }


def outcome_record(report: PackageReport, *, each_rule: bool) -> dict[str, Any]:
    """How many rules came out how, and with `each_rule` what became of each."""
    record: dict[str, Any] = {"outcomes": {str(status): count for status, count in report.statuses.items()}}
    if each_rule:
        record["rules"] = {
            name: {"outcome": str(outcome.status), "places": outcome.places, "reason": outcome.reason}
            for name, outcome in report.outcomes.items()
        }
    return record


def finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "aliases": list(finding.aliases),
        "family": finding.family,
        "severity": str(finding.severity),
        "message": finding.message,
        **_location(finding.location),
        "place": finding.place,
        "related": [{"message": other.message, **_location(other.location)} for other in finding.related],
        "fingerprint": finding.fingerprint,
        "fix": finding.fix_kind,
        "waived": finding.waived,
        "new": finding.is_new,
        **({} if finding.change is None else {"change": change_record(finding.change)}),
    }


def change_record(change: FindingChange) -> dict[str, Any]:
    """What a change does to flows; where it was is among the finding's related places."""
    return {
        "effect": str(change.effect),
        "operation": change.operation,
        "reported_by_microsoft": change.is_reported,
        "way_out": change.way_out or None,
    }


def dump(value: Any) -> str:
    r"""The value as JSON on one line. Half a surrogate pair, which no JSON can carry, is written as `\u{D800}`."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return _SURROGATE.sub(lambda match: f"\\\\u{{{ord(match[0]):X}}}", text)


def _location(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "pointer": location.pointer,
        "start": _position(location.start),
        "end": _position(location.end),
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
