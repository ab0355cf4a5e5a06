"""What a Markdown text consists of: headings, sections, paragraphs, links and HTML tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.place import Place


class Heading(Struct, frozen=True):
    """`level` is 1 to 6, `text` is without markup; start and end are those of the words in the file's text."""

    level: int
    text: str
    start: int
    end: int
    place: Place


class Section(Struct, frozen=True):
    """What stands under a heading, up to the next heading of its level or a higher one, sub-sections included."""

    heading: Heading
    text: str
    start: int
    end: int

    @property
    def place(self) -> Place:
        return self.heading.place

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()


class Paragraph(Struct, frozen=True):
    """`text` is without markup; an entry of a list has at least one paragraph. A table is one as well."""

    text: str
    start: int
    end: int
    is_in_list: bool
    place: Place


class Link(Struct, frozen=True):
    """`text` is what is shown (of an image: instead of it), `target` where it leads as written."""

    text: str
    target: str
    is_image: bool
    start: int
    end: int
    place: Place

    @property
    def is_local(self) -> bool:
        """Whether it names a file beside the text rather than a URL or a heading."""
        first, colon, _ = self.target.partition(":")
        has_scheme = bool(colon) and first.isascii() and first.replace("+", "").replace("-", "").isalnum()
        return bool(self.target) and not has_scheme and not self.target.startswith(("#", "//"))


class Tag(Struct, frozen=True):
    """One HTML tag; `name` in lower case, with a slash in front when it closes."""

    name: str
    start: int
    end: int
    place: Place
