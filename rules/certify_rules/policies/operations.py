"""The operations that a policy is for."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Policy,
    Problem,
    Problems,
    advice,
    documented,
    repository,
    rule,
)
from certify_rules.policies.templates import OPERATIONS, template_id
from certify_rules.words import shown


@rule(ERROR, advice(), repository("schemas/paconn-apiProperties.schema.json"), established=WARNING)
def policy_operation(policy: Policy, definition: Definition) -> Problems:
    """Every operation that a policy names is in the definition.

    `x-ms-apimTemplate-operationName` is a list of `operationId`s. An id that no operation has is a misspelling, or left
    from an operation that is gone; the operation that was meant goes without the policy. Two published connectors with
    policies in a hundred have one, none of those since 2024.

    Bad:
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplate-operationName: [ListWarehouses, ListBin]}}}}}
    Bad (not an array):
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplate-operationName: ListBins}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplate-operationName: [ListBins]}}}}}
    """
    names = policy.mapping("parameters").get(OPERATIONS, [])
    at = policy.at("parameters", OPERATIONS)
    if not isinstance(names, list):
        yield Problem("The operations of a policy have to be an array of `operationId`s.", at)
        return
    if not definition.operations_by_id:
        return
    for index, name in enumerate(names):
        if not isinstance(name, str):
            yield Problem("An operation has to be named by its `operationId`, a string.", at.at(index))
        elif name not in definition.operations_by_id:
            yield Problem(f"No operation has the id `{shown(name)}`.{_hint(name, definition)}", at.at(index))


def _hint(name: str, definition: Definition) -> str:
    lowered = name.strip().lower()
    meant = next((known for known in definition.operations_by_id if known.lower() == lowered), None)
    return (
        " Name one that is there, or leave it out." if meant is None else f" `{shown(meant)}` may be meant."
    )


@rule(ERROR, advice(), documented("policy-templates/pollingtrigger/pollingtrigger"))
def policy_polling_target(policy: Policy, definition: Definition) -> Problems:
    """A policy `pollingtrigger` is for triggers.

    It keeps the time or number of the last poll and asks for what is newer, which only an operation with
    `x-ms-trigger` does. In all published connectors it names such operations.

    Bad:
        properties: {properties: {policyTemplateInstances: {3: {parameters: {x-ms-apimTemplate-operationName: [StockMoved, ListItems]}}}}}
    Bad (all operations):
        properties: {properties: {policyTemplateInstances: {3: {parameters: {x-ms-apimTemplate-operationName: []}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {3: {parameters: {x-ms-apimTemplate-operationName: [StockMoved]}}}}}
    """
    if template_id(policy) != "pollingtrigger":
        return
    names: Any = policy.mapping("parameters").get(OPERATIONS, [])
    if not isinstance(names, list):
        return
    for index, name in enumerate(names):
        operation = definition.operations_by_id.get(name) if isinstance(name, str) else None
        if operation is not None and not operation.is_trigger:
            yield Problem(
                f"The operation `{shown(name)}` is no trigger: it has no `x-ms-trigger`.",
                policy.at("parameters", OPERATIONS, index),
            )
    if not names and any(not operation.is_trigger for operation in definition.operations):
        yield Problem(
            "The policy names no operation, so that it is for actions too; name the trigger.", policy
        )
