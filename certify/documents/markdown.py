"""Readme and intro as headings, sections, paragraphs, links and HTML, each with its place in the text."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from certify.core.place import Place
from certify.documents.markdown_parts import Heading, Paragraph, Section

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from certify.documents.markdown_parts import Link, Tag

LONGEST = 262_144
"""Characters; the largest readme of a published connector has 47,000. The parser's time grows faster than the text."""

MOST_LINES = 8_192

_NESTING = 12
_LINE_END = re.compile(r"\r\n|\n|\r")


class Markdown:
    """A Markdown file that is no longer than `LONGEST` and `MOST_LINES`.

    Offsets count characters of `text`. Headings and links in code and in comments are no headings and no links.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @property
    def place(self) -> Place:
        return Place(self.path)

    def span(self, start: int, end: int) -> Place:
        """The place of some characters of the text."""
        return Place(self.path, span=(start, end))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        tokens = self._tokens
        return tuple(
            self._heading(opening, content)
            for opening, content in pairwise(tokens)
            if opening.type == "heading_open"
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """One for each heading, in their order."""
        open_sections: list[tuple[int, Heading, int]] = []
        found: dict[int, Section] = {}
        openings = [token for token in self._tokens if token.type == "heading_open"]
        for index, (heading, opening) in enumerate(zip(self.headings, openings, strict=True)):
            line, after = _lines_of(opening)
            self._close(open_sections, found, heading.level, self._offset(line))
            open_sections.append((index, heading, self._offset(after)))
        self._close(open_sections, found, 0, len(self.text))
        return tuple(found[index] for index in range(len(found)))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        from certify.documents.markdown_inline import plain_text

        found: list[Paragraph] = []
        depth = 0
        tokens = self._tokens
        for index, token in enumerate(tokens):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "paragraph_open":
                start, end = self._extent(tokens[index + 1])
                text = plain_text(tokens[index + 1].content)
                found.append(Paragraph(text, start, end, depth > 0, self.span(start, end)))
        return tuple(found)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and images in the order of the text; a bare URL is a link, and so is a HTML `a` or `img`."""
        from certify.documents.markdown_inline import definitions_in, links_in

        definitions: dict[str, str] = {}
        for start, end in self._inline_extents:
            definitions.update(definitions_in(self.text, start, end))
        found = [
            link
            for start, end in (*self._inline_extents, *self._html_extents)
            for link in links_in(self.text, start, end, self.path, definitions)
        ]
        return tuple(sorted(found, key=lambda link: link.start))

    @property
    def images(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.is_image)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Raw HTML: every opening, closing or empty tag."""
        from certify.documents.markdown_inline import tags_in

        found = [
            tag
            for start, end in (*self._inline_extents, *self._html_extents)
            for tag in tags_in(self.text, start, end, self.path)
        ]
        return tuple(sorted(found, key=lambda tag: tag.start))

    @cached_property
    def _tokens(self) -> list[Token]:
        return _parser().parse(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def _offset(self, line: int) -> int:
        return self._line_starts[line] if line < len(self._line_starts) else len(self.text)

    @cached_property
    def _inline_extents(self) -> list[tuple[int, int]]:
        return [self._extent(token) for token in self._tokens if token.type == "inline"]

    @cached_property
    def _html_extents(self) -> list[tuple[int, int]]:
        return [self._extent(token) for token in self._tokens if token.type == "html_block"]

    def _extent(self, token: Token) -> tuple[int, int]:
        """First and last character of a block's content, without the markers and blanks around it."""
        line, after = _lines_of(token)
        start, end = self._offset(line), self._offset(after)
        first, _, rest = token.content.partition("\n")
        found = self.text.find(first, start, end)
        if found >= 0:
            start = found
        if not rest:
            return start, min(end, start + len(first))
        last = rest.rstrip().rpartition("\n")[2].strip()
        found = self.text.rfind(last, start, end)
        return start, found + len(last) if found >= 0 else end

    def _heading(self, opening: Token, content: Token) -> Heading:
        from certify.documents.markdown_inline import plain_text

        start, end = self._extent(content)
        return Heading(int(opening.tag[1:]), plain_text(content.content), start, end, self.span(start, end))

    def _close(
        self, open_sections: list[tuple[int, Heading, int]], found: dict[int, Section], level: int, end: int
    ) -> None:
        while open_sections and open_sections[-1][1].level >= level:
            index, heading, start = open_sections.pop()
            found[index] = Section(heading, self.text[start:end], start, end)


class Readme(Markdown):
    """`readme.md`: what the repository shows about the connector."""


class Intro(Markdown):
    """`intro.md`: what becomes the public documentation page of the connector."""


def is_parsable(text: str) -> bool:
    """Whether the text is short enough to be parsed in bounded time."""
    return len(text) <= LONGEST and sum(1 for _ in _LINE_END.finditer(text)) < MOST_LINES


@cache
def _parser() -> MarkdownIt:
    """Blocks only: inline markup is read by `markdown_inline`, which knows offsets and takes linear time."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.disable("reference")


def _lines_of(token: Token) -> tuple[int, int]:
    """The lines of a block, half-open and counted from 0."""
    return (token.map[0], token.map[1]) if token.map is not None else (0, 0)
