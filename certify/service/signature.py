"""Whether a webhook is GitHub's: the signature over its raw bytes."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNATURE = re.compile(rb"sha256=[0-9a-f]{64}")


def is_well_formed(signature: bytes) -> bool:
    """Whether it could be a signature at all; without one no byte of the body needs to be read."""
    return _SIGNATURE.fullmatch(signature) is not None


def is_signed(body: bytes, signature: bytes, secrets: Sequence[bytes]) -> bool:
    """Whether one of the secrets signed the body. Every secret is tried, in constant time, so that time tells nothing."""
    if not is_well_formed(signature):
        return False
    matches = [
        hmac.compare_digest(
            b"sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest().encode(), signature
        )
        for secret in secrets
    ]
    return any(matches)
