"""The versions of an operation: families and revisions in `x-ms-api-annotation`, and what replaces a deprecated one."""

from __future__ import annotations

import re
from typing import Any, cast

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    documented,
    rule,
    validator,
)
from certify_rules.words import shown

_ANNOTATION = "x-ms-api-annotation"


@rule(
    ERROR,
    validator("OperationFamilyHasDuplicateRevisions"),
    validator("OperationFamilyHasManyEmptyRevisions"),
    validator("OperationRevisionEmpty"),
    validator("OperationFamilyHasManyActiveOperations"),
    validator("OperationFamilyHasManyActiveProductionOperations"),
    documented("operational-versioning"),
)
def op_family_revision(definition: Definition) -> Problems:
    """The operations of a family are told apart by their revisions, and old ones are deprecated.

    In `x-ms-api-annotation`: revisions are whole numbers from 1, unique within a `family`; one operation at most has
    none; two at most are not deprecated, and one of these at most has the status Production. The designer offers the
    newest and keeps the others for the flows that have them. No published connector breaks this.

    Bad:
        definition:
          paths:
            /items:
              get: {x-ms-api-annotation: {family: Stock, revision: 1}}
              post: {x-ms-api-annotation: {family: Stock, revision: 1}}
    Bad (no revision):
        definition:
          paths:
            /items:
              get: {x-ms-api-annotation: {family: Stock}}
              post: {x-ms-api-annotation: {family: Stock}}
    Bad (revision zero):
        definition: {paths: {/items: {get: {x-ms-api-annotation: {family: Stock, revision: 0}}}}}
    Good:
        definition:
          paths:
            /items:
              get: {x-ms-api-annotation: {family: Stock, revision: 1}}
              post: {operationId: CreateItemV2, x-ms-api-annotation: {family: Stock, revision: 2}}
    """
    families: dict[str, list[Operation]] = {}
    for operation in definition.operations:
        annotation = operation.annotation
        if not annotation:
            continue
        if "revision" in annotation and _revision(operation) is None:
            yield Problem(
                f"The revision of {operation.label} is no whole number from 1.",
                operation.at(_ANNOTATION, "revision"),
            )
        family = annotation.get("family")
        if isinstance(family, str):
            families.setdefault(family, []).append(operation)
    for family, members in families.items():
        if len(members) > 1:
            yield from _revisions_of(family, members)
            yield from _active_of(family, members)


def _revisions_of(family: str, members: list[Operation]) -> Problems:
    first: dict[int | None, Operation] = {}
    for operation in members:
        revision = _revision(operation)
        if revision is None and "revision" in operation.annotation:
            continue
        other = first.setdefault(revision, operation)
        if other is operation:
            continue
        related = (Related("the other operation", other.at(_ANNOTATION)),)
        if revision is None:
            yield Problem(
                f"Several operations of the family `{shown(family)}` have no revision; give {operation.label} one.",
                operation.at(_ANNOTATION),
                related,
            )
        else:
            yield Problem(
                f"The family `{shown(family)}` has revision {revision} twice; the other is {other.label}.",
                operation.at(_ANNOTATION, "revision"),
                related,
            )


def _active_of(family: str, members: list[Operation]) -> Problems:
    newest_first = sorted(members, key=lambda operation: -(_revision(operation) or 0))
    active = [operation for operation in newest_first if not operation.is_deprecated]
    in_production = [operation for operation in active if operation.annotation.get("status") == "Production"]
    for operation in active[2:]:
        yield Problem(
            f"The family `{shown(family)}` has more than two operations that are not deprecated; deprecate {operation.label}.",
            operation.at(_ANNOTATION),
        )
    for operation in in_production[1:]:
        if operation not in active[2:]:
            yield Problem(
                f"The family `{shown(family)}` has several operations in production; deprecate {operation.label}.",
                operation.at(_ANNOTATION),
            )


def _revision(operation: Operation) -> int | None:
    """The revision when it is a whole number from 1."""
    revision = operation.annotation.get("revision")
    return revision if type(revision) is int and revision > 0 else None


@rule(WARNING, validator("OperationIdShouldEndWithRevision"), documented("operational-versioning"))
def op_id_revision_suffix(operation: Annotated[Operation, Has(_ANNOTATION)]) -> Problems:
    """The `operationId` of a later revision ends with it: `SendEmailV2`.

    From the second revision on. Makers who write expressions see the id, and the suffix tells the revisions apart.

    Bad:
        definition: {paths: {/items: {post: {x-ms-api-annotation: {family: CreateItem, revision: 2}}}}}
    Good:
        definition:
          paths: {/items: {post: {operationId: CreateItemV2, x-ms-api-annotation: {family: CreateItem, revision: 2}}}}
    """
    revision, name = _revision(operation), operation.operation_id
    if (
        name
        and revision is not None
        and revision > 1
        and not re.search(rf"V{min(revision, 10_000)}$", name, re.IGNORECASE)
    ):
        yield Problem(
            f"The operationId `{shown(name)}` does not end with the suffix of its revision, `V{revision}`; let that of a new operation end so.",
            operation.at("operationId"),
        )


@rule(
    ERROR,
    validator("ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations"),
    validator("ApiAnnotationExtensionReplacementInfoMissingApiProperty"),
    validator("ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty"),
    documented("operational-versioning"),
)
def op_replacement(operation: Annotated[Operation, Has(_ANNOTATION)]) -> Problems:
    """Only a deprecated operation names a `replacement`, by `api` and `operationId`.

    The designer points makers to it.

    Bad:
        definition:
          paths:
            /items:
              post: {x-ms-api-annotation: {replacement: {api: tidewaterstock, operationId: GetItem}}}
    Bad (no api):
        definition: {paths: {/search: {get: {x-ms-api-annotation: {replacement: {api: null}}}}}}
    Good:
        definition: {paths: {/search: {get: {x-ms-api-annotation: {replacement: {operationId: GetItem}}}}}}
    """
    replacement = operation.annotation.get("replacement")
    if replacement is None:
        return
    at = operation.at(_ANNOTATION, "replacement")
    if not operation.is_deprecated:
        yield Problem(f"The operation {operation.label} has a replacement and is not deprecated.", at)
    if not isinstance(replacement, dict):
        yield Problem("The replacement has to be an object with `api` and `operationId`.", at)
        return
    members = cast("dict[str, Any]", replacement)
    for member in ("api", "operationId"):
        value = members.get(member)
        if not isinstance(value, str) or not value.strip():
            yield Problem(f"The replacement does not say its `{member}`.", at)
