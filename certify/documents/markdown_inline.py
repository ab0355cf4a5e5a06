"""Links, HTML tags and plain words of Markdown text, found in linear time by patterns that never backtrack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.core.place import Place
from certify.documents.markdown_parts import Link, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Possessive quantifiers keep every pattern linear: a hostile text cannot make them try again.
_DESTINATION = r"\(\s*+(?:<(?P<angle>[^<>\n]*+)>|(?P<bare>[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+))"
_TITLE = r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
_LABEL = r"(?:[^\[\]\\]|\\.)*+"
_NESTED = r"(?:[^\[\]\\]|\\.|\[[^\[\]\\]*+\])*+"

_MAY_HOLD_LINK = re.compile(r"[\[<]|://")
_IMAGE = re.compile(rf"(?<!\\)!\[(?P<text>{_LABEL})\]{_DESTINATION}{_TITLE}", re.DOTALL)
_LINK = re.compile(rf"(?<![!\\])\[(?P<text>{_NESTED})\]{_DESTINATION}{_TITLE}", re.DOTALL)
_REFERENCE = re.compile(rf"(?<!\\)(?P<image>!?)\[(?P<text>{_LABEL})\]\[(?P<label>[^\[\]]*+)\]", re.DOTALL)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]\n]++)\]:[ \t]*+<?(?P<target>[^\s<>]++)", re.MULTILINE)
_AUTOLINK = re.compile(r"""\bhttps?://[^\s<>()\[\]"'`|*]++""", re.IGNORECASE)
_HTML_LINK = re.compile(
    r"""<(?P<name>img|a)\b(?P<rest>[^<>]*+)>""",
    re.IGNORECASE,
)
_HTML_TARGET = re.compile(
    r"""(?<![\w-])(?:src|href)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])[^<>]*+>")
_POINTED = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*+:[^\s<>]*+)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`++)(?!`)")
_MAY_HOLD_MARKUP = re.compile(r"[*~_`\\]")
_MARKUP = re.compile(r"(?<!\\)[*~]++|(?<![\w\\])_++|(?<!\\)_++(?!\w)|`++")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def links_in(text: str, start: int, end: int, file: str, definitions: Mapping[str, str]) -> Iterator[Link]:
    """The links and images between two offsets; `definitions` are the targets of reference links."""
    part = _without_code(text[start:end])
    if not _MAY_HOLD_LINK.search(part):
        return
    claimed: list[tuple[int, int]] = []
    for match, link_text, target, is_image in _matches(part, definitions):
        claimed.append(match.span())
        first, last = start + match.start(), start + match.end()
        yield Link(link_text, target, is_image, first, last, Place(file, span=(first, last)))
    claimed.sort()
    position = 0
    for match in _AUTOLINK.finditer(part):
        while position < len(claimed) and claimed[position][1] <= match.start():
            position += 1
        if position < len(claimed) and claimed[position][0] <= match.start():
            continue
        target = match[0].rstrip(".,;:!?")
        first, last = start + match.start(), start + match.start() + len(target)
        yield Link(
            target, target, is_image=False, start=first, end=last, place=Place(file, span=(first, last))
        )


def _matches(part: str, definitions: Mapping[str, str]) -> Iterator[tuple[re.Match[str], str, str, bool]]:
    """Each link that is written as one: the match, its text, its target, and whether it is an image."""
    for pattern, is_image in ((_IMAGE, True), (_LINK, False)) if "](" in part else ():
        for match in pattern.finditer(part):
            target = match["angle"] if match["angle"] is not None else match["bare"]
            yield match, plain_text(match["text"]), target, is_image
    for match in _HTML_LINK.finditer(part) if "<" in part else ():
        found = _HTML_TARGET.search(match["rest"])
        if found is not None:
            target = next(group for group in found.groups() if group is not None)
            yield match, "", target, match["name"].lower() == "img"
    if definitions:
        for match in _REFERENCE.finditer(part):
            target = definitions.get(_label(match["label"] or match["text"]), "")
            if target:
                yield match, plain_text(match["text"]), target, bool(match["image"])


def definitions_in(text: str, start: int, end: int) -> dict[str, str]:
    """The targets that reference links name, by their label in lower case."""
    return {_label(match["label"]): match["target"] for match in _DEFINITION.finditer(text[start:end])}


def tags_in(text: str, start: int, end: int, file: str) -> Iterator[Tag]:
    """The HTML tags between two offsets."""
    part = text[start:end]
    for match in _TAG.finditer(_without_code(part)) if "<" in part else ():
        first, last = start + match.start(), start + match.end()
        yield Tag(match[1].lower(), first, last, Place(file, span=(first, last)))


def plain_text(text: str) -> str:
    """The words a reader sees: no emphasis, code marks, link targets, images' targets or tags."""
    if "[" in text:
        text = _LINK.sub(_shown, _IMAGE.sub(_shown, text))
    if "<" in text:
        text = _POINTED.sub(r"\1", text)
        text = _TAG.sub("", _COMMENT.sub("", text) if "-->" in text else text)
    if _MAY_HOLD_MARKUP.search(text):
        text = _ESCAPE.sub(r"\1", _MARKUP.sub("", text))
    return " ".join(text.split())


def _shown(match: re.Match[str]) -> str:
    return match["text"]


def _label(text: str) -> str:
    return " ".join(text.split()).lower()


def _without_code(text: str) -> str:
    """The text with code spans and comments blanked, every other character where it was."""
    if "-->" in text:
        text = _COMMENT.sub(lambda match: " " * len(match[0]), text)
    if "`" not in text:
        return text
    marks = [(match.start(), match.end()) for match in _CODE.finditer(text)]
    partners = _partners(marks)
    pieces: list[str] = []
    position = 0
    for index, (opening, _) in enumerate(marks):
        partner = partners[index]
        if opening < position or partner is None:
            continue
        closing = marks[partner][1]
        pieces += (text[position:opening], " " * (closing - opening))
        position = closing
    return "".join(pieces) + text[position:]


def _partners(marks: list[tuple[int, int]]) -> list[int | None]:
    """For each run of backticks the next run of the same length, if there is one."""
    nearest: dict[int, int] = {}
    partners: list[int | None] = [None] * len(marks)
    for index in range(len(marks) - 1, -1, -1):
        length = marks[index][1] - marks[index][0]
        partners[index] = nearest.get(length)
        nearest[length] = index
    return partners
