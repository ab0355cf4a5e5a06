"""A parameter of an operation or a path item, or a shared one under `parameters`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.definition.schema import Schema
from certify.documents.node import Node

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.definition.operation import Operation
    from certify.documents.node import Object


class Parameter(Node):
    """A parameter where it is defined (a reference to a shared one is a Reference).

    `operations` are all operations that take it: one for an operation's own, several for a path item's or a
    shared one. `location` is its `in`: query, header, path, formData or body.
    """

    def __init__(self, value: Object, owner: Node, steps: Pointer, operations: tuple[Operation, ...]) -> None:
        super().__init__(value, owner, steps)
        self.operations = operations
        # Most rules on parameters ask for these first.
        self.name = self.text("name") or ""
        self.location = self.text("in")
        self.is_body = self.location == "body"

    @property
    def type(self) -> str | None:
        return self.text("type")

    @property
    def format(self) -> str | None:
        return self.text("format")

    @property
    def summary(self) -> str | None:
        """`x-ms-summary`."""
        return self.text("x-ms-summary")

    @property
    def description(self) -> str | None:
        return self.text("description")

    @property
    def is_required(self) -> bool:
        return self.is_true("required")

    @property
    def visibility(self) -> str | None:
        return self.text("x-ms-visibility")

    @property
    def is_internal(self) -> bool:
        return self.value.get("x-ms-visibility") == "internal"

    @cached_property
    def is_visible(self) -> bool:
        """Whether a maker can see it: neither it nor all of its operations are internal."""
        if self.is_internal:
            return False
        return not self.operations or any(not operation.is_internal for operation in self.operations)

    @cached_property
    def schema(self) -> Schema | None:
        """The body's schema, its reference followed."""
        value = self.value.get("schema")
        if not isinstance(value, dict):
            return None
        if "$ref" in value:
            from certify.documents.definition.definition import Definition

            root = self.root
            assert isinstance(root, Definition)
            return root.schema_of(value["$ref"])
        return Schema(value, self, ("schema",), is_input=True, is_visible=self.is_visible)

    @property
    def label(self) -> str:
        """How a message calls it."""
        return f"`{self.name}`" if self.name else "without a name"
