"""Regular expressions as text: read without ever being run, to find mistakes and repetitions within repetitions.

The reading is linear and goes no deeper than its own stack. It accepts what .NET, ECMAScript, Java and PCRE write, because
the definition does not say who will run the pattern, and refuses only what none of them takes.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

LONGEST_PATTERN = 1_000
"""Characters; a longer pattern is not read."""

_OTHER = 1 << 128
_ALL = (1 << 129) - 1
# So many rounds are as good as endless.
_MANY = 20

_QUANTIFIER = re.compile(r"\{(\d{1,9})(?:(,)(\d{1,9})?)?\}")
_GROUP_START = re.compile(r"\?(?:P?<(?![=!])[^>]{0,100}>|'[^']{0,100}'|<?[=!]|[:>|]|[A-Za-z-]{1,10}[:)])")
_HEX = re.compile(r"u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}")
_LONG_ESCAPE = re.compile(r"[pP]\{[^}]{0,60}\}|[pP][A-Z]|k[<'{][^>'}]{0,60}[>'}]|c[A-Za-z]")


def _set_of(characters: str) -> int:
    bits = 0
    for character in characters:
        bits |= 1 << min(ord(character), 128)
    return bits


_DIGIT = _set_of("0123456789")
_SPACE = _set_of(" \t\n\r\f\v") | _OTHER
_WORD = _set_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") | _OTHER
_DOT = _ALL & ~_set_of("\n\r")
_CLASSES = {
    "d": _DIGIT, "D": _ALL & ~_DIGIT, "w": _WORD, "W": (_ALL & ~_WORD) | _OTHER, "s": _SPACE, "S": (_ALL & ~_SPACE) | _OTHER,
}  # fmt: skip
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


class PatternFault(Exception):  # noqa: N818 - the project calls what is wrong a fault
    """What is wrong with a pattern, and at which character."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start


class _Atom(Struct):
    """One element: the characters that it can take, how often it stands, and whether its own length varies."""

    start: int
    characters: int
    is_nullable: bool = False
    is_variable: bool = False
    branches: list[list[_Atom]] | None = None


class _Group(Struct):
    start: int
    is_zero_width: bool = False
    branches: list[list[_Atom]] = field(default_factory=lambda: [[]])


def read_pattern(pattern: str) -> tuple[int, int] | None:
    """Read a pattern of at most LONGEST_PATTERN characters.

    Returns start and end of the first repetition that can take time exponential in the length of a text, or None.
    Raises PatternFault when it is no regular expression.
    """
    groups = [_Group(0)]
    risk: tuple[int, int] | None = None
    position = 0
    while position < len(pattern):
        start = position
        sign = pattern[position]
        sequence = groups[-1].branches[-1]
        if sign == "(":
            opening = _GROUP_START.match(pattern, position + 1)
            position = opening.end() if opening else position + 1
            kind = opening[0] if opening else ""
            if not opening and pattern.startswith("?", position) and not pattern.startswith("?#", position):
                raise PatternFault("a group starts with an unknown `(?`", start)
            if pattern.startswith("?#", position):
                position = _after(pattern, position, ")", start)
            elif not kind.endswith(")"):
                groups.append(_Group(start, is_zero_width=kind in {"?=", "?!", "?<=", "?<!"}))
            continue
        if sign == "|":
            groups[-1].branches.append([])
            position += 1
            continue
        if sign == ")":
            if len(groups) == 1:
                raise PatternFault("a parenthesis is closed that was not opened", start)
            atom = _closed(groups.pop())
            sequence = groups[-1].branches[-1]
            position += 1
        elif sign in "^$":
            atom, position = _Atom(start, 0, is_nullable=True), position + 1
        elif sign == "[":
            atom, position = _class(pattern, position)
        elif sign == "\\":
            characters, position, is_zero_width = _escape(pattern, position)
            atom = _Atom(start, characters, is_nullable=is_zero_width)
        elif sign in "*+?" or (sign == "{" and _QUANTIFIER.match(pattern, position)):
            raise PatternFault(f"there is nothing that `{sign}` could repeat", start)
        else:
            atom, position = _Atom(start, _DOT if sign == "." else _set_of(sign)), position + 1
        low, high, position = _quantifier(pattern, position)
        if risk is None and high >= _MANY and atom.branches is not None and _is_ambiguous(atom.branches):
            risk = (atom.start, position)
        atom.is_nullable = atom.is_nullable or low == 0
        atom.is_variable = atom.is_variable or (high > low and high > 1)
        sequence.append(atom)
    if len(groups) > 1:
        raise PatternFault("a parenthesis is not closed", groups[-1].start)
    return risk


