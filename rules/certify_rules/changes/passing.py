"""Changes of what calls pass on their way: policies, the script, and which operations run through it."""

from __future__ import annotations

from certify.api import NOTE, Annotated, Change, Effect, Has, Problems, advice, rule
from certify_rules.changes.telling import told

_VERBS = {"added": "added", "removed": "removed", "changed": "changed", "operations": "changed"}


@rule(NOTE, advice())
def bc_policy(
    change: Annotated[
        Change,
        Has(
            "policy-added", "policy-changed", "policy-removed",
            "script-operations", "script-added", "script-changed", "script-removed",
        ),
    ],
) -> Problems:  # fmt: skip
    """A changed policy, script, or list of scripted operations is told to the reviewer.

    Requests and responses of existing flows pass through other hands from then on.

    Bad:
        $against: {properties: {properties: {policyTemplateInstances: {0: {title: An older title}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.where}` has been {_VERBS[change.kind.rpartition('-')[2]]}.",
        Effect.BEHAVIOUR_CHANGES,
        "Run a flow that was made before the change, and tell the reviewer what the change is for.",
    )
