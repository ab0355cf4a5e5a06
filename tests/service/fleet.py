"""The processes of a service with the stand-in bot: started, killed, started anew."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from payloads import SECRET, app_key

PROGRAM = str(Path(__file__).with_name("stand_in.py"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(
    folder: Path, github: str, *, pause: float = 0.0, faults: float = 0.0, **settings: str
) -> dict[str, str]:
    """The settings of a service that works on the stand-in GitHub in the file `github`."""
    return {
        **os.environ,
        "CERTIFY_DATA": str(folder),
        "CERTIFY_GITHUB_WEBHOOK_SECRET": SECRET,
        "CERTIFY_GITHUB_APP_ID": "1",
        "CERTIFY_GITHUB_PRIVATE_KEY": app_key(),
        "STAND_IN": json.dumps({"path": github, "pause": pause, "faults": faults}),
        **settings,
    }


@dataclass
class Fleet:
    """A web process, and so many worker processes; with none the web process keeps one itself."""

    environment: dict[str, str]
    folder: Path
    workers: int = 0
    port: int = field(default_factory=free_port)
    kills: dict[str, int] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str) -> None:
        arguments = ["serve", str(self.port)] if name == "web" else ["worker"]
        alone = {"CERTIFY_WORKERS": "0"} if name == "web" and self.workers else {}
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, PROGRAM, *arguments], env=self.environment | alone, stderr=log, stdout=log
            )

    def start_all(self) -> None:
        for name in ("web", *(f"worker-{index}" for index in range(self.workers))):
            self.start(name)
        for _ in range(600):
            try:
                if httpx.get(f"{self.url}/health").status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the service did not start")

    def processor_seconds(self, name: str) -> float:
        """How much processor time the process has used so far; 0 where the system does not tell (it does on Linux)."""
        try:
            stat = Path(f"/proc/{self._running[name].pid}/stat").read_text()
        except OSError:
            return 0.0
        ticks = stat.rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def kill_one(self) -> None:
        name = random.choice(list(self._running))
        process = self._running[name]
        process.send_signal(signal.SIGKILL)
        process.wait()
        kind = name.partition("-")[0]
        self.kills[kind] = self.kills.get(kind, 0) + 1
        self.start(name)

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(timeout=60)

    def logs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))
