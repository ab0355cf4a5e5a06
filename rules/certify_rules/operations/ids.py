"""What an operation is called in flows: its `operationId`."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    documented,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown, words_of


@rule(ERROR, validator("OperationIdRequired"), fix="unsafe")
def op_id_present(operation: Operation) -> Problems:
    """Every operation has an `operationId`.

    Flows store it to find the operation again, and dynamic extensions and policies name operations by it.

    Bad:
        definition: {paths: {/items: {post: {operationId: null}}}}
    Bad (nothing but a blank):
        definition: {paths: {/items: {post: {operationId: " "}}}}
    Good:
        definition: {paths: {/items: {post: {operationId: CreateStockItem}}}}
    """
    name = operation.operation_id
    if not operation.has("operationId") or (name is not None and not name.strip()):
        proposed = _proposed(operation)
        at = operation.at("operationId")
        edit = (
            at.replace(proposed)
            if operation.has("operationId")
            else operation.place.add("operationId", proposed)
        )
        is_free = proposed not in operation.path_item.definition.operations_by_id
        yield Problem(
            "This operation has no `operationId`.", operation, fix=unsafe(edit) if is_free else None
        )


def _proposed(operation: Operation) -> str:
    """Such as `GetItemsByItemId` for a get on `/items/{itemId}`."""
    path = re.sub(r"\{([^{}]*)\}", r" by \1 ", operation.path_item.path)
    words = words_of(f"{operation.pointer[-1]} {path}"[:200])
    return "".join(word[:1].upper() + word[1:] for word in words if word.isascii())


@rule(
    ERROR,
    validator("OperationIdNotUnique"),
    by_hand="Flows store the id; which operation may keep it, only the author can tell.",
)
def op_id_unique(definition: Definition) -> Problems:
    """No two operations have the same `operationId`.

    A flow that stores the id could run either of them.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {operationId: GetItem}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {operationId: RemoveItem}}}}
    """
    for operation in definition.operations:
        first = definition.operations_by_id.get(operation.operation_id or "")
        if first is not None and first.place != operation.place:
            yield Problem(
                f"The operationId `{operation.operation_id}` is used twice; the other is on {first.method.upper()} {first.path}.",
                operation.at("operationId"),
                related=(Related("the first operation of that id", first.at("operationId")),),
            )


@rule(
    WARNING,
    validator("OperationIdSanitized"),
    reviewer(2525),
    aliases=("R.OperationIdPascal",),
    by_hand="Flows store the id; another one breaks every flow that uses the operation.",
)
def op_id_alnum(operation: Annotated[Operation, Has("operationId")]) -> Problems:
    """An `operationId` holds letters and digits only.

    The platform removes every other character and uses the sanitized id, so that what flows store is not what the
    definition says. Reviewers ask for `ExtractDataFromInvoice` where they see `Extract_Data_From_Invoice`. Never
    rename an operation that is already published: that breaks the flows that use it. A quarter of the certified
    connectors have such ids. Revisions are written without an underscore, too: `SendEmailV2`.

    Bad:
        definition: {paths: {/items: {post: {operationId: Create_Item}}}}
    Good:
        definition: {paths: {/items: {post: {operationId: CreateItem}}}}
    """
    name = operation.operation_id
    if not name or not name.strip() or (name.isascii() and name.isalnum()):
        return
    clean = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    becomes = f"; it becomes `{shown(clean)}`" if clean else ""
    yield Problem(
        f"The operationId `{shown(name)}` has characters beside letters and digits, which the platform drops{becomes}. "
        "Give a new operation an id without them.",
        operation.at("operationId"),
    )


@rule(
    NOTE,
    documented("coding-standards"),
    reviewer(2525),
    reviewer(2647),
    aliases=("R.OperationIdPascal",),
    by_hand="Flows store the id; another one breaks every flow that uses the operation.",
)
def op_id_pascal(operation: Annotated[Operation, Has("operationId")]) -> Problems:
    """An `operationId` is written in PascalCase.

    Microsoft's coding standards want `GetContact`; reviewers say "camel case" and mean the same. An id is changed
    only while no flow can use it yet.

    Bad:
        definition: {paths: {/items: {post: {operationId: createItem}}}}
    Good:
        definition: {paths: {/items: {post: {operationId: CreateItem}}}}
    """
    name = operation.operation_id
    if name and not name[0].isupper() and name.isascii() and name.isalnum():
        what = "small letter" if name[0].islower() else "digit"
        yield Problem(
            f"The operationId `{shown(name)}` starts with a {what}; write it in PascalCase.",
            operation.at("operationId"),
        )


@rule(WARNING, validator("OperationIdTooLong"))
def op_id_length(operation: Annotated[Operation, Has("operationId")], *, maximum: int = 64) -> Problems:
    """An `operationId` is short: at most 64 characters.

    Microsoft's validator has a limit that it does not publish. The longest id of a published connector has 77
    characters, and one connector in a hundred exceeds 64.

    Bad:
        definition:
          paths:
            /items:
              post: {operationId: CreateItemInTheWarehouseThatTheSignedInCustomerHasChosenAsTheUsualOne}
    Good:
        definition: {paths: {/items: {post: {operationId: CreateItemInUsualWarehouse}}}}
    """
    name = operation.operation_id
    if name is not None and len(name) > maximum:
        yield Problem(
            f"The operationId `{shown(name)}` has {len(name)} characters; keep it within {maximum}.",
            operation.at("operationId"),
        )
