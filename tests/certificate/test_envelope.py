"""The envelope is DSSE as others speak it: its published vectors, and its rules on keys and alphabets."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from certified import NOW, certificate, clean, pair, record
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from certify.certificate import CertificateError, verify
from certify.certificate.envelope import PAYLOAD_TYPE, opened, sealed
from certify.certificate.signers import SSlibKey

STATEMENT = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ=="
SIGNATURE = "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA=="


class Vector(Struct, frozen=True, dict=True):
    """One of the vectors for a single key that github.com/secure-systems-lab/dsse publishes (testvectors/vectors.json)."""

    name: str
    payload: str
    payload_type: str
    signature: str
    is_good: bool


VECTORS = [
    Vector("single-signature", STATEMENT, PAYLOAD_TYPE, SIGNATURE, is_good=True),
    Vector(
        "url-safe-base64",
        "-_-_Pj8=",
        PAYLOAD_TYPE,
        "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw==",
        is_good=True,
    ),
    Vector("payload-type-swapped", STATEMENT, "application/vnd.example.other+json", SIGNATURE, is_good=False),
    Vector(
        "non-ascii-payload-type",
        STATEMENT,
        "application/vnd.exämple+json",
        "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw==",
        is_good=True,
    ),
    Vector(
        "empty-payload",
        "",
        PAYLOAD_TYPE,
        "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg==",
        is_good=True,
    ),
]


def published_key() -> SSlibKey:
    point = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(point), "A")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_published_vector_is_decided_as_published(vector: Vector) -> None:
    envelope = {
        "payload": vector.payload,
        "payloadType": vector.payload_type,
        "signatures": [{"sig": vector.signature, "keyid": "A"}],
    }
    data = json.dumps(envelope).encode()
    if vector.is_good:
        payload, key = opened(data, [published_key()], vector.payload_type)
        assert payload == base64.b64decode(vector.payload, altchars=b"-_" if "-" in vector.payload else None)
        assert key.keyid == "A"
    else:
        with pytest.raises(CertificateError, match="its signature is wrong"):
            opened(data, [published_key()], vector.payload_type)


def test_example_of_the_protocol_verifies_without_a_key_id() -> None:
    """The protocol's example writes r and s one after the other; the library reads them as DER, like most."""
    numbers = EllipticCurvePublicNumbers(
        46950820868899156662930047687818585632848591499744589407958293238635476079160,
        5640078356564379163099075877009565129882514886557779369047442380624545832820,
        SECP256R1(),
    )
    raw = base64.b64decode(
        "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="
    )
    signature = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    envelope = {
        "payload": "aGVsbG8gd29ybGQ=",
        "payloadType": "http://example.com/HelloWorld",
        "signatures": [{"sig": base64.b64encode(signature).decode()}],
    }
    key = SSlibKey.from_crypto(numbers.public_key())
    payload, _ = opened(json.dumps(envelope).encode(), [key], "http://example.com/HelloWorld")
    assert payload == b"hello world"


def test_one_trusted_signature_among_others_is_enough() -> None:
    ours, others = json.loads(certificate()), json.loads(sealed(b"{}", pair("stranger").signer))
    ours["signatures"] = [*others["signatures"], *ours["signatures"]]
    held = verify(json.dumps(ours).encode(), clean(), [pair("third").key, pair().key], NOW)
    assert held.signed_by == pair().key.keyid


def test_signature_without_a_key_id_is_tried_with_every_key() -> None:
    envelope = json.loads(certificate())
    del envelope["signatures"][0]["keyid"]
    keys = [pair("stranger").key, pair().key]
    assert verify(json.dumps(envelope).encode(), clean(), keys, NOW).signed_by == pair().key.keyid


def test_layout_of_the_envelope_is_free_as_only_its_content_is_signed() -> None:
    compact = json.dumps(json.loads(certificate()), separators=(",", ":")).encode()
    assert verify(compact, clean(), [pair().key], NOW).statement.digest == clean().digest


@given(st.data())
def test_any_changed_byte_is_refused_or_changes_nothing(data: st.DataObject) -> None:
    whole = bytearray(certificate())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    try:
        held = verify(bytes(whole), clean(), [pair().key], NOW)
    except CertificateError:
        return
    assert json.loads(whole) == json.loads(certificate()) or held.signed_by == pair().key.keyid
    assert base64.b64decode(json.loads(whole)["payload"]) == base64.b64decode(
        json.loads(certificate())["payload"]
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(CertificateError):
        verify(data, clean(), [pair().key], NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["predicate", "files", "path", "rules", "created", "x"]), inner, max_size=3
            )
        ),
    )
)
def test_any_signed_member_of_any_shape_is_read_or_refused(value: object) -> None:
    said = record()
    for member in said["predicate"]:
        changed = {**said, "predicate": {**said["predicate"], member: value}}
        with suppress(CertificateError):
            verify(sealed(json.dumps(changed).encode(), pair().signer), clean(), [pair().key], NOW)
