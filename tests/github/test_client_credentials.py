"""Tokens, Apps and their installations."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from certify.errors import UsageError
from certify.github.app import GitHubApp
from certify.github.credentials import AppKey, Installations, Scope, Token, from_environment
from certify.github.errors import NotFound, RateLimited, Refused, Unreachable
from certify.github.transport import Transport

UPSTREAM = "microsoft/Connectors"
pytestmark = pytest.mark.usefixtures("upstream")


@pytest.fixture
def upstream(github):
    return github.repository(UPSTREAM, {"readme.md": "hello"}, branch="dev")


@pytest.fixture
def installed(github):
    """The App, its installation's id, and our side of it."""
    app, key = github.app("certify")
    other = github.repository("microsoft/Other", {"readme.md": "other"})
    installation = github.install(app, UPSTREAM, other.full_name)
    return app, installation, GitHubApp(AppKey(app.id, key), github.url, pause=0)


def test_an_app_finds_its_installation_and_its_name(installed):
    _, installation, app = installed
    assert app.installation_of(UPSTREAM) == installation
    assert app.slug() == "certify"
    with pytest.raises(NotFound):
        app.installation_of("contoso/elsewhere")


def test_a_token_is_asked_for_once_and_used_until_shortly_before_it_ends(github, installed):
    _, installation, app = installed
    client = app.client(installation)
    client.default_branch(UPSTREAM)
    client.default_branch(UPSTREAM)
    assert [one.operation for one in github.requests].count("apps/create-installation-access-token") == 1


def test_a_token_is_renewed_five_minutes_before_it_ends(installed):
    _, installation, app = installed
    now = [datetime.now(UTC)]
    tokens = Installations(app._transport, lambda: now[0])
    first = tokens.token(installation, Scope())
    now[0] += timedelta(minutes=54)
    assert tokens.token(installation, Scope()) == first
    now[0] += timedelta(minutes=2)
    assert tokens.token(installation, Scope()) != first


def test_a_narrowed_token_reaches_no_other_repository_and_does_nothing_else(installed):
    _, installation, app = installed
    narrow = app.client(
        installation, repository=UPSTREAM, permissions={"contents": "read", "checks": "write"}
    )

    assert narrow.default_branch(UPSTREAM) == "dev"
    for refused in (
        lambda: narrow.create_blob(UPSTREAM, b""),
        lambda: narrow.create_blob("microsoft/Other", b""),
    ):
        with pytest.raises(Refused, match="not accessible by integration"):
            refused()


def test_an_app_cannot_open_a_pull_request_where_it_is_not_installed(github, upstream):
    fork = github.fork(upstream, "contoso")
    app, key = github.app("publisher")
    client = GitHubApp(AppKey(app.id, key), github.url, pause=0).client(github.install(app, fork.full_name))
    github.push(fork, "change", {"x": "1"})
    with pytest.raises(Refused, match="not accessible by integration"):
        client.create_pull_request(UPSTREAM, head="contoso:change", base="dev", title="T", body="")


def test_a_wrong_key_is_refused_in_one_line(github, installed):
    app, installation, _ = installed
    _, other_key = github.app("other")
    client = GitHubApp(AppKey(app.id, other_key), github.url).client(installation)
    with pytest.raises(Refused, match="does not take these credentials"):
        client.default_branch(UPSTREAM)


def test_failures_on_the_way_to_a_token_are_told_like_any_other(github, installed):
    from fake import Fault

    _, installation, app = installed
    client = app.client(installation)
    github.faults.plan(Fault.SECONDARY_LIMIT, "apps/*")
    with pytest.raises(RateLimited):
        client.default_branch(UPSTREAM)
    github.faults.plan(Fault.BAD_GATEWAY_AFTER, "apps/*", times=3)
    with pytest.raises(Unreachable):
        client.default_branch(UPSTREAM)
    assert client.default_branch(UPSTREAM) == "dev"


def test_no_log_shows_an_installation_token(github, installed, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("github").setLevel(logging.DEBUG)
    _, installation, app = installed
    app.client(installation).default_branch(UPSTREAM)
    tokens = [token for token in github.state.credentials if token.startswith("ghs_")]
    assert tokens
    assert not any(token in caplog.text for token in tokens)


def test_credentials_do_not_show_what_they_hold():
    shown = repr((Token("ghp_secret"), AppKey(7, "-----BEGIN secret")))
    assert "secret" not in shown


def test_deliveries_are_listed_newest_first_and_sent_again_under_the_same_id(github, installed):
    _, _, app = installed
    for number in range(120):
        github.deliver("ping", {"action": "x", "n": number}, guid=f"guid-{number}")
    began = github.state.deliveries[0].delivered_at

    deliveries = list(app.deliveries(began))
    assert [one.guid for one in deliveries] == [f"guid-{number}" for number in reversed(range(120))]
    assert not any(one.was_taken for one in deliveries)

    app.redeliver(deliveries[-1].id)
    assert next(app.deliveries(began)).guid == "guid-0"
    assert list(app.deliveries(began + timedelta(days=9))) == []


def test_the_environment_gives_tokens_and_the_app(tmp_path):
    key = tmp_path / "key.pem"
    key.write_text("-----BEGIN RSA PRIVATE KEY-----\n")
    found = from_environment(
        {
            "CERTIFY_GITHUB_API_URL": "https://github.contoso.example/api/v3",
            "CERTIFY_GITHUB_TOKEN": "one",
            "CERTIFY_GITHUB_PUBLISH_TOKEN": "two",
            "CERTIFY_GITHUB_APP_ID": "7",
            "CERTIFY_GITHUB_PRIVATE_KEY": str(key),
            "CERTIFY_GITHUB_INSTALLATION_ID": "9",
        }
    )
    assert found.url == "https://github.contoso.example/api/v3"
    assert (found.token, found.publisher, found.installation) == (Token("one"), Token("two"), 9)
    assert found.app == AppKey(7, "-----BEGIN RSA PRIVATE KEY-----\n")


def test_an_empty_environment_gives_nothing():
    found = from_environment({})
    assert (found.url, found.token, found.app) == ("https://api.github.com", None, None)


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"CERTIFY_GITHUB_API_URL": "http://github.contoso.example"}, "https"),
        ({"CERTIFY_GITHUB_APP_ID": "seven", "CERTIFY_GITHUB_PRIVATE_KEY": "x"}, "number"),
        ({"CERTIFY_GITHUB_APP_ID": "7"}, "both"),
        ({"CERTIFY_GITHUB_APP_ID": "7", "CERTIFY_GITHUB_PRIVATE_KEY": "a secret"}, "neither a key"),
    ],
)
def test_an_environment_that_cannot_be_used_says_why_and_shows_no_value(environment, complaint):
    with pytest.raises(UsageError, match=complaint) as error:
        from_environment(environment)
    assert "a secret" not in str(error.value)


def test_a_server_of_ones_own_is_asked_at_its_own_address(github):
    token = Token(github.user("bot"))
    transport = Transport(token.auth(), f"{github.url}/", pause=0)
    assert transport.get(f"/repos/{UPSTREAM}")["default_branch"] == "dev"
