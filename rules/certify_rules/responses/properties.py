"""The texts of what a response returns: labels and descriptions of the properties that the next step can use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from certify.api import (
    NOTE,
    OFF,
    Annotated,
    Has,
    Problem,
    Problems,
    Related,
    Schema,
    documented,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.extensions.names import misspells
from certify_rules.labels import label_of_name
from certify_rules.words import LONGEST_LABEL, as_sentence, enumerated, is_same_text, lacks_period, shown


@rule(NOTE, documented("connector-string-guidance"), custom=OFF, fix="unsafe")
def resp_property_summary(schema: Annotated[Schema, Has("properties")]) -> Problems:
    """The properties of a response have a label: `x-ms-summary`, or `title`.

    The designer offers them under it to the next step, and without one under the name that the service uses. Nine
    certified connectors in ten lack some, so this is advice, said once for each object. Objects with properties of
    their own are not shown, and need none.

    Bad:
        definition: {definitions: {Document: {properties: {number: {x-ms-summary: null}}}}}
    Good:
        definition: {definitions: {Document: {properties: {number: {x-ms-summary: null, title: Document Number}}}}}
    """
    lacking = _poor_properties(schema, _has_no_label)
    if lacking:
        at = schema.at("properties")
        guesses = [(name, label_of_name(name)) for name in lacking]
        edits = [
            at.at(name).add("x-ms-summary", guess)
            for name, guess in guesses
            if 0 < len(guess) <= LONGEST_LABEL
        ]
        yield Problem(
            f"{_named(lacking)} no label; give {'it' if len(lacking) == 1 else 'each'} an `x-ms-summary`.",
            at.key(lacking[0]),
            fix=unsafe(*edits) if len(edits) == len(lacking) else None,
        )


@rule(
    NOTE,
    documented("connector-string-guidance"),
    reviewer(864),
    reviewer(1286),
    custom=OFF,
    by_hand="What a value means, and in which unit it is, is not in its name.",
)
def resp_property_description(schema: Annotated[Schema, Has("properties")]) -> Problems:
    """The properties of a response have a `description`.

    The designer shows it beside the label, and it says what a value means, in which unit it is, or when it is absent.
    More than half of the connectors lack some, so this is advice, said once for each object.

    Bad:
        definition: {definitions: {Document: {properties: {number: {description: null}}}}}
    Good:
        definition: {definitions: {Document: {properties: {number: {description: The number on the first page.}}}}}
    """
    lacking = _poor_properties(schema, _has_no_description)
    if lacking:
        yield Problem(f"{_named(lacking)} no `description`.", schema.key("properties", lacking[0]))


@rule(
    NOTE,
    documented("connector-string-guidance"),
    reviewer(864),
    reviewer(1286),
    reviewer(1607),
    custom=OFF,
    aliases=("camelcase-string",),
)
def resp_property_description_useful(schema: Annotated[Schema, Has("properties")]) -> Problems:
    """The `description` of a response's property is more than its name.

    Microsoft's wizard copies the name into the description. Say what the value means. Half of the certified connectors
    have some, so this is advice, said once for each object.

    Bad:
        definition: {definitions: {Document: {properties: {number: {description: number}}}}}
    Good:
        definition: {definitions: {Document: {properties: {number: {description: The number on the first page.}}}}}
    """
    poor = _poor_properties(schema, _repeats_name)
    if poor:
        yield Problem(
            f"{_named(poor)} a description that repeats the name; say what the value means.",
            schema.at("properties", poor[0], "description"),
            related=tuple(
                Related("another one", schema.at("properties", name, "description"))
                for name in poor[1:_MOST_PLACES]
            ),
        )


@rule(NOTE, documented("connector-string-guidance"), custom=OFF, fix="safe")
def resp_property_description_period(schema: Annotated[Schema, Has("properties")]) -> Problems:
    """The `description` of a response's property ends with a period, unless it is a single word.

    Microsoft's string guidance: "Should be short and concise, with a period at the end." Nine certified connectors in ten
    have some without, so this is advice, said once for each object. A description that repeats the name is to be
    written anew (resp-property-description-useful).

    Bad:
        definition: {definitions: {Document: {properties: {number: {description: The number on the first page}}}}}
    Good:
        definition: {definitions: {Document: {properties: {number: {description: The number on the first page.}}}}}
    Good (a single word):
        definition: {definitions: {Document: {properties: {number: {description: Pagination}}}}}
    """
    open_ones = _poor_properties(schema, _ends_without_period)
    if open_ones:
        places = [schema.at("properties", name, "description") for name in open_ones]
        texts = [schema.value["properties"][name]["description"] for name in open_ones]
        edits = [place.replace(as_sentence(text)) for place, text in zip(places, texts, strict=True)]
        yield Problem(
            f"{_named(open_ones)} a description that ends without a period.", places[0], fix=safe(*edits)
        )


def _poor_properties(schema: Schema, is_poor: Callable[[str, dict[str, Any]], bool]) -> list[str]:
    """The names of the properties that the next step is offered, and nobody fills in, of which `is_poor` holds."""
    if not (schema.is_output and schema.is_visible):
        return []
    # The plain members, and not their views: there are a quarter of a million in a thousand connectors.
    return [
        name
        for name, value in schema.children("properties")
        if is_poor(name, value)
        and value.get("x-ms-visibility") != "internal"
        and not _HAS_PARTS.intersection(value)
        # What makers fill in as well has a rule of its own on its texts.
        and (not schema.is_input or value.get("readOnly") is True)
    ]


_MOST_PLACES = 8
"""Places that a finding on several properties names; the largest object has hundreds."""

_MOST_NAMES = 5
"""Properties that a message names; of more it names one less, and says how many there are beside them."""

_HAS_PARTS = frozenset({"$ref", "properties", "allOf"})


def _has_no_label(_: str, value: dict[str, Any]) -> bool:
    return "x-ms-summary" not in value and "title" not in value and not misspells(value, "x-ms-summary")


def _has_no_description(_: str, value: dict[str, Any]) -> bool:
    description = value.get("description")
    return description is None or (isinstance(description, str) and not description.strip())


def _ends_without_period(name: str, value: dict[str, Any]) -> bool:
    description = value.get("description")
    return isinstance(description, str) and lacks_period(description) and not _repeats_name(name, value)


def _repeats_name(name: str, value: dict[str, Any]) -> bool:
    description = value.get("description")
    return (
        isinstance(description, str)
        and 0 < len(description) <= len(name) + 10
        and is_same_text(description, name)
    )


def _named(names: list[str]) -> str:
    if len(names) == 1:
        return f"The property {enumerated(names)} has"
    if len(names) > _MOST_NAMES:
        first = ", ".join(f"`{shown(name, 40)}`" for name in names[: _MOST_NAMES - 1])
        return f"{first} and {len(names) - _MOST_NAMES + 1} more properties have"
    return f"The properties {enumerated(names)} have"
