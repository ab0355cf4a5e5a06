"""Every way of tampering that the tests try."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from certified import certificate, clean, pair, record, signed, with_files
from forgeries import forgeries, signed_nonsense, signed_omissions
from msgspec.structs import replace
from tampering import Tampering, for_package, presented

from certify.core.package import Package, Reason, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator


def all_tamperings() -> list[Tampering]:
    return [
        *_packages(),
        *forgeries(),
        *signed_nonsense(),
        *signed_omissions(),
        *_signatures(),
        *_envelopes(),
        *_keys_and_times(),
    ]


def _written(files: dict[str, bytes]) -> Package:
    return replace(clean(), files=files)


def _packages() -> Iterator[Tampering]:
    files = dict(clean().files)
    for path, data in files.items():
        for place in (0, len(data) // 2, len(data) - 1):
            flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            yield for_package(
                f"{path}: bit of byte {place}", f"{path} was changed", _written({**files, path: flipped})
            )
        for what, other in {
            "one byte more": data + b"\n",
            "one byte less": data[:-1],
            "emptied": b"",
            "other line ends": data.replace(b"\n", b"\r\n"),
            "a mark of byte order": b"\xef\xbb\xbf" + data,
        }.items():
            yield for_package(f"{path}: {what}", f"{path} was changed", _written({**files, path: other}))
        others = {name: kept for name, kept in files.items() if name != path}
        yield for_package(f"{path}: removed", f"{path} was removed", _written(others))
        yield for_package(
            f"{path}: renamed",
            f"x-{path} was added, {path} was removed",
            _written({**others, f"x-{path}": data}),
        )
        yield for_package(
            f"{path}: in another folder",
            f"sub/{path} was added, {path} was removed",
            _written({**others, f"sub/{path}": data}),
        )
        yield for_package(
            f"{path}: a copy in other case",
            f"{path.upper()} was added",
            _written({**files, path.upper(): data}),
        )
    names = list(files)
    for first, second in zip(names, names[1:] + names[:1], strict=True):
        moved = {**files, first: files[first][:-1], second: files[first][-1:] + files[second]}
        reason = " was changed, ".join(sorted((first, second)))
        yield for_package(f"a byte moved from {first} to {second}", reason, _written(moved))
        swapped = {**files, first: files[second], second: files[first]}
        yield for_package(f"{first} and {second} exchanged", reason, _written(swapped))
    yield for_package("an added script", "extra.csx was added", with_files(extra__csx=b"class Script {}"))
    yield for_package("an added empty file", "empty was added", with_files(empty=b""))
    yield for_package("no file left", "was removed", _written({}))
    for refusal in (Reason.SYMLINK, Reason.HIDDEN, Reason.OUTSIDE, Reason.TOO_LARGE, Reason.COLLISION):
        entry = Refusal("evil.csx", refusal, "it was left out")
        yield for_package(
            f"an entry that is left out: {refusal}",
            f"evil.csx is not covered ({refusal})",
            replace(clean(), refusals=(entry,)),
        )
    yield for_package(
        "an archive that is left out",
        "the archive is not covered",
        replace(clean(), refusals=(Refusal("", Reason.ENCRYPTED, "it is encrypted"),)),
    )


def _envelope(**changed: Any) -> bytes:
    return json.dumps({**json.loads(certificate()), **changed}).encode()


def _signed_by(**changed: Any) -> bytes:
    (signature,) = json.loads(certificate())["signatures"]
    return _envelope(signatures=[{**signature, **changed}])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _signatures() -> Iterator[Tampering]:
    envelope = json.loads(certificate())
    (entry,) = envelope["signatures"]
    signature = base64.b64decode(entry["sig"])
    for place in range(0, len(signature), 7):
        flipped = signature[:place] + bytes([signature[place] ^ 0x80]) + signature[place + 1 :]
        yield presented(
            f"signature: bit of byte {place}", "its signature is wrong", _signed_by(sig=_text(flipped))
        )
    stranger = json.loads(signed(record()))["signatures"][0]["sig"]
    for name, sig, reason in (
        ("cut", _text(signature[:-1]), "its signature is wrong"),
        ("longer", _text(signature + b"\0"), "its signature is wrong"),
        ("empty", "", "its signature is wrong"),
        ("zeros", _text(bytes(64)), "its signature is wrong"),
        ("of another payload", stranger, "its signature is wrong"),
        ("with a line break", entry["sig"][:10] + "\n" + entry["sig"][10:], "`sig` is no base64"),
        ("without its padding", entry["sig"].rstrip("="), "`sig` is no base64"),
        ("with other spare bits", entry["sig"][:-3] + _next(entry["sig"][-3]) + "==", "`sig` is no base64"),
        ("in other characters", "ä" * 88, "`sig` is no base64"),
        ("a number", 5, "`sig` is no base64"),
        ("absent", None, "`sig` is no base64"),
    ):
        yield presented(f"signature {name}", reason, _signed_by(sig=sig))
    yield presented(
        "a key's id of another key", "not trusted here", _signed_by(keyid=pair("stranger").key.keyid)
    )
    yield presented("a key's id that is a number", "`keyid` is no text", _signed_by(keyid=1))
    yield presented("a signature with more in it", "a signature has", _signed_by(cert="x"))
    yield presented("a signature that is text", "a signature has", _envelope(signatures=["x"]))
    yield presented("no signature", "it needs 1 to 16 signatures", _envelope(signatures=[]))
    yield presented("too many signatures", "it needs 1 to 16 signatures", _envelope(signatures=[entry] * 17))
    yield presented("signatures that are no list", "it needs 1 to 16 signatures", _envelope(signatures=entry))


def _next(character: str) -> str:
    """The character of base64 that differs in the lowest bit, which is spare at the end of 64 bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet[alphabet.index(character) ^ 1]


