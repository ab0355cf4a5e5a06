"""Where a path such as `value/items` leads in a schema: to a property, to nothing, or to where nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.documents.definition.parameter import Parameter
    from certify.documents.definition.schema import Schema

MOST_STEPS = 300_000
"""Schemas that are visited for one definition; beyond that the answer is that nobody can tell."""

LONGEST_PATH = 1_000
"""Characters of a path that is followed."""


class Sought(Struct, frozen=True):
    """What a name or path leads to. Without a node, `is_absent` tells nothing there from nobody can tell."""

    node: Parameter | Schema | None = None
    is_absent: bool = False


UNKNOWN = Sought()
ABSENT = Sought(is_absent=True)


class Inside(Struct, frozen=True):
    """What a schema holds by name. `is_open` says that it may hold more than it declares."""

    named: dict[str, Schema]
    is_open: bool


class SchemaPaths:
    """The lookups in the schemas of one definition, each done once."""

    def __init__(self) -> None:
        self._members: dict[int, Inside] = {}
        self._flattened: dict[int, Inside] = {}
        self._left = MOST_STEPS

    def members(self, schema: Schema) -> Inside:
        """The properties of the schema, with those that `allOf` adds."""
        known = self._members.get(id(schema.value))
        if known is None:
            known = self._members[id(schema.value)] = self._find_members(schema)
        return known

    def flattened(self, schema: Schema) -> Inside:
        """The properties at any depth; the outermost of each name."""
        known = self._flattened.get(id(schema.value))
        if known is None:
            known = self._flattened[id(schema.value)] = self._flatten(schema)
        return known

    def child(self, schema: Schema, name: str) -> Sought:
        """The property of that name."""
        members = self.members(schema)
        found = members.named.get(name)
        if found is not None:
            return Sought(found)
        return UNKNOWN if members.is_open else ABSENT

    def follow(self, schema: Schema, path: str) -> Sought:
        """What the path leads to: names with `/` or `.` between them, and `0` for the items of an array."""
        if len(path) > LONGEST_PATH:
            return UNKNOWN
        whole = self.child(schema, path)
        if whole.node is not None:
            return whole
        here: Schema = schema
        for piece in path.strip("/").split("/"):
            found = self._step(here, piece)
            if found.node is None and "." in piece:
                for part in piece.split("."):
                    found = self._step(here, part)
                    if found.node is None:
                        return found
                    here = _schema(found)
            elif found.node is None:
                return found
            here = _schema(found)
        return Sought(here)

    def _step(self, schema: Schema, name: str) -> Sought:
        if schema.type == "array" and name.isdecimal():
            item = schema.item
            return UNKNOWN if item is None else Sought(item)
        return self.child(schema, name)

    def _find_members(self, schema: Schema) -> Inside:
        named: dict[str, Schema] = {}
        is_open = False
        declares = False
        seen: set[int] = set()
        pending = [schema]
        while pending:
            part = pending.pop()
            if id(part.value) in seen:
                continue
            seen.add(id(part.value))
            declared = part.mapping("properties")
            self._left -= 1 + len(declared)
            if self._left < 0:
                return Inside({}, is_open=True)
            properties = part.properties
            for name, child in properties.items():
                named.setdefault(name, child)
            kind = part.get("type")
            declares = declares or bool(declared) or (kind is not None and kind != "object")
            is_open = is_open or len(properties) < len(declared) or _may_hold_more(part)
            for index, value in enumerate(part.items("allOf")):
                whole = part.child_at(value, ("allOf", index))
                if whole is None:
                    is_open = True
                else:
                    pending.append(whole)
        return Inside(named, is_open or not declares)

    def _flatten(self, schema: Schema) -> Inside:
        named: dict[str, Schema] = {}
        is_open = False
        seen: set[int] = set()
        level = [schema]
        while level:
            below: list[Schema] = []
            for part in level:
                if id(part.value) in seen:
                    continue
                seen.add(id(part.value))
                item = part.item if part.type == "array" else None
                if item is not None:
                    below.append(item)
                    continue
                if part.type in {None, "object"}:
                    members = self.members(part)
                    is_open = is_open or members.is_open
                    for name, child in members.named.items():
                        named.setdefault(name, child)
                        below.append(child)
                    self._left -= len(members.named)
                if self._left < 0:
                    return Inside(named, is_open=True)
            level = below
        return Inside(named, is_open)


def _may_hold_more(schema: Schema) -> bool:
    value = schema.value
    return (
        value.get("additionalProperties", False) is not False
        or "discriminator" in value
        or "x-ms-dynamic-schema" in value
        or "x-ms-dynamic-properties" in value
    )


def _schema(found: Sought) -> Schema:
    from certify.documents.definition.schema import Schema

    assert isinstance(found.node, Schema)
    return found.node
