"""Changes of a part that several operations share, told once: the first operation, and which others have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from certify.formats.inert import clipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.finding import Finding

_MOST_NAMED = 3
_LONGEST_NAME = 100


class Told(Struct):
    """A finding, and the other operations of which the same is to be said."""

    finding: Finding
    others: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Which other operations have the same; empty where none has. Names are as the package has them: escape them."""
        if not self.others:
            return ""
        named = [f"`{clipped(name, _LONGEST_NAME)}`" for name in self.others[:_MOST_NAMED]]
        more = len(self.others) - len(named)
        if more:
            named.append(f"{more:,} more operation{'' if more == 1 else 's'}")
        return f"the same in {', '.join(named[:-1])}{' and ' if len(named) > 1 else ''}{named[-1]}"


def told_once(findings: Iterable[Finding]) -> list[Told]:
    """The findings in their order, but those of one change of one shared part under the first of them."""
    found: list[Told] = []
    first: dict[tuple[object, ...], Told] = {}
    for finding in findings:
        operation = None if finding.change is None else finding.change.operation
        if finding.change is None or operation is None:
            found.append(Told(finding))
            continue
        about = finding.message.replace(f"`{operation}`", "")
        key = (finding.rule, finding.location, finding.change.old, about, finding.waived, finding.is_new)
        known = first.get(key)
        if known is None:
            first[key] = told = Told(finding)
            found.append(told)
        else:
            known.others.append(operation)
    return found
