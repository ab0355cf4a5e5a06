"""What a dynamic extension consists of, and where it stands."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    Annotated,
    Extension,
    Has,
    Parameter,
    Problem,
    Problems,
    repository,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from certify.api import Place

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_CALL = ("operationId", "parameters")
_ITEM = ("itemsPath", "itemValuePath", "itemTitlePath")
_NODE = frozenset((*_CALL, *_ITEM, "itemFullTitlePath", "itemIsParent"))
_MEMBERS = {
    "x-ms-dynamic-values": frozenset(
        (*_CALL, "value-collection", "value-path", "value-title", "capability", "builtInOperation")
    ),
    "x-ms-dynamic-list": frozenset((*_CALL, *_ITEM, "builtInOperation")),
    "x-ms-dynamic-schema": frozenset((*_CALL, "value-path")),
    "x-ms-dynamic-properties": frozenset((*_CALL, "itemValuePath")),
    "x-ms-dynamic-tree": frozenset(("settings", "open", "browse")),
}
# Said by the rules on the operation and on trees.
_JUDGED_ELSEWHERE = frozenset(("operationId", "settings", "open", "browse"))

Dynamic = Annotated[
    Extension,
    Has(
        "x-ms-dynamic-values",
        "x-ms-dynamic-list",
        "x-ms-dynamic-schema",
        "x-ms-dynamic-properties",
        "x-ms-dynamic-tree",
    ),
]


@rule(ERROR, _SCHEMA)
def dyn_known_keys(extension: Dynamic) -> Problems:
    """A dynamic extension is an object with the members that are documented for it, each of its type.

    `value-collection`, `value-path` and `value-title` belong to the older extensions, `itemsPath`, `itemValuePath` and
    `itemTitlePath` to the newer ones. Any other member is ignored, and the extension then does something else than it
    seems to. No published connector breaks this.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {valueTitle: name}}}}
    Bad (a member of the newer one):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: {itemValuePath: schema}}}}}}
    Bad (no path):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: {value-path: [schema]}}}}}}
    Bad (no object):
        definition: {definitions: {ItemInput: {properties: {attributes: {x-ms-dynamic-schema: GetAttributeSchema}}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {parameters: {}}}}}
    """
    if not isinstance(extension.content, dict):
        yield Problem(f"`{extension.name}` is an object that names the operation to call.", extension)
        return
    yield from _odd_members(extension.value, extension.place, _MEMBERS[extension.name])
    if extension.name == "x-ms-dynamic-tree":
        for step in ("open", "browse"):
            yield from _odd_members(extension.mapping(step), extension.at(step), _NODE)


def _odd_members(value: dict[str, Any], place: Place, known: frozenset[str]) -> Problems:
    for name, content in value.items():
        if name not in known:
            similar = next(iter(get_close_matches(name[:64], sorted(known), 1, 0.7)), None)
            hint = f" Is `{similar}` meant?" if similar else ""
            yield Problem(f"`{shown(name)}` is no member of this extension.{hint}", place.key(name))
        elif name not in _JUDGED_ELSEWHERE and not isinstance(content, dict if name == "parameters" else str):
            wanted = "an object from parameters to values" if name == "parameters" else "a string"
            yield Problem(f"`{name}` is {wanted}.", place.at(name))


@rule(ERROR, validator("DynamicExtensionDefinitionNotAllowedInParameter"), fix="unsafe")
def dyn_not_on_body(extension: Dynamic) -> Problems:
    """A dynamic extension is not on a body parameter, but in its schema.

    Microsoft's validator: "Dynamic extensions are not allowed to be defined on the body parameter. It should be in the
    schema." No published connector breaks this.

    Bad:
        definition: {paths: {/items: {post: {parameters: {0: {schema: {$ref: null, type: object}, x-ms-dynamic-schema: {operationId: GetAttributeSchema, parameters: {category: hardware}, value-path: schema}}}}}}, definitions: {ItemInput: null}, parameters: {WarehouseFilter: {x-ms-dynamic-list: {operationId: ListBins, parameters: {warehouse: {value: main}}}}}}
    Good:
        definition: {paths: {/items: {post: {parameters: {0: {schema: {$ref: null, type: object, x-ms-dynamic-schema: {operationId: GetAttributeSchema, parameters: {category: hardware}, value-path: schema}}}}}}}, definitions: {ItemInput: null}, parameters: {WarehouseFilter: {x-ms-dynamic-list: {operationId: ListBins, parameters: {warehouse: {value: main}}}}}}
    """
    parameter = extension.owner
    if not isinstance(parameter, Parameter) or not parameter.is_body:
        return
    schema = parameter.mapping("schema")
    fix = None
    if schema and "$ref" not in schema and extension.name not in schema:
        fix = unsafe(extension.place.remove(), parameter.at("schema").add(extension.name, extension.content))
    yield Problem(
        f"`{extension.name}` is on the body parameter itself; it belongs in its schema.",
        extension.key(),
        fix=fix,
    )
