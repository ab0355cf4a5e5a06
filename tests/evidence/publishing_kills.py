"""The real bot, killed: reviews, approvals and publications at a failing GitHub, each done once whoever dies.

Usage: python tests/evidence/publishing_kills.py [--database sqlite|postgresql] [--workers 2] [--kills 100] [--pulls 8]

Pull requests with a package each are opened at the fake GitHub (real git, judged by GitHub's description), approved and published
by comments, while `certify serve` and `certify worker` are killed (-9) at random moments and a tenth of the calls to GitHub fail.
Ends with status 1 unless each pull request has one comment and one check run of ours, each command one answer, and each
package one pull request upstream with exactly the certified bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "service"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "github"))

from fake import FakeGitHub
from fleet import free_port
from payloads import SECRET
from postgres import postgres
from running import comment_payload, payload

from certify.certificate import new_key
from certify.core.rule import Profile
from certify.examples import golden
from certify.service.database import connect
from certify.service.metrics import read_backlog
from certify.service.settings import ServiceSettings
from certify.service.tables import OPEN, JobState

if TYPE_CHECKING:
    from fake.state import Pull, Repository

UPSTREAM = "microsoft/PowerPlatformConnectors"
KIND = "certified-connectors"


class Processes:
    """One web process and some workers."""

    def __init__(self, environment: dict[str, str], log: Path, workers: int) -> None:
        self.port = free_port()
        self.kills = {"web": 0, "worker": 0}
        self._environment, self._log = environment, log
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        for name in ("web", *(f"worker-{number}" for number in range(workers))):
            self.start(name)

    def start(self, name: str) -> None:
        command = ["serve", "--port", str(self.port)] if name == "web" else ["worker"]
        alone = {"CERTIFY_WORKERS": "0"} if name == "web" else {}
        with self._log.open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "certify", *command], env=self._environment | alone, stderr=log
            )

    def kill_one(self) -> None:
        name = random.choice(list(self._running))
        self._running[name].send_signal(signal.SIGKILL)
        self._running[name].wait()
        self.kills[name.partition("-")[0]] += 1
        self.start(name)

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(timeout=300)


class Setting:
    """The desk's repository, upstream and its fork, at a GitHub that fails."""

    def __init__(self, hub: FakeGitHub) -> None:
        self.hub = hub
        roles = {"jane": "write"}
        self.desk = hub.repository("contoso/connectors", {"readme.md": "x"}, branch="dev", permissions=roles)
        self.upstream = hub.repository(UPSTREAM, {f"{KIND}/readme.md": "x"}, branch="dev")
        self.fork = hub.fork(self.upstream, "contoso")
        self.fork.permissions["machine-user"] = "write"
        self.app, self.key = hub.app("certify")
        self.installation = hub.install(self.app, self.desk.full_name, self.fork.full_name)
        self.pulls: list[tuple[Pull, dict[str, bytes]]] = []

    def open(self, number: int) -> None:
        """A pull request with a package of its own, and the comments that have it published."""
        files = dict(golden(Profile.VERIFIED).files)
        definition = json.loads(files["apiDefinition.swagger.json"])
        definition["info"]["title"] = f"Tidewater Stock {number}"
        files["apiDefinition.swagger.json"] = json.dumps(definition, indent=2).encode()
        folder = f"{KIND}/{definition['info']['title']}"
        changes = {f"{folder}/{path}": data for path, data in files.items()}
        pull = self.hub.open_pull(self.desk, changes, author="octocat", branch=f"change-{number}")
        self.pulls.append((pull, files))
        self.deliver("pull_request", payload(pull, self.installation))
        for text in (f"/certify approve {pull.head_sha}", "/certify publish", "/certify publish"):
            comment = self.hub.comment(pull, "jane", text)
            self.deliver("issue_comment", comment_payload(pull, self.installation, comment))

    def deliver(self, event: str, given: dict[str, Any]) -> None:
        """Send it until it is taken, and a second time."""
        guid = f"{random.getrandbits(128):032x}"
        for _ in range(2):
            while not 200 <= (status := self.hub.deliver(event, given, guid=guid).status_code) < 300:
                # While the web process is away; anything else is this program's fault.
                assert status in {502, 503}, status
                time.sleep(0.1)

    def faults_of(self, pull: Pull, files: dict[str, bytes]) -> list[str]:
        """What is not as it should be."""
        comments = [one for one in self.desk.comments.values() if one.number == pull.number]
        ours = [one.body for one in comments if one.app is self.app]
        asked = [one.id for one in comments if one.app is None]
        answers = [sum(f"<!-- certify:answer:{number} -->" in body for body in ours) for number in asked]
        checks = [run for run in self.desk.check_runs.values() if run.head_sha == pull.head_sha]
        opened = [one for one in self.upstream.pulls.values() if self._holds(one, files)]
        told = {
            "comments": sum(body.startswith("<!-- certify:v1 -->") for body in ours),
            "check runs": len(checks),
            "concluded": sum(run.conclusion == "success" for run in checks),
            "pull requests upstream": len(opened),
        }
        found = [f"{count} {name}" for name, count in told.items() if count != 1]
        said = [body[:400] for body in ours if "certify:answer" in body] if found else []
        return [*found, *([f"answers {answers}"] * (answers != [1, 1, 1])), *said]

    def _holds(self, proposed: Pull, files: dict[str, bytes]) -> bool:
        title = json.loads(files["apiDefinition.swagger.json"])["info"]["title"]
        head: Repository | None = proposed.head_repository
        return head is not None and self.hub.files(head, proposed.head_ref, f"{KIND}/{title}") == files


