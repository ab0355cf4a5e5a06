"""Where extensions stand: each has a meaning at some kinds of object, and none at others."""

from __future__ import annotations

from certify.api import (
    WARNING,
    Annotated,
    Contact,
    Definition,
    Extension,
    Fix,
    Has,
    Header,
    Info,
    Node,
    Operation,
    Parameter,
    PathItem,
    Problem,
    Problems,
    Response,
    Schema,
    SecurityScheme,
    documented,
    repository,
    rule,
    unsafe,
)

_FIELD = (Parameter, Schema)
_PLACES: dict[str, tuple[type[Node], ...]] = {
    "x-ms-api-annotation": (Info, Operation),
    "x-ms-capabilities": (Definition, Operation, Parameter, Schema),
    "x-ms-connector-metadata": (Definition,),
    "x-ms-deployment-version": (Info,),
    "x-ms-docs": (Definition,),
    "x-ms-dynamic-list": _FIELD,
    "x-ms-dynamic-properties": _FIELD,
    "x-ms-dynamic-schema": _FIELD,
    "x-ms-dynamic-tree": _FIELD,
    "x-ms-dynamic-values": _FIELD,
    "x-ms-editor": _FIELD,
    "x-ms-editor-options": _FIELD,
    "x-ms-enum-values": _FIELD,
    "x-ms-keywords": (Info,),
    "x-ms-localizeDefaultValue": _FIELD,
    "x-ms-media-kind": _FIELD,
    "x-ms-no-generic-test": (Operation,),
    # One in an operation is reported as missing at its path (webhook-content).
    "x-ms-notification-content": (PathItem, Operation),
    "x-ms-operation-context": (Operation,),
    "x-ms-pageable": (Operation,),
    "x-ms-safe-operation": (Operation,),
    "x-ms-summary": _FIELD,
    "x-ms-test-value": _FIELD,
    "x-ms-trigger": (Operation,),
    "x-ms-trigger-hint": (Operation,),
    "x-ms-trigger-metadata": (Operation,),
    "x-ms-trigger-value": _FIELD,
    # That of another parameter or of a schema is a finding of its own (param-encoding-nonpath).
    "x-ms-url-encoding": _FIELD,
    "x-ms-visibility": (Operation, Parameter, Schema),
}
_KINDS: dict[type[Node], str] = {
    Contact: "the contact",
    Definition: "the root of the definition",
    Header: "a header of a response",
    Info: "`info`",
    Operation: "an operation",
    Parameter: "a parameter",
    PathItem: "a path",
    Response: "a response",
    Schema: "a schema",
    SecurityScheme: "a security definition",
}
_INSTEAD: dict[tuple[str, type[Node]], str] = {
    ("x-ms-summary", Operation): "the title of an operation is its `summary`",
    ("x-ms-summary", Response): "what a maker sees is the `x-ms-summary` or `title` of the schema",
    ("x-ms-visibility", PathItem): "each operation of the path has a visibility of its own",
    ("x-ms-notification-content", Definition): "it belongs to the path of the webhook",
}


def is_at_home(name: str, owner: object) -> bool:
    """Whether an extension of that name can mean something at that object."""
    return isinstance(owner, _PLACES.get(name, ()))


_CHOICES = {"x-ms-dynamic-values", "x-ms-dynamic-list"}


@rule(
    WARNING,
    documented("openapi-extensions"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    fix="unsafe",
)
def xms_place(extension: Annotated[Extension, Has(*_PLACES)]) -> Problems:
    """An extension stands at an object where it has a meaning.

    The platform looks for each of its extensions at some kinds of object, and ignores it at others without a word:
    `x-ms-summary` is the label of a parameter or of a schema, and no title of an operation, response or header;
    `x-ms-visibility` hides operations, parameters and properties, but no path; a list of values to choose from
    (`x-ms-dynamic-values`) helps where something is filled in, and not in what is returned. Five published connectors in a
    hundred have one in vain.

    Bad:
        definition: {paths: {/items: {post: {x-ms-summary: Create an item}}}}
    Bad (of a response):
        definition: {responses: {NotFound: {x-ms-summary: Not Found}}}
    Bad (of a header):
        definition: {responses: {NotFound: {headers: {Retry-After: {type: string, description: How long to wait., x-ms-summary: Wait}}}}}
    Bad (of a path):
        definition: {paths: {/subscriptions: {x-ms-visibility: advanced}}}
    Bad (where nothing is chosen):
        definition: {definitions: {ItemPage: {properties: {count: {type: integer, x-ms-summary: Count, description: The number of items., x-ms-dynamic-list: {operationId: ListWarehouses, itemsPath: value, itemValuePath: code, itemTitlePath: name}}}}}}
    Bad (of an action):
        definition: {paths: {/items: {post: {x-ms-trigger-hint: Create an item to see it work.}}}}
    Good:
        definition: {definitions: {ItemInput: {x-ms-summary: Stock Item}}}
    """
    name, owner = extension.name, extension.owner
    if owner is None or type(owner) not in _KINDS:
        return
    if not isinstance(owner, _PLACES[name]):
        why = _INSTEAD.get((name, type(owner)), "it has no meaning there")
        yield Problem(
            f"`{name}` stands at {_KINDS[type(owner)]}; {why}.", extension.key(), fix=_moved(extension, owner)
        )
    elif name in _CHOICES and isinstance(owner, Schema) and owner.is_output and not owner.is_input:
        yield Problem(
            f"`{name}` stands in what is returned, where nothing is chosen; remove it.",
            extension.key(),
            fix=unsafe(extension.place.remove()),
        )
    elif name == "x-ms-trigger-hint" and isinstance(owner, Operation) and not owner.is_trigger:
        yield Problem(
            f"The operation {owner.label} is no trigger, so that nobody sees its `{name}`; remove it.",
            extension.key(),
            fix=unsafe(extension.place.remove()),
        )


def _moved(extension: Extension, owner: Node) -> Fix:
    """The title of an operation that has none is kept under its right name."""
    if extension.name == "x-ms-summary" and isinstance(owner, Operation) and not owner.has("summary"):
        return unsafe(extension.place.rename("summary"))
    return unsafe(extension.place.remove())
