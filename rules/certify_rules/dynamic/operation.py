"""Which operation a dynamic extension calls, and whether makers should see that operation."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Definition,
    DynamicCall,
    Operation,
    Problem,
    Problems,
    Schema,
    advice,
    repository,
    rule,
    validator,
)
from certify_rules.words import shown


@rule(
    ERROR,
    validator("OperationIdNotFound"),
    validator("OneOfPropertiesRequired"),
    repository("schemas/apiDefinition.swagger.schema.json"),
)
def dyn_operation(call: DynamicCall, definition: Definition) -> Problems:
    """A dynamic extension names an operation that exists.

    The designer calls it to offer choices or to learn a schema, and shows an error in the field when there is none.
    Microsoft's validator: "The 'operationId' could not be found in this swagger document." The comparison is exact:
    `CSSAPI_EntityListInsert` is not `CSSAPIEntityListInsert`. Only what the platform itself answers (`capability`,
    `builtInOperation`) needs no `operationId`. No published connector breaks this. Where the definition has no operations
    at all, or breaks off in the middle of them, that is said, and no name is missed.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {operationId: List_Warehouses}}}}
    Bad (no operation):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-list: {operationId: null}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {parameters: {}}}}}
    """
    if call.target is not None or (call.is_built_in and not call.has("operationId")):
        return
    name = call.operation_id
    if name:
        if not definition.operations:
            return
        yield Problem(
            f"There is no operation `{shown(name)}` in this definition.",
            call.at("operationId"),
            lacks=definition.at("paths"),
        )
    else:
        at = call.at("operationId") if call.has("operationId") else call.place
        yield Problem(f"`{call.name}` has no `operationId` of the operation to call.", at)


@rule(NOTE, advice(), custom=OFF)
def dyn_target_internal(definition: Definition) -> Problems:
    """An operation that only dynamic extensions need is internal.

    Meant are operations that return a schema, and such whose items have a value and a label and nothing more: in a flow
    they do little for a maker. `x-ms-visibility: internal` hides them and leaves the extensions working. One certified
    connector in three and most independent ones reuse visible operations; those that return more are not reported.

    Bad:
        definition: {paths: {/lookups/warehouses: {get: {x-ms-visibility: null}}}}
        readme: {$replace: {"## Obtaining Credentials": "### List the warehouses\\n\\nReturns them.\\n\\n## Obtaining Credentials"}}
    Bad (returns a schema):
        definition: {paths: {/lookups/attributes: {get: {x-ms-visibility: advanced}}}}
        readme: {$replace: {"## Obtaining Credentials": "### Get the attributes of a category\\n\\nReturns them.\\n\\n## Obtaining Credentials"}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {operationId: ListItems, value-path: id}, x-ms-dynamic-list: {operationId: ListItems, itemValuePath: id}}}}
    """
    wide: set[str] = set()
    narrow: dict[str, Operation] = {}
    for call in definition.dynamic_calls:
        target = call.target
        if target is None or target.is_internal or target.is_trigger or target.is_deprecated:
            continue
        is_narrow = _serves_only(call)
        if is_narrow is None:
            wide.add(call.operation_id or "")
        elif is_narrow:
            narrow.setdefault(call.operation_id or "", target)
    for name, target in narrow.items():
        if name not in wide:
            yield Problem(
                f"{target.label} returns nothing but what dynamic extensions offer; make it internal, unless makers need it for more.",
                target,
            )


def _serves_only(call: DynamicCall) -> bool | None:
    """Whether the operation answers this call and no maker; None when it plainly serves makers, too."""
    if not call.is_list:
        schema = call.collection.node
        is_any = isinstance(schema, Schema) and not schema.definition.schema_paths.members(schema).is_open
        path = call.path(call.value_key).partition("/")[0]
        return path in {"schema", "properties"} or not is_any
    item = call.item
    if item is None:
        return False
    asked = {call.path(call.value_key), call.path(call.title_key)}
    members = item.definition.schema_paths.members(item)
    if members.is_open:
        return False
    return True if len(members.named) <= len(asked) and asked.issuperset(members.named) else None
