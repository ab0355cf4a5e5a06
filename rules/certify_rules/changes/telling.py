"""How a rule of this family tells a change: the sentence, the effect, the way out, and both places."""

from __future__ import annotations

from certify.api import Change, ChangeNote, Effect, Fix, Problem, Related

# The kinds of which a message of Microsoft's detector has been seen in public, in the pull requests that the rules name.
_REPORTED = frozenset(
    {
        "operation-removed", "operation-renamed", "operation-hidden", "operation-path", "operation-path-rewritten",
        "parameter-required-added", "parameter-required-default-added", "input-required-added",
        "input-required-default-added", "input-now-required", "input-type", "input-format", "input-location",
        "input-enum-added", "input-enum-dropped", "input-enum-value-removed", "output-removed", "output-renamed",
        "output-moved", "output-type", "output-format", "output-enum-dropped",
    }
)  # fmt: skip

AS_NEW_REVISION = (
    "leave the operation as it is and mark it as `deprecated`; add the new one beside it, with the same `family` and the "
    "next `revision` in `x-ms-api-annotation`."
)
"""The way out of every change that an operation cannot take: Microsoft's own for a new behaviour."""


def told(
    change: Change, message: str, effect: Effect, way_out: str = "", *, fix: Fix | None = None
) -> Problem:
    """The problem for a change, with the earlier version's place beside the new one."""
    related = () if change.old is None else (Related("in the earlier version", change.old),)
    # A new name for a required input is a required input more, and nothing else to the detector.
    is_reported = change.kind in _REPORTED or (
        change.kind in ("input-renamed", "input-moved") and change.cause is not None
    )
    note = ChangeNote(change.where, effect, change.operation, change.old, change.new, way_out, is_reported)
    return Problem(message, change, related, fix, change=note)


def shown(value: object) -> str:
    """A value as a message quotes it."""
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value) if 0 < len(value) <= _MOST_SHOWN else _counted(value)
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 3] + '...'}`"


_MOST_SHOWN = 5
_LONGEST = 60


def _counted(values: list[object]) -> str:
    if not values:
        return shown(None)
    return f"{', '.join(shown(value) for value in values[: _MOST_SHOWN - 1])} and {len(values) - _MOST_SHOWN + 1} more"


def field_of(change: Change) -> str:
    """What a change of a member, such as its type, is about: an input, an output, or the response as a whole."""
    inside = change.where.removeprefix(f"operation/{change.operation}/").split("/")[:-1]
    kind, name, *below = inside
    whole, each = ("the response", "output") if kind == "responses" else (f"the input `{name}`", "input")
    below = below[below[:1] == ["schema"] :]
    depth = len(below)
    while depth and below[depth - 1] in ("items", "additionalProperties"):
        depth -= 1
    found = f"the {each} `{below[depth - 1]}`" if depth else whole
    if depth == len(below):
        return found
    return f"each {'item' if below[-1] == 'items' else 'further value'} of {found}"


def name_in(change: Change) -> str:
    """The field's name, behind that of the field it is in: fields of one name are in many places of a response."""
    inside = change.where.removeprefix(f"operation/{change.operation}/").split("/")
    named = [part for part in inside[3:] if part not in ("items", "additionalProperties")]
    return shown("/".join(named[-2:]) if len(named) > 1 and named[-1] == change.before else change.before)


def is_whole_response(change: Change) -> bool:
    """Whether everything that an operation gives back is meant, and no single output."""
    inside = change.where.removeprefix(f"operation/{change.operation}/").split("/")
    return len(inside) == 3 and inside[0] == "responses" and inside[2] == "schema"
