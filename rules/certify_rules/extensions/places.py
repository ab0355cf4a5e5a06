"""Where an extension stands: the platform reads each at some kinds of nodes and nowhere else."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Definition,
    Extension,
    Has,
    Info,
    Operation,
    Parameter,
    Problem,
    Problems,
    Schema,
    advice,
    checker,
    documented,
    repository,
    rule,
)

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_ON_FIELDS = ((Parameter, Schema), "a parameter or property")
_ON_OPERATIONS = ((Operation,), "an operation")

# Addresses for notifications, what a webhook delivers, and encodings have rules of their own.
_READ_AT: dict[str, tuple[tuple[type, ...], str]] = {
    "x-ms-api-annotation": ((Operation, Info), "an operation or `info`"),
    "x-ms-capabilities": ((Definition, Operation, Schema), "the root, an operation or a schema"),
    "x-ms-connector-metadata": ((Definition,), "the root of the definition"),
    "x-ms-dynamic-list": _ON_FIELDS,
    "x-ms-dynamic-properties": _ON_FIELDS,
    "x-ms-dynamic-schema": _ON_FIELDS,
    "x-ms-dynamic-tree": _ON_FIELDS,
    "x-ms-dynamic-values": _ON_FIELDS,
    "x-ms-enum-values": _ON_FIELDS,
    "x-ms-notification": _ON_OPERATIONS,
    "x-ms-operation-context": _ON_OPERATIONS,
    "x-ms-pageable": _ON_OPERATIONS,
    "x-ms-summary": _ON_FIELDS,
    "x-ms-trigger": _ON_OPERATIONS,
    "x-ms-trigger-hint": _ON_OPERATIONS,
    "x-ms-trigger-metadata": _ON_OPERATIONS,
    "x-ms-url-encoding": ((Parameter, Schema), "a path parameter"),
    "x-ms-visibility": ((Operation, Parameter, Schema), "an operation, parameter or property"),
}


@rule(WARNING, _SCHEMA, documented("openapi-extensions"), advice(), custom=OFF)
def xms_place(extension: Annotated[Extension, Has(*_READ_AT)]) -> Problems:
    """An extension of the platform stands where the platform reads it.

    Elsewhere it is ignored without a word: `x-ms-summary` names parameters and properties, while an operation has its
    `summary` and a response its `description`; `x-ms-connector-metadata` inside of `info` is none. One connector in
    forty has an extension out of place.

    Bad (an operation has a `summary`):
        definition: {paths: {/items: {get: {x-ms-summary: List Items}}}}
    Bad (a path):
        definition: {paths: {/items: {x-ms-visibility: internal}}}
    Good:
        definition: {definitions: {Item: {x-ms-summary: Stock Item}}}
    """
    owners, where = _READ_AT[extension.name]
    if not isinstance(extension.owner, owners):
        yield Problem(
            f"`{extension.name}` has no effect here; the platform reads it at {where}.", extension.key()
        )


_MEMBERS: dict[type, frozenset[str]] = {
    Definition: frozenset(("testConnection", "file-picker")),
    Operation: frozenset(("chunkTransfer",)),
}


@rule(WARNING, _SCHEMA, checker("connector-validate-swagger-extended"))
def xms_capabilities_known(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """`x-ms-capabilities` has the members that the platform reads at its place.

    At the root `testConnection` and `file-picker`, at an operation `chunkTransfer`. All others are ignored, other capitals
    among them. No published connector breaks this.

    Bad:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunktransfer: true}}}}}
    Bad (at the root):
        definition: {x-ms-capabilities: {chunkTransfer: true}}
    Bad (no object):
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: [chunkTransfer]}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunkTransfer: true}}}}}
    """
    known = _MEMBERS.get(type(extension.owner))
    if known is None:
        return
    named = " and ".join(f"`{name}`" for name in sorted(known, reverse=True))
    if not isinstance(extension.content, dict):
        yield Problem(f"`x-ms-capabilities` has to be an object with {named}.", extension)
    for name in extension.value:
        if name not in known:
            yield Problem(
                f"The platform does not read this member of `x-ms-capabilities`; it reads {named} here.",
                extension.key(name),
            )
