"""What the bot remembers between two jobs: who approved which bytes, and what was found at which head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_RESULT = 1 << 20
"""A result may have so many characters; a longer one is an error of the caller."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody approved the package with this digest, in this repository. `at` is UTC; a later one replaces it."""

    installation: int
    repository_id: int
    number: int
    digest: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What was found at a head, as JSON text of the caller's own shape."""

    head_sha: str
    json: str


class Records(Protocol):
    """Approvals and results. Every call is one transaction; writing the same thing twice is as good as once."""

    def approve(self, approval: Approval) -> None: ...

    def approval(self, repository_id: int, digest: str) -> Approval | None:
        """The approval of exactly these bytes in this repository, if there is one."""
        ...

    def remember(self, repository_id: int, number: int, result: Result) -> None:
        """Keep the result of a head as the pull request's latest."""
        ...

    def last_result(self, repository_id: int, number: int, *, other_than: str = "") -> Result | None:
        """The latest result, or the latest of another head than the one named."""
        ...


@dataclass
class RecordsInMemory:
    """Records for a run that is over when it ends, and for tests."""

    _approvals: dict[tuple[int, str], Approval] = field(default_factory=dict)
    _results: dict[tuple[int, int], dict[str, Result]] = field(default_factory=dict)

    def approve(self, approval: Approval) -> None:
        self._approvals[approval.repository_id, approval.digest] = approval

    def approval(self, repository_id: int, digest: str) -> Approval | None:
        return self._approvals.get((repository_id, digest))

    def remember(self, repository_id: int, number: int, result: Result) -> None:
        results = self._results.setdefault((repository_id, number), {})
        results.pop(result.head_sha, None)
        results[result.head_sha] = result

    def last_result(self, repository_id: int, number: int, *, other_than: str = "") -> Result | None:
        results = self._results.get((repository_id, number), {})
        return next((r for r in reversed(results.values()) if r.head_sha != other_than), None)
