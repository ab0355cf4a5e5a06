"""Schemas that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from certify.api import ERROR, NOTE, Definition, Problem, Problems, Reference, Schema, advice, rule, validator
from certify_rules.words import shown


@rule(ERROR, validator("RequiredLoopInSchemaNotAllowed"))
def schema_required_loop(definition: Definition) -> Problems:
    """No schema needs itself: every circle of references has a property that is not required, or an array.

    Microsoft's validator: "Loops of required schema properties are not allowed." No finite value could satisfy such a
    schema. An `allOf` that leads back to its own schema is such a circle as well.

    Bad:
        definition: {definitions: {Dimensions: {required: [inner], properties: {inner: {$ref: "#/definitions/Dimensions"}}}}}
    Bad (composed of itself):
        definition: {definitions: {Dimensions: {allOf: [{$ref: "#/definitions/Dimensions"}]}}}
    Good:
        definition: {definitions: {Dimensions: {required: [width]}}}
    """
    if not _is_recursive(definition):
        return
    links = [link for link in _links(definition) if link.is_required]
    for circle in islice(_circles(links), _MOST_CIRCLES):
        yield Problem(
            f"{_path(circle)} needs itself: every step of the circle is required. Make one of the properties optional.",
            circle[0].reference,
        )


@rule(NOTE, advice())
def schema_loop(definition: Definition) -> Problems:
    """A schema that leads back to itself is shown in the designer only to some depth.

    The platform accepts it when a step of the circle is optional or an array (schema-required-loop is about the rest), and
    5% of certified connectors have one. A maker sees the same fields again and again, level below level.

    Bad:
        definition: {definitions: {Dimensions: {properties: {inner: {$ref: "#/definitions/Dimensions"}}}}}
    Good:
        definition: {definitions: {Dimensions: {properties: {inner: {type: object, x-ms-summary: Inner Size, description: The size of what is inside., additionalProperties: true}}}}}
    """
    if not _is_recursive(definition):
        return
    links = list(_links(definition))
    required = islice(_circles([link for link in links if link.is_required]), _MOST_CIRCLES)
    needing = {link.source for circle in required for link in circle}
    for circle in islice(_circles(links), _MOST_CIRCLES):
        if needing.isdisjoint(link.source for link in circle):
            yield Problem(
                f"{_path(circle)} leads back to itself; describe only as many levels as makers need.",
                circle[0].reference,
            )


_MOST_CIRCLES = 100


class _Link(Struct, frozen=True):
    """A reference from one definition to another: where it is, and whether every value must follow it."""

    source: str
    target: str
    reference: Reference
    is_required: bool


def _is_recursive(definition: Definition) -> bool:
    """Whether any definition leads back to itself; cheap, as the sizes are asked for anyway."""
    for schema in definition.mapping("definitions").values():
        definition.sizes.of(schema)
    return definition.sizes.is_recursive


def _links(definition: Definition) -> Iterator[_Link]:
    """The references of each definition. One that is nothing but a reference is passed through: see ref-chain."""
    for name, schema in definition.schemas.items():
        for reference, is_required in _references(schema):
            found = definition.resolve(reference.target)
            if found is not None and len(found[0]) == 2 and found[0][0] == "definitions":
                yield _Link(name, str(found[0][1]), reference, is_required)


def _references(top: Schema) -> Iterator[tuple[Reference, bool]]:
    """Every reference below, and whether every value of the schema has what it names."""
    pending: list[tuple[Schema | Reference, bool]] = [(top, True)]
    while pending:
        schema, is_required = pending.pop()
        if isinstance(schema, Reference):
            yield schema, is_required
            continue
        required = frozenset(schema.required_names)
        pending.extend(
            (
                part,
                is_required
                and (
                    part.steps[0] == "allOf" or (part.steps[0] == "properties" and part.steps[1] in required)
                ),
            )
            for part in reversed(schema.parts())
        )


def _circles(links: list[_Link]) -> Iterator[list[_Link]]:
    """One circle of links for each knot of definitions that lead to each other, in the order of the document."""
    outgoing: dict[str, list[_Link]] = {}
    for link in links:
        outgoing.setdefault(link.source, []).append(link)
    finished: set[str] = set()
    knotted: set[str] = set()
    for start, first in outgoing.items():
        if start in finished:
            continue
        trail: list[_Link] = []
        depth_of = {start: 0}
        pending = [iter(first)]
        while pending:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                done = trail.pop().target if trail else start
                finished.add(done)
                del depth_of[done]
            elif step.target in depth_of:
                if step.source not in knotted and step.target not in knotted:
                    circle = [*trail[depth_of[step.target] :], step]
                    knotted.update(link.source for link in circle)
                    yield circle
            elif step.target not in finished and step.target in outgoing:
                trail.append(step)
                depth_of[step.target] = len(trail)
                pending.append(iter(outgoing[step.target]))


def _path(circle: list[_Link]) -> str:
    names = [f"`{shown(link.source, 40)}`" for link in circle]
    if len(names) == 1:
        return f"The schema {names[0]}"
    through = ", ".join(names[1:4]) + (" and others" if len(names) > 4 else "")
    return f"The schema {names[0]} (through {through})"
