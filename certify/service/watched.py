"""GitHub as a job sees it: every call is counted, and none is made once this process has lost its right to work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from certify.github.errors import GitHubError, RateLimited

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.github.port import GitHub
    from certify.service.executors import Lease
    from certify.service.metrics import Metrics


class LeaseLost(BaseException):
    """This process was silent for too long, and others may do its work now. Not for a job to catch and go on."""


class _Watched:
    def __init__(self, github: GitHub, lease: Lease, metrics: Metrics) -> None:
        self._github = github
        self._lease = lease
        self._metrics = metrics

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._github, name)
        return self._watch(name, value) if callable(value) else value

    def _watch(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            if not self._lease.is_held:
                raise LeaseLost
            outcome = "ok"
            try:
                return call(*arguments, **options)
            except RateLimited as error:
                self._metrics.github_limited.set(error.until.timestamp())
                outcome = "limited"
                raise
            except GitHubError as error:
                outcome = type(error).__name__.lower()
                raise
            finally:
                self._metrics.github_calls.labels(name, outcome).inc()

        return watched


def watched(github: GitHub, lease: Lease, metrics: Metrics) -> GitHub:
    """The same GitHub, watched."""
    return cast("GitHub", _Watched(github, lease, metrics))
