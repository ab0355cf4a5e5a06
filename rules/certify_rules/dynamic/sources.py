"""Where a dynamic extension takes the values from: parameters and body properties of the operation that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    WARNING,
    Argument,
    DynamicCall,
    Operation,
    Parameter,
    Problem,
    Problems,
    Related,
    Schema,
    rule,
    validator,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@rule(ERROR, validator("OperationParameterNameNotFound"), established=WARNING)
def dyn_source_exists(call: DynamicCall) -> Problems:
    """What a dynamic extension refers to is a parameter or a body property of the operation that has it.

    Where several operations share a parameter or a definition, each of them must have it: otherwise the field fails
    in those that have not. Two certified connectors in a hundred break this. `x-ms-dynamic-list` and
    `x-ms-dynamic-properties` take the full path, such as `body/appId`.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: body/store}}}}}}}}
    Bad (only some operations have it):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {operationId: ListBins, parameters: {warehouse: {parameter: status}}}, x-ms-dynamic-list: null}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: body/category}}}}}}}}
    """
    for argument in call.arguments:
        if argument.source is None:
            continue
        lacking = [caller for caller in call.callers if call.source(argument, caller).is_absent]
        if lacking:
            yield Problem(
                f"{_named(lacking)} no parameter or body property `{shown(argument.source)}`; name one that is there.",
                argument.place,
                lacks=call.root,
            )


def _named(operations: list[Operation]) -> str:
    if len(operations) == 1:
        return f"{operations[0].label} has"
    most = 3 if len(operations) > 4 else 4
    names = [operation.label for operation in operations[:most]]
    last = names.pop() if len(operations) <= most else f"{len(operations) - most} more operations"
    return f"{', '.join(names)} and {last} have"


@rule(WARNING, validator("OperationParameterRequiredMismatch"))
def dyn_source_required(call: DynamicCall) -> Problems:
    """A required parameter of the operation that is called is not fed from an optional one.

    Microsoft's validator: "The parameter is required, but an optional value is provided by operation '{0}'. The request
    cannot be made until a value for this parameter is provided." Until then the maker sees an error in the field. One
    connector in ten breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: body/supplier/code}}}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: body/name}}}}}}}}
    """
    for argument, _, caller, source in _fed(call, _is_optional):
        yield Problem(
            f"`{shown(argument.name)}` of `{shown(call.operation_id or '')}` is required, and "
            f"`{shown(argument.source or '')}` of {caller.label} is optional; make it required, too.",
            argument.place,
            related=(Related("the optional source", source),),
        )


# An error: no published connector breaks it, so the validator refuses it.
@rule(
    ERROR,
    validator("OperationParameterTypeMismatch"),
    validator("OperationParameterStaticTypeMismatch"),
    established=WARNING,
)
def dyn_source_type(call: DynamicCall) -> Problems:
    """What a dynamic extension gives has the type of the parameter that gets it.

    Microsoft's validator: "The parameter has type '{0}', but operation '{1}' is providing a parameter of type '{2}'", and
    the same for static values. No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: null, value: 7}}}}}}}}
    Bad (another parameter):
        definition: {definitions: {ItemInput: {required: [name, warehouse, category, tracked], properties: {bin: {x-ms-dynamic-values: {parameters: {warehouse: {parameter: tracked}}}, x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: body/tracked}}}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: null, value: main}}}}}}}}
    """
    for argument in call.arguments:
        wanted = call.parameter(argument.name).node
        if wanted is None or wanted.type is None or not argument.is_static:
            continue
        kind = _TYPES.get(argument.value.__class__)
        if kind is not None and not _fits(kind, wanted.type):
            yield Problem(
                f"`{shown(argument.name)}` of `{shown(call.operation_id or '')}` has the type {shown(wanted.type)}, "
                f"and gets a value of the type {kind}.",
                argument.place,
            )
    for argument, wanted, caller, source in _fed(call, _is_of_other_type):
        yield Problem(
            f"`{shown(argument.name)}` of `{shown(call.operation_id or '')}` has the type {shown(wanted.type or '')}, "
            f"and `{shown(argument.source or '')}` of {caller.label} the type {shown(source.type or '')}.",
            argument.place,
            related=(Related("the source", source),),
        )


@rule(WARNING, validator("SourcePropertyInternal"))
def dyn_source_internal(call: DynamicCall) -> Problems:
    """A dynamic extension takes no value from a parameter or property that is internal.

    Makers cannot fill it in, so the call never gets a value. Microsoft's validator: "Either make the property visible or
    update the parameter reference to a static value." No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {warehouse: {x-ms-visibility: internal, default: main}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {warehouse: {x-ms-visibility: advanced}}}}}
    """
    for argument, _, caller, source in _fed(call, _is_internal):
        # Makers fill in nothing of an internal operation.
        if caller.is_internal:
            continue
        yield Problem(
            f"`{shown(argument.source or '')}` of {caller.label} is internal; makers cannot give it a value.",
            argument.place,
            related=(Related("the internal source", source),),
        )


@rule(WARNING, validator("OperationParameterNameIsAmbiguous"))
def dyn_ambiguous_name(call: DynamicCall) -> Problems:
    """A name in a dynamic extension means either a parameter or a body property, and not both.

    Microsoft's validator: "The parameter name is ambiguous as it matches both a parameter name and a path to a body
    property." Rename one, or refer to the property by its full path. That `x-ms-dynamic-values` refers to such a name
    without `x-ms-dynamic-list` beside it is another finding.

    Bad:
        definition: {paths: {/items: {post: {parameters: {"+": {name: body/warehouse, in: query, type: string, required: true, x-ms-summary: Warehouse Code, description: Where the item lies.}}}}}}
    Good:
        definition: {paths: {/items: {post: {parameters: {"+": {name: depot, in: query, type: string, required: true, x-ms-summary: Depot Code, description: Where the item lies.}}}}}}
    """
    for argument in call.arguments:
        if call.target is not None and _is_ambiguous(call, call.target, argument.name):
            yield Problem(
                f"`{shown(argument.name)}` is both a parameter and a body property of {call.target.label}.",
                call.key("parameters", argument.name),
            )
        if argument.source is None or not call.takes_paths:
            continue
        for caller in call.callers:
            if _is_ambiguous(call, caller, argument.source):
                yield Problem(
                    f"`{shown(argument.source)}` is both a parameter and a body property of {caller.label}.",
                    argument.place,
                )
                break


def _is_ambiguous(call: DynamicCall, operation: Operation, name: str) -> bool:
    body = operation.body
    schema = None if body is None else body.schema
    if body is None or schema is None:
        return False
    if not any(parameter.name == name and not parameter.is_body for parameter in operation.parameters):
        return False
    paths = call.definition.schema_paths
    if not call.takes_paths:
        return paths.child(schema, name).node is not None
    head, _, rest = name.partition("/")
    return head == body.name and bool(rest) and paths.follow(schema, rest).node is not None


_TYPES: dict[type[Any], str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


def _fits(given: str, wanted: str) -> bool:
    return given == wanted or (given == "integer" and wanted == "number")


def _fed(
    call: DynamicCall, is_wrong: Callable[[Parameter | Schema, Parameter | Schema], bool]
) -> Iterator[tuple[Argument, Parameter | Schema, Operation, Parameter | Schema]]:
    """Each argument that is fed wrongly: what it feeds, and the first operation in which that is so, with the source.

    One operation stands for all that share the extension, so that the same defect is told once.
    """
    for argument in call.arguments:
        wanted = None if argument.source is None else call.parameter(argument.name).node
        if wanted is None:
            continue
        for caller in call.callers:
            source = call.source(argument, caller).node
            if source is not None and is_wrong(wanted, source):
                yield argument, wanted, caller, source
                break


def _is_optional(wanted: Parameter | Schema, source: Parameter | Schema) -> bool:
    return (
        wanted.is_required
        and not wanted.has("default")
        and not source.is_required
        and not source.has("default")
    )


def _is_of_other_type(wanted: Parameter | Schema, source: Parameter | Schema) -> bool:
    return bool(source.type and wanted.type) and not _fits(source.type or "", wanted.type or "")


def _is_internal(_: Parameter | Schema, source: Parameter | Schema) -> bool:
    return source.is_internal or (isinstance(source, Schema) and not source.is_visible)
