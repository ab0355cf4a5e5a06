"""Where a requirement can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certify.core.rule import Rule


def link_of(rule: Rule | None) -> str:
    """The link of the first source that has one; empty when none has."""
    return "" if rule is None else next((source.link for source in rule.sources if source.link), "")
