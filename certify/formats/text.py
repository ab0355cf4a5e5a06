"""`--format text`: for a person at a terminal or in a build log."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING

from certify.core.finding import Effect, Severity
from certify.core.report import Status, Verdict
from certify.formats.artifact import file_of, package_path
from certify.formats.frame import frame
from certify.formats.inert import clipped, inert
from certify.formats.link import link_of
from certify.formats.shared_part import Told, told_once
from certify.formats.update import update_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.report import PackageReport, Run, Totals
    from certify.core.rule import Rule
    from certify.formats.format import Options

_LONGEST_MESSAGE = 2_000
_SHOWN = {Severity.WARNING: 10, Severity.NOTE: 3}
"""So many findings of a rule are shown; the same advice at forty more places would bury the rest."""
_BOLD = "1"
_DIM = "2"
_BLUE = "34"
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_RANKS = {severity: rank for rank, severity in enumerate(_COLORS)}
_VERDICT_COLORS = {Verdict.READY: "32", Verdict.CHANGES_REQUIRED: "31", Verdict.INCONCLUSIVE: "35"}
_VERDICTS = {
    Verdict.READY: "ready",
    Verdict.CHANGES_REQUIRED: "changes required",
    Verdict.INCONCLUSIVE: "inconclusive",
}


class TextFormat:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._rules: dict[str, Rule] = {}
        self._fixable: Counter[tuple[bool, bool]] = Counter()
        """How many findings a fix mends: whether it guesses, and whether it needs the earlier version."""
        self._unsaid = ""
        """The heading of the last package of which nothing was told."""

    def begin(self, run: Run) -> Iterator[str]:
        self._rules = run.book.by_name
        yield from ()

    def package(self, report: PackageReport) -> Iterator[str]:
        self._fixable.update(
            (not finding.fix.is_safe, finding.change is not None)
            for finding in report.findings
            if finding.counts and finding.fix is not None
        )
        is_verbose = self._options.verbosity > 0
        is_quiet = self._options.verbosity < 0
        counting = [finding for finding in report.findings if finding.counts or is_verbose]
        told = [finding for finding in counting if finding.severity.reaches(self._options.shown)]
        errored = [
            (name, outcome) for name, outcome in report.outcomes.items() if outcome.status is Status.ERRORED
        ]
        if not told and not errored and not is_verbose:
            self._unsaid = self._heading(report)
            return
        if not is_quiet:
            yield self._heading(report)
        said: set[str] = set()
        met: Counter[tuple[str, Severity]] = Counter()
        is_brief = self._options.verbosity == 0
        # What decides comes first; within a severity the order is that of the files.
        ones = told_once(told) if is_brief else map(Told, told)
        for one in sorted(ones, key=lambda one: _RANKS[one.finding.severity]):
            finding = one.finding
            kind = (finding.rule, finding.severity)
            met[kind] += 1
            if is_brief and met[kind] > _SHOWN.get(finding.severity, met[kind]):
                continue
            yield self._line(report, finding)
            if not is_quiet:
                yield from self._details(report, one, said)
        for name, outcome in errored:
            path = inert(package_path(report))
            reason = inert(clipped(outcome.reason, _LONGEST_MESSAGE))
            yield f"{path}  {self._paint('35', 'could not look')}  {inert(name)}  {reason}\n"
        if not is_quiet:
            folded = _folded(report, met)
            if folded and not is_verbose:
                yield self._paint(_DIM, f"  not shown without --verbose: {folded}") + "\n"
            below = Counter(finding.severity for finding in counting) - Counter(
                finding.severity for finding in told
            )
            if below:
                counts = ", ".join(
                    _count(below[severity], severity) for severity in _RANKS if below[severity]
                )
                yield self._paint(_DIM, f"  not shown with --show {self._options.shown}: {counts}") + "\n"
            yield "\n"

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - the rules were taken at the beginning
        if self._options.statistics:
            yield from self._statistics(totals)
        if self._options.verbosity < 0:
            return
        if totals.packages == 1:
            yield self._unsaid
        verdicts = ", ".join(
            self._paint(_VERDICT_COLORS[verdict], f"{totals.verdicts[verdict]:,} {word}")
            for verdict, word in _VERDICTS.items()
            if totals.verdicts[verdict] or verdict is Verdict.READY
        )
        yield f"{_count(totals.packages, 'package')}: {verdicts}\n"
        found = ", ".join(_count(totals.severities[severity], severity) for severity in _COLORS)
        aside = _aside(totals.waived, totals.known)
        yield f"{found}{'; ' if aside else ''}{aside}\n"
        fixable = [
            f"{count:,} {'more ' if number else ''}with `{_command(*needs)}`"
            for number, (needs, count) in enumerate(sorted(self._fixable.items()))
        ]
        if fixable:
            yield f"can be fixed: {', '.join(fixable)}\n"

    def _heading(self, report: PackageReport) -> str:
        path = self._paint(_BOLD, inert(package_path(report)))
        verdict = self._paint(_VERDICT_COLORS[report.verdict], _VERDICTS[report.verdict])
        why = f" ({inert(report.profile_reason)})" if report.profile_reason else ""
        return f"{path}: {verdict}, {report.profile}{why}\n{update_line(report)}"

    def _line(self, report: PackageReport, finding: Finding) -> str:
        at = inert(file_of(report, finding.location))
        if finding.location.path:
            at = f"{at}:{finding.location.start.line}:{finding.location.start.column}"
        severity = self._paint(_COLORS[finding.severity], str(finding.severity))
        aside = (
            ""
            if finding.waived is None
            else f"  [waived: {inert(clipped(finding.waived, _LONGEST_MESSAGE))}]"
        )
        aside += "" if finding.is_new else "  [known]"
        message = inert(clipped(finding.message, _LONGEST_MESSAGE))
        return f"{at}  {severity}  {self._paint(_BOLD, inert(finding.rule))}  {message}{self._paint(_DIM, aside)}\n"

    def _details(self, report: PackageReport, told: Told, said: set[str]) -> Iterator[str]:
        """What stands below a finding's line. A rule's link and a way out are `said` once per package, or they drown the rest."""
        finding = told.finding
        start = finding.location.start
        number = str(start.line)
        excerpt = report.excerpts.get((finding.location.path, start.offset))
        gutter = self._paint(_BLUE, " " * len(number) + " |")
        if excerpt is not None and excerpt.text.strip():
            width = max(self._options.width - len(number) - 3, 20)
            line, marker = frame(excerpt, finding.location, width)
            yield f"{self._paint(_BLUE, number + ' |')} {line}\n"
            yield f"{gutter} {self._paint(_COLORS[finding.severity], marker)}\n"
        if finding.change is not None and finding.change.effect is not Effect.NONE:
            detector = "; Microsoft's detector reports it" if finding.change.is_reported else ""
            yield self._remark(number, f"{finding.change.effect}{detector}")
        if told.others:
            yield self._remark(number, inert(told.sentence))
        for other in finding.related:
            at = f"{inert(file_of(report, other.location))}:{other.location.start.line}:{other.location.start.column}"
            yield self._remark(number, f"{at}: {inert(clipped(other.message, _LONGEST_MESSAGE))}")
        way_out = "" if finding.change is None else finding.change.way_out
        if way_out and way_out not in said:
            said.add(way_out)
            yield self._remark(number, f"way out: {inert(way_out)}")
        if finding.fix is not None:
            command = _command(not finding.fix.is_safe, finding.change is not None)
            caution = "" if finding.fix.is_safe else " (it guesses: see with --diff what it changes)"
            yield self._remark(number, f"fix available: `{command}`{caution}")
        if self._options.verbosity > 0 and finding.waived is None:
            place = quote(inert(finding.place))
            yield self._remark(
                number, f"accept it: certify waive {inert(finding.rule)} {place} --reason ... --owner ..."
            )
        link = link_of(self._rules.get(finding.rule)) if finding.rule not in said else ""
        said.add(finding.rule)
        if link:
            yield self._remark(number, f"see {inert(link)}")

    def _remark(self, number: str, sentence: str) -> str:
        return f"{' ' * len(number)} {self._paint(_BLUE, '=')} {sentence}\n"

    def _statistics(self, totals: Totals) -> Iterator[str]:
        ranked = sorted(totals.rules.items(), key=lambda entry: (-entry[1], entry[0]))
        broad = max((len(f"{count:,}") for _, count in ranked), default=0)
        long = max((len(name) for name, _ in ranked), default=0)
        for name, count in ranked:
            summary = self._rules[name].summary if name in self._rules else ""
            yield f"{count:>{broad},}  {inert(name):<{long}}  {inert(summary)}".rstrip() + "\n"
        if ranked and self._options.verbosity >= 0:
            yield "\n"

    def _paint(self, color: str, text: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self._options.color and text else text


def _command(is_guess: bool, is_change: bool) -> str:
    return f"certify fix{' --unsafe' if is_guess else ''}{' --against OLD' if is_change else ''}"


def _folded(report: PackageReport, met: Counter[tuple[str, Severity]]) -> str:
    waived = sum(finding.waived is not None for finding in report.findings)
    known = sum(finding.waived is None and not finding.is_new for finding in report.findings)
    more = (
        f"{count - _SHOWN[severity]:,} more of {inert(rule)}"
        for (rule, severity), count in met.most_common()
        if count > _SHOWN.get(severity, count)
    )
    return ", ".join(filter(None, (_aside(waived, known), *more)))


def _aside(waived: int, known: int) -> str:
    return ", ".join(f"{count:,} {what}" for count, what in ((waived, "waived"), (known, "known")) if count)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
