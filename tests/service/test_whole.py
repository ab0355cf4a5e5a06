"""`certify serve` itself, as a process, against the fake GitHub: from a webhook to a check run and a comment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from payloads import SECRET

sys.path.insert(0, str(Path(__file__).parent.parent / "github"))

from fake import FakeGitHub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent.parent
BASE = "independent-publisher-connectors/Harbor Weather"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeGitHub]:
    with FakeGitHub(tmp_path / "github") as fake:
        yield fake
    assert fake.violations == []


class Service:
    def __init__(self, hub: FakeGitHub, app: int, key: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "service.log"
        self.key = key
        self._port = port
        self._environment = {
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "CERTIFY_GITHUB_WEBHOOK_SECRET": SECRET,
            "CERTIFY_GITHUB_APP_ID": str(app),
            "CERTIFY_GITHUB_PRIVATE_KEY": key,
            "CERTIFY_GITHUB_API_URL": hub.url,
            "CERTIFY_WORKERS": "1",
        }
        hub.webhook_url, hub.webhook_secret = f"{self.url}/webhooks/github", SECRET
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "certify", "serve", "--port", str(self._port)]
            self._process = subprocess.Popen(command, env=self._environment, stderr=log)
        wait_until(self.is_healthy)

    def is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(timeout=60)


def wait_until(condition: Callable[[], Any], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def payload(pull: Any, installation: int, action: str = "opened") -> dict[str, Any]:
    base = pull.base
    return {
        "action": action,
        "pull_request": {
            "number": pull.number,
            "head": {"sha": pull.head_sha},
            "base": {"ref": pull.base_ref, "repo": {"id": base.id}},
        },
        "repository": {"id": base.id, "full_name": base.full_name},
        "installation": {"id": installation},
    }


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
    service = Service(hub, app.id, key, tmp_path)
    service.start()
    pull = hub.open_pull(upstream, example, author="octocat")
    assert hub.deliver("pull_request", payload(pull, installation)).status_code == 202
    wait_until(lambda: upstream.comments)
    (check,) = upstream.check_runs.values()
    wait_until(lambda: check.conclusion)
    assert check.conclusion == "failure"
    (comment,) = upstream.comments.values()
    assert comment.app is app

    asked = hub.comment(pull, "octocat", "/certify help")
    wanted = {
        "action": "created",
        "issue": {"number": pull.number, "pull_request": {"url": "x"}},
        "comment": {"id": asked.id, "body": asked.body, "user": {"type": "User"}},
        **{name: payload(pull, installation)[name] for name in ("repository", "installation")},
    }
    assert hub.deliver("issue_comment", wanted).status_code == 202
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
