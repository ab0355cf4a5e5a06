"""The values that a parameter or property names: its default and its enumeration fit its type."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Has,
    Header,
    Parameter,
    Problem,
    Problems,
    Related,
    Schema,
    reviewer,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.parameters.where import is_parameter_item
from certify_rules.words import shown

_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_NAMES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
    type(None): "null",
}
_INTEGER = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


def fits(value: Any, kind: str) -> bool:
    """Whether a JSON value is of the type; anything is of a type that is not known."""
    types = _PYTHON_TYPES.get(kind)
    if types is None:
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, types)


def type_name(value: Any) -> str:
    """How JSON calls the type of a value."""
    return _NAMES.get(value.__class__, "unknown")


def coerced(value: Any, kind: str) -> Any:
    """The value written as one of the type, None when it cannot be told."""
    if isinstance(value, str):
        text = value.strip()
        if kind == "boolean" and text.lower() in {"true", "false"}:
            return text.lower() == "true"
        if kind == "integer" and _INTEGER.fullmatch(text):
            return int(text)
        if kind == "number" and _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
    elif kind == "string" and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return None


def instead(value: Any, kind: str) -> str:
    """What to write in place of a value of another type, for the end of a message; nothing where that cannot be told."""
    better = coerced(value, kind)
    return "" if better is None else f"; write {written(better)}"


def written(value: Any) -> str:
    """The value as a message quotes it."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "an array"
    return f"`{shown(json.dumps(value, ensure_ascii=False))}`"


@rule(ERROR, validator("DefaultValueMustMatchType"), established=WARNING, fix="safe")
def param_default_type(node: Annotated[Parameter | Schema | Header, Has("default")]) -> Problems:
    """A `default` is of the type that the parameter or property has.

    Microsoft's validator: "The 'default' value is of type 'String', but should match the given type 'Boolean'." Quotes
    around numbers, `true` and `false` make strings of them. Two connectors in a hundred break this.

    Bad:
        definition: {parameters: {PageSize: {default: "50"}}}
    Bad (in the body):
        definition: {definitions: {ItemInput: {properties: {tracked: {default: "true"}}}}}
    Bad (an element of a list):
        definition: {parameters: {LabelFilter: {items: {type: integer}, default: [heavy]}}}
    Good:
        definition: {parameters: {PageSize: {default: 50}}}
    """
    kind, value = node.type, node.get("default")
    if kind == "array" and isinstance(value, list):
        yield from _elements(node)
    if kind is None or fits(value, kind):
        return
    at = node.at("default")
    if value is None:
        needed = not isinstance(node, Header) and node.is_internal and node.is_required
        yield Problem(
            "The default is null, which is no value; leave it out.",
            at,
            fix=None if needed else safe(at.remove()),
        )
        return
    better = coerced(value, kind)
    yield Problem(
        f"The default {written(value)} is of type {type_name(value)}, and the type is {kind}{instead(value, kind)}.",
        at,
        fix=None if better is None else safe(at.replace(better)),
    )


def _elements(node: Parameter | Schema | Header) -> Problems:
    """The elements of a default list that are not of the type of the list's elements."""
    kind = node.mapping("items").get("type")
    if not isinstance(kind, str):
        return
    for index, value in enumerate(node.items("default")):
        if not fits(value, kind):
            better = coerced(value, kind)
            here = node.at("default", index)
            yield Problem(
                f"The default's element {written(value)} is of type {type_name(value)}, and the elements' type is {kind}.",
                here,
                fix=None if better is None else safe(here.replace(better)),
            )


@rule(ERROR, specification("parameter-object"), established=WARNING, fix="safe")
def param_default_in_enum(node: Annotated[Parameter | Schema, Has("default")]) -> Problems:
    """A `default` is one of the values of `enum`.

    The designer cannot show another one as chosen. No published connector breaks this in a parameter.

    Bad:
        definition:
          paths: {/items: {get: {parameters: {0: {default: Active}}}}}
    Bad (an element of a list):
        definition: {parameters: {LabelFilter: {items: {enum: [heavy, fragile]}, default: [light]}}}
    Good:
        definition:
          paths: {/items: {get: {parameters: {0: {default: discontinued}}}}}
    """
    if node.type == "array":
        yield from _elements_in_enum(node)
    values = node.items("enum")
    if not values:
        return
    kind, value = node.type, node.get("default")
    if value is None or kind == "array" or (kind is not None and not fits(value, kind)):
        return
    # Where the values are of another type than they should be, they are what is wrong.
    if kind is not None and not any(fits(one, kind) for one in values):
        return
    if _is_among(value, values):
        return
    better = None
    if isinstance(value, str):
        better = next(
            (one for one in values if isinstance(one, str) and one.lower() == value.strip().lower()), None
        )
    at = node.at("default")
    yield Problem(
        f"The default {written(value)} is none of the values in `enum`.",
        at,
        related=(Related("the values that are allowed", node.at("enum")),),
        fix=None if better is None else safe(at.replace(better)),
    )


