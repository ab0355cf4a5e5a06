"""Where the choices are in the response of the operation that is called."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    DynamicCall,
    Fix,
    Has,
    Place,
    Problem,
    Problems,
    Related,
    Schema,
    documented,
    repository,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
# How the wizard of custom connectors calls the item of an array of strings.
_ITEM_ITSELF = "key-item-output"


@rule(WARNING, _SCHEMA, documented("openapi-extensions"))
def dyn_values_paths(
    call: Annotated[DynamicCall, Has("x-ms-dynamic-values", "x-ms-dynamic-list")],
) -> Problems:
    """The choices have a value and a label: `value-path` and `value-title` (`itemValuePath` and `itemTitlePath`).

    Without the label makers choose among bare ids. Where the items are strings or numbers there is nothing to name, and
    neither is asked for; without that case one connector in a hundred breaks this.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-title: null}, x-ms-dynamic-list: null}}}
    Bad (no value):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: null, x-ms-dynamic-list: {itemValuePath: ""}}}}
    Good (the items are strings):
        definition: {paths: {/lookups/warehouses: {get: {responses: {"200": {schema: {$ref: null, type: array, items: {type: string}}}}}}}, parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-collection: null, value-path: null, value-title: null}, x-ms-dynamic-list: null}}, definitions: {ItemInput: {properties: {warehouse: {x-ms-dynamic-values: null, x-ms-dynamic-list: null}}}, SubscriptionInput: {properties: {warehouse: {x-ms-dynamic-values: null, x-ms-dynamic-list: null}}}}}
    """
    item = call.item
    if item is None or (item.type != "object" and not item.has("properties") and not item.has("allOf")):
        return
    for key, said in ((call.value_key, "value"), (call.title_key, "label")):
        if key is not None and not call.get(key):
            at = call.at(key) if call.has(key) else call.place
            yield Problem(
                f"`{call.name}` has no `{key}`; it says which property of an item is its {said}.", at
            )


@rule(WARNING, validator("InvokedOperationShouldProduceArray"))
def dyn_collection_array(call: DynamicCall) -> Problems:
    """`value-collection` (`itemsPath`) leads to an array in the success response of the operation that is called.

    Without it the response itself must be an array. Microsoft's validator: "The dynamic operation expects an array on the
    specified path '{0}' which should be defined in the successful response of the invoked operation '{1}'." Nine certified
    connectors in a hundred break this. Nothing is said where the response declares nothing.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-collection: values}, x-ms-dynamic-list: null}}}
    Bad (no array):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: null, x-ms-dynamic-list: {itemsPath: null}}}}
    Good:
        definition: {paths: {/lookups/warehouses: {get: {responses: {"200": {schema: {$ref: null, type: object, additionalProperties: true}}}}}}}
    """
    if not call.is_list or call.target is None:
        return
    collection = call.collection
    path = call.path(call.collection_key)
    if collection.is_absent:
        yield Problem(
            f"The response of {call.target.label} has nothing at `{shown(path)}`; "
            f"the designer expects an array there{_array_in(call)}.",
            _said_at(call, call.collection_key),
            related=_response(call),
        )
    elif isinstance(collection.node, Schema) and collection.node.type not in {None, "array"}:
        what = (
            f"What {call.target.label} returns at `{shown(path)}`"
            if path
            else f"The response of {call.target.label}"
        )
        yield Problem(
            f"{what} is of the type {shown(collection.node.type or '')}; "
            f"the designer expects an array there{'' if path else _array_in(call)}.",
            _said_at(call, call.collection_key),
            related=_response(call),
        )


@rule(WARNING, validator("InvokedOperationShouldProduceProperty"))
def dyn_item_path(call: DynamicCall) -> Problems:
    """`value-path` and `value-title` (`itemValuePath`, `itemTitlePath`) lead to properties of the items.

    For a schema, `value-path` leads to the object that holds it. Microsoft's validator: "The dynamic operation expects a
    property on the specified path '{0}'." Names are compared exactly: `Id` is not `id`. Nine certified connectors in a
    hundred break this. Nothing is said where the items declare nothing.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-title: Name}, x-ms-dynamic-list: null}}}
    Bad (the schema):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: {value-path: scheme}, x-ms-dynamic-properties: {itemValuePath: scheme}}}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-title: code}, x-ms-dynamic-list: null}}}
    """
    if call.target is None:
        return
    for key in dict.fromkeys((call.value_key, call.title_key)):
        path = call.path(key)
        if not path or key is None or path == _ITEM_ITSELF:
            continue
        if call.in_item(path).is_absent if call.is_list else _is_absent_in_response(call, path):
            meant = _with_other_capitals(call.item if call.is_list else call.collection.node, path)
            yield Problem(
                f"{'The items' if call.is_list else 'The response'} of {call.target.label} "
                f"{'have' if call.is_list else 'has'} no property `{shown(path)}`"
                + (f"; `{shown(meant)}` may be meant." if meant else "."),
                call.at(key),
                related=_response(call),
            )


@rule(ERROR, validator("DynamicPropertiesItemValuePathMismatch"), established=WARNING, fix="unsafe")
def dyn_paths_agree(call: Annotated[DynamicCall, Has("x-ms-dynamic-properties")]) -> Problems:
    """`x-ms-dynamic-schema` and `x-ms-dynamic-properties` of a field lead to the same schema.

    `itemValuePath` is `value-path` without `/properties` at its end, because the newer extension points to the schema and
    the older one to its properties. Microsoft's validator: "The 'x-ms-dynamic-properties' extension should have the same
    item value path as 'x-ms-dynamic-schema' extension without 'properties' ending." No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: {value-path: null}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: {value-path: schema/properties}}}}}}
    """
    yield from _disagreeing(call)


# The validator speaks of schemas only, and two published connectors have lists that differ.
@rule(WARNING, documented("openapi-extensions"), fix="unsafe")
def dyn_lists_agree(call: Annotated[DynamicCall, Has("x-ms-dynamic-list")]) -> Problems:
    """`x-ms-dynamic-values` and `x-ms-dynamic-list` of a field offer the same choices.

    `itemsPath` is `value-collection`, `itemValuePath` is `value-path`, `itemTitlePath` is `value-title`. Some designers
    read the older extension and some the newer one, so that makers would choose from different labels, or send another
    value. One certified connector in a hundred breaks this.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-list: {itemTitlePath: code}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-title: code}, x-ms-dynamic-list: {itemTitlePath: code}}}}
    """
    yield from _disagreeing(call)


def _disagreeing(call: DynamicCall) -> Problems:
    """Each path of the newer extension that is another than that of the older one beside it."""
    subject = call.subject
    if subject is None:
        return
    older = "x-ms-dynamic-values" if call.is_list else "x-ms-dynamic-schema"
    said = subject.mapping(older)
    # Each may call an operation of its own, which answers in its own way.
    if not said or said.get("operationId") != call.operation_id:
        return
    pairs = zip(("value-collection", "value-path", "value-title"), _NEWER_KEYS, strict=True)
    for old, new in pairs if call.is_list else (("value-path", "itemValuePath"),):
        expected = said.get(old, "")
        actual = call.get(new) if call.has(new) else ""
        if not isinstance(expected, str) or not isinstance(actual, str):
            continue
        if not call.is_list:
            expected = (
                expected.removesuffix("properties").rstrip("/") if _ends_in_properties(expected) else expected
            )
        if _plain(expected) != _plain(actual):
            said_here = f"is `{shown(actual)}`" if actual else "is missing"
            said_there = f"`{old}` leads to `{shown(expected)}`" if expected else f"there is no `{old}`"
            yield Problem(
                f"`{new}` {said_here}, and in `{older}` {said_there}; make them agree.",
                call.at(new) if call.has(new) else call.place,
                related=(Related("the older extension", subject.at(older)),),
                fix=_fix(call, new, expected),
            )


_NEWER_KEYS = ("itemsPath", "itemValuePath", "itemTitlePath")


def _fix(call: DynamicCall, key: str, expected: str) -> Fix:
    if not call.has(key):
        return unsafe(call.place.add(key, expected))
    return unsafe(call.at(key).replace(expected) if expected else call.at(key).remove())


def _ends_in_properties(path: str) -> bool:
    return path == "properties" or path.endswith("/properties")


def _plain(path: str) -> str:
    return path.strip("/").replace(".", "/")


def _is_absent_in_response(call: DynamicCall, path: str) -> bool:
    """Whether the response surely has nothing at the path."""
    schema = call.collection.node
    if not isinstance(schema, Schema):
        return False
    # A schema that the response declares down to its members is a rarity; `properties` is a word of the schema itself.
    return call.definition.schema_paths.follow(schema, path).is_absent and not _ends_in_properties(path)


def _array_in(call: DynamicCall) -> str:
    """What to say of the only array that the response holds: that it may be the one that is meant."""
    response = None if call.target is None else call.target.success
    schema = None if response is None else response.schema
    if schema is None:
        return ""
    arrays = [name for name, value in schema.properties.items() if value.type == "array"]
    return f", and the only one is `{shown(arrays[0])}`" if len(arrays) == 1 else ""


def _with_other_capitals(schema: object, path: str) -> str | None:
    """The property that differs from the path in capitals only."""
    if not isinstance(schema, Schema):
        return None
    return next((name for name in schema.all_properties if name.casefold() == path.casefold()), None)


def _said_at(call: DynamicCall, key: str | None) -> Place:
    return call.at(key) if key is not None and call.has(key) else call.place


def _response(call: DynamicCall) -> tuple[Related, ...]:
    response = None if call.target is None else call.target.success
    return () if response is None else (Related("the response", response),)
