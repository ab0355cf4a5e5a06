"""How a value is written: the `format` of a type, dates, and files."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Parameter,
    Problem,
    Problems,
    Schema,
    advice,
    repository,
    rule,
    unsafe,
    validator,
)
from certify_rules.parameters.labels import is_offered
from certify_rules.words import shown, words_of

_FORMATS = {
    "integer": frozenset(("int32", "int64")),
    "number": frozenset(("float", "double")),
    "string": frozenset(
        ("binary", "byte", "date", "date-no-tz", "date-time", "email", "html", "password", "uri", "uuid")
    ),
    "file": frozenset(("binary",)),
}
_MEANT = {
    ("string", "guid"): "uuid",
    ("string", "url"): "uri",
    ("string", "datetime"): "date-time",
    ("string", "date time"): "date-time",
    ("string", "timestamp"): "date-time",
    ("string", "base64"): "byte",
    ("integer", "int"): "int32",
    ("integer", "long"): "int64",
    ("number", "decimal"): "double",
}

_DATE_WORDS = frozenset(("date", "datetime", "timestamp"))
_DATE_LIMITS = frozenset(
    ("from", "to", "start", "end", "since", "until", "before", "after", "begin", "due", "min", "max")
)
_OTHER_NOTATION = re.compile(
    r"unix|epoch|millisecond|seconds|relative|range|format|yyyymmdd|dd[/.-]mm|mm[/.-]dd|yyyy[/-]|days|comma|ago\b|number"
    r"|iso[\s-]?8601|rfc[\s-]?\d{4}|\b(?:19|20)\d\d-\d\d|\bjson\b|^\s*[\[{]",
    re.IGNORECASE,
)


@rule(
    WARNING,
    validator("UnrecognizedTypeFormat"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    fix="unsafe",
)
def param_format(node: Annotated[Parameter | Schema, Has("format")]) -> Problems:
    """The `format` is one that the platform knows for the type.

    integer: int32, int64; number: float, double; string: binary, byte, date, date-time, date-no-tz, email, html,
    password, uri, uuid. Others are ignored, so that makers can enter anything. Seven certified connectors in a hundred have
    one, mostly guid, decimal or phone. A changed format is a breaking change for outputs of published operations.

    Bad:
        definition: {definitions: {Item: {properties: {id: {format: guid}}}}}
    Good:
        definition: {definitions: {Item: {properties: {id: {format: uuid}}}}}
    """
    kind, found = node.type, node.text("format")
    if kind is None or found is None or found in _FORMATS.get(kind, ()):
        return
    at = node.at("format")
    lower = found.strip().lower()
    meant = lower if lower in _FORMATS.get(kind, ()) else _MEANT.get((kind, lower))
    fix = unsafe(at.replace(meant)) if meant else unsafe(at.remove()) if lower in {"", kind, "enum"} else None
    if not found.strip():
        yield Problem("The format is empty; leave it out.", at, fix=fix)
    else:
        is_type = lower == kind or lower in _FORMATS
        otherwise = (
            "leave it out" if is_type else "leave it out, and say in the description how the value is written"
        )
        advised = f"; `{meant}` is meant" if meant else f"; {otherwise}"
        yield Problem(
            f"The format `{shown(found)}` is not known for the type {shown(kind)}{advised}.", at, fix=fix
        )


@rule(
    NOTE,
    advice(),
    custom=OFF,
    by_hand="Whether the service takes a day or a time is not in the package, and the wrong one makes calls fail.",
)
def param_date_format(parameter: Parameter) -> Problems:
    """A parameter that takes a date says so by its `format`: `date` or `date-time`.

    The designer then offers a calendar and checks the value. Six certified and thirteen independent connectors in a
    hundred leave it out.

    Bad:
        definition: {parameters: {ChangedAfter: {name: startDate, format: null}}}
    Good:
        definition: {parameters: {ChangedAfter: {name: startDate, format: date}}}
    Good (the description says how it is written):
        definition: {parameters: {ChangedAfter: {name: startDate, format: null, description: The first day in ISO 8601.}}}
    """
    if parameter.type != "string" or parameter.has("format") or not is_offered(parameter):
        return
    if any(
        parameter.has(member) for member in ("enum", "pattern", "x-ms-dynamic-values", "x-ms-dynamic-list")
    ):
        return
    words = [word.lower() for word in words_of(parameter.name)]
    if not words or not _DATE_WORDS.intersection(words):
        return
    if words[-1] not in _DATE_WORDS and not _DATE_LIMITS.intersection(words):
        return
    if _OTHER_NOTATION.search((parameter.description or "")[:2000]):
        return
    yield Problem(
        f"The parameter {parameter.label} looks like a date; give it the format `date` or `date-time`, "
        "or say in the description how it is written.",
        parameter,
    )


@rule(ERROR, validator("InvalidStringBinaryProperty"), established=WARNING, fix="unsafe")
def param_binary_top(node: Annotated[Parameter | Schema, Has("format")]) -> Problems:
    """Format `binary` is only for a whole body or a form data parameter.

    Microsoft's validator: "A schema with type/format 'string/binary' can only be at the top level of a body or formData
    parameter." A file within JSON is base64, which is format `byte`. Of what a response returns, only the whole can be
    binary. Seven published connectors in a thousand break this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {format: binary}}}}}
    Bad (in the query):
        definition: {parameters: {WarehouseFilter: {format: binary}}}
    Bad (in a response):
        definition: {definitions: {Document: {properties: {number: {format: binary}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {format: byte}}}}}
    """
    if node.get("format") != "binary" or node.get("type") != "string":
        return
    if isinstance(node, Parameter):
        if node.location not in {"query", "header", "path"}:
            return
        message = f"The {node.location} parameter {node.label} cannot be binary."
    else:
        if node.depth == 0 or not (node.is_input or node.is_output):
            return
        what = "the body" if node.is_input else "what is returned"
        message = f"A value within {what} cannot be binary; use the format `byte` for base64."
    at = node.at("format")
    yield Problem(message, at, fix=unsafe(at.replace("byte")))
