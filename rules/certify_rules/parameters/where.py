"""Where a parameter stands: its entry in an operation or path, and which schemas belong to a parameter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from certify.api import Operation, Parameter, PathItem, Schema


def entries(owner: Operation | PathItem) -> Iterator[tuple[int, Parameter]]:
    """The owner's own parameters, each with its index; the entry of a shared one is the reference to it.

    References that name nothing are left out.
    """
    own = iter(owner.own_parameters if isinstance(owner, Operation) else owner.parameters)
    for index, entry in enumerate(owner.items("parameters")):
        if not isinstance(entry, dict):
            continue
        value = cast("dict[str, Any]", entry)
        if "$ref" not in value or owner.definition.shared_parameter(value["$ref"]) is not None:
            yield index, next(own)


def has_broken_reference(owner: Operation | PathItem) -> bool:
    """Whether an entry of the parameters refers to nothing, so that its name is not known."""
    return sum(isinstance(entry, dict) for entry in owner.items("parameters")) > len(
        owner.own_parameters if isinstance(owner, Operation) else owner.parameters
    )


def inherited(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters of the path that the operation does not override."""
    return operation.parameters[len(operation.own_parameters) :]


def is_parameter_item(schema: Schema) -> bool:
    """Whether a schema says what the elements of a parameter's array are; rules on parameters cover it."""
    node: Any = schema
    while isinstance(node, Schema):
        if node.steps != ("items",):
            return False
        node = node.owner
    return isinstance(node, Parameter)
