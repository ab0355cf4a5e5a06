"""Findings, rules and changes of a package report as the dossier tells them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from certify.core.finding import Effect, Severity
from certify.core.manual import manual_of
from certify.core.place import EARLIER
from certify.core.report import Outcome, Status
from certify.evidence import share
from certify.report.dossier import Change, Changes, Excerpt, Finding, Related, Rule, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding as Found
    from certify.core.manual import Manual
    from certify.core.report import PackageReport
    from certify.core.rule import Rule as Known
    from certify.core.ruleset import RuleBook
    from certify.report.teller import Teller

MOST_RELATED = 5


def findings(report: PackageReport, teller: Teller) -> Iterator[Finding]:
    """Every finding, the severest first, then by rule, in the order of the files."""
    for found in sorted(report.findings, key=lambda found: (found.severity.rank, found.rule)):
        start = found.location.start
        yield Finding(
            rule=found.rule,
            family=found.family,
            severity=str(found.severity),
            message=teller.text(found.message),
            file=teller.text(_file(found.location.path)),
            pointer=teller.text(found.location.pointer),
            line=start.line,
            column=start.column,
            excerpt=_excerpt(report, found, teller),
            related=tuple(
                Related(
                    teller.text(other.message),
                    teller.text(_file(other.location.path)),
                    other.location.start.line,
                )
                for other in found.related[:MOST_RELATED]
            ),
            fix=found.fix_kind or "",
            waived=teller.text(found.waived or ""),
            new=found.is_new,
            fingerprint=found.fingerprint,
        )


def _file(path: str) -> str:
    return f"published version: {path[len(EARLIER) :]}" if path.startswith(EARLIER) else path


def _excerpt(report: PackageReport, found: Found, teller: Teller) -> Excerpt | None:
    start, end = found.location.start, found.location.end
    shown = report.excerpts.get((found.location.path, start.offset))
    if shown is None or not shown.text.strip():
        return None
    first = max(0, start.column - shown.column)
    length = len(shown.text) - first if end.line > start.line else end.column - start.column
    last = min(len(shown.text), first + max(length, 0))
    before, marked, after = shown.text[:first], shown.text[first:last], shown.text[last:]
    return Excerpt(
        before=teller.text(before.lstrip()),
        marked=teller.text(marked),
        after=teller.text(after.rstrip()),
        is_cut=shown.column > 1,
        goes_on=shown.goes_on,
    )


def rules(report: PackageReport, book: RuleBook, teller: Teller) -> Iterator[Rule]:
    """Every rule of the run with its outcome; why it exists where it found something."""
    severities = {found.rule: found.severity for found in report.findings}
    for name, outcome in report.outcomes.items():
        known = book.by_name.get(name)
        if known is None:
            yield _unknown(name, outcome, teller)
            continue
        severity = severities.get(name, known.severities[report.profile])
        is_told = outcome.status in {Status.FAILED, Status.ERRORED}
        yield Rule(
            name=name,
            aliases=known.aliases,
            family=known.family,
            severity=str(severity),
            requirement=known.summary,
            why=_manual(known).reason if is_told else "",
            sources=tuple(Source(str(source.kind), source.name, source.link) for source in known.sources),
            fix=known.fix or "",
            share=share(name) if is_told else "",
            outcome=str(outcome.status),
            places=outcome.places,
            reason=teller.text(outcome.reason),
        )


def _unknown(name: str, outcome: Outcome, teller: Teller) -> Rule:
    """An outcome that is no rule's, such as that of a package that could not be examined at all."""
    return Rule(
        name, (), "", str(Severity.ERROR), "The package can be examined.", "", (), "", "",
        str(outcome.status), outcome.places, teller.text(outcome.reason),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _manual(rule: Known) -> Manual:
    return manual_of(rule)


def changes(report: PackageReport, teller: Teller) -> Changes | None:
    """What is different from the published version; None where there is none to compare with."""
    if report.earlier_path is None:
        return None
    entries = tuple(
        Change(
            kind=_kind(found.rule),
            effect=str(found.change.effect),
            severity=str(found.severity),
            rule=found.rule,
            operation=teller.name(found.change.operation),
            message=teller.text(found.message),
            breaks=found.change.effect is not Effect.NONE,
        )
        for found in sorted(report.findings, key=lambda found: (found.severity.rank, found.rule))
        if found.change is not None
    )
    update = "" if report.update is None else str(report.update)
    return Changes(teller.text(report.earlier_path), update, entries)


def _kind(rule: str) -> str:
    """Rules on changes are one for each kind of change, so that their names tell it."""
    if rule == "bc-safe" or rule.endswith("required-added"):
        return "new"
    return "gone" if rule.endswith("-deleted") else "changed"