def measure(options: argparse.Namespace, stack: ExitStack) -> int:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    url = stack.enter_context(postgres()) if options.database == "postgresql" else None
    hub = stack.enter_context(FakeGitHub(folder / "github"))
    hub.faults.retry_after = 1
    setting = Setting(hub)
    pair = new_key()
    (folder / "desk-key").write_bytes(pair.private)
    machine = hub.user("machine-user")
    settings = {
        "CERTIFY_DATA": str(folder / "data"),
        "CERTIFY_GITHUB_WEBHOOK_SECRET": SECRET,
        "CERTIFY_GITHUB_APP_ID": str(setting.app.id),
        "CERTIFY_GITHUB_PRIVATE_KEY": setting.key,
        "CERTIFY_GITHUB_API_URL": hub.url,
        "CERTIFY_GITHUB_WRITE_SECONDS": "0",
        "CERTIFY_SIGNING_KEY": str(folder / "desk-key"),
        "CERTIFY_PUBLISH": "token",
        "CERTIFY_PUBLISH_FORK": setting.fork.full_name,
        "CERTIFY_GITHUB_PUBLISH_TOKEN": machine,
        "CERTIFY_LEASE_SECONDS": "10",
        "CERTIFY_ATTEMPTS": "50",
        "CERTIFY_RETRY_SECONDS": "0.2",
    } | ({"CERTIFY_DATABASE_URL": url} if url else {})
    processes = Processes(os.environ | settings, folder / "log", options.workers)
    stack.callback(processes.stop)
    hub.webhook_url, hub.webhook_secret = f"http://127.0.0.1:{processes.port}/webhooks/github", SECRET
    begun = time.monotonic()
    for number in range(options.pulls):
        setting.open(number)
    hub.faults.chaos(options.seed, 0.1)
    database = connect(ServiceSettings(data=folder / "data", database_url=url))
    at_work, last_kill = 0, time.monotonic()
    while True:
        states = read_backlog(database.engine).states
        if not any(states[state] for state in OPEN) or time.monotonic() > last_kill + options.most_seconds:
            break
        time.sleep(random.uniform(*options.interval))
        if sum(processes.kills.values()) < options.kills:
            at_work += bool(read_backlog(database.engine).states[JobState.RUNNING])
            processes.kill_one()
            last_kill = time.monotonic()
    faults = [
        (pull.number, found) for pull, files in setting.pulls if (found := setting.faults_of(pull, files))
    ]
    log = (folder / "log").read_text()
    secrets = [machine, SECRET, *hub.state.credentials, *setting.key.splitlines()[1:-1]]
    leaks = sum(secret in log for secret in secrets)
    failed = sum(one.fault is not None for one in hub.requests)
    done = {str(state): count for state, count in states.items() if count}
    print(
        f"{options.database}, {options.workers} workers, killed: {processes.kills}, {at_work} times while a job ran; {len(hub.requests)} requests, {failed} of "
        f"them failed, {len(hub.violations)} against GitHub's description; jobs {done}; {time.monotonic() - begun:.0f} s\n"
        f"{options.pulls} pull requests, {len(setting.upstream.pulls)} upstream; not as it should be: {faults or 'nothing'}; "
        f"secrets in the log: {leaks}"
    )
    database.dispose()
    is_good = not faults and not leaks and not hub.violations and len(setting.upstream.pulls) == options.pulls
    return 0 if is_good else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pulls", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--interval", type=float, nargs=2, default=(2.0, 12.0), help="seconds between kills")
    parser.add_argument(
        "--most-seconds", type=float, default=1800, help="how long the rest may take after the last kill"
    )
    with ExitStack() as stack:
        return measure(parser.parse_args(), stack)


if __name__ == "__main__":
    sys.exit(main())
