"""What the client makes of GitHub's failures: reads again, writes again only what has no second effect, never waits for a limit, never a token."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from fake import Fault

from certify.github.errors import GitHubError, NotFound, RateLimited, Refused, Unreachable

UPSTREAM = "microsoft/Connectors"
pytestmark = pytest.mark.usefixtures("upstream")
LIMITS = [Fault.SECONDARY_LIMIT, Fault.TOO_MANY_REQUESTS, Fault.PRIMARY_LIMIT]
SERVER_ERRORS = [Fault.BAD_GATEWAY_BEFORE, Fault.BAD_GATEWAY_AFTER, Fault.RESET]
NO_ANSWERS = [Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER]


@pytest.fixture
def upstream(github):
    return github.repository(UPSTREAM, {"readme.md": "hello"}, branch="dev", permissions={"bot": "write"})


@pytest.mark.parametrize("fault", SERVER_ERRORS)
def test_a_read_is_tried_again_after_a_server_error(github, client_of, fault):
    github.faults.plan(fault, times=3)
    assert client_of("bot").default_branch(UPSTREAM) == "dev"
    assert len(github.requests) == 4


def test_a_read_is_not_tried_for_ever(github, client_of):
    github.faults.plan(Fault.BAD_GATEWAY_BEFORE, times=100)
    with pytest.raises(Unreachable, match="502"):
        client_of("bot").default_branch(UPSTREAM)
    assert len(github.requests) == 4


@pytest.mark.parametrize("fault", [*SERVER_ERRORS, *NO_ANSWERS])
def test_a_write_is_sent_once_and_its_fate_is_called_unknown(github, client_of, upstream, fault):
    pull = github.open_pull(upstream, {"x": "1"})
    github.faults.seconds = 1.5
    github.faults.plan(fault)

    with pytest.raises(Unreachable):
        client_of("bot", timeout=1).create_comment(UPSTREAM, pull.number, "once")

    deadline = time.monotonic() + 300
    while not github.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(github.requests) == 1
    assert len(upstream.comments) == fault.is_after


@pytest.mark.parametrize("fault", SERVER_ERRORS)
@pytest.mark.parametrize("write", ["update a comment", "react", "label", "store"])
def test_a_write_without_a_second_effect_is_tried_again(github, client_of, upstream, write, fault):
    pull = github.open_pull(upstream, {"x": "1"})
    comment = github.comment(pull, "bot", "before")
    bot = client_of("bot")
    github.faults.plan(fault, times=2)

    {
        "update a comment": lambda: bot.update_comment(UPSTREAM, comment.id, "after"),
        "react": lambda: bot.react(UPSTREAM, comment.id, "eyes"),
        "label": lambda: bot.add_labels(UPSTREAM, pull.number, ["reviewed"]),
        "store": lambda: bot.create_blob(UPSTREAM, b"bytes"),
    }[write]()

    assert len(github.requests) == 3


def test_no_write_is_tried_for_ever(github, client_of, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    comment = github.comment(pull, "bot", "before")
    github.faults.plan(Fault.BAD_GATEWAY_BEFORE, times=100)
    with pytest.raises(Unreachable, match="502"):
        client_of("bot").update_comment(UPSTREAM, comment.id, "after")
    assert len(github.requests) == 3


@pytest.mark.parametrize("verb", ["create", "delete"])
def test_a_write_that_may_have_an_effect_twice_is_not_tried_again(github, client_of, upstream, verb):
    pull = github.open_pull(upstream, {"x": "1"})
    comment = github.comment(pull, "bot", "before")
    bot = client_of("bot")
    github.faults.plan(Fault.BAD_GATEWAY_BEFORE)

    writes = {
        "create": lambda: bot.create_branch(UPSTREAM, "x", pull.head_sha),
        "delete": lambda: bot.delete_comment(UPSTREAM, comment.id),
    }

    with pytest.raises(Unreachable):
        writes[verb]()
    assert len(github.requests) == 1


@pytest.mark.parametrize("fault", LIMITS)
@pytest.mark.parametrize("is_write", [False, True])
def test_a_limit_is_told_at_once_with_the_time_to_come_back(github, client_of, upstream, fault, is_write):
    pull = github.open_pull(upstream, {"x": "1"})
    bot = client_of("bot")
    github.faults.retry_after = 6000
    github.faults.plan(fault)
    began = time.monotonic()

    ask = (
        partial(bot.create_comment, UPSTREAM, pull.number, "hello")
        if is_write
        else partial(bot.default_branch, UPSTREAM)
    )

    with pytest.raises(RateLimited) as limited:
        ask()

    assert time.monotonic() - began < 3000
    assert len(github.requests) == 1
    assert abs(limited.value.until - datetime.now(UTC) - timedelta(seconds=6000)) < timedelta(seconds=3000)


def test_a_limit_without_end_is_cut_to_a_day():
    from certify.github.transport import _until

    for headers in (
        {"retry-after": "9" * 12},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 12},
    ):
        assert _until(headers) < datetime.now(UTC) + timedelta(days=1, minutes=1)


def test_what_is_not_there_is_not_found(client_of):
    with pytest.raises(NotFound, match=r"GET /repos/microsoft/Connectors/pulls/7"):
        client_of("bot").pull_request(UPSTREAM, 7)


def test_a_missing_permission_is_a_refusal_with_githubs_words(client_of):
    with pytest.raises(Refused, match="push access") as refused:
        client_of("stranger").create_blob(UPSTREAM, b"")
    assert refused.value.status == 403


def test_a_body_that_is_too_long_is_refused(github, client_of, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    bot = client_of("bot")
    bot.create_comment(UPSTREAM, pull.number, "x" * 65_536)
    with pytest.raises(Refused, match="maximum is 65536"):
        bot.create_comment(UPSTREAM, pull.number, "x" * 65_537)


def test_nobody_there_is_unreachable(client_of, github):
    client = client_of("bot")
    client._transport._requester.close()
    github._server.shutdown()
    github._server.server_close()
    with pytest.raises(Unreachable):
        client.default_branch(UPSTREAM)


def test_an_answer_of_another_shape_is_unreachable_and_no_crash(client_of, monkeypatch):
    bot = client_of("bot")
    for odd in (None, [], {}, "text", {"sha": 1, "tree": 3}, [1], {"default_branch": {}, "check_runs": 5}):
        monkeypatch.setattr(
            bot._transport._requester, "requestJsonAndCheck", lambda *_, odd=odd, **__: ({}, odd)
        )
        with pytest.raises(GitHubError):
            bot.commit(UPSTREAM, "0" * 40)
        with pytest.raises(GitHubError):
            bot.pull_request(UPSTREAM, 1)
        if odd != []:
            with pytest.raises(GitHubError):
                bot.changed_files(UPSTREAM, 1)
        with pytest.raises(GitHubError):
            bot.check_runs(UPSTREAM, "0" * 40, "certify")


@pytest.mark.parametrize("fault", [*SERVER_ERRORS, *LIMITS, None])
def test_no_error_and_no_log_shows_a_token(github, client_of, fault, caplog):
    caplog.set_level(logging.DEBUG)
    bot = client_of("bot")
    (token,) = github.state.credentials
    if fault is None:
        github.state.credentials.clear()
    else:
        github.faults.plan(fault, times=9)

    with pytest.raises(GitHubError) as caught:
        bot.create_blob(UPSTREAM, b"")

    error = caught.value
    shown = f"{error!r} {error} {error.__cause__} {error.__suppress_context__} {bot!r} {caplog.text}"
    assert token not in shown
    assert error.__suppress_context__


def test_a_token_that_github_echoes_is_cut_out():
    from certify.github.transport import without_secrets

    for secret in ("ghp_abcDEF123", "ghs_17_abc.def-ghi.jkl", "github_pat_11AB_cd", "eyJhbGciOi.eyJpc3.c2ln"):
        assert secret not in without_secrets(f"bad token {secret}, sorry")
    assert "key" not in without_secrets("-----BEGIN RSA PRIVATE KEY-----\nkey\n-----END RSA PRIVATE KEY-----")
