"""What a parameter and a field of a schema have in common: type, format, choices, limits, and what the designer makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from certify.changes.change import Change
    from certify.documents.definition import Parameter, Schema

    Tell = Callable[[str, str, Any, Any], Change]
    """Makes the change of a kind, of a member, from a value to another."""

Direction = Literal["input", "output"]

_ENCODINGS = {"collectionFormat": "csv", "x-ms-url-encoding": "single"}
"""How an input is written into the request, and how it is where nothing says so."""

_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_PATTERNS = ("pattern", "multipleOf", "uniqueItems")
# The members of a group are two spellings of the same, for older and newer designers.
_DYNAMIC = (
    ("x-ms-dynamic-values", "x-ms-dynamic-list"),
    ("x-ms-dynamic-schema", "x-ms-dynamic-properties"),
    ("x-ms-dynamic-tree",),
)


def own_changes(
    direction: Direction, old: Schema | Parameter, new: Schema | Parameter, tell: Tell
) -> Iterator[Change]:
    """The changes of a field itself, not of what is in it; each is of one member."""
    old_type, new_type = type_of(old), type_of(new)
    if is_of_another_type(old, new):
        yield tell(f"{direction}-type", "type", old_type, new_type)
    elif (old.format or None) != (new.format or None) and (old_type, new_type) != ("object", "object"):
        yield tell(f"{direction}-format", "format", old.format or None, new.format or None)
    yield from _choices(direction, old.get("enum"), new.get("enum"), tell)
    if old.is_true("x-nullable") != new.is_true("x-nullable"):
        yield tell(f"{direction}-nullable", "x-nullable", old.get("x-nullable"), new.get("x-nullable"))
    yield from _dynamic(direction, old, new, tell)
    if direction == "input":
        yield from _filled_in(old, new, tell)


def _filled_in(old: Schema | Parameter, new: Schema | Parameter, tell: Tell) -> Iterator[Change]:
    if new.is_internal != old.is_internal:
        kind = "input-internal" if new.is_internal else "input-shown"
        yield tell(kind, "x-ms-visibility", old.visibility, new.visibility)
    if old.get("default") != new.get("default"):
        yield tell("input-default", "default", old.get("default"), new.get("default"))
    for member, otherwise in _ENCODINGS.items():
        before, after = old.get(member) or otherwise, new.get(member) or otherwise
        if before != after:
            yield tell("input-encoding", member, before, after)
    for member in (*_UPPER, *_LOWER, *_PATTERNS):
        if is_tighter(member, old.get(member), new.get(member)):
            yield tell("input-limit", member, old.get(member), new.get(member))


def is_tighter(member: str, old: Any, new: Any) -> bool:
    """Whether a limit lets fewer values pass than it did; any other pattern counts as tighter."""
    if old == new or new is None or new is False:
        return False
    if member in _PATTERNS or old is None or not (_is_number(old) and _is_number(new)):
        # A least length of nothing is no limit.
        return not (member in _LOWER and member.startswith("min") and member != "minimum" and new == 0)
    return bool(new < old if member in _UPPER else new > old)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _dynamic(
    direction: Direction, old: Schema | Parameter, new: Schema | Parameter, tell: Tell
) -> Iterator[Change]:
    for group in _DYNAMIC:
        had = [member for member in group if member in old.value]
        has = [member for member in group if member in new.value]
        if had and not has:
            yield tell(f"{direction}-dynamic", had[0], old.get(had[0]), None)
        for member in had:
            if member in has and _is_asked_otherwise(old, new, member):
                yield tell(f"{direction}-dynamic", member, old.get(member), new.get(member))
                break


def _is_asked_otherwise(old: Schema | Parameter, new: Schema | Parameter, member: str) -> bool:
    before, after = old.get(member), new.get(member)
    if before == after:
        return False
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return True
    asked = before.get("operationId")
    # An operation that is gone or renamed is told itself, and not again at each place that asks it.
    is_name = isinstance(asked, str)
    if is_name and asked != after.get("operationId") and asked not in _operation_ids(new):
        before = {**before, "operationId": after.get("operationId")}
    return before != after


def _operation_ids(node: Schema | Parameter) -> Any:
    from certify.documents.definition import Definition

    root = node.root
    return root.operations_by_id if isinstance(root, Definition) else ()


def _choices(direction: Direction, old: Any, new: Any, tell: Tell) -> Iterator[Change]:
    """The changes of a list of allowed values."""
    had, has = isinstance(old, list) and bool(old), isinstance(new, list) and bool(new)
    if not had and has:
        yield tell(f"{direction}-enum-added", "enum", None, new)
    elif had and not has:
        yield tell(f"{direction}-enum-dropped", "enum", old, None)
    elif had and has:
        gone = [value for value in old if value not in new]
        come = [value for value in new if value not in old]
        if gone:
            yield tell(f"{direction}-enum-value-removed", "enum", gone, new)
        if come:
            yield tell(f"{direction}-enum-value-added", "enum", old, come)


def is_of_another_type(old: Schema | Parameter, new: Schema | Parameter) -> bool:
    """Whether both say their type, and not the same."""
    old_type, new_type = type_of(old), type_of(new)
    return old_type != new_type and old_type is not None and new_type is not None


def type_of(schema: Schema | Parameter) -> str | None:
    """The declared type, or the one that the members imply."""
    declared = schema.type
    if declared is not None:
        return declared
    if schema.has("properties") or schema.has("allOf") or schema.has("additionalProperties"):
        return "object"
    return "array" if schema.has("items") else None
