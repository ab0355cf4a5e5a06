"""How the JSON files are laid out: blanks, tabs and indentation. What a platform exported is laid out as it likes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.api import NOTE, OFF, FaultKind, JsonFile, Problem, Problems, documented, reviewer, rule, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.api import Fix, Place

    Span = tuple[int, int]

_TABS = re.compile(r"\t++")
_FIRST_INDENT = re.compile(r"\s*\{[ ]*\r?\n( +)\S")
_MOST_EDITS = 20_000
_LONGEST_LINE = 2_000


@rule(NOTE, documented("coding-standards"), reviewer(2525), custom=OFF, fix="safe")
def json_no_tabs(file: JsonFile) -> Problems:
    r"""JSON files are indented with blanks, not with tabs.

    Microsoft's coding standards say so; diffs are readable then whatever width a reader's tabs have. 7% of the certified
    connectors have tabs.

    Bad:
        definition: {$replace: {"\n  \"swagger\"": "\n\t\"swagger\""}}
    Good:
        definition: {}
    """
    if (
        file.file.is_nested
        or b"\t" not in file.json.data
        or any(f.kind is FaultKind.CONTROL_CHARACTER for f in file.json.faults)
    ):
        return
    found = [match.span() for match in _TABS.finditer(file.json.text)]
    if found:
        edits = [(file.span(*span), "  " * (span[1] - span[0])) for span in found[: _MOST_EDITS + 1]]
        yield Problem(
            f"Tabs stand in {len(found):,} places of this file; write blanks instead."
            if len(found) > 1
            else "A tab stands here; write blanks instead.",
            file.span(*found[0]),
            fix=_fix(edits),
        )


@rule(NOTE, documented("coding-standards"), custom=OFF, fix="safe")
def json_trailing_whitespace(file: JsonFile) -> Problems:
    r"""No line of a JSON file ends in blanks.

    They are invisible and make differences that say nothing. 7% of the published connectors have some.

    Bad:
        definition: {$replace: {"\"swagger\": \"2.0\",": "\"swagger\": \"2.0\",  "}}
    Good:
        definition: {}
    """
    if file.file.is_nested or not _may_end_in_blanks(file.json.data):
        return
    found = list(_trailing_blanks(file.json.text))
    if found:
        yield Problem(
            f"{len(found):,} lines of this file end in blanks; remove them."
            if len(found) > 1
            else "This line ends in blanks; remove them.",
            file.span(*found[0]),
            fix=_fix([(file.span(*span), "") for span in found[: _MOST_EDITS + 1]]),
        )


@rule(
    NOTE,
    documented("coding-standards"),
    reviewer(1123),
    custom=OFF,
    aliases=("json-indent-4",),
    by_hand="To indent anew is an editor's work, and would hide every other change of the file.",
)
def json_indent(file: JsonFile) -> Problems:
    """JSON files are indented, by two or by four blanks.

    A definition on a single line can be read by nobody, and every change of it is a change of the whole file. Microsoft's
    coding standards ask for four blanks, its own tools write two, and so do 95% of the connectors; both are fine.

    Bad (three blanks):
        properties: {$replace: {"{\\n  \\"properties\\"": "{\\n   \\"properties\\""}}
    Good (four blanks):
        properties: {$replace: {"{\\n  \\"properties\\"": "{\\n    \\"properties\\""}}
    """
    if file.role is None or file.file.is_nested or not isinstance(file.json.value, dict):
        return
    head = file.json.data[:_LONGEST_LINE]
    if len(head) == _LONGEST_LINE and not (b"\n" in head or b"\r" in head):
        yield Problem("The file is written on a single line; indent it by two or four blanks.", file)
        return
    indent = _FIRST_INDENT.match(head.decode("utf-8", "replace"))
    if indent and len(indent[1]) not in {2, 4}:
        count = len(indent[1])
        yield Problem(
            f"The file is indented by {count} {'blank' if count == 1 else 'blanks'}; use two or four.",
            file.span(*indent.span(1)),
        )


def _trailing_blanks(text: str) -> Iterator[Span]:
    start = 0
    for raw in text.split("\n"):
        line = raw.removesuffix("\r")
        kept = len(line.rstrip(" \t"))
        if kept < len(line):
            yield start + kept, start + len(line)
        start += len(raw) + 1


def _may_end_in_blanks(data: bytes) -> bool:
    if b" \n" in data or data.endswith((b" ", b"\t")):
        return True
    if b"\t" in data and (b"\t\n" in data or b"\t\r" in data):
        return True
    return b"\r" in data and b" \r" in data


def _fix(edits: list[tuple[Place, str]]) -> Fix | None:
    """One edit a place; None where there are too many of them to be worth it."""
    if len(edits) > _MOST_EDITS:
        return None
    return safe(*(place.replace(text) if text else place.remove() for place, text in edits))
