"""What a script consists of: tokens, usings, classes, methods, accesses, and what is wrong with it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a token is. The text of a string token is what stands between its quotes, escapes as written."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    MARK = "mark"


class Token(Struct, frozen=True):
    """`start` and `end` count characters of the script, without the quotes of a string."""

    kind: Kind
    text: str
    start: int
    end: int


class ScriptFault(Struct, frozen=True):
    """Why the text cannot be C#: a sentence without its period, and the characters it is about."""

    message: str
    start: int
    end: int


class Code(Struct, frozen=True):
    """`partners` has for each opening bracket the index of its closing token, and the reverse.

    Of the branches of `#if` only the first is in the tokens. `comments` are spans of the text.
    """

    tokens: tuple[Token, ...]
    partners: dict[int, int]
    comments: tuple[tuple[int, int], ...]
    directives: tuple[Token, ...]
    faults: tuple[ScriptFault, ...]


class Using(Struct, frozen=True):
    """A using directive: the namespace, the whole directive's characters, and whether it gives another name to it."""

    name: str
    alias: str
    is_static: bool
    start: int
    end: int


class Class(Struct, frozen=True):
    """`bases` are the names behind the colon without type arguments; `body` are the indexes of its braces."""

    name: str
    keyword: str
    modifiers: tuple[str, ...]
    bases: tuple[str, ...]
    start: int
    end: int
    body: tuple[int, int]


class Method(Struct, frozen=True):
    """`returns` is the type without blanks; `parameters` says how many there are; `start` and `end` are its name's."""

    name: str
    modifiers: tuple[str, ...]
    returns: str
    parameters: int
    start: int
    end: int


class Access(Struct, frozen=True):
    """`….name`: the word in front of the dot when there is one, and whether it is called."""

    receiver: str
    name: str
    is_call: bool
    start: int
    end: int


class Oddity(Struct, frozen=True):
    """A character that is not what it looks like; `name` says what it is."""

    name: str
    start: int
    end: int
