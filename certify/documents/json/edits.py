"""Edits of JSON text by place: replace, remove, add, rename, in the style of the file and of as few characters as can be."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from certify.core.edit import TextEdit
from certify.documents.json.positions import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.place import Edit, Span

_BLANKS = " \t\r\n"
_AFTER = re.compile(r"[ \t\r\n]*")
_INDENT = re.compile(r"[ \t]*")
_FIRST_LINE = re.compile(r"[ \t\r\n]*[\[{][ \t\r]*\n([ \t]+)")
_FIRST_MEMBER = re.compile(r"[{\[][ \t]*\r?\n([ \t]*)\S")
# What one character of a string's value may be written as.
_WRITTEN = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)


class Style:
    """How a text is written: its line ends and its indentation."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.is_one_line = "\n" not in text
        first = _FIRST_LINE.match(text)
        self.unit = first[1] if first else "  "

    def indent_at(self, offset: int) -> str:
        """The blanks that start the line of the offset."""
        found = _INDENT.match(self._text, self._text.rfind("\n", 0, offset) + 1)
        return found[0] if found else ""

    def member_indent(self, start: int, end: int) -> str:
        """The indentation of the first member of the object or array that opens at `start`."""
        found = _FIRST_MEMBER.match(self._text, start, end)
        return found[1] if found else ""

    def rendered(self, value: Any, indent: str) -> str:
        """The value as text whose further lines are indented so."""
        if not isinstance(value, (dict, list)) or not value:
            return _dumped(value)
        text = json.dumps(value, ensure_ascii=False, indent=self.unit)
        return text.replace("\n", self.newline + indent)


def json_edit(text: str, edit: Edit, spans: Spans | None, style: Style) -> TextEdit | None:
    """The edit as characters of the text, where `spans` is what its pointer names; None when it cannot be made there."""
    place = edit.at
    if not place.pointer and place.span is not None:
        start, end = place.span
        return TextEdit(start, end, "" if edit.action == "remove" else str(edit.value))
    is_added = edit.action in ("add", "append")
    if not place.pointer and is_added:
        spans = Spans(None, _whole(text))
    if spans is None or not (place.pointer or is_added):
        return None
    if edit.action == "replace":
        return _replaced(text, spans, edit, style)
    if edit.action == "rename":
        return None if spans.key is None else TextEdit(*spans.key, _dumped(edit.name))
    if edit.action == "remove":
        return (
            json_removals(text, [spans])[0]
            if place.span is None
            else _inside(text, spans.value, place.span, "")
        )
    return _added(text, spans.value, edit, style)


def json_removals(text: str, removed: Iterable[Spans]) -> list[TextEdit]:
    """The edits that take members or elements away together.

    Those that stand side by side go as one: alone, each would take or leave the comma that the other needs.
    """
    runs: list[Span] = []
    for start, end in sorted(
        (spans.value if spans.key is None else spans.key)[:1] + spans.value[1:] for spans in removed
    ):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        elif runs and text[runs[-1][1] : start].strip(_BLANKS) == ",":
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [_removed(text, run) for run in runs]


def _dumped(value: Any) -> str:
    return encode_basestring(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(text: str) -> Span:
    return _after(text, 0), _before(text, len(text))


def _before(text: str, end: int) -> int:
    """Where the blanks before `end` begin."""
    while end and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _after(text: str, start: int) -> int:
    """Where the blanks after `start` end."""
    found = _AFTER.match(text, start)
    return found.end() if found else start


def _replaced(text: str, spans: Spans, edit: Edit, style: Style) -> TextEdit | None:
    start, end = spans.value
    if edit.at.span is None:
        return TextEdit(start, end, style.rendered(edit.value, style.indent_at(start)))
    return _inside(text, spans.value, edit.at.span, str(edit.value))


def _inside(text: str, literal: Span, span: Span, value: str) -> TextEdit | None:
    """The edit of some characters of a string; its other characters stay written as they are."""
    written = characters_of(text, literal, span)
    return None if written is None else TextEdit(*written, _dumped(value)[1:-1])


def characters_of(text: str, literal: Span, span: Span) -> Span | None:
    """Where some characters of a string are written in its literal, escapes counted; None where it has not so many."""
    start, end = literal
    if text[start : start + 1] != '"':
        return None
    if "\\" not in text[start : min(end, start + 1 + span[1])]:
        plain = start + 1 + span[0], start + 1 + span[1]
        return plain if plain[1] < end else None
    ends = [start + 1, *(match.end() for match in _WRITTEN.finditer(text, start + 1, end - 1))]
    return (ends[span[0]], ends[span[1]]) if span[1] < len(ends) else None


def _removed(text: str, run: Span) -> TextEdit:
    """Without these members or elements, their comma, and the lines that they leave empty."""
    start, end = run
    before = _before(text, start)
    after = _after(text, end)
    if text[before - 1 : before] == ",":
        return TextEdit(before - 1, end, "")
    if text[after : after + 1] == ",":
        # What stood before the member (its line's indentation) now stands before the next one.
        return TextEdit(start, _after(text, after + 1), "")
    return TextEdit(before, after, "")


def _added(text: str, value: Span, edit: Edit, style: Style) -> TextEdit | None:
    """A new member at the end of an object, or a new element at the end of an array, written as the others are."""
    start, end = value
    brackets = "[]" if edit.action == "append" else "{}"
    if text[start : start + 1] != brackets[0]:
        return None
    last = _before(text, end - 1)
    name = "" if edit.action == "append" else f"{_dumped(edit.name)}: "
    if last == start + 1 and not style.is_one_line:
        outer = style.indent_at(start)
        inner = outer + style.unit
        content = f"{name}{style.rendered(edit.value, inner)}"
        made = f"{brackets[0]}{style.newline}{inner}{content}{style.newline}{outer}{brackets[1]}"
        return TextEdit(start, end, made)
    if "\n" not in text[start:last]:
        comma = "" if last == start + 1 else ", "
        return TextEdit(last, last, f"{comma}{name}{_dumped(edit.value)}")
    inner = style.member_indent(start, last) or style.indent_at(last - 1)
    return TextEdit(last, last, f",{style.newline}{inner}{name}{style.rendered(edit.value, inner)}")
