"""Spelling: only what is known to be wrong."""

from __future__ import annotations

import re

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Text,
    documented,
    reviewer,
    rule,
    unsafe,
)
from certify_rules.text.misspellings import MISSPELT, RIGHT
from certify_rules.text.reading import DOUBLED, is_shown, watched_words


@rule(
    WARNING, documented("certification-submission"), reviewer(3119), reviewer(1607), custom=OFF, fix="unsafe"
)
def text_spelling(text: Annotated[Text, Has("title", "summary", "description", "hint")]) -> Problems:
    """Texts are spelt right.

    Reviewers read every text, and spelling is their most frequent remark since 2023. Looked for are more than a thousand
    misspellings that are no words and no names, such as `recieve` and `seperated`; a text without a finding may still have
    others. A quarter of the certified connectors have one of them.

    Bad:
        definition: {paths: {/items: {post: {description: Adds an item that was recieved.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item that was received.}}}}
    """
    content = text.content
    watched = watched_words(content)
    if MISSPELT.isdisjoint(watched) or not is_shown(text):
        return
    for wrong in sorted(MISSPELT.intersection(watched)):
        pattern = rf"(?<![\w@/.-]){wrong}(?![\w@/-]|\.\w)"
        # In capitals or with some inside it is the name of something.
        met = [
            found
            for found in re.finditer(pattern, content, re.IGNORECASE)
            if found[0].islower() or found[0].istitle()
        ]
        if not met:
            continue
        found = met[0]
        right = _as(found[0], RIGHT[wrong])
        # Every one of them, or the finding would stay.
        edits = (text.place.within(*one.span()).replace(_as(one[0], RIGHT[wrong])) for one in met)
        yield Problem(
            f"`{found[0]}` is spelt `{right}`.",
            text.place.within(*found.span()),
            fix=unsafe(*edits),
        )


def _as(written: str, right: str) -> str:
    """The right word with the capital of the one that is written."""
    return right.capitalize() if written[:1].isupper() else right


_TWICE = re.compile(
    r"(?<![\w'-])(a|an|and|are|as|at|be|by|for|from|in|is|it|of|on|or|the|this|to|with)( +)\1(?![\w'./-])",
    re.IGNORECASE,
)


@rule(WARNING, reviewer(3119), documented("certification-submission"), custom=OFF, fix="unsafe")
def text_doubled_word(text: Annotated[Text, Has("title", "summary", "description", "hint")]) -> Problems:
    """No small word stands twice in a row.

    "The the" is read over by whom writes it and seen by everybody else. One connector in a hundred has such a slip.

    Bad:
        definition: {paths: {/items: {post: {description: Adds an item to the the stock.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to the stock.}}}}
    """
    if DOUBLED not in watched_words(text.content) or not is_shown(text):
        return
    for found in _TWICE.finditer(text.content):
        # `type A a` is a list of values, and so is what has other capitals.
        if found[0].split()[1].islower():
            second = text.place.within(found.end(1), found.end())
            yield Problem(
                f"`{found[0]}` says `{found[1].lower()}` twice.",
                text.place.within(*found.span()),
                fix=unsafe(second.replace("")),
            )
            return
