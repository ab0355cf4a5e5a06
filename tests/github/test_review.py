"""What the bot says of a pull request: one check run for each head, one comment in place, and nothing twice."""

from __future__ import annotations

import json

import pytest
from reviewing import (
    DEFINITION,
    NAME,
    NOW,
    STOCK,
    broken,
    definition,
    golden,
    setting,
    texts_changed,
    without_operation_ids,
    written,
)

from certify.github.comment import MARK
from certify.github.review_process import Limits, examine_apart
from certify.github.review_survey import MOST_LISTED


@pytest.fixture
def bot(github):
    return setting(github)


def test_findings_fail_the_check_and_are_told_at_their_lines_in_one_comment(github, bot):
    pull = github.open_pull(bot.repository, broken())

    bot.review(pull)

    body = bot.comment(pull)
    assert body.startswith(f"{MARK}\n### certify: ❌ changes required\n")
    line = without_operation_ids().decode().splitlines().index('      "get": {') + 1
    assert f"/blob/{pull.head_sha}/certified-connectors/Tidewater%20Stock/{DEFINITION}#L{line}>)" in body
    assert "This operation has no `operationId`." in body
    assert "existing flows fail:" in body
    run = bot.run(pull)
    assert (run.name, run.status, run.conclusion) == ("certify", "completed", "failure")
    assert run.output["title"].startswith("Changes required: ")
    marked = [one for one in run.annotations if one["title"] == "certify: op-id-present"]
    assert [(one["path"], one["start_line"], one["annotation_level"]) for one in marked] == [
        (f"{STOCK}/{DEFINITION}", line, "failure")
    ]


def test_a_clean_change_is_ready(github, bot):
    bot.desk_changes["examine"] = examine_apart
    pull = github.open_pull(bot.repository, texts_changed())
    bot.review(pull)
    assert "### certify: ✅ ready\n" in bot.comment(pull)
    assert "A minor update; no change of it breaks existing flows." in bot.comment(pull)
    assert bot.run(pull).conclusion == "success"
    assert bot.run(pull).annotations == []


def test_a_push_that_fixes_changes_the_comment_in_place_and_says_what_was_fixed(github, bot):
    pull = github.open_pull(bot.repository, broken(2))
    bot.review(pull)
    before = bot.comments(pull)[0].id
    github.push(bot.repository, "change", broken(1))
    bot.review(pull)
    assert [comment.id for comment in bot.comments(pull)] == [before]
    assert "fixed since the last push" in bot.comment(pull)

    github.push(bot.repository, "change", texts_changed())
    bot.review(pull)

    assert "✅ ready" in bot.comment(pull)
    assert "`op-id-present`" in bot.comment(pull)
    assert [comment.id for comment in bot.comments(pull)] == [before]
    assert len(bot.repository.check_runs) == 3


def test_what_was_there_before_does_not_decide(github):
    bot = setting(github, broken())
    content = json.loads(without_operation_ids())
    content["info"]["description"] += " It also counts what is on its way."
    pull = github.open_pull(bot.repository, {f"{STOCK}/{DEFINITION}": written(content)})

    bot.review(pull)

    assert "☑️ nothing new" in bot.comment(pull)
    assert "from before, which do not decide" in bot.comment(pull)
    assert bot.run(pull).conclusion == "success"
    assert bot.run(pull).output["title"] == "Nothing new stands in the way"


def test_the_same_head_twice_writes_nothing_the_second_time(github, bot):
    pull = github.open_pull(bot.repository, broken())
    bot.review(pull)
    writes = len(github.writes())
    bot.review(pull)
    assert len(github.writes()) == writes


def test_a_pull_request_that_touches_no_package_gets_a_passing_check_and_no_comment(github, bot):
    pull = github.open_pull(bot.repository, {"readme.md": "other"})
    bot.review(pull)
    assert bot.comments(pull) == []
    assert bot.run(pull).conclusion == "success"
    assert bot.run(pull).output["title"] == "No connector package is touched"


def test_a_comment_that_is_no_longer_about_anything_says_so(github, bot):
    pull = github.open_pull(bot.repository, broken())
    bot.review(pull)
    github.push(bot.repository, "change", {**golden(), "readme.md": "other"})
    bot.review(pull)
    assert "touches no connector package any more" in bot.comment(pull)
    assert len(bot.comments(pull)) == 1


def test_thirty_packages_are_all_told(github, bot):
    folders = [f"certified-connectors/Stock {number:02d}" for number in range(30)]
    pull = github.open_pull(
        bot.repository, {path: data for folder in folders for path, data in golden(folder).items()}
    )

    bot.review(pull)

    body = bot.comment(pull)
    assert all(f"| [`{folder}`]" in body for folder in folders)
    assert len(body) < 65_536


