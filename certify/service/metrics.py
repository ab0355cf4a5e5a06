"""What Prometheus is told: deliveries, jobs, how long and how late, and the calls to GitHub."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from certify.service.tables import JobState, executors, jobs, now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Engine

_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much work waits. `oldest` is how many seconds the oldest job that is due has waited."""

    states: dict[JobState, int]
    oldest: float
    executors: int


def read_backlog(engine: Engine) -> Backlog:
    """Count the jobs. Raises SQLAlchemyError when the database does not answer."""
    with engine.begin() as connection:
        counted = connection.execute(sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state)).all()
        oldest = connection.execute(
            sa.select(now() - sa.func.min(jobs.c.due)).where(
                jobs.c.state.in_((JobState.WAITING, JobState.QUEUED)), jobs.c.due <= now()
            )
        ).scalar()
        alive = connection.execute(
            sa.select(sa.func.count()).where(executors.c.is_stopped.is_(False))
        ).scalar_one()
    states = dict.fromkeys(JobState, 0) | {JobState(state): count for state, count in counted}
    return Backlog(states, max(0.0, float(oldest or 0.0)), int(alive))


class _BacklogCollector(Collector):
    """Reads the database when it is asked, so that every process tells the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("certify_database_up", "Whether the database answers.")
        try:
            backlog = read_backlog(self._engine)
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        states = GaugeMetricFamily(
            "certify_jobs", "Jobs by state; dead ones were given up.", labels=["state"]
        )
        for state, count in backlog.states.items():
            states.add_metric([str(state)], count)
        yield states
        yield GaugeMetricFamily(
            "certify_backlog_age_seconds", "How long the oldest due job waits.", backlog.oldest
        )
        yield GaugeMetricFamily("certify_executors", "Processes that work.", backlog.executors)


class Metrics:
    """The metrics of one process; with PROMETHEUS_MULTIPROC_DIR those of all that share the folder."""

    def __init__(self, engine: Engine | None = None) -> None:
        own = self._own = CollectorRegistry()
        self._backlog = None if engine is None else _BacklogCollector(engine)
        self.deliveries = Counter(
            "certify_deliveries", "Webhook deliveries.", ["event", "outcome"], registry=own
        )
        self.intake = Histogram(
            "certify_intake_seconds", "From a delivery's arrival to its answer.", registry=own
        )
        self.runs = Counter("certify_job_runs", "Runs of jobs.", ["kind", "outcome"], registry=own)
        self.duration = Histogram(
            "certify_job_seconds", "How long a run took.", ["kind"], buckets=_SECONDS, registry=own
        )
        self.taken_over = Counter(
            "certify_taken_over", "Runs taken over from processes that died.", registry=own
        )
        self.github_calls = Counter(
            "certify_github_calls", "Calls to GitHub.", ["call", "outcome"], registry=own
        )
        self.github_limited = Gauge(
            "certify_github_limited_until_seconds",
            "When the latest rate limit ends, in seconds since 1970.",
            registry=own,
            multiprocess_mode="max",
        )

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        registry = self._own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's parameters are bare
        told = generate_latest(registry)
        if self._backlog is not None:
            backlog = CollectorRegistry()
            backlog.register(self._backlog)
            told += generate_latest(backlog)
        return told
