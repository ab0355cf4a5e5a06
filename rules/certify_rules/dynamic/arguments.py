"""What a dynamic extension hands to the operation that it calls: the `parameters` of the call."""

from __future__ import annotations

from certify.api import (
    ERROR,
    Argument,
    ArgumentKind,
    DynamicCall,
    Fix,
    Parameter,
    Problem,
    Problems,
    Related,
    documented,
    repository,
    rule,
    safe,
    validator,
)
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
# The most that a published operation has is far below; this bounds the work of a hostile definition.
_MOST_NEEDED = 300
_MOST_NAMED = 5


@rule(ERROR, validator("OperationParameterNameNotFound"))
def dyn_parameter_known(call: DynamicCall) -> Problems:
    """The names in `parameters` are parameters of the operation that is called.

    Microsoft's validator: "The parameter could not be found in operation 'GetMyPages' in the swagger document." A property
    of the body is named by its path, such as `body/tableId`. No published connector breaks this.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-list: {parameters: {country: {value: nl}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-values: {parameters: {warehouse: main}}}}}}}
    """
    for argument in call.arguments:
        if call.parameter(argument.name).is_absent:
            yield Problem(
                f"The operation `{shown(call.operation_id or '')}` has no parameter `{shown(argument.name)}`.",
                call.key("parameters", argument.name),
                lacks=call.root,
            )


@rule(ERROR, validator("OperationMissingRequiredProperty"))
def dyn_required_given(call: DynamicCall) -> Problems:
    """Every required parameter of the operation that is called gets a value, or has a `default`.

    Microsoft's validator: "The target operation requires parameter '{0}'." Without the value the designer cannot call it.
    No published connector breaks this, be it for parameters or for required properties of the body.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: null}}}}}}
    Bad (a property of the body):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-properties: null, x-ms-dynamic-schema: {operationId: CreateItem, value-path: id, parameters: {category: null, name: hinge, warehouse: main}}}}}}, paths: {/lookups/attributes: {get: {x-ms-visibility: advanced}}}}
        readme: {$replace: {"## Obtaining Credentials": "### Get the attributes of a category\\n\\nReturns them.\\n\\n## Obtaining Credentials"}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {value: main, parameterReference: null}}}}}}}}
    """
    target = call.target
    if target is None:
        return
    given = {argument.name for argument in call.arguments}
    body = "" if target.body is None else target.body.name
    # A path further down gives the object that it leads to.
    given |= {f"{body}/{name.removeprefix(f'{body}/').partition('/')[0]}" for name in given}
    at = call.at("parameters") if call.has("parameters") else call.place
    lacking = [
        (parameter, name)
        for name, parameter in target.needed[:_MOST_NEEDED]
        if name not in given and (not parameter.is_body or body not in given)
    ]
    if lacking:
        names = ", ".join(f"`{shown(name)}`" for _, name in lacking[:_MOST_NAMED])
        more = f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else ""
        yield Problem(
            f"{target.label} requires {names}{more}, to which the extension gives no value.",
            at,
            related=tuple(Related("the parameter", parameter) for parameter, _ in lacking[:_MOST_NAMED]),
        )


@rule(ERROR, _SCHEMA, documented("openapi-extensions"), fix="safe")
def dyn_list_forms(call: DynamicCall) -> Problems:
    """Each extension writes its `parameters` in its own way.

    `x-ms-dynamic-values` and `x-ms-dynamic-schema` have bare values and `{"parameter": "name"}`. The newer
    `x-ms-dynamic-list`, `x-ms-dynamic-properties` and `x-ms-dynamic-tree` have `{"value": …}` and
    `{"parameterReference": "body/name"}`. Each ignores the other's way. No published connector mixes them up.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: main}}}}}}}
    Bad (both at once):
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {value: main}}}}}}}}
    Bad (the older way):
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameter: warehouse, parameterReference: null}}}}}}}}
    Bad (the newer way):
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-values: {parameters: {warehouse: {parameter: null, value: main}}}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {value: main, parameterReference: null}}}}}}}}
    """
    fitting = _NEWER if call.takes_paths else _OLDER
    ways = '{"value": …} or {"parameterReference": …}' if call.takes_paths else 'a value or {"parameter": …}'
    for argument in call.arguments:
        written = call.mapping("parameters").get(argument.name)
        says_two = (
            call.takes_paths
            and isinstance(written, dict)
            and {"value", "parameterReference"} <= written.keys()
        )
        is_broken = says_two or (argument.kind in _NAMING and not isinstance(argument.value, str))
        if is_broken or argument.kind not in fitting:
            yield Problem(
                f"In `{call.name}` the parameter `{shown(argument.name)}` is {ways}.",
                argument.place,
                fix=None if is_broken else _in_other_way(call, argument),
            )


_NAMING = frozenset({ArgumentKind.PARAMETER, ArgumentKind.REFERENCE})
# Where `selectedItemValuePath` belongs is said by the rule on trees.
_NEWER = frozenset({ArgumentKind.VALUE, ArgumentKind.REFERENCE, ArgumentKind.SELECTED})
_OLDER = frozenset({ArgumentKind.STATIC, ArgumentKind.PARAMETER, ArgumentKind.SELECTED})


def _in_other_way(call: DynamicCall, argument: Argument) -> Fix | None:
    """The same argument as the extension writes it, where that is the same beyond doubt."""
    place = argument.place
    if call.takes_paths and argument.kind is ArgumentKind.STATIC and argument.value is not None:
        return safe(place.replace({"value": argument.value}))
    if call.takes_paths and argument.kind is ArgumentKind.PARAMETER:
        sources = [call.source(argument, caller).node for caller in call.callers]
        if sources and all(isinstance(source, Parameter) for source in sources):
            return safe(place.replace({"parameterReference": argument.value}))
    if not call.takes_paths and argument.kind is ArgumentKind.VALUE and not isinstance(argument.value, dict):
        return safe(place.replace(argument.value))
    return None
