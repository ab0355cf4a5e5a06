"""Changes of operations: gone, renamed, hidden, moved, of another kind."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Change,
    Definition,
    Effect,
    Fix,
    Has,
    Problems,
    advice,
    documented,
    reviewer,
    rule,
    unsafe,
)
from certify_rules.changes.telling import AS_NEW_REVISION, shown, told


@rule(
    ERROR,
    reviewer(3470),
    documented("certification-updates"),
    custom=WARNING,
    aliases=("OperationDeleted", "change.op-del"),
    fix="unsafe",
)
def bc_operation_deleted(
    change: Annotated[Change, Has("operation-removed")], definition: Definition
) -> Problems:
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
        "Put the operation back as it was and mark it as `deprecated`. If another operation replaces it, give both the "
        "same `family` and the new one the next `revision` in `x-ms-api-annotation`.",
        fix=_put_back(change, definition),
    )


def _put_back(change: Change, definition: Definition) -> Fix | None:
    """The operation as it was, but deprecated; None where its place is taken, or what it refers to has gone as well."""
    if change.old is None or not isinstance(change.lost, dict):
        return None
    path, method = (str(token) for token in change.old.place.pointer[1:3])
    operation = {**change.lost[method], "deprecated": True}
    summary = operation.get("summary")
    if isinstance(summary, str) and not summary.lower().endswith("(deprecated)"):
        operation["summary"] = f"{summary} (deprecated)"
    there = definition.mapping("paths").get(path)
    shared = {key: value for key, value in change.lost.items() if key == "parameters" or key.startswith("x-")}
    if not all(definition.look_up(reference) is not None for reference in _references((operation, shared))):
        return None
    if there is None:
        return unsafe(definition.at("paths").add(path, {**shared, method: operation}))
    is_alike = isinstance(there, dict) and all(there.get(key) == value for key, value in shared.items())
    if not is_alike or method in there:
        return None
    return unsafe(definition.at("paths", path).add(method, operation))


def _references(value: Any) -> list[str]:
    found: list[str] = []
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            if isinstance(current.get("$ref"), str):
                found.append(current["$ref"])
            pending.extend(current.values())
        elif isinstance(current, list | tuple):
            pending.extend(current)
    return found


@rule(
    ERROR,
    reviewer(3470),
    documented("operational-versioning"),
    custom=WARNING,
    aliases=("change.op-rename",),
    fix="unsafe",
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
        f"Call it {shown(change.before)} again; makers see only its `summary`, which may change freely. If it does something else now: "
        + AS_NEW_REVISION,
        fix=unsafe(change.place.replace(change.before)),
    )


@rule(ERROR, reviewer(4215), custom=WARNING, aliases=("OperationHidden", "change.op-hidden"), fix="unsafe")
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
        "Leave it visible and mark it as `deprecated`: the designer no longer offers it to new flows, and shows it in old ones.",
        fix=unsafe(change.place.remove() if change.before is None else change.place.replace(change.before)),
    )


# An error: Microsoft's detector printed it as one in three pull requests.
@rule(
    ERROR,
    reviewer(2952),
    reviewer(3499),
    reviewer(3648),
    custom=WARNING,
    aliases=("change.path", "bc-path-method"),
)
def bc_path(change: Annotated[Change, Has("operation-path", "operation-path-rewritten")]) -> Problems:
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
    moved = f"The path of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}."
    if change.kind == "operation-path-rewritten":
        yield told(
            change,
            f"{moved} Calls still go to the same address, but Microsoft's detector reports it: tell the reviewer so.",
            Effect.NONE,
            "Keep `basePath` and the path divided as they were, or tell the reviewer that the address is the same.",
        )
        return
    yield told(
        change,
        f"{moved} Keep the path and route it by a policy, or add a new revision.",
        Effect.FLOWS_FAIL,
        "Keep the path and lead it to the new one by a policy (`routerequesttoendpoint`). If the new path behaves otherwise: "
        + AS_NEW_REVISION,
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
        f"{AS_NEW_REVISION[0].upper()}{AS_NEW_REVISION[1:]}",
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
        f"{AS_NEW_REVISION[0].upper()}{AS_NEW_REVISION[1:]}",
    )
