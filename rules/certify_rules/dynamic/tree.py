"""`x-ms-dynamic-tree`: folders and files to browse, as a file picker shows them."""

from __future__ import annotations

from certify.api import (
    ERROR,
    Annotated,
    ArgumentKind,
    DynamicCall,
    Extension,
    Has,
    Problem,
    Problems,
    documented,
    repository,
    rule,
    validator,
)

_STEPS = ("open", "browse")
_SETTINGS = ("canSelectParentNodes", "canSelectLeafNodes")


@rule(
    ERROR,
    validator("DynamicTreeExtensionMissing"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    documented("openapi-extensions"),
)
def dyn_tree(extension: Annotated[Extension, Has("x-ms-dynamic-tree", "x-ms-dynamic-values")]) -> Problems:
    """A file picker has `x-ms-dynamic-tree`, and that has `settings`, `open` and `browse`.

    `open` calls the operation for the root, `browse` the one for a folder; `settings` say whether folders
    (`canSelectParentNodes`) and files (`canSelectLeafNodes`) can be chosen. `x-ms-dynamic-values` with the capability
    `file-picker` is the older form. Microsoft's validator: "The 'x-ms-dynamic-tree' extension must be defined to enable file
    picker support." All published connectors with file pickers have both.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-list: null, x-ms-dynamic-values: {capability: file-picker, operationId: null, value-collection: null}}}}
    Bad (nothing to browse with):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-tree: {settings: {canSelectLeafNodes: true}, open: {operationId: ListWarehouses, itemsPath: value, itemValuePath: code, itemTitlePath: name}}}}}
    Bad (settings):
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-tree: {settings: {canSelectLeafNodes: "yes"}, open: {operationId: ListWarehouses, itemsPath: value, itemValuePath: code, itemTitlePath: name}, browse: {operationId: ListBins, itemsPath: value, itemValuePath: code, itemTitlePath: name, parameters: {warehouse: {selectedItemValuePath: code}}}}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-tree: {settings: {canSelectLeafNodes: true}, open: {operationId: ListWarehouses, itemsPath: value, itemValuePath: code, itemTitlePath: name}, browse: {operationId: ListBins, itemsPath: value, itemValuePath: code, itemTitlePath: name, parameters: {warehouse: {selectedItemValuePath: code}}}}}}}
    """
    if extension.name == "x-ms-dynamic-values":
        owner = extension.owner
        is_picker = extension.text("capability") == "file-picker"
        if is_picker and owner is not None and not owner.has("x-ms-dynamic-tree"):
            yield Problem("A file picker needs `x-ms-dynamic-tree` beside `x-ms-dynamic-values`.", extension)
        return
    if not isinstance(extension.content, dict):
        return
    for step in ("settings", *_STEPS):
        if not extension.has(step):
            yield Problem(f"`x-ms-dynamic-tree` has no `{step}`.", extension)
        elif not isinstance(extension.get(step), dict):
            yield Problem(f"`{step}` is an object.", extension.at(step))
    for name, setting in extension.mapping("settings").items():
        if name not in _SETTINGS:
            yield Problem(
                f"The settings are `{_SETTINGS[0]}` and `{_SETTINGS[1]}`.", extension.key("settings", name)
            )
        elif not isinstance(setting, bool):
            yield Problem(f"`{name}` is true or false.", extension.at("settings", name))


@rule(ERROR, validator("SelectedItemValuePathNotAllowedInThisPosition"))
def dyn_tree_selected(call: DynamicCall) -> Problems:
    """`selectedItemValuePath` is only in `browse` of `x-ms-dynamic-tree`.

    It hands on the folder that the maker has opened, and nowhere else is there one. Microsoft's validator: "It is allowed
    only in 'browse' operation of 'x-ms-dynamic-tree' extension." No published connector breaks this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-dynamic-list: {parameters: {warehouse: {parameterReference: null, selectedItemValuePath: code}}}}}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-dynamic-tree: {settings: {canSelectLeafNodes: true}, open: {operationId: ListWarehouses, itemsPath: value, itemValuePath: code, itemTitlePath: name}, browse: {operationId: ListBins, itemsPath: value, itemValuePath: code, itemTitlePath: name, parameters: {warehouse: {selectedItemValuePath: code}}}}}}}
    """
    if call.form == "tree" and call.steps == ("browse",):
        return
    for argument in call.arguments:
        if argument.kind is ArgumentKind.SELECTED:
            yield Problem(
                "`selectedItemValuePath` is only for `browse` of `x-ms-dynamic-tree`.",
                argument.place.key("selectedItemValuePath"),
            )
