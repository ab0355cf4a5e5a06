"""Reads the bytes of a JSON file: strictly where they are good, tolerantly where they are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from certify.documents.json.confusable import confusable_keys, may_have_confusable_keys
from certify.documents.json.decoding import decode
from certify.documents.json.faults import MAX_BYTES, MAX_DEPTH, MAX_KEY_LENGTH, MAX_NODES, Fault, FaultKind
from certify.documents.json.text import JsonText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certify.documents.json.tree import Json

_DUMPS_DEPTH = 254
"""So many levels `orjson.dumps` writes; for one more it raises."""
_BARE_QUOTE = re.compile(rb'[^\\]"')


def read(data: bytes) -> JsonText:
    """The value with every fault of the text. Never raises, whatever the bytes are."""
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are read. Make it smaller."
        return JsonText(data, faults=(Fault(FaultKind.TOO_LARGE, message),))
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError:
        return _read_faulty(data)
    written = _written(value)
    if written is None or _lost_member(data, written):
        return _read_exactly(data, *decode(data))
    return _limited(JsonText(data, value, is_readable=True), data, written)


def _read_faulty(data: bytes) -> JsonText:
    text, faults = decode(data)
    try:
        # Where nothing but the encoding is wrong, the text in UTF-8 is good.
        value: Json = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _read_exactly(data, text, faults)
    encoded = text.encode()
    written = _written(value)
    if written is None or _lost_member(encoded, written):
        return _read_exactly(data, text, faults)
    return _limited(JsonText(data, value, is_readable=True, faults=faults, text=text), encoded, written)


def _read_exactly(data: bytes, text: str, faults: tuple[Fault, ...]) -> JsonText:
    # Loaded here only: a start without it is a twentieth faster, and most files are good.
    from certify.documents.json.tolerant import read_tolerantly

    reading = read_tolerantly(text)
    # Without a fault the text is valid JSON, in which positions are found as in any other.
    read = JsonText(
        data,
        reading.value,
        is_readable=reading.tree is not None,
        faults=(*faults, *reading.faults),
        text=text,
        tree=reading.tree if reading.faults else None,
    )
    read.faults = (*read.faults, *confusable_keys(read))
    return read


def _limited(read: JsonText, data: bytes, written: bytes) -> JsonText:
    """The text, good but for its encoding, with what its value exceeds. `data` is the text in UTF-8."""
    # A value has a character of its own and, but for the first, one that parts it from the one before.
    is_large = len(data) >= 2 * MAX_NODES and sum(map(written.count, (b",", b"{", b"["))) >= MAX_NODES
    if is_large or _may_have_long_key(data):
        nodes, longest = 1, 0
        for names, size in _containers(read.value):
            nodes += size
            longest = max(longest, max(map(len, names), default=0))
        if nodes > MAX_NODES:
            message = f"The file has {nodes:,} values; at most {MAX_NODES:,} are read. Make it smaller."
            return JsonText(
                read.data, faults=(*read.faults, Fault(FaultKind.TOO_MANY_NODES, message)), text=read.text
            )
        if longest > MAX_KEY_LENGTH:
            return _read_exactly(read.data, read.text, read.faults)
    if may_have_confusable_keys(written):
        read.faults = (*read.faults, *confusable_keys(read))
    return read


def _written(value: Json) -> bytes | None:
    """The value as compact JSON, or None when it is too deep."""
    # Wrapped in so many arrays, a value that is one level too deep for us is one too deep for orjson: the depth is
    # checked exactly, and the text is needed anyway.
    for _ in range(_DUMPS_DEPTH - MAX_DEPTH):
        value = [value]
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return None


def _lost_member(data: bytes, written: bytes) -> bool:
    """Whether an object may have two members of one name, of which orjson keeps the last."""
    # A member has one colon outside of strings, and a colon in a string is written as it was read unless it was
    # escaped; white space matters to neither. A member that another of its name replaced takes its colon with it,
    # and those in its value, so that the written text has fewer exactly when a member was lost.
    return data.count(b":") != written.count(b":") or _may_escape_colon(data)


def _may_escape_colon(data: bytes) -> bool:
    """Whether the text may hold an escaped colon."""
    at = data.find(b"\\")
    for _ in range(1_000):
        if at < 0:
            return False
        if data[at + 1] == 0x75:
            break
        at = data.find(b"\\", at + 2)
    return b"\\u003" in data


def _may_have_long_key(data: bytes) -> bool:
    """Whether a string may be longer than the limit for names."""
    # Such a string covers a whole one of the pieces that the text is cut into. One with a line end or with a quotation
    # mark that is not escaped is no piece of a string; nearly every piece of nearly every file has a line end.
    size = MAX_KEY_LENGTH // 2
    return any(
        data.find(b"\n", start, start + size) < 0 and not _BARE_QUOTE.search(data, start, start + size)
        for start in range(0, len(data) - size + 1, size)
    )


def _containers(value: Json) -> Iterator[tuple[Iterable[str], int]]:
    """The names (of an object) and the number of values of each container."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value, len(value)
            waiting.extend(item for item in value.values() if isinstance(item, (dict, list)))
        elif isinstance(value, list):
            yield (), len(value)
            waiting.extend(item for item in value if isinstance(item, (dict, list)))
