"""Titles of schemas, and how summaries write abbreviations."""

from __future__ import annotations

import re

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Fix,
    Has,
    Problem,
    Problems,
    Schema,
    Text,
    documented,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.labels import label_of_name
from certify_rules.parameters.where import is_parameter_item
from certify_rules.text.reading import is_shown
from certify_rules.words import LONGEST_LABEL, is_identifier, shown


@rule(WARNING, reviewer(1747), custom=OFF, aliases=("empty-title",), fix="safe")
def schema_title_not_empty(schema: Annotated[Schema, Has("title")]) -> Problems:
    """The `title` of a schema is not empty.

    Microsoft's wizard writes `"title": ""`, and reviewers ask to fill it. Give it a label, or leave it out where
    `x-ms-summary` has one. A property of a body that has no label at all is body-property-labels' matter.

    Bad:
        definition: {definitions: {Item: {properties: {name: {title: ""}}}}}
    Bad (of an entry of `definitions`):
        definition: {definitions: {Item: {title: " "}}}
    Good:
        definition: {definitions: {Item: {title: Stock Record}}}
    """
    title = schema.value["title"]
    if not isinstance(title, str) or title.strip() or not schema.is_visible:
        return
    if is_parameter_item(schema) or _is_unlabelled_input(schema):
        return
    yield Problem(
        "The title is empty; write a label, or leave it out.", schema.at("title"), fix=_with_title(schema)
    )


def _is_unlabelled_input(schema: Schema) -> bool:
    value = schema.value
    return (
        schema.is_property
        and schema.is_input
        and value.get("readOnly") is not True
        and not any(member in value for member in ("x-ms-summary", "properties", "allOf"))
    )


def _with_title(schema: Schema) -> Fix | None:
    at = schema.at("title")
    if schema.summary or not schema.is_property:
        return safe(at.remove())
    guess = label_of_name(schema.name or "")
    return unsafe(at.replace(guess)) if 0 < len(guess) <= LONGEST_LABEL else None


# Written small or with one capital; a part of an address or of a name such as `itemId` is no word.
_ABBREVIATION = re.compile(
    r"(?<![\w./@#$-])(?:[Ii]ds?|[Uu]rls?|[Aa]pis?|[Uu]ri|[Pp]df|[Jj]son|[Xx]ml|[Hh]tml|[Cc]sv|[Ss]ms)(?![\w/@-]|\.\w)"
)


@rule(NOTE, documented("certification-submission"), custom=OFF, fix="safe")
def text_id_case(text: Annotated[Text, Has("title", "summary")]) -> Problems:
    """Summaries and titles write abbreviations in capitals: ID, URL, API.

    Microsoft's checklist: capitalize abbreviations. A quarter of the certified connectors have some in small letters, so
    this is advice.

    Bad:
        definition: {definitions: {Document: {properties: {url: {x-ms-summary: Document Url}}}}}
    Bad (a parameter):
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Warehouse Id}}}
    Good:
        definition: {definitions: {Document: {properties: {url: {x-ms-summary: Document URL}}}}}
    """
    content = text.content
    if len(content) > 200 or (text.role == "title" and not _is_label(text)):
        return
    found = _ABBREVIATION.search(content)
    if found is None or is_identifier(content) or not text.is_visible:
        return
    right = _ABBREVIATION.sub(_in_capitals, content)
    yield Problem(
        f"`{shown(content)}` has an abbreviation without its capitals; write `{_in_capitals(found)}`.",
        text.place.within(found.start(), found.end()),
        fix=safe(text.place.replace(right)),
    )


def _is_label(text: Text) -> bool:
    """Whether a title stands for a summary that is not there. The connector's own has other rules."""
    return isinstance(text.owner, Schema) and is_shown(text)


def _in_capitals(found: re.Match[str]) -> str:
    word = found[0].upper()
    return f"{word[:-1]}s" if word in {"IDS", "URLS", "APIS"} else word
