"""Which status codes an operation declares, and where an entry of its responses stands."""

from __future__ import annotations

from typing import Any, cast

from certify.api import Operation, Place, Response


def codes_of(operation: Operation) -> list[str]:
    """The keys of the operation's responses, extensions left out, whatever stands under them."""
    return [code for code in operation.mapping("responses") if not code.startswith("x-")]


def has_success(operation: Operation) -> bool:
    """Whether a response is there for success; a misspelt `2XX` is meant as one."""
    return any(code.startswith("2") for code in codes_of(operation))


def place_of(operation: Operation, response: Response, *members: str) -> Place:
    """A member of the response; of a shared one, the operation's reference to it."""
    if response.owner is operation:
        return response.at(*members)
    return operation.at("responses", response.code)


def has_reference(schema: Any) -> bool:
    """Whether a schema refers to a definition, which may have no other use."""
    pending: list[Any] = [schema]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "$ref" in value:
                return True
            pending.extend(cast("dict[str, Any]", value).values())
        elif isinstance(value, list):
            pending.extend(value)  # pyright: ignore[reportUnknownArgumentType] - elements of JSON are anything
    return False
