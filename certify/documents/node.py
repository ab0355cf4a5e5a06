"""The common face of everything that a JSON document is seen as: a value that knows where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.core.place import Place, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Object = dict[str, Any]
"""A JSON object. Its values may be anything; views hand out only what has the right type."""


_NOTHING: Object = {}


class Node:
    """A JSON object of a document, seen as one thing of its field.

    A view never raises on a value of the wrong type: it answers as if the member were absent, and the rules on
    structure report the type.
    """

    __slots__ = ("owner", "steps", "value")

    def __init__(self, value: Object, owner: Node | None, steps: Pointer) -> None:
        self.value = value
        self.owner = owner
        self.steps = steps

    @property
    def root(self) -> Root:
        node: Node = self
        while node.owner is not None:
            node = node.owner
        assert isinstance(node, Root)
        return node

    @property
    def pointer(self) -> Pointer:
        pointer, owner = self.steps, self.owner
        while owner is not None:
            pointer = owner.steps + pointer
            owner = owner.owner
        return pointer

    @property
    def place(self) -> Place:
        return Place(self.root.file, self.pointer)

    def at(self, *tokens: str | int) -> Place:
        """The place of a value further down."""
        return self.place.at(*tokens)

    def key(self, *tokens: str | int) -> Place:
        """The place of a member's name."""
        return self.place.key(*tokens)

    def has(self, key: str) -> bool:
        return key in self.value

    @property
    def keys(self) -> Iterable[str]:
        """The members that a rule can ask for with `Has`; an extension answers with its own name."""
        return self.value

    def get(self, key: str) -> Any:
        """The member's value, whatever its type; None when it is absent."""
        return self.value.get(key)

    def text(self, key: str) -> str | None:
        """The member's value when it is a string."""
        value = self.value.get(key)
        return value if isinstance(value, str) else None

    def mapping(self, key: str) -> Object:
        """The member's value when it is an object, else an empty one."""
        value = self.value.get(key)
        return value if isinstance(value, dict) else {}

    def items(self, key: str) -> list[Any]:
        """The member's value when it is an array, else an empty one."""
        value = self.value.get(key)
        return value if isinstance(value, list) else []

    def strings(self, key: str) -> list[str]:
        """The strings in the member's value when it is an array."""
        return [item for item in self.items(key) if isinstance(item, str)]

    def is_true(self, key: str) -> bool:
        """Whether the member is the JSON value true."""
        return self.value.get(key) is True

    def children(self, key: str) -> Iterator[tuple[str, Object]]:
        """Name and value of each member of the object `key` that is itself an object."""
        for name, value in self.mapping(key).items():
            if isinstance(value, dict):
                yield name, value


class Root(Node):
    """The root of a JSON document: also knows the file."""

    def __init__(self, value: Object, file: str) -> None:
        super().__init__(value, None, ())
        self.file = file


class Extension(Node):
    """A member of the definition whose name starts with `x-`: its name, its raw content, and whose it is.

    `value` is the content when that is an object, else an empty object; `content` is whatever is there.
    """

    __slots__ = ("content", "name")

    def __init__(self, name: str, content: Any, owner: Node) -> None:
        super().__init__(content if isinstance(content, dict) else {}, owner, (name,))
        self.name = name
        self.content = content

    @property
    def keys(self) -> Iterable[str]:
        return (self.name,)


class Text(Node):
    """A string that a maker sees: its role (title, summary, description, hint), its content, and whose it is.

    `is_visible` is false where the platform hides it: an internal operation, parameter or property, or the schema of a
    failure.

    A rule can ask with `Has` for visible texts of a role, or for those that hold something that few texts hold:
    `non-ascii`, `spacing` (blanks or line breaks around it, or several blanks in a row, or line breaks), `address`,
    `markup` (an angle bracket).
    """

    __slots__ = ("content", "is_visible", "member", "role")

    def __init__(self, owner: Node, member: str, role: str, is_visible: bool) -> None:
        self.value = _NOTHING
        self.owner = owner
        self.steps = (member,)
        self.content: str = owner.value[member]
        self.member = member
        self.role = role
        self.is_visible = is_visible

    @property
    def keys(self) -> Iterable[str]:
        if not self.is_visible:
            return ()
        content = self.content
        found = [self.role]
        if not content.isascii():
            found.append("non-ascii")
        if "  " in content or "\n" in content or content.strip() != content:
            found.append("spacing")
        if "<" in content:
            found.append("markup")
        if "://" in content or "www." in content:
            found.append("address")
        return found


class Reference(Node):
    """An object with a `$ref`: `target` is the text of the reference, `kind` what belongs in its place."""

    __slots__ = ("kind", "target")

    def __init__(self, value: Object, owner: Node, steps: Pointer, kind: str) -> None:
        super().__init__(value, owner, steps)
        self.target: Any = value["$ref"]
        self.kind = kind
