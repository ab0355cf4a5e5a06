"""A response of an operation, or a shared one under `responses`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.definition.schema import Schema
from certify.documents.node import Node

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.definition.operation import Operation
    from certify.documents.node import Object


class Response(Node):
    """A response where it is defined (a reference to a shared one is a Reference).

    `code` is the status code as written, `default`, or the name of a shared response; `operation` is None there.
    """

    def __init__(
        self, value: Object, owner: Node, steps: Pointer, operation: Operation | None, code: str | None = None
    ) -> None:
        super().__init__(value, owner, steps)
        self.operation = operation
        self.code = str(steps[-1]) if code is None else code

    @property
    def description(self) -> str | None:
        return self.text("description")

    @property
    def is_success(self) -> bool:
        """Whether the code is 2xx."""
        return len(self.code) == 3 and self.code.startswith("2")

    @property
    def is_default(self) -> bool:
        return self.code == "default"

    @property
    def is_offered(self) -> bool:
        """Whether the next step can use what it returns: of a success, or of a `default` that stands for it.

        What comes with a failure is shown nowhere. A shared response, of which the use is not known here, counts.
        """
        operation = self.operation
        if operation is None:
            return True
        if operation.is_internal:
            return False
        if self.is_default:
            return not any(code.startswith("2") for code in operation.mapping("responses"))
        return self.code.startswith("2")

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
        return Schema(value, self, ("schema",), is_output=True, is_visible=self.is_offered)


class Header(Node):
    """One header that a response declares."""

    def __init__(self, value: Object, owner: Response, steps: Pointer, name: str) -> None:
        super().__init__(value, owner, steps)
        self.name = name

    @property
    def type(self) -> str | None:
        return self.text("type")
