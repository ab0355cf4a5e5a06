"""What an operation takes and gives: responses, a body only where one can be sent, and at least one method a path."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Operation,
    Parameter,
    PathItem,
    Place,
    Problem,
    Problems,
    advice,
    documented,
    policy,
    reviewer,
    rule,
    safe,
    validator,
)


@rule(ERROR, validator("OperationMustHaveResponse"), policy("5000.2.4.5"))
def op_responses(operation: Operation) -> Problems:
    """Every operation has at least one response.

    Microsoft's validator: "The operation is not valid, it must contain at least one response definition." Two
    certified connectors in a hundred, all of them old, break this.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null, "401": null, "404": null}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"401": null}}}}}
    """
    if not operation.has("responses"):
        yield Problem(f"The operation {operation.label} has no `responses`.", operation)
    elif isinstance(operation.get("responses"), dict) and all(
        code.startswith("x-") for code in operation.mapping("responses")
    ):
        yield Problem(
            f"The operation {operation.label} describes no response; add what a success answers with.",
            operation.at("responses"),
        )


@rule(
    WARNING,
    documented("certification-submission"),
    policy("5000.2.4.5"),
    reviewer(1152),
    reviewer(698),
    custom=NOTE,
    aliases=("R.EmptyPath", "empty-path-item"),
    fix="safe",
)
def op_empty_pathitem(item: PathItem) -> Problems:
    """Every path has at least one operation.

    Microsoft's wizard leaves `"/x": {}` behind when an operation is deleted, and reviewers ask to remove it. Six
    certified connectors in a hundred have one.

    Bad:
        definition: {paths: {/reports: {}}}
    Good:
        definition: {paths: {/reports: null}}
    """
    # A misspelled method is reported for its name.
    holds = any(isinstance(value, dict) and not name.startswith("x-") for name, value in item.value.items())
    if not item.operations and not item.has("$ref") and not holds:
        yield Problem(
            f"The path `{item.path}` has no operation; remove it.", item.key(), fix=safe(item.place.remove())
        )


@rule(ERROR, validator("BodyOrFormDataParameterInFetchOperationNotAllowed"))
def op_get_no_body(operation: Operation) -> Problems:
    """A GET or HEAD operation takes no body and no form data.

    The platform cannot send one: "Body or form data parameters are not supported in a fetch operation." One certified
    connector in 150 has one.

    Bad:
        definition:
          paths:
            /account:
              get:
                parameters:
                  - {name: body, in: body, description: What to return., schema: {$ref: "#/definitions/ItemUpdate"}}
    Good:
        definition: {paths: {/account: {get: {parameters: [{$ref: "#/parameters/WarehouseFilter"}]}}}}
    """
    if operation.method in {"get", "head"}:
        for parameter in operation.parameters:
            if parameter.location in {"body", "formData"}:
                kind = "the body" if parameter.is_body else "the form data"
                yield Problem(
                    f"A {operation.method.upper()} request cannot carry {kind} {parameter.label}; send it in the query, or by POST.",
                    _place(operation, parameter),
                )


@rule(NOTE, advice(), custom=OFF)
def op_delete_body(operation: Operation) -> Problems:
    """A DELETE operation takes no body.

    The platform sends it, but proxies and services may drop it. Four certified connectors in a hundred have one.

    Bad:
        definition:
          paths:
            "/items/{itemId}":
              delete:
                parameters:
                  "+": {name: body, in: body, description: Why it goes., schema: {$ref: "#/definitions/ItemUpdate"}}
    Good:
        definition:
          paths: {"/items/{itemId}": {delete: {parameters: {"+": {$ref: "#/parameters/WarehouseFilter"}}}}}
    """
    if operation.method == "delete" and operation.body is not None:
        yield Problem(
            "A body of a DELETE request may be dropped on its way; use query parameters if the service allows it.",
            _place(operation, operation.body),
        )


def _place(operation: Operation, parameter: Parameter) -> Place:
    """The parameter where the operation has it itself; one from elsewhere is a fault of the operation, not of it."""
    return parameter.place if parameter.owner is operation else operation.at("parameters")
