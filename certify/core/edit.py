"""How a finding is mended: edits of the original text, said by place and not by offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from certify.core.place import Place


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one place.

    `replace` puts `value` where a value, span or file was; `remove` takes a member, element, span or file away;
    `add` puts the member `name` with `value` into an object; `rename` gives a member or file the name `name`.
    """

    action: Literal["replace", "remove", "add", "rename"]
    at: Place
    name: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Fix:
    """The edits that mend one problem. A safe fix keeps the meaning; an unsafe one guesses."""

    edits: tuple[Edit, ...]
    is_safe: bool


def safe(*edits: Edit) -> Fix:
    """A fix that keeps what the package means."""
    return Fix(edits, is_safe=True)


def unsafe(*edits: Edit) -> Fix:
    """A fix that guesses, and is applied only when asked for."""
    return Fix(edits, is_safe=False)
