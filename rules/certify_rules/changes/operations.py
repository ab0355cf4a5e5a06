"""Changes of operations: gone, renamed, hidden, moved, of another kind."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Change,
    Effect,
    Has,
    Problems,
    advice,
    documented,
    reviewer,
    rule,
)
from certify_rules.changes.telling import shown, told


@rule(
    ERROR,
    reviewer(3470),
    documented("certification-updates"),
    custom=WARNING,
    aliases=("OperationDeleted", "change.op-del"),
    by_hand="What was published is in the earlier version; take the operation back from there, and mark it deprecated.",
)
def bc_operation_deleted(change: Annotated[Change, Has("operation-removed")]) -> Problems:
    """No operation is deleted.

    Flows name their operations, so every flow that uses it fails. Microsoft's detector says: "The operation has been
    deleted. This change breaks existing flows." Keep it, mark it `deprecated`, end its summary in "(deprecated)", and
    add its successor beside it with the same `family` and the next `revision` in `x-ms-api-annotation`.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {"/items/{itemId}": {delete: null}}}
        readme: {$replace: {"### Delete an item": "### Removing"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The operation {shown(change.before)} has been deleted. Keep it, marked as deprecated, beside its successor.",
        Effect.FLOWS_FAIL,
    )


@rule(
    ERROR, reviewer(3470), documented("operational-versioning"), custom=WARNING, aliases=("change.op-rename",)
)
def bc_operation_id(change: Annotated[Change, Has("operation-renamed")]) -> Problems:
    """No operation gets another `operationId`.

    Flows find the operation by its id; to them, a renamed one is gone. Microsoft's detector reports it as a deletion.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/items: {post: {operationId: AddItem}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The operation {shown(change.before)} is now called {shown(change.after)}. Give it back its id: flows know it by that.",
        Effect.FLOWS_FAIL,
    )


@rule(ERROR, reviewer(4215), custom=WARNING, aliases=("OperationHidden", "change.op-hidden"))
def bc_operation_hidden(change: Annotated[Change, Has("operation-hidden")]) -> Problems:
    """No operation that makers could see becomes internal.

    Flows go on, but their designer cannot show the step any more. Microsoft's detector says: "The operation has been
    hidden. This change breaks the designer for existing flows." Mark it as deprecated instead.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/search: {get: {x-ms-visibility: internal}}}}
        readme: {$replace: {"### Search for items (deprecated)": "### Searching"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The operation `{change.operation}` has been hidden. Mark it as deprecated instead.",
        Effect.DESIGNER_BREAKS,
    )


# The catalogue calls it a warning; Microsoft's detector printed it as an error in three pull requests.
@rule(
    ERROR,
    reviewer(2952),
    reviewer(3499),
    reviewer(3648),
    custom=WARNING,
    aliases=("change.path", "bc-path-method"),
)
def bc_path(change: Annotated[Change, Has("operation-path")]) -> Problems:
    """No operation moves to another path.

    Microsoft's detector says: "The path template has been changed for the operation." Let a policy route the old path
    to the new one (`routerequesttoendpoint`), or add a new revision of the operation.

    Bad:
        $against: {}
        definition:
          info: {version: "1.9"}
          paths: {/account: null, /accounts/mine: {get: {$golden: /paths/~1account/get}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The path of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}. "
        "Keep the path and route it by a policy, or add a new revision.",
        Effect.FLOWS_FAIL,
    )


@rule(WARNING, documented("certification-updates"))
def bc_method(change: Annotated[Change, Has("operation-method")]) -> Problems:
    """No operation changes its HTTP method.

    The backend answers another method differently, and retries and caching on the way change with it.

    Bad:
        $against: {}
        definition:
          info: {version: "1.9"}
          paths: {"/items/{itemId}": {patch: null, put: {$golden: "/paths/~1items~1{itemId}/patch"}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The method of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}. "
        "Add a new operation for it instead.",
        Effect.FLOWS_FAIL,
    )


@rule(ERROR, advice(), custom=WARNING)
def bc_trigger_kind(change: Annotated[Change, Has("trigger-kind")]) -> Problems:
    """No action becomes a trigger or the other way round, and no trigger changes between single and batch.

    A flow that starts with a trigger cannot use it as a step, and a batch hands over a list where one item was.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/subscriptions: {post: {x-ms-trigger: batch}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The kind of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}. "
        "Add a new operation for it instead.",
        Effect.FLOWS_FAIL,
    )


@rule(NOTE, documented("operational-versioning"))
def bc_safe(
    change: Annotated[
        Change,
        Has(
            "operation-added", "operation-shown", "input-optional-added", "parameter-optional-added", "output-added",
            "input-now-optional", "input-enum-value-added", "connection-added",
        ),
    ],
) -> Problems:  # fmt: skip
    """What is added beside the old breaks no flow: operations, optional inputs, outputs, choices.

    `certify diff` shows it; a check says nothing of it unless it is selected.

    Bad:
        $against: {definition: {paths: {/account: null}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    kind = change.kind.replace("-", " ")
    yield told(change, f"`{change.where}`: {kind}.", Effect.NONE)
