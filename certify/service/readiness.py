"""Whether the service can do its work now, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from certify.service.database import is_migrated
from certify.service.metrics import read_backlog
from certify.service.tables import JobState

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from certify.service.settings import ServiceSettings


@dataclass(frozen=True, slots=True)
class Readiness:
    """`faults` keep deliveries from being taken in; `warnings` want a person, but to turn away more would not help."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    details: dict[str, Any]

    @property
    def is_ready(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        return {
            "ready": self.is_ready,
            "faults": list(self.faults),
            "warnings": list(self.warnings),
            **self.details,
        }


def read_readiness(engine: Engine, settings: ServiceSettings) -> Readiness:
    """Look at the database and the settings."""
    faults: list[str] = []
    lacks = list(settings.lacks)
    if not settings.secrets:
        faults.append(lacks.pop(0))
    warnings = lacks
    details: dict[str, Any] = {}
    try:
        if not is_migrated(engine):
            faults.append("the database's tables are not those of this version")
        backlog = read_backlog(engine)
    except SQLAlchemyError:
        faults.append("the database does not answer")
        return Readiness(tuple(faults), tuple(warnings), details)
    details = {
        "jobs": {str(state): count for state, count in backlog.states.items()},
        "backlog_seconds": round(backlog.oldest, 1),
        "executors": backlog.executors,
    }
    if backlog.oldest > settings.backlog_seconds:
        warnings.append(f"the oldest job has waited for {backlog.oldest:.0f} seconds")
    if backlog.executors == 0:
        warnings.append("no process works: set CERTIFY_WORKERS, or start `certify worker`")
    if backlog.states[JobState.DEAD]:
        warnings.append(
            f"{backlog.states[JobState.DEAD]} jobs were given up; `certify worker --given-up` lists them"
        )
    return Readiness(tuple(faults), tuple(warnings), details)
