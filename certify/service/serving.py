"""Running the service's processes: the web server with a worker process beside it, or a worker alone."""

from __future__ import annotations

import errno
import os
import signal
import socket
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from certify.errors import CertifyError
from certify.service.child import WORKER_COMMAND, WorkerProcess, watch_parent
from certify.service.database import open_database
from certify.service.logs import configure_logs, log
from certify.service.settings import load_service_settings, misspelt

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from starlette.types import ASGIApp

    from certify.service.database import Database
    from certify.service.metrics import Metrics
    from certify.service.runs import Bot
    from certify.service.settings import ServiceSettings


_AWAKE_SECONDS = 0.5


class ServiceError(CertifyError):
    """The service cannot run, or had to end."""

    exit_status = 1


def serve(host: str, port: int, worker_command: Sequence[str] = WORKER_COMMAND) -> int:
    """Take webhooks in and, unless CERTIFY_WORKERS is 0, have them worked on. Returns when it is told to end."""
    settings = load_service_settings()
    # A key that cannot be read is better told now than by every worker process.
    _ = settings.private_key
    listener = _listen(host, port)
    told = _told_to_end()
    with _shared_metrics(), _opened(settings) as (database, metrics):
        from certify.service.web import service_app

        for sentence in settings.lacks:
            log.warning("not configured", missing=sentence)
        for sentence in misspelt(os.environ):
            log.warning("unknown setting", unknown=sentence)
        worker = None
        if settings.workers and not settings.lacks_of_the_app:
            worker = WorkerProcess(worker_command, settings.shutdown_seconds)
            worker.start()
        try:
            app = service_app(database, settings, metrics, on_stored=worker.wake if worker else lambda: None)
            bound = listener.getsockname()[1]
            log.info("listening", host=host, port=bound, database=database.engine.dialect.name)
            _run(app, listener, told)
        finally:
            if worker is not None:
                worker.stop()
    return 0


def work(
    host: str,
    port: int | None,
    make_bot: Callable[[ServiceSettings, Database], Bot],
    *,
    until_eof: bool = False,
) -> int:
    """Do the work, with /health, /ready and /metrics where a port is given. Returns when it is told to end."""
    settings = load_service_settings()
    if settings.workers == 0:
        raise ServiceError("CERTIFY_WORKERS is 0, so this process would do nothing; set it to 1 or more")
    if settings.lacks_of_the_app:
        raise ServiceError(f"this process cannot work: {' '.join(settings.lacks_of_the_app)}")
    _ = settings.private_key
    listener = None if port is None else _listen(host, port)
    told = _told_to_end()
    with _opened(settings) as (database, metrics):
        from certify.service.web import operator_app
        from certify.service.worker import Worker

        worker = Worker(database, settings, make_bot(settings, database), metrics, on_lost=told.set)
        worker.start()
        log.info("working", executor=worker.lease.id, slots=settings.workers)
        if until_eof:
            watch_parent(worker.wake, told.set)
        try:
            if listener is None:
                _wait(told)
            else:
                _run(operator_app(database, settings, metrics), listener, told)
        finally:
            worker.stop()
    status = 1 if worker.is_lost else 0
    if worker.is_busy:
        # What did not finish in time has been handed back to others, and must not go on here.
        log.warning("runs were handed back unfinished")
        os._exit(status)
    return status


@contextmanager
def _shared_metrics() -> Generator[None]:
    """Let this process tell its worker process's metrics too; Prometheus' library reads the folder's name when imported."""
    with tempfile.TemporaryDirectory(prefix="certify-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


@contextmanager
def _opened(settings: ServiceSettings) -> Generator[tuple[Database, Metrics]]:
    from certify.service.metrics import Metrics

    configure_logs(settings)
    database = open_database(settings)
    try:
        yield database, Metrics(engine=database.engine)
    finally:
        database.dispose()


def _wait(told: threading.Event) -> None:
    """Wait until told to end, awake now and then: Python runs handlers of signals only in a main thread that is."""
    while not told.wait(_AWAKE_SECONDS):
        pass


def _run(app: ASGIApp, listener: socket.socket, told: threading.Event) -> None:
    import uvicorn

    from certify.service.prompt import PromptProtocol

    config = uvicorn.Config(
        app,
        http=PromptProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        # Nothing here asks where a request came from; its signature says who sent it.
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=15,
        h11_max_incomplete_event_size=64 << 10,
        ws="none",
    )
    server = uvicorn.Server(config)

    def end_when_told() -> None:
        told.wait()
        server.should_exit = True

    threading.Thread(target=end_when_told, name="end", daemon=True).start()
    server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """The socket to listen at, before anything else is begun. Raises ServiceError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=4096)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ServiceError(
                f"port {port} of {host} is in use by another program; choose another with --port"
            ) from None
        raise ServiceError(f"cannot listen at {host} port {port}: {error}") from None


def _told_to_end() -> threading.Event:
    """Set by SIGTERM and SIGINT, which no longer end the process by themselves.

    The web server hands the signals on to these handlers once it has ended, and there is work to put down first.
    """
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: told.set())
    return told
