"""After any fault the review is done again, and there is still one comment and one check run."""

from __future__ import annotations

import pytest
from fake import Fault
from reviewing import broken, setting, texts_changed

from certify.github.comment import MARK
from certify.github.errors import GitHubError


@pytest.fixture
def bot(github):
    return setting(github)


WRITES = [
    "checks/create",
    "checks/update",
    "issues/create-comment",
    "issues/update-comment",
    "pulls/create-review",
]


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY_BEFORE, Fault.BAD_GATEWAY_AFTER, Fault.SECONDARY_LIMIT])
def test_after_any_fault_the_next_attempt_ends_with_one_comment_and_one_check_run(
    github, bot, operation, fault
):
    pull = github.open_pull(bot.repository, broken(1))
    if operation == "issues/update-comment":
        bot.review(pull)
        github.push(bot.repository, "change", broken(2))
    github.faults.plan(fault, operation)
    for _ in range(3):
        try:
            bot.review(pull)
        except GitHubError:
            continue
        break
    assert len(bot.comments(pull)) == 1
    runs = [run for run in bot.repository.check_runs.values() if run.head_sha == pull.head_sha]
    assert [run.conclusion for run in runs] == ["failure"]
    titles = [(one["title"], one["start_line"], one["message"]) for one in runs[0].annotations]
    assert len(titles) == len(set(titles))


def test_under_faults_at_every_turn_there_is_one_comment_and_no_annotation_twice(github, bot):
    pull = github.open_pull(bot.repository, broken(3))
    github.faults.chaos(seed=7, chance=0.2)
    for _ in range(200):
        try:
            bot.review(pull)
        except GitHubError:
            continue
        break
    github.faults.stop()
    assert len(bot.comments(pull)) == 1
    runs = [run for run in bot.repository.check_runs.values() if run.head_sha == pull.head_sha]
    assert {run.conclusion for run in runs} == {"failure"}
    assert len(runs) == 1


def test_a_strangers_comment_with_our_mark_is_left_alone(github, bot):
    pull = github.open_pull(bot.repository, broken())
    other, _ = github.app("other")
    forged = [
        github.comment(pull, "stranger", f"{MARK}\n### certify: ✅ ready"),
        github.comment(pull, "certify-desk[bot]", f"{MARK}\nforged", app=other),
    ]
    texts = [comment.body for comment in forged]
    bot.review(pull)
    assert [bot.repository.comments[comment.id].body for comment in forged] == texts
    assert "❌ changes required" in bot.comment(pull)


def test_of_two_comments_of_ours_the_older_one_stays(github, bot):
    pull = github.open_pull(bot.repository, broken())
    first = github.comment(pull, "certify-desk[bot]", f"{MARK}\nold", app=bot.app)
    github.comment(pull, "certify-desk[bot]", f"{MARK}\nnewer", app=bot.app)
    bot.review(pull)
    assert [comment.id for comment in bot.comments(pull)] == [first.id]
    assert "❌ changes required" in bot.comment(pull)


def test_our_comment_is_found_on_any_page(github, bot):
    pull = github.open_pull(bot.repository, broken())
    for number in range(230):
        github.comment(pull, "chatty", f"{number}")
    bot.review(pull)
    github.push(bot.repository, "change", texts_changed())
    bot.review(pull)
    assert "✅ ready" in bot.comment(pull)
