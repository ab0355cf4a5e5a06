"""`--format gitlab`: a Code Quality report, for the widget of GitLab's merge requests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.report import Status
from certify.formats.artifact import file_of, package_path
from certify.formats.inert import clipped, inert
from certify.formats.record import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.report import PackageReport, Run, Totals
    from certify.formats.format import Options

_LONGEST_DESCRIPTION = 2_000
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GitlabFormat:
    """Known findings are written as well, because GitLab itself compares the report with that of the target branch."""

    def __init__(self, options: Options) -> None:  # noqa: ARG002 - the report has one shape
        self._between = "\n"

    def begin(self, run: Run) -> Iterator[str]:  # noqa: ARG002 - the report has no head
        yield "["

    def package(self, report: PackageReport) -> Iterator[str]:
        for finding in report.findings:
            if finding.waived is None:
                start, end = finding.location.start, finding.location.end
                location = {
                    "path": file_of(report, finding.location),
                    "lines": {"begin": start.line, "end": end.line},
                }
                severity = _SEVERITIES[finding.severity]
                yield self._entry(finding.message, finding.rule, finding.fingerprint, severity, location)
        for name, outcome in report.outcomes.items():
            if outcome.status is Status.ERRORED:
                location = {"path": package_path(report), "lines": {"begin": 1}}
                yield self._entry(f"{name} could not look: {outcome.reason}", name, "", "critical", location)

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - the report has no foot
        yield "\n]\n"

    def _entry(
        self, sentence: str, rule: str, fingerprint: str, severity: str, location: dict[str, Any]
    ) -> str:
        between, self._between = self._between, ",\n"
        # A fingerprint is one package's; the report may hold several that are alike.
        about = f"{location['path']}\0{rule}\0{fingerprint}".encode("utf-8", "surrogatepass")
        entry = {
            "description": inert(clipped(sentence, _LONGEST_DESCRIPTION)),
            "check_name": rule,
            "fingerprint": hashlib.sha256(about).hexdigest()[:32],
            "severity": severity,
            "location": location,
        }
        return between + dump(entry)
