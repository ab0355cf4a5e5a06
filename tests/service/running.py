"""`certify serve` itself, as a process, against the fake GitHub; and what GitHub tells it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Self

import httpx
from payloads import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fake import FakeGitHub
    from fake.state import Comment


class Service:
    def __init__(self, hub: FakeGitHub, app: int, key: str, folder: Path, **settings: str) -> None:
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
            "CERTIFY_GITHUB_WRITE_SECONDS": "0",
            "CERTIFY_WORKERS": "1",
            **settings,
        }
        hub.webhook_url, hub.webhook_secret = f"{self.url}/webhooks/github", SECRET
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "certify", "serve", "--port", str(self._port)]
            self._process = subprocess.Popen(command, env=self._environment, stderr=log)
        wait_until(self.is_healthy)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(timeout=600)


def wait_until(condition: Callable[[], Any], seconds: float = 600) -> None:
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


def comment_payload(pull: Any, installation: int, comment: Comment) -> dict[str, Any]:
    return {
        "action": "created",
        "issue": {"number": pull.number, "pull_request": {"url": "x"}},
        "comment": {"id": comment.id, "body": comment.body, "user": {"type": "User"}},
        **{name: payload(pull, installation)[name] for name in ("repository", "installation")},
    }
