"""What makers read of a text: whether it is shown to them at all, and its words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from certify.api import Info, Operation, Schema, Text
from certify_rules.text.foreign_words import EVERY_WORD
from certify_rules.text.misspellings import MISSPELT

_MARKS = str.maketrans(dict.fromkeys('.,;:!?()[]{}"“”„«»*', " "))
# Addresses and the like count as no words.
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
LONGEST = 20_000
"""Characters of a text whose words are read; the longest published one has 14,000."""


def is_shown(text: Text) -> bool:
    """Whether it is shown as a label or a text: the `title` of a schema only where it stands for a missing summary."""
    owner = text.owner
    if text.role == "title" and isinstance(owner, Schema):
        return (owner.is_property or _is_of_values(owner)) and not owner.summary
    return True


def _is_of_values(schema: Schema) -> bool:
    """Whether it describes plain values of an array or object, each of which is labelled with its title."""
    return schema.steps[0] in ("items", "additionalProperties") and "properties" not in schema.value


def is_of_connector(text: Text) -> bool:
    """Whether it is the connector's own title or description, which have stricter rules."""
    return isinstance(text.owner, Info)


def is_of_operation(text: Text) -> bool:
    """Whether it is an operation's summary or description, which have rules of their own on products and endings."""
    return text.role != "hint" and isinstance(text.owner, Operation)


PRODUCT_WORDS = frozenset(
    (
        "power",
        "powerapps",
        "powerautomate",
        "powerpages",
        "powerplatform",
        "logic",
        "logicapps",
        "copilot",
        "flow",
    )
)
DOUBLED = "\0doubled"
"""Stands among the watched words of a text that has one of `_SMALL` twice in a row."""

# fmt: off
_SMALL = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "this",
    "to", "with",
))
# fmt: on

PLACEHOLDER_WORDS = frozenset(("todo", "fixme", "tbd", "lorem", "here", "xxx", "xxxx", "xxxxx", "xxxxxx"))
_WATCHED = MISSPELT | EVERY_WORD | PRODUCT_WORDS | PLACEHOLDER_WORDS


# All rules on words ask for one text after the other, and texts come again; most have none of the words.
@lru_cache(maxsize=16_384)
def watched_words(content: str) -> frozenset[str]:
    """The words of a text by which a rule may know that something is wrong with it."""
    words = words_of_text(content)
    watched = _WATCHED.intersection(words)
    if len(set(words)) < len(words) and any(
        first == second and first in _SMALL for first, second in pairwise(words)
    ):
        return watched | {DOUBLED}
    return watched


def words_of_text(content: str) -> tuple[str, ...]:
    """The words in small letters, without the marks around them."""
    head = content[:LONGEST]
    if "://" in head or "@" in head or "www." in head:
        head = _ADDRESS.sub(" ", head)
    return tuple(head.lower().translate(_MARKS).split())
