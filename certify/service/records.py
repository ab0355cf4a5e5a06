"""The bot's memory in the service's database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from certify.github.records import LONGEST_RESULT, Approval, Result
from certify.service.tables import approvals, now, results

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_RESULTS_KEPT = 10
"""Of one pull request; who pushes more often compares with the last ones only."""


@dataclass(frozen=True, slots=True)
class StoredRecords:
    """Implements `certify.github.records.Records`."""

    engine: Engine

    def approve(self, approval: Approval) -> None:
        key = {"repository_id": approval.repository_id, "digest": approval.digest}
        rest = {
            "installation": approval.installation,
            "number": approval.number,
            "actor": approval.actor,
            "at": approval.at.timestamp(),
        }
        with self.engine.begin() as connection:
            _upsert(connection, approvals, key, rest)

    def approval(self, repository_id: int, digest: str) -> Approval | None:
        query = sa.select(approvals).where(
            approvals.c.repository_id == repository_id, approvals.c.digest == digest
        )
        with self.engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        at = datetime.fromtimestamp(row.at, UTC)
        return Approval(row.installation, row.repository_id, row.number, row.digest, row.actor, at)

    def remember(self, repository_id: int, number: int, result: Result) -> None:
        if len(result.json) > LONGEST_RESULT:
            raise ValueError(
                f"a result may have {LONGEST_RESULT} characters; this one has {len(result.json)}"
            )
        place = (results.c.repository_id == repository_id, results.c.number == number)
        key = {"repository_id": repository_id, "number": number, "head": result.head_sha}
        with self.engine.begin() as connection:
            _upsert(connection, results, key, {"json": result.json, "at": now()})
            kept = sa.select(results.c.head).where(*place).order_by(results.c.at.desc()).limit(_RESULTS_KEPT)
            heads = connection.execute(kept).scalars().all()
            connection.execute(results.delete().where(*place, results.c.head.not_in(heads)))

    def last_result(self, repository_id: int, number: int, *, other_than: str = "") -> Result | None:
        query = (
            sa.select(results.c.head, results.c.json)
            .where(
                results.c.repository_id == repository_id,
                results.c.number == number,
                results.c.head != other_than,
            )
            .order_by(results.c.at.desc())
            .limit(1)
        )
        with self.engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Result(row.head, row.json)


def _upsert(connection: Connection, table: sa.Table, key: dict[str, Any], rest: dict[str, Any]) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(table).values(**key, **rest).on_conflict_do_update(index_elements=list(key), set_=rest)
    )
