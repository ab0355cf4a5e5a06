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


def field_of(change: Change) -> str:
    """What a change of a member, such as its type, is about: an input, an output, or the response as a whole."""
    inside = change.where.removeprefix(f"operation/{change.operation}/").split("/")[:-1]
    kind, name, *below = inside
    whole, each = ("the response", "output") if kind == "responses" else (f"the input `{name}`", "input")
    below = below[below[:1] == ["schema"] :]
    depth = len(below)
    while depth and below[depth - 1] == "items":
        depth -= 1
    found = f"the {each} `{below[depth - 1]}`" if depth else whole
    return found if depth == len(below) else f"each item of {found}"


def is_whole_response(change: Change) -> bool:
    """Whether everything that an operation gives back is meant, and no single output."""
    inside = change.where.removeprefix(f"operation/{change.operation}/").split("/")
    return len(inside) == 3 and inside[0] == "responses" and inside[2] == "schema"
