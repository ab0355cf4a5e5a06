"""What has to be done now and then: find runs that nobody does any more, and forget what is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from certify.service.logs import log
from certify.service.tables import FINAL, JobState, deliveries, jobs, now, pulls, results

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_FINISHED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_MOST = 500
_LONGER = 12
"""Pull requests rest for longer than jobs do."""


def take_up_strays(engine: Engine, older_than: float) -> int:
    """Let jobs wait again whose run is over or unknown although they were not settled. Returns how many.

    It happens when the embedded workflows' file was lost, or when a process lost its lease in the middle of a run.
    """
    from dbos import DBOS

    with engine.begin() as connection:
        active = connection.execute(
            sa.select(jobs.c.id, jobs.c.runs)
            .where(
                jobs.c.state.in_((JobState.QUEUED, JobState.RUNNING)),
                sa.func.coalesce(jobs.c.started, jobs.c.due) < now() - older_than,
            )
            .order_by(jobs.c.id)
            .limit(_MOST)
        ).all()
    if not active:
        return 0
    names = {f"job-{row.id}-{row.runs}": row for row in active}
    known = DBOS.list_workflows(workflow_ids=list(names), load_input=False, load_output=False)
    alive = {workflow.workflow_id for workflow in known if workflow.status not in _FINISHED}
    strays = [row for name, row in names.items() if name not in alive]
    with engine.begin() as connection:
        for row in strays:
            connection.execute(
                jobs.update()
                .where(
                    jobs.c.id == row.id,
                    jobs.c.runs == row.runs,
                    jobs.c.state.in_((JobState.QUEUED, JobState.RUNNING)),
                )
                .values(state=JobState.WAITING, due=now(), reason="its run was lost")
            )
    if strays:
        log.warning("lost runs taken up again", jobs=len(strays))
    return len(strays)


def prune(engine: Engine, older_than: float) -> None:
    """Forget deliveries, finished jobs and their workflows, and pull requests that nobody pushes to any more."""
    from dbos import DBOS

    with engine.begin() as connection:
        connection.execute(deliveries.delete().where(deliveries.c.received < now() - older_than))
        old = connection.execute(
            sa.select(jobs.c.id, jobs.c.runs)
            .where(jobs.c.state.in_(FINAL), jobs.c.finished < now() - older_than)
            .limit(_MOST)
        ).all()
        connection.execute(jobs.delete().where(jobs.c.id.in_([row.id for row in old])))
        connection.execute(results.delete().where(results.c.at < now() - _LONGER * older_than))
        connection.execute(pulls.delete().where(pulls.c.reviewed < now() - _LONGER * older_than))
    workflows = [f"job-{row.id}-{run}" for row in old for run in range(1, row.runs + 1)]
    if workflows:
        DBOS.delete_workflows(workflows)
