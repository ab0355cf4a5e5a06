"""Blanks and line breaks where none belong."""

from __future__ import annotations

import re

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Problem,
    Problems,
    Text,
    documented,
    rule,
    safe,
    validator,
)
from certify_rules.text.reading import is_of_connector, is_shown
from certify_rules.words import shown

# Two blanks behind a full stop are how some people learnt to type.
_DOUBLE = re.compile(r"(?<=[^\s.!?:])  +(?=\S)")
_ANY_DOUBLE = re.compile(r"(?<=\S)  +(?=\S)")
_BREAK = re.compile(r"[^\S\r\n]*[\r\n\u2028\u2029]\s*")


@rule(
    WARNING,
    validator("ValueMustEndWithAlphanumeric"),
    documented("certification-submission"),
    custom=OFF,
    fix="safe",
)
def text_trim(text: Annotated[Text, Has("spacing")]) -> Problems:
    """Texts have no blanks around them, and no double blanks inside.

    Labels are compared and sorted with their blanks, and translated with them. One connector in nine has blanks around a
    text. Two blanks behind a full stop are free but in the connector's own description, of which reviewers are strict, and so
    are texts of several lines.

    Bad:
        definition: {paths: {/items: {post: {description: "Adds a stock item to a warehouse. "}}}}
    Bad (inside):
        definition: {paths: {/items: {post: {description: "Adds a stock  item to a warehouse."}}}}
    Good:
        definition: {paths: {/items: {post: {description: "Adds an item.  Returns it with its new ID."}}}}
    """
    content = text.content
    has_double = "  " in content
    if not content or not (has_double or content[0].isspace() or content[-1].isspace()):
        return
    start, end = len(content) - len(content.lstrip()), len(content.rstrip())
    if start >= end or not is_shown(text) or (is_of_connector(text) and _is_reported(text)):
        return
    at = text.place
    if isinstance(text.owner, Operation) and text.role == "summary":
        # The rule on the ends of summaries reports blanks there.
        end = len(content)
    if start or end < len(content):
        where = at.within(0, start) if start else at.within(end, len(content))
        yield Problem(
            f"The text `{shown(content)}` has blanks or line breaks {'before' if start else 'behind'} it.",
            where,
            fix=safe(at.replace(content[start:end])),
        )
    elif has_double and "\n" not in content:
        double = _ANY_DOUBLE if is_of_connector(text) else _DOUBLE
        found = double.search(content)
        if found is not None:
            yield Problem(
                f"The text `{_from_word_before(content, found.start())}` has several blanks in a row; one is enough.",
                at.within(*found.span()),
                fix=safe(at.replace(double.sub(" ", content))),
            )


def _from_word_before(content: str, at: int) -> str:
    """What stands around a place of the text, from the beginning of a word a little before it."""
    start = content.rfind(" ", 0, max(0, at - 20)) + 1
    return f"{'…' if start else ''}{shown(content[start:])}"


def _is_reported(text: Text) -> bool:
    """Whether another rule has it: that on the connector's title, or on line breaks of its description."""
    return text.member == "title" or "\n" in text.content or "\r" in text.content


@rule(WARNING, documented("certification-submission"), custom=OFF, fix="safe")
def text_newline(text: Annotated[Text, Has("spacing")]) -> Problems:
    """Titles and summaries are one line.

    They are labels; a line break in one is shown as a blank, or as a box. Three certified connectors in a thousand break
    this.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: "Item\\nName"}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {description: "The name.\\nIt is printed on the shelf."}}}}}
    """
    content = text.content
    if text.role not in {"title", "summary"} or is_of_connector(text) or not is_shown(text):
        return
    found = _BREAK.search(content.strip())
    if found is not None:
        yield Problem(
            f"The label `{shown(content)}` has a line break.",
            text.place,
            fix=safe(text.place.replace(_BREAK.sub(" ", content.strip()))),
        )
