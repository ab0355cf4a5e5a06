"""What one operation gives back compared: responses, and the notifications of a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.changes.change import Change
from certify.changes.schemas import SchemaComparison

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.changes.schemas import Known
    from certify.core.place import Place
    from certify.documents.definition import Operation, Response, Schema


def compare_responses(
    old: Operation, new: Operation, where: str, operation: str, known: Known
) -> Iterator[Change]:
    """Every change of the outputs that makers see. What an error looks like no flow relies on."""
    news = {response.code: response for response in new.responses}
    for response in old.responses:
        is_shown = old.success is not None and old.success.code == response.code
        if not (response.is_success or is_shown):
            continue
        there = f"{where}/responses/{response.code}/schema"
        other = news.get(response.code)
        if other is None and is_shown and response.schema is not None:
            other = _successor(new)
            if other is None:
                place = new.at("responses") if new.has("responses") else new.place
                yield Change("output-removed", there, operation, response.place, place, response.code, None)
        if other is not None:
            yield from _output(
                response.schema, other.schema, response.place, other.place, there, operation, known
            )
    if old.is_trigger and new.is_trigger:
        yield from _output(
            old.path_item.notification_content,
            new.path_item.notification_content,
            old.path_item.place,
            new.path_item.place,
            f"{where}/responses/x-ms-notification-content/schema",
            operation,
            known,
        )


def _successor(new: Operation) -> Response | None:
    """The response that took over: makers see one schema, so the one that is shown now is compared with it."""
    shown = new.success
    return shown if shown is not None and shown.schema is not None else None


def _output(
    old: Schema | None,
    new: Schema | None,
    old_place: Place,
    new_place: Place,
    where: str,
    operation: str,
    known: Known,
) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from SchemaComparison(operation, "output", known).compare(old, new, where)
    elif old is not None and old.value:
        yield Change("output-removed", where, operation, old_place, new_place, "schema", None)
    elif new is not None and new.value:
        yield Change("output-added", where, operation, old_place, new_place, None, "schema")
