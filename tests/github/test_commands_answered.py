"""Commands in comments: from whom, where they count, and what comes of them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fake import Fault
from reviewing import (
    DEFINITION,
    STOCK,
    answer,
    reactions,
    setting,
    texts_changed,
    without_operation_ids,
)

from certify.github.commands import answer_command
from certify.github.commands_parse import Command, Verb, command_in, digest_of
from certify.github.errors import GitHubError
from certify.github.jobs import CommandJob
from certify.github.port import Comment


@pytest.fixture
def bot(github):
    return setting(github)


@pytest.fixture
def pull(github, bot):
    return github.open_pull(bot.repository, {f"{STOCK}/{DEFINITION}": without_operation_ids()})


@pytest.fixture
def ready_pull(github, bot):
    return github.open_pull(bot.repository, texts_changed(), author="maintainer")


def said(body: str, **changes) -> Command | None:
    given = {"id": 1, "author": "jane", "app_id": None, "body": body, "url": ""} | changes
    return command_in(Comment(**given))


@pytest.mark.parametrize(
    "body",
    [
        "hello",
        "please /certify approve",
        "> /certify approve",
        ">/certify approve",
        "```\n/certify approve\n```",
        "    /certify approve",
        " /certify approve",
        "`/certify approve`",
        "hello\n/certify approve",
        "\n/certify approve",
        "<!-- x -->\n/certify approve",
        "/certifyapprove",
        "- /certify approve",
        "",
        "/certify " + "x" * 5_000,
    ],
)
def test_only_the_first_line_of_a_comment_can_be_a_command(body):
    assert said(body) is None


@pytest.mark.parametrize("changes", [{"app_id": 7}, {"author": "dependabot[bot]"}])
def test_bots_are_not_listened_to(changes):
    assert said("/certify approve abcdef0", **changes) is None


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("/certify", Command(Verb.HELP)),
        ("/certify recheck", Command(Verb.RECHECK)),
        ("/certify recheck\r\nplease", Command(Verb.RECHECK)),
        ("/Certify  RECHECK  ", Command(Verb.RECHECK)),
        ("/certify explain `op-id-present`", Command(Verb.EXPLAIN, rule="op-id-present")),
        ("/certify approve abcdef0", Command(Verb.APPROVE, head="abcdef0")),
        (
            "/certify approve certified-connectors/Tidewater Stock abcdef0123",
            Command(Verb.APPROVE, package="certified-connectors/Tidewater Stock", head="abcdef0123"),
        ),
        (
            "/certify waive op-id-alnum until 2027-01-31 because flows depend on it",
            Command(Verb.WAIVE, rule="op-id-alnum", until=date(2027, 1, 31), reason="flows depend on it"),
        ),
        (
            "/certify waive x `a.json#operation:Get Item` until 2027-01-31 because y until z because q",
            Command(
                Verb.WAIVE,
                rule="x",
                place="a.json#operation:Get Item",
                until=date(2027, 1, 31),
                reason="y until z because q",
            ),
        ),
    ],
)
def test_a_command_is_read_as_it_was_meant(body, command):
    assert said(body) == command


def test_a_comment_that_somebody_changed_speaks_for_nobody(github, bot, ready_pull):
    comment = github.comment(ready_pull, "owner", "/certify help")
    written = digest_of(comment.body)
    comment.body = f"/certify approve {ready_pull.head_sha[:7]}"
    job = CommandJob(
        bot.installation, "contoso/Connectors", bot.repository.id, ready_pull.number, comment.id, written
    )
    answer_command(bot.client, job, bot.desk)
    assert "changed after it was written" in answer(bot, comment)
    assert reactions(bot, comment) == {"-1"}


def test_an_answer_that_no_comment_can_hold_says_so(bot, pull, monkeypatch):
    monkeypatch.setattr("certify.github.commands.LONGEST", 300)
    comment = bot.say(pull, "reader", "/certify help")
    assert "longer than a comment may be" in answer(bot, comment)
    assert "-1" in reactions(bot, comment)


def test_other_line_ends_are_no_change():
    assert digest_of("/certify help\r\nplease") == digest_of("/certify help\nplease")


@pytest.mark.parametrize(
    "body",
    ["/certify dance", "/certify waive x", "/certify waive x until 2027-02-31 because y", "/certify explain"],
)
def test_a_command_that_cannot_be_followed_says_what_to_write(bot, pull, body):
    comment = bot.say(pull, "reader", body)
    if "waive" in body:
        comment = bot.say(pull, "maintainer", body)
    assert "| `/certify recheck` |" in answer(bot, comment)
    assert "-1" in reactions(bot, comment)


def test_recheck_reviews_again_and_anybody_who_reads_may_ask(bot, pull):
    comment = bot.say(pull, "reader", "/certify recheck")
    assert "❌ changes required" in bot.comment(pull)
    assert answer(bot, comment) == ""
    assert {"eyes", "+1"} <= reactions(bot, comment)


def test_recheck_of_a_closed_pull_request_is_refused(bot, pull):
    pull.state = "closed"
    assert "is closed" in answer(bot, bot.say(pull, "reader", "/certify recheck"))


@pytest.mark.parametrize("name", ["op-id-present", "OperationIdRequired"])
def test_explain_says_what_a_rule_wants_and_who_says_so(bot, pull, name):
    text = answer(bot, bot.say(pull, "reader", f"/certify explain {name}"))
    assert "**`op-id-present`** Every operation has an `operationId`." in text
    assert "https://learn.microsoft.com/" in text
    assert "\\u{" not in text


def test_explain_of_no_rule_names_the_nearest(bot, pull):
    text = answer(bot, bot.say(pull, "reader", "/certify explain op-id-presen"))
    assert "did you mean `op-id-present`?" in text


def test_a_strangers_text_in_a_command_is_shown_as_it_is(bot, pull):
    text = answer(bot, bot.say(pull, "reader", "/certify explain @everybody<img src=x>"))
    assert "`@\u200beverybody<img src=x>`" in text


@pytest.mark.parametrize(
    "body", ["waive op-id-present until 2027-01-31 because x", "approve abcdef0", "publish"]
)
@pytest.mark.parametrize("login", ["reader", "stranger"])
def test_who_may_not_write_may_not_decide(bot, pull, body, login):
    comment = bot.say(pull, login, f"/certify {body}")
    assert "Only people who may write to this repository" in answer(bot, comment)
    assert reactions(bot, comment) == {"-1"}


def test_a_right_that_was_taken_away_counts_no_more(bot, ready_pull):
    bot.repository.permissions["owner"] = "read"
    comment = bot.say(ready_pull, "owner", f"/certify approve {ready_pull.head_sha[:7]}")
    assert "Only people who may write" in answer(bot, comment)


def test_waive_answers_with_the_very_text_to_commit(bot, pull, github):
    command = "/certify waive op-id-present until 2027-01-31 because `flows` depend on it"
    text = answer(bot, bot.say(pull, "maintainer", command))
    assert "Commit this to `certify-waivers.toml` on `dev`." in text
    snippet = text.partition("```toml\n")[2].partition("```")[0]
    everything = "".join(
        snippet.replace("op-id-present", rule).replace(place, "*")
        for rule in ("op-id-present", "xms-operation-context", "bc-operation-deleted")
        for place in [json.loads(snippet.partition("place = ")[2].partition("\n")[0])]
    )
    github.push(bot.repository, "dev", {"certify.toml": "", "certify-waivers.toml": everything})
    bot.review(pull)
    assert "✅ ready" in bot.comment(pull)
    assert "(maintainer)" in bot.comment(pull)


def test_waive_takes_nothing_that_is_not_there_and_no_day_in_the_past(bot, pull):
    text = answer(bot, bot.say(pull, "maintainer", "/certify waive op-id-alnum until 2027-01-31 because x"))
    assert "no new finding of `op-id-alnum`" in text
    text = answer(bot, bot.say(pull, "maintainer", "/certify waive op-id-present until 2020-01-31 because x"))
    assert "is in the past" in text


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY_AFTER, Fault.BAD_GATEWAY_BEFORE])
@pytest.mark.parametrize("operation", ["issues/create-comment", "reactions/create-for-issue-comment"])
def test_a_command_is_answered_once_however_often_it_is_tried(github, bot, pull, fault, operation):
    from certify.github.commands import answer_command

    comment = github.comment(pull, "reader", "/certify explain op-id-present")
    job = CommandJob(bot.installation, "contoso/Connectors", bot.repository.id, pull.number, comment.id)
    github.faults.plan(fault, operation)
    for _ in range(4):
        try:
            answer_command(bot.client, job, bot.desk)
        except GitHubError:
            continue
    assert answer(bot, comment)
    assert len([one for one in bot.repository.comments.values() if one.app is bot.app]) == 1


def test_a_comment_that_is_gone_is_no_command(bot, pull):
    from certify.github.commands import answer_command

    answer_command(
        bot.client,
        CommandJob(bot.installation, "contoso/Connectors", bot.repository.id, pull.number, 99),
        bot.desk,
    )
    assert bot.comments(pull) == []
