"""`--format github`: annotations of a GitHub Actions step, the few that GitHub shows chosen well."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.report import Status
from certify.formats.artifact import file_of, package_path
from certify.formats.inert import clipped, command
from certify.formats.link import link_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.report import PackageReport, Run, Totals
    from certify.core.rule import Rule
    from certify.formats.format import Options

# GitHub shows this many of each kind for a step, and drops the rest silently.
MOST = 10
_LONGEST_MESSAGE = 2_000
_Kind = tuple[Severity, str]
_Rank = tuple[int, int, int, int]
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class GithubFormat:
    """Keeps the most useful annotations of each kind and writes them at the end.

    Known findings have no annotation unless the user wants everything, and then come last. Among the others one counts
    less the more there are before it of its rule in its package, of other rules in its package, and of packages with
    its rule: so the few that are shown differ.
    """

    def __init__(self, options: Options) -> None:
        self._is_verbose = options.verbosity > 0
        self._rules: dict[str, Rule] = {}
        self._kept: dict[Severity, list[tuple[_Rank, str]]] = {severity: [] for severity in _KINDS}
        self._seen: Counter[Severity] = Counter()
        self._packages: Counter[_Kind] = Counter()

    def begin(self, run: Run) -> Iterator[str]:
        self._rules = run.book.by_name
        yield from ()

    def package(self, report: PackageReport) -> Iterator[str]:
        in_package: Counter[_Kind] = Counter()
        for name, outcome in report.outcomes.items():
            if outcome.status is Status.ERRORED:
                rank = self._rank(Severity.ERROR, name, in_package, is_new=True)
                if self._is_wanted(Severity.ERROR, rank):
                    sentence = clipped(f"{name} could not look: {outcome.reason}", _LONGEST_MESSAGE)
                    properties = {"file": package_path(report), "title": "certify: inconclusive"}
                    self._keep(Severity.ERROR, rank, command("error", properties, [sentence]))
        for finding in report.findings:
            # What a change did not bring is noise at its lines; summary and report tell of it.
            if finding.waived is None and (finding.is_new or self._is_verbose):
                rank = self._rank(finding.severity, finding.rule, in_package, is_new=finding.is_new)
                if self._is_wanted(finding.severity, rank):
                    self._keep(finding.severity, rank, self._annotation(report, finding))
        yield from ()

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - the format's interface
        notices = self._kept[Severity.NOTE]
        if any(count > MOST for count in self._seen.values()):
            # The line that tells of the rest is a notice itself.
            del notices[MOST - 1 :]
        left_out = {severity: self._seen[severity] - len(kept) for severity, kept in self._kept.items()}
        for kept in self._kept.values():
            for _, annotation in kept:
                yield annotation
        if any(left_out.values()):
            counts = ", ".join(f"{count:,} {severity}s" for severity, count in left_out.items() if count)
            sentence = f"{sum(left_out.values()):,} more findings are not shown here ({counts}): GitHub shows {MOST} of each kind."
            yield command("notice", {"title": "certify"}, [sentence])

    def _rank(self, severity: Severity, rule: str, in_package: Counter[_Kind], *, is_new: bool) -> _Rank:
        """What sorts the most useful first; the last part keeps the order in which they came."""
        repeated = in_package[severity, rule]
        others = sum(1 for found, _ in in_package if found is severity) - (repeated > 0)
        if not repeated:
            self._packages[severity, rule] += 1
        rank = (
            int(not is_new),
            repeated + others + self._packages[severity, rule],
            repeated,
            self._seen[severity],
        )
        in_package[severity, rule] += 1
        self._seen[severity] += 1
        return rank

    def _is_wanted(self, severity: Severity, rank: _Rank) -> bool:
        kept = self._kept[severity]
        return len(kept) < MOST or rank < kept[-1][0]

    def _keep(self, severity: Severity, rank: _Rank, annotation: str) -> None:
        insort(self._kept[severity], (rank, annotation))
        del self._kept[severity][MOST:]

    def _annotation(self, report: PackageReport, finding: Finding) -> str:
        start, end = finding.location.start, finding.location.end
        properties: dict[str, str | int] = {"file": file_of(report, finding.location), "line": start.line}
        if start.line == end.line:
            properties |= {"col": start.column, "endLine": end.line, "endColumn": end.column}
        else:
            properties["endLine"] = end.line
        properties["title"] = f"certify: {finding.rule}"
        lines = [clipped(finding.message, _LONGEST_MESSAGE)]
        link = link_of(self._rules.get(finding.rule))
        if link:
            lines.append(f"See {link}")
        return command(_KINDS[finding.severity], properties, lines)
