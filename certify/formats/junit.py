"""`--format junit`: a test suite per package, a test case per rule."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from certify.core.report import Status
from certify.formats.artifact import file_of, package_path
from certify.formats.inert import clipped, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding, Severity
    from certify.core.report import Outcome, PackageReport, Run, Totals
    from certify.formats.format import Options

_LONGEST_MESSAGE = 2_000


class JunitFormat:
    """A rule fails when one of its findings fails the check; what is less severe, waived or known is its output.

    Rules that passed or had nothing to look at are written only when outcomes are asked for.
    """

    def __init__(self, options: Options) -> None:
        self._outcomes = options.outcomes
        self._threshold: Severity | None = None

    def begin(self, run: Run) -> Iterator[str]:
        self._threshold = run.threshold
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="certify">\n'

    def package(self, report: PackageReport) -> Iterator[str]:
        path = _text(package_path(report))
        found: dict[str, list[Finding]] = {}
        for finding in report.findings:
            found.setdefault(finding.rule, []).append(finding)
        cases: list[tuple[str, str]] = []
        for name, outcome in report.outcomes.items():
            if name in found or outcome.status is Status.ERRORED or self._outcomes:
                kind, content = self._content(report, outcome, found.get(name, []))
                cases.append(
                    (kind, f'<testcase classname="{path}" name="{_text(name)}">{content}</testcase>\n')
                )
        if not cases:
            # Some readers take a suite without a test for a failure of the run.
            cases.append(("", f'<testcase classname="{path}" name="every rule"></testcase>\n'))
        counts = Counter(kind for kind, _ in cases)
        yield (
            f'<testsuite name="{path}" tests="{len(cases)}" failures="{counts["failure"]}" '
            f'errors="{counts["error"]}" skipped="{counts["skipped"]}">\n'
        )
        yield from (case for _, case in cases)
        yield "</testsuite>\n"

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - readers add the suites up
        yield "</testsuites>\n"

    def _content(self, report: PackageReport, outcome: Outcome, findings: list[Finding]) -> tuple[str, str]:
        """The name of the element that says how the rule came out ("" for a pass), and the test case's content."""
        reason = _text(clipped(outcome.reason, _LONGEST_MESSAGE))
        if outcome.status is Status.ERRORED:
            return "error", f'<error message="{reason}"></error>'
        if outcome.status is Status.NOT_APPLICABLE:
            return "skipped", f'<skipped message="{reason}"></skipped>'
        failing = [finding for finding in findings if self._fails(finding)]
        others = [finding for finding in findings if not self._fails(finding)]
        output = f"<system-out>{_listing(report, others)}</system-out>" if others else ""
        if not failing:
            return "", output
        first = _text(clipped(failing[0].message, _LONGEST_MESSAGE))
        listing = _listing(report, failing)
        return (
            "failure",
            f'<failure type="{failing[0].severity}" message="{first}">{listing}</failure>{output}',
        )

    def _fails(self, finding: Finding) -> bool:
        return self._threshold is not None and finding.counts and finding.severity.reaches(self._threshold)


def _listing(report: PackageReport, findings: list[Finding]) -> str:
    return "".join(
        f"{_text(file_of(report, finding.location))}:{finding.location.start.line}:{finding.location.start.column}: "
        f"{finding.severity}: {_text(clipped(finding.message, _LONGEST_MESSAGE))}{_aside(finding)}\n"
        for finding in findings
    )


def _aside(finding: Finding) -> str:
    if finding.waived is not None:
        return f" [waived: {_text(clipped(finding.waived, _LONGEST_MESSAGE))}]"
    return "" if finding.is_new else " [known]"


def _text(text: str) -> str:
    """The text for XML 1.0: what it forbids is among what cannot be seen."""
    return escape(inert(text))
