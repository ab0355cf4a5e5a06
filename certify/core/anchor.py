"""A place by meaning: what it is in the connector's own words, so that it survives reordering and reformatting."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certify.core.place import Pointer

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})
_IDENTITIES = (
    ("in", "name"),
    ("name",),
    ("propertyName",),
    ("operationId",),
    ("title",),
    ("value",),
    ("$ref",),
)


class Anchors:
    """The places of one JSON document by meaning."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._names: dict[int, Counter[str | None]] = {}
        self._known: dict[Pointer, tuple[str, Any]] = {(): ("", root)}

    @cached_property
    def _operation_ids(self) -> Counter[str]:
        paths = self._root.get("paths") if isinstance(self._root, dict) else None
        found: Counter[str] = Counter()
        for item in paths.values() if isinstance(paths, dict) else ():
            for method, operation in item.items() if isinstance(item, dict) else ():
                if method.lower() not in _METHODS:
                    continue
                identity = operation.get("operationId") if isinstance(operation, dict) else None
                if isinstance(identity, str):
                    found[identity] += 1
        return found

    def of(self, pointer: Pointer) -> str:
        """The pointer with an operation named by its id and an array's element by what identifies it.

        `/paths/~1items/get/parameters/0/description` becomes `operation:ListItems/parameters/query:top/description`.
        """
        # Findings stand close together: each parent is named once.
        end = len(pointer)
        while pointer[:end] not in self._known:
            end -= 1
        for at in range(end, len(pointer)):
            self._known[pointer[: at + 1]] = self._child(pointer[: at + 1])
        return self._known[pointer][0]

    def _child(self, pointer: Pointer) -> tuple[str, Any]:
        """The anchor and the value of a place whose parent is known."""
        *_, token = pointer
        before, parent = self._known[pointer[:-1]]
        value = _step(parent, token)
        if len(pointer) == 3 and pointer[0] == "paths" and str(token).lower() in _METHODS:
            identity = value.get("operationId") if isinstance(value, dict) else None
            if isinstance(identity, str) and self._operation_ids[identity] == 1:
                return f"operation:{_clean(identity)}", value
        name = (
            self._identity(parent, token)
            if isinstance(token, int) and isinstance(parent, list)
            else _clean(str(token))
        )
        return (f"{before}/{name}" if len(pointer) > 1 else name), value

    def _identity(self, elements: list[Any], index: int) -> str:
        """What tells the element from its siblings; its index only where nothing does."""
        if not 0 <= index < len(elements):
            return str(index)
        names = self._names.get(id(elements))
        if names is None:
            names = self._names[id(elements)] = Counter(map(_name, elements))
        name = _name(elements[index])
        return str(index) if name is None or names[name] > 1 else name


def _name(element: Any) -> str | None:
    if isinstance(element, dict):
        for keys in _IDENTITIES:
            values = [element.get(key) for key in keys]
            if all(isinstance(value, str) for value in values):
                return ":".join(_clean(str(value)) for value in values)
        return None
    if isinstance(element, (str, int, float)):
        return "=" + _clean(str(element))[:80]
    return None


def _step(value: Any, token: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(token) if isinstance(token, str) else None
    if isinstance(value, list) and isinstance(token, int) and 0 <= token < len(value):
        return value[token]
    return None


def _clean(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token
