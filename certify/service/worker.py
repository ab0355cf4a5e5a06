"""A process's share of the work: DBOS carries the runs of jobs through crashes, our tables say which there are."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from certify.service.executors import Lease
from certify.service.housekeeping import prune, take_up_strays
from certify.service.job_store import is_idle, mark_queued, outcome_of, pick, room_left, settle
from certify.service.logs import log
from certify.service.runs import Runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.service.database import Database
    from certify.service.metrics import Metrics
    from certify.service.runs import Bot
    from certify.service.settings import ServiceSettings

QUEUE = "jobs"
WORKFLOW = "run_job"
_VERSION = "1"
"""DBOS resumes only workflows of its own version. Raise it when a running workflow's steps could not be continued."""
_POLL_SECONDS = 1.0
_BUSY_QUEUE_SECONDS = 0.2
_IDLE_QUEUE_SECONDS = 1.0
_IDLE_AFTER_SECONDS = 15.0
_HOUSEKEEPING_SECONDS = 600.0


@dataclass
class Worker:
    """Works until it is stopped. `on_lost` is called when others have taken this process for dead."""

    database: Database
    settings: ServiceSettings
    bot: Bot
    metrics: Metrics
    on_lost: Callable[[], None]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _due: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _in_progress: set[int] = field(default_factory=set)
    _lease: Lease | None = None
    _queue_seconds: float = 0.0
    _busy_until: float = 0.0
    _is_launched: bool = False
    is_lost: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether a run is in progress here."""
        return bool(self._in_progress)

    @property
    def lease(self) -> Lease:
        if self._lease is None:
            raise RuntimeError("the worker has not been started")
        return self._lease

    def start(self) -> None:
        """Begin to work; what a dead process left behind is taken over within moments."""
        self._lease = Lease(self.database.engine, self.settings.workers, self.settings.lease_seconds)
        self._lease.take()
        runner = Runner(
            self.database.engine,
            self.bot,
            self._lease,
            self.metrics,
            self.settings.attempts,
            self.settings.retry_seconds,
        )
        # On a busy machine the launch may take longer than the lease lasts.
        self._begin(self._keep)
        self._launch(runner)
        self._look_into_queue_every(_BUSY_QUEUE_SECONDS)
        self._busy_until = time.monotonic() + _IDLE_AFTER_SECONDS
        self._is_launched = True
        self._begin(self._dispatch)
        self._begin(self._housekeep)

    def _begin(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=f"worker{work.__name__}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def wake(self) -> None:
        """There may be something due."""
        self._due.set()

    def stop(self) -> None:
        """Take nothing new up, let what is being worked on finish in the time allowed, and hand the rest back."""
        from dbos import DBOS

        self._stopping.set()
        self._due.set()
        deadline = time.monotonic() + self.settings.shutdown_seconds
        for thread in self._threads:
            if thread.name != "worker_keep":
                thread.join(timeout=10)
        while self.is_busy and time.monotonic() < deadline:
            time.sleep(0.05)
        # From here this process makes no call to GitHub any more, and others may take over what is left.
        self.lease.give_up()
        for thread in self._threads:
            thread.join(timeout=10)
        DBOS.destroy(destroy_registry=True)

    def _launch(self, runner: Runner) -> None:
        """Configure DBOS, tell it the one workflow there is, and start it."""
        from dbos import DBOS

        if self.database.is_embedded:
            _prefer_write_ahead(self.database.workflows_url)
        DBOS(
            config={
                "name": "certify",
                "system_database_url": self.database.workflows_url,
                "executor_id": self.lease.id,
                "application_version": _VERSION,
                "log_level": "WARNING",
                "use_listen_notify": False,
            }
        )

        # Portable: arguments and results are JSON, so that whoever can write to the database cannot run code here.
        @DBOS.workflow(name=WORKFLOW, serialization_type=_portable(), max_recovery_attempts=None)
        def run_job(job: int, run: int) -> None:
            outcome = DBOS.run_step({"name": "run"}, self._run, runner, job, run)
            if outcome is not None:
                DBOS.run_step({"name": "settle"}, self._settle, job, run, outcome)

        DBOS.launch()

    def _look_into_queue_every(self, seconds: float) -> None:
        """Have all processes look into the queue so often. Looking is most of what an idle process does."""
        from dbos import DBOS

        if seconds != self._queue_seconds:
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=self.settings.workers,
                partition_concurrency=1,
                polling_interval_sec=seconds,
                on_conflict="always_update",
            )
            self._queue_seconds = seconds

    def _run(self, runner: Runner, job: int, run: int) -> dict[str, Any] | None:
        self._in_progress.add(job)
        try:
            outcome = runner.run(job, run)
        finally:
            self._in_progress.discard(job)
        return None if outcome is None else asdict(outcome)

    def _settle(self, job: int, run: int, outcome: dict[str, Any]) -> None:
        settle(self.database.engine, job, run, outcome_of(outcome))
        self.wake()

    def _dispatch(self) -> None:
        """Put due jobs into the queue, as many as keep the slots busy."""
        while not self._stopping.is_set():
            try:
                queued = self._dispatch_once()
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; the jobs stay in it
                log.warning("jobs cannot be dispatched", error=type(error).__name__)
                queued = 0
            if not queued:
                self._due.wait(_POLL_SECONDS)
                self._due.clear()

    def _dispatch_once(self) -> int:
        from dbos import DBOS

        if not self.lease.is_held:
            return 0
        # Only jobs that are open count, so that all processes come to the same conclusion.
        if is_idle(self.database.engine):
            if time.monotonic() > self._busy_until:
                self._look_into_queue_every(_IDLE_QUEUE_SECONDS)
            return 0
        self._busy_until = time.monotonic() + _IDLE_AFTER_SECONDS
        self._look_into_queue_every(_BUSY_QUEUE_SECONDS)
        with self.database.engine.begin() as connection:
            room = room_left(connection, self.settings.workers)
            tickets = pick(connection, room) if room else []
        for ticket in tickets:
            # First the queue, then our own table: a crash in between queues the same run again, which does nothing.
            DBOS.enqueue_workflow_with_options(
                {
                    "workflow_name": WORKFLOW,
                    "queue_name": QUEUE,
                    "workflow_id": ticket.name,
                    "queue_partition_key": ticket.key,
                    "serialization_type": _portable(),
                    "app_version": _VERSION,
                },
                ticket.job,
                ticket.run,
            )
            with self.database.engine.begin() as connection:
                mark_queued(connection, ticket)
        return len(tickets)

    def _keep(self) -> None:
        """Renew the lease, and take over what processes left behind that do not."""
        while not self._stopping.is_set() or self.is_busy:
            try:
                if not self.lease.renew():
                    log.error("this process was silent for too long, and others took its work over; it ends")
                    self.is_lost = True
                    self.on_lost()
                    return
                if self._is_launched:
                    self._take_over()
            except Exception as error:  # noqa: BLE001 - without the database the lease ends by itself
                log.warning("the lease cannot be renewed", error=type(error).__name__)
            if self._stopping.wait(self.settings.lease_seconds / 6):
                time.sleep(0.05)

    def _take_over(self) -> None:
        from dbos import DBOS

        dead = self.lease.declare_dead()
        if not dead:
            return
        # DBOS has no public call for this that keeps a run in its partition, and so in the order of its pull request.
        recovered = DBOS._recover_pending_workflows(dead)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        if recovered:
            self.metrics.taken_over.inc(len(recovered))
            log.warning("work taken over", runs=len(recovered), executors=len(dead))
        for executor in dead:
            self.lease.forget(executor, 2 * self.settings.lease_seconds + 60)

    def _housekeep(self) -> None:
        pause = 0.0
        due = 0.0
        while not self._stopping.wait(pause):
            pause = self.settings.lease_seconds
            try:
                if take_up_strays(self.database.engine, older_than=2 * self.settings.lease_seconds):
                    self.wake()
                if time.monotonic() >= due and self.lease.is_eldest():
                    due = time.monotonic() + _HOUSEKEEPING_SECONDS
                    prune(self.database.engine, self.settings.keep_days * 86400)
                    for chore in self.bot.chores:
                        chore()
                    self.wake()
            except Exception as error:  # noqa: BLE001 - tried again at the next round
                log.warning("housekeeping failed", error=type(error).__name__)


def _portable() -> Any:
    from dbos import WorkflowSerializationFormat

    return WorkflowSerializationFormat.PORTABLE


def _prefer_write_ahead(url: str) -> None:
    """Let DBOS's readers and writers of the embedded database not wait for one another; SQLite remembers it."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    finally:
        engine.dispose()
