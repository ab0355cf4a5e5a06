"""The values among which the maker chooses in the connection's dialog."""

from __future__ import annotations

from typing import cast

from certify.api import WARNING, ConnectionParameter, Node, Problem, Problems, repository, rule
from certify_rules.security.wording import quoted


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"))
def conn_allowed_values(parameter: ConnectionParameter) -> Problems:
    """Each allowed value is an object with a `value` of its own, and `text` for people.

    The dialog shows a list of the texts. No published connector breaks this.

    Bad (no value):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {allowedValues: {0: {value: null}}}}}}}}
    Bad (a bare string):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {allowedValues: [eu]}}}}}}
    Bad (twice):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {allowedValues: [{text: Europe, value: eu}, {text: Asia, value: eu}]}}}}}}
    Bad (no text):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {allowedValues: [{value: eu}]}}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {allowedValues: [{text: Europe, value: eu}]}}}}}}
    """
    for owner, place in (
        (parameter, parameter.place),
        (
            Node(parameter.constraints, parameter, ("uiDefinition", "constraints")),
            parameter.at("uiDefinition", "constraints"),
        ),
    ):
        if owner.has("allowedValues") and not isinstance(owner.get("allowedValues"), list):
            yield Problem("`allowedValues` must be an array.", place.at("allowedValues"))
        elif owner.get("allowedValues") == []:
            yield Problem(
                f"The list of allowed values of {quoted(parameter.name)} is empty.", place.at("allowedValues")
            )
        met: set[str] = set()
        for index, entry in enumerate(owner.items("allowedValues")):
            value = _text_of(entry, "value")
            # Of a claim of the token nobody is shown the choices.
            is_read = owner is not parameter
            if value is None or (is_read and _text_of(entry, "text") is None):
                yield Problem(
                    f'An allowed value of {quoted(parameter.name)} is no `{{"text": …, "value": …}}`.',
                    place.at("allowedValues", index),
                )
            elif value in met:
                yield Problem(
                    f"The allowed value {quoted(value)} of {quoted(parameter.name)} is there twice.",
                    place.at("allowedValues", index),
                )
            met.add(value or "")


def _text_of(entry: object, member: str) -> str | None:
    """A member of an allowed value that says something."""
    value = cast("dict[str, object]", entry).get(member) if isinstance(entry, dict) else None
    return value if isinstance(value, str) and value.strip() else None
