"""Extensions for AI: plugins (`x-ms-openai-*`) and Model Context Protocol (`x-ms-agentic-protocol`)."""

from __future__ import annotations

import re
from typing import Any

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Definition,
    Extension,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    advice,
    rule,
)
from certify_rules.words import shown, words_of

_MANIFEST = ("modelDescription", "humanName", "contactEmail")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
_READING = frozenset(
    (
        "get",
        "list",
        "search",
        "find",
        "query",
        "count",
        "lookup",
        "fetch",
        "retrieve",
        "read",
        "check",
        "validate",
    )
)
_PROTOCOL = "mcp-streamable-1.0"


@rule(
    WARNING,
    advice(),
    custom=OFF,
    by_hand="What the assistant is told, and what it may do unasked, is the author's to say.",
)
def xms_openai_manifest(extension: Annotated[Extension, Has("x-ms-openai-manifest")]) -> Problems:
    """`x-ms-openai-manifest` says what the AI plugin is: `modelDescription`, `humanName` and `contactEmail`.

    Copilot chooses the plugin by the first and shows the others; `legalUrl` is an address on https. Of 34 published plugins
    one lacks something.

    Bad:
        definition: {x-ms-openai-manifest: {modelDescription: Keeps count of goods., humanName: Tidewater Stock}}
    Bad (no address):
        definition: {x-ms-openai-manifest: {modelDescription: Keeps count of goods., humanName: Tidewater Stock, contactEmail: support@tidewaterstock.com, legalUrl: tidewaterstock.com/terms}}
    Good:
        definition: {x-ms-openai-manifest: {modelDescription: Keeps count of goods., humanName: Tidewater Stock, contactEmail: support@tidewaterstock.com, legalUrl: "https://www.tidewaterstock.com/terms"}}
    """
    for name in _MANIFEST:
        said = extension.get(name)
        if not isinstance(said, str) or not said.strip():
            at = extension.at(name) if extension.has(name) else extension.place
            yield Problem(f"The manifest has no `{name}`.", at)
        elif name == "contactEmail" and not _EMAIL.fullmatch(said):
            yield Problem(f"`{shown(said)}` is no e-mail address.", extension.at(name))
    if extension.has("legalUrl"):
        url = extension.text("legalUrl")
        if url is None or not url.lower().startswith("https://"):
            yield Problem(
                "`legalUrl` has to be an address that starts with `https://`.", extension.at("legalUrl")
            )


@rule(
    WARNING,
    advice(),
    custom=OFF,
    by_hand="What the assistant is told, and what it may do unasked, is the author's to say.",
)
def xms_openai_data(extension: Annotated[Extension, Has("x-ms-openai-data")]) -> Problems:
    """`x-ms-openai-data` says whether an AI plugin may call the operation, and whether it asks first.

    `openai-enabled` is true or false; each of `operations` has the operation's own `operationId` and
    `x-ms-require-user-confirmation`, which is true for what changes data. A POST whose name says that it reads needs no confirmation.
    Of the connectors with such extensions one in ten breaks this.

    Bad:
        definition: {paths: {/items: {get: {x-ms-openai-data: {openai-enabled: true, operations: [{operationId: GetItems, x-ms-require-user-confirmation: false}]}}}}}
    Bad (changes data and does not ask):
        definition: {paths: {/items: {post: {x-ms-openai-data: {openai-enabled: true, operations: [{operationId: CreateItem, x-ms-require-user-confirmation: false}]}}}}}
    Bad (neither true nor false):
        definition: {paths: {/items: {get: {x-ms-openai-data: {openai-enabled: "yes"}}}}}
    Good:
        definition: {paths: {/items: {post: {x-ms-openai-data: {openai-enabled: true, operations: [{operationId: CreateItem, x-ms-require-user-confirmation: true}]}}}}}
    """
    operation = extension.owner
    if not isinstance(operation, Operation):
        yield Problem(
            "`x-ms-openai-data` belongs to an operation; nothing reads it here. Move it there.",
            extension.key(),
        )
        return
    if not isinstance(extension.get("openai-enabled"), bool):
        at = extension.at("openai-enabled") if extension.has("openai-enabled") else extension.place
        yield Problem("`openai-enabled` has to be true or false.", at)
    if "operations" in extension.value and not isinstance(extension.get("operations"), list):
        yield Problem("`operations` has to be a list.", extension.at("operations"))
    for index, entry in enumerate(extension.items("operations")):
        yield from _entry(operation, extension, index, entry)


def _entry(operation: Operation, extension: Extension, index: int, entry: Any) -> Problems:
    at = extension.at("operations", index)
    if not isinstance(entry, dict):
        yield Problem("This entry has to be an object.", at)
        return
    name = entry.get("operationId")
    if name != operation.operation_id:
        said = f"`{shown(name)}`" if isinstance(name, str) else "the entry"
        yield Problem(
            f"{said} does not name its own operation, which is {operation.label}.",
            at.at("operationId") if "operationId" in entry else at,
        )
    key = "x-ms-require-user-confirmation"
    confirms = entry.get(key)
    if not isinstance(confirms, bool):
        yield Problem(f"`{key}` is true or false.", at.at(key) if key in entry else at)
    elif not confirms and extension.is_true("openai-enabled") and _changes_data(operation):
        yield Problem(f"{operation.label} changes data; `{key}` must be true.", at.at(key))


def _changes_data(operation: Operation) -> bool:
    if operation.method == "post":
        words = words_of(operation.operation_id or "")
        return not _READING.intersection(word.lower() for word in words)
    return operation.method in {"put", "patch", "delete"}


@rule(WARNING, advice(), custom=OFF)
def xms_mcp(definition: Definition) -> Problems:
    """A connector of a Model Context Protocol server has one operation for it, a POST.

    Its `x-ms-agentic-protocol` is `mcp-streamable-1.0`. Copilot Studio sends every message of the protocol to that one
    address, and ignores other values.

    Bad:
        definition: {paths: {/items: {post: {x-ms-agentic-protocol: mcp}}}}
    Bad (no POST):
        definition: {paths: {/items: {get: {x-ms-agentic-protocol: mcp-streamable-1.0}}}}
    Good:
        definition: {paths: {/items: {post: {x-ms-agentic-protocol: mcp-streamable-1.0}}}}
    """
    speaking = [operation for operation in definition.operations if operation.has("x-ms-agentic-protocol")]
    for operation in speaking:
        if operation.get("x-ms-agentic-protocol") != _PROTOCOL:
            yield Problem(f"`x-ms-agentic-protocol` is `{_PROTOCOL}`.", operation.at("x-ms-agentic-protocol"))
        elif operation.method != "post":
            yield Problem(
                f"{operation.label} speaks the Model Context Protocol and must be a POST.",
                operation.key("x-ms-agentic-protocol"),
            )
        elif operation is not speaking[0]:
            yield Problem(
                "Another operation speaks the Model Context Protocol already; a connector has one.",
                operation.key("x-ms-agentic-protocol"),
                related=(Related("the other operation", speaking[0]),),
            )
