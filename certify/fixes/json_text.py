"""Edits of JSON text by place: replace, remove, add, rename, in the style of the file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certify.core.edit import Edit
    from certify.core.place import Pointer, Span
    from certify.documents.files import File
    from certify.documents.json import Spans

_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """Put `text` where the characters from `start` up to `end` are."""

    start: int
    end: int
    text: str

    def overlaps(self, other: TextEdit) -> bool:
        """Whether both touch the same characters, or insert at the same spot."""
        if self.start == other.start:
            return True
        return self.start < other.end and other.start < self.end


def text_edit(file: File, edit: Edit) -> TextEdit | None:
    """The edit as characters of the file's text; None when its place is not there (any more)."""
    place = edit.at
    if not place.pointer and place.span is not None:
        start, end = place.span
        return TextEdit(start, end, "" if edit.action == "remove" else str(edit.value))
    if not place.pointer and edit.action != "add":
        return None
    spans = _spans(file, place.pointer)
    if spans is None:
        return None
    style = _Style(file.text)
    if edit.action == "replace":
        return _replaced(file.text, spans, edit, style)
    if edit.action == "rename":
        if spans.key is None:
            return None
        return TextEdit(spans.key[0], spans.key[1], json.dumps(edit.name, ensure_ascii=False))
    if edit.action == "remove":
        return _removed(file.text, spans)
    return _added(file, spans.value, edit, style)


def _spans(file: File, pointer: Pointer) -> Spans | None:
    from certify.documents.json import Spans

    if pointer:
        return file.json.locate([pointer]).get(pointer)
    text = file.text
    start = len(text) - len(text.lstrip(_BLANKS))
    return Spans(None, (start, len(text.rstrip(_BLANKS))))


def _replaced(text: str, spans: Spans, edit: Edit, style: _Style) -> TextEdit:
    start, end = spans.value
    if edit.at.span is None:
        return TextEdit(start, end, style.rendered(edit.value, style.indent_at(start)))
    value = json.loads(text[start:end], strict=False)
    first, last = edit.at.span
    return TextEdit(
        start, end, json.dumps(value[:first] + str(edit.value) + value[last:], ensure_ascii=False)
    )


def _removed(text: str, spans: Spans) -> TextEdit:
    """Without the member or element, its comma, and the line that it leaves empty."""
    start = spans.key[0] if spans.key is not None else spans.value[0]
    end = spans.value[1]
    before = len(text[:start].rstrip(_BLANKS))
    after = end + len(text[end:]) - len(text[end:].lstrip(_BLANKS))
    if text[before - 1 : before] == ",":
        return TextEdit(before - 1, end, "")
    if text[after : after + 1] == ",":
        following = after + 1
        # What stood before the member (its line's indentation) now stands before the next one.
        return TextEdit(start, following + len(text[following:]) - len(text[following:].lstrip(_BLANKS)), "")
    return TextEdit(before, after, "")


def _added(file: File, value: Span, edit: Edit, style: _Style) -> TextEdit | None:
    text = file.text
    start, end = value
    if text[start : start + 1] != "{":
        return None
    last = len(text[: end - 1].rstrip(_BLANKS))
    is_empty = last == start + 1
    inner = style.indent_at(start) + style.unit
    if not is_empty and "\n" not in text[start:last]:
        member = f"{json.dumps(edit.name, ensure_ascii=False)}: {json.dumps(edit.value, ensure_ascii=False)}"
        return TextEdit(last, last, f", {member}")
    if not is_empty:
        inner = (
            style.indent_at(last - 1) if text[last - 1] in "}]" else style.indent_at(_line_start(text, last))
        )
        inner = style.member_indent(start, last) or inner
    member = f"{json.dumps(edit.name, ensure_ascii=False)}: {style.rendered(edit.value, inner)}"
    if is_empty:
        return TextEdit(
            start, end, f"{{{style.newline}{inner}{member}{style.newline}{style.indent_at(start)}}}"
        )
    return TextEdit(last, last, f",{style.newline}{inner}{member}")


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


class _Style:
    """How the file is written: its line ends and its indentation."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        first = re.search(r"^[\[{]\s*?\n([ \t]+)", text.lstrip(_BLANKS))
        self.unit = first[1] if first else "  "

    def indent_at(self, offset: int) -> str:
        """The blanks that start the line of the offset."""
        start = _line_start(self._text, offset)
        line = self._text[start:]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def member_indent(self, start: int, end: int) -> str:
        """The indentation of the first member of the object that opens at `start`."""
        found = re.compile(r"\{[ \t]*\r?\n([ \t]*)\"").match(self._text, start, end)
        return found[1] if found else ""

    def rendered(self, value: Any, indent: str) -> str:
        """The value as text whose further lines are indented so."""
        if not isinstance(value, (dict, list)) or not value:
            return json.dumps(value, ensure_ascii=False)
        text = json.dumps(value, ensure_ascii=False, indent=self.unit)
        return text.replace("\n", self.newline + indent)
