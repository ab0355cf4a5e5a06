"""What was missed while the service was away: deliveries that failed, and pushes that nobody told us of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from certify.github.errors import GitHubError
from certify.service.events import Review
from certify.service.intake import enqueue_review
from certify.service.logs import log
from certify.service.tables import OPEN, JobKind, JobState, jobs, now, pulls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.engine import Engine

    from certify.github.app import Delivery
    from certify.github.port import GitHub, PullRequest

_KEPT = timedelta(days=3)
"""GitHub keeps deliveries for so long."""
_MOST_ATTEMPTS = 5
_MOST_DELIVERIES = 2000
_MOST_REPOSITORIES = 500
_REST_SECONDS = 3600.0
"""A review that was given up is tried again after so long: what failed may be over, and what was pushed must not be lost."""
_EVENTS = frozenset({"pull_request", "issue_comment", "check_run", "check_suite", "installation"})


class App(Protocol):
    """What the App itself is asked for."""

    def deliveries(self, since: datetime) -> Iterable[Delivery]: ...

    def redeliver(self, delivery: int) -> None: ...


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Looks for both kinds of what was missed. `connect` gives GitHub as an installation sees one repository."""

    engine: Engine
    app: App
    connect: Callable[[int, str], GitHub]

    def __call__(self) -> None:
        """Have what was missed sent again, or make jobs of it. What GitHub refuses is logged and left for the next time."""
        try:
            self.redeliver(datetime.now(UTC))
        except GitHubError as error:
            log.warning("failed deliveries cannot be asked for", reason=str(error))
        self.find_pushes()

    def redeliver(self, now: datetime) -> int:
        """Have deliveries that never were taken sent again. GitHub does not do so by itself. Returns how many."""
        attempts: dict[str, list[Delivery]] = defaultdict(list)
        for _, delivery in zip(range(_MOST_DELIVERIES), self.app.deliveries(now - _KEPT), strict=False):
            attempts[delivery.guid].append(delivery)
        failed = [
            tries[0]
            for tries in attempts.values()
            if tries[0].event in _EVENTS
            and len(tries) < _MOST_ATTEMPTS
            and not any(delivery.was_taken for delivery in tries)
        ]
        for delivery in failed:
            self.app.redeliver(delivery.id)
        if failed:
            log.info("failed deliveries asked for again", deliveries=len(failed))
        return len(failed)

    def find_pushes(self) -> int:
        """Make reviews for open pull requests that moved, or were opened since we know the repository. Returns how many.

        Older ones that were never reviewed stay so: nobody pushed to them since the App was installed.
        """
        made = 0
        for installation, repository, repository_id in self._repositories():
            try:
                found = self.connect(installation, repository).pull_requests(repository)
            except GitHubError as error:
                log.warning("open pull requests cannot be listed", repository=repository, reason=str(error))
                continue
            for pull in found:
                review = Review(installation, repository, repository_id, pull.number, pull.head_sha)
                with self.engine.begin() as connection:
                    if _is_missed(connection, pull, review):
                        enqueue_review(connection, review)
                        made += 1
        if made:
            log.info("pushes that nobody told us of", reviews=made)
        return made

    def _repositories(self) -> list[tuple[int, str, int]]:
        latest = (
            sa.select(pulls.c.repository_id, sa.func.max(pulls.c.reviewed).label("reviewed"))
            .group_by(pulls.c.repository_id)
            .subquery()
        )
        query = (
            sa.select(pulls.c.installation, pulls.c.repository, pulls.c.repository_id)
            .join(
                latest,
                (latest.c.repository_id == pulls.c.repository_id) & (latest.c.reviewed == pulls.c.reviewed),
            )
            .order_by(pulls.c.reviewed.desc())
            .limit(_MOST_REPOSITORIES)
        )
        with self.engine.begin() as connection:
            return [
                (row.installation, row.repository, row.repository_id) for row in connection.execute(query)
            ]


def _is_missed(connection: sa.Connection, pull: PullRequest, review: Review) -> bool:
    here = pulls.c.repository_id == review.repository_id
    known = connection.execute(
        sa.select(pulls.c.head).where(here, pulls.c.number == review.number)
    ).scalar_one_or_none()
    newest, since = connection.execute(
        sa.select(
            sa.func.max(pulls.c.number), sa.func.min(sa.func.coalesce(pulls.c.first, pulls.c.reviewed))
        ).where(here)
    ).one()
    is_newer = pull.created_at is not None and since is not None and pull.created_at.timestamp() >= since
    is_missed = review.number > (newest or 0) or is_newer if known is None else known != review.head
    return is_missed and not _is_seen_to(connection, review)


def _is_seen_to(connection: sa.Connection, review: Review) -> bool:
    """Whether there is a job for it that will be done, or was given up only lately."""
    found = (
        jobs.c.kind == JobKind.REVIEW,
        jobs.c.repository_id == review.repository_id,
        jobs.c.number == review.number,
    )
    if connection.execute(
        sa.select(sa.literal(1)).where(
            *found,
            sa.or_(
                jobs.c.state.in_(OPEN),
                sa.and_(jobs.c.state == JobState.DEAD, jobs.c.finished > now() - _REST_SECONDS),
            ),
        )
    ).first():
        return True
    # The new job stands for those that were given up before it.
    connection.execute(
        jobs.update()
        .where(*found, jobs.c.state == JobState.DEAD)
        .values(state=JobState.DROPPED, reason="tried again by another job")
    )
    return False
