"""What is compared with what: for each event, for shallow checkouts, new branches and force pushes."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from action_project import made_project, pull_request

from certify.errors import SourceError, UsageError
from certify.github.action.comparison import comparison

if TYPE_CHECKING:
    from pathlib import Path

    from action_project import Project

NONE = "0" * 40


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = made_project(tmp_path)
    monkeypatch.chdir(made.root)
    return made


def shallow(project: Project, revision: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of one commit, as actions/checkout makes it, whose origin gives any commit, as GitHub does."""
    project.git("config", "uploadpack.allowAnySHA1InWant", "true")
    project.git("update-ref", "refs/heads/checked", revision)
    folder = project.root.parent / "shallow"
    origin = project.root.as_uri()
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", "--single-branch", "-b", "checked", origin, str(folder)],
        check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    )
    monkeypatch.chdir(folder)
    return folder


def test_pull_request_is_compared_with_the_first_parent_of_githubs_merge(project: Project) -> None:
    project.git("checkout", "-q", "-b", "work")
    project.package("Another")
    head = project.commit()
    project.git("checkout", "-q", "main")
    project.package("Third")
    newer = project.commit()
    merge_of_newer_base = project.open_pull_request(newer, head)
    assert project.git("rev-parse", f"{merge_of_newer_base}^1") == newer
    stale = project.git("rev-parse", "main^")
    assert comparison("pull_request", pull_request(stale, head), None).revision == newer


def test_head_of_a_pull_request_is_compared_with_where_it_left_its_base(project: Project) -> None:
    left = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    project.package("Another")
    head = project.commit()
    project.git("checkout", "-q", "main")
    project.package("Third")
    base = project.commit()
    project.git("checkout", "-q", "work")
    assert comparison("pull_request", pull_request(base, head), None).revision == left


def test_base_is_fetched_into_a_shallow_checkout(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    project.package("Another")
    head = project.commit()
    merge = project.open_pull_request(base, head)
    shallow(project, merge, monkeypatch)
    assert comparison("pull_request", pull_request(base, head), None).revision == base


def test_base_that_cannot_be_had_says_how_to_check_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    project.package("Another")
    head = project.commit()
    folder = shallow(project, project.open_pull_request(base, head), monkeypatch)
    subprocess.run(["git", "-C", str(folder), "remote", "remove", "origin"], check=True)
    with pytest.raises(SourceError, match="`fetch-depth: 0`"):
        comparison("pull_request", pull_request(base, head), None)


def test_push_is_compared_with_the_branch_before_it(project: Project) -> None:
    before = project.git("rev-parse", "HEAD")
    project.package("Another")
    project.commit()
    project.package("Third")
    project.commit()
    assert comparison("push", {"before": before}, None).revision == before


@pytest.mark.parametrize("before", [NONE, "f" * 40, None])
def test_new_branch_or_forced_push_is_compared_with_where_it_left_the_default_branch(
    project: Project, before: Any
) -> None:
    left = project.git("rev-parse", "HEAD")
    project.git("update-ref", "refs/remotes/origin/main", left)
    project.git("checkout", "-q", "-b", "work")
    project.package("Another")
    project.commit()
    event = {"before": before, "repository": {"default_branch": "main"}}
    assert comparison("push", event, None).revision == left


@pytest.mark.parametrize("branch", ["main", "--all", "a b", None, {"x": 1}])
def test_first_push_is_compared_with_nothing(project: Project, branch: Any) -> None:
    project.git("update-ref", "refs/remotes/origin/main", "HEAD")
    found = comparison("push", {"before": NONE, "repository": {"default_branch": branch}}, None)
    assert (found.revision, "every finding decides" in found.sentence) == (None, True)


def test_merge_queue_is_compared_with_the_base_of_its_group(project: Project) -> None:
    base = project.git("rev-parse", "HEAD")
    project.package("Another")
    project.commit()
    assert comparison("merge_group", {"merge_group": {"base_sha": base}}, None).revision == base


def test_named_revision_is_resolved_once(project: Project) -> None:
    base = project.git("rev-parse", "HEAD")
    assert comparison("push", {}, "main").revision == base
    with pytest.raises(SourceError, match="is not a revision"):
        comparison("push", {}, "--upload-pack=x")


def test_everything_decides_when_asked_for(project: Project) -> None:
    assert project.root.is_dir()
    assert comparison("pull_request", {}, "none").revision is None


@pytest.mark.parametrize("since", [None, "none", "main"])
def test_no_input_makes_a_privileged_event_acceptable(project: Project, since: str | None) -> None:
    assert project.root.is_dir()
    with pytest.raises(UsageError, match="rights"):
        comparison("pull_request_target", {}, since)
