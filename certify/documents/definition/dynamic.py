"""The calls that dynamic extensions make: which operation, with what, and where in its response the values are."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from certify.documents.definition.schema import Schema
from certify.documents.definition.schema_paths import ABSENT, UNKNOWN, Sought
from certify.documents.node import Extension, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certify.core.place import Place, Pointer
    from certify.documents.definition.definition import Definition
    from certify.documents.definition.operation import Operation
    from certify.documents.node import Object


PREFIX = "x-ms-dynamic-"

MOST_CALLERS = 100
"""Operations that are looked at for one call; those beyond take the same shared definition."""


class ArgumentKind(StrEnum):
    """How a parameter of the called operation gets its value."""

    STATIC = "static"
    """A bare value."""
    VALUE = "value"
    """`{"value": …}`"""
    PARAMETER = "parameter"
    """`{"parameter": name}`: a parameter of the caller, or a property of its body."""
    REFERENCE = "parameterReference"
    """`{"parameterReference": path}`: a parameter's name, then the path in it."""
    SELECTED = "selectedItemValuePath"
    """`{"selectedItemValuePath": path}`: from the node of the tree that was opened."""
    OTHER = "other"
    """An object that says none of these."""


class Argument(Struct, frozen=True):
    """One entry of `parameters`. `content` is as written; `value` is the static value, or the text of the reference."""

    name: str
    kind: ArgumentKind
    content: Any
    value: Any
    place: Place

    @property
    def source(self) -> str | None:
        """What it refers to in the calling operation; None for a static value."""
        is_reference = self.kind in {ArgumentKind.PARAMETER, ArgumentKind.REFERENCE}
        return self.value if is_reference and isinstance(self.value, str) else None

    @property
    def is_static(self) -> bool:
        return self.kind in {ArgumentKind.STATIC, ArgumentKind.VALUE}


class DynamicCall(Node):
    """One call of an operation by a dynamic extension; `x-ms-dynamic-tree` makes two, `open` and `browse`.

    `form` is the extension's name after `x-ms-dynamic-`; `collection_key`, `value_key` and `title_key` are the members
    that name the array, the value in its items, and their label, where the extension has such.
    """

    owner: Extension

    def __init__(self, extension: Extension, value: Object, steps: Pointer = ()) -> None:
        super().__init__(value, extension, steps)
        self.form = extension.name[len(PREFIX) :]
        is_new = self.takes_paths
        lists = self.form in {"values", "list", "tree"}
        self.collection_key = ("itemsPath" if is_new else "value-collection") if lists else None
        self.value_key = "itemValuePath" if is_new else "value-path"
        self.title_key = ("itemTitlePath" if is_new else "value-title") if lists else None

    @property
    def keys(self) -> Iterable[str]:
        return (self.owner.name,)

    @property
    def name(self) -> str:
        """The extension's name."""
        return self.owner.name

    @property
    def takes_paths(self) -> bool:
        """Whether it refers to sources by full paths (`body/appId`) rather than by bare names."""
        return self.form not in {"values", "schema"}

    @property
    def is_list(self) -> bool:
        """Whether it asks for choices, and not for a schema."""
        return self.title_key is not None

    @property
    def subject(self) -> Node | None:
        """The parameter or schema that has the extension."""
        return self.owner.owner

    @property
    def definition(self) -> Definition:
        from certify.documents.definition.definition import Definition

        root = self.root
        assert isinstance(root, Definition)
        return root

    @property
    def operation_id(self) -> str | None:
        return self.text("operationId")

    @cached_property
    def target(self) -> Operation | None:
        """The called operation; None when there is none of that id."""
        return self.definition.operations_by_id.get(self.operation_id or "")

    @property
    def is_built_in(self) -> bool:
        """Whether the platform itself answers, so that no operation is called."""
        return "capability" in self.value or "builtInOperation" in self.value

    @cached_property
    def callers(self) -> tuple[Operation, ...]:
        """The first operations whose parameters the call can use. Empty when nothing uses the subject."""
        return self.definition.callers.of(self.subject, returning=not self.is_list)[:MOST_CALLERS]

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        return tuple(self._arguments())

    def _arguments(self) -> Iterator[Argument]:
        content: Any
        for name, content in self.mapping("parameters").items():
            place = self.at("parameters", name)
            if not isinstance(content, dict):
                yield Argument(name, ArgumentKind.STATIC, content, content, place)
                continue
            for kind in _SAID_BY_MEMBER:
                if kind.value in content:
                    yield Argument(name, kind, content, content[kind.value], place)
                    break
            else:
                yield Argument(name, ArgumentKind.OTHER, content, None, place)

    def path(self, key: str | None) -> str:
        """The path that a member says; empty when it says none."""
        return "" if key is None else self.text(key) or ""

    @cached_property
    def collection(self) -> Sought:
        """The schema of the array that the called operation returns (or of what stands in its place)."""
        response = None if self.target is None else self.target.success
        schema = None if response is None else response.schema
        if schema is None:
            return UNKNOWN
        path = self.path(self.collection_key)
        return Sought(schema) if path in {"", "/", "$"} else self.definition.schema_paths.follow(schema, path)

    @cached_property
    def item(self) -> Schema | None:
        """The schema of one choice; None when nobody can tell."""
        array = self.collection.node
        return array.item if isinstance(array, Schema) and array.type == "array" else None

    def in_item(self, path: str) -> Sought:
        """What a path leads to in one choice."""
        return UNKNOWN if self.item is None else self.definition.schema_paths.follow(self.item, path)

    def parameter(self, name: str) -> Sought:
        """The parameter of the called operation that an argument's name means, or the property of its body."""
        return UNKNOWN if self.target is None else _look_up(self.target, name)

    def source(self, argument: Argument, caller: Operation) -> Sought:
        """What an argument refers to in one of the calling operations."""
        source = argument.source
        return UNKNOWN if not source else _look_up(caller, source)


