"""The document as a whole: its version, that it has operations, and the order of its sections."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Definition,
    Problem,
    Problems,
    advice,
    documented,
    policy,
    rule,
    safe,
    validator,
)
from certify_rules.words import shown


@rule(ERROR, validator("SpecificationVersionIncorrect"), policy("5000.2.6.3"), fix="safe")
def swagger_version_2(definition: Definition) -> Problems:
    """`swagger` is the string "2.0".

    The platform reads OpenAPI 2.0 only; a definition in OpenAPI 3 has to be converted. Microsoft's validator: "The
    'swagger' property must have the string value 2.0". Every published connector has it.

    Bad (a number):
        definition: {swagger: 2.0}
    Bad (OpenAPI 3):
        definition: {swagger: null, openapi: "3.0.1"}
    Good:
        definition: {swagger: "2.0"}
    """
    if definition.get("swagger") == "2.0":
        return
    if definition.has("swagger"):
        value = definition.get("swagger")
        found = f"`{shown(value)}`" if isinstance(value, str) else "not a string"
        at = definition.at("swagger")
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == 2
        yield Problem(
            f'`swagger` is {found}; it has to be the string "2.0".',
            at,
            fix=safe(at.replace("2.0")) if is_number else None,
        )
    elif definition.has("openapi"):
        message = 'This is OpenAPI 3. Convert the definition to OpenAPI 2.0 (`"swagger": "2.0"`).'
        yield Problem(message, definition.key("openapi"))
    else:
        yield Problem('The definition has no `swagger`; it has to be the string "2.0".', definition)


@rule(ERROR, advice())
def swagger_operations_some(definition: Definition) -> Problems:
    """The definition has at least one operation.

    A connector without operations has neither actions nor triggers. Every published connector has one.

    Bad:
        definition: {paths: null, definitions: null, parameters: null, responses: null, x-ms-capabilities: null}
        properties: {properties: {scriptOperations: null}}
        script: null
    Good:
        definition: {}
    """
    if not definition.has("paths"):
        yield Problem("The definition has no `paths`, and so no operations.", definition)
    elif isinstance(definition.get("paths"), dict) and not definition.operations:
        yield Problem("The definition has no operation.", definition.key("paths"))


_DOCUMENTED_ORDER = (
    ("swagger",),
    ("info",),
    ("host", "basePath", "schemes"),
    ("consumes", "produces"),
    ("paths",),
    ("definitions",),
    ("parameters",),
)


@rule(
    NOTE,
    documented("coding-standards"),
    custom=OFF,
    by_hand="To move whole sections would hide every other change, and the platform reads them in any order.",
)
def swagger_root_key_order(definition: Definition) -> Problems:
    """The sections of the definition come in the documented order.

    Microsoft's coding standards name it: `swagger`, `info`, `host` with `basePath` and `schemes`, `consumes` and
    `produces`, `paths`, `definitions`, `parameters`. Reviewers find their way faster, and differences between versions
    stay small. 15% of certified connectors have another one.

    Bad:
        definition: {$replace: {'"schemes": ["https"]': '"later"', '"produces": ["application/json"]': '"schemes": ["https"]', '"later"': '"produces": ["application/json"]'}}
    Good:
        definition: {tags: [{name: Stock}]}
    """
    ranks = {name: rank for rank, names in enumerate(_DOCUMENTED_ORDER) for name in names}
    latest = ""
    for name in definition.value:
        if name not in ranks:
            continue
        if latest and ranks[name] < ranks[latest]:
            yield Problem(
                f"`{name}` comes after `{latest}`; the documented order puts it before.",
                definition.key(name),
            )
            return
        latest = name
