"""What the service keeps when its processes are killed: deliveries, verdicts, and one comment a pull request.

Usage: python tests/evidence/service_faults.py [--database sqlite|postgresql] [--workers 2] [--kills 100] [--pulls 150]

Every delivery is sent three times, shuffled, as GitHub's redelivery would, while web and worker processes are killed (-9) at
random moments and a tenth of the calls to the stand-in GitHub fail, half of the writes after they took effect. Ends with
status 1 when a delivery was lost, a pull request lacks the verdict of its last head, or has two comments or check runs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "service"))

from fleet import Fleet, environment
from payloads import SECRET, headers, pull_request
from postgres import postgres, why_not
from stand_in import StandInGitHub

from certify.service.database import connect
from certify.service.metrics import read_backlog
from certify.service.settings import ServiceSettings
from certify.service.tables import OPEN

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

REPOSITORY = "contoso/connectors"
PUSHES = 3
TIMES = 3


def head_of(number: int, push: int) -> str:
    return f"{number:020x}{push:020x}"


def deliveries(pulls: int) -> list[tuple[bytes, str]]:
    """Bodies and ids of three pushes to each pull request."""
    return [
        (
            pull_request(number, head_of(number, push), action="opened" if push == 0 else "synchronize"),
            f"{number}-{push}",
        )
        for number in range(1, pulls + 1)
        for push in range(PUSHES)
    ]


class Senders:
    """Send every delivery until it is taken."""

    def __init__(self, url: str, entries: list[tuple[bytes, str]], spacing: float) -> None:
        self.statuses: list[int] = []
        self._url = f"{url}/webhooks/github"
        self._entries = iter(entries)
        self._lock = threading.Lock()
        self._spacing = spacing
        self._threads = [threading.Thread(target=self._send_all) for _ in range(4)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _send_all(self) -> None:
        with httpx.Client(timeout=10) as client:
            while True:
                with self._lock:
                    entry = next(self._entries, None)
                if entry is None:
                    return
                self.statuses.append(self._send(client, *entry))
                time.sleep(self._spacing)

    def _send(self, client: httpx.Client, body: bytes, guid: str) -> int:
        while True:
            try:
                response = client.post(self._url, content=body, headers=headers(body, guid=guid))
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if response.status_code < 300:
                return response.status_code
            assert response.status_code == 503, response.text
            time.sleep(0.05)


def wait_for_the_end(engine: Engine, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = read_backlog(engine).states
        if not any(states[state] for state in OPEN):
            return
        time.sleep(0.5)


def judge(
    options: argparse.Namespace, github: StandInGitHub, engine: Engine, senders: Senders, fleet: Fleet
) -> bool:
    """Print what was kept, and whether it is everything."""
    with engine.begin() as connection:
        stored = connection.exec_driver_sql("select count(*) from deliveries").scalar_one()
    expected = options.pulls * PUSHES
    comments = github.query("select number, body from comments")
    checks = github.query("select head, count(*) from checks group by head")
    last = {(number, head_of(number, PUSHES - 1)) for number in range(1, options.pulls + 1)}
    lacking = len(last - set(comments)) + len({head for _, head in last} - {head for head, _ in checks})
    doubled = len(comments) - len({number for number, _ in comments}) + sum(count > 1 for _, count in checks)
    logs = fleet.logs()
    taken = sum(json.loads(line).get("runs", 0) for line in logs.splitlines() if '"work taken over"' in line)
    states = {str(state): count for state, count in read_backlog(engine).states.items() if count}
    print(
        f"{options.database}, killed: {fleet.kills}; {len(senders.statuses)} deliveries of {expected} events taken "
        f"({senders.statuses.count(202)} x 202, {senders.statuses.count(200)} x 200 as known), {stored} stored\n"
        f"{options.pulls} pull requests, {len(github.reviews())} reviews begun, {taken} runs taken over, jobs {states}\n"
        f"lost deliveries: {expected - stored}, last heads without verdict: {lacking}, double effects: {doubled}, "
        f"secrets in logs: {logs.count(SECRET)}"
    )
    return stored == expected and not lacking and not doubled and SECRET not in logs


def measure(options: argparse.Namespace, stack: ExitStack) -> int:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    url = None
    if options.database == "postgresql":
        reason = why_not()
        if reason:
            print(f"skipped: {reason}")
            return 0
        url = stack.enter_context(postgres())
    github = StandInGitHub(str(folder / "github.sqlite"))
    github.prepare()
    for number in range(1, options.pulls + 1):
        github.push(REPOSITORY, number, head_of(number, PUSHES - 1))
    more = {"CERTIFY_DATABASE_URL": url} if url else {}
    settings = environment(
        folder,
        github.path,
        pause=options.pause,
        faults=0.1,
        CERTIFY_WORKERS="4",
        CERTIFY_LEASE_SECONDS="3",
        CERTIFY_ATTEMPTS="50",
        CERTIFY_RETRY_SECONDS="0.2",
        **more,
    )
    fleet = Fleet(settings, folder, options.workers)
    fleet.start_all()
    sent = deliveries(options.pulls) * TIMES
    random.shuffle(sent)
    senders = Senders(fleet.url, sent, options.spacing)
    begun = time.monotonic()
    senders.start()
    while sum(fleet.kills.values()) < options.kills:
        time.sleep(random.uniform(*options.interval))
        fleet.kill_one()
    senders.join()
    database = connect(ServiceSettings(data=folder, database_url=url))
    wait_for_the_end(database.engine, 180)
    seconds = time.monotonic() - begun
    fleet.stop()
    is_good = judge(options, github, database.engine, senders, fleet)
    print(f"{seconds:.0f} s")
    database.dispose()
    return 0 if is_good and len(senders.statuses) == len(sent) else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pulls", type=int, default=150)
    parser.add_argument(
        "--workers", type=int, default=2, help="worker processes; 0: the web process keeps one"
    )
    parser.add_argument(
        "--interval", type=float, nargs=2, default=(0.3, 2.5), help="seconds between two kills"
    )
    parser.add_argument(
        "--pause", type=float, default=0.5, help="the longest pauses within a review, in seconds"
    )
    parser.add_argument(
        "--spacing", type=float, default=0.4, help="seconds between two deliveries of a sender"
    )
    with ExitStack() as stack:
        return measure(parser.parse_args(), stack)


if __name__ == "__main__":
    sys.exit(main())