_SAID_BY_MEMBER = (
    ArgumentKind.VALUE,
    ArgumentKind.PARAMETER,
    ArgumentKind.REFERENCE,
    ArgumentKind.SELECTED,
)


def calls_of(extension: Extension) -> Iterator[DynamicCall]:
    """The calls that an extension makes; none when its name is no dynamic one, or its content no object."""
    if extension.name == f"{PREFIX}tree":
        for step, value in extension.value.items():
            if step in {"open", "browse"} and isinstance(value, dict):
                yield DynamicCall(extension, value, (step,))
    elif extension.name in EXTENSIONS and isinstance(extension.content, dict):
        yield DynamicCall(extension, extension.value)


def calls_in(definition: Definition) -> Iterator[DynamicCall]:
    """The calls of all extensions in the document, without the nodes that have them: a third of the cost of a walk."""
    pending: list[Any] = [definition.value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            members = cast("dict[str, Any]", here)
            for name, content in members.items():
                if name.startswith(PREFIX):
                    yield from calls_of(Extension(name, content, definition))
                elif isinstance(content, dict | list):
                    pending.append(content)
        elif isinstance(here, list):
            pending += here


EXTENSIONS = frozenset(f"{PREFIX}{form}" for form in ("values", "list", "schema", "properties", "tree"))


def _look_up(operation: Operation, name: str) -> Sought:
    """A parameter by its name; else a body property by `body/name`, by its path, or by its bare name at any depth."""
    exact = operation.parameters_by_name.get(name)
    if exact is not None:
        return Sought(exact)
    body = operation.body
    if body is None:
        return ABSENT
    schema = body.schema
    if schema is None:
        return UNKNOWN
    paths = operation.definition.schema_paths
    head, slash, rest = name.partition("/")
    if slash and rest and head == body.name:
        return paths.follow(schema, rest)
    flattened = paths.flattened(schema)
    if name in flattened.named:
        return Sought(flattened.named[name])
    found = paths.follow(schema, name)
    # What a map or a dynamic object further down may hold has no name that an extension could refer to.
    return UNKNOWN if found.is_absent and paths.members(schema).is_open else found
