"""Which entries of `definitions` are used, as what a maker fills in or as what the next step can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from certify.core.place import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition.definition import Definition

_PREFIX = "#/definitions/"


class Usage(Struct):
    """How one definition is used. `is_visible` is false when every use is internal."""

    is_input: bool = False
    is_output: bool = False
    is_visible: bool = False

    def includes(self, other: Usage) -> bool:
        """Whether adding the other use would change nothing."""
        return (
            (self.is_input or not other.is_input)
            and (self.is_output or not other.is_output)
            and (self.is_visible or not other.is_visible)
        )

    def add(self, other: Usage) -> None:
        self.is_input |= other.is_input
        self.is_output |= other.is_output
        self.is_visible |= other.is_visible


def usage_of_definitions(definition: Definition) -> dict[str, Usage]:
    """The use of each definition that any operation reaches; linear in the size of the document.

    Uses spread along references until nothing changes; a definition is walked again only when its own use grew,
    which can happen three times at most.
    """
    found: dict[str, Usage] = {}
    entries = definition.mapping("definitions")
    if not entries:
        return found
    links: dict[str, list[tuple[str, bool]]] = {}
    pending: list[tuple[str, Usage]] = []
    for value, use in _roots(definition):
        for name, is_visible in _references(value):
            pending.append((name, Usage(use.is_input, use.is_output, use.is_visible and is_visible)))
    while pending:
        name, use = pending.pop()
        if name not in entries:
            continue
        known = found.setdefault(name, Usage())
        if known.includes(use) and (known.is_input or known.is_output):
            continue
        known.add(use)
        if name not in links:
            links[name] = list(_references(entries[name]))
        for target, is_visible in links[name]:
            pending.append((target, Usage(known.is_input, known.is_output, known.is_visible and is_visible)))
    return found


def _roots(definition: Definition) -> Iterator[tuple[Any, Usage]]:
    for item in definition.path_items:
        content = item.value.get("x-ms-notification-content")
        if content is not None:
            yield content, Usage(is_output=True, is_visible=True)
        if item.parameters:
            is_seen = any(not operation.is_internal for operation in item.operations)
            for parameter in item.parameters:
                yield parameter.value, Usage(is_input=True, is_visible=is_seen and not parameter.is_internal)
        for operation in item.operations:
            is_seen = not operation.is_internal
            for parameter in operation.own_parameters:
                if "schema" in parameter.value:
                    yield (
                        parameter.value["schema"],
                        Usage(is_input=True, is_visible=is_seen and not parameter.is_internal),
                    )
            for response in operation.responses:
                if "schema" in response.value:
                    yield response.value["schema"], Usage(is_output=True, is_visible=response.is_offered)


def _references(value: Any) -> Iterator[tuple[str, bool]]:
    """Name of each definition referenced below, and whether nothing on the way there is internal."""
    pending: list[tuple[Any, bool]] = [(value, True)]
    while pending:
        current, is_visible = pending.pop()
        if isinstance(current, dict):
            if current.get("x-ms-visibility") == "internal":
                is_visible = False
            target = current.get("$ref")
            if isinstance(target, str) and target.startswith(_PREFIX):
                yield unescape(target[len(_PREFIX) - 1 :])[0], is_visible
            pending.extend(
                (child, is_visible) for child in current.values() if isinstance(child, (dict, list))
            )
        elif isinstance(current, list):
            pending.extend((child, is_visible) for child in current if isinstance(child, (dict, list)))
