"""Certificates: the signed statement that ties a verdict to the digest of a package.

Issue one with `examine`, `statement_of` and `sign` (or `sign_keyless`); see whether one holds with `verify` (or
`verify_keyless`). None of these reads a clock; only `examine` starts a process (for the second opinion), and only
`sign_keyless` uses the network.
"""

from certify.certificate.deviations import Deviation, Rules, are_as_installed, deviations
from certify.certificate.errors import (
    CertificateError,
    InconclusiveError,
    KeyFileError,
    KeylessError,
    NotIssuedError,
)
from certify.certificate.examine import Examined, examine
from certify.certificate.issue import Basis, statement_of
from certify.certificate.keyless import sign_keyless, verify_keyless
from certify.certificate.keys import KeyPair, new_key, signer_of, trusted_key
from certify.certificate.record import PREDICATE_TYPE, STATEMENT_TYPE, payload_of, statement_record
from certify.certificate.statement import (
    Earlier,
    RefusedEntry,
    Revision,
    Statement,
    UsedWaiver,
    WaivedFinding,
)
from certify.certificate.verify import Certificate, sign, verify

__all__ = [
    "PREDICATE_TYPE",
    "STATEMENT_TYPE",
    "Basis",
    "Certificate",
    "CertificateError",
    "Deviation",
    "Earlier",
    "Examined",
    "InconclusiveError",
    "KeyFileError",
    "KeyPair",
    "KeylessError",
    "NotIssuedError",
    "RefusedEntry",
    "Revision",
    "Rules",
    "Statement",
    "UsedWaiver",
    "WaivedFinding",
    "are_as_installed",
    "deviations",
    "examine",
    "new_key",
    "payload_of",
    "sign",
    "sign_keyless",
    "signer_of",
    "statement_of",
    "statement_record",
    "trusted_key",
    "verify",
    "verify_keyless",
]
