from __future__ import annotations

import hashlib
import hmac
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from payloads import SECRET, headers, pull_request, sign
from serving import serving

from certify.service.intake import IntakeWriter
from certify.service.signature import is_signed
from certify.service.tables import JobState, deliveries, jobs
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


def test_a_push_to_a_pull_request_becomes_one_job(client: httpx.Client, database: Database) -> None:
    assert deliver(client, pull_request(3)).status_code == 202
    (job,) = rows(database, jobs)
    assert (job.kind, job.repository, job.repository_id, job.number, job.installation, job.state) == (
        *("review", "contoso/connectors", 7, 3, 5),
        "waiting",
    )


def test_only_a_post_is_a_delivery(client: httpx.Client) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_a_fault_of_ours_is_answered_so_that_github_keeps_the_delivery(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certify.service.webhook.read_event", lambda *_: 1 // 0)
    answer = deliver(client, pull_request())
    assert (answer.status_code, answer.json()["outcome"]) == (500, "failed")


def test_the_signature_is_githubs_own_example() -> None:
    signature = b"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_signed(b"Hello, World!", signature, [b"It's a Secret to Everybody"])


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        "sha1=" + "0" * 40,
        "sha256=" + "0" * 64,
        "sha256=" + "0" * 63,
        "sha256=" + "A" * 64,
        "sha256=" + "é" * 64,
        "SHA256=" + "0" * 64,
    ],
)
def test_without_a_right_signature_nothing_is_read(
    client: httpx.Client, database: Database, signature: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certify.service.webhook.read_event", lambda *_: pytest.fail("the body was read"))
    body = pull_request()
    given: dict[str, Any] = headers(body)
    del given["X-Hub-Signature-256"]
    if signature is not None:
        given["X-Hub-Signature-256"] = signature.encode()
    assert client.post(PATH, content=body, headers=given).status_code == 401
    assert rows(database, deliveries) == []


def test_a_sha1_signature_does_not_count(client: httpx.Client) -> None:
    body = pull_request()
    given = headers(body)
    del given["X-Hub-Signature-256"]
    given["X-Hub-Signature"] = "sha1=" + hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
    assert client.post(PATH, content=body, headers=given).status_code == 401


def test_two_signatures_are_none(client: httpx.Client) -> None:
    body = pull_request()
    given = [*headers(body).items(), ("X-Hub-Signature-256", sign(body, "guess"))]
    assert client.post(PATH, content=body, headers=given).status_code == 401


def test_a_changed_body_is_refused(client: httpx.Client) -> None:
    body = pull_request()
    assert client.post(PATH, content=body + b" ", headers=headers(body)).status_code == 401


def test_both_secrets_are_taken_while_one_replaces_the_other(client: httpx.Client) -> None:
    assert deliver(client, pull_request(1), secret="the next secret").status_code == 202
    assert deliver(client, pull_request(2), secret="the last secret").status_code == 401


def test_a_form_is_refused_even_when_it_is_signed(client: httpx.Client) -> None:
    body = b"payload=%7B%7D"
    given = headers(body) | {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(PATH, content=body, headers=given).status_code == 415


def test_a_compressed_body_is_refused(client: httpx.Client) -> None:
    body = pull_request()
    assert (
        client.post(PATH, content=body, headers=headers(body) | {"Content-Encoding": "gzip"}).status_code
        == 415
    )


def test_a_body_beyond_githubs_limit_is_refused_by_its_length(client: httpx.Client) -> None:
    given = headers(b"") | {"Host": "x", "Content-Length": str(25 * 1024 * 1024 + 1)}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    with socket.create_connection(
        (client.base_url.host, client.base_url.port or 0), timeout=10
    ) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\n{head}\r\n".encode())
        assert connection.recv(100).split()[1] == b"413"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /webhooks/github HTTP/1.1\r\nHost: x\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\n",
    ],
)
def test_headers_that_do_not_arrive_close_the_connection(
    client: httpx.Client, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certify.service.prompt.PromptProtocol.head_seconds", 0.1)
    place = (client.base_url.host, client.base_url.port or 0)
    with socket.create_connection(place, timeout=300) as connection:
        connection.sendall(sent)
        answers = b""
        while chunk := connection.recv(4096):
            answers += chunk
    assert answers.count(b" 200 ") == (1 if sent.startswith(b"GET") else 0)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 5000, b'{"action":1}']
)
def test_a_signed_body_that_is_no_event_is_malformed(
    client: httpx.Client, database: Database, body: bytes
) -> None:
    assert deliver(client, body).status_code == 400
    assert rows(database, jobs) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-GitHub-Delivery", ""),
        ("X-GitHub-Delivery", "a" * 65),
        ("X-GitHub-Delivery", "a b"),
        ("X-GitHub-Event", "Pull"),
        ("X-GitHub-Event", ""),
    ],
)
def test_headers_that_github_does_not_send_are_malformed(client: httpx.Client, name: str, value: str) -> None:
    body = pull_request()
    assert client.post(PATH, content=body, headers=headers(body) | {name: value}).status_code == 400


def test_the_same_delivery_a_hundred_times_at_once_is_one_job(
    client: httpx.Client, database: Database
) -> None:
    body = pull_request()
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda _: deliver(client, body, guid="same").status_code, range(100)))
    assert sorted(statuses) == [200] * 99 + [202]
    assert len(rows(database, jobs)) == 1


def test_a_replayed_body_with_another_id_or_event_is_no_second_job(
    client: httpx.Client, database: Database
) -> None:
    body = pull_request()
    assert deliver(client, body).status_code == 202
    assert deliver(client, body).status_code == 200
    assert deliver(client, body, event="check_run").status_code == 400
    assert len(rows(database, jobs)) == 1


def test_a_delivery_is_known_after_a_restart(
    client: httpx.Client, database: Database, settings: Any, metrics: Any
) -> None:
    body = pull_request()
    deliver(client, body, guid="before")
    with serving(service_app(database, settings, metrics)) as restarted:
        assert deliver(restarted, body, guid="before").status_code == 200


def test_a_delivery_sent_again_takes_up_what_was_given_up(client: httpx.Client, database: Database) -> None:
    body = pull_request()
    deliver(client, body, guid="again")
    with database.engine.begin() as connection:
        connection.execute(jobs.update().values(state=JobState.DEAD, attempts=5))
    assert deliver(client, body, guid="again").status_code == 202
    (job,) = rows(database, jobs)
    assert (job.state, job.attempts) == ("waiting", 0)


def test_what_cannot_be_stored_is_not_accepted_and_does_not_fail_others(
    client: httpx.Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sa.exc.OperationalError("insert", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr("certify.service.intake.store", full)
        answer = deliver(client, pull_request(), guid="kept")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert deliver(client, pull_request(), guid="kept").status_code == 202
    assert len(rows(database, deliveries)) == 1


def test_a_batch_with_one_bad_delivery_keeps_the_others(database: Database) -> None:
    from certify.service.events import Review
    from certify.service.intake import Delivery, Intake

    writer = IntakeWriter(database.engine)
    good = Delivery("good", None, "pull_request", "opened", Review(5, "a/b", 7, 1))
    bad = Delivery("bad", None, None, "opened", Review(5, "a/b", 7, 2))  # type: ignore[arg-type] - refused by the table
    futures = [writer.submit(bad), writer.submit(good)]
    writer.start()
    writer.stop()
    assert futures[1].result(1) is Intake.STORED
    assert isinstance(futures[0].exception(1), sa.exc.IntegrityError)
