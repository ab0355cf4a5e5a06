"""Whether a package may be published: a certificate for exactly these bytes, and an approval that names them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certify.certificate import verify
from certify.core.package import INSIDE, Form
from certify.errors import UsageError
from certify.github.publish_errors import PublishError
from certify.sources.names import judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certify.certificate import Certificate
    from certify.certificate.signers import Key
    from certify.core.package import Package

APPROVAL_FORMAT = "certify-approval/1"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word that the package with this digest may be published. `by` is empty where nobody is named."""

    digest: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A package that may be published, and why. Only `clear` makes one. `envelope` is the certificate as signed."""

    package: Package
    certificate: Certificate
    envelope: bytes
    approval: Approval


def approval_in(text: str) -> Approval:
    """The approval in a file's text: a digest alone, or a JSON object with `format`, `digest` and `by`. Raises UsageError."""
    stripped = text.strip()
    if _DIGEST.fullmatch(stripped):
        return Approval(stripped)
    try:
        record: Any = json.loads(stripped)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("format") != APPROVAL_FORMAT:
        raise UsageError(
            f'An approval is the digest of a package (sha256:...), or JSON with "format": "{APPROVAL_FORMAT}", "digest" and "by".'
        )
    digest, by = record.get("digest"), record.get("by", "")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or not isinstance(by, str):
        raise UsageError(
            "The approval names no digest (sha256: and 64 hexadecimal digits), or nobody's name."
        )
    return Approval(digest, by[:_LONGEST_NAME])


def clear(
    package: Package, envelope: bytes, keys: Sequence[Key], approval: Approval, now: datetime
) -> Clearance:
    """Let the package through, or raise: CertificateError for the certificate, PublishError for all else.

    `keys` are the public keys that are trusted; `now` has a zone.
    """
    if approval.digest != package.digest:
        raise PublishError(
            f"The approval is for {approval.digest}, but {package.name} is {package.digest} now; "
            "have these files approved, or publish those that were."
        )
    certificate = verify(envelope, package, keys, now)
    _refuse_odd_files(package)
    return Clearance(package, certificate, envelope, approval)


def _refuse_odd_files(package: Package) -> None:
    inner = next((path for path in package.files if INSIDE in path), None)
    if package.form is Form.FILE or inner is not None:
        raise PublishError(
            f"{package.name} is no folder of a connector as it is published; certify and publish the folder with "
            "apiDefinition.swagger.json instead of the submission that was made of it."
        )
    for path in package.files:
        if (fault := judge(path)) is not None:
            raise PublishError(f"{path} cannot be published under this name. {fault[1]}")
        if any(part.startswith(".") for part in path.split("/")):
            raise PublishError(f"{path} cannot be published: hidden files are no part of a connector.")
