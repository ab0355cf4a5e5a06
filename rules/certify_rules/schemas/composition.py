"""What a schema is composed of by `allOf`, within bounds that a hostile document cannot stretch."""

from __future__ import annotations

from certify.api import Schema

MOST_PARTS = 16
"""More are not followed: twenty thousand schemas, each composed of the next, are to be read in linear time."""


def composition(schema: Schema) -> list[Schema] | None:
    """The schema and all that its `allOf` brings in; None when that cannot be told, or is too much."""
    found: list[Schema] = []
    seen: set[int] = set()
    pending = [schema]
    while pending:
        part = pending.pop()
        if id(part.value) in seen:
            continue
        if len(found) == MOST_PARTS:
            return None
        seen.add(id(part.value))
        found.append(part)
        for index, value in enumerate(part.items("allOf")):
            child = part.child_at(value, ("allOf", index))
            if child is None:
                return None
            pending.append(child)
    return found


def property_of(parts: list[Schema], name: str) -> Schema | None:
    """The first property of that name in what a schema is composed of, its reference followed."""
    for part in parts:
        value = part.mapping("properties").get(name)
        found = part.child_at(value, ("properties", name), name)
        if found is not None:
            return found
    return None
