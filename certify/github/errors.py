"""What can go wrong when GitHub is asked for something, as callers must tell it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.errors import CertifyError

if TYPE_CHECKING:
    from datetime import datetime


class GitHubError(CertifyError):
    """GitHub did not do what was asked. The message names what was asked, and never a token."""


class NotFound(GitHubError):  # noqa: N818 - GitHub's own words
    """It is not there, or the credentials may not see it."""


class Refused(GitHubError):  # noqa: N818 - GitHub's own words
    """GitHub understood and said no: a missing permission (403), a conflict (409), or a body it does not take (422)."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class RateLimited(GitHubError):  # noqa: N818 - GitHub's own words
    """Too many requests. `until` is when to ask again (UTC)."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class Unreachable(GitHubError):  # noqa: N818 - GitHub's own words
    """No answer, or a server error. Whether a write took effect is unknown: read back before it is tried again."""
