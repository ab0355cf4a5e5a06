"""Why a certificate is not issued, or does not hold."""

from __future__ import annotations

from certify.errors import CertifyError, UsageError


class CertificateError(CertifyError):
    """The certificate does not hold for the package; the message is the reason, `remedy` a sentence on what to do about it."""

    exit_status = 1

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.remedy = remedy


class NotIssuedError(CertifyError):
    """The package may not have a certificate as it is."""

    exit_status = 1


class InconclusiveError(NotIssuedError):
    """Something could not be looked at, so that nobody knows whether the package may have one."""

    exit_status = 3


class KeyFileError(UsageError):
    """A key cannot be used: it is none, of another kind, or locked with another passphrase."""


class KeylessError(UsageError):
    """Signing or verifying with an identity is not possible here."""
