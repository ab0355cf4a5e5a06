"""Who pushes and who opens the pull request, in each of the ways that GitHub allows."""

from __future__ import annotations

import pytest
from publishing import FORK, UPSTREAM, Desk

from certify.errors import UsageError
from certify.github.credentials import AppKey, Environment, Token
from certify.github.publish import State, publish
from certify.github.publish_access import Mode, access
from certify.github.publish_errors import PublishError


@pytest.fixture
def desk(github, monkeypatch):
    monkeypatch.setattr("certify.github.transport.PAUSE", 0)
    return Desk.at(github)


def _environment(desk, *, token=None, publisher=None, app=None, installation=None):
    return Environment(
        desk.github.url,
        Token(token) if token else None,
        Token(publisher) if publisher else None,
        app,
        installation,
    )


def _app(desk, *repositories):
    app, key = desk.github.app("certify")
    for repository in repositories:
        desk.github.install(app, repository)
    return AppKey(app.id, key)


def _publish(desk, given):
    return publish(desk.plan(push_to=given.push_to), given.pusher, given.opener)


def test_an_app_that_is_installed_upstream_does_everything_there(desk):
    given = access(_environment(desk, app=_app(desk, UPSTREAM)), Mode.APP, UPSTREAM, None, may_fork=True)
    assert given.push_to == UPSTREAM
    assert _publish(desk, given).state is State.OPENED
    (pull,) = desk.pulls
    assert (pull.head_repository, pull.author.login) == (desk.upstream, "certify[bot]")
    assert _publish(desk, given).state is State.OPEN


def test_an_app_on_both_sides_pushes_to_the_fork_and_opens_upstream(desk):
    given = access(
        _environment(desk, app=_app(desk, UPSTREAM, FORK)), Mode.APP, UPSTREAM, FORK, may_fork=True
    )
    assert _publish(desk, given).state is State.OPENED
    assert desk.pulls[0].head_repository is desk.fork


def test_an_app_on_the_fork_pushes_and_a_machine_users_token_opens(desk):
    environment = _environment(desk, app=_app(desk, FORK), publisher=desk.github.user("contoso"))
    given = access(environment, None, UPSTREAM, FORK, may_fork=True)
    assert _publish(desk, given).state is State.OPENED
    assert desk.pulls[0].author.login == "contoso"
    pushed_by = {one.login for one in desk.github.requests if one.operation == "git/create-ref"}
    assert pushed_by == {"certify[bot]"}


def test_an_app_on_the_fork_alone_leaves_a_link(desk):
    given = access(_environment(desk, app=_app(desk, FORK)), None, UPSTREAM, FORK, may_fork=True)
    published = _publish(desk, given)
    assert published.state is State.LINK
    assert published.url.startswith(f"https://github.com/{UPSTREAM}/compare/dev...contoso:")
    assert desk.branches() == [published.branch]
    assert desk.pulls == []
    assert _publish(desk, given) == published


def test_the_pull_request_that_a_human_opened_from_the_link_is_found(desk):
    given = access(_environment(desk, app=_app(desk, FORK)), None, UPSTREAM, FORK, may_fork=True)
    link = _publish(desk, given)
    human = desk.user("contoso")
    pull = human.create_pull_request(
        UPSTREAM, head=f"contoso:{link.branch}", base="dev", title="Mine", body="Mine"
    )
    again = _publish(desk, given)
    assert (again.state, again.url) == (State.OPEN, pull.url)
    assert "may not edit" in again.remarks[0]


def test_an_app_cannot_open_where_it_is_not_installed_and_says_what_can(desk):
    pusher = access(_environment(desk, app=_app(desk, FORK)), None, UPSTREAM, FORK, may_fork=True).pusher
    with pytest.raises(PublishError, match="--mode token"):
        publish(desk.plan(), pusher, pusher)
    with pytest.raises(UsageError, match="not installed"):
        access(_environment(desk, app=_app(desk, "contoso/other")), Mode.APP, UPSTREAM, None, may_fork=True)


def test_a_token_alone_makes_its_fork_and_leaves_a_link(desk):
    environment = _environment(desk, token=desk.github.user("newcomer"))
    given = access(environment, None, UPSTREAM, None, may_fork=True)
    assert given.push_to == "newcomer/PowerPlatformConnectors"
    assert given.opener is None
    assert _publish(desk, given).state is State.LINK


def test_the_publishing_token_alone_does_everything(desk):
    environment = _environment(desk, publisher=desk.github.user("newcomer"))
    given = access(environment, None, UPSTREAM, None, may_fork=True)
    assert _publish(desk, given).state is State.OPENED
    assert desk.pulls[0].author.login == "newcomer"


def test_looking_only_makes_no_fork(desk):
    given = access(
        _environment(desk, token=desk.github.user("newcomer")), None, UPSTREAM, None, may_fork=False
    )
    assert given.push_to is None
    assert desk.github.requests == []


def test_missing_credentials_are_told(desk):
    with pytest.raises(UsageError, match="CERTIFY_GITHUB_TOKEN"):
        access(_environment(desk), None, UPSTREAM, None, may_fork=True)
    with pytest.raises(UsageError, match="PUBLISH_TOKEN"):
        access(_environment(desk, token="x"), Mode.TOKEN, UPSTREAM, None, may_fork=True)
