"""The fake GitHub for every test of the client, the bot and publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fake import FakeGitHub

from certify.github.client import GitHubClient
from certify.github.credentials import Token
from certify.github.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def github(tmp_path: Path) -> Iterator[FakeGitHub]:
    """A GitHub of the test's own, at `github.url`. What every request looked like is judged at the end.

    upstream = github.repository("microsoft/Connectors", {"readme.md": "hello"}, branch="dev")
    token = github.user("someone")                          # a user, and a token of theirs
    app, private_key = github.app("certify")                # an App; github.install(app, "owner/name")
    fork = github.fork(upstream, "contoso")
    pull = github.open_pull(upstream, {"a/b.json": "{}"}, head=fork, author="contoso")
    github.push(fork, "change", {"a/b.json": "[]"})         # open pull requests follow
    github.files(upstream, "dev", "a")                      # what a branch holds
    github.faults.plan(Fault.BAD_GATEWAY_AFTER, "issues/create-comment")
    github.faults.chaos(seed=1, chance=0.1)
    github.webhook_url = ...; github.deliver("ping", {...})  # signed, and remembered
    github.requests, github.writes(), upstream.pulls, upstream.comments, upstream.check_runs
    """
    with FakeGitHub(tmp_path / "github") as fake:
        yield fake
    assert fake.violations == []


@pytest.fixture
def client_of(github: FakeGitHub) -> Callable[[str], GitHubClient]:
    """The real client as a user of the fake: `client_of("contoso")`. It never waits."""

    def client(login: str, timeout: int = 5) -> GitHubClient:
        token = Token(github.user(login))
        return GitHubClient(Transport(token.auth(), github.url, timeout=timeout, pause=0, retry_wait=0))

    return client
