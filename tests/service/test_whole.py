"""From a webhook to a check run and a comment; and all the way to the pull request that publishes what was certified."""

from __future__ import annotations

import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from fake import FakeGitHub
from payloads import SECRET
from running import Service, comment_payload, payload, wait_until

from certify.certificate import new_key, trusted_key, verify
from certify.core.package import Package
from certify.core.rule import Profile
from certify.examples import golden

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
BASE = "independent-publisher-connectors/Harbor Weather"
STOCK = "certified-connectors/Tidewater Stock"
UPSTREAM = "microsoft/PowerPlatformConnectors"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeGitHub]:
    with FakeGitHub(tmp_path / "github") as fake:
        yield fake
    assert fake.violations == []


def test_from_the_first_webhook_to_the_comment_without_any_other_program(
    hub: FakeGitHub, tmp_path: Path
) -> None:
    upstream = hub.repository("contoso/connectors", {"readme.md": "Connectors"}, branch="dev")
    app, key = hub.app("certify")
    installation = hub.install(app, "contoso/connectors")
    example = {
        f"{BASE}/{path.name}": path.read_bytes()
        for path in (ROOT / "examples" / "harbor-weather").iterdir()
        if path.is_file()
    }
    with Service(hub, app.id, key, tmp_path) as service:
        pull = hub.open_pull(upstream, example, author="octocat")
        assert hub.deliver("pull_request", payload(pull, installation)).status_code == 202
        wait_until(lambda: upstream.comments)
        (check,) = upstream.check_runs.values()
        wait_until(lambda: check.conclusion)
        assert check.conclusion == "failure"
        (comment,) = upstream.comments.values()
        assert comment.app is app

        asked = hub.comment(pull, "octocat", "/certify help")
        assert hub.deliver("issue_comment", comment_payload(pull, installation, asked)).status_code == 202
        wait_until(lambda: len(upstream.comments) == 3)

        text = httpx.get(f"{service.url}/metrics").text
        assert 'certify_job_runs_total{kind="review",outcome="done"} 1.0' in text
        assert 'certify_github_calls_total{call="create_comment",outcome="ok"}' in text
        assert httpx.get(f"{service.url}/ready").json()["ready"] is True

        # The web process dies; its worker process does not outlive it, and what was sent meanwhile is asked for again.
        service.stop(signal.SIGKILL)
        hub.push(upstream, pull.head_ref, {f"{BASE}/readme.md": "# Harbor Weather"})
        missed = hub.deliver("pull_request", payload(pull, installation, "synchronize"))
        assert missed.status_code >= 500
        service.start()
        wait_until(
            lambda: {run.head_sha for run in upstream.check_runs.values()} == {check.head_sha, pull.head_sha}
        )
        assert service.stop() == 0
        assert sum(comment.app is app for comment in upstream.comments.values()) == 2

        log = service.log.read_text()
        tokens = [token for token in hub.state.credentials if token.startswith("ghs_")]
        assert tokens
        for secret in (SECRET, *tokens, *key.splitlines()[1:3]):
            assert secret not in log


def test_from_a_broken_package_to_the_pull_request_upstream(hub: FakeGitHub, tmp_path: Path) -> None:
    desk = hub.repository(
        "contoso/connectors", {"readme.md": "x"}, branch="dev", permissions={"jane": "write"}
    )
    upstream = hub.repository(UPSTREAM, {"certified-connectors/readme.md": "x"}, branch="dev")
    fork = hub.fork(upstream, "contoso")
    # GitHub lets only who may write to the branch propose it.
    fork.permissions["machine-user"] = "write"
    app, key = hub.app("certify")
    installation = hub.install(app, desk.full_name, fork.full_name)
    pair = new_key()
    (tmp_path / "desk-key").write_bytes(pair.private)
    machine = hub.user("machine-user")
    settings = {
        "CERTIFY_SIGNING_KEY": str(tmp_path / "desk-key"),
        "CERTIFY_PUBLISH": "token",
        "CERTIFY_PUBLISH_FORK": fork.full_name,
        "CERTIFY_GITHUB_PUBLISH_TOKEN": machine,
    }
    files = {f"{STOCK}/{path}": data for path, data in golden(Profile.VERIFIED).files.items()}

    def ours() -> list[str]:
        return [comment.body for _, comment in sorted(desk.comments.items()) if comment.app is app]

    def say(text: str) -> str:
        """Somebody who may write comments; the bot's answer."""
        before = len(ours())
        told = comment_payload(pull, installation, hub.comment(pull, "jane", text))
        assert hub.deliver("issue_comment", told).status_code == 202
        wait_until(lambda: len(ours()) > before)
        return ours()[-1]

    broken = files | {f"{STOCK}/apiProperties.json": b"{}"}
    with Service(hub, app.id, key, tmp_path, **settings) as service:
        pull = hub.open_pull(desk, broken, author="octocat")
        assert hub.deliver("pull_request", payload(pull, installation)).status_code == 202
        wait_until(ours)
        assert "changes required" in ours()[0]
        assert "Nobody has approved" in say("/certify publish") or "only what is ready" in ours()[-1]

        hub.push(desk, pull.head_ref, files, "Mend it")
        assert hub.deliver("pull_request", payload(pull, installation, "synchronize")).status_code == 202
        wait_until(lambda: "changes required" not in ours()[0])
        assert f"/certify approve {pull.head_sha[:7]}" in ours()[0]

        approved = say(f"/certify approve {pull.head_sha[:7]}")
        published = say("/certify publish")
        say("/certify publish")
        assert service.stop() == 0

    assert f"{UPSTREAM}/pull/" in published, published
    [opened] = upstream.pulls.values()
    assert f"{UPSTREAM}/pull/{opened.number}" in published
    assert opened.author.login == "machine-user"
    held = hub.files(fork, opened.head_ref, STOCK)
    assert held == {path.removeprefix(f"{STOCK}/"): data for path, data in files.items()}
    statement = re.search(r"```json\n(.*?)\n```", approved, re.DOTALL)
    assert statement is not None
    package = Package("stock", "stock", held)
    assert (
        verify(statement[1].encode(), package, [trusted_key(pair.public)], datetime.now(UTC)).statement.digest
        == package.digest
    )
    assert sum("<!-- certify:v1 -->" in body for body in ours()) == 1
    for secret in (machine, SECRET, *(token for token in hub.state.credentials)):
        assert secret not in service.log.read_text()
