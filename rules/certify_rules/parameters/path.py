"""Path parameters: that path and parameters agree, and that values reach the service unharmed."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Edit,
    Has,
    Operation,
    Parameter,
    PathItem,
    Problem,
    Problems,
    Schema,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.guesses import value_description
from certify_rules.labels import label_in_path
from certify_rules.parameters.where import entries, has_broken_reference
from certify_rules.words import shown

_VARIABLE = re.compile(r"\{([^{}/]*)\}")


@rule(
    ERROR,
    validator("OperationMissingPathParameter"),
    validator("PathParameterNotDefinedInTemplate"),
    fix="unsafe",
)
def param_path_declared(item: PathItem) -> Problems:
    """Every variable of a path has a path parameter, and every path parameter a variable.

    The names are compared exactly. Without the parameter the designer asks for no value; without the variable the
    value goes nowhere. No published connector breaks this.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {parameters: []}}}}
    Bad (in the query):
        definition: {paths: {"/items/{itemId}": {delete: {parameters: [{name: itemId, in: query, required: true, type: string, x-ms-summary: Item ID, description: The item to delete.}]}}}}
    Bad (no variable):
        definition: {paths: {/movements: {get: {parameters: {"+": {$ref: "#/parameters/ItemId"}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {operationId: AttachDocument}}}}
    """
    names = dict.fromkeys(_VARIABLE.findall(item.path))
    rest = _VARIABLE.sub("", item.path)
    if "{" in rest or "}" in rest or "=" in "".join(names) or item.has("$ref"):
        return
    owners: tuple[PathItem | Operation, ...] = (item, *item.operations)
    for owner in owners:
        for index, parameter in entries(owner):
            if parameter.location == "path" and parameter.name and parameter.name not in names:
                yield Problem(
                    f"The path `{shown(item.path)}` has no variable for the path parameter {parameter.label}.",
                    owner.at("parameters", index),
                )
    if has_broken_reference(item):
        return
    for operation in item.operations:
        if has_broken_reference(operation):
            continue
        declared = {parameter.name for parameter in operation.parameters if parameter.location == "path"}
        for name in names:
            if not name or name in declared:
                continue
            elsewhere = next(
                (index for index, one in entries(operation) if one.name == name and not one.is_body), None
            )
            if elsewhere is not None:
                place = operation.at("parameters", elsewhere)
                yield Problem(
                    f"The path `{shown(item.path)}` has the variable `{shown(name)}`, and this parameter is not `in` the path.",
                    place,
                )
            else:
                yield Problem(
                    f"The operation {operation.label} has no path parameter `{shown(name)}`.",
                    operation,
                    fix=unsafe(_declared(operation, name)),
                )


def _declared(operation: Operation, name: str) -> Edit:
    """The edit that declares a path parameter of that name."""
    label = label_in_path(name, {operation.path}) or name
    parameter = {
        "name": name,
        "in": "path",
        "required": True,
        "type": "string",
        "x-ms-summary": label,
        "description": value_description(label) or f"The {name} that is asked for.",
        "x-ms-url-encoding": "single",
    }
    if isinstance(operation.get("parameters"), list):
        return operation.at("parameters").append(parameter)
    return operation.place.add("parameters", [parameter])


@rule(ERROR, validator("PathParameterMustBeRequired"), fix="safe")
def param_path_required(parameter: Parameter) -> Problems:
    """A path parameter is required.

    Without its value there is no address to call. No published connector breaks this.

    Bad:
        definition: {parameters: {ItemId: {required: false}}}
    Good:
        definition: {parameters: {ItemId: {required: true}}}
    """
    if parameter.location == "path" and not parameter.is_required:
        fix = (
            parameter.at("required").replace(value=True)
            if parameter.has("required")
            else parameter.place.add("required", value=True)
        )
        at = parameter.at("required") if parameter.has("required") else parameter
        yield Problem(
            f"The path parameter {parameter.label} is not marked as required; set `required` to true.",
            at,
            fix=safe(fix),
        )


@rule(WARNING, validator("PathParameterMissingEncoding"), reviewer(3290), fix="safe")
def param_path_encoding(parameter: Parameter) -> Problems:
    """A path parameter says how its value is encoded: `x-ms-url-encoding` is `single` or `double`.

    Without it a value with a slash or a blank makes another address. Microsoft's validator: "Use
    "x-ms-url-encoding": "single" to ensure the value is URL encoded." A third of the certified connectors lack it.

    Bad:
        definition: {parameters: {ItemId: {x-ms-url-encoding: null}}}
    Good:
        definition: {parameters: {ItemId: {x-ms-url-encoding: double}}}
    """
    if parameter.location == "path" and not parameter.has("x-ms-url-encoding"):
        yield Problem(
            f"The path parameter {parameter.label} has no `x-ms-url-encoding`; `single` is right for nearly all.",
            parameter,
            fix=safe(parameter.place.add("x-ms-url-encoding", "single")),
        )


@rule(WARNING, validator("QueryParameterEncodingNotSupported"), fix="safe")
def param_encoding_nonpath(node: Annotated[Parameter | Schema, Has("x-ms-url-encoding")]) -> Problems:
    """Only path parameters have `x-ms-url-encoding`.

    The platform encodes query parameters by itself and ignores the member elsewhere. Two connectors in a hundred have
    it in vain.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-url-encoding: single}}}
    Bad (a property of the body):
        definition: {definitions: {ItemInput: {properties: {name: {x-ms-url-encoding: single}}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-url-encoding: null}}}
    """
    if isinstance(node, Schema):
        what = "This schema"
    elif node.location is not None and node.location != "path":
        what = f"The {node.location} parameter {node.label}"
    else:
        return
    yield Problem(
        f"{what} has `x-ms-url-encoding`, which only path parameters can have; remove it.",
        node.key("x-ms-url-encoding"),
        fix=safe(node.at("x-ms-url-encoding").remove()),
    )
