"""Triggers that ask again and again: an array of what is new, and who remembers how far it came."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Files,
    Has,
    Operation,
    Problem,
    Problems,
    Properties,
    Role,
    Schema,
    documented,
    rule,
)
from certify_rules.schemas.composition import composition

_LEVELS = 3


def is_polled(operation: Operation, properties: Properties | None) -> bool:
    """Whether a policy makes a polling trigger of the operation."""
    name = operation.operation_id
    return properties is not None and any(
        (policy.template or "").lower() == "pollingtrigger"
        and (not policy.operation_names or name in policy.operation_names)
        for policy in properties.policies
    )


@rule(WARNING, documented("create-polling-trigger"))
def trigger_polling_batch(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """A trigger on GET is a `batch`, and its response holds an array.

    It returns all that is new since the last call, newest first, and the platform starts a flow for each element. Two of
    22 certified connectors with such triggers say `single`, one returns no array.

    Bad:
        definition: {paths: {/movements: {get: {x-ms-trigger: single}}}}
    Bad (no array):
        definition: {paths: {/movements: {get: {responses: {"200": {schema: {type: null, items: null, $ref: "#/definitions/Movement"}}}}}}}
    Good:
        definition: {paths: {/movements: {get: {x-ms-trigger: batch}}}}
    """
    if operation.method != "get" or operation.is_internal:
        return
    if operation.trigger == "single":
        yield Problem(
            f"The polling trigger {operation.label} returns everything that is new; make it a `batch`.",
            operation.at("x-ms-trigger"),
        )
        return
    response = operation.success
    schema = None if response is None else response.schema
    if schema is not None and schema.type in ("object", "string", "number", "integer", "boolean"):
        if schema.type == "object" and _may_hold_array(schema):
            return
        yield Problem(
            f"The response of the polling trigger {operation.label} holds no array of what is new.",
            operation.at("responses", response.code) if response is not None else operation,
        )


def _may_hold_array(top: Schema) -> bool:
    """Whether an array is in the object or in one of its objects, or it cannot be told."""
    row = [top]
    seen: set[int] = set()
    for _ in range(_LEVELS):
        below: list[Schema] = []
        for schema in row:
            if id(schema.value) in seen:
                continue
            seen.add(id(schema.value))
            parts = composition(schema)
            children = [child for part in parts or () for child in part.properties.values()]
            if not children or any(child.type in ("array", None) for child in children):
                return True
            below.extend(child for child in children if child.type == "object")
        row = below
    return bool(row)


@rule(WARNING, documented("create-polling-trigger"), custom=OFF)
def trigger_polling_config(
    operation: Annotated[Operation, Has("x-ms-trigger")], properties: Properties, files: Files
) -> Problems:
    """A trigger on GET has the policy `pollingtrigger`, or goes through the script.

    Either of them remembers how far the last call came: `triggerConfig` says which parameter gets it from the last
    element. Without, the service itself has to answer 202 with `Location` and `Retry-After`. Two in five of the
    certified connectors with such triggers have neither.

    Bad:
        properties: {properties: {policyTemplateInstances: {3: null}, scriptOperations: [ListItems]}}
    Good:
        properties: {properties: {policyTemplateInstances: {3: null}}}
    """
    if operation.method != "get" or operation.is_internal or operation.has("x-ms-notification"):
        return
    if is_polled(operation, properties):
        return
    scripted = properties.script_operations
    if files.of(Role.SCRIPT) is not None and (not scripted or operation.operation_id in scripted):
        return
    if "202" in operation.mapping("responses"):
        return  # the service remembers it by itself
    yield Problem(
        f"Nothing remembers how far the polling trigger {operation.label} came; add the policy `pollingtrigger`, or the response `202` of a service that does.",
        operation.at("x-ms-trigger"),
    )
