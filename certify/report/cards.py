"""The operations as cards of the flow designer: what makers fill in, and what the next step can use."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from certify.core.place import unescape
from certify.report.dossier_maker import Inputs, Operation, Outputs
from certify.report.fields import Budget, Reader, Surroundings, in_order, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certify.core.finding import Finding
    from certify.documents.definition import Definition, Schema
    from certify.documents.definition import Operation as Node
    from certify.report.teller import Teller

MOST_OPERATIONS = 1_000
"""More are refused by Microsoft's validator; a report lists no more."""


def cards(definition: Definition | None, teller: Teller, findings: Iterable[Finding]) -> Iterator[Operation]:
    """One card for each operation, in the order of the definition."""
    if definition is None:
        return
    budget = Budget()
    found = _findings_by_operation(definition, findings)
    for operation in definition.operations[:MOST_OPERATIONS]:
        title = operation.summary if (operation.summary or "").strip() else None
        yield Operation(
            id=teller.name(operation.operation_id),
            title=teller.name(title or operation.operation_id) or teller.name(operation.path),
            is_titled=title is not None,
            description=teller.text(operation.description),
            kind=_kind(operation),
            method=operation.method.upper(),
            path=teller.name(operation.path),
            visibility=teller.name(operation.visibility) or "normal",
            is_deprecated=operation.is_deprecated,
            inputs=_inputs(operation, teller, budget),
            outputs=_outputs(operation, teller, budget),
            findings=found[operation.path, operation.method],
        )


def _kind(operation: Node) -> str:
    if not operation.is_trigger:
        return "action"
    return "webhook trigger" if operation.is_webhook else "polling trigger"


def _inputs(operation: Node, teller: Teller, budget: Budget) -> Inputs:
    reader = Reader(teller, budget)
    fields = list(chain.from_iterable(reader.parameter(parameter) for parameter in operation.parameters))
    seen = [field for field in fields if field.visibility in {"important", "normal"}]
    # A required field is never folded away, whatever it says.
    needed = [field for field in fields if field.visibility == "advanced" and field.is_required]
    return Inputs(
        shown=tuple(in_order([*seen, *needed])),
        advanced=tuple(field for field in fields if field.visibility == "advanced" and not field.is_required),
        hidden=tuple(field for field in fields if field.visibility == "internal"),
        more=reader.more,
    )


def _outputs(operation: Node, teller: Teller, budget: Budget) -> Outputs:
    schema = _result(operation)
    if schema is None:
        return Outputs((), 0, None)
    dynamic = values_of(schema, teller)
    if dynamic is not None and dynamic.kind == "fixed":
        dynamic = None
    reader = Reader(teller, budget)
    if schema.mapping("properties") or schema.items("allOf"):
        fields = reader.members(schema, Surroundings())
    else:
        fields = reader.property(schema, "body", Surroundings()) if dynamic is None else iter(())
    return Outputs(tuple(field for field in fields if field.visibility != "internal"), reader.more, dynamic)


def _result(operation: Node) -> Schema | None:
    """What the step gives: what a webhook delivers, one item of a polling trigger, else the success response."""
    if operation.is_webhook and operation.path_item.notification_content is not None:
        return operation.path_item.notification_content
    response = operation.success
    schema = None if response is None else response.schema
    if schema is not None and operation.trigger == "batch" and schema.type == "array":
        return schema.item or schema
    return schema


def _findings_by_operation(definition: Definition, findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        location = finding.location
        if finding.counts and location.path == definition.file and location.pointer.startswith("/paths/"):
            tokens = unescape(location.pointer)
            if len(tokens) > 2:
                counted[tokens[1], tokens[2].lower()] += 1
    return counted
