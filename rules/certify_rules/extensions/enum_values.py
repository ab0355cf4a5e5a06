"""`x-ms-enum-values`: the labels of an enumeration's values."""

from __future__ import annotations

import json
from typing import Any

from certify.api import ERROR, Annotated, Extension, Has, Problem, Problems, repository, rule, validator
from certify_rules.words import shown

_MEMBERS = ("value", "displayName")
_EMPTY: dict[str, Any] = {}


@rule(
    ERROR,
    validator("MissingEnumValuesDisplayName"),
    validator("DuplicateEnumValuesInExtension"),
    validator("InvalidEnumValuesExtensionValue"),
    repository("schemas/apiDefinition.swagger.schema.json"),
)
def xms_enum_values(extension: Annotated[Extension, Has("x-ms-enum-values")]) -> Problems:
    """`x-ms-enum-values` gives values of the `enum` their labels: each a `value` and a `displayName`, each value once.

    Makers choose among the labels. Microsoft's validator: "The 'value' field must match one of the enums as defined in the
    'enum' property of the schema", and "You can only have one display name mapped to a value." No published connector
    breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {category: {x-ms-enum-values: [{value: hardware}]}}}}}
    Bad (twice the same):
        definition: {definitions: {ItemInput: {properties: {category: {x-ms-enum-values: [{value: textile, displayName: Textile}, {value: textile, displayName: Cloth}]}}}}}
    Bad (not in the enumeration):
        definition: {definitions: {ItemInput: {properties: {category: {x-ms-enum-values: [{value: Textile, displayName: Textile}]}}}}}
    Bad (no enumeration):
        definition: {definitions: {ItemInput: {properties: {category: {enum: null}}}}}
    Bad (no list):
        definition: {definitions: {ItemInput: {properties: {category: {x-ms-enum-values: Hardware}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {category: {x-ms-enum-values: [{value: textile, displayName: Cloth}]}}}}}
    """
    if not isinstance(extension.content, list):
        yield Problem("`x-ms-enum-values` has to be a list of values with their labels.", extension)
        return
    values: Any = None if extension.owner is None else extension.owner.get("enum")
    allowed = {_key(value) for value in values} if isinstance(values, list) else None
    if extension.owner is not None and not extension.owner.has("enum"):
        yield Problem("There is no `enum` beside `x-ms-enum-values`, whose values it could name.", extension)
    elif not extension.content:
        yield Problem("`x-ms-enum-values` names no value; give each its label, or leave it out.", extension)
    seen: set[str] = set()
    for index, entry in enumerate(extension.content):
        at = extension.at(index)
        members: dict[str, Any] = entry if isinstance(entry, dict) else _EMPTY
        label = members.get("displayName")
        if "value" not in members:
            yield Problem("This entry has no `value`.", at)
            continue
        if not isinstance(label, str) or not label.strip():
            yield Problem("This entry has no `displayName`, the label that makers see.", at)
        for name in members:
            if name not in _MEMBERS:
                yield Problem(f"`{shown(name)}` is no member of an entry.", at.key(name))
        key = _key(members["value"])
        if key in seen:
            yield Problem(f"The value `{shown(key)}` has a label already; keep one of them.", at)
        elif allowed is not None and key not in allowed:
            yield Problem(
                f"The value `{shown(key)}` is not in the `enum`; write it as it is there.", at.at("value")
            )
        seen.add(key)


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
