"""A cloud flow of a solution: which operations it calls, and which connections it brings along."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.place import Place
    from certify.documents.files import File

_MOST = 100_000


class Workflow:
    """A JSON file in `Workflows/`."""

    def __init__(self, file: File) -> None:
        self.file = file

    @property
    def place(self) -> Place:
        return self.file.place

    @cached_property
    def operations(self) -> frozenset[str]:
        """The `operationId` of every action and trigger that calls a connector."""
        return frozenset(
            host["operationId"]
            for value in _objects(self.file.json.value)
            if isinstance(host := value.get("host"), dict) and isinstance(host.get("operationId"), str)
        )

    @property
    def connections(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        """Where each connection reference says what it connects with, and what it says."""
        value = self.file.json.value
        properties = value.get("properties") if isinstance(value, dict) else None
        references = properties.get("connectionReferences") if isinstance(properties, dict) else None
        if isinstance(references, dict):
            for name, reference in references.items():
                connection = reference.get("connection") if isinstance(reference, dict) else None
                if isinstance(connection, dict):
                    yield self.place.at("properties", "connectionReferences", name, "connection"), connection


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    waiting = [root]
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
