"""The service's log: one JSON object a line on stderr, without secrets, from our code and from libraries alike."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

from certify.service.redaction import Redaction

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from certify.service.settings import ServiceSettings

log = structlog.stdlib.get_logger("certify")

_LONGEST = 4000


def redaction_of(settings: ServiceSettings) -> Redaction:
    """Hides the settings' own secrets, besides all that looks like one."""
    secrets = [secret.decode() for secret in settings.secrets]
    for secret in (settings.github_private_key, settings.key_passphrase, settings.github_publish_token):
        if secret is not None:
            secrets.append(secret.get_secret_value())
    if settings.database_url is not None:
        import sqlalchemy as sa
        from sqlalchemy.exc import ArgumentError

        try:
            password = sa.make_url(settings.database_url.get_secret_value()).password
        except ArgumentError:
            password = settings.database_url.get_secret_value()
        secrets.append(str(password or ""))
    return Redaction(secrets)


def configure_logs(settings: ServiceSettings) -> None:
    """Send every log line of the process through one redacting JSON writer."""
    redaction = redaction_of(settings)

    def redact(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {redaction.text(key): _clip(redaction.value(value, key)) for key, value in line.items()}

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                # ASCII alone: no reader of the log takes a separator in a string for the end of a line.
                structlog.processors.JSONRenderer(ensure_ascii=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos", "alembic", "sqlalchemy"):
        library = logging.getLogger(name)
        library.handlers[:] = []
        library.propagate = True
    for name in ("uvicorn.error", "uvicorn.access", "dbos", "alembic", "sqlalchemy", "urllib3", "github"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _clip(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]}… ({len(value) - _LONGEST} more characters)"
    return value
