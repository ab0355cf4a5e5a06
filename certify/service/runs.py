"""One run of a job: begin it, do it, and say what is to become of it."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from certify.formats.inert import clipped, inert
from certify.github.errors import GitHubError, NotFound, RateLimited, Refused
from certify.github.jobs import ReviewJob
from certify.service.job_store import LONGEST_REASON, Begun, Outcome, begin
from certify.service.logs import log
from certify.service.tables import JobState
from certify.service.watched import LeaseLost, watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Engine

    from certify.github.jobs import CommandJob
    from certify.github.port import GitHub
    from certify.service.executors import Lease
    from certify.service.metrics import Metrics

_LONGEST_LIMIT = 3600.0
"""GitHub's limits on requests end within the hour."""
_LONGEST_PAUSE = 900.0
_ATTEMPTS_AGAINST_A_NO = 2
"""GitHub's copies may lag for a moment; a second no is meant."""


Watch: TypeAlias = "Callable[[GitHub], GitHub]"
"""Makes any other access to GitHub one that ends, too, when this process has lost its right to work."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What the service has done: how to reach GitHub for a job, the two kinds of work, and what to see to now and then."""

    connect: Callable[[ReviewJob | CommandJob], GitHub]
    review: Callable[[GitHub, ReviewJob], None]
    answer: Callable[[GitHub, CommandJob, Watch], None]
    chores: tuple[Callable[[], None], ...] = ()


@dataclass(frozen=True)
class Runner:
    """Runs jobs for one process."""

    engine: Engine
    bot: Bot
    lease: Lease
    metrics: Metrics
    most_attempts: int
    retry_seconds: float

    def run(self, job: int, run: int) -> Outcome | None:
        """Do the job. None when it was settled before. Raises LeaseLost."""
        if not self.lease.is_held:
            raise LeaseLost
        begun = begin(self.engine, job, run, self.lease.id, self.most_attempts)
        if not isinstance(begun, Begun):
            return begun
        kind = "review" if isinstance(begun.job, ReviewJob) else "command"
        started = time.monotonic()
        outcome = self._attempt(begun)
        seconds = time.monotonic() - started
        self.metrics.runs.labels(kind, str(outcome.state)).inc()
        self.metrics.duration.labels(kind).observe(seconds)
        log.info(
            "job run",
            job=job,
            kind=kind,
            repository=begun.job.repository,
            number=begun.job.number,
            installation=begun.job.installation,
            attempt=begun.attempt,
            outcome=str(outcome.state),
            reason=outcome.reason,
            seconds=round(seconds, 3),
        )
        return outcome

    def _attempt(self, begun: Begun) -> Outcome:
        try:
            return self._do(begun)
        except RateLimited as limit:
            until = min(limit.until.timestamp(), time.time() + _LONGEST_LIMIT)
            return Outcome(
                JobState.WAITING, _why(limit), due=until, is_counted=False, holds_installation=True
            )
        except (NotFound, Refused) as error:
            return self._again(begun, _why(error), min(_ATTEMPTS_AGAINST_A_NO, self.most_attempts))
        except GitHubError as error:
            return self._again(begun, _why(error), self.most_attempts)
        except Exception as error:  # noqa: BLE001 - our own fault must not stop the worker; it is logged in full
            log.exception("job failed", number=begun.job.number, repository=begun.job.repository)
            return self._again(begun, _why(error), self.most_attempts)

    def _do(self, begun: Begun) -> Outcome:
        job = begun.job

        def watch(other: GitHub) -> GitHub:
            return watched(other, self.lease, self.metrics)

        github = watch(self.bot.connect(job))
        if not isinstance(job, ReviewJob):
            self.bot.answer(github, job, watch)
            return Outcome(JobState.DONE)
        pull = github.pull_request(job.repository, job.number)
        if not pull.is_open:
            return Outcome(JobState.DROPPED, "the pull request is closed")
        if begun.reviewed == (pull.head_sha, pull.base_ref[:255]) and not begun.is_forced:
            return Outcome(JobState.DROPPED, "its head was reviewed before")
        self.bot.review(github, job)
        return Outcome(JobState.DONE, head=pull.head_sha, base=pull.base_ref)

    def _again(self, begun: Begun, reason: str, most: int) -> Outcome:
        if begun.attempt >= most:
            return Outcome(JobState.DEAD, reason)
        pause = min(self.retry_seconds * 4 ** (begun.attempt - 1), _LONGEST_PAUSE)
        # Jobs that failed together need not come back together.
        return Outcome(JobState.WAITING, reason, due=pause * random.uniform(0.8, 1.2), is_delay=True)  # noqa: S311 - no secret


def _why(error: Exception) -> str:
    return inert(clipped(f"{type(error).__name__}: {error}", LONGEST_REASON - 40))
