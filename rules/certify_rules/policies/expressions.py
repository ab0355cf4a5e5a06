"""Expressions in the parameters of a policy: `@connectionParameters('name', 'default')`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from certify.api import (
    ERROR,
    WARNING,
    Place,
    Policy,
    Problem,
    Problems,
    Properties,
    advice,
    documented,
    rule,
    safe,
    unsafe,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from certify.api import Node

_LONGEST = 16_384
_LONGEST_NAME = 100
_CALL = re.compile(r"@\{?[ \t]{0,8}(connectionParameters|headers|queryParameters)\b", re.IGNORECASE)
_ARGUMENTS = re.compile(
    r"[ \t]{0,8}\([ \t]{0,8}'((?:[^']|''){1,200})'[ \t]{0,8}(?:,[ \t]{0,8}'((?:[^']|''){0,2000})'[ \t]{0,8})?\)"
)


class Call(Struct, frozen=True):
    """A function of an expression: `name` is its first argument, None where it cannot be read.

    `start` and `end` are those of the whole call, `name_start` and `default_start` where the arguments begin.
    """

    function: str
    name: str | None
    start: int
    end: int
    name_start: int = 0
    default: str = ""
    default_start: int = 0


def calls_in(text: str) -> Iterator[Call]:
    """The calls of functions that read the connection, a header or a query parameter, in their order."""
    if "@" not in text:
        return
    for match in _CALL.finditer(text, 0, _LONGEST):
        function = match[1].lower()
        arguments = _ARGUMENTS.match(text, match.end())
        if arguments is None:
            yield Call(function, None, *match.span())
        else:
            yield Call(
                function,
                arguments[1],
                match.start(),
                arguments.end(),
                arguments.start(1),
                arguments[2] or "",
                arguments.start(2),
            )


def texts_of(policy: Policy) -> Iterator[tuple[Place, str]]:
    """Every string among the values of the policy's parameters, with its place."""
    pending: list[tuple[Place, Any]] = [(policy.at("parameters"), policy.mapping("parameters"))]
    while pending:
        at, value = pending.pop()
        if isinstance(value, str):
            yield at, value
        elif isinstance(value, dict):
            pending += [(at.at(name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            pending += [(at.at(index), inner) for index, inner in enumerate(value)]


def _names(properties: Properties) -> dict[str, str]:
    """Every connection parameter, by its name in small letters."""
    found = properties.body.get("connectionParameters")
    names: list[str] = list(found) if isinstance(found, dict) else []
    owners: tuple[Node, ...] = properties.connection_sets
    for owner in owners:
        names += owner.mapping("parameters")
    return {name.lower(): name for name in names}


def _exact(properties: Properties) -> set[str]:
    found = properties.body.get("connectionParameters")
    names: set[str] = set(found) if isinstance(found, dict) else set()
    return names.union(*(one.mapping("parameters") for one in properties.connection_sets))


@rule(ERROR, advice(), documented("connection-parameters"), fix="unsafe")
def policy_connparam(policy: Policy, properties: Properties) -> Problems:
    """`@connectionParameters('name')` names a connection parameter that there is.

    What no user is asked for has no value: the header is empty, the host is none. The name stands in single quotes;
    a second text in quotes, after a comma, is used where the connection has no value. Capitals do not count here. No
    published connector breaks it.

    Bad (misspelled):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameters('regoin')"}}}}}
    Bad (no such parameter):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameters('district')"}}}}}
    Bad (other quotes):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: '@connectionParameters("region")'}}}}}
    Good (with a default):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameters('region', 'eu')"}}}}}
    """
    names: dict[str, str] | None = None
    for at, text in texts_of(policy):
        for call in calls_in(text):
            if call.function != "connectionparameters":
                continue
            if call.name is None:
                yield Problem(
                    f"This cannot be read; write `@connectionParameters('name')` instead of "
                    f"`{shown(text[call.start : call.start + 80])}`.",
                    at.within(call.start, call.end),
                )
                continue
            names = _names(properties) if names is None else names
            if call.name.lower() not in names:
                place = at.within(call.name_start, call.name_start + len(call.name))
                close = get_close_matches(call.name.lower()[:_LONGEST_NAME], names, 1, 0.8)
                hint = f" `{shown(names[close[0]])}` may be meant." if close else ""
                yield Problem(
                    f"There is no connection parameter `{shown(call.name)}`.{hint}",
                    place,
                    fix=unsafe(place.replace(names[close[0]])) if close else None,
                )


_FUNCTION = re.compile(r"@\{?[ \t]{0,8}([A-Za-z]{3,40})[ \t]{0,8}\(")
_FUNCTIONS = ("connectionParameters", "queryParameters", "headers", "body", "triggerBody", "item")
_BY_SMALL_LETTERS = {name.lower(): name for name in _FUNCTIONS}


@rule(ERROR, advice(), documented("policy-templates"), fix="unsafe")
def policy_expression(policy: Policy) -> Problems:
    """An expression of a policy is closed, and the function that it calls is spelt right.

    `@{connectionParameters('site')}` stands within a text, and its brace ends it; what cannot be read is sent as it
    stands. No published connector breaks it.

    Bad (a function's name):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameter('region')"}}}}}
    Bad (not closed):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "eu-@{headers('region')"}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "eu-@{headers('region')}"}}}}}
    """
    for at, text in texts_of(policy):
        if "@" not in text:
            continue
        for found in _FUNCTION.finditer(text, 0, _LONGEST):
            small = found[1].lower()
            close = [] if small in _BY_SMALL_LETTERS else get_close_matches(small, _BY_SMALL_LETTERS, 1, 0.85)
            if close:
                meant = _BY_SMALL_LETTERS[close[0]]
                place = at.within(*found.span(1))
                yield Problem(
                    f"There is no function `{found[1]}`; `{meant}` may be meant.",
                    place,
                    fix=unsafe(place.replace(meant)),
                )
        start = text.rfind("@{", 0, _LONGEST)
        if start >= 0 and "}" not in text[start:]:
            yield Problem(f"`{shown(text[start:])}` has no brace at its end.", at.within(start, start + 2))


@rule(WARNING, advice(), documented("connection-parameters"), fix="safe")
def policy_connparam_case(policy: Policy, properties: Properties) -> Problems:
    """`@connectionParameters('name')` writes the name as the connection parameter does.

    It works with other capitals today, but nothing that is documented says that it must. Three connectors with
    policies in a hundred differ.

    Bad:
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameters('Region')"}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.value: "@connectionParameters('region')"}}}}}
    """
    exact: set[str] | None = None
    for at, text in texts_of(policy):
        for call in calls_in(text):
            if call.function != "connectionparameters" or call.name is None:
                continue
            exact = _exact(properties) if exact is None else exact
            if call.name in exact:
                continue
            meant = _names(properties).get(call.name.lower())
            if meant is not None:
                place = at.within(call.name_start, call.name_start + len(call.name))
                yield Problem(
                    f"The connection parameter is called `{shown(meant)}`, here `{shown(call.name)}`.",
                    place,
                    fix=safe(place.replace(meant)),
                )
