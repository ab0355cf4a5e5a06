"""Names of members that look the same and are not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from certify.documents.json.faults import Fault, FaultKind, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.place import Pointer
    from certify.documents.json.text import JsonText
    from certify.documents.json.tree import Json

_MAX_TOLD = 20
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_ASCII = bytes(range(0x80))
_JOINING_JAMO = range(0x1160, 0x1200)


def may_have_confusable_keys(written: bytes) -> bool:
    """Whether the JSON, in UTF-8, has a character that can make two different names look the same.

    Names without one are composed in the only way there is, and differ visibly.
    """
    return not written.isascii() and any(map(_is_suspicious, set(written.translate(None, _ASCII).decode())))


def _is_suspicious(char: str) -> bool:
    is_mark_or_invisible = unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"}
    return is_mark_or_invisible or ord(char) in _JOINING_JAMO or not unicodedata.is_normalized("NFC", char)


def confusable_keys(read: JsonText) -> list[Fault]:
    """A fault for each member whose name cannot be told from one before it in its object.

    Such names differ only by how Unicode composes a character, or by characters of no width.
    """
    pairs: dict[Pointer, str] = {}
    for pointer, members in _objects(read.value):
        if "".join(members).isascii():
            continue
        names: dict[str, str] = {}
        for name in members:
            first = names.setdefault(_appearance(name), name)
            if first is not name and len(pairs) < _MAX_TOLD:
                pairs[(*pointer, name)] = first
    spans = read.locate(pairs)
    return [
        Fault(
            FaultKind.CONFUSABLE_KEY,
            f"The member {_revealed(pointer[-1])} looks the same as {_revealed(first)} in the same object; remove one.",
            *(spans[pointer].key or spans[pointer].value),
            pointer,
        )
        for pointer, first in pairs.items()
    ]


def _appearance(name: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", name))


def _revealed(name: str | int) -> str:
    return shown(str(name).encode("ascii", "backslashreplace").decode())


def _objects(value: Json) -> Iterator[tuple[Pointer, dict[str, Json]]]:
    """Every object with its pointer."""
    waiting: list[tuple[Pointer, Json]] = [((), value)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            yield pointer, value
            waiting.extend(
                ((*pointer, key), item) for key, item in value.items() if isinstance(item, (dict, list))
            )
        elif isinstance(value, list):
            waiting.extend(
                ((*pointer, n), item) for n, item in enumerate(value) if isinstance(item, (dict, list))
            )
