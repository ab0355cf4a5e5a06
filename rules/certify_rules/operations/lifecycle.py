"""Who sees an operation and until when: visibility, deprecation, and whether a hidden one is used at all."""

from __future__ import annotations

import re
from typing import Any, cast

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Package,
    Problem,
    Problems,
    advice,
    documented,
    repository,
    rule,
    safe,
    validator,
)
from certify_rules.words import LONGEST_LABEL, shown

_VISIBILITIES = frozenset(("important", "advanced", "internal", "none", ""))
_MARK = "(deprecated)"
_OLD = re.compile(r"\b(?:deprecated|obsolete|legacy|superseded|replaced by)\b", re.IGNORECASE)
_REVISION = re.compile(r"[_-]?v\d{1,3}$", re.IGNORECASE)
# The platform takes 256 operations; searching the script for any number of ids could take any time.
_SEARCHED = 512


@rule(
    ERROR,
    validator("JsonValueNotInEnum"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    fix="safe",
)
def op_visibility_enum(operation: Annotated[Operation, Has("x-ms-visibility")]) -> Problems:
    """An operation's `x-ms-visibility` is `important`, `advanced` or `internal`, in small letters.

    `none` and the empty string mean the same as no visibility at all. No published connector has another value.

    Bad:
        definition: {paths: {/items: {post: {x-ms-visibility: Important}}}}
    Good:
        definition: {paths: {/items: {post: {x-ms-visibility: advanced}}}}
    """
    visibility = operation.visibility
    if visibility is None or visibility in _VISIBILITIES:
        return
    at = operation.at("x-ms-visibility")
    lower = visibility.strip().lower()
    yield Problem(
        f"The visibility `{shown(visibility)}` is not known; it is `important`, `advanced` or `internal`.",
        at,
        fix=safe(at.replace(lower)) if lower in _VISIBILITIES else None,
    )


@rule(WARNING, documented("deprecate-operation"), custom=OFF, fix="safe")
def op_deprecated_marked(operation: Annotated[Operation, Has("deprecated")]) -> Problems:
    """A deprecated operation says so: `summary` and `description` end with "(deprecated)".

    `deprecated: true` hides it from new flows only; in flows that have it, makers see these texts. Six in ten of the
    connectors that deprecate an operation do not mark it.

    Bad:
        definition: {paths: {/search: {get: {summary: Search for items}}}}
    Bad (description):
        definition: {paths: {/search: {get: {description: Finds stock items by a part of their name.}}}}
    Good:
        definition: {paths: {/search: {get: {summary: Search for stock (deprecated)}}}}
    """
    if not operation.is_deprecated or operation.is_internal:
        return
    for member in ("summary", "description"):
        text = operation.text(member)
        if not text or not text.strip() or "deprecated" in text.casefold():
            continue
        marked = f"{text.rstrip()} {_MARK}"
        is_short = member == "description" or len(marked) <= LONGEST_LABEL
        at = operation.at(member)
        yield Problem(
            f"The operation is deprecated, and its {member} does not say so; end it with `{_MARK}`.",
            at,
            fix=safe(at.replace(marked)) if is_short else None,
        )


@rule(NOTE, advice(), custom=OFF)
def op_internal_referenced(definition: Definition, package: Package) -> Problems:
    """An internal operation is used: by a dynamic extension, a test connection, a webhook, or the script.

    Makers cannot see it, so that nothing new can call it; make it visible, or remove it if no flow has it from before.
    Deprecated operations and those with a newer revision are hidden on purpose and do not count, and neither does a GET
    where another operation answers 202: the platform asks there until the work is done. An internal trigger is a finding
    of its own (trigger-visible). One certified connector in ten has one that nothing uses.

    Bad:
        definition: {paths: {/items: {post: {x-ms-visibility: internal}}}}
    Good:
        definition: {paths: {/items: {post: {x-ms-visibility: advanced}}}}
    Good (an old one that says so):
        definition: {paths: {/items: {post: {x-ms-visibility: internal, summary: Create an item (deprecated)}}}}
    """
    hidden = [
        operation
        for operation in definition.operations
        if operation.is_internal
        and operation.operation_id
        and not operation.is_deprecated
        and not operation.is_trigger
        and not operation.annotation
        and not _OLD.search(f"{operation.summary} {operation.description}")
    ]
    if not hidden:
        return
    shown_names = {
        _name_without_revision(operation.operation_id)
        for operation in definition.operations
        if operation.operation_id and not operation.is_internal
    }
    named = _named_operations(definition)
    has_webhook = any(operation.is_called_back for operation in definition.operations)
    is_polled = any("202" in operation.mapping("responses") for operation in definition.operations)
    scripts = [data for path, data in package.files.items() if path.lower().endswith((".csx", ".cs"))]
    for operation in hidden[:_SEARCHED]:
        name = operation.operation_id or ""
        if name in named or (has_webhook and operation.method == "delete"):
            continue
        if _name_without_revision(name) in shown_names:
            continue
        if operation.method == "get" and is_polled:
            continue
        if any(name.encode("utf-8", "surrogatepass") in data for data in scripts):
            continue
        yield Problem(
            f"Nothing uses the internal operation {operation.label}; make it visible, or remove it if no flow has it.",
            operation.key(),
            lacks=definition,
        )


def _name_without_revision(name: str) -> str:
    """`listitemsv2` and `ListItems_V2` are both a later `ListItems`."""
    return _REVISION.sub("", name).replace("_", "").casefold()


def _named_operations(definition: Definition) -> set[str]:
    """The ids that anything but the operations themselves names."""
    own = {id(operation.value) for operation in definition.operations}
    named: set[str] = set()
    pending: list[Any] = [definition.value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            name = members.get("operationId")
            if isinstance(name, str) and id(members) not in own:
                named.add(name)
            pending.extend(members.values())
        elif isinstance(value, list):
            pending += value
    return named
