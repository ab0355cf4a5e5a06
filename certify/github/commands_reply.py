"""What is answered to a command: a template with its values, and whether the thing was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer. Without a template it is a reaction only."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    is_done: bool = True

    @classmethod
    def refused(cls, sentence: str, template: str = "said.md.j2", **values: Any) -> Reply:
        """The sentence that says why not, and what to do."""
        return cls(template, {"sentence": sentence, **values}, is_done=False)
