"""The operations as the readme lists them: what they take and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition, Operation, Parameter, Schema

MOST_OPERATIONS = 2_000
MOST_VALUES = 40
_TYPES = frozenset({"string", "integer", "number", "boolean", "array", "object", "file"})
_FORMATS = {"date-time": "date and time", "date": "date", "binary": "file", "byte": "file", "uuid": "UUID"}
_MISSING_REVISION = ("preview", "deprecated")


class Value(Struct, frozen=True):
    """One input or output. `type` is a word of ours, empty where the definition's says nothing to a reader."""

    label: str
    type: str
    description: str = ""
    is_required: bool = False


class Entry(Struct, frozen=True):
    """One operation. `starts` says how a trigger learns of what it waits for; it is empty for an action.

    `more_inputs` and `more_outputs` count what is left out.
    """

    name: str
    description: str
    starts: str
    status: str
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    gives_list: bool
    more_inputs: int = 0
    more_outputs: int = 0


def entries_of(definition: Definition) -> tuple[Entry, ...]:
    """The operations that makers see, in the order of the definition."""
    visible = [operation for operation in definition.operations if not operation.is_internal]
    return tuple(_entry(operation) for operation in visible[:MOST_OPERATIONS])


def _entry(operation: Operation) -> Entry:
    inputs = list(_inputs(operation))
    schema, gives_list = _result(operation)
    outputs = list(_members(schema)) if schema is not None else []
    return Entry(
        name=(operation.summary or "").strip() or operation.label,
        description=(operation.description or "").strip(),
        starts=_starts(operation),
        status=_status(operation),
        inputs=tuple(inputs[:MOST_VALUES]),
        outputs=tuple(outputs[:MOST_VALUES]),
        gives_list=gives_list and bool(outputs),
        more_inputs=max(0, len(inputs) - MOST_VALUES),
        more_outputs=max(0, len(outputs) - MOST_VALUES),
    )


def _starts(operation: Operation) -> str:
    if not operation.is_trigger:
        return ""
    return (
        "as soon as the service reports it" if operation.is_webhook else "when a check at intervals finds it"
    )


def _status(operation: Operation) -> str:
    if operation.is_deprecated:
        return "deprecated"
    status = operation.annotation.get("status")
    return status.lower() if isinstance(status, str) and status.lower() in _MISSING_REVISION else ""


def _inputs(operation: Operation) -> Iterator[Value]:
    for parameter in operation.parameters:
        if parameter.is_internal or parameter.get("x-ms-notification-url") is True:
            continue
        schema = parameter.schema
        if parameter.is_body and schema is not None:
            members = list(_members(schema, is_needed=parameter.is_required))
            # A body whose members are all hidden, as a webhook's mostly is, asks makers for nothing.
            if members or schema.all_properties:
                yield from members
                continue
        yield _of_parameter(parameter)


def _of_parameter(parameter: Parameter) -> Value:
    label = (parameter.summary or "").strip() or parameter.name
    return Value(
        label=label,
        type=_word(parameter.type, parameter.format),
        description=_telling(parameter.description, label, parameter.name),
        is_required=parameter.is_required,
    )


def _telling(description: str | None, *names: str) -> str:
    """The description, unless it only repeats what the value is called."""
    text = (description or "").strip()
    return "" if text.rstrip(".").casefold() in {name.casefold() for name in names} else text


def _members(schema: Schema, *, is_needed: bool = False) -> Iterator[Value]:
    """The properties that makers see; what an object in it holds is left to the definition."""
    for name, member in schema.all_properties.items():
        if member.is_internal or member.get("x-ms-notification-url") is True:
            continue
        label = (member.summary or member.title or "").strip() or name
        yield Value(
            label=label,
            type=_word(member.type, member.format),
            description=_telling(member.description, label, name),
            is_required=is_needed and name in schema.required_names,
        )


def _result(operation: Operation) -> tuple[Schema | None, bool]:
    """The schema of what a next step can use, and whether it comes as a list."""
    content = operation.path_item.notification_content if operation.is_webhook else None
    response = operation.success
    schema = content or (response.schema if response is not None else None)
    if schema is not None and schema.type == "array":
        return schema.item, True
    return schema, False


def _word(kind: str | None, form: str | None) -> str:
    if form in _FORMATS and kind in {None, "string", "file"}:
        return _FORMATS[form]
    return {"array": "list"}.get(kind, kind) if kind in _TYPES else ""
