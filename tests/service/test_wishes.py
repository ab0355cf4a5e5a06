"""What the service makes of verified deliveries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from payloads import check_run, comment, headers, pull_request
from serving import serving

from certify.github.commands_parse import digest_of
from certify.service.tables import jobs, now, pulls
from certify.service.web import service_app

if TYPE_CHECKING:
    import httpx

    from certify.service.database import Database

PATH = "/webhooks/github"


def rows(database: Database, table: sa.Table) -> list[Any]:
    with database.engine.begin() as connection:
        return list(connection.execute(sa.select(table)).all())


def deliver(client: httpx.Client, body: bytes, **options: Any) -> httpx.Response:
    return client.post(PATH, content=body, headers=headers(body, **options))


@pytest.mark.parametrize("action", ["opened", "synchronize", "reopened", "ready_for_review"])
def test_what_changes_a_pull_request_is_reviewed(
    client: httpx.Client, database: Database, action: str
) -> None:
    deliver(client, pull_request(action=action))
    assert len(rows(database, jobs)) == 1


def test_an_edit_is_reviewed_only_where_it_moves_the_base(client: httpx.Client, database: Database) -> None:
    deliver(client, pull_request(action="edited", changes={"title": {"from": "x"}}))
    assert rows(database, jobs) == []
    deliver(client, pull_request(action="edited", changes={"base": {"ref": {"from": "main"}}}))
    assert len(rows(database, jobs)) == 1


def test_a_close_that_comes_late_does_not_undo_what_was_opened_again(
    client: httpx.Client, database: Database
) -> None:
    deliver(client, pull_request(action="reopened"))
    assert deliver(client, pull_request(action="closed")).json()["outcome"] == "ignored"
    assert [job.state for job in rows(database, jobs)] == ["waiting"]


def test_a_removed_installation_has_no_jobs_any_more(client: httpx.Client, database: Database) -> None:
    deliver(client, pull_request(1))
    deliver(
        client, json.dumps({"action": "deleted", "installation": {"id": 5}}).encode(), event="installation"
    )
    assert [job.state for job in rows(database, jobs)] == ["dropped"]


def test_a_comment_that_begins_with_a_command_is_answered(client: httpx.Client, database: Database) -> None:
    assert deliver(client, comment("/certify recheck"), event="issue_comment").status_code == 202
    (job,) = rows(database, jobs)
    assert (job.kind, job.number, job.comment_id) == ("command", 1, 11)
    assert job.comment_digest == digest_of("/certify recheck")


@pytest.mark.parametrize(
    "body",
    [
        comment("Thank you!"),
        comment("> /certify approve"),
        comment("/certifyx"),
        comment("/certify help", action="edited"),
        comment("/certify help", sender="Bot"),
        comment("/certify help", is_pull_request=False),
    ],
)
def test_other_comments_are_left_alone(client: httpx.Client, database: Database, body: bytes) -> None:
    assert deliver(client, body, event="issue_comment").json()["outcome"] == "ignored"
    assert rows(database, jobs) == []


def test_only_the_repositories_that_are_named_are_served(
    database: Database, settings: Any, metrics: Any
) -> None:
    narrow = settings.model_copy(update={"github_repositories": frozenset({"contoso/connectors"})})
    gone = json.dumps({"action": "deleted", "installation": {"id": 5}}).encode()
    with serving(service_app(database, narrow, metrics)) as client:
        assert deliver(client, pull_request(repository="contoso/other")).json()["outcome"] == "ignored"
        assert deliver(client, pull_request(repository="Contoso/Connectors")).json()["outcome"] == "stored"
        assert deliver(client, gone, event="installation").json()["outcome"] == "stored"
    assert [job.state for job in rows(database, jobs)] == ["dropped"]


def test_a_rerun_is_of_the_pull_requests_that_were_reviewed_at_its_head(
    client: httpx.Client, database: Database
) -> None:
    head = "c" * 40
    with database.engine.begin() as connection:
        connection.execute(
            pulls.insert().values(
                repository_id=7,
                number=9,
                installation=5,
                repository="contoso/connectors",
                head=head,
                base="dev",
                reviewed=now(),
            )
        )
    body = check_run(head, numbers=(4,))
    for _ in range(2):
        assert deliver(client, body, event="check_run").status_code == 202
    assert [(job.number, bool(job.is_forced)) for job in rows(database, jobs)] == [(4, True), (9, True)] * 2


def test_only_the_installations_that_are_named_are_served(
    database: Database, settings: Any, metrics: Any
) -> None:
    narrow = settings.model_copy(update={"github_installations": frozenset({5})})
    with serving(service_app(database, narrow, metrics)) as client:
        assert deliver(client, pull_request(installation=6)).json()["outcome"] == "ignored"
        assert deliver(client, pull_request(installation=5)).json()["outcome"] == "stored"
    assert len(rows(database, jobs)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"installation": None},
        {"installation": {"id": "5"}},
        {"installation": {"id": True}},
        {"repository": {"id": 7, "full_name": "../x"}},
        {"repository": {"id": 2**70, "full_name": "a/b"}},
        {"pull_request": {"number": 1, "head": {"sha": "HEAD"}, "base": {"repo": {"id": 7}}}},
        {"pull_request": {"number": -1, "head": {"sha": "a" * 40}, "base": {"repo": {"id": 7}}}},
        {"pull_request": {"number": 1, "head": {"sha": "a" * 40}, "base": {"repo": {"id": 8}}}},
    ],
)
def test_fields_that_are_not_githubs_make_no_job(
    client: httpx.Client, database: Database, change: dict[str, Any]
) -> None:
    body = json.dumps(json.loads(pull_request()) | change).encode()
    assert deliver(client, body).status_code in {202, 400}
    assert rows(database, jobs) == []
