"""`x-ms-test-value`: the sample that Microsoft's tests send."""

from __future__ import annotations

import re
from typing import Any

from certify.api import WARNING, Annotated, Extension, Has, Pointer, Problem, Problems, repository, rule
from certify_rules.words import shown

_MOST_STRINGS = 1_000
_LONGEST = 2_000
_EMAIL = re.compile(r"([A-Za-z0-9._%+-]{1,64})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})")
_PHONE = re.compile(r"\+[0-9][0-9 ()/-]{7,20}[0-9]")
_NAMES_OF_NOBODY = frozenset(("email", "example", "name", "noreply", "no-reply", "someone", "test", "user"))
_OF_NOBODY = frozenset(
    (
        "example.com",
        "example.org",
        "example.net",
        "contoso.com",
        "fabrikam.com",
        "adatum.com",
        "northwindtraders.com",
    )
)


@rule(WARNING, repository("schemas/apiDefinition.swagger.schema.json"))
def xms_test_value(extension: Annotated[Extension, Has("x-ms-test-value")]) -> Problems:
    """An `x-ms-test-value` has nothing of a person.

    The definition is published. Microsoft's schema for connectors: "DO NOT include any secrets, keys, or personally identifiable
    data." Looked for are e-mail addresses of somebody (`test@` and `example.com` are nobody's) and telephone numbers; keys and
    tokens are told by `secret-patterns` wherever they are.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-test-value: anna.berg@tidewaterstock.com}}}
    Bad (a telephone number):
        definition: {parameters: {WarehouseFilter: {x-ms-test-value: +31 20 794 0821}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-test-value: someone@example.com}}}
    """
    pending: list[tuple[Pointer, Any]] = [((), extension.content)]
    for _ in range(_MOST_STRINGS):
        if not pending:
            return
        pointer, value = pending.pop()
        if isinstance(value, str):
            found = _exposed(value[:_LONGEST])
            if found:
                yield Problem(
                    f"This test value {found}; give one that belongs to nobody.", extension.at(*pointer)
                )
        elif isinstance(value, dict):
            pending.extend((((*pointer, name), member)) for name, member in value.items())
        elif isinstance(value, list):
            pending.extend((((*pointer, index), element)) for index, element in enumerate(value))


def _exposed(text: str) -> str:
    address = _EMAIL.search(text)
    if address is not None and not _is_of_nobody(address[1], address[2]):
        return f"has the e-mail address `{shown(address[0])}`"
    return "has a telephone number" if _PHONE.search(text) else ""


def _is_of_nobody(name: str, domain: str) -> bool:
    lower = domain.lower()
    return (
        name.lower() in _NAMES_OF_NOBODY
        or lower in _OF_NOBODY
        or lower.endswith((".example", ".test", ".invalid"))
        or lower.partition(".")[2] in _OF_NOBODY
    )
