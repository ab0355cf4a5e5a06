"""The status of an operation beside that of its connector."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    Annotated,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    documented,
    rule,
    validator,
)


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
