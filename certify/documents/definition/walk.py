"""The one walk over a definition: every node once, in the order of the document's sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from certify.documents.definition.dynamic import PREFIX, calls_of
from certify.documents.definition.info import SecurityRequirement
from certify.documents.definition.parameter import Parameter
from certify.documents.definition.response import Header, Response
from certify.documents.definition.schema import PART_KEYS, Schema
from certify.documents.node import Extension, Node, Reference, Text

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.definition.definition import Definition
    from certify.documents.definition.operation import Operation, PathItem

Emit = Callable[[Any], object]
"""Where each node goes, as soon as it is met."""

DEEPEST_SCHEMA = 100
"""Deeper nesting is not walked; the rule on schema depth reports it long before."""

_SCHEMA_TEXTS = {"title": "title", "x-ms-summary": "summary", "description": "description"}


def walk(definition: Definition, emit: Emit) -> None:
    """Emit every node of the definition. A reference is emitted where it stands and not followed."""
    emit(definition)
    _extensions(definition, emit)
    info = definition.info
    if definition.has("info"):
        emit(info)
        _extensions(info, emit)
        for member in ("title", "description"):
            _text(info, member, member, emit)
        if info.contact is not None:
            emit(info.contact)
            _extensions(info.contact, emit)
    if definition.metadata is not None:
        emit(definition.metadata)
        for entry in definition.metadata.entries:
            emit(entry)
    for scheme in definition.security_schemes.values():
        emit(scheme)
        _extensions(scheme, emit)
    _requirements(definition, emit)
    for item in definition.path_items:
        _path_item(item, emit)
    for schema in definition.schemas.values():
        _schema(schema, emit)
    for name, value in definition.children("definitions"):
        if "$ref" in value:
            emit(Reference(value, definition, ("definitions", name), "schema"))
    for name, value in definition.children("parameters"):
        if "$ref" in value:
            emit(Reference(value, definition, ("parameters", name), "parameter"))
        else:
            _parameter(definition.parameters[name], emit)
    of_failures = _of_failures_only(definition) if definition.mapping("responses") else frozenset[int]()
    for name, value in definition.children("responses"):
        if "$ref" in value:
            emit(Reference(value, definition, ("responses", name), "response"))
        else:
            response = definition.responses[name]
            _response(response, emit, is_offered=id(response.value) not in of_failures)


def _of_failures_only(definition: Definition) -> frozenset[int]:
    """The identities of the shared responses that operations answer with, but none for a success."""
    used: dict[bool, set[int]] = {True: set(), False: set()}
    for operation in definition.operations:
        for response in operation.responses:
            if response.owner is not operation:
                used[response.is_offered].add(id(response.value))
    return frozenset(used[False] - used[True])


def _path_item(item: PathItem, emit: Emit) -> None:
    emit(item)
    if "$ref" in item.value:
        emit(Reference(item.value, item, (), "path item"))
    _extensions(item, emit)
    for index, value in enumerate(item.items("parameters")):
        if isinstance(value, dict):
            if "$ref" in value:
                emit(Reference(value, item, ("parameters", index), "parameter"))
            else:
                _parameter(Parameter(value, item, ("parameters", index), item.operations), emit)
    content = item.value.get("x-ms-notification-content")
    if isinstance(content, dict):
        _schema_at(
            content.get("schema"),
            item,
            ("x-ms-notification-content", "schema"),
            emit,
            is_output=True,
            is_visible=True,
        )
    for operation in item.operations:
        _operation(operation, emit)


def _operation(operation: Operation, emit: Emit) -> None:
    emit(operation)
    _extensions(operation, emit)
    is_visible = not operation.is_internal
    for member in ("summary", "description"):
        _text(operation, member, member, emit, is_visible=is_visible)
    _text(operation, "x-ms-trigger-hint", "hint", emit, is_visible=is_visible)
    _requirements(operation, emit)
    for index, value in enumerate(operation.items("parameters")):
        if isinstance(value, dict) and "$ref" in value:
            emit(Reference(value, operation, ("parameters", index), "parameter"))
    for parameter in operation.own_parameters:
        if parameter.owner is operation:
            _parameter(parameter, emit)
    for code, value in operation.mapping("responses").items():
        if isinstance(value, dict) and "$ref" in value:
            emit(Reference(value, operation, ("responses", code), "response"))
    for response in operation.responses:
        if response.owner is operation:
            _response(response, emit, is_offered=response.is_offered)


def _parameter(parameter: Parameter, emit: Emit) -> None:
    emit(parameter)
    _extensions(parameter, emit)
    is_visible = parameter.is_visible
    _text(parameter, "x-ms-summary", "summary", emit, is_visible=is_visible)
    _text(parameter, "description", "description", emit, is_visible=is_visible)
    _schema_at(
        parameter.value.get("schema"), parameter, ("schema",), emit, is_input=True, is_visible=is_visible
    )
    _schema_at(
        parameter.value.get("items"), parameter, ("items",), emit, is_input=True, is_visible=is_visible
    )


def _response(response: Response, emit: Emit, *, is_offered: bool) -> None:
    emit(response)
    _extensions(response, emit)
    is_visible = response.operation is None or not response.operation.is_internal
    _text(response, "description", "description", emit, is_visible=is_visible)
    for name, value in response.children("headers"):
        header = Header(value, response, ("headers", name), name)
        emit(header)
        _extensions(header, emit)
    _schema_at(
        response.value.get("schema"), response, ("schema",), emit, is_output=True, is_visible=is_offered
    )


def _schema_at(
    value: Any,
    owner: Node,
    steps: Pointer,
    emit: Emit,
    *,
    is_input: bool = False,
    is_output: bool = False,
    is_visible: bool,
) -> None:
    if not isinstance(value, dict):
        return
    if "$ref" in value:
        emit(Reference(value, owner, steps, "schema"))
    else:
        _schema(
            Schema(value, owner, steps, is_input=is_input, is_output=is_output, is_visible=is_visible), emit
        )


def _schema(top: Schema, emit: Emit) -> None:
    pending: list[Schema | Reference] = [top]
    while pending:
        schema = pending.pop()
        emit(schema)
        if isinstance(schema, Reference):
            continue
        has_parts = False
        for key, content in schema.value.items():
            if key[:2] == "x-":
                _extension(key, content, schema, emit)
            if key in _SCHEMA_TEXTS:
                if isinstance(content, str):
                    emit(Text(schema, key, _SCHEMA_TEXTS[key], schema.is_visible))
            elif key in PART_KEYS:
                has_parts = True
        if has_parts and schema.depth < DEEPEST_SCHEMA:
            pending.extend(reversed(schema.parts()))


def _extensions(node: Node, emit: Emit) -> None:
    for key, content in node.value.items():
        if key[:2] == "x-":
            _extension(key, content, node, emit)


def _extension(name: str, content: Any, node: Node, emit: Emit) -> None:
    extension = Extension(name, content, node)
    emit(extension)
    if name.startswith(PREFIX):
        for call in calls_of(extension):
            emit(call)


def _text(node: Node, member: str, role: str, emit: Emit, *, is_visible: bool = True) -> None:
    if isinstance(node.value.get(member), str):
        emit(Text(node, member, role, is_visible))


def _requirements(node: Node, emit: Emit) -> None:
    for index, value in enumerate(node.items("security")):
        if isinstance(value, dict):
            emit(SecurityRequirement(value, node, ("security", index)))