def _closed(group: _Group) -> _Atom:
    if group.is_zero_width:
        return _Atom(group.start, 0, is_nullable=True)
    characters = 0
    for branch in group.branches:
        for atom in branch:
            characters |= atom.characters
    return _Atom(
        group.start,
        characters,
        is_nullable=any(all(atom.is_nullable for atom in branch) for branch in group.branches),
        is_variable=any(atom.is_variable for branch in group.branches for atom in branch),
        branches=group.branches,
    )


def _is_ambiguous(branches: list[list[_Atom]]) -> bool:
    """Whether a repeated group can take the same text in more than one way.

    It can when an element of varying length takes every character that separates its rounds, or when two alternatives of
    one character each overlap. Characters beyond ASCII are one class here, too coarse to tell an overlap by.
    """
    singles = 0
    for branch in branches:
        for atom in branch:
            taken = atom.characters & ~_OTHER
            if atom.is_variable and all(other.is_nullable or other.characters & taken for other in branch):
                return True
        if len(branch) == 1 and branch[0].branches is None and branch[0].characters:
            if singles & branch[0].characters & ~_OTHER:
                return True
            singles |= branch[0].characters
    return False


def _quantifier(pattern: str, position: int) -> tuple[int, int, int]:
    """Least and greatest number of rounds, and the position behind the quantifier."""
    low, high = 1, 1
    sign = pattern[position : position + 1]
    counted = _QUANTIFIER.match(pattern, position) if sign == "{" else None
    if counted is not None:
        low = int(counted[1])
        high = low if counted[2] is None else _MANY if counted[3] is None else int(counted[3])
        if counted[3] is not None and high < low:
            raise PatternFault(f"`{counted[0]}` counts from more to less", position)
        position = counted.end()
    elif sign and sign in "*+?":
        low, high = {"*": (0, _MANY), "+": (1, _MANY), "?": (0, 1)}[sign]
        position += 1
    else:
        return low, high, position
    # Lazy or possessive.
    if pattern[position : position + 1] in {"?", "+"}:
        position += 1
    return low, high, position


def _escape(pattern: str, position: int) -> tuple[int, int, bool]:
    """Characters of an escape, the position behind it, and whether it takes none."""
    sign = pattern[position + 1 : position + 2]
    if not sign:
        raise PatternFault("the pattern ends with a backslash", position)
    if sign in _CLASSES:
        return _CLASSES[sign], position + 2, False
    if sign in "bBAZzG":
        return 0, position + 2, True
    if sign in _CONTROLS:
        return _set_of(_CONTROLS[sign]), position + 2, False
    code = _HEX.match(pattern, position + 1)
    if code is not None:
        return 1 << min(int(code[0].strip("ux{}"), 16), 128), code.end(), False
    long = _LONG_ESCAPE.match(pattern, position + 1)
    if long is not None:
        return (_WORD if sign in "pP" else _ALL), long.end(), sign == "k"
    if sign.isdecimal():
        # A reference to what a group took, which may be nothing.
        return _ALL, position + 2, True
    return _set_of(sign), position + 2, False


def _class(pattern: str, start: int) -> tuple[_Atom, int]:
    """A character class and the position behind it."""
    position = start + 1
    is_negated = pattern.startswith("^", position)
    position += is_negated
    first = position
    characters = 0
    previous = ""
    while position < len(pattern):
        sign = pattern[position]
        # `]` at the beginning stands for itself, or closes an empty class, as the flavour will have it.
        if sign == "]" and (position > first or "]" not in pattern[position + 1 :]):
            if is_negated:
                characters = (_ALL & ~characters) | _OTHER
            return _Atom(start, characters), position + 1
        if sign == "\\":
            taken, position, _ = _escape(pattern, position)
            characters |= taken
            previous = ""
            continue
        following = pattern[position + 1 : position + 2]
        if sign == "-" and previous and following not in ("", "]", "\\", "["):
            if previous > following:
                raise PatternFault(f"the range `{previous}-{following}` goes backwards", position - 1)
            for code in range(min(ord(previous), 128), min(ord(following), 128) + 1):
                characters |= 1 << code
            position += 2
            previous = ""
            continue
        characters |= _set_of(sign)
        previous = sign
        position += 1
    raise PatternFault("a character class `[` is not closed", start)


def _after(pattern: str, position: int, sign: str, start: int) -> int:
    end = pattern.find(sign, position)
    if end < 0:
        raise PatternFault("a comment is not closed", start)
    return end + 1
