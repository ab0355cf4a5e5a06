"""The index of published connectors: which titles and icons are taken, and by whom."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct, field

INDEX_NAME = "published.json"
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


class Entry(Struct, frozen=True, array_like=True):
    """One published connector: its folder, kind (C certified, I independent), title, publisher, and its icon's digest."""

    folder: str
    kind: str
    title: str
    publisher: str = ""
    icon: str = ""


class Published(Struct, frozen=True, dict=True):
    """All published connectors that were known when the index was built. `source` says from what."""

    entries: tuple[Entry, ...] = field(name="connectors")
    source: str = ""
    format: Literal["certify-index/1"] = "certify-index/1"

    @property
    def digest(self) -> str:
        """SHA-256 over its file, marked as an index's."""
        return f"{INDEX_NAME}:{hashlib.sha256(written_index(self).encode()).hexdigest()}"

    @cached_property
    def _by_title(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(normalised(entry.title), []).append(entry)
        return {title: tuple(entries) for title, entries in found.items()}

    @cached_property
    def _by_icon(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.icon:
                found.setdefault(entry.icon, []).append(entry)
        return {icon: tuple(entries) for icon, entries in found.items()}

    def with_title(self, title: str) -> tuple[Entry, ...]:
        """The connectors of that title, ignoring case, blanks and punctuation."""
        key = normalised(title)
        return self._by_title.get(key, ()) if key else ()

    def without_title(self, title: str) -> Published:
        """The others, when the connectors of that title do not count."""
        own = self.with_title(title)
        if not own:
            return self
        return Published(tuple(entry for entry in self.entries if entry not in own), self.source)

    def with_icon(self, icon: bytes) -> tuple[Entry, ...]:
        """The connectors whose icon has those bytes."""
        return self._by_icon.get(icon_digest(icon), ())


def icon_digest(icon: bytes) -> str:
    """An icon as icons are compared: SHA-256 over its bytes, in hexadecimal."""
    return hashlib.sha256(icon).hexdigest()


def normalised(title: str) -> str:
    """A title as titles are compared: letters and digits only, in one case, without accents."""
    folded = title.casefold()
    if not folded.isascii():  # which few titles are not, and every start compares them all
        decomposed = unicodedata.normalize("NFKD", title).casefold()
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NEITHER_LETTER_NOR_DIGIT.sub("", folded)


def written_index(published: Published) -> str:
    """The index as its file: one connector a line, in order, so that versions of it compare well."""
    rows = [
        json.dumps([entry.folder, entry.kind, entry.title, entry.publisher, entry.icon], ensure_ascii=False)
        for entry in sorted(published.entries, key=lambda entry: (entry.kind, entry.folder))
    ]
    head = json.dumps({"format": published.format, "source": published.source})[:-1]
    return head + ', "connectors": [\n' + ",\n".join(rows) + "\n]}\n"


def read_index(data: bytes) -> Published:
    """The index from the bytes of its file. Raises ValueError when it is none."""
    return msgspec.json.decode(data, type=Published)


@cache
def published() -> Published:
    """The index that ships with the tool."""
    return read_index(files("certify.data").joinpath(INDEX_NAME).read_bytes())
