"""`--format sarif`: SARIF 2.1.0, written as packages come, within what GitHub code scanning takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from certify.core.edit import ChosenEdits
from certify.core.report import Status
from certify.formats.artifact import file_at, file_of, package_path, uri_of
from certify.formats.inert import clipped, inert
from certify.formats.record import dump
from certify.formats.sarif_rule import rule_record
from certify.formats.update import update_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.location import Location, Position
    from certify.core.report import PackageReport, Run, Totals
    from certify.formats.format import Options

# https://docs.github.com/en/code-security/code-scanning: more results in a run refuse the whole file.
MOST_RESULTS = 25_000
_MOST_NOTIFICATIONS = 1_000
_LONGEST_MESSAGE = 2_000
_LONGEST_FIX = 2_000
_MOST_FIXES = 2_000_000
"""Characters that all fixes of a run may put in; GitHub takes 10 MB of compressed SARIF."""
_BLANKS = re.compile("[\t\r\n]+")
_ROOT = "%SRCROOT%"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class SarifFormat:
    """Results come first and rules after them, for only then is known which rules are named."""

    def __init__(self, options: Options) -> None:  # noqa: ARG002 - the report has one shape
        self._indexes: dict[str, int] = {}
        self._results = 0
        self._left_out = 0
        self._fix_characters = 0
        self._chosen = ChosenEdits()
        self._notifications: list[dict[str, Any]] = []
        self._left_out_notifications = 0
        self._updates: list[dict[str, Any]] = []

    def begin(self, run: Run) -> Iterator[str]:  # noqa: ARG002 - the tool and its rules are written at the end
        opening = {
            "automationDetails": {"id": "certify/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that certify was run in."}}},
        }
        yield f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{dump(opening)[:-1]},"results":['

    def package(self, report: PackageReport) -> Iterator[str]:
        self._chosen = ChosenEdits()
        self._note_update(report)
        for finding in report.findings:
            if self._results == MOST_RESULTS:
                self._left_out += 1
                continue
            between = ",\n" if self._results else "\n"
            self._results += 1
            yield between + dump(self._result(report, finding))
        for name, outcome in report.outcomes.items():
            if outcome.status is Status.ERRORED:
                sentence = f"{name} could not look: {outcome.reason}"
                self._notify("error", sentence, name, package_path(report))

    def end(self, run: Run, totals: Totals) -> Iterator[str]:
        if self._left_out:
            sentence = (
                f"{self._left_out:,} findings are left out, because GitHub takes at most {MOST_RESULTS:,}."
            )
            self._notifications.append(_notification("warning", sentence))
        if self._left_out_notifications:
            sentence = f"{self._left_out_notifications:,} more rules could not look at a package."
            self._notifications.append(_notification("error", sentence))
        rules = [
            rule_record(run.book.by_name[name]) if name in run.book.by_name else {"id": name}
            for name in self._indexes
        ]
        driver = {
            "name": "certify",
            "version": run.version,
            "rules": rules,
            "properties": {"rulesetDigest": run.ruleset_digest},
        }
        invocation: dict[str, Any] = {
            "executionSuccessful": totals.exit_status != 3,
            "exitCode": totals.exit_status,
            "toolExecutionNotifications": self._notifications,
        }
        updates = f'"properties":{dump({"updates": self._updates})},' if self._updates else ""
        yield f'\n],"invocations":{dump([invocation])},{updates}"tool":{dump({"driver": driver})}}}]}}\n'

    def _note_update(self, report: PackageReport) -> None:
        """Keep what class of update the package is, which is no result: it belongs to no line."""
        record = update_record(report)
        if record is None or len(self._updates) == _MOST_NOTIFICATIONS:
            return
        version = record["version"] or {"old": None, "new": None, "deserved": None}
        self._updates.append(
            {
                "package": inert(package_path(report)),
                "update": record["update"],
                "majorBecause": [inert(reason) for reason in record["major_because"]],
                "version": {key: None if text is None else inert(text) for key, text in version.items()},
            }
        )

    def _result(self, report: PackageReport, finding: Finding) -> dict[str, Any]:
        index = self._indexes.setdefault(finding.rule, len(self._indexes))
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": index,
            "level": str(finding.severity),
            "message": _message(finding.message),
            "locations": [
                {
                    "physicalLocation": _physical(report, finding.location),
                    "logicalLocations": [{"fullyQualifiedName": inert(finding.place or report.name)}],
                }
            ],
            "partialFingerprints": {"certify/v1": finding.fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [
                {
                    "id": number,
                    "message": _message(other.message),
                    "physicalLocation": _physical(report, other.location),
                }
                for number, other in enumerate(finding.related, 1)
            ]
        if finding.change is not None:
            operation = finding.change.operation
            result["properties"] = {
                "effect": str(finding.change.effect),
                "operation": None if operation is None else inert(operation),
                "reportedByMicrosoft": finding.change.is_reported,
                "wayOut": inert(finding.change.way_out),
            }
        fix = self._fix(report, finding)
        if fix is not None:
            result["fixes"] = [fix]
        if finding.waived is not None:
            result["suppressions"] = [
                {"kind": "external", "justification": inert(clipped(finding.waived, _LONGEST_MESSAGE))}
            ]
        if not finding.is_new:
            result["baselineState"] = "unchanged"
        return result

    def _fix(self, report: PackageReport, finding: Finding) -> dict[str, Any] | None:
        """The safe fix, unless it is long, puts in what a reader would not see, or meets another of the package."""
        made = report.replacements_of(finding) if finding.fix_kind == "safe" else ()
        size = sum(len(one.text) for one in made)
        if not made or size > _LONGEST_FIX or self._fix_characters + size > _MOST_FIXES:
            return None
        if any(inert(part) != part for one in made for part in _BLANKS.split(one.text)):
            return None
        if not self._chosen.take(made, may_share=False):
            return None
        self._fix_characters += size
        changes: dict[str, list[dict[str, Any]]] = {}
        for one in made:
            region = _region(one.start, one.end)
            replacement = {"deletedRegion": region, "insertedContent": {"text": one.text}}
            changes.setdefault(file_at(report, one.path), []).append(replacement)
        return {
            "description": {"text": f"What `certify fix` does about {finding.rule}."},
            "artifactChanges": [
                {"artifactLocation": _artifact(path), "replacements": replacements}
                for path, replacements in changes.items()
            ],
        }

    def _notify(self, level: str, sentence: str, rule: str, path: str) -> None:
        if len(self._notifications) == _MOST_NOTIFICATIONS:
            self._left_out_notifications += 1
            return
        notification = _notification(level, sentence)
        notification["associatedRule"] = {"id": rule}
        notification["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(path)}}]
        self._notifications.append(notification)


def _notification(level: str, sentence: str) -> dict[str, Any]:
    return {"level": level, "message": _message(sentence)}


def _message(sentence: str) -> dict[str, str]:
    """The sentence as a plain text message, in which `[a](b)` would be a link."""
    return {"text": inert(clipped(sentence, _LONGEST_MESSAGE)).replace("](", "] (") or "(no message)"}


def _artifact(path: str) -> dict[str, str]:
    uri = uri_of(path)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": _ROOT}


def _physical(report: PackageReport, location: Location) -> dict[str, Any]:
    region = _region(location.start, location.end)
    return {"artifactLocation": _artifact(file_of(report, location)), "region": region}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