def test_a_deleted_package_is_told(github, bot):
    pull = github.open_pull(bot.repository, dict.fromkeys(golden()))
    bot.review(pull)
    assert f"deletes the package `{STOCK}`" in bot.comment(pull)


def test_a_moved_package_is_compared_with_where_it_was(github, bot):
    moved = golden("certified-connectors/Tidewater Stocks")
    pull = github.open_pull(bot.repository, dict.fromkeys(golden()) | moved)
    bot.review(pull)
    body = bot.comment(pull)
    assert "a new package" not in body
    assert "deletes" not in body


def test_a_fork_that_is_gone_is_reviewed_all_the_same(github, bot):
    fork = github.fork(bot.repository, "stranger")
    pull = github.open_pull(bot.repository, broken(), head=fork, author="stranger")
    pull.head_repository = None
    bot.review(pull)
    assert "❌ changes required" in bot.comment(pull)


def test_a_list_of_files_that_github_cut_short_is_not_taken_for_all(github, bot):
    many = {f"a/{number}.txt": "x" for number in range(MOST_LISTED + 1)}
    pull = github.open_pull(bot.repository, many | {f"z/{path}": data for path, data in broken().items()})
    bot.review(pull)
    assert "❌ changes required" in bot.comment(pull)
    assert f"z/{STOCK}" in bot.comment(pull)


def test_a_push_while_it_is_looked_at_drops_the_result(github, bot):
    pull = github.open_pull(bot.repository, broken())
    old = pull.head_sha

    class Pushed:
        """The client, with a push just before the head is read a second time."""

        def __init__(self, client):
            self.client, self.reads = client, 0

        def __getattr__(self, name):
            return getattr(self.client, name)

        def pull_request(self, repository, number):
            self.reads += 1
            if self.reads == 2:
                github.push(bot.repository, "change", texts_changed())
            return self.client.pull_request(repository, number)

    bot.review(pull, Pushed(bot.client))

    assert bot.comments(pull) == []
    runs = {run.head_sha: run.conclusion for run in bot.repository.check_runs.values()}
    assert runs == {old: "cancelled"}
    bot.review(pull)
    assert "✅ ready" in bot.comment(pull)
    assert bot.run(pull).conclusion == "success"


def test_a_closed_pull_request_is_left_alone(github, bot):
    pull = github.open_pull(bot.repository, broken())
    pull.state = "closed"
    bot.review(pull)
    assert github.writes() == []


def test_a_package_that_takes_too_long_is_inconclusive_and_never_a_pass(github, bot):
    pull = github.open_pull(bot.repository, texts_changed())
    bot.desk_changes |= {"examine": examine_apart, "limits": Limits(seconds=0.01, patience=1)}
    bot.review(pull)
    assert "❔ inconclusive" in bot.comment(pull)
    assert "it took longer than 0.01 seconds" in bot.comment(pull)
    assert bot.run(pull).conclusion == "neutral"


def test_a_package_that_needs_too_much_memory_is_inconclusive(github, bot):
    many = definition()
    many["definitions"] |= {f"Item{number}": {"type": "object", "properties": {}} for number in range(60_000)}
    pull = github.open_pull(bot.repository, {f"{STOCK}/{DEFINITION}": written(many)})
    bot.desk_changes |= {"examine": examine_apart, "limits": Limits(memory=96 << 20)}
    bot.review(pull)
    assert "❔ inconclusive" in bot.comment(pull)
    assert bot.run(pull).conclusion == "neutral"


def test_safe_fixes_of_a_new_package_are_suggested_once(github, bot):
    content = definition()
    for item in content["paths"].values():
        shared = item.get("parameters", [])
        for operation in (*(one for one in item.values() if isinstance(one, dict)), {"parameters": shared}):
            for parameter in operation.get("parameters", []):
                if parameter.get("in") == "path":
                    parameter["required"] = False
    folder = "certified-connectors/Tidewater Stock Two"
    files = golden(folder) | {f"{folder}/{DEFINITION}": written(content)}
    pull = github.open_pull(bot.repository, files)
    bot.review(pull)
    suggested = [comment for review in pull.reviews for comment in review.comments]
    assert any('"required": true' in one["body"] for one in suggested)
    places = [(one["path"], one["line"]) for one in suggested]
    assert len(places) == len(set(places))
    assert all("```suggestion\n" in one["body"] for one in suggested)

    github.push(bot.repository, "change", {"readme.md": "other"})
    bot.review(pull)

    assert len([comment for review in pull.reviews for comment in review.comments]) == len(suggested)


def test_the_time_of_completion_is_the_desks(github, bot):
    pull = github.open_pull(bot.repository, broken())
    bot.review(pull)
    assert bot.run(pull).completed_at == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert bot.run(pull).external_id.startswith(f"certify:{pull.number}:")
    assert all(request.path.startswith((f"/repos/{NAME}", "/app/")) for request in github.requests)
