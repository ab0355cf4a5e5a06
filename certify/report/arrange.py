"""How a page groups what the dossier lists."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.report.dossier import Finding, Measure, Rule
    from certify.report.dossier_maker import Operation

SEVERITIES = ("error", "warning", "note")
OUTCOMES = ("errored", "failed", "not-applicable", "passed")
MOST_TEXT = 2_000_000
"""Characters that the findings of a page may take."""
_FRAME = 400
_ALL = 100
_SEEN = {"important": 0, "normal": 1, "advanced": 2}
_FAR = 75
"""Percent of published connectors, of which one that is better or worse than so many stands out."""


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


def by_family(findings: Iterable[Finding], most: int, text: int = MOST_TEXT) -> dict[str, list[OfFamily]]:
    """By severity the families, each with its rules; a rule shows at most so many findings, all together so much text.

    When there is no more room, a rule shows only its first.
    """
    room = _Room(text)
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

    def __init__(self, characters: int) -> None:
        self._left = characters

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
    """The rules by what became of them, the severest first."""
    groups: dict[str, list[Rule]] = {outcome: [] for outcome in OUTCOMES}
    for rule in sorted(rules, key=lambda rule: SEVERITIES.index(rule.severity)):
        groups[rule.outcome].append(rule)
    return groups


@dataclass(frozen=True, slots=True)
class OfKind:
    """Operations under one heading, in the order in which the flow designer lists them."""

    title: str
    operations: tuple[Operation, ...]
    is_hidden: bool


def by_kind(operations: Sequence[Operation]) -> list[OfKind]:
    """Triggers, actions, and what makers never see; important ones come first, advanced ones last."""
    seen = sorted(
        (operation for operation in operations if operation.visibility != "internal"),
        key=lambda operation: _SEEN.get(operation.visibility, 1),
    )
    groups = (
        OfKind("Triggers", tuple(each for each in seen if each.kind != "action"), is_hidden=False),
        OfKind("Actions", tuple(each for each in seen if each.kind == "action"), is_hidden=False),
        OfKind(
            "Hidden from makers",
            tuple(operation for operation in operations if operation.visibility == "internal"),
            is_hidden=True,
        ),
    )
    return [group for group in groups if group.operations]


@dataclass(frozen=True, slots=True)
class Strip:
    """A measure on a strip from 0 to 100: where those of the same value start, how many they are, and where its mark stands.

    `tone` is `good` or `poor` where the measure stands in the better or the worse quarter, else empty.
    """

    start: int
    width: int
    mark: float
    words: str
    tone: str


def strip(measure: Measure) -> Strip:
    """Where the measure stands among published connectors. What nobody exceeds stands at the end."""
    less, more = measure.below, max(_ALL - measure.upto, 0)
    better, worse = (more, less) if measure.better == "less" else (less, more)
    words = ("better than", "worse than") if measure.better else ("more than", "less than")
    said = (
        "the same as all"
        if not better and not worse
        else f"{words[0]} {better} %"
        if better >= worse
        else f"{words[1]} {worse} %"
    )
    tone = ""
    if measure.better:
        tone = "good" if better >= _FAR else "poor" if worse >= _FAR else ""
    end = max(measure.upto, measure.below)
    is_most, is_least = end == _ALL and less > 0, measure.below == 0 and more > 0
    mark = end if is_most else 0 if is_least else (measure.below + end) / 2
    return Strip(measure.below, end - measure.below, mark, said, tone)
