"""Where a definition departs from the OpenAPI 2.0 schema (openapi2.json), as exact places that rules speak about.

The schema has what OpenAPI 2.0 says of names and JSON types, and leaves out every requirement that a rule states
more precisely, so that no defect is found twice. Left out, and to which rule:

    document    `swagger`: swagger-version-2; `info` and its members present: the info family;
                `paths` present: swagger-operations-some; values of `host`, `basePath`, `schemes`: the host family (schemes-valid)
    paths       names without a slash, and what is under them: path-slash
    operation   `operationId`: op-id-present; `responses`: op-responses; its codes: resp-code; MIME types: mime-valid
    parameter   `name`, `in`, `type`: param-name-in-type; which members go with which `in`: param-body-schema,
                param-file, param-min-max; `items`: param-array-items; `collectionFormat`: param-collectionformat;
                a path parameter that is not required: param-path-required; duplicates: param-unique
    response    `description`: resp-description
    schema      the values of `type`: schema-type, schema-file-root; `items`: schema-array-items; an empty `required`:
                schema-required-empty; `discriminator`: schema-discriminator
    any         values of `enum`: param-enum, schema-enum; bounds and `pattern`: param-min-max; duplicates in
                lists: array-unique, tags-unique; `$ref`: the ref-* rules; URLs and e-mail addresses: the info family;
                names and values of `x-ms-*`: the families on extensions
    security    members of a scheme: secdef-*; names and scopes of a requirement: security-defined, security-value
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson
from msgspec import Struct

from certify.core.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import Draft7Validator, ValidationError

    from certify.core.place import Pointer
    from certify.documents.definition.definition import Definition

MOST_MISMATCHES = 1_000
"""More are not collected: the document is something else than a definition, and the first thousand show it."""

_TYPE_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


OPENAPI_3_MEMBERS = frozenset(
    {
        "openapi", "components", "servers", "webhooks", "jsonSchemaDialect",
        "requestBody", "callbacks", "links", "content",
        "oneOf", "anyOf", "not", "nullable", "writeOnly", "const", "examples", "contentMediaType", "contentEncoding",
        "patternProperties", "unevaluatedProperties", "dependentSchemas", "prefixItems", "$defs", "if", "then", "else",
        "style", "explode", "allowReserved", "deprecated", "trace",
    }
)  # fmt: skip
"""Members that OpenAPI 3 (or the JSON Schema that it takes in) has, and OpenAPI 2.0 has not where they are found."""


class Mismatch(Struct, frozen=True):
    """One departure from the OpenAPI 2.0 schema.

    `place` is the value that departs, the name of a member that is not allowed, or the object that lacks a member.
    `keyword` is the JSON Schema keyword: `type`, `enum`, `additionalProperties`, `required`, `minimum`…; it is
    `depth` where nesting or a lone surrogate kept the document from being looked at. `subject` says what kind of object it is about (a
    name among the schema's `definitions`, or `document`); `name` is the member that is not allowed or lacks;
    `expected` are the JSON types, values or member names that are allowed there, or the bound; `actual` is the JSON
    type of `value`.
    """

    place: Place
    keyword: str
    subject: str
    value: Any
    name: str = ""
    expected: tuple[str, ...] = ()

    @property
    def actual(self) -> str:
        return _TYPE_NAMES.get(self.value.__class__, "value")

    def is_unknown_member(self, *subjects: str) -> bool:
        """Whether it is a member that OpenAPI 2.0 does not have in one of these subjects, and OpenAPI 3 neither."""
        return self.keyword == "additionalProperties" and self.subject in subjects and not self.is_openapi_3

    @property
    def is_openapi_3(self) -> bool:
        """Whether it is a member that OpenAPI 2.0 does not have and OpenAPI 3 has."""
        return self.keyword == "additionalProperties" and self.name in OPENAPI_3_MEMBERS

    @property
    def similar(self) -> str | None:
        """The known member whose name the unknown one resembles."""
        folded = {known.lower(): known for known in self.expected}
        if self.name.lower() in folded:
            return folded[self.name.lower()]
        return next(iter(get_close_matches(self.name[:64], self.expected, 1, 0.8)), None)


def mismatches_of(definition: Definition) -> Iterator[Mismatch]:
    """Every departure of the definition from the schema, at most MOST_MISMATCHES."""
    try:
        count = 0
        mistyped: set[Pointer] = set()
        for error in _validator().iter_errors(definition.value):
            pointer, value = _look_up(definition.value, error.instance_path)
            if error.kind.name == "type":
                mistyped.add(pointer)
            elif pointer in mistyped:
                continue
            for mismatch in _mismatches(Place(definition.file, pointer), value, error):
                yield mismatch
                count += 1
                if count == MOST_MISMATCHES:
                    return
    except ValueError:  # nesting beyond what the validator walks, or a lone surrogate
        yield Mismatch(definition.place, "depth", "document", definition.value)


def _mismatches(place: Place, value: Any, error: ValidationError) -> Iterator[Mismatch]:
    keyword = error.kind.name
    limit: Any = error.kind.value
    subject = _subject(error.schema_path)
    if keyword == "additionalProperties":
        for name in limit:
            yield Mismatch(place.key(name), keyword, subject, _value_of(value, name), name, _members(subject))
    elif keyword == "required":
        yield Mismatch(place, keyword, subject, value, limit)
    else:
        limits = limit if keyword in {"type", "enum"} else (limit,)
        yield Mismatch(place, keyword, subject, value, expected=tuple(map(str, limits)))


def _value_of(value: Any, name: str) -> Any:
    return cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None


def _look_up(root: Any, path: list[str | int]) -> tuple[Pointer, Any]:
    """Place and value of what the validator's path means, or of the deepest value on the way that is there."""
    pointer: list[str | int] = []
    value = root
    for token in path:
        step = _step(value, token)
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
        pointer.append(step)
    return tuple(pointer), value


def _step(value: Any, token: str | int) -> str | int:
    """The index or name that is meant: the validator gives the names `200`, `0200` and `+200` alike as 200."""
    if isinstance(token, str) or not isinstance(value, dict):
        return token
    members = cast("dict[str, Any]", value)
    name = str(token)
    if name in members:
        return name
    alike = (key for key in members if key.removeprefix("+").lstrip("0") == name.lstrip("0"))
    return next(alike, name)


def _subject(schema_path: list[str | int]) -> str:
    return str(schema_path[1]) if len(schema_path) > 1 and schema_path[0] == "definitions" else "document"


_SCHEMA = Path(__file__).with_name("openapi2.json")


@cache
def _validator() -> Draft7Validator:
    # Imported here: a command that looks at no definition does not pay for it.
    from jsonschema_rs import Draft7Validator, RegexOptions

    return Draft7Validator(
        _SCHEMA.read_text("utf-8"),
        offline=True,
        validate_formats=False,
        pattern_options=RegexOptions(),
    )


@cache
def _members(subject: str) -> tuple[str, ...]:
    """The member names that the schema knows for a subject."""
    schema: dict[str, Any] = orjson.loads(_SCHEMA.read_bytes())
    described = schema if subject == "document" else schema["definitions"][subject]
    return tuple(name for name in described["properties"] if not name.startswith("x-"))
