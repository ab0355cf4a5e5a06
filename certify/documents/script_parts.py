"""What a script consists of: usings, classes, methods, accesses, and characters that are not what they look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Using:
    """A using directive: the namespace, the whole directive's characters, and whether it gives another name to it."""

    name: str
    alias: str
    is_static: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Class:
    """`bases` are the names behind the colon without type arguments; `body` are the indexes of its braces."""

    name: str
    keyword: str
    modifiers: tuple[str, ...]
    bases: tuple[str, ...]
    start: int
    end: int
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Method:
    """`returns` is the type without blanks; `parameters` says how many there are; `start` and `end` are its name's."""

    name: str
    modifiers: tuple[str, ...]
    returns: str
    parameters: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Access:
    """`….name`: the word in front of the dot when there is one, and whether it is called."""

    receiver: str
    name: str
    is_call: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """A character that is not what it looks like; `name` says what it is."""

    name: str
    start: int
    end: int
