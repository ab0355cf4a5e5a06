"""`certify bot comment`: a report that nobody trusts, on the pull request that GitHub says it is for."""

from __future__ import annotations

import json

import pytest
from rendered import page_of
from reviewing import DEFINITION, NAME, STOCK, golden, setting, without_operation_ids

from certify.cli.main import main
from certify.errors import SourceError
from certify.github.comment import MARK
from certify.github.review_artifact import LARGEST, parsed, result_in
from certify.github.review_result import Standing


@pytest.fixture
def world(github, monkeypatch):
    """A repository, and a token of the workflow's own in the environment."""
    bot = setting(github)
    monkeypatch.setenv("GITHUB_API_URL", github.url)
    monkeypatch.setenv("GITHUB_TOKEN", github.user("github-actions[bot]"))
    bot.repository.permissions["github-actions[bot]"] = "write"
    for name in ("CERTIFY_GITHUB_TOKEN", "CERTIFY_GITHUB_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return bot


@pytest.fixture
def report(tmp_path, monkeypatch, capsys):
    """What `certify check` writes of a package with a finding, as a file."""
    for path, data in golden().items():
        target = tmp_path / "repository" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (tmp_path / "repository" / STOCK / DEFINITION).write_bytes(without_operation_ids())
    monkeypatch.chdir(tmp_path / "repository")
    path = tmp_path / "certify.json"
    assert main(["check", ".", "--no-config", "--no-progress", "--format", f"json={path}"]) == 1
    capsys.readouterr()
    return path


def say(report, pull, sha=None) -> int:
    return main(
        ["bot", "comment", "--report", str(report), "--repository", NAME, "--head-sha", sha or pull.head_sha]
    )


def own(world, pull):
    return [
        comment
        for comment in world.repository.comments.values()
        if comment.author.login == "github-actions[bot]" and comment.number == pull.number
    ]


def changed(report, **changes):
    content = json.loads(report.read_bytes())
    content["packages"][0] |= changes
    return content


def test_the_report_becomes_the_one_comment_of_the_pull_request_with_that_head(github, world, report, capsys):
    pull = github.open_pull(world.repository, {f"{STOCK}/{DEFINITION}": without_operation_ids()})
    other = github.open_pull(world.repository, {"readme.md": "x"}, branch="other")

    assert say(report, pull) == 0
    assert say(report, pull) == 0

    [comment] = own(world, pull)
    assert comment.body.startswith(f"{MARK}\n### certify: ❌ changes required")
    assert "This operation has no `operationId`." in comment.body
    assert "as reported by the workflow of this pull request" in comment.body
    assert "/certify" not in comment.body
    assert f"/blob/{pull.head_sha}/certified-connectors/Tidewater%20Stock/" in comment.body
    assert own(world, other) == []
    assert f"{NAME}#{pull.number}" in capsys.readouterr().out


def test_without_a_pull_request_of_that_head_nothing_is_said(github, world, report, capsys):
    github.open_pull(world.repository, {"readme.md": "x"})
    assert say(report, None, "0" * 40) == 0
    assert world.repository.comments == {}
    assert "no open pull request" in capsys.readouterr().out


def test_a_comment_of_another_author_with_our_mark_is_left_alone(github, world, report):
    pull = github.open_pull(world.repository, {"readme.md": "x"})
    forged = github.comment(pull, "stranger", f"{MARK}\nready")
    say(report, pull)
    assert world.repository.comments[forged.id].body == f"{MARK}\nready"
    assert len(own(world, pull)) == 1


def test_a_verdict_that_the_findings_belie_is_not_taken_over(report):
    content = changed(report, verdict="ready", counts={"error": 0, "warning": 0, "note": 0})
    assert result_in(content, head_sha="0" * 40, base_ref="dev").standing is Standing.CHANGES_REQUIRED


def test_what_could_not_look_is_never_ready(report):
    outcomes = {"passed": 1, "failed": 0, "not-applicable": 0, "errored": 2}
    content = changed(report, verdict="ready", findings=[], outcomes=outcomes)
    assert result_in(content, head_sha="0" * 40, base_ref="dev").standing is Standing.INCONCLUSIVE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        b"NaN",
        b"[" * 100_000,
        b'{"format": "certify/1"}',
        b'{"format": "certify/2", "tool": {}, "ruleset": {}, "packages": []}',
    ],
)
def test_what_is_no_report_is_refused_in_one_line(data):
    with pytest.raises(SourceError) as error:
        parsed(data)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": "x"},
        {"findings": [{"rule": 1}]},
        {"verdict": "certified"},
        {"path": 5},
        {"counts": {"error": -1}},
        {"surprise": 1},
    ],
)
def test_a_report_with_a_part_of_another_shape_is_refused(report, changes):
    with pytest.raises(SourceError):
        parsed(json.dumps(changed(report, **changes)).encode())


