"""How a page groups what the dossier lists."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.report.dossier import Finding, Measure, Rule

SEVERITIES = ("error", "warning", "note")
OUTCOMES = ("errored", "failed", "not-applicable", "passed")
MOST_TEXT = 2_000_000
"""Characters that the findings of a page may take."""
_FRAME = 400
_TYPICAL = (25, 75)


@dataclass(frozen=True, slots=True)
class OfRule:
    """The findings of one rule: those that are shown, and how many more there are."""

    rule: str
    findings: tuple[Finding, ...]
    count: int
    more: int
    fixable: int


@dataclass(frozen=True, slots=True)
class OfFamily:
    """The rules of one family that found something of one severity."""

    severity: str
    family: str
    rules: tuple[OfRule, ...]


def by_family(findings: Iterable[Finding], most: int) -> dict[str, list[OfFamily]]:
    """By severity the families, each with its rules; a rule shows at most so many findings.

    When there is no more room, a rule shows only its first.
    """
    room = _Room()
    ordered = sorted(findings, key=lambda found: (SEVERITIES.index(found.severity), found.family, found.rule))
    groups: dict[str, list[OfFamily]] = {severity: [] for severity in SEVERITIES}
    for (severity, family), group in groupby(ordered, key=lambda found: (found.severity, found.family)):
        rules = tuple(
            _of_rule(rule, list(of_rule), most, room)
            for rule, of_rule in groupby(group, key=lambda found: found.rule)
        )
        groups[severity].append(OfFamily(severity, family, rules))
    return groups


class _Room:
    """How many more characters the findings of a page may take."""

    def __init__(self) -> None:
        self._left = MOST_TEXT

    def has_room_for(self, finding: Finding) -> bool:
        excerpt = finding.excerpt
        line = 0 if excerpt is None else len(excerpt.before) + len(excerpt.marked) + len(excerpt.after)
        related = sum(len(other.message) + len(other.file) for other in finding.related)
        self._left -= (
            _FRAME + len(finding.message) + len(finding.pointer) + len(finding.file) + line + related
        )
        return self._left >= 0


def _of_rule(rule: str, findings: Sequence[Finding], most: int, room: _Room) -> OfRule:
    first, *others = findings[:most]
    shown = (first, *(finding for finding in others if room.has_room_for(finding)))
    return OfRule(
        rule=rule,
        findings=shown,
        count=len(findings),
        more=len(findings) - len(shown),
        fixable=sum(finding.fix == "safe" for finding in findings),
    )


def by_outcome(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The rules by what became of them."""
    groups: dict[str, list[Rule]] = {outcome: [] for outcome in OUTCOMES}
    for rule in rules:
        groups[rule.outcome].append(rule)
    return groups


@dataclass(frozen=True, slots=True)
class Strip:
    """A measure on a strip from 0 to 100: where its mark starts and ends, and the position in words."""

    start: int
    width: int
    words: str


def strip(measure: Measure) -> Strip:
    """Where the measure stands among published connectors."""
    low, high = _TYPICAL
    if measure.upto < low:
        words = "in the lowest quarter"
    elif measure.below >= high:
        words = "in the highest quarter"
    else:
        words = "as in most"
    end = max(measure.upto, measure.below)
    return Strip(measure.below, max(end - measure.below, 1), words)
