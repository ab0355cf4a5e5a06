"""The status of an operation beside that of its connector."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    documented,
    repository,
    rule,
    safe,
    validator,
)
from certify_rules.words import shown

_STATUSES = ("Production", "Preview")
_MEMBERS = ("family", "revision", "status", "replacement")


@rule(
    ERROR,
    validator("OperationStatusAheadOfConnector"),
    documented("operational-versioning"),
    independent=OFF,
    custom=OFF,
)
def op_status_ahead(operation: Annotated[Operation, Has("x-ms-api-annotation")]) -> Problems:
    """No operation is in Production while its connector is in Preview.

    The status in `info.x-ms-api-annotation` is what makers see of the connector as a whole, and no part of it can be further
    along. The validator refuses it: "The operation cannot be in a Production status ahead of the connector."

    Bad:
        definition:
          info: {x-ms-api-annotation: {status: Preview}}
          paths: {/search: {get: {x-ms-api-annotation: {status: Production}}}}
    Good:
        definition:
          info: {x-ms-api-annotation: {status: Production}}
          paths: {/search: {get: {x-ms-api-annotation: {status: Production}}}}
    """
    info = operation.definition.info
    connector = info.mapping("x-ms-api-annotation").get("status")
    if connector == "Preview" and operation.annotation.get("status") == "Production":
        yield Problem(
            f"The operation {operation.label} is in Production, and its connector in Preview.",
            operation.at("x-ms-api-annotation", "status"),
            related=(Related("the connector's status", info.at("x-ms-api-annotation", "status")),),
        )


@rule(
    WARNING,
    validator("OperationRevisionEmpty"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    documented("operational-versioning"),
    fix="safe",
)
def op_annotation_shape(operation: Annotated[Operation, Has("x-ms-api-annotation")]) -> Problems:
    """An operation's `x-ms-api-annotation` is an object, whose `status` is Production or Preview, and whose `family` has a `revision`.

    The platform passes over other values, and a family without revisions has no order. Published connectors keep to
    it but for the capital of `production`, which two have small.

    Bad (a small letter):
        definition: {paths: {/search: {get: {x-ms-api-annotation: {status: preview}}}}}
    Bad (no revision):
        definition: {paths: {/items: {get: {x-ms-api-annotation: {family: Stock}}}}}
    Bad (a name misspelt):
        definition: {paths: {/items: {get: {x-ms-api-annotation: {familly: Stock}}}}}
    Bad (no object):
        definition: {paths: {/items: {get: {x-ms-api-annotation: Preview}}}}
    Good:
        definition: {paths: {/items: {get: {x-ms-api-annotation: {status: Preview, family: Stock, revision: 1}}}}}
    """
    at = operation.at("x-ms-api-annotation")
    if not isinstance(operation.get("x-ms-api-annotation"), dict):
        yield Problem("`x-ms-api-annotation` has to be an object with `family`, `revision` and `status`.", at)
        return
    annotation = operation.annotation
    for name in annotation:
        if name not in _MEMBERS:
            yield Problem(
                f"Nothing reads `{shown(name)}` there; the members are {', '.join(f'`{one}`' for one in _MEMBERS)}.",
                at.key(name),
            )
    status, family = annotation.get("status"), annotation.get("family")
    if "status" in annotation and status not in _STATUSES:
        word = str(status).strip().capitalize()
        yield Problem(
            f"The status `{shown(str(status))}` is neither `Production` nor `Preview`; write one of them.",
            at.at("status"),
            fix=safe(at.at("status").replace(word)) if word in _STATUSES else None,
        )
    if "family" in annotation and not (isinstance(family, str) and family.strip()):
        yield Problem("The `family` has to be a name that its operations share.", at.at("family"))
    elif "family" in annotation and "revision" not in annotation and not _has_fellow(operation, family):
        yield Problem(f"{operation.label} has a family and no `revision`; give it one, from 1.", at)


def _has_fellow(operation: Operation, family: object) -> bool:
    """Whether another operation of the family lacks its revision as well, which op-family-revision reports."""
    return any(
        other is not operation
        and other.annotation.get("family") == family
        and "revision" not in other.annotation
        for other in operation.definition.operations
    )
