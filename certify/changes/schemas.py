"""Fields of inputs and outputs compared: type, format, choices, presence, through references and `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from certify.changes.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Parameter, Schema

DEEPEST = 40
MOST_CHANGES = 2_000
"""Changes told per operation; a schema that doubles at every level must not be told in full."""

Direction = Literal["input", "output"]


class Field(Struct, frozen=True):
    """Both versions of one field, and where it is."""

    old: Schema
    new: Schema
    where: str
    old_required: bool = False
    new_required: bool = False


class SchemaComparison:
    """Compares the schemas of one operation in one direction."""

    def __init__(self, operation: str, direction: Direction) -> None:
        self._operation = operation
        self._direction: Direction = direction
        self._left = MOST_CHANGES
        self._equal: set[tuple[int, int]] = set()

    def compare(self, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        """Every change between two versions of a schema, in document order; recursion ends where it repeats."""
        yield from self._field(Field(old, new, where), ())

    def _field(self, field: Field, trail: tuple[tuple[int, int], ...]) -> Iterator[Change]:
        here = (id(field.old.value), id(field.new.value))
        if here in trail or here in self._equal or len(trail) > DEEPEST or self._left <= 0:
            return
        left = self._left
        yield from self._counted(self._own(field))
        trail = (*trail, here)
        old_item, new_item = field.old.item, field.new.item
        if old_item is not None and new_item is not None:
            yield from self._field(Field(old_item, new_item, f"{field.where}/items"), trail)
        yield from self._members(field, trail)
        if self._left == left:
            # Schemas that are used many times, or double at every level, are compared once.
            self._equal.add(here)

    def _counted(self, changes: Iterator[Change]) -> Iterator[Change]:
        for change in changes:
            if self._left <= 0:
                return
            self._left -= 1
            yield change

    def _own(self, field: Field) -> Iterator[Change]:
        direction = self._direction
        old_type, new_type = type_of(field.old), type_of(field.new)
        if old_type != new_type and old_type is not None and new_type is not None:
            yield self._change(f"{direction}-type", field, "type", old_type, new_type)
        elif field.old.format != field.new.format and (old_type, new_type) != ("object", "object"):
            yield self._change(f"{direction}-format", field, "format", field.old.format, field.new.format)
        yield from choices(direction, field.old.get("enum"), field.new.get("enum"), field, self._change)
        if direction == "input":
            if field.new.is_internal and not field.old.is_internal:
                yield self._change("input-internal", field, "x-ms-visibility", None, "internal")
            if field.old.get("default") != field.new.get("default"):
                yield self._change(
                    "input-default", field, "default", field.old.get("default"), field.new.get("default")
                )
        if field.old.is_true("x-nullable") != field.new.is_true("x-nullable"):
            yield self._change(
                f"{direction}-nullable",
                field,
                "x-nullable",
                field.old.get("x-nullable"),
                field.new.get("x-nullable"),
            )

    def _members(self, field: Field, trail: tuple[tuple[int, int], ...]) -> Iterator[Change]:
        old_members, new_members = field.old.all_properties, field.new.all_properties
        renamed = _renamed(old_members, new_members)
        old_required, new_required = required_names(field.old), required_names(field.new)
        for name, old in old_members.items():
            where = f"{field.where}/{name}"
            if name in new_members:
                yield from self._required(field, name, old_required, new_required, new_members[name])
                yield from self._field(Field(old, new_members[name], where), trail)
            elif name in renamed:
                new = new_members[renamed[name]]
                where = f"{field.where}/{renamed[name]}"
                yield from self._counted(
                    iter((self._told(f"{self._direction}-renamed", where, old, new, name, renamed[name]),))
                )
            else:
                yield from self._counted(
                    iter((self._told(f"{self._direction}-removed", where, old, None, name, None, field.new),))
                )
        taken = set(renamed.values())
        for name, new in new_members.items():
            if name not in old_members and name not in taken:
                kind = _kind_of_added(self._direction, new, is_required=name in new_required)
                yield from self._counted(
                    iter(
                        (
                            self._told(
                                kind, f"{field.where}/{name}", None, new, None, new.get("default"), field.old
                            ),
                        )
                    )
                )

    def _required(
        self, field: Field, name: str, old: frozenset[str], new: frozenset[str], schema: Schema
    ) -> Iterator[Change]:
        if self._direction == "input" and (name in new) != (name in old):
            kind = "input-now-required" if name in new else "input-now-optional"
            where = f"{field.where}/{name}/required"
            yield Change(
                kind, where, self._operation, field.old.place, schema.place, name in old, name in new
            )

    def _change(self, kind: str, field: Field, member: str, before: Any, after: Any) -> Change:
        old = field.old.at(member) if field.old.has(member) else field.old.place
        new = field.new.at(member) if field.new.has(member) else field.new.place
        return Change(kind, f"{field.where}/{member}", self._operation, old, new, before, after)

    def _told(
        self,
        kind: str,
        where: str,
        old: Schema | None,
        new: Schema | None,
        before: Any,
        after: Any,
        rest: Schema | None = None,
    ) -> Change:
        left = rest.place if rest is not None else None
        return Change(
            kind,
            where,
            self._operation,
            old.place if old else left,
            new.place if new else left,
            before,
            after,
        )


def choices(direction: str, old: Any, new: Any, where: Any, tell: Any) -> Iterator[Change]:
    """The changes of a list of allowed values; `tell(kind, where, member, before, after)` makes each."""
    had, has = isinstance(old, list) and bool(old), isinstance(new, list) and bool(new)
    if not had and has:
        yield tell(f"{direction}-enum-added", where, "enum", None, new)
    elif had and not has:
        yield tell(f"{direction}-enum-dropped", where, "enum", old, None)
    elif had and has:
        gone = [value for value in old if value not in new]
        come = [value for value in new if value not in old]
        if gone:
            yield tell(f"{direction}-enum-value-removed", where, "enum", gone, new)
        if come:
            yield tell(f"{direction}-enum-value-added", where, "enum", old, come)


def type_of(schema: Schema | Parameter) -> str | None:
    """The declared type, or the one that the members imply."""
    declared = schema.type
    if declared is not None:
        return declared
    if schema.has("properties") or schema.has("allOf") or schema.has("additionalProperties"):
        return "object"
    return "array" if schema.has("items") else None


def required_names(schema: Schema) -> frozenset[str]:
    """The names required by the schema or anything it is composed of."""
    names: set[str] = set(schema.required_names)
    seen = {id(schema.value)}
    pending = [schema]
    while pending:
        current = pending.pop()
        for index, part in enumerate(current.items("allOf")):
            child = current.child_at(part, ("allOf", index))
            if child is not None and id(child.value) not in seen:
                seen.add(id(child.value))
                names.update(child.required_names)
                pending.append(child)
    return frozenset(names)


def _kind_of_added(direction: Direction, schema: Schema, *, is_required: bool) -> str:
    if direction == "output":
        return "output-added"
    if not is_required:
        return "input-optional-added"
    return "input-required-default-added" if schema.has("default") else "input-required-added"


def _renamed(old: dict[str, Schema], new: dict[str, Schema]) -> dict[str, str]:
    """Old name to new name, where exactly one field went and one came that is like it in all but the name."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    found: dict[str, str] = {}
    for name in gone:
        likes = [other for other in come if is_rename(name, other, old[name], new[other])]
        if len(likes) == 1 and likes[0] not in found.values():
            found[name] = likes[0]
    return found


def is_rename(old_name: str, new_name: str, old: Schema | Parameter, new: Schema | Parameter) -> bool:
    """Whether it is the same thing under another name: the same letters, or the same label and description."""
    if type_of(old) != type_of(new):
        return False
    if letters(old_name) == letters(new_name):
        return True
    texts = ("x-ms-summary", "title", "description")
    old_texts = [old.get(key) for key in texts]
    return any(isinstance(text, str) and len(text) > 10 for text in old_texts) and old_texts == [
        new.get(key) for key in texts
    ]


def letters(name: str) -> str:
    """What is left of a name when case and punctuation do not count."""
    return "".join(char for char in name.lower() if char.isalnum())
