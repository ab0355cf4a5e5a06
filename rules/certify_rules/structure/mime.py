"""What `consumes` and `produces` name, and whether it fits what an operation sends."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Operation,
    Parameter,
    Problem,
    Problems,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.words import shown

_NAME = r"[A-Za-z0-9!#$&^_.+*%'`|~-]{1,127}"
_MIME_TYPE = re.compile(rf"{_NAME}/{_NAME}[ \t]*(?:;[^\r\n]{{0,300}})?")
_MULTIPART = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"


@rule(ERROR, validator("MimeTypeNotValid"), validator("MimeTypeNotSupported"))
def mime_valid(node: Definition | Operation) -> Problems:
    """`consumes` and `produces` hold MIME types: a type, a slash and a subtype.

    Microsoft's validator: "The MIME type is not valid." It also refuses types that the platform does not support, from
    a list that is not published. No published connector breaks this.

    Bad:
        definition: {consumes: [json]}
    Bad (a charset alone):
        definition: {paths: {/items: {post: {consumes: [application/json, charset=utf-8]}}}}
    Good:
        definition: {produces: ["application/json; charset=utf-8"]}
    """
    for member in ("consumes", "produces"):
        for index, text in enumerate(node.items(member)):
            if isinstance(text, str) and not _MIME_TYPE.fullmatch(text.strip()):
                yield Problem(
                    f"`{shown(text)}` is no MIME type, such as `application/json`.",
                    node.at(member, index),
                )


@rule(WARNING, validator("ConsumesMissing"), fix="safe")
def consumes_for_body(definition: Definition) -> Problems:
    """An operation that sends a body says in `consumes` what it is.

    Microsoft's validator: "At least one supported MIME type must be provided in 'consumes' for operation". The
    operation's own `consumes` counts, else that of the definition. Without one the platform assumes
    `application/json`. 20% of certified connectors break this.

    Bad:
        definition: {consumes: null}
    Bad (an empty list):
        definition: {paths: {/items: {post: {consumes: []}}}}
    Good:
        definition: {consumes: [application/json, application/xml]}
    """
    lacking = [
        operation for operation in definition.operations if _sends(operation) and not _consumes(operation)
    ]
    inheriting = [
        operation for operation in lacking if not operation.has("consumes") and not _fields(operation)
    ]
    if inheriting and not definition.has("consumes"):
        count = len(inheriting)
        more = f" (and {count - 1} more)" if count > 1 else ""
        yield Problem(
            f"The operation {inheriting[0].label}{more} sends a body, and nothing says of which MIME type. "
            "Add `consumes` to the definition.",
            definition,
            fix=safe(definition.place.add("consumes", ["application/json"])),
        )
        lacking = [operation for operation in lacking if operation not in inheriting]
    for operation in lacking:
        fields = _fields(operation)
        right = (
            "application/json" if not fields else _MULTIPART if any(map(_is_file, fields)) else _URLENCODED
        )
        has_list = isinstance(operation.get("consumes"), list)
        if operation.has("consumes") and not has_list:
            continue
        edit = (
            operation.at("consumes").replace([right])
            if has_list
            else operation.place.add("consumes", [right])
        )
        yield Problem(
            f"The operation {operation.label} sends a body, and nothing says of which MIME type. Add `consumes`.",
            operation.at("consumes") if has_list else operation,
            fix=safe(edit),
        )


@rule(
    ERROR,
    validator("MimeTypeNotCompatibleWithRequestContentSchemaType"),
    validator("StringBinaryNotSupportedForFormUrlEncoded"),
    fix="unsafe",
)
def mime_body_compatible(operation: Operation) -> Problems:
    """An operation with form fields consumes `multipart/form-data` or `application/x-www-form-urlencoded`; one with a file the former.

    Microsoft's validator: "The MIME type(s) are not compatible with the request content type", and "String/binary
    parameters are not supported with 'application/x-www-form-urlencoded'". 5% of the certified connectors that have
    form fields break this.

    Bad:
        definition: {paths: {"/items/{itemId}/documents": {post: {consumes: [application/json]}}}}
    Bad (a file among URL-encoded fields):
        definition: {paths: {"/items/{itemId}/documents": {post: {consumes: [application/x-www-form-urlencoded]}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {consumes: ["multipart/form-data; boundary=part"]}}}}
    """
    fields = _fields(operation)
    consumes = _consumes(operation)
    if not fields or not consumes:
        return
    files = [field for field in fields if _is_file(field)]
    allowed = {_MULTIPART} if files else {_MULTIPART, _URLENCODED}
    if allowed.isdisjoint(text.partition(";")[0].strip().lower() for text in consumes):
        right = _MULTIPART if files else _URLENCODED
        is_own = operation.has("consumes")
        edit = (
            operation.at("consumes").replace([right]) if is_own else operation.place.add("consumes", [right])
        )
        what = f"the file {files[0].label}" if files else f"the form field {fields[0].label}"
        yield Problem(
            f"The operation {operation.label} sends {what} and consumes `{shown(', '.join(consumes))}`; "
            f"it has to be `{right}`.",
            operation.at("consumes") if is_own else operation,
            fix=unsafe(edit),
        )


def _consumes(operation: Operation) -> list[str]:
    return [text for text in operation.consumes if text.strip()]


def _fields(operation: Operation) -> list[Parameter]:
    return [parameter for parameter in operation.parameters if parameter.location == "formData"]


def _sends(operation: Operation) -> bool:
    return any(parameter.location in {"body", "formData"} for parameter in operation.parameters)


def _is_file(parameter: Parameter) -> bool:
    return parameter.type == "file" or (parameter.type == "string" and parameter.format == "binary")