def test_a_report_that_is_too_large_is_not_read(tmp_path, world, capsys):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert say(path, None, "0" * 40) == 2
    assert "larger than 32 MiB" in capsys.readouterr().err
    assert world.github.requests == []


def test_hostile_text_in_a_report_is_shown_as_it_is(github, world, report):
    text = "@org/team <img src=x> [x](javascript:y) ![](https://evil.test) <!-- certify:v1 -->"
    content = json.loads(report.read_bytes())
    content["tool"]["version"] = text
    package = content["packages"][0] | {"path": text, "name": text}
    for finding in package["findings"]:
        finding |= {"message": text, "rule": text, "path": f"../../{text}"}
    content["packages"] = [package]
    report.write_text(json.dumps(content))
    pull = github.open_pull(world.repository, {"readme.md": "x"})

    assert say(report, pull) == 0

    [comment] = own(world, pull)
    page = page_of(comment.body)
    assert "img" not in page.tags
    assert all(target.startswith("https://") and "evil" not in target for target in page.targets)
    assert page.comments == [" certify:v1 "]
    assert "@org" not in page.text


def test_an_empty_report_withdraws_what_was_said_before_and_says_nothing_else(github, world, report):
    pull = github.open_pull(world.repository, {"readme.md": "x"})
    content = json.loads(report.read_bytes()) | {"packages": []}
    empty = report.with_name("empty.json")
    empty.write_text(json.dumps(content))
    say(empty, pull)
    assert own(world, pull) == []
    say(report, pull)
    say(empty, pull)
    [comment] = own(world, pull)
    assert "touches no connector package any more" in comment.body


@pytest.mark.parametrize("sha", ["main", "abc", "A" * 40, "--x"])
@pytest.mark.usefixtures("world")
def test_the_head_is_a_whole_commit(report, sha, capsys):
    assert main(["bot", "comment", "--report", str(report), "--repository", NAME, f"--head-sha={sha}"]) == 2
    assert "40 hexadecimal digits" in capsys.readouterr().err


def test_without_a_token_it_says_which_variable_to_set(report, monkeypatch, capsys):
    for name in ("GITHUB_TOKEN", "CERTIFY_GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert say(report, None, "0" * 40) == 2
    assert "set CERTIFY_GITHUB_TOKEN or GITHUB_TOKEN" in capsys.readouterr().err


def test_what_a_change_does_and_the_class_of_update_are_taken_over(report):
    content = json.loads(report.read_bytes())
    package = next(package for package in content["packages"] if package["findings"])
    version = {"old": "1.0", "new": "1.1", "deserved": "2.0"}
    package["update"] = {"update": "major", "major_because": ["operations"], "version": version}
    effect = {"effect": "existing flows fail", "operation": "Get", "reported_by_microsoft": True}
    package["findings"][0]["change"] = {**effect, "way_out": None}
    result = result_in(parsed(json.dumps(content).encode()), head_sha="0" * 40, base_ref="main")
    taken = next(taken for taken in result.packages if taken.path == package["path"])
    assert (taken.update, taken.remarks[0].effect) == ("major", "existing flows fail")
    package["findings"][0]["change"]["effect"] = "<b>anything</b>"
    with pytest.raises(SourceError, match="findings/0/change"):
        parsed(json.dumps(content).encode())
