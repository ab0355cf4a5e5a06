"""When the older extensions cannot say what they mean, and the newer ones must stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    Annotated,
    Argument,
    DynamicCall,
    Fix,
    Has,
    Parameter,
    Problem,
    Problems,
    Schema,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from certify.api import Operation


@rule(
    ERROR,
    validator("DynamicListExtensionRequiredForAmbiguousReferences"),
    validator("DynamicListExtensionRequiredForNonParameterReferences"),
    fix="unsafe",
)
def dyn_list_when_ambiguous(call: Annotated[DynamicCall, Has("x-ms-dynamic-values")]) -> Problems:
    """`x-ms-dynamic-list` stands beside `x-ms-dynamic-values` that refer to a property of the body.

    The older extension knows only names of parameters: where the name is that of a body property, or of both, it does not
    say what is meant, and `x-ms-dynamic-list` has the full path. Elsewhere the older one suffices, and nine connectors in ten have
    it alone. No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: null}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {warehouse: {x-ms-dynamic-list: null}}}}}
    """
    yield from _lacking(call, "x-ms-dynamic-list")


@rule(
    ERROR,
    validator("DynamicPropertiesExtensionRequiredForAmbiguousReferences"),
    validator("DynamicPropertiesExtensionRequiredForNonParameterReferences"),
    validator("DynamicPropertiesExtensionRequiredForPropertiesValuePath"),
    fix="unsafe",
)
def dyn_properties_when_ambiguous(call: Annotated[DynamicCall, Has("x-ms-dynamic-schema")]) -> Problems:
    """`x-ms-dynamic-properties` stands beside an `x-ms-dynamic-schema` that refers to a property of the body.

    So it does where `value-path` ends in `properties`: the older extension then points to the properties of a schema, and
    the newer one to the schema itself. No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-properties: null}}}}}
    Bad (points to properties):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-properties: null, x-ms-dynamic-schema: {value-path: schema/properties, parameters: {category: hardware}}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-properties: null, x-ms-dynamic-schema: {parameters: {category: hardware}}}}}}}
    """
    subject = call.subject
    path = call.path("value-path")
    if subject is None or subject.has("x-ms-dynamic-properties"):
        return
    if path == "properties" or path.endswith("/properties"):
        yield Problem(
            f"`value-path` is `{shown(path)}`, which points to properties; "
            "`x-ms-dynamic-properties` must stand beside it and point to the schema.",
            call,
            fix=_generated(call, "x-ms-dynamic-properties"),
        )
    else:
        yield from _lacking(call, "x-ms-dynamic-properties")


def _lacking(call: DynamicCall, newer: str) -> Problems:
    subject = call.subject
    if subject is None or subject.has(newer):
        return
    for argument in call.arguments:
        for caller in call.callers if argument.source else ():
            fault = _fault(call, argument, caller)
            if fault:
                yield Problem(
                    f"`{shown(argument.source or '')}` {fault} of {caller.label}; `{newer}` with its full path must stand beside.",
                    call,
                    fix=_generated(call, newer),
                )
                return


def _fault(call: DynamicCall, argument: Argument, caller: Operation) -> str:
    source = call.source(argument, caller).node
    if isinstance(source, Schema):
        return "is a property in the body"
    schema = None if caller.body is None or source is caller.body else caller.body.schema
    if source is None or schema is None:
        return ""
    # A property further down has another path, and does not make the name ambiguous.
    twin = call.definition.schema_paths.child(schema, argument.source or "").node
    return "" if twin is None else "is both a parameter and a property in the body"


def _generated(call: DynamicCall, newer: str) -> Fix | None:
    """The newer extension, when everything that it must say is beyond doubt."""
    subject = call.subject
    parameters: dict[str, Any] = {}
    for argument in call.arguments:
        name = _path_of(call, argument.name, () if call.target is None else (call.target,))
        if name is None:
            return None
        if argument.is_static and argument.value is not None:
            parameters[name] = {"value": argument.value}
            continue
        source = _path_of(call, argument.source or "", call.callers)
        if source is None:
            return None
        parameters[name] = {"parameterReference": source}
    if subject is None or not call.operation_id:
        return None
    value_path = call.path(call.value_key)
    if not call.is_list and (value_path == "properties" or value_path.endswith("/properties")):
        value_path = value_path.removesuffix("properties").rstrip("/")
    made: dict[str, Any] = {
        "operationId": call.operation_id,
        "parameters": parameters,
        "itemsPath": call.path(call.collection_key),
        "itemValuePath": value_path,
        "itemTitlePath": call.path(call.title_key),
    }
    return unsafe(subject.place.add(newer, {key: said for key, said in made.items() if said}))


def _path_of(call: DynamicCall, name: str, operations: tuple[Operation, ...]) -> str | None:
    """How the newer extension calls a parameter, or a property at the top of the body; None where that is in doubt."""
    found: set[str] = set()
    for operation in operations:
        parameter = operation.parameters_by_name.get(name)
        body = operation.body
        schema = None if body is None else body.schema
        in_body = schema is not None and call.definition.schema_paths.child(schema, name).node is not None
        if isinstance(parameter, Parameter) and not in_body:
            found.add(name)
        elif parameter is None and in_body and body is not None:
            found.add(f"{body.name}/{name}")
        else:
            return None
    return found.pop() if len(found) == 1 else None
