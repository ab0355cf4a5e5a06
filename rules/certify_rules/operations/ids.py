"""What an operation is called in flows: its `operationId`."""

from __future__ import annotations

from certify.api import ERROR, Definition, Operation, Problem, Problems, Related, rule, validator


@rule(ERROR, validator("OperationIdRequired"))
def op_id_present(operation: Operation) -> Problems:
    """Every operation has an `operationId`.

    Flows store it to find the operation again, and dynamic extensions and policies name operations by it.

    Bad:
        definition: {paths: {/items: {post: {operationId: null}}}}
    Good:
        definition: {paths: {/items: {post: {operationId: CreateStockItem}}}}
    """
    if not operation.has("operationId") or operation.operation_id == "":
        yield Problem("This operation has no `operationId`.", operation)


@rule(ERROR, validator("OperationIdNotUnique"))
def op_id_unique(definition: Definition) -> Problems:
    """No two operations have the same `operationId`.

    A flow that stores the id could run either of them.

    Bad:
        definition: {paths: {"/items/{id}": {put: {operationId: DeleteItem}}}}
    Good:
        definition: {paths: {"/items/{id}": {put: {operationId: ReplaceItem}}}}
    """
    for operation in definition.operations:
        first = definition.operations_by_id.get(operation.operation_id or "")
        if first is not None and first.place != operation.place:
            yield Problem(
                f"The operationId `{operation.operation_id}` is used twice; the other is on {first.method.upper()} {first.path}.",
                operation.at("operationId"),
                related=(Related("the first operation of that id", first.at("operationId")),),
            )
