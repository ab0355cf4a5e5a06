"""Reads mutated JSON and checks what must hold for any bytes: `python fuzz.py COUNT [SEED]`."""

from __future__ import annotations

import json
import random
import sys
import time

import orjson

from certify.documents.json import locate, read
from certify.documents.json.tolerant import read_tolerantly

_SEEDS = [
    json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode()
    for indent, ascii_only in ((None, True), (2, False), (4, True))
    for value in (
        {
            "swagger": "2.0",
            "info": {
                "title": "Größe \U0001f600",
                "version": "1.0",
                "description": 'a "b" \\ c\n\td: e, {f} [g]',
            },
            "paths": {
                "/a/{id}": {
                    "get": {
                        "operationId": "A",
                        "parameters": [{"name": "id", "required": True}, {"name": "q"}],
                    },
                    "post": {
                        "operationId": "B",
                        "responses": {"200": {"schema": {"type": "array", "items": {}}}},
                    },
                }
            },
            "x": [0, -1, 2.5, 1e10, True, False, None, [], {}, [[[]]], ""],
        },
        [{"a": 1, "b": [1, 2, 3]}, {"a": 2, "b": []}, "\u2028", {"é": "e\u0301", "": 0}],
    )
]
_PIECES = [
    *(bytes([byte]) for byte in b"{}[]\",:\\/*#'-+.0123456789eEtfn \t\r\n\0a"),
    *(
        b'"a"',
        b'"a":',
        b"//",
        b"/*",
        b"*/",
        b"null",
        b"True",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"0x1F",
        b"\\ud800",
    ),
    *(
        b"\\u0022",
        b"\\u003a",
        b"\\q",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\x8b",
        b"\xc2\xa0",
        b"\xe2\x80\x9c",
        b"]" * 9,
    ),
    *(b"[" * 9, b'{"x":' * 9, b'"' * 3, b",,", b"::", b"\n}\n", b'\n  "k": 1', b"1" * 1200, b"[" * 210),
]


def mutated(choice: random.Random) -> bytes:
    """A seed with a few pieces removed, added, doubled, moved, or replaced."""
    data = bytearray(choice.choice(_SEEDS))
    if choice.random() < 0.3:
        start = choice.randrange(len(data))
        data = data[start : start + choice.randrange(120)]
    for _ in range(choice.choice((1, 1, 1, 2, 3, 8))):
        at = choice.randrange(len(data) + 1)
        end = min(len(data), at + choice.choice((0, 0, 1, 1, 2, 10, 60)))
        piece = (
            choice.choice(_PIECES) if choice.random() < 0.7 else bytes(data[end : end + choice.randrange(40)])
        )
        data[at:end] = piece if choice.random() < 0.75 else b""
    return bytes(data)


def check(data: bytes) -> bool:
    """Whether the bytes are read without a fault. Raises AssertionError when something does not hold."""
    got = read(data)
    assert got.is_readable or (got.faults and got.value is None)
    orjson.dumps(got.value)
    for fault in got.faults:
        assert 0 <= fault.start <= fault.end <= len(got.text), fault
        assert fault.message, fault
    pointers = list(_pointers(got.value)) if got.is_readable else []
    spans = got.locate(pointers)
    assert len(spans) == len(pointers)
    for pointer, span in spans.items():
        parent = spans[pointer[:-1]].value if pointer else (0, len(got.text))
        assert parent[0] <= span.value[0] <= span.value[1] <= parent[1], (pointer, span)
    if not got.faults:
        assert got.value == json.loads(got.text)
        assert locate(got.text, pointers) == spans
        assert all(
            orjson.loads(got.text[slice(*spans[each].value)]) == _at(got.value, each) for each in pointers
        )
    else:
        assert read_tolerantly(got.text).faults or got.faults[0].kind in {
            "bom",
            "encoding",
            "invalid-utf8",
            "confusable-key",
        }
    return not got.faults


def _pointers(value, pointer=()):
    yield pointer
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, each in inner:
        yield from _pointers(each, (*pointer, token))


def _at(value, pointer):
    for token in pointer:
        value = value[token]
    return value


def main(count: int, seed: int) -> None:
    """Check so many inputs; the slowest and the share without faults are printed."""
    choice = random.Random(seed)
    clean, slowest = 0, 0.0
    for number in range(count):
        data = mutated(choice)
        started = time.perf_counter()
        try:
            clean += check(data)
        except BaseException:
            print(f"input {number} of seed {seed}: {data!r}", file=sys.stderr)  # a script's output
            raise
        slowest = max(slowest, time.perf_counter() - started)
    print(f"{count} inputs, {clean} without a fault, slowest {slowest * 1000:.0f} ms")  # a script's output


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
