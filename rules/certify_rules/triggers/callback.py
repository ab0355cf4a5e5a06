"""Where the platform's URL goes in the body of a webhook: the properties marked as notification URL, found by walking."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from certify.api import Definition, Operation, Schema
from certify_rules.schemas.composition import composition

MARK = "x-ms-notification-url"
_MOST_SCHEMAS = 512  # the most that Microsoft's validator accepts in a body


class CallbackUrl(Struct, frozen=True):
    """A marked property. `optional` is the owner and name of the first step on the way to it that is not required."""

    schema: Schema
    is_internal: bool
    optional: tuple[Schema, str] | None


def is_marked(mark: Any) -> bool:
    """Whether the mark is meant: `"true"` is, though it should be the JSON value true."""
    return mark is not None and mark is not False


def has_url_at_top(operation: Operation) -> bool:
    """Whether a property of the body itself is marked; deeper ones are looked for in webhooks only."""
    body = operation.body
    schema = None if body is None else body.schema
    return schema is not None and any(
        isinstance(value, dict) and is_marked(value.get(MARK))
        for value in schema.mapping("properties").values()
    )


def callback_urls(operation: Operation) -> list[CallbackUrl]:
    """The marked properties of the operation's body, each once, as seen on the first way that leads to it."""
    body = operation.body
    top = None if body is None else body.schema
    found: dict[int, CallbackUrl] = {}
    if top is None:
        return []
    if is_marked(top.get(MARK)):
        found[id(top.value)] = CallbackUrl(top, is_internal=top.is_internal, optional=None)
    seen: set[tuple[int, bool, bool]] = set()
    pending: list[tuple[Schema, bool, tuple[Schema, str] | None]] = [(top, top.is_internal, None)]
    met = 0
    while pending and met < _MOST_SCHEMAS:
        schema, is_internal, optional = pending.pop()
        key = (id(schema.value), is_internal, optional is None)
        if key in seen:
            continue
        seen.add(key)
        met += 1
        item = schema.item
        if item is not None:
            pending.append((item, is_internal or item.is_internal, optional))
        parts = composition(schema) or [schema]
        required = {name for part in parts for name in part.required_names}
        children = ((part, name, value) for part in parts for name, value in part.children("properties"))
        for owner, name, value in islice(children, max(0, _MOST_SCHEMAS - met)):
            met += 1
            child = owner.child_at(value, ("properties", name), name)
            if child is None:
                continue
            is_hidden = is_internal or child.is_internal
            missing = optional or (None if name in required else (schema, name))
            if is_marked(child.get(MARK)):
                known = found.get(id(child.value))
                if known is None or known.optional is not None:
                    found[id(child.value)] = CallbackUrl(child, is_hidden, missing)
            pending.append((child, is_hidden, missing))
    return list(found.values())


def all_callback_urls(definition: Definition) -> Iterator[CallbackUrl]:
    """Those of every trigger and of every action that waits for its answer, one in a shared schema once."""
    seen: set[int] = set()
    for operation in definition.operations:
        if operation.is_trigger or operation.is_called_back:
            for url in callback_urls(operation):
                if id(url.schema.value) not in seen:
                    seen.add(id(url.schema.value))
                    yield url
