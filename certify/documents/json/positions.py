"""Where the wanted values of a valid JSON text are, in one pass over it."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

import orjson
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.place import Pointer, Span

# Without an escaped backslash in the whole text, a quote ends its string unless a backslash stands right before it:
# the search for a single character is faster than the one that must stop at every escape. Python before 3.11.5 goes on at
# the wrong place where what is repeated fails with a look back (CPython #106052); an atomic group would be right there,
# and would cost a hundred bytes for each quote of a hostile string.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_STRING_WITHOUT_ESCAPED_BACKSLASH = (
    r'"[^"]*+"(?:(?<=\\")[^"]*+")*+' if sys.version_info >= (3, 11, 5) else _STRING
)
_BETWEEN_BRACKETS = r'[^"{}\[\]]*+'
_SPACE = r"[ \t\r\n]*+"
_SPACE_OR_COMMA = r"[ \t\r\n,]*+"
_NESTING = 8
"""So many levels are skipped by one match; deeper ones, rare in practice, bracket by bracket."""
_INVALID = "positions are found in valid JSON only"


class Spans(Struct, frozen=True):
    """Where a value is and, when it is an object's member, its name with the quotes."""

    key: Span | None
    value: Span


class _Wanted:
    """A wanted value (`pointer` is set) or one on the way to it; `start` is negative until it was seen."""

    __slots__ = ("children", "end", "key", "pointer", "start")

    def __init__(self) -> None:
        self.children: dict[str | int, _Wanted] | None = None
        self.pointer: Pointer | None = None
        self.key: Span | None = None
        self.start = -1
        self.end = -1

    def child(self, token: str | int) -> _Wanted:
        if self.children is None:
            self.children = {}
        child = self.children.get(token)
        if child is None:
            child = self.children[token] = _Wanted()
        return child


class _Grammar:
    """The expressions for one way of finding the end of a string."""

    __slots__ = ("element", "member", "to_bracket", "to_end")

    def __init__(self, string: str) -> None:
        scalar = rf"({string}|[-+.0-9A-Za-z]++)?"
        flat = content = f"{_BETWEEN_BRACKETS}(?:{string}{_BETWEEN_BRACKETS})*+"
        for _ in range(_NESTING):
            content = rf"{_BETWEEN_BRACKETS}(?:(?:{string}|[{{\[]{content}[}}\]]){_BETWEEN_BRACKETS})*+"
        self.member = re.compile(rf"{_SPACE_OR_COMMA}({string}){_SPACE}:{_SPACE}{scalar}")
        self.element = re.compile(rf"{_SPACE_OR_COMMA}(){scalar}")
        self.to_end = re.compile(rf"{content}[}}\]]")
        self.to_bracket = re.compile(rf"{flat}([{{}}\[\]])")

    def end_around(self, text: str, at: int) -> int:
        """The end of the container that has `at` between two of its values, or before the first."""
        found = self.to_end.match(text, at)
        return found.end() if found else self._count_to_end(text, at)

    def _count_to_end(self, text: str, at: int) -> int:
        depth = 1
        while bracket := self.to_bracket.match(text, at):
            at = bracket.end()
            depth += 1 if bracket[1] in "{[" else -1
            if not depth:
                return at
        raise ValueError(_INVALID)


@cache
def _grammar(string: str) -> _Grammar:
    return _Grammar(string)


def locate(text: str, pointers: Iterable[Pointer], *, has_unique_keys: bool = False) -> dict[Pointer, Spans]:
    """Spans of the values that the pointers name in a valid JSON text; unknown pointers are absent.

    Of members with the same name the last one counts. With `has_unique_keys` (no object has two members of one name)
    the pass ends as soon as everything was found. What is said of a text that is not valid JSON means nothing; where
    that is noticed, ValueError is raised.
    """
    root = _Wanted()
    left = 0
    parent, parent_pointer = root, None
    for pointer in pointers:
        if not pointer:
            node = root
        else:
            # Pointers mostly come in the order of the document, so that neighbours have the same parent.
            if pointer[:-1] != parent_pointer:
                parent, parent_pointer = root, pointer[:-1]
                for token in parent_pointer:
                    parent = parent.child(token)
            node = parent.child(pointer[-1])
        if node.pointer is None:
            node.pointer = pointer
            left += 1
    if not left:
        return {}
    grammar = _grammar(_STRING if "\\\\" in text else _STRING_WITHOUT_ESCAPED_BACKSLASH)
    _walk(text, root, grammar, left if has_unique_keys else -1)
    return _collect(root)


def _walk(text: str, root: _Wanted, grammar: _Grammar, left: int) -> None:
    """Set the offsets of the wanted values. `left` of them are to be found; below zero, everything is looked at."""
    first = grammar.element.match(text)
    if not first or first.end(1) == len(text):
        raise ValueError(_INVALID)
    root.start, root.end = first.end(1), len(text.rstrip(" \t\r\n"))
    if root.pointer is not None:
        left -= 1
    if first[2] is not None or root.children is None:
        return
    outer: list[tuple[_Wanted, dict[str | int, _Wanted], bool, int, int]] = []
    node, wanted, at = root, root.children, root.start + 1
    is_object, index, unseen = text[root.start] == "{", 0, len(wanted)
    while left:
        found = None
        if unseen or (left < 0 and is_object):
            found = (grammar.member if is_object else grammar.element).match(text, at)
            if found and found[2] is None and text[found.end() : found.end() + 1] not in ("{", "["):
                found = None
        if not found:
            if not outer:
                return
            at = node.end = grammar.end_around(text, at)
            left -= node.pointer is not None
            node, wanted, is_object, index, unseen = outer.pop()
            continue
        at = found.end()
        token: str | int = index
        key = None
        if is_object:
            name, key = found[1], found.span(1)
            token = orjson.loads(name) if "\\" in name else name[1:-1]
        index += 1
        child = wanted.get(token)
        if child is None:
            if found[2] is None:
                at = grammar.end_around(text, at + 1)
            continue
        child.key = key
        if found[2] is not None:
            child.start, child.end = found.span(2)
        elif child.children is None:
            child.start = at
            at = child.end = grammar.end_around(text, at + 1)
        else:
            child.start = at
            outer.append((node, wanted, is_object, index, unseen - 1))
            node, wanted = child, child.children
            is_object, index, unseen = text[at] == "{", 0, len(wanted)
            at += 1
            continue
        unseen -= 1
        left -= child.pointer is not None


def _collect(root: _Wanted) -> dict[Pointer, Spans]:
    """What was found, but for what stands in a member that a later one of the same name replaced."""
    found: dict[Pointer, Spans] = {}
    if root.pointer is not None:
        found[root.pointer] = Spans(None, (root.start, root.end))
    outer = [root]
    while outer:
        node = outer.pop()
        for child in (node.children or {}).values():
            # What a replaced member held begins before the member that counts.
            if child.start > node.start:
                if child.pointer is not None:
                    found[child.pointer] = Spans(child.key, (child.start, child.end))
                if child.children is not None:
                    outer.append(child)
    return found
