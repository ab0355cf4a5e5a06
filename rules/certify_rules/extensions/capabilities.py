"""What `x-ms-capabilities` says."""

from __future__ import annotations

from certify.api import (
    WARNING,
    Annotated,
    Definition,
    Extension,
    Has,
    Operation,
    Problem,
    Problems,
    checker,
    repository,
    rule,
)

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
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
