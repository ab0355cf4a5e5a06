"""How a rule of this family tells a change: the sentence, the effect, and both places."""

from __future__ import annotations

from certify.api import Change, ChangeNote, Effect, Problem, Related


def told(change: Change, message: str, effect: Effect) -> Problem:
    """The problem for a change, with the earlier version's place beside the new one."""
    related = () if change.old is None else (Related("in the earlier version", change.old),)
    return Problem(
        message,
        change,
        related,
        change=ChangeNote(change.where, effect, change.operation, change.old, change.new),
    )


def shown(value: object) -> str:
    """A value as a message quotes it."""
    text = "nothing" if value is None else str(value)
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"
