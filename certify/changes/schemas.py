"""Fields of inputs and outputs compared, through references and `allOf`, by their shape and not by the names of definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from certify.changes.change import Change
from certify.changes.fields import is_of_another_type, own_changes, type_of
from certify.changes.names import renamed, with_moves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.changes.fields import Direction
    from certify.core.place import Place
    from certify.documents.definition import Schema

DEEPEST = 40
DEEPEST_MOVE = 3
MOST_CHANGES = 2_000
"""Changes told per operation; a schema that doubles at every level must not be told in full."""


class Field(Struct, frozen=True):
    """Both versions of one field, and where it is."""

    old: Schema
    new: Schema
    where: str


Pair = tuple[int, int]
"""The ids of both values of a field."""


class Known:
    """What the operations of two definitions share: the pairs of schemas that are alike, for each direction."""

    def __init__(self) -> None:
        self.equal: dict[Direction, set[Pair]] = {"input": set(), "output": set()}


class SchemaComparison:
    """Compares the schemas of one operation in one direction."""

    def __init__(self, operation: str, direction: Direction, known: Known) -> None:
        self._operation = operation
        self._direction: Direction = direction
        self._left = MOST_CHANGES
        self._known = known.equal[direction]
        self._equal: set[Pair] = set()
        self._cut = DEEPEST
        self._looks: dict[str, object] = {}
        self._inside: list[Change] = []

    def compare(self, old: Schema, new: Schema, where: str) -> Iterator[Change]:
        """Every change between two versions of a schema, in document order; recursion ends where it repeats."""
        if old.value == new.value and is_closed(old.value):
            return
        found = list(self._field(Field(old, new, where), ()))
        yield from with_moves(found, self._inside, self._direction, where, self._looks)

    def _field(self, field: Field, trail: tuple[Pair, ...]) -> Iterator[Change]:
        here = (id(field.old.value), id(field.new.value))
        depth = len(trail)
        if here in self._known:
            return
        if here in trail or here in self._equal or depth > DEEPEST or self._left <= 0:
            # What encloses it is still being compared, so that alike means only: alike if that is.
            self._cut = min(self._cut, trail.index(here) if here in trail else 0)
            return
        left, cut, self._cut = self._left, self._cut, DEEPEST
        yield from self._counted(self._own(field))
        # What is in a value of another type is another thing altogether; the new type says so.
        if not is_of_another_type(field.old, field.new):
            yield from self._parts(field, (*trail, here))
        if self._left == left:
            # Schemas that are used many times, or double at every level, are compared once.
            self._equal.add(here)
            if self._cut >= depth:
                self._known.add(here)
        self._cut = min(cut, self._cut)

    def _parts(self, field: Field, trail: tuple[Pair, ...]) -> Iterator[Change]:
        for member in ("items", "additionalProperties"):
            old_part = field.old.child_at(field.old.get(member), (member,))
            new_part = field.new.child_at(field.new.get(member), (member,))
            if old_part is not None and new_part is not None:
                yield from self._field(Field(old_part, new_part, f"{field.where}/{member}"), trail)
        yield from self._members(field, trail)

    def _counted(self, changes: Iterator[Change]) -> Iterator[Change]:
        for change in changes:
            if self._left <= 0:
                return
            self._left -= 1
            yield change

    def _own(self, field: Field) -> Iterator[Change]:
        old, new = field.old, field.new

        def tell(kind: str, member: str, before: Any, after: Any) -> Change:
            return Change(
                kind,
                f"{field.where}/{member}",
                self._operation,
                old.at(member) if old.has(member) else old.place,
                new.at(member) if new.has(member) else new.place,
                before,
                after,
            )

        return own_changes(self._direction, old, new, tell)

    def _members(self, field: Field, trail: tuple[Pair, ...]) -> Iterator[Change]:
        olds, news = field.old.all_properties, field.new.all_properties
        others = renamed(olds, news)
        old_required, new_required = required_places(field.old), required_places(field.new)
        for name, old in olds.items():
            there = f"{field.where}/{name}"
            if name in news:
                new = news[name]
                yield from self._counted(
                    self._required(there, old, new, old_required.get(name), new_required.get(name))
                )
                yield from self._field(Field(old, new, there), trail)
            elif name in others:
                new, other = news[others[name]], others[name]
                # A renamed output is missed under its old name, a renamed input is new under its new one.
                there = there if self._direction == "output" else f"{field.where}/{other}"
                kind = f"{self._direction}-renamed"
                cause = new_required.get(other)
                yield from self._told(kind, there, old.place, new.place, name, other, cause)
                yield from self._field(Field(old, new, there), trail)
            else:
                is_hidden = self._direction == "input" and old.is_internal
                kind = "input-hidden-removed" if is_hidden else f"{self._direction}-removed"
                self._note(there, old)
                yield from self._told(kind, there, old.place, field.new.place, name, None)
        taken = set(others.values())
        for name, new in news.items():
            if name not in olds and name not in taken:
                there = f"{field.where}/{name}"
                kind = _kind_of_added(self._direction, new, is_required=name in new_required)
                self._note(there, new)
                self._note_inside(there, new)
                cause = new_required.get(name)
                yield from self._told(
                    kind, there, field.old.place, new.place, None, new.get("default"), cause
                )

    def _note(self, where: str, field: Schema) -> None:
        """Keep what makes a field of the same name another one: its type, its format, and what makers read of it."""
        if not (self._direction == "input" and field.is_internal):
            self._looks[where] = type_of(field), field.format or None, field.summary or field.title

    def _note_inside(self, where: str, whole: Schema, depth: int = 0) -> None:
        """Keep the fields of an object that came as a whole: what went elsewhere may have been wrapped into it."""
        for name, field in whole.all_properties.items() if depth < DEEPEST_MOVE else ():
            if len(self._inside) < MOST_CHANGES:
                there = f"{where}/{name}"
                self._inside.append(
                    Change(f"{self._direction}-added", there, self._operation, None, field.place)
                )
                self._note(there, field)
                self._note_inside(there, field, depth + 1)

    def _required(
        self, where: str, old: Schema, new: Schema, was: Place | None, is_now: Place | None
    ) -> Iterator[Change]:
        if self._direction == "input" and (was is None) != (is_now is None):
            kind = "input-now-optional" if is_now is None else "input-now-required"
            places = was or old.place, is_now or new.place
            yield Change(
                kind,
                f"{where}/required",
                self._operation,
                *places,
                was is not None,
                is_now is not None,
                is_now,
            )

    def _told(
        self,
        kind: str,
        where: str,
        old: Place,
        new: Place,
        before: Any,
        after: Any,
        cause: Place | None = None,
    ) -> Iterator[Change]:
        yield from self._counted(
            iter((Change(kind, where, self._operation, old, new, before, after, cause),))
        )


def is_closed(value: Any) -> bool:
    """Whether nothing in it refers to something elsewhere, so that equal means alike."""
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            if "$ref" in current:
                return False
            pending.extend(current.values())
        elif isinstance(current, list):
            pending.extend(current)
    return True


def required_places(schema: Schema) -> dict[str, Place]:
    """Where each name is required, by the schema or by anything it is composed of."""
    found: dict[str, Place] = {}
    seen = {id(schema.value)}
    pending = [schema]
    while pending:
        current = pending.pop()
        for index, name in enumerate(current.items("required")):
            if isinstance(name, str):
                found.setdefault(name, current.at("required", index))
        for index, part in enumerate(current.items("allOf")):
            child = current.child_at(part, ("allOf", index))
            if child is not None and id(child.value) not in seen:
                seen.add(id(child.value))
                pending.append(child)
    return found


def _kind_of_added(direction: Direction, schema: Schema, *, is_required: bool) -> str:
    if direction == "output":
        return "output-added"
    if not is_required:
        return "input-optional-added"
    return "input-required-default-added" if schema.has("default") else "input-required-added"
