"""One change for each rule of the family `changes`, as it is made in a real package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from change_places import (
    METHODS,
    changed,
    either,
    in_field,
    in_input,
    in_operation,
    on_field,
    one,
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
    spot.value["parameters"].remove(next(entry for entry in own if entry.get("in") in ("query", "header")))


def _has_parameter(spot: Spot) -> bool:
    given = spot.value.get("parameters")
    return isinstance(given, list) and any(
        isinstance(entry, dict) and entry.get("in") in ("query", "header") for entry in given
    )


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


def _is_free(entry: Json) -> bool:
    return (
        entry.get("type") == "string"
        and not {"enum", "x-ms-enum-values", "x-ms-dynamic-values"} & entry.keys()
    )


def _is_optional(entry: Json) -> bool:
    return entry.get("required") is not True and entry.get("x-ms-visibility") != "internal"


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


def _host(old: Version, random: random.Random) -> Version:
    new = changed(old)
    key = random.choice(["host", "basePath"])
    new.definition[key] = "moved.example.com" if key == "host" else "/moved"
    return new


def _title(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    new.definition["info"]["title"] = f"{new.definition['info'].get('title')} Anew"
    return new


def _same_version(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    new.definition["info"]["description"] = "Another description, and nothing else."
    return new


def _authentication(old: Version, random: random.Random) -> Version:
    new = changed(old)
    schemes = new.definition.get("securityDefinitions")
    kind = old.definition["securityDefinitions"] if isinstance(schemes, dict) and schemes else None
    name = one(random, list(kind or {}))
    types = [scheme.get("type") for scheme in (kind or {}).values()]
    if types.count(types[0]) != len(types):
        one(random, [])
    other = {"type": "basic"} if types[0] != "basic" else {"type": "apiKey", "in": "header", "name": "X-Key"}
    new.definition["securityDefinitions"] = {name: other}
    return new


def _connection(old: Version, random: random.Random) -> Version:
    new = changed(old)
    given = new.properties["properties"].setdefault("connectionParameters", {})
    if given and random.random() < 0.5:
        del given[random.choice(list(given))]
    else:
        constraints = {"required": "true"}
        given["addedHere"] = {
            "type": "string",
            "uiDefinition": {"displayName": "Added", "constraints": constraints},
        }
    return new


def _policy(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    policies = new.properties["properties"].setdefault("policyTemplateInstances", [])
    policies.append({"templateId": "setheader", "title": "Added here", "parameters": {}})
    return new


ENUM = setting(enum=["one", "two"])
MUTATORS: dict[str, Mutator] = {
    "bc-auth-type": _authentication,
    "bc-connparam": _connection,
    "bc-encoding": either(
        in_operation(_other_consumes, _has_body),
        in_input(setting(collectionFormat="pipes"), prepare=_add_array),
    ),
    "bc-host": _host,
    "bc-input-default": either(
        in_input(setting(default="another"), lambda entry: entry["type"] == "string"),
        in_field("input", on_field(setting(default="another")), lambda field: field["type"] == "string"),
    ),
    "bc-input-deleted": either(
        in_operation(_remove_parameter, _has_parameter), in_field("input", _remove_field)
    ),
    "bc-input-enum-added": either(in_input(ENUM, _is_free), in_field("input", on_field(ENUM), _is_free)),
    "bc-input-enum-removed": either(
        in_input(setting(enum=["one"]), _is_free, ENUM),
        in_field("input", on_field(setting(enum=["one"])), _is_free, on_field(ENUM)),
        in_input(without("enum"), _is_free, ENUM),
    ),
    "bc-input-internal": either(
        in_input(setting(**{"x-ms-visibility": "internal"}), _is_optional),
        in_field("input", on_field(setting(**{"x-ms-visibility": "internal"})), _is_optional),
    ),
    "bc-input-location": in_input(
        lambda entry: entry.update({"in": "header" if entry["in"] == "query" else "query"})
    ),
    "bc-input-now-required": either(
        in_input(setting(required=True), _is_optional),
        in_field("input", _require_field, prepare=_no_longer_required),
    ),
    "bc-input-renamed": either(
        in_input(lambda entry: entry.update(name=entry["name"].swapcase())), in_field("input", _rename_field)
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
        in_field("output", on_field(setting(enum=["one", "two", "three"])), _is_free, on_field(ENUM)),
        in_field("output", on_field(without("enum")), _is_free, on_field(ENUM)),
    ),
    "bc-output-renamed": in_field("output", _rename_field),
    "bc-output-type": either(
        in_field("output", on_field(_other_type), prepare=on_field(without("format"))),
        in_field("output", on_field(setting(format="other-one"))),
    ),
    "bc-path": in_operation(_move),
    "bc-policy": _policy,
    "bc-safe": either(_add_operation, _add_parameter()),
    "bc-title": _title,
    "bc-trigger-kind": in_operation(_trigger),
    "bc-version-bump": _same_version,
}
