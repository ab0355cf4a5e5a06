"""Approving and publishing by comment: exactly the bytes that somebody looked at, and no others."""

from __future__ import annotations

import base64
import json

import pytest
from reviewing import NOW, STOCK, answer, broken, golden, setting, texts_changed

from certify.certificate import new_key, signer_of, trusted_key, verify
from certify.github.publish import Published, State
from certify.github.source import Snapshot


@pytest.fixture
def bot(github):
    return setting(github)


@pytest.fixture
def pull(github, bot):
    return github.open_pull(bot.repository, broken())


@pytest.fixture
def ready_pull(github, bot):
    return github.open_pull(bot.repository, texts_changed(), author="maintainer")


def digest_at(bot, pull) -> str:
    package = Snapshot(bot.client, "contoso/Connectors", pull.head_sha).load(STOCK)
    assert package is not None
    return package.digest


def test_approve_names_the_digest_of_exactly_these_bytes(bot, ready_pull):
    text = answer(bot, bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}"))
    digest = digest_at(bot, ready_pull)
    assert f"`{digest}`" in text
    approval = bot.records.approval(bot.repository.id, digest)
    assert (approval.actor, approval.number, approval.at) == ("owner", ready_pull.number, NOW)


def test_approve_without_a_head_or_with_another_one_approves_nothing(bot, ready_pull):
    short = ready_pull.head_sha[:7]
    text = answer(bot, bot.say(ready_pull, "owner", "/certify approve"))
    assert f"`/certify approve {short}`" in text
    text = answer(bot, bot.say(ready_pull, "owner", "/certify approve 0123456"))
    assert f"The head is `{short}` now" in text
    assert bot.records.approval(bot.repository.id, digest_at(bot, ready_pull)) is None


def test_only_what_is_ready_can_be_approved(bot, pull):
    text = answer(bot, bot.say(pull, "owner", f"/certify approve {pull.head_sha[:7]}"))
    assert "is changes required; only what is ready can be approved" in text
    assert bot.records.approval(bot.repository.id, digest_at(bot, pull)) is None


def test_nobody_approves_what_they_proposed_unless_they_administer(github, bot, ready_pull):
    text = answer(bot, bot.say(ready_pull, "maintainer", f"/certify approve {ready_pull.head_sha[:7]}"))
    assert "Nobody approves what they have proposed" in text
    own = github.open_pull(bot.repository, texts_changed(), author="owner", branch="other")
    text = answer(bot, bot.say(own, "owner", f"/certify approve {own.head_sha[:7]}"))
    assert "proposed themselves" in text


def test_of_several_packages_one_must_be_named(github, bot):
    other = "certified-connectors/Tidewater Stock Two"
    pull = github.open_pull(bot.repository, texts_changed() | golden(other), author="maintainer")
    text = answer(bot, bot.say(pull, "owner", f"/certify approve {pull.head_sha[:7]}"))
    assert f"name one: `{STOCK}`, `{other}`" in text
    text = answer(bot, bot.say(pull, "owner", f"/certify approve {STOCK} {pull.head_sha[:7]}"))
    assert "approved" in text


def publishing(bot):
    """Give the desk a key, and somewhere to publish; returns what was published, and the public key."""
    pair = new_key()
    published = []

    def publish(package, certificate, approval, _checker):
        published.append((package, certificate, approval))
        return Published(State.OPENED, "https://github.example/microsoft/Connectors/pull/7")

    bot.desk_changes |= {"signer": signer_of(pair.private), "publish": publish}
    return published, trusted_key(pair.public)


def test_approve_issues_a_certificate_that_holds_for_these_bytes(bot, ready_pull):
    _, key = publishing(bot)
    text = answer(bot, bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}"))
    envelope = text.partition("```json\n")[2].partition("\n```")[0].encode()
    package = Snapshot(bot.client, "contoso/Connectors", ready_pull.head_sha).load(STOCK)
    assert verify(envelope, package, [key], NOW)
    statement = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
    assert statement["subject"][0]["digest"]["sha256"] == package.digest.removeprefix("sha256:")


def test_publish_hands_over_what_was_approved_and_nothing_else(github, bot, ready_pull):
    published, _ = publishing(bot)
    text = answer(bot, bot.say(ready_pull, "owner", "/certify publish"))
    assert "Nobody has approved these bytes" in text
    bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}")

    text = answer(bot, bot.say(ready_pull, "maintainer", "/certify publish"))

    assert "https://github.example/microsoft/Connectors/pull/7" in text
    [(package, _, approval)] = published
    assert package.digest == approval.digest == digest_at(bot, ready_pull)

    github.push(
        bot.repository, "change", {f"{STOCK}/readme.md": golden()[f"{STOCK}/readme.md"] + b"\nMore.\n"}
    )
    text = answer(bot, bot.say(ready_pull, "maintainer", "/certify publish"))
    assert "Nobody has approved these bytes" in text
    assert len(published) == 1


def test_publish_after_the_merge_takes_the_bytes_of_the_base(github, bot, ready_pull):
    published, _ = publishing(bot)
    bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}")
    github.merge(ready_pull)
    bot.say(ready_pull, "maintainer", f"/certify publish {STOCK}")
    assert len(published) == 1
    github.push(bot.repository, "dev", {f"{STOCK}/readme.md": golden()[f"{STOCK}/readme.md"] + b"\nMore.\n"})
    text = answer(bot, bot.say(ready_pull, "maintainer", f"/certify publish {STOCK}"))
    assert "Nobody has approved these bytes" in text
    assert len(published) == 1


def test_publish_says_when_it_is_not_set_up(bot, ready_pull):
    assert "Publishing is not set up" in answer(bot, bot.say(ready_pull, "owner", "/certify publish"))


def test_the_way_from_a_comment_to_a_pull_request_upstream(github, bot, ready_pull):
    from certify.github.client import connect
    from certify.github.commands_publish import UpstreamPublisher
    from certify.github.credentials import Token
    from certify.github.publish_access import Access

    upstream = github.repository(
        "microsoft/PowerPlatformConnectors", {"certified-connectors/readme.md": "x"}, branch="dev"
    )
    token = github.user("publisher")
    fork = github.fork(upstream, "publisher")
    pair = new_key()
    machine = connect(Token(token), github.url, pause=0)
    publisher = UpstreamPublisher(
        lambda: Access(machine, machine, fork.full_name), [trusted_key(pair.public)], lambda: NOW, "1.2.3"
    )
    bot.desk_changes |= {"signer": signer_of(pair.private), "publish": publisher}
    bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}")

    texts = [answer(bot, bot.say(ready_pull, "maintainer", "/certify publish")) for _ in range(2)]

    [opened] = upstream.pulls.values()
    assert all(f"/pull/{opened.number}>)" in text for text in texts)
    approved = Snapshot(bot.client, "contoso/Connectors", ready_pull.head_sha).load(STOCK)
    assert github.files(fork, opened.head_ref, STOCK) == dict(approved.files)
