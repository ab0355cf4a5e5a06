"""Hides secrets in everything that is told of a package: messages, places and source lines."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.core.place import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.finding import Finding
    from certify.core.location import Location
    from certify.core.place import Span

HIDDEN = "[hidden]"
_COVER = "*"
_SHORTEST = 4
_SHORTEST_LINE = 16
_HEAD = 6


class Mask:
    """Knows what must be hidden, and shows it to nobody: its representation does not either."""

    def __init__(self, spans: Mapping[str, Iterable[Span]], values: Iterable[str]) -> None:
        """`spans` are the characters of files, by path, that hold secrets, and `values` the secrets themselves."""
        self._spans = {path: tuple(found) for path, found in spans.items()}
        self._secrets = frozenset(values)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def __repr__(self) -> str:
        return "Mask()"

    def file(self, path: str, text: str) -> str:
        """The file's text with each secret character covered, so that lines and columns stay."""
        if path not in self._spans:
            return text
        if path not in self._covered:
            self._covered[path] = _covered(text, self._spans[path])
        return self._covered[path]

    def text(self, text: str) -> str:
        """A sentence, or a line of a file, without the secrets or the beginnings of them that it quotes."""
        for pattern, values in self._values:
            if pattern.search(text):
                text = _without(text, pattern, values)
        return text

    def finding(self, finding: Finding) -> Finding:
        """The finding with no secret in its places and beside them. Its fix keeps what it needs to be made."""
        return replace(
            finding,
            location=self._location(finding.location),
            related=tuple(
                replace(other, message=self.text(other.message), location=self._location(other.location))
                for other in finding.related
            ),
            change=finding.change
            and replace(
                finding.change,
                operation=finding.change.operation and self.text(finding.change.operation),
                old=finding.change.old and self._location(finding.change.old),
                new=finding.change.new and self._location(finding.change.new),
            ),
        )

    def _location(self, location: Location) -> Location:
        return replace(location, pointer=self.text(location.pointer))

    @cached_property
    def _covered(self) -> dict[str, str]:
        return {}

    @cached_property
    def _values(self) -> list[tuple[re.Pattern[str], list[str]]]:
        """The secrets by how they begin; those of several lines line by line."""
        found: dict[str, set[str]] = {}
        for secret in self._secrets:
            lines = secret.replace("\\n", "\n").replace("\\r", "\n").split()
            shortest = _SHORTEST if len(lines) == 1 else _SHORTEST_LINE
            for line in lines:
                # A file may write it with escapes, and a place does.
                for written in {line, json.dumps(line)[1:-1], line.replace("/", "\\/"), escape((line,))[1:]}:
                    if len(written) >= shortest:
                        found.setdefault(written[:_HEAD].lower(), set()).add(written)
        return [
            (re.compile(re.escape(head), re.IGNORECASE), sorted(values, key=len, reverse=True))
            for head, values in found.items()
        ]


NO_MASK = Mask({}, ())


def _covered(text: str, spans: Iterable[Span]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        first = max(start, done)
        if end > first:
            cover = "".join(c if c in "\r\n" else _COVER for c in text[first:end])
            parts += [text[done:first], cover]
            done = end
    return "".join((*parts, text[done:]))


def _without(text: str, head: re.Pattern[str], values: list[str]) -> str:
    parts: list[str] = []
    done = 0
    for match in head.finditer(text):
        if match.start() < done:
            continue
        # A message shows the beginning of a long text; the beginning of a secret tells enough of it.
        end = max(_common(text, match.start(), value) for value in values)
        parts += [text[done : match.start()], HIDDEN]
        done = end
    return "".join((*parts, text[done:]))


def _common(text: str, start: int, value: str) -> int:
    """The end of what the text at `start` has in common with the value."""
    length = 0
    while (
        length < len(value)
        and start + length < len(text)
        and text[start + length].lower() == value[length].lower()
    ):
        length += 1
    return start + length
