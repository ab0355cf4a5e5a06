"""What can be wrong with a JSON file as text, and the limits beyond which it is not read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.place import Pointer

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 200
MAX_NODES = 500_000
MAX_KEY_LENGTH = 16_384
"""Characters of a member's name."""
MAX_DIGITS = 1_000
"""Characters of a number; looked at only where a number is not simply read, because it overflows for one."""


class FaultKind(StrEnum):
    """The kinds of fault; each is its own so that a rule can be named after it."""

    EMPTY = "empty"
    SYNTAX = "syntax"
    TRAILING_COMMA = "trailing-comma"
    MISSING_COMMA = "missing-comma"
    COMMENT = "comment"
    SINGLE_QUOTES = "single-quotes"
    UNQUOTED_KEY = "unquoted-key"
    CONTROL_CHARACTER = "control-character"
    INVALID_ESCAPE = "invalid-escape"
    INVALID_NUMBER = "invalid-number"
    UNCLOSED = "unclosed"
    SURPLUS_BRACKET = "surplus-bracket"
    TRAILING_DATA = "trailing-data"
    BOM = "bom"
    ENCODING = "encoding"
    INVALID_UTF8 = "invalid-utf8"
    DUPLICATE_KEY = "duplicate-key"
    CONFUSABLE_KEY = "confusable-key"
    NOT_FINITE = "not-finite"
    NUMBER_TOO_LONG = "number-too-long"
    NUMBER_OVERFLOW = "number-overflow"
    LONE_SURROGATE = "lone-surrogate"
    KEY_TOO_LONG = "key-too-long"
    TOO_DEEP = "too-deep"
    TOO_LARGE = "too-large"
    TOO_MANY_NODES = "too-many-nodes"


class Fault(Struct, frozen=True):
    """One thing that is wrong with the text.

    `message` is a sentence for a person: what is wrong and what to do. `start` and `end` count characters of the
    text without its byte-order mark. `pointer` is the value that the fault is in, as deep as is known.
    """

    kind: FaultKind
    message: str
    start: int = 0
    end: int = 0
    pointer: Pointer = ()


class Report(Protocol):
    """Takes a fault while the text is read; the reader knows the pointer."""

    def __call__(self, kind: FaultKind, message: str, start: int, end: int) -> None: ...


def shown(text: str) -> str:
    """A piece of the text for a message: in quotes, on one line, of bounded length."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in short) + '"'
