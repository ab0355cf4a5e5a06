"""Keys in PEM: making a pair, and reading either half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from certify.certificate.errors import KeyFileError

if TYPE_CHECKING:
    from certify.certificate.signers import CryptoSigner, SSlibKey

_KINDS = ("ed25519", "ecdsa")


class KeyPair(Struct, frozen=True):
    """Both halves in PEM: the private one as PKCS #8, the public one as SubjectPublicKeyInfo."""

    private: bytes
    public: bytes


def new_key(passphrase: bytes | None = None) -> KeyPair:
    """A new Ed25519 pair, the private half encrypted where there is a passphrase."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = Ed25519PrivateKey.generate()
    return KeyPair(
        key.private_bytes(
            Encoding.PEM,
            PrivateFormat.PKCS8,
            BestAvailableEncryption(passphrase) if passphrase else NoEncryption(),
        ),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def signer_of(pem: bytes, passphrase: bytes | None = None) -> CryptoSigner:
    """What signs with the private key (Ed25519, or ECDSA over a NIST curve). Raises KeyFileError without any part of the key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from certify.certificate.signers import CryptoSigner

    if b"PUBLIC KEY-----" in pem:
        raise KeyFileError("it is a public key; signing takes the private one")
    try:
        key = load_pem_private_key(pem, passphrase or None)
    except TypeError:
        given = "it is not locked, but a passphrase is given" if passphrase else "it is locked"
        raise KeyFileError(f"{given}; CERTIFY_KEY_PASSPHRASE is where the passphrase goes") from None
    except (ValueError, UnsupportedAlgorithm):
        hint = ", or the passphrase is another one" if passphrase else ""
        raise KeyFileError(f"it is no private key in PEM{hint}") from None
    try:
        signer = CryptoSigner(key)
    except ValueError:
        raise KeyFileError("it is of a kind that is not used here; take Ed25519 or ECDSA") from None
    _refuse_other_kinds(signer.public_key)
    return signer


def trusted_key(pem: bytes) -> SSlibKey:
    """The public key that verifies. Raises KeyFileError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from certify.certificate.signers import SSlibKey

    if b"PRIVATE KEY-----" in pem:
        raise KeyFileError("it is a private key; keep it to yourself, and verify with the public one (.pub)")
    try:
        key = SSlibKey.from_crypto(load_pem_public_key(pem))
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError("it is no public key in PEM that is used here (Ed25519 or ECDSA)") from None
    _refuse_other_kinds(key)
    return key


def _refuse_other_kinds(key: SSlibKey) -> None:
    if key.keytype not in _KINDS:
        raise KeyFileError(f"it is a key for {key.keytype}; take Ed25519 or ECDSA")
