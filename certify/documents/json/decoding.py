"""From bytes to characters, whatever encoding they turn out to have."""

from __future__ import annotations

import codecs

from certify.documents.json.faults import Fault, FaultKind

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The text without its byte-order mark, and what is wrong with its encoding. Never raises."""
    if data.startswith(codecs.BOM_UTF8):
        message = (
            "The file begins with a byte-order mark, which JSON does not have; save it as UTF-8 without one."
        )
        text, faults = _decode_utf8(data[len(codecs.BOM_UTF8) :], len(codecs.BOM_UTF8))
        return text, (Fault(FaultKind.BOM, message), *faults)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _by_zeros(data)
    if encoding is None:
        return _decode_utf8(data, 0)
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    message = f"The file is encoded as {name}; save it as UTF-8."
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return text, (Fault(FaultKind.ENCODING, message, 0, min(1, len(text))),)


def _by_zeros(data: bytes) -> str | None:
    """The encoding that the zero bytes among the first four tell: JSON begins with an ASCII character."""
    zeros = "".join("0" if byte == 0 else "x" for byte in data[:4])
    if zeros in {"xxxx", "0000"}:
        return None
    by_pattern = {"000x": "utf-32-be", "x000": "utf-32-le"}
    if zeros in by_pattern:
        return by_pattern[zeros]
    if zeros.startswith("0x"):
        return "utf-16-be"
    return "utf-16-le" if zeros.startswith("x0") else None


def _decode_utf8(data: bytes, skipped: int) -> tuple[str, tuple[Fault, ...]]:
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        # Windows-1252 has one character a byte, so that the offset of the byte is the offset of its character.
        text = data.decode("cp1252", "replace")
        message = (
            f"The byte 0x{data[error.start]:02x} at offset {error.start + skipped:,} is not UTF-8; "
            "the file was read as Windows-1252. Save it as UTF-8."
        )
        return text, (Fault(FaultKind.INVALID_UTF8, message, error.start, error.start + 1),)
