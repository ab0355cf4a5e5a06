"""Keys are read with care, and what cannot be used is told without a part of it."""

from __future__ import annotations

import pytest
from certified import NOW, clean, full
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from certify.certificate import KeyFileError, new_key, sign, signer_of, trusted_key, verify


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> tuple[bytes, bytes]:
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def test_new_keys_differ_and_belong_together() -> None:
    first, second = new_key(), new_key()
    assert first.private != second.private
    assert signer_of(first.private).public_key == trusted_key(first.public)
    assert signer_of(first.private).public_key != trusted_key(second.public)


def test_locked_key_opens_with_its_passphrase_only() -> None:
    made = new_key(b"correct horse")
    assert b"ENCRYPTED" in made.private
    assert signer_of(made.private, b"correct horse").public_key == trusted_key(made.public)
    with pytest.raises(KeyFileError, match="passphrase is another"):
        signer_of(made.private, b"wrong")
    with pytest.raises(KeyFileError, match="it is locked; CERTIFY_KEY_PASSPHRASE"):
        signer_of(made.private)


def test_passphrase_for_a_key_that_is_not_locked_is_told() -> None:
    with pytest.raises(KeyFileError, match="it is not locked"):
        signer_of(new_key().private, b"x")


def test_key_over_a_nist_curve_signs_and_verifies() -> None:
    private, public = pem_of(ec.generate_private_key(ec.SECP384R1()))
    data = sign(full(), signer_of(private))
    assert verify(data, clean(), [trusted_key(public)], NOW).statement == full()


def test_halves_are_not_taken_for_each_other() -> None:
    made = new_key()
    with pytest.raises(KeyFileError, match="it is a public key"):
        signer_of(made.public)
    with pytest.raises(KeyFileError, match="it is a private key; keep it to yourself"):
        trusted_key(made.private)


def test_keys_of_other_kinds_are_refused() -> None:
    private, public = pem_of(rsa.generate_private_key(65537, 2048))
    with pytest.raises(KeyFileError, match="take Ed25519 or ECDSA"):
        signer_of(private)
    with pytest.raises(KeyFileError, match="take Ed25519 or ECDSA"):
        trusted_key(public)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\0" * 99]
)
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(KeyFileError):
        trusted_key(data)
    with pytest.raises(KeyFileError):
        signer_of(data)
