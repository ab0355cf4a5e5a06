"""The XML files of a solution, read without entities, document types or anything that grows, each element with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.place import Span

LARGEST = 4 << 20
"""Characters of a file that is read; exported ones have some ten thousand."""

_MOST_ELEMENTS = 50_000
_DEEPEST = 100


class Element(Struct):
    """An element: its name as written, attributes, characters, and the span of its start tag."""

    name: str
    attributes: dict[str, str]
    span: Span = (0, 0)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own characters, without those of the elements in it."""
        return "".join(self.pieces).strip()

    def descendants(self, name: str) -> Iterator[Element]:
        """The elements of that name at any depth, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name == name:
                yield element
            waiting.extend(reversed(element.children))

    def child(self, name: str) -> Element | None:
        """The first element of that name directly below."""
        return next((element for element in self.children if element.name == name), None)


class XmlText(Struct, frozen=True):
    """A file that was read: its root, or None and why it cannot be read, with the offset where."""

    root: Element | None
    fault: str = ""
    offset: int = 0


class _Unwanted(Exception):  # noqa: N818 - a way out of the reading, and no error of the program
    pass


class _Reader:
    def __init__(self, text: str) -> None:
        from xml.parsers import expat

        self._text = text
        self._bytes = None if text.isascii() else text.encode("utf-8", "surrogatepass")
        self._open: list[Element] = []
        self._met: list[tuple[Element, int]] = []
        self.root: Element | None = None
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        # Entities can only be declared in a document type, so that refusing it refuses them all.
        parser.StartDoctypeDeclHandler = self._refuse_type

    @property
    def offset(self) -> int:
        """The character at which the parser stands."""
        index = max(0, self.parser.CurrentByteIndex)
        if self._bytes is None:
            return min(index, len(self._text))
        return len(self._bytes[:index].decode("utf-8", "ignore"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._met) >= _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise _Unwanted("has more elements than any exported solution")
        element = Element(name, attributes)
        self._met.append((element, self.parser.CurrentByteIndex))
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def place_all(self) -> None:
        """Give every element its span: in one go, since each count of characters starts where the last one ended."""
        start = byte = 0
        for element, index in self._met:
            start += index - byte if self._bytes is None else len(self._bytes[byte:index].decode("utf-8"))
            byte = index
            element.span = start, start + 1 + len(element.name)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _refuse_type(self, *_: Any) -> None:
        raise _Unwanted("has a document type, which exported solutions never have")


_DECLARED = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def read_xml(text: str) -> XmlText:
    """Read a file. Never raises for what it holds, and fetches nothing."""
    from xml.parsers import expat

    if len(text) > LARGEST:
        return XmlText(None, f"is larger than {LARGEST >> 20} MiB")
    # The characters are decoded already; what the declaration says of bytes must not decode them again.
    declared = _DECLARED.match(text)
    if declared is not None:
        text = " " * declared.end() + text[declared.end() :]
    reader = _Reader(text)
    try:
        reader.parser.Parse(text.encode("utf-8", "surrogatepass"), True)  # noqa: FBT003 - the parser takes it so
    except _Unwanted as unwanted:
        return XmlText(None, str(unwanted), reader.offset)
    except expat.ExpatError as error:
        return XmlText(None, f"is no well-formed XML ({expat.ErrorString(error.code)})", reader.offset)
    reader.place_all()
    return XmlText(reader.root)