def _is_among(value: Any, values: list[Any]) -> bool:
    return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in values)


def _elements_in_enum(node: Parameter | Schema) -> Problems:
    """The elements of a default list that are none of the values that the list's elements may have."""
    allowed = node.mapping("items").get("enum")
    if not isinstance(allowed, list) or not allowed:
        return
    kind = node.mapping("items").get("type")
    for index, value in enumerate(node.items("default")):
        # One of another type is reported for its type.
        if not _is_among(value, allowed) and (not isinstance(kind, str) or fits(value, kind)):
            yield Problem(
                f"The default's element {written(value)} is none of the values in `enum`.",
                node.at("default", index),
                related=(Related("the values that are allowed", node.at("items", "enum")),),
            )


@rule(
    ERROR,
    validator("EnumMustContainAtLeastOneElement"),
    validator("InvalidEnumValue"),
    validator("ArrayDuplicateValue"),
    fix="safe",
)
def param_enum(node: Annotated[Parameter | Schema | Header, Has("enum")]) -> Problems:
    """The `enum` of a parameter has values, each once, each of the parameter's type.

    It becomes the list from which makers choose. One connector in a hundred has a value of another type, none since
    2024. Those of response headers are held against the same; the enumerations of properties are another rule's.

    Bad:
        definition: {parameters: {Expand: {enum: [delivery, delivery]}}}
    Bad (empty):
        definition: {parameters: {WarehouseFilter: {enum: []}}}
    Bad (numbers as text):
        definition: {parameters: {PageSize: {enum: ["50", 100], default: 100}}}
    Bad (the elements of an array):
        definition: {parameters: {LabelFilter: {items: {enum: [heavy, heavy]}}}}
    Good:
        definition: {parameters: {Expand: {enum: [delivery, movements]}}}
    """
    if not isinstance(node.get("enum"), list) or (isinstance(node, Schema) and not is_parameter_item(node)):
        return
    at = node.at("enum")
    values = node.items("enum")
    if not values:
        yield Problem("The enumeration is empty; name its values, or leave it out.", at)
        return
    kind = node.type
    # Another list names the same values one by one, and would have to change with this one.
    is_free = not node.has("x-ms-enum-values") and not node.has("default")
    seen: set[str] = set()
    for index, value in enumerate(values):
        key = json.dumps(value, sort_keys=True)
        here = node.at("enum", index)
        if key in seen:
            yield Problem(
                f"The value {written(value)} is in the enumeration twice.", here, fix=safe(here.remove())
            )
        elif kind is not None and kind not in {"array", "file"} and not fits(value, kind):
            better = coerced(value, kind) if is_free else None
            yield Problem(
                f"The value {written(value)} is of type {type_name(value)}, and the type is {kind}{instead(value, kind)}.",
                here,
                fix=None if better is None else safe(here.replace(better)),
            )
        seen.add(key)


@rule(NOTE, reviewer(3386), fix="unsafe")
def param_boolean_enum(node: Annotated[Parameter | Schema, Has("enum")]) -> Problems:
    """A boolean has no `enum` of true and false.

    The designer offers Yes and No by itself, and reviewers ask to remove the list. Do not remove it from an operation that
    is published: Microsoft's check for breaking changes reports that.

    Bad:
        definition: {definitions: {ItemInput: {properties: {tracked: {enum: [true, false]}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {tracked: {enum: [true]}}}}}
    """
    if node.get("type") != "boolean" or (
        isinstance(node, Schema) and not (node.is_input and node.is_visible)
    ):
        return
    values = node.items("enum")
    if any(value is True for value in values) and any(value is False for value in values):
        at = node.at("enum")
        yield Problem(
            "A boolean needs no enumeration of true and false; leave it out of a new operation.",
            at,
            fix=unsafe(at.remove()),
        )
