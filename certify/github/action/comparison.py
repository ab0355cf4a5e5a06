"""Which revision the packages are compared with, by the event that started the workflow."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certify.errors import SourceError, UsageError
from certify.github.action.inputs import EVERYTHING
from certify.sources.git_objects import checkout_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.sources.git_objects import Checkout

# These run with the rights of the repository itself, whoever's files lie there; settings may name rules to execute.
_PRIVILEGED = frozenset({"pull_request_target", "workflow_run", "issue_comment"})
_SHA = re.compile(r"[0-9a-f]{40}")
_NO_COMMIT = "0" * 40
_FETCH_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Comparison:
    """The full id of the commit whose findings do not decide, None for none, and a sentence of ours on it."""

    revision: str | None
    sentence: str


def comparison(name: str, event: Mapping[str, Any], since: str | None) -> Comparison:
    """What to compare the working directory with.

    `name` and `event` are GitHub's; of the event only commit ids and the default branch are taken. Raises UsageError
    when the event must not check anything, SourceError when the revision is not there and cannot be fetched.
    """
    if name in _PRIVILEGED:
        raise UsageError(
            f"the event `{name}` gives a stranger's files the repository's rights; check on `pull_request`, "
            "and let a second workflow write the comment."
        )
    if since == EVERYTHING:
        return Comparison(None, "Every package was checked, and every finding decides.")
    if since is not None:
        checkout, _ = checkout_of(".")
        return _compared(checkout.commit(since), "the revision that the workflow names")
    if name in {"pull_request", "merge_group", "push"}:
        checkout, _ = checkout_of(".")
        found = _by_event(name, event, checkout)
        if found is not None:
            return found
    return Comparison(None, "There is no earlier version to compare with: every finding decides.")


def _by_event(name: str, event: Mapping[str, Any], checkout: Checkout) -> Comparison | None:
    if name == "pull_request":
        return _of_pull_request(event, checkout)
    if name == "merge_group":
        base = _sha(event, "merge_group", "base_sha")
        return _compared(_there(checkout, base), "the base of the merge group")
    before = _sha(event, "before")
    if before is not None and before != _NO_COMMIT and _fetched(checkout, before):
        return _compared(before, "the branch before the push")
    return _of_new_branch(event, checkout)


def _of_pull_request(event: Mapping[str, Any], checkout: Checkout) -> Comparison:
    base, head = _sha(event, "pull_request", "base", "sha"), _sha(event, "pull_request", "head", "sha")
    here = checkout.commit("HEAD")
    parents = _parents(checkout, here)
    if len(parents) > 1 and parents[1] == head:
        # GitHub's own merge of both: its first parent is the base as it was merged, and no older.
        return _compared(_there(checkout, parents[0]), "the base of the pull request")
    fork_point = None if base is None else _merge_base(checkout, here, base)
    return _compared(fork_point or _there(checkout, base), "where the pull request left its base")


def _of_new_branch(event: Mapping[str, Any], checkout: Checkout) -> Comparison | None:
    repository = event.get("repository")
    branch = repository.get("default_branch") if isinstance(repository, dict) else None
    here = checkout.commit("HEAD")
    found = _merge_base(checkout, here, f"refs/remotes/origin/{branch}") if isinstance(branch, str) else None
    return None if found in {None, here} else _compared(found, "where the branch left the default branch")


def _compared(revision: str | None, what: str) -> Comparison:
    shown = "" if revision is None else f" ({revision[:10]})"
    return Comparison(revision, f"Compared with {what}{shown}; only what is new decides.")


def _sha(event: Mapping[str, Any], *keys: str) -> str | None:
    value: Any = event
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and _SHA.fullmatch(value) else None


def _there(checkout: Checkout, sha: str | None) -> str:
    """The commit, fetched where it is not there yet."""
    if sha is None:
        raise SourceError("the event names no commit to compare with; set the input `since`.")
    if not _fetched(checkout, sha):
        raise SourceError(
            f"the commit {sha} that this run compares with is not in the checkout and cannot be fetched; "
            "give actions/checkout `fetch-depth: 0`."
        )
    return sha


def _fetched(checkout: Checkout, sha: str) -> bool:
    if _is_there(checkout, sha):
        return True
    # The only place where something is fetched: from where the checkout came from, with its own credentials.
    command = [
        "git",
        "-C",
        checkout.root,
        "-c",
        f"safe.directory={checkout.root}",
        "-c",
        f"core.hooksPath={os.devnull}",
    ]
    options = ["--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "--end-of-options"]
    try:
        subprocess.run(  # noqa: S603 - no shell, and the one word that is not ours is a commit id
            [*command, "fetch", *options, "origin", sha],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_FETCH_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return _is_there(checkout, sha)


def _is_there(checkout: Checkout, sha: str) -> bool:
    try:
        checkout.commit(sha)
    except SourceError:
        return False
    return True


def _parents(checkout: Checkout, commit: str) -> list[str]:
    """The parents as the commit names them, which a shallow checkout may not have."""
    head = checkout.run("cat-file", "commit", commit).decode("utf-8", "replace").partition("\n\n")[0]
    return [line.removeprefix("parent ") for line in head.splitlines() if line.startswith("parent ")]


def _merge_base(checkout: Checkout, here: str, other: str) -> str | None:
    try:
        found = checkout.run("merge-base", here, checkout.commit(other)).decode("ascii", "replace").strip()
    except SourceError:
        return None
    return found if _SHA.fullmatch(found) else None
