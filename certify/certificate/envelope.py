"""The DSSE envelope around a statement: made with one signer, opened with trusted keys."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from certify.certificate.errors import CertificateError
from certify.documents.json import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securesystemslib.dsse import Envelope

    from certify.certificate.signers import Key, Signer

PAYLOAD_TYPE = "application/vnd.in-toto+json"
MOST_SIGNATURES = 16
_OTHER_FILE = "Name the file that `certify sign` wrote first, the package second."


def sealed(payload: bytes, signer: Signer) -> bytes:
    """The payload in an envelope with one signature, as JSON that ends with a line break."""
    from securesystemslib.dsse import Envelope

    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    envelope.sign(signer)
    return json.dumps(envelope.to_dict(), indent=2).encode() + b"\n"


def opened(data: bytes, keys: Sequence[Key], payload_type: str = PAYLOAD_TYPE) -> tuple[bytes, Key]:
    """The payload, and the trusted key that signed it.

    As DSSE says, both alphabets of base64 are taken, and the id of a key is no more than a hint which key to try; a
    signature without one is tried with each. Raises CertificateError when nothing that is trusted signed it.
    """
    envelope, signatures = _envelope(data)
    if envelope.payload_type != payload_type:
        raise CertificateError(f"its payload is of type {envelope.payload_type[:200]!r}, not {payload_type}")
    signed = envelope.pae()
    for identity, signature in signatures:
        for key in keys:
            if identity in ("", key.keyid) and _is_by(key, signature, signed):
                return envelope.payload, key
    raise _unsigned(signatures, keys)


def _unsigned(signatures: list[tuple[str, bytes]], keys: Sequence[Key]) -> CertificateError:
    known = {key.keyid for key in keys}
    foreign = [identity[:16] for identity, _ in signatures if identity and identity not in known]
    if len(foreign) == len(signatures):
        return CertificateError(
            f"it is signed with a key that is not trusted here ({', '.join(foreign)})",
            "Ask whoever issued it for their public key, and name that with --key only if you trust them.",
        )
    return CertificateError(
        "its signature is wrong: the certificate was changed after it was signed, or another key signed it",
        "Do not rely on it; get it anew from whoever issued it.",
    )


def _is_by(key: Key, signature: bytes, signed: bytes) -> bool:
    from securesystemslib.exceptions import UnverifiedSignatureError

    from certify.certificate.signers import Signature

    try:
        key.verify_signature(Signature(key.keyid, signature.hex()), signed)
    except UnverifiedSignatureError:
        return False
    return True


def _envelope(data: bytes) -> tuple[Envelope, list[tuple[str, bytes]]]:
    """The envelope, and of each signature the key's id ("" for none) and the bytes."""
    from securesystemslib.dsse import Envelope

    text = read(data)
    if text.faults or not text.is_readable:
        raise CertificateError("it is no sound JSON", _OTHER_FILE)
    record: Any = text.value
    if not isinstance(record, dict):
        raise CertificateError("it is no DSSE envelope, but some other JSON", _OTHER_FILE)
    if "mediaType" in record or "dsseEnvelope" in record:
        raise CertificateError(
            "it is a Sigstore bundle: verify it with --identity and --issuer, not with a key"
        )
    unknown = sorted(set(record) ^ {"payload", "payloadType", "signatures"})
    if unknown:
        raise CertificateError(
            f"it is no DSSE envelope: {unknown[0][:200]!r} is missing or unknown", _OTHER_FILE
        )
    payload_type, listed = record["payloadType"], record["signatures"]
    if not isinstance(payload_type, str):
        raise CertificateError("it is no DSSE envelope: `payloadType` is no text")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_SIGNATURES:
        raise CertificateError(f"it is no DSSE envelope: it needs 1 to {MOST_SIGNATURES} signatures")
    signatures = [_signature(entry) for entry in listed]
    return Envelope(_bytes(record["payload"], "payload"), payload_type, {}), signatures


def _signature(entry: Any) -> tuple[str, bytes]:
    if not isinstance(entry, dict) or not {"sig"} <= set(entry) <= {"sig", "keyid"}:
        raise CertificateError("it is no DSSE envelope: a signature has `sig` and perhaps `keyid`")
    identity = entry.get("keyid", "")
    if not isinstance(identity, str):
        raise CertificateError("it is no DSSE envelope: `keyid` is no text")
    return identity, _bytes(entry["sig"], "sig")


def _bytes(value: Any, member: str) -> bytes:
    """The bytes behind one of the two alphabets. Text that is not exactly what the bytes are written as is refused."""
    if isinstance(value, str) and value.isascii():
        for altchars in (b"+/", b"-_"):
            try:
                data = base64.b64decode(value, altchars=altchars, validate=True)
            except binascii.Error:
                continue
            if base64.b64encode(data, altchars=altchars).decode() == value:
                return data
    raise CertificateError(f"it is no DSSE envelope: `{member}` is no base64")
