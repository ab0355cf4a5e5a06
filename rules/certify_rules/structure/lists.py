"""Lists in which nothing may stand twice."""

from __future__ import annotations

from typing import Any, cast

from certify.api import (
    ERROR,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    Schema,
    rule,
    safe,
    validator,
)
from certify_rules.words import shown

_SETS = ("schemes", "consumes", "produces", "tags", "required")


@rule(ERROR, validator("TagRedefined"), fix="safe")
def tags_unique(definition: Annotated[Definition, Has("tags")]) -> Problems:
    """No two entries of the definition's `tags` have the same name.

    Microsoft's validator: "The 'tags' property defines tag multiple times." No published connector breaks this.

    Bad:
        definition: {tags: [{name: Stock}, {name: Stock}]}
    Good:
        definition: {tags: [{name: Stock}, {name: Deliveries}]}
    """
    seen: set[str] = set()
    for index, tag in enumerate(definition.items("tags")):
        name = cast("dict[str, Any]", tag).get("name") if isinstance(tag, dict) else None
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Problem(
                f"The tag `{shown(name)}` is defined a second time; remove one.",
                definition.at("tags", index),
                fix=safe(definition.at("tags", index).remove()),
            )
        seen.add(name)


@rule(ERROR, validator("ArrayDuplicateValue"), fix="safe")
def array_unique(node: Definition | Operation | Annotated[Schema, Has("required")]) -> Problems:
    """Lists that are sets hold nothing twice: schemes, MIME types, an operation's tags, required properties.

    Microsoft's validator: "The array contains duplicate values, values must be unique." The values of `enum` are
    another rule's matter.

    Bad:
        definition: {definitions: {ItemInput: {required: [name, warehouse, category, name]}}}
    Bad (MIME types):
        definition: {consumes: [application/json, application/json]}
    Good:
        definition: {definitions: {ItemInput: {required: [name, warehouse, category]}}}
    """
    for member in _SETS:
        values = node.items(member) if member in node.value else []
        if len(values) < 2:
            continue
        seen: set[str] = set()
        for index, value in enumerate(values):
            if not isinstance(value, str):
                continue
            if value in seen:
                yield Problem(
                    f"`{shown(value)}` is in `{member}` a second time; remove it.",
                    node.at(member, index),
                    fix=safe(node.at(member, index).remove()),
                )
            seen.add(value)
