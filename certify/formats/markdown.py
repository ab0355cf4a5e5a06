"""`--format markdown`: for the summary of a GitHub Actions job, and within its size."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from certify.core.finding import Effect, Severity
from certify.core.report import Status, Verdict
from certify.formats.artifact import file_of, package_path
from certify.formats.inert import clipped, code, html_code, markdown
from certify.formats.link import link_of
from certify.formats.shared_part import Told, told_once
from certify.formats.update import update_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding, FindingChange
    from certify.core.report import PackageReport, Run, Totals
    from certify.core.rule import Rule
    from certify.formats.format import Options

# GitHub refuses a summary of more than 1 MiB as a whole; the rest is for the table and what comes before ours.
LARGEST = 1_000_000
_LONGEST_MESSAGE = 500
# Of each rule so many places are shown; fewer where a package would not fit with more.
_MOST_PLACES = (50, 5, 1)
_WORST_FIRST = (Verdict.INCONCLUSIVE, Verdict.CHANGES_REQUIRED, Verdict.READY)
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_VERDICTS = {
    Verdict.READY: "✅ ready",
    Verdict.CHANGES_REQUIRED: "❌ changes required",
    Verdict.INCONCLUSIVE: "❔ inconclusive",
}


class MarkdownFormat:
    """The table of the totals stands first, so packages are kept until the end; no more than the summary may hold.

    When not all fit, those that are not ready are shown before those that are.
    """

    def __init__(self, options: Options) -> None:
        self._is_quiet = options.verbosity < 0
        self._is_verbose = options.verbosity > 0
        self._shown = options.shown
        self._rules: dict[str, Rule] = {}
        self._sections: dict[bool, list[str]] = {False: [], True: []}
        self._sizes: Counter[bool] = Counter()
        self._left_out = 0

    def begin(self, run: Run) -> Iterator[str]:
        self._rules = run.book.by_name
        yield from ()

    def package(self, report: PackageReport) -> Iterator[str]:
        is_clean = report.verdict is Verdict.READY and not any(finding.counts for finding in report.findings)
        if not self._is_quiet and (self._is_verbose or not is_clean):
            is_ready = report.verdict is Verdict.READY
            for most_places in _MOST_PLACES:
                section = self._section(report, most_places)
                size = len(section.encode())
                if self._sizes[is_ready] + size <= LARGEST:
                    self._sizes[is_ready] += size
                    self._sections[is_ready].append(section)
                    break
            else:
                self._left_out += 1
        yield from ()

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - the rules were taken at the beginning
        worst = next(
            (_VERDICTS[verdict] for verdict in _WORST_FIRST if totals.verdicts[verdict]), "no package"
        )
        yield (
            f"## certify: {worst}\n\n| packages | "
            + " | ".join(_VERDICTS.values())
            + " |\n|--:|--:|--:|--:|\n"
        )
        yield (
            f"| {totals.packages:,} | "
            + " | ".join(f"{totals.verdicts[verdict]:,}" for verdict in _VERDICTS)
            + " |\n\n"
        )
        yield "| errors | warnings | notes | waived | known |\n|--:|--:|--:|--:|--:|\n| "
        yield " | ".join(f"{totals.severities[severity]:,}" for severity in _SEVERITIES)
        yield f" | {totals.waived:,} | {totals.known:,} |\n\n"
        yield from self._sections[False]
        left = LARGEST - self._sizes[False]
        for section in self._sections[True]:
            left -= len(section.encode())
            if left >= 0:
                yield section
            else:
                self._left_out += 1
        if self._left_out:
            noun = "package is" if self._left_out == 1 else "packages are"
            yield f"{self._left_out:,} more {noun} left out, because GitHub shows no longer summary.\n"

    def _section(self, report: PackageReport, most_places: int) -> str:
        counts = ", ".join(
            f"{count:,} {severity}{'' if count == 1 else 's'}"
            for severity, count in report.counts.items()
            if count
        )
        heading = f"{html_code(package_path(report))}: {_VERDICTS[report.verdict]}"
        pieces = [f"<details><summary>{heading}{', ' if counts else ''}{counts}</summary>\n\n"]
        update = update_line(report)
        if update:
            pieces.append(f"{markdown(update.strip())}\n\n")
        found: dict[tuple[int, str], list[Finding]] = {}
        for finding in report.findings:
            if finding.severity.reaches(self._shown) and (finding.counts or self._is_verbose):
                found.setdefault((finding.severity.rank, finding.rule), []).append(finding)
        for name, outcome in report.outcomes.items():
            if outcome.status is Status.ERRORED:
                reason = markdown(clipped(outcome.reason, _LONGEST_MESSAGE))
                pieces.append(f"**{markdown(name)}** (could not look): {reason}\n\n")
        for (_, name), findings in sorted(found.items()):
            pieces.append(self._rule_heading(name, findings[0].severity))
            told = list(map(Told, findings)) if self._is_verbose else told_once(findings)
            said: set[str] = set()
            pieces += [_item(report, one, said) for one in told[:most_places]]
            left = sum(1 + len(one.others) for one in told[most_places:])
            if left:
                pieces.append(f"- and {left:,} more\n")
            pieces.append("\n")
        pieces.append("</details>\n\n")
        return "".join(pieces)

    def _rule_heading(self, name: str, severity: Severity) -> str:
        rule = self._rules.get(name)
        link = link_of(rule)
        summary = "" if rule is None else f": {markdown(rule.summary)}"
        source = f" ([source](<{link}>))" if link else ""
        return f"**{markdown(name)}** ({severity}){summary}{source}\n\n"


def _item(report: PackageReport, told: Told, said: set[str]) -> str:
    """A line of the list; a way out that the list has `said` is not said again."""
    finding = told.finding
    at = package_path(report)
    if finding.location.path:
        at = f"{finding.location.path}:{finding.location.start.line}:{finding.location.start.column}"
    aside = (
        "" if finding.waived is None else f" (waived: {markdown(clipped(finding.waived, _LONGEST_MESSAGE))})"
    )
    aside += "" if finding.is_new else " (known)"
    change = "" if finding.change is None else _change(report, finding.change, said)
    change += f" {markdown(f'T{told.sentence[1:]}')}." if told.others else ""
    return f"- {code(at)} {markdown(clipped(finding.message, _LONGEST_MESSAGE))}{change}{aside}\n"


def _change(report: PackageReport, change: FindingChange, said: set[str]) -> str:
    """What a change does to the flows that exist, and where the thing was in the earlier version."""
    effect = "" if change.effect is Effect.NONE else f" **{str(change.effect).capitalize()}.**"
    effect += " Microsoft's detector reports it." if change.is_reported else ""
    if change.way_out and change.way_out not in said:
        said.add(change.way_out)
        effect += f" {markdown(change.way_out)}"
    if change.old is None:
        return effect
    start = change.old.start
    return f"{effect} Before: {code(f'{file_of(report, change.old)}:{start.line}:{start.column}')}"