def _envelopes() -> Iterator[Tampering]:
    whole = certificate()
    for kind in ("application/json", "application/vnd.in-toto+json ", "APPLICATION/VND.IN-TOTO+JSON", ""):
        yield presented(f"payload type {kind!r}", "its payload is of type", _envelope(payloadType=kind))
    yield presented("a payload type that is no text", "`payloadType` is no text", _envelope(payloadType=None))
    payload = json.loads(whole)["payload"]
    for name, value in (("cut", payload[:-5]), ("plain", "{}"), ("null", None), ("an object", record())):
        yield presented(f"payload {name}", "`payload` is no base64", _envelope(payload=value))
    for member in ("payload", "payloadType", "signatures"):
        less = {key: value for key, value in json.loads(whole).items() if key != member}
        yield presented(f"no {member}", f"'{member}' is missing", json.dumps(less).encode())
    yield presented("one more member", "'note' is missing or unknown", _envelope(note="x"))
    for name, data, reason in (
        ("nothing", b"", "no sound JSON"),
        ("half of it", whole[: len(whole) // 2], "no sound JSON"),
        ("all but its end", whole.rstrip()[:-1], "no sound JSON"),
        ("twice", whole * 2, "no sound JSON"),
        (
            "a payload twice",
            whole.replace(b'{\n  "payload"', b'{"payload": "e30=",\n  "payload"', 1),
            "no sound JSON",
        ),
        ("a comment", b"// trust me\n" + whole, "no sound JSON"),
        ("infinity", whole.replace(b'"signatures"', b'"a": Infinity, "signatures"'), "no sound JSON"),
        ("deep nesting", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "no sound JSON"),
        ("too large", whole + b" " * (9 * 1024 * 1024), "no sound JSON"),
        ("broken UTF-8", whole.replace(b"payloadType", b"payload\xff"), "no sound JSON"),
        ("a list", b"[" + whole + b"]", "some other JSON"),
        ("a Sigstore bundle", b'{"mediaType": "x", "dsseEnvelope": {}}', "it is a Sigstore bundle"),
        ("the bare statement", json.dumps(record()).encode(), "is missing or unknown"),
    ):
        yield presented(f"envelope: {name}", reason, data)


def _keys_and_times() -> Iterator[Tampering]:
    stranger = pair("stranger").key
    twin = replace_keyid(stranger, pair().key.keyid)
    yield replace(presented("another key", "a key that is not trusted here", certificate()), keys=(stranger,))
    yield replace(presented("no key", "a key that is not trusted here", certificate()), keys=())
    yield replace(
        presented("another key of the same id", "its signature is wrong", certificate()), keys=(twin,)
    )
    for name, now, reason in (
        ("the moment of its end", datetime(2027, 7, 1, tzinfo=UTC), "holds until 2027-06-30"),
        ("years later", datetime(2040, 1, 1, tzinfo=UTC), "it ended on 2027-07-01"),
        ("before it was issued", datetime(2026, 11, 25, 11, 54, tzinfo=UTC), "issued in the future"),
    ):
        yield presented(name, reason, certificate(), now)


def replace_keyid(key: Any, identity: str) -> Any:
    """The same key under another id."""
    return type(key)(identity, key.keytype, key.scheme, key.keyval)
