"""Keeps secrets out of what is logged, whoever put them into the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_HIDDEN = "[hidden]"
# GitHub's tokens have grown before; whatever follows their prefix belongs to them.
_SHAPES = re.compile(
    r"""(?x)
    \b(?:gh[a-z]_|github_pat_)[A-Za-z0-9_.-]+
    | \bey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*
    | (?<=://)[^/\s@]*(?=@)
    | (?i:(?<=bearer\ )|(?<=token\ )|(?<=basic\ ))[A-Za-z0-9_.~+/=-]{8,}
    | (?i:\bauthorization["']?\s*[:=]\s*["']?)[^\s,;"']+(?:\ [^\s,;"']+)?
    """,
    re.DOTALL,
)
# Looked for before all others, which would hide a key's first line and so let the rest of it through.
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL)
_NAMES = re.compile(r"(?i)secret|token|password|private_?key|authorization|signature")
_SHORTEST_SECRET = 4
_DEEPEST = 8


class Redaction:
    """Replaces everything that looks like a secret, and the given ones by their text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted(
            {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True
        )
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        """The text without secrets."""
        if self._known is not None:
            text = self._known.sub(_HIDDEN, text)
        return _SHAPES.sub(_HIDDEN, _PEM.sub(_HIDDEN, text))

    def value(self, value: Any, name: str = "", depth: int = 0) -> Any:
        """The same for whatever a log line can hold."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if _NAMES.search(name) or depth > _DEEPEST:
            return _HIDDEN
        if isinstance(value, dict):
            return {
                self.text(str(key)): self.value(entry, str(key), depth + 1) for key, entry in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(entry, "", depth + 1) for entry in value]
        return self.text(value if isinstance(value, str) else str(value))
