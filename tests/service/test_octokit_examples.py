"""The payloads that @octokit/webhooks-examples 7.6.1 collected from GitHub (MIT, see LICENSE.octokit)."""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from payloads import headers

from certify.service.events import Command, Gone, Ignored, Rerun, Review, read_event
from certify.service.tables import jobs

if TYPE_CHECKING:
    import httpx

    from certify.service.database import Database


@cache
def examples() -> dict[str, list[dict[str, Any]]]:
    text = lzma.decompress((Path(__file__).parent / "octokit-examples.json.xz").read_bytes())
    return {entry["name"]: entry["examples"] for entry in json.loads(text)}


def test_every_example_is_answered(client: httpx.Client, database: Database) -> None:
    statuses: dict[int, int] = {}
    for event, payloads in examples().items():
        for payload in payloads:
            body = json.dumps(payload).encode()
            answer = client.post("/webhooks/github", content=body, headers=headers(body, event=event))
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code in {200, 202}, (event, payload.get("action"), answer.text)
    assert sum(statuses.values()) == 329
    with database.engine.begin() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(jobs)).scalar_one() > 0


@pytest.mark.parametrize(
    ("event", "action", "effect"),
    [
        ("pull_request", "opened", Review),
        ("pull_request", "synchronize", Review),
        ("pull_request", "reopened", Review),
        ("pull_request", "ready_for_review", Review),
        ("pull_request", "closed", Ignored),
        ("pull_request", "labeled", Ignored),
        ("issue_comment", "created", Ignored),
        ("check_run", "rerequested", Rerun),
        ("check_suite", "rerequested", Rerun),
        ("installation", "deleted", Gone),
        ("push", None, Ignored),
    ],
)
def test_githubs_own_payloads_ask_for_what_they_should(event: str, action: str | None, effect: type) -> None:
    chosen = [payload for payload in examples()[event] if payload.get("action") == action]
    assert chosen
    for payload in chosen:
        # The App's payloads name their installation; some of the examples were sent to a repository's webhook.
        whole = payload | {"installation": payload.get("installation") or {"id": 1}}
        assert isinstance(read_event(event, json.dumps(whole).encode())[0], effect)


def test_a_command_in_githubs_own_comment_payload_is_found() -> None:
    payload = next(p for p in examples()["issue_comment"] if p["action"] == "created")
    payload["issue"]["pull_request"] = {"url": "x"}
    payload["comment"]["body"] = "\n/certify explain op-id-present"
    payload["installation"] = {"id": 1}
    effect, _ = read_event("issue_comment", json.dumps(payload).encode())
    assert isinstance(effect, Command)
    assert effect.comment_id == payload["comment"]["id"]
