"""Values that makers do not see: an internal parameter or property is sent only when it is required and has a default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Definition,
    Has,
    Parameter,
    Problem,
    Problems,
    Properties,
    Schema,
    advice,
    documented,
    rule,
    unsafe,
    validator,
)


@rule(ERROR, documented("openapi-extensions"), validator("PropertyMustBeRequired"))
def param_internal_required_default(parameter: Annotated[Parameter, Has("x-ms-visibility")]) -> Problems:
    """An internal parameter that is required has a `default`.

    Makers cannot give a value, and the call needs one. A parameter of an operation that dynamic extensions call gets it
    from there. No published connector breaks this.

    Bad:
        definition: {parameters: {Expand: {default: null}}}
    Good:
        definition: {parameters: {Expand: {default: movements}}}
    """
    if (
        parameter.is_internal
        and parameter.is_required
        and not parameter.is_body
        and not parameter.has("default")
        and any(not operation.is_internal for operation in parameter.operations)
    ):
        yield Problem(
            f"The parameter {parameter.label} is internal and required, and has no `default`; nobody can give its value.",
            parameter,
        )


@rule(
    WARNING,
    validator("InternalPropertyWithDefaultOptional"),
    validator("PropertyMustBeRequired"),
    documented("openapi-extensions"),
    fix="unsafe",
)
def param_internal_default_required(parameter: Annotated[Parameter, Has("x-ms-visibility")]) -> Problems:
    """An internal parameter with a `default` is required.

    Microsoft's validator: "Only required properties are guaranteed to be included in requests." Five connectors in a
    hundred that have internal parameters break this.

    Bad:
        definition: {parameters: {Expand: {required: false}}}
    Good:
        definition: {parameters: {Expand: {required: true}}}
    """
    if (
        not parameter.is_internal
        or parameter.is_required
        or not parameter.has("default")
        or parameter.is_body
        or parameter.location == "path"
    ):
        return
    has_required = parameter.has("required")
    fix = (
        parameter.at("required").replace(value=True)
        if has_required
        else parameter.place.add("required", value=True)
    )
    yield Problem(
        f"The parameter {parameter.label} is internal and optional; its default is sent only when it is required; set `required` to true.",
        parameter,
        fix=unsafe(fix),
    )


@rule(
    ERROR,
    validator("PropertyMustBeRequired"),
    validator("InternalPropertyWithDefaultOptional"),
    documented("openapi-extensions"),
    fix="unsafe",
)
def body_internal_default_required(schema: Annotated[Schema, Has("default")]) -> Problems:
    """An internal property of the body with a `default` is required.

    Microsoft's validator: "The property is internal and has a default value, it must be required. Optional internal
    fields are ignored." No published connector breaks this.

    Bad:
        definition: {definitions: {SubscriptionInput: {required: [callback]}}}
    Good:
        definition: {definitions: {SubscriptionInput: {required: [callback, event]}}}
    """
    if not (schema.is_property and schema.is_input and schema.is_internal) or schema.is_required:
        return
    parent = schema.owner
    name = schema.name
    if name is None or not isinstance(parent, Schema):
        return
    fix = None
    if not parent.has("required"):
        fix = unsafe(parent.place.add("required", [name]))
    elif isinstance(parent.get("required"), list):
        fix = unsafe(parent.at("required").replace([*parent.items("required"), name]))
    yield Problem(
        f"The property `{name}` is internal and optional; its default is sent only when it is required; set `required` to true.",
        schema,
        fix=fix,
    )


@rule(NOTE, advice(), fix="unsafe")
def param_internal_pointless(definition: Definition, properties: Properties | None) -> Problems:
    """An internal parameter has a value: a `default`, or one that a dynamic extension or a policy gives.

    Without one it is never sent, and can go.

    Bad (of an operation):
        definition: {paths: {/items: {get: {parameters: {"+": {name: hint, in: query, type: string, x-ms-summary: Search Hint, description: Says how the items are meant., x-ms-visibility: internal}}}}}}
    Bad (shared):
        definition: {parameters: {ChangedAfter: {x-ms-visibility: internal}}}
    Good:
        definition: {parameters: {ChangedAfter: {x-ms-visibility: advanced}}}
    Good (a policy gives it):
        definition: {paths: {/items: {get: {parameters: {"+": {name: hint, in: query, type: string, x-ms-summary: Search Hint, description: Says how the items are meant., x-ms-visibility: internal}}}}}}
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: setqueryparameter
                title: Say how the items are meant
                parameters:
                  x-ms-apimTemplate-policySection: Request
                  x-ms-apimTemplateParameter.name: hint
                  x-ms-apimTemplateParameter.value: stock
                  x-ms-apimTemplateParameter.existsAction: override
    """
    candidates = [
        parameter
        for parameter in _defined(definition)
        if parameter.is_internal
        and not parameter.is_required
        and not parameter.has("default")
        and not parameter.is_body
    ]
    if not candidates:
        return
    given = _given(definition)
    set_by_policies = _names_in_policies(properties)
    for parameter in candidates:
        if parameter.name.casefold() in set_by_policies:
            continue
        if not any((operation.operation_id, parameter.name) in given for operation in parameter.operations):
            yield Problem(
                f"The parameter {parameter.label} is internal and has no default, so that it is never sent; give it a default, or remove it.",
                parameter,
                # A shared one has references, which would name nothing then.
                fix=unsafe(parameter.place.remove()) if parameter.pointer[0] == "paths" else None,
            )


def _names_in_policies(properties: Properties | None) -> set[str]:
    """What policies give a value: `setheader` and the like name it, and `pollingtrigger` has it as a key."""
    found: set[str] = set()
    for policy in properties.policies if properties is not None else ():
        for value in policy.parameters.values():
            if isinstance(value, str):
                found.add(value.casefold())
            elif isinstance(value, dict):
                found.update(name.casefold() for name in cast("dict[str, Any]", value))
    return found


def _defined(definition: Definition) -> Iterator[Parameter]:
    yield from definition.parameters.values()
    for item in definition.path_items:
        yield from (parameter for parameter in item.parameters if parameter.owner is item)
        for operation in item.operations:
            yield from (parameter for parameter in operation.own_parameters if parameter.owner is operation)


def _given(definition: Definition) -> set[tuple[str, str]]:
    """Operation id and name of each parameter that an extension gives when it calls an operation."""
    given: set[tuple[str, str]] = set()
    pending: list[Any] = [definition.value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            target, parameters = members.get("operationId"), members.get("parameters")
            if isinstance(target, str) and isinstance(parameters, dict):
                given.update((target, name) for name in cast("dict[str, Any]", parameters))
            pending.extend(members.values())
        elif isinstance(value, list):
            pending += value
    return given
