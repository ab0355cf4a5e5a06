"""Certificates signed with an identity instead of a key, through Sigstore. Needs the extra `keyless`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from certify.certificate.envelope import PAYLOAD_TYPE
from certify.certificate.errors import CertificateError, KeylessError
from certify.certificate.record import payload_of
from certify.certificate.verify import Certificate, held

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sigstore.verify import Verifier

    from certify.certificate.statement import Statement
    from certify.core.package import Package

LARGEST_BUNDLE = 8 * 1024 * 1024
# Sigstore logs what it does; where nobody asked for its log, nothing of it belongs on a terminal.
logging.getLogger("sigstore").addHandler(logging.NullHandler())
_MISSING = "Sigstore is not installed; in a checkout of certify: pip install '.[keyless]'"


def sign_keyless(statement: Statement) -> bytes:
    """The certificate as a Sigstore bundle, signed as the identity that the build system gives this process.

    Uses the network: an identity token, Sigstore's authority and its log. Raises KeylessError where one of them is not there.
    """
    try:
        from sigstore.dsse import Statement as Signed
        from sigstore.errors import Error
        from sigstore.models import ClientTrustConfig
        from sigstore.oidc import IdentityError, IdentityToken, detect_credential
        from sigstore.sign import SigningContext
    except ImportError:
        raise KeylessError(_MISSING) from None
    payload = payload_of(statement)
    try:
        token = detect_credential()
    except IdentityError as error:
        raise KeylessError(f"there is no identity to sign with: {error}") from None
    if token is None:
        raise KeylessError(
            "there is no identity to sign with: run this in a build system that gives one (on GitHub: "
            "`permissions: id-token: write`), or sign with --key"
        )
    try:
        context = SigningContext.from_trust_config(ClientTrustConfig.production())
        with context.signer(IdentityToken(token)) as signer:
            bundle = signer.sign_dsse(Signed(payload))
    except (Error, OSError) as error:
        raise KeylessError(f"Sigstore did not sign: {error}") from None
    return bundle.to_json().encode() + b"\n"


def verify_keyless(
    bundle: bytes,
    package: Package,
    *,
    identity: str,
    issuer: str,
    now: datetime,
    trusted_root: Path | None = None,
) -> Certificate:
    """The certificate, if the identity signed it and it holds for the package now; without the network.

    `trusted_root` is the file of another root of trust than the one of Sigstore's public service that came with the installed
    library. Raises CertificateError with the reason, and KeylessError where the extra or the root cannot be used.
    """
    if not identity or not issuer:
        raise KeylessError("an identity is trusted only together with its issuer; give both")
    try:
        from sigstore.models import Bundle
        from sigstore.verify.policy import Identity
    except ImportError:
        raise KeylessError(_MISSING) from None
    if len(bundle) > LARGEST_BUNDLE:
        raise CertificateError(f"it has {len(bundle):,} bytes; at most {LARGEST_BUNDLE:,} are read")
    verifier = _verifier(trusted_root)
    try:
        read = Bundle.from_json(bundle)
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the library raise, it is no bundle
        raise CertificateError(
            "it is no Sigstore bundle", "If it was made with a key, verify it with --key FILE."
        ) from None
    try:
        kind, payload = verifier.verify_dsse(read, Identity(identity=identity, issuer=issuer))
    except Exception as error:  # noqa: BLE001 - as above: what cannot be verified does not hold
        raise CertificateError(
            f"Sigstore refuses it: {str(error)[:500].rstrip('.')}",
            "Compare --identity and --issuer with those of whoever issued it; if they are right, do not rely on it.",
        ) from None
    if kind != PAYLOAD_TYPE:
        raise CertificateError(f"its payload is of type {kind[:200]!r}, not {PAYLOAD_TYPE}")
    return Certificate(held(payload, package, now), f"{identity} ({issuer})")


def _verifier(trusted_root: Path | None) -> Verifier:
    """What verifies without the network. Raises KeylessError for a root of trust that cannot be used."""
    from sigstore.errors import Error
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    try:
        if trusted_root is None:
            return Verifier.production(offline=True)
        return Verifier(trusted_root=TrustedRoot.from_file(str(trusted_root)))
    except (Error, OSError, ValueError) as error:
        named = "the installed root of trust" if trusted_root is None else str(trusted_root)
        raise KeylessError(f"{named} cannot be used: {str(error)[:500]}") from None
