"""One change for each rule of the family `changes`, as it is made in a real package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from change_mutators_around import AROUND
from change_places import (
    METHODS,
    changed,
    either,
    in_field,
    in_input,
    in_operation,
    is_free,
    is_optional,
    is_seen,
    on_field,
    one,
    operations,
    own_parameters,
    setting,
    without,
)

if TYPE_CHECKING:
    import random

    from change_places import Mutator, Spot, Version

Json = dict[str, Any]
OTHER_TYPE = {"string": "integer", "integer": "string", "number": "string", "boolean": "string"}
ADDED = {
    "in": "query",
    "type": "string",
    "x-ms-summary": "Added",
    "description": "An input that was added here.",
}


def _delete(definition: Json, spot: Spot) -> None:
    del definition["paths"][spot.path][spot.method]


def _rename(definition: Json, spot: Spot) -> None:
    del definition
    spot.value["operationId"] = f"{spot.value['operationId']}Anew"


def _hide(definition: Json, spot: Spot) -> None:
    del definition
    spot.value["x-ms-visibility"] = "internal"


def _move(definition: Json, spot: Spot) -> None:
    item = definition["paths"][spot.path]
    definition["paths"][f"{spot.path.rstrip('/')}/moved"] = {
        spot.method: item.pop(spot.method),
        **{key: value for key, value in item.items() if key == "parameters"},
    }


def _other_method(definition: Json, spot: Spot) -> None:
    item = definition["paths"][spot.path]
    other = next(method for method in METHODS if method not in item)
    item[other] = item.pop(spot.method)


def _trigger(definition: Json, spot: Spot) -> None:
    del definition
    if spot.value.pop("x-ms-trigger", None) is None:
        spot.value["x-ms-trigger"] = "batch"


def _add_operation(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    new.definition["paths"]["/added/here"] = {"get": {"operationId": "AddedHere", "responses": {}}}
    return new


def _add_parameter(**members: Any) -> Mutator:
    def add(definition: Json, spot: Spot) -> None:
        own_parameters(definition, spot)
        spot.value["parameters"].append(ADDED | {"name": "addedHere"} | members)

    return in_operation(add)


def _remove_parameter(definition: Json, spot: Spot) -> None:
    own = own_parameters(definition, spot)
    spot.value["parameters"].remove(next(entry for entry in own if _may_go(entry)))


def _may_go(entry: Json) -> bool:
    return entry.get("in") in ("query", "header") and is_seen(entry)


def _has_parameter(spot: Spot) -> bool:
    given = spot.value.get("parameters")
    return isinstance(given, list) and any(isinstance(entry, dict) and _may_go(entry) for entry in given)


def _remove_field(schema: Json, name: str, field: Json) -> None:
    del field
    del schema["properties"][name]
    _require(schema, [other for other in schema.get("required", []) if other != name])


def _rename_field(schema: Json, name: str, field: Json) -> None:
    schema["properties"] = {
        (name.swapcase() if key == name else key): value for key, value in schema["properties"].items()
    }
    del field
    _require(schema, [name.swapcase() if other == name else other for other in schema.get("required", [])])


def _require(schema: Json, names: list[str]) -> None:
    if "required" in schema:
        schema["required"] = names


def _no_longer_required(schema: Json, name: str, field: Json) -> None:
    del field
    _require(schema, [other for other in schema.get("required", []) if other != name])


def _require_field(schema: Json, name: str, field: Json) -> None:
    del field
    schema["required"] = [*schema.get("required", []), name]


def _add_field(**members: Any) -> Any:
    def add(schema: Json, name: str, field: Json) -> None:
        del name, field
        schema["properties"]["addedHere"] = {"type": "string", "description": "Added here."} | members
        schema["required"] = [*schema.get("required", []), "addedHere"]

    return add


def _other_type(entry: Json) -> None:
    entry["type"] = OTHER_TYPE[entry["type"]]


def _add_array(entry: Json) -> None:
    entry.clear()
    entry.update(
        ADDED | {"name": "list", "type": "array", "items": {"type": "string"}, "collectionFormat": "csv"}
    )


def _other_consumes(definition: Json, spot: Spot) -> None:
    del definition
    spot.value["consumes"] = ["application/x-other"]


def _has_body(spot: Spot) -> bool:
    return any(
        isinstance(entry, dict) and entry.get("in") == "body" for entry in spot.value.get("parameters", [])
    )


def _take_away(old: Version, random: random.Random) -> Version:
    spot = one(random, operations(old.definition))
    spot.value["x-ms-pageable"] = {"nextLinkName": "nextLink"}
    new = changed(old)
    del new.definition["paths"][spot.path][spot.method]["x-ms-pageable"]
    return new


def _deprecate(definition: Json, spot: Spot) -> None:
    del definition
    spot.value["deprecated"] = True


def _is_in_use(spot: Spot) -> bool:
    return not spot.value.get("deprecated") and "x-ms-api-annotation" not in spot.value


def _wrap(schema: Json, name: str, field: Json) -> None:
    """Move a field into an object of its own."""
    _require(schema, [other for other in schema.get("required", []) if other != name])
    del schema["properties"][name]
    schema["properties"]["wrappedHere"] = {"type": "object", "properties": {name: field}}


def _body(old: Version, random: random.Random) -> Version:
    new = changed(old)
    spot = one(random, [spot for spot in operations(new.definition) if _has_body(spot)])
    body = next(entry for entry in own_parameters(new.definition, spot) if entry.get("in") == "body")
    body["name"] = f"{body.get('name')}Anew"
    return new


def _hidden(old: Version, random: random.Random) -> Version:
    spot = one(random, operations(old.definition))
    own_parameters(old.definition, spot)
    new = changed(old)
    spot.value["parameters"].append(
        ADDED | {"name": "hiddenHere", "x-ms-visibility": "internal", "default": "x"}
    )
    return new


DYNAMIC = {"operationId": "ListHere", "value-collection": "value", "value-path": "id", "value-title": "name"}
ENUM = setting(enum=["one", "two"])
MUTATORS: dict[str, Mutator] = AROUND | {
    "bc-encoding": either(
        in_operation(_other_consumes, _has_body),
        in_input(setting(collectionFormat="pipes"), prepare=_add_array),
    ),
    "bc-input-default": either(
        in_input(setting(default="another"), lambda entry: entry["type"] == "string"),
        in_field("input", on_field(setting(default="another")), lambda field: field["type"] == "string"),
        _hidden,
    ),
    "bc-input-deleted": either(
        in_operation(_remove_parameter, _has_parameter), in_field("input", _remove_field, is_seen)
    ),
    "bc-input-enum-added": either(in_input(ENUM, is_free), in_field("input", on_field(ENUM), is_free)),
    "bc-input-enum-removed": either(
        in_input(setting(enum=["one"]), is_free, ENUM),
        in_field("input", on_field(setting(enum=["one"])), is_free, on_field(ENUM)),
        in_input(without("enum"), is_free, ENUM),
    ),
    "bc-input-internal": either(
        in_input(setting(**{"x-ms-visibility": "internal"}), is_optional),
        in_field("input", on_field(setting(**{"x-ms-visibility": "internal"})), is_optional),
    ),
    "bc-input-location": in_input(
        lambda entry: entry.update({"in": "header" if entry["in"] == "query" else "query"})
    ),
    "bc-input-now-required": either(
        in_input(setting(required=True), is_optional),
        in_field("input", _require_field, prepare=_no_longer_required),
    ),
    "bc-deprecate-path": in_operation(_deprecate, _is_in_use),
    "bc-dynamic": either(
        in_input(
            setting(**{"x-ms-dynamic-values": DYNAMIC | {"value-path": "key"}}),
            is_free,
            setting(**{"x-ms-dynamic-values": DYNAMIC}),
        ),
        in_field(
            "input",
            on_field(without("x-ms-dynamic-values")),
            is_free,
            on_field(setting(**{"x-ms-dynamic-values": DYNAMIC})),
        ),
    ),
    "bc-input-limit": either(
        in_input(setting(maxLength=5), is_free, without("maxLength")),
        in_field("input", on_field(setting(pattern="^a")), is_free, on_field(setting(pattern="^b"))),
    ),
    "bc-input-renamed": either(
        in_input(lambda entry: entry.update(name=entry["name"].swapcase())),
        in_field("input", _rename_field),
        in_field("input", _wrap, is_optional),
        _body,
    ),
    "bc-input-required-added": either(_add_parameter(required=True), in_field("input", _add_field())),
    "bc-input-required-default": either(
        _add_parameter(required=True, default="x"), in_field("input", _add_field(default="x"))
    ),
    "bc-input-type": either(
        in_input(_other_type, prepare=without("format")),
        in_field("input", on_field(_other_type), prepare=on_field(without("format"))),
        in_input(setting(format="other-one")),
    ),
    "bc-method": in_operation(_other_method),
    "bc-nullable": either(
        in_field(
            "output", on_field(setting(**{"x-nullable": True})), prepare=on_field(without("x-nullable"))
        ),
        in_field("input", on_field(setting(**{"x-nullable": True})), prepare=on_field(without("x-nullable"))),
    ),
    "bc-operation-deleted": in_operation(_delete),
    "bc-operation-hidden": in_operation(_hide, lambda spot: spot.value.get("x-ms-visibility") != "internal"),
    "bc-operation-id": in_operation(_rename),
    "bc-output-deleted": in_field("output", _remove_field),
    "bc-output-enum": either(
        in_field("output", on_field(setting(enum=["one", "two", "three"])), is_free, on_field(ENUM)),
        in_field("output", on_field(without("enum")), is_free, on_field(ENUM)),
    ),
    "bc-output-renamed": either(in_field("output", _rename_field), in_field("output", _wrap)),
    "bc-output-type": either(
        in_field("output", on_field(_other_type), prepare=on_field(without("format"))),
        in_field("output", on_field(setting(format="other-one"))),
    ),
    "bc-path": in_operation(_move),
    "bc-safe": either(_add_operation, _add_parameter()),
    "bc-transfer": _take_away,
    "bc-trigger-kind": in_operation(_trigger),
}
