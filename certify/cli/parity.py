"""The names that Microsoft's own gates use, and which rules stand for each."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from certify.core.ruleset import RuleBook

_UNDECIDABLE = "undecidable"


class Line(Struct, frozen=True):
    """One name of one gate: the rules that decide it, or the reason why no offline rule can.

    With both, the rules decide a part of it, and the reason says what they cannot.
    """

    gate: str
    name: str
    rules: tuple[str, ...]
    reason: str

    @property
    def is_accounted_for(self) -> bool:
        return bool(self.rules or self.reason)

    def told(self, rules: Sequence[str], reason: str) -> str:
        """What stands beside the name, with the rules and the reason as they are written there; empty without both."""
        return "; in part: ".join(part for part in (", ".join(rules), reason) if part)


def parity(book: RuleBook) -> Iterator[Line]:
    """Every name of every gate, in the gates' own order."""
    content = json.loads(files("certify.data").joinpath("parity.json").read_text("utf-8"))
    reasons: dict[str, str] = content.pop(_UNDECIDABLE)
    for gate, names in content.items():
        for name in names:
            rules = tuple(rule.name for rule in book.find(name))
            yield Line(gate, name, rules, reasons.get(name, ""))
