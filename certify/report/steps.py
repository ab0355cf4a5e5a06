"""The shortest path to *ready*: findings grouped by the one thing that removes them, in the order best done."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from certify.report.dossier import Path, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from certify.report.dossier import Finding, Rule

MOST_PLACES = 3
# What is new beside the old is told, and needs no mending.
_NOTHING_TO_DO = frozenset({"bc-safe"})
# What cannot be read hides what is in it: after these are mended, more may be found.
_FIRST = ("json-", "pkg-", "file-")


def path_to_ready(findings: Iterable[Finding], rules: Iterable[Rule]) -> Path:
    """What is left to do.

    Before all else what keeps other rules from looking, then what `certify fix` mends alone, then what removes most.
    """
    requirements = {rule.name: rule.requirement for rule in rules}
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.new and not finding.waived and finding.rule not in _NOTHING_TO_DO:
            groups[finding.severity, finding.rule].append(finding)
    steps = [
        Step(
            rule=rule,
            severity=severity,
            requirement=requirements.get(rule, ""),
            message=group[0].message,
            findings=len(group),
            fixable=sum(finding.fix == "safe" for finding in group),
            guessable=sum(finding.fix == "unsafe" for finding in group),
            places=tuple(_places(group)),
        )
        for (severity, rule), group in groups.items()
    ]
    steps.sort(key=_order)
    fixable = [step for step in steps if step.fixable]
    return Path(
        needed=tuple(step for step in steps if step.severity == "error"),
        advised=tuple(step for step in steps if step.severity != "error"),
        fixable=sum(step.fixable for step in fixable),
        fixable_rules=len(fixable),
    )


def _order(step: Step) -> tuple[bool, bool, bool, int, str]:
    is_first = step.severity == "error" and step.rule.startswith(_FIRST)
    return not is_first, step.severity == "note", step.fixable < step.findings, -step.findings, step.rule


def _places(group: Iterable[Finding]) -> Iterator[str]:
    """The first places, by file: `apiDefinition.swagger.json:12, 40`."""
    lines: dict[str, list[int]] = {}
    firsts = dict.fromkeys((finding.file, finding.line) for finding in group)
    for file, line in list(firsts)[:MOST_PLACES]:
        lines.setdefault(file, []).append(line)
    for file, found in lines.items():
        yield f"{file}:{', '.join(map(str, found))}" if file else "the package"


def sentence(verdict: str, path: Path, errored: Sequence[Rule], known: int) -> str:
    """Why the verdict is what it is, for who reads nothing else."""
    errors = sum(step.findings for step in path.needed)
    if verdict == "inconclusive":
        noun = "rule" if len(errored) == 1 else "rules"
        also = f" Beside that, {_counted(errors, 'error')} {_stand(errors)} in the way." if errors else ""
        return f"{len(errored)} {noun} could not look, and what was not looked at has not passed.{also}"
    if verdict == "ready":
        advised = sum(step.findings for step in path.advised)
        if advised:
            return f"Nothing stands in the way. {_counted(advised, 'piece')} of advice may make it better."
        return "Nothing stands in the way, and no rule has advice."
    if not errors:
        return (
            f"{_counted(known, 'error')} that the published version already had {_stand(known)} in the way."
        )
    rules = len(path.needed)
    of = "one rule" if rules == 1 else f"{rules} rules"
    return f"{_counted(errors, 'error')} of {of} {_stand(errors)} in the way."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"
