"""POST /webhooks/github: verified on the raw bytes, stored, and only then answered."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import orjson
from fastapi import Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from certify.service.body import BodyReader, TooBusy, TooLarge, TooSlow
from certify.service.events import Gone, Ignored, Malformed, Rerun, is_event_name, read_event
from certify.service.intake import Delivery, Intake
from certify.service.logs import log
from certify.service.signature import is_signed, is_well_formed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from certify.service.events import Effect
    from certify.service.intake import IntakeWriter
    from certify.service.metrics import Metrics
    from certify.service.settings import ServiceSettings

_GUID = re.compile(r"[A-Za-z0-9-]{1,64}")
_STORE_SECONDS = 8.0
"""GitHub waits ten seconds for an answer."""


class _Answer(Exception):  # noqa: N818 - an answer, good or bad
    def __init__(
        self, status: int, outcome: str, text: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__(status, outcome, text)
        self.status = status
        self.outcome = outcome
        self.text = text
        self.headers = headers if status != 503 else {"Retry-After": "30"}


@dataclass(frozen=True)
class Webhook:
    """The webhook's endpoint: an ASGI application, as a burst of deliveries has no time for the layers of a framework."""

    settings: ServiceSettings
    writer: IntakeWriter
    metrics: Metrics
    bodies: BodyReader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one delivery."""
        started = time.monotonic()
        request = Request(scope, receive)
        event = request.headers.get("x-github-event", "")
        event = event if is_event_name(event) else "invalid"
        try:
            answer = await self._take(request, event)
        except _Answer as early:
            answer = early
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - GitHub shall hear, and send it again
            log.error("request failed", error=type(error).__name__)
            answer = _Answer(500, "failed", "this is our fault; it is in the log")
        # Unsigned requests can name what they like; only GitHub's own names become labels.
        label = event if answer.status < 400 else "rejected"
        self.metrics.deliveries.labels(label, answer.outcome).inc()
        self.metrics.intake.observe(time.monotonic() - started)
        told = orjson.dumps({"outcome": answer.outcome, "message": answer.text})
        await Response(told, answer.status, answer.headers, "application/json")(scope, receive, send)

    async def _take(self, request: Request, event: str) -> _Answer:
        if request.method != "POST":
            raise _Answer(405, "method", "GitHub delivers with POST", {"Allow": "POST"})
        body = await self._verified_body(request)
        guid = request.headers.get("x-github-delivery", "")
        if event == "invalid" or not _GUID.fullmatch(guid):
            raise _Answer(
                400, "malformed", "X-GitHub-Event and X-GitHub-Delivery must be as GitHub sends them"
            )
        try:
            effect, action = read_event(event, body)
        except Malformed as error:
            log.warning("malformed delivery", delivery=guid, event_name=event, reason=str(error))
            raise _Answer(400, "malformed", str(error)) from None
        if isinstance(effect, Ignored):
            return _Answer(202, "ignored", effect.reason)
        if reason := self._why_not_served(effect):
            log.warning(
                "delivery that is not served",
                delivery=guid,
                event_name=event,
                reason=reason,
                installation=effect.installation,
            )
            return _Answer(202, "ignored", reason)
        # Asked for twice, a rerun is wanted twice; of everything else the same bytes are the same wish.
        content = None if isinstance(effect, Rerun) else hashlib.blake2b(body, digest_size=32).hexdigest()
        return await self._store(Delivery(guid, content, event, action, effect))

    def _why_not_served(self, effect: Effect) -> str:
        installations, repositories = self.settings.github_installations, self.settings.github_repositories
        if installations and effect.installation not in installations:
            return "this installation is not served"
        if repositories and not isinstance(effect, Gone) and effect.repository.lower() not in repositories:
            return "this repository is not served"
        return ""

    async def _verified_body(self, request: Request) -> bytes:
        signatures = [value for name, value in request.headers.raw if name == b"x-hub-signature-256"]
        if len(signatures) != 1 or not is_well_formed(signatures[0]):
            raise _Answer(401, "unsigned", "X-Hub-Signature-256 is missing or is no signature")
        secrets = self.settings.secrets
        if not secrets:
            raise _Answer(401, "unsigned", "this service has no webhook secret yet")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
            raise _Answer(
                415, "type", "the webhook's content type must be application/json, and not compressed"
            )
        length = request.headers.get("content-length", "0")
        if (
            not length.isascii()
            or not length.isdigit()
            or len(length) > 12
            or int(length) > self.bodies.largest
        ):
            raise _Answer(413, "too large", "GitHub sends at most 25 MiB")
        try:
            body = await self.bodies.read(request.stream())
        except TooLarge:
            raise _Answer(413, "too large", "GitHub sends at most 25 MiB") from None
        except TooSlow:
            raise _Answer(408, "too slow", "the body did not arrive in time") from None
        except TooBusy:
            raise _Answer(503, "busy", "too many bodies are being received") from None
        if not is_signed(body, signatures[0], secrets):
            raise _Answer(401, "unsigned", "X-Hub-Signature-256 was not made with this service's secret")
        return body

    async def _store(self, delivery: Delivery) -> _Answer:
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                stored = await asyncio.wrap_future(self.writer.submit(delivery))
        except Exception as error:  # noqa: BLE001 - whatever it is: not stored, so not accepted
            log.error("delivery not stored", delivery=delivery.guid, error=type(error).__name__)
            raise _Answer(503, "not stored", "the delivery could not be stored; send it again") from None
        if stored is Intake.DUPLICATE:
            return _Answer(200, "duplicate", "this was delivered before")
        return _Answer(202, str(stored), "stored")
