"""Where two JSON values differ first."""

from __future__ import annotations

from typing import Any

# The folder has placeholders for them, and the environment the real ones.
_NOT_COMPARED = frozenset({"clientId", "clientSecret", "clientid", "clientsecret"})


def first_difference(one: Any, other: Any) -> tuple[str | int, ...] | None:
    """The tokens that lead to the first difference, as far as both have them; None when they say the same."""
    waiting: list[tuple[tuple[str | int, ...], Any, Any]] = [((), one, other)]
    while waiting:
        where, first, second = waiting.pop()
        if isinstance(first, dict) and isinstance(second, dict):
            names = [name for name in first if name not in _NOT_COMPARED]
            if set(names) != second.keys() - _NOT_COMPARED:
                extra = [name for name in second if name not in first and name not in _NOT_COMPARED]
                return (*where, extra[0]) if extra else where
            waiting.extend(((*where, name), first[name], second[name]) for name in reversed(names))
        elif isinstance(first, list) and isinstance(second, list):
            if len(first) != len(second):
                return where
            pairs = list(enumerate(zip(first, second, strict=True)))
            waiting.extend(((*where, index), *pair) for index, pair in reversed(pairs))
        elif isinstance(first, bool) is not isinstance(second, bool) or first != second:
            return where
    return None


def pointer(tokens: tuple[str | int, ...]) -> str:
    """The tokens as a JSON pointer."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)
