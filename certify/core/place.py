"""Where something is, and what to put there instead: a file of the package and a spot inside it, before lines and columns are known."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from msgspec import Struct

Pointer = tuple[str | int, ...]
"""RFC 6901 reference tokens, unescaped; array indexes are integers. Empty for the whole document."""

Span = tuple[int, int]
"""Half-open range of Unicode characters."""


EARLIER = "earlier:"
"""What the file of a place starts with when it is in the version that a package is compared with."""


class Place(Struct, frozen=True):
    """A spot in one file of a package.

    `pointer` names a JSON value; `part` says whether the value, its member name, or some text in it is meant. `span`
    narrows the place to some characters: of the string value when the file is JSON, of the whole text otherwise and
    where the part is `text`, as it is for what is wrong with the text of a JSON file.
    An empty `file` means the package as a whole. `shown` leads from the value that the finding is about to the one
    below it that a reader should look at.
    """

    file: str = ""
    pointer: Pointer = ()
    part: Literal["value", "key", "text"] = "value"
    span: Span | None = None
    shown: Pointer = ()

    @property
    def place(self) -> Place:
        return self

    def at(self, *tokens: str | int) -> Place:
        """The place of a value further down."""
        return Place(self.file, self.pointer + tokens)

    def key(self, *tokens: str | int) -> Place:
        """The place of a member's name rather than its value."""
        return Place(self.file, self.pointer + tokens, "key")

    def within(self, start: int, end: int) -> Place:
        """Only the characters from `start` up to `end`."""
        return Place(self.file, self.pointer, self.part, (start, end))

    def showing(self, *tokens: str | int, span: Span | None = None) -> Place:
        """This place, but with the reader's eye on a value below it."""
        return Place(self.file, self.pointer, self.part, span, tokens)

    def replace(self, value: Any) -> Edit:
        """The edit that puts another value here (or, with a span, other characters)."""
        from certify.core.place import Edit

        return Edit("replace", self, value=value)

    def remove(self) -> Edit:
        """The edit that removes this member, element, span or file."""
        from certify.core.place import Edit

        return Edit("remove", self)

    def rename(self, name: str) -> Edit:
        """The edit that gives this member (or file) another name."""
        from certify.core.place import Edit

        return Edit("rename", self, name=name)

    def add(self, name: str, value: Any) -> Edit:
        """The edit that adds a member to the object here."""
        from certify.core.place import Edit

        return Edit("add", self, name=name, value=value)

    def append(self, value: Any) -> Edit:
        """The edit that puts a value at the end of the array here."""
        from certify.core.place import Edit

        return Edit("append", self, value=value)


class Edit(Struct, frozen=True):
    """One change of one place.

    `replace` puts `value` where a value, span or file was; `remove` takes a member, element, span or file away;
    `add` puts the member `name` with `value` into an object, `append` an element into an array; `rename` gives a member or file the name `name`.
    """

    action: Literal["replace", "remove", "add", "append", "rename"]
    at: Place
    name: str = ""
    value: Any = None

    @property
    def is_whole_file(self) -> bool:
        """Whether it is about the file itself, and not about characters of it."""
        return not self.at.pointer and self.at.span is None and self.action not in ("add", "append")


class Placed(Protocol):
    """Anything that knows where it is: a place, or a node of a document."""

    @property
    def place(self) -> Place: ...


def escape(pointer: Pointer) -> str:
    """The pointer in RFC 6901 form."""
    if not pointer:
        return ""
    joined = "/".join(map(str, pointer))
    if "~" in joined or joined.count("/") >= len(pointer):
        joined = "/".join([str(token).replace("~", "~0").replace("/", "~1") for token in pointer])
    return "/" + joined


def unescape(pointer: str) -> tuple[str, ...]:
    """The tokens of an RFC 6901 pointer, all as strings.

    Raises ValueError when the pointer is neither empty nor starts with a slash.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"a JSON pointer starts with '/': {pointer!r}")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))
