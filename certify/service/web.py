"""The web application: the webhook, and what operators ask."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from certify.service.body import BodyReader
from certify.service.intake import IntakeWriter
from certify.service.logs import log
from certify.service.readiness import read_readiness
from certify.service.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from certify.service.database import Database
    from certify.service.metrics import Metrics
    from certify.service.settings import ServiceSettings


def operator_app(database: Database, settings: ServiceSettings, metrics: Metrics, **options: Any) -> FastAPI:
    """GET /health, /ready and /metrics."""
    app = FastAPI(title="certify", openapi_url=None, docs_url=None, redoc_url=None, **options)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/ready")
    async def ready() -> JSONResponse:
        readiness = await run_in_threadpool(read_readiness, database.engine, settings)
        return JSONResponse(readiness.as_json(), 200 if readiness.is_ready else 503)

    @app.get("/metrics")
    async def exposition() -> Response:
        text = await run_in_threadpool(metrics.text)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.exception_handler(Exception)
    async def failed(_request: object, error: Exception) -> JSONResponse:
        log.error("request failed", error=type(error).__name__)
        return JSONResponse({"outcome": "failed", "message": "this is our fault; it is in the log"}, 500)

    _ = (health, ready, exposition, failed)
    return app


def service_app(
    database: Database,
    settings: ServiceSettings,
    metrics: Metrics,
    *,
    on_stored: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """The same, with POST /webhooks/github."""
    writer = IntakeWriter(database.engine, on_stored)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        writer.start()
        yield
        await run_in_threadpool(writer.stop)

    operator = operator_app(database, settings, metrics, lifespan=lifespan)
    webhook = Webhook(settings, writer, metrics, BodyReader(settings.body_seconds))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Nothing of a delivery may be parsed before its signature is verified, and a burst of them must not wait.
        is_delivery = scope["type"] == "http" and scope["path"] == "/webhooks/github"
        await (webhook if is_delivery else operator)(scope, receive, send)

    return app
