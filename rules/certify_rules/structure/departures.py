"""Where the definition departs from the OpenAPI 2.0 schema: wrong types and values, members that lack or are unknown."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    Definition,
    Fix,
    Mismatch,
    Problem,
    Problems,
    checker,
    policy,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.words import shown

_SUBJECTS = {
    "document": "the root of a definition",
    "info": "`info`",
    "contact": "`contact`",
    "license": "`license`",
    "externalDocs": "`externalDocs`",
    "tag": "a tag",
    "pathItem": "a path",
    "operation": "an operation",
    "parameter": "a parameter",
    "items": "the `items` of a parameter or header",
    "response": "a response",
    "header": "a header",
    "schema": "a schema",
    "xml": "`xml`",
}
_OTHERS = tuple(subject for subject in _SUBJECTS if subject not in {"document", "operation", "schema"})


@rule(
    ERROR,
    specification(),
    checker("connector-validate-swagger"),
    policy("5000.2.6.2"),
    by_hand="What the schema asks for may be written in more ways than one; most departures have a rule with a fix of its own.",
)
def swagger_json_schema(definition: Definition) -> Problems:
    """The definition is valid against the OpenAPI 2.0 schema.

    The Solution Checker validates it as a whole, and Partner Center says "Swagger json should be properly structured and
    complete, and adhere to Open API 2.0". Most of that has a rule of its own here; this one reports the rest: a tag,
    licence or external documentation without its name or URL, a header without `type`, a negative length of a header, an empty `allOf`.
    2% of certified connectors are not valid, nearly all for a reason that another rule names.

    Bad:
        definition: {info: {license: {url: "https://www.tidewaterstock.com/licence"}}}
    Bad (a header without a type):
        definition: {responses: {NotFound: {headers: {Retry-After: {description: Seconds to wait.}}}}}
    Bad (composed of nothing):
        definition: {definitions: {Item: {properties: {name: {allOf: []}}}}}
    Good:
        definition: {info: {license: {name: MIT}}}
    """
    for mismatch in definition.mismatches:
        subject = _SUBJECTS.get(mismatch.subject, "this object").capitalize()
        if mismatch.keyword == "required":
            yield Problem(f"{subject} has no `{mismatch.name}`, which OpenAPI 2.0 requires.", mismatch.place)
        elif mismatch.keyword == "depth":
            yield Problem("The definition nests too deeply to be examined. Make it flatter.", mismatch.place)
        elif mismatch.keyword == "minItems":
            yield Problem("This list is empty; name what it is for, or leave it out.", mismatch.place)
        elif mismatch.keyword in {"minimum", "exclusiveMinimum"}:
            more = "more than" if mismatch.keyword == "exclusiveMinimum" else "at least"
            yield Problem(
                f"`{mismatch.value}` is too small here; OpenAPI 2.0 requires {more} {mismatch.expected[0]}.",
                mismatch.place,
            )


@rule(ERROR, validator("JsonTypeIncorrect"), fix="safe")
def json_type(definition: Definition) -> Problems:
    """Every member has the JSON type that OpenAPI 2.0 gives it.

    Microsoft's validator: "The type of the property is incorrect. Expected type 'Object', but value is of type
    'Array'." Seen in a pull request where a `security` array had been pasted into `definitions`. `null` is a type of
    its own: a member without a value is left out instead. The types of `x-ms-*` members are other rules' matter.

    Bad:
        definition: {paths: {/items: {get: {deprecated: "false"}}}}
    Bad (a section pasted to the wrong place):
        definition: {definitions: {security: [{api_key: []}]}}
    Bad (JSON Schema's old way to say required):
        definition: {definitions: {Item: {properties: {name: {required: true}}}}}
    Good:
        definition: {paths: {/items: {get: {deprecated: false}}}}
    """
    for mismatch in definition.mismatches:
        if mismatch.keyword == "type" and not _is_unfilled_requirement(mismatch):
            expected = " or ".join(_with_article(name) for name in mismatch.expected)
            yield Problem(
                f"{_quoted(mismatch)} is {_with_article(mismatch.actual)}; {expected} is expected here.",
                mismatch.place,
                fix=_in_right_type(mismatch),
            )


def _is_unfilled_requirement(mismatch: Mismatch) -> bool:
    """Whether it is a security requirement without a value, which the validator has a name of its own for."""
    pointer = mismatch.place.pointer
    return mismatch.value is None and len(pointer) > 2 and pointer[-3] == "security"


def _with_article(name: str) -> str:
    if name == "null":
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _quoted(mismatch: Mismatch) -> str:
    value = mismatch.value
    if isinstance(value, str):
        return f'`"{shown(value)}"`'
    if isinstance(value, (bool, int, float)):
        return f"`{shown(str(value).lower())}`"
    return "This"


def _in_right_type(mismatch: Mismatch) -> Fix | None:
    """The same value in the type that is expected, where there is only one way to write it."""
    value = mismatch.value
    right: Any = None
    if mismatch.expected == ("boolean",) and isinstance(value, str):
        right = {"true": True, "false": False}.get(value.strip().lower())
    elif mismatch.expected == ("string",) and isinstance(value, int):
        right = str(value).lower()
    elif mismatch.expected in {("integer",), ("number",)} and isinstance(value, str):
        is_small_integer = value.isascii() and value.isdecimal() and len(value) < 16
        right = int(value) if is_small_integer else None
    return None if right is None else safe(mismatch.place.replace(right))


@rule(ERROR, validator("JsonValueNotInEnum"))
def json_value_in_enum(definition: Definition) -> Problems:
    """A member that takes one of a few words has one of them.

    Microsoft's validator: "The property value must be one of the following". This rule looks at response headers;
    the types and formats of parameters and schemas, schemes and visibilities have rules of their own.

    Bad:
        definition: {responses: {NotFound: {headers: {Retry-After: {type: int}}}}}
    Good:
        definition: {responses: {NotFound: {headers: {Retry-After: {type: integer}}}}}
    """
    for mismatch in definition.mismatches:
        if mismatch.keyword == "enum":
            allowed = ", ".join(f"`{word}`" for word in mismatch.expected)
            yield Problem(f"{_quoted(mismatch)} is not allowed here; use one of {allowed}.", mismatch.place)


@rule(ERROR, validator("AdditionalPropertyNotAllowed"), validator("ExtensionNameNotValid"), fix="unsafe")
def swagger_unknown_root_key(definition: Definition) -> Problems:
    """The root of the definition has only members of OpenAPI 2.0, or such whose name starts with `x-`.

    Microsoft's validator refuses any other: a published connector failed with `scriptOperations`, which belongs in
    apiProperties.json. One certified connector in 500 has one (`basepath`, which then has no effect).

    Bad:
        definition: {scriptOperations: [ListItems]}
    Bad (another spelling):
        definition: {securitydefinitions: {}}
    Good:
        definition: {externalDocs: {url: "https://www.tidewaterstock.com/docs"}}
    """
    for mismatch in definition.mismatches:
        if mismatch.is_unknown_member("document"):
            yield Problem(
                f"`{shown(mismatch.name)}` is no member of a definition.{_advice(mismatch)}",
                mismatch.place,
                fix=_renamed_or_removed(mismatch, definition.value),
            )


def _renamed_or_removed(mismatch: Mismatch, members: dict[str, Any]) -> Fix:
    similar = mismatch.similar
    if similar is not None and similar not in members:
        return unsafe(mismatch.place.rename(similar))
    return unsafe(mismatch.place.remove())


@rule(ERROR, validator("AdditionalPropertyNotAllowed"), validator("ExtensionNameNotValid"))
def unknown_member(definition: Definition) -> Problems:
    """Info, paths, parameters, responses, headers and tags have only members of OpenAPI 2.0, or such that start with `x-`.

    Microsoft's validator: "The property is not valid. If this property is an extension, its name must begin with
    x-." No published connector breaks it. Members of operations, of schemas and of the root have a rule each.

    Bad:
        definition: {info: {contact: {phone: "+46 8 123 456"}}}
    Bad (a parameter):
        definition: {parameters: {PageSize: {title: Page size}}}
    Good:
        definition: {info: {termsOfService: "https://www.tidewaterstock.com/terms"}}
    """
    for mismatch in definition.mismatches:
        if mismatch.is_unknown_member(*_OTHERS):
            yield Problem(
                f"`{shown(mismatch.name)}` is no member of {_SUBJECTS[mismatch.subject]}.{_advice(mismatch)}",
                mismatch.place,
            )


def _advice(mismatch: Mismatch) -> str:
    similar = mismatch.similar
    return f" Is `{similar}` meant?" if similar else " Remove it, or let its name start with `x-`."
