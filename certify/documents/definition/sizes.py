"""How many schemas a schema holds and how deep they nest when references are followed, without expanding any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition.definition import Definition
    from certify.documents.node import Object

BEYOND_COUNTING = 10**9
"""Counts stop here: ten lines of doubling `allOf` would otherwise be numbers of many digits."""


class SchemaSize(Struct):
    """`count` schemas, itself included, nested `depth` levels; a schema without parts has 1 and 1."""

    count: int = 0
    depth: int = 0


class _Pending(Struct):
    """A schema whose references are being followed: what is known of it, and the references that are left."""

    key: int
    size: SchemaSize
    links: Iterator[tuple[Object, int]]
    level: int


class SchemaSizes:
    """The sizes of a definition's schemas. Each is looked at once, so the whole costs what the document is long.

    `is_recursive` turns true with the first schema that is measured and leads back to itself. Such a reference,
    back to a schema that is being counted, counts as one schema: recursion is legal and would have no
    end. What is in a cycle is therefore as large as seen from where the cycle was entered first.
    """

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._known: dict[int, SchemaSize] = {}
        self.is_recursive = False
        self._targets: dict[str, Object | None] = {}

    def of(self, schema: Any) -> SchemaSize:
        """The size of a schema (or reference) anywhere in the definition; nothing for what is no object."""
        if schema.__class__ is not dict:
            return SchemaSize()
        target = self._target(schema)
        if target is None:
            return SchemaSize(1, 1)
        if id(target) not in self._known:
            self._measure(target)
        return self._known[id(target)]

    def _measure(self, top: Object) -> None:
        pending = [self._begin(top, 0)]
        while pending:
            current = pending[-1]
            for link, level in current.links:
                target = self._target(link)
                if target is None:
                    _add(current.size, SchemaSize(1, 1), level)
                    continue
                known = self._known.get(id(target))
                if known is None:
                    pending.append(self._begin(target, level))
                    break
                if not known.count:
                    self.is_recursive = True
                    known = SchemaSize(1, 1)
                _add(current.size, known, level)
            else:
                pending.pop()
                self._known[current.key] = current.size
                if pending:
                    _add(pending[-1].size, current.size, current.level)

    def _begin(self, schema: Object, level: int) -> _Pending:
        size, links = _inline(schema)
        self._known[id(schema)] = SchemaSize()  # marks it as being counted
        return _Pending(id(schema), size, iter(links), level)

    def _target(self, schema: Object) -> Object | None:
        """What is really in the place of a schema, references followed; None when they lead nowhere."""
        if "$ref" not in schema:
            return schema
        reference = schema["$ref"]
        if not isinstance(reference, str):
            return None
        if reference not in self._targets:
            found = self._definition.resolve(reference)
            self._targets[reference] = found[1] if found is not None and isinstance(found[1], dict) else None
        return self._targets[reference]


def _add(size: SchemaSize, part: SchemaSize, level: int) -> None:
    size.count = min(size.count + part.count, BEYOND_COUNTING)
    size.depth = max(size.depth, level + part.depth)


def _inline(schema: Object) -> tuple[SchemaSize, list[tuple[Object, int]]]:
    """The size of what stands in the schema itself, and each reference in it with the level above it.

    The parts of an `allOf` stand side by side, one level deep together.
    """
    size = SchemaSize()
    links: list[tuple[Object, int]] = []
    level = 0
    row: list[Any] = [schema]
    while row:
        below: list[Any] = []
        for value in row:  # grows while it is walked, by the parts of an `allOf`
            if value.__class__ is not dict:
                continue
            if "$ref" in value:
                links.append((value, level))
                continue
            size.count += 1
            size.depth = level + 1
            if "properties" in value and value["properties"].__class__ is dict:
                below.extend(value["properties"].values())
            if "items" in value:
                below.append(value["items"])
            if "additionalProperties" in value:
                below.append(value["additionalProperties"])
            if "allOf" in value and value["allOf"].__class__ is list:
                row.extend(value["allOf"])
        level += 1
        row = below
    return size, links
