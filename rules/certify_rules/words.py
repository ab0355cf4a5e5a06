"""How names and labels are read: the words of an identifier, capitals, sentences, and how a message quotes a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_LABEL = 80
"""Characters that Microsoft allows in a summary."""

_WORD = re.compile(r"IDs|URLs|APIs|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_SNAKE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")
# Two small letters before the capital: `iPhone` and `eSignature` are how people write.
_CAMEL = re.compile(r"[a-z][a-z0-9]+(?:[A-Z][a-z0-9]*)+")
# `CustomerId` and `GetItems` are names of programs; `SharePoint` and `LinkedIn` are what people write.
_PASCAL = re.compile(
    r"(?:[A-Z][a-z0-9]+)+(?:Ids?|Name|Type|Date|Url|Number|Status|Code|Key)"
    r"|(?:Get|List|Create|Update|Delete|Send|Add|Remove|Search|Find|Upload|Download|Generate|Convert|Set|Retrieve|Fetch|Cancel|Check)"
    r"(?:[A-Z][a-z0-9]*)+"
)
_LONGEST_IDENTIFIER = 200

# fmt: off
_ACRONYMS = {
    word.lower(): word
    for word in (
        "AI", "API", "APIs", "CSV", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IDs", "IP", "ISO", "JSON", "PDF", "PIN",
        "SKU", "SLA", "SMS", "SQL", "SSN", "UI", "URI", "URL", "URLs", "UTC", "UUID", "VAT", "XML",
    )
}

SMALL_WORDS = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "it", "its", "nor", "not", "of",
    "off", "on", "onto", "or", "out", "over", "per", "so", "than", "that", "the", "their", "then", "this", "to", "up",
    "via", "was", "when", "where", "which", "with", "within", "without",
))
# fmt: on
"""Words that stay lower-case in a title."""

ABBREVIATIONS = frozenset(
    ("api", "apis", "csv", "html", "id", "ids", "json", "pdf", "sms", "uri", "url", "urls", "xml")
)
"""Abbreviations of which text-id-case asks for capitals; others may be names that a service writes small."""


def shown(text: str, longest: int = 60) -> str:
    """The text as a message quotes it: one line, shortened, without the backtick that ends the quotation."""
    line = " ".join(text[: longest * 4].split()).replace("`", "'")
    return line if len(line) <= longest and len(text) <= longest * 4 else f"{line[:longest]}…"


def enumerated(names: Iterable[str], *, word: str = "and", longest: int = 40) -> str:
    """What a message names several of, each shortened: `a`, `b` and `c`."""
    *before, last = (f"`{shown(name, longest)}`" for name in names)
    return f"{', '.join(before)} {word} {last}" if before else last


def characters_beside(used: Iterable[str]) -> str:
    """How a message names characters that a text should do without, each once: "the character `'`"."""
    different = list(dict.fromkeys(used))
    # A backtick would end the quotation.
    quoted = [f"`{character}`" if character != "`" else "the backtick" for character in different]
    return f"the character{'s' if len(quoted) > 1 else ''} {' '.join(quoted)}"


def words_of(identifier: str) -> list[str]:
    """The words of `camelCase`, `snake_case`, `kebab-case` and the like; numbers are words of their own."""
    return _WORD.findall(identifier[:_LONGEST_IDENTIFIER])


def is_identifier(text: str, name: str = "") -> bool:
    """Whether a text for people is one written for machines: `snake_case`, `camelCase`, `CustomerId`, or the name it labels."""
    token = text.strip()
    if not token or len(token) > _LONGEST_IDENTIFIER or " " in token:
        return False
    if _SNAKE.fullmatch(token) or _CAMEL.fullmatch(token) or _PASCAL.fullmatch(token):
        return True
    # `Content-Type` is a name that people know.
    return (
        token == name
        and "-" not in token
        and len([word for word in words_of(token) if not word.isdecimal()]) > 1
    )


def title_case(words: list[str]) -> str:
    """The words as a label: `Customer ID of the Order`."""
    return " ".join(
        _ACRONYMS.get(word.lower())
        or (
            word
            if word.isupper() or (0 < index < len(words) - 1 and word in SMALL_WORDS)
            else word[:1].upper() + word[1:]
        )
        for index, word in enumerate(words)
    )


def sentence_case(words: list[str]) -> str:
    """The words as the beginning of a sentence: `Get customer ID`."""
    written = [
        _ACRONYMS.get(word.lower()) or (word if word.isupper() and len(word) > 1 else word.lower())
        for word in words
    ]
    text = " ".join(written)
    return text[:1].upper() + text[1:]


def is_same_text(first: str, second: str) -> bool:
    """Whether two texts say the same, but for case, spacing and the final period."""
    return _plain(first) == _plain(second)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".! ")


def starts_small(text: str) -> bool:
    """Whether the first word is an ordinary one that begins with a small letter."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return (
        word[:1].islower()
        and word.rstrip(".,:;!?)").isalpha()
        and not any(letter.isupper() for letter in word)
    )


_CLOSED = frozenset(".!?…:;")
_WRAPPED = "\"')]”’"
# What ends so is a list, a table, code or markup, to which no period belongs.
_MARKUP = frozenset("`>|*_~-=}/\\")


def lacks_period(text: str) -> bool:
    """Whether a text of several words ends without a period or another sign that ends a sentence."""
    stripped = text.rstrip()
    last_word = stripped.rsplit(maxsplit=1)[-1] if stripped else ""
    if (
        last_word == stripped
        or last_word.casefold() in {"(deprecated)", "[deprecated]"}
        or "://" in last_word
    ):
        return False
    last = stripped[-1]
    if last in _WRAPPED:
        return stripped.rstrip(_WRAPPED)[-1:] not in _CLOSED
    return last not in _CLOSED and last not in _MARKUP


def as_sentence(text: str) -> str:
    """The text with a capital at its beginning and a period at its end."""
    sentence = text.strip()
    if starts_small(sentence):
        sentence = sentence[0].upper() + sentence[1:]
    return f"{sentence.rstrip(',').rstrip()}." if lacks_period(sentence) else sentence
