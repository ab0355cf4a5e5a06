"""A Sigstore of our own for one test run: an authority for certificates, their log (RFC 6962), and a log of signatures.

Everything in it is signed for real, so that the installed library verifies it as it does the public service's.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID
from msgspec import Struct, field

IDENTITY = "https://github.com/contoso/connectors/.github/workflows/certify.yml@refs/heads/main"
ISSUER = "https://token.actions.githubusercontent.com"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
LOG = "log.test"


def _new() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def _public(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _id(key: EllipticCurvePrivateKey) -> bytes:
    return hashlib.sha256(_public(key)).digest()


def _signed(key: EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ECDSA(SHA256()))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _prefixed(data: bytes, size: int) -> bytes:
    return len(data).to_bytes(size, "big") + data


def _octets(data: bytes) -> bytes:
    """A DER octet string of up to 255 bytes."""
    return (b"\x04" if len(data) < 128 else b"\x04\x81") + _prefixed(data, 1)


class SmallSigstore(Struct, frozen=True, dict=True):
    """`at` is when everything in it happens."""

    at: datetime = datetime(2026, 11, 25, 12, tzinfo=UTC)
    authority: EllipticCurvePrivateKey = field(default_factory=_new)
    certificate_log: EllipticCurvePrivateKey = field(default_factory=_new)
    signature_log: EllipticCurvePrivateKey = field(default_factory=_new)

    def trusted_root(self) -> dict[str, Any]:
        """What verifiers trust."""
        return {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [self._log(self.signature_log, f"https://{LOG}")],
            "ctlogs": [self._log(self.certificate_log, "https://certificates.test")],
            "certificateAuthorities": [
                {
                    "subject": {"commonName": "Small authority", "organization": "Tests"},
                    "uri": "https://authority.test",
                    "certChain": {
                        "certificates": [{"rawBytes": _text(self._root().public_bytes(Encoding.DER))}]
                    },
                    "validFor": {"start": "2024-01-01T00:00:00Z"},
                }
            ],
        }

    def bundle(
        self, payload: bytes, identity: str = IDENTITY, payload_type: str = PAYLOAD_TYPE
    ) -> dict[str, Any]:
        """The payload signed as an identity, with the entry in the log."""
        signer = _new()
        certificate = self._certificate(signer, identity)
        kind = payload_type.encode()
        signature = _signed(signer, b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
        envelope = {
            "payload": _text(payload),
            "payloadType": payload_type,
            "signatures": [{"sig": _text(signature)}],
        }
        return {
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": {
                "certificate": {"rawBytes": _text(certificate.public_bytes(Encoding.DER))},
                "tlogEntries": [self._entry(certificate, payload, envelope)],
            },
            "dsseEnvelope": envelope,
        }

    def _log(self, key: EllipticCurvePrivateKey, url: str) -> dict[str, Any]:
        return {
            "baseUrl": url,
            "hashAlgorithm": "SHA2_256",
            "logId": {"keyId": _text(_id(key))},
            "publicKey": {
                "rawBytes": _text(_public(key)),
                "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                "validFor": {"start": "2024-01-01T00:00:00Z"},
            },
        }

    @property
    def _name(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Small authority")])

    def _root(self) -> x509.Certificate:
        key = self.authority.public_key()
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        return (
            x509.CertificateBuilder(self._name, self._name, key, 1)
            .not_valid_before(self.at - timedelta(days=30))
            .not_valid_after(self.at + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .sign(self.authority, SHA256())
        )

    def _certificate(self, signer: EllipticCurvePrivateKey, identity: str) -> x509.Certificate:
        """A certificate for ten minutes, with the timestamp of the log over all else that it says."""
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        issuer = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.1"), ISSUER.encode())
        authority = self.authority.public_key()
        unlogged = (
            x509.CertificateBuilder(
                self._name, x509.Name([]), signer.public_key(), x509.random_serial_number()
            )
            .not_valid_before(self.at)
            .not_valid_after(self.at + timedelta(minutes=10))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
            .add_extension(
                x509.SubjectAlternativeName([x509.UniformResourceIdentifier(identity)]), critical=True
            )
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), critical=False)
            .add_extension(issuer, critical=False)
        )
        said = unlogged.sign(self.authority, SHA256()).tbs_certificate_bytes
        when = int(self.at.timestamp() * 1000).to_bytes(8, "big")
        entry = b"\0\0" + when + b"\0\1" + _id(self.authority) + _prefixed(said, 3) + b"\0\0"
        signature = b"\4\3" + _prefixed(_signed(self.certificate_log, entry), 2)
        timestamp = b"\0" + _id(self.certificate_log) + when + b"\0\0" + signature
        logged = x509.UnrecognizedExtension(
            ExtensionOID.PRECERT_SIGNED_CERTIFICATE_TIMESTAMPS, _octets(_prefixed(_prefixed(timestamp, 2), 2))
        )
        return unlogged.add_extension(logged, critical=False).sign(self.authority, SHA256())

    def _entry(
        self, certificate: x509.Certificate, payload: bytes, envelope: dict[str, Any]
    ) -> dict[str, Any]:
        """The only entry of the log, with the promise to take it in and the proof that it was."""
        verifier = certificate.public_bytes(Encoding.PEM)
        body = rfc8785.dumps(
            {
                "kind": "dsse",
                "apiVersion": "0.0.1",
                "spec": {
                    "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
                    "envelopeHash": {
                        "algorithm": "sha256",
                        "value": hashlib.sha256(json.dumps(envelope).encode()).hexdigest(),
                    },
                    "signatures": [
                        {"signature": envelope["signatures"][0]["sig"], "verifier": _text(verifier)}
                    ],
                },
            }
        )
        when = int(self.at.timestamp()) + 60
        promised = rfc8785.dumps(
            {
                "body": _text(body),
                "integratedTime": when,
                "logID": _id(self.signature_log).hex(),
                "logIndex": 0,
            }
        )
        leaf = hashlib.sha256(b"\0" + body).digest()
        note = f"{LOG}\n1\n{_text(leaf)}\n"
        witness = _id(self.signature_log)[:4] + _signed(self.signature_log, note.encode())
        return {
            "logIndex": "0",
            "logId": {"keyId": _text(_id(self.signature_log))},
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "integratedTime": str(when),
            "canonicalizedBody": _text(body),
            "inclusionPromise": {"signedEntryTimestamp": _text(_signed(self.signature_log, promised))},
            "inclusionProof": {
                "logIndex": "0",
                "rootHash": _text(leaf),
                "treeSize": "1",
                "hashes": [],
                "checkpoint": {"envelope": f"{note}\n— {LOG} {_text(witness)}\n"},
            },
        }
