"""Why a package is not published."""

from __future__ import annotations

from certify.errors import CertifyError


class PublishError(CertifyError):
    """The package is not published as things are; the message says what stands against it and what to do."""

    exit_status = 1
