"""A GitHub of one SQLite file, and a bot that comments and makes check runs there: to see what the service does to it.

Run as a program it is `certify serve` or `certify worker` with this bot. Finding and creating are two calls with a pause
between them, so that two runs of one pull request at a time would leave two comments.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from certify.github.errors import NotFound, RateLimited, Unreachable
from certify.github.port import PullRequest
from certify.service.runs import Bot

if TYPE_CHECKING:
    from certify.github.jobs import CommandJob, ReviewJob

_TABLES = """
create table if not exists pulls (repository text, number int, head text, is_open int, primary key (repository, number));
create table if not exists comments (id integer primary key, repository text, number int, body text);
create table if not exists checks (id integer primary key, repository text, head text);
create table if not exists calls (id integer primary key, name text, repository text, number int, detail text, pid int, at real);
"""


@dataclass(frozen=True)
class StandInGitHub:
    """`faults` is the share of calls that fail, half of the writes after they took effect."""

    path: str
    pause: float = 0.0
    faults: float = 0.0

    def query(self, sql: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.execute("pragma synchronous=off")
            return connection.execute(sql, values).fetchall()

    def prepare(self) -> None:
        with closing(sqlite3.connect(self.path, timeout=30)) as connection:
            connection.execute("pragma journal_mode=wal")
            connection.executescript(_TABLES)

    def push(self, repository: str, number: int, head: str, *, is_open: bool = True) -> None:
        self.query("insert or replace into pulls values (?, ?, ?, ?)", repository, number, head, is_open)

    def record(self, name: str, repository: str, number: int, detail: str) -> None:
        self.query(
            "insert into calls (name, repository, number, detail, pid, at) values (?, ?, ?, ?, ?, ?)",
            *(name, repository, number, detail, os.getpid(), time.time()),
        )

    def reviews(self) -> list[tuple[str, int, str]]:
        """Every review that was begun: repository, number, head."""
        return self.query("select repository, number, detail from calls where name = 'review' order by id")

    def _fail(self, when: str) -> None:
        if random.random() < self.faults / 2:
            if random.random() < 0.1:
                raise RateLimited("too many requests", datetime.now(UTC) + timedelta(seconds=0.5))
            raise Unreachable(f"no answer ({when})")

    def pull_request(self, repository: str, number: int) -> PullRequest:
        self._fail("read")
        rows = self.query(
            "select head, is_open from pulls where repository = ? and number = ?", repository, number
        )
        if not rows:
            raise NotFound(f"there is no pull request {number}")
        head, is_open = rows[0]
        return PullRequest(
            number,
            bool(is_open),
            False,
            "A title",
            "octocat",
            head,
            "topic",
            repository,
            "b" * 40,
            "dev",
            "url",
        )

    def comments(self, repository: str, number: int) -> list[tuple[int, str]]:
        self._fail("read")
        return self.query(
            "select id, body from comments where repository = ? and number = ?", repository, number
        )

    def create_comment(self, repository: str, number: int, body: str) -> None:
        self._fail("before")
        self.query(
            "insert into comments (repository, number, body) values (?, ?, ?)", repository, number, body
        )
        self._fail("after")

    def update_comment(self, repository: str, comment: int, body: str) -> None:
        self._fail("before")
        self.query("update comments set body = ? where id = ? and repository = ?", body, comment, repository)
        self._fail("after")

    def check_runs(self, repository: str, head: str, _name: str) -> list[tuple[int]]:
        self._fail("read")
        return self.query("select id from checks where repository = ? and head = ?", repository, head)

    def create_check_run(self, repository: str, head: str) -> None:
        self._fail("before")
        self.query("insert into checks (repository, head) values (?, ?)", repository, head)
        self._fail("after")


def review(github: Any, job: ReviewJob) -> None:
    pull = github.pull_request(job.repository, job.number)
    github.record("review", job.repository, job.number, pull.head_sha)
    if not github.check_runs(job.repository, pull.head_sha, "certify"):
        time.sleep(random.uniform(0, github.pause))
        github.create_check_run(job.repository, pull.head_sha)
    found = github.comments(job.repository, job.number)
    time.sleep(random.uniform(0, github.pause))
    if found:
        github.update_comment(job.repository, found[0][0], pull.head_sha)
    else:
        github.create_comment(job.repository, job.number, pull.head_sha)


def answer(github: Any, job: CommandJob, _watch: object) -> None:
    github.record("command", job.repository, job.number, str(job.comment_id))


def make_bot(github: StandInGitHub) -> Bot:
    return Bot(connect=lambda _job: github, review=review, answer=answer)


def main() -> int:
    from certify.service.serving import serve, work

    if sys.argv[1] == "serve":
        return serve("127.0.0.1", int(sys.argv[2]), (sys.executable, __file__, "worker", "--until-eof"))
    github = StandInGitHub(**json.loads(os.environ["STAND_IN"]))
    return work(
        "127.0.0.1", None, lambda _settings, _database: make_bot(github), until_eof="--until-eof" in sys.argv
    )


if __name__ == "__main__":
    sys.exit(main())
