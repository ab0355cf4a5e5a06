"""The flow that shows the connector at work."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    SolutionKind,
    Submission,
    documented,
    policy,
    rule,
)
from certify_rules.words import shown


@rule(
    WARNING,
    policy("5000.1.1.7"),
    policy("5000.1.1.9"),
    documented("certification-submission"),
    custom=OFF,
)
def pkg_flow_uses_connector(submission: Submission, definition: Definition) -> Problems:
    """A flow of the flow solution runs an operation of the connector.

    Microsoft's check searches the operations through the flow; one that only declares the connection shows nothing. An
    operation counts when its `operationId` is one of the definition.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Workflows/CountTheStock.json: {properties: {definition: {actions: {List_items: {inputs: {host: {operationId: SendMail}}}}}}}
    Good:
        $submission: plain
    """
    known = definition.operations_by_id
    for solution in submission.of(SolutionKind.FLOW):
        if not solution.flows or any(not flow.operations.isdisjoint(known) for flow in solution.flows):
            continue
        used = sorted(set().union(*(flow.operations for flow in solution.flows)))
        instead = f"; it runs `{shown(', '.join(used))}`" if used else ""
        yield Problem(f"No flow runs an operation of the connector{instead}.", solution.flows[0])
