"""The branch with the certified bytes: made of blobs and trees on the upstream base, without a clone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.github.errors import NotFound, Refused
from certify.github.publish_errors import PublishError
from certify.github.publish_git import blob_name
from certify.github.publish_survey import tree_at
from certify.github.publish_text import TREE_TRAILER
from certify.github.source import FOLDER

if TYPE_CHECKING:
    from certify.github.port import Commit, GitHub, TreeEntry
    from certify.github.publish_plan import Plan

_PLAIN_FILE = "100644"
_NOTHING = ("", None)


def branch_with(plan: Plan, pusher: GitHub) -> None:
    """Make the branch, or make sure that the one which is there holds the certified bytes and nothing else of ours."""
    head = pusher.branch(plan.push_to, plan.branch)
    if head is None:
        _bring_base(plan, pusher)
        commit = _commit_on(plan, pusher, plan.survey.commit, plan.survey.tree, plan.survey.entries)
        try:
            pusher.create_branch(plan.push_to, plan.branch, commit)
        except Refused:
            # Another run of ours may have been quicker.
            head = pusher.branch(plan.push_to, plan.branch)
            if head is None:
                raise
        else:
            return
    _refuse_other_content(plan, pusher, head)


def moved_branch(plan: Plan, pusher: GitHub, branch: str) -> bool:
    """Put the package on top of an earlier version's branch; False when it is there already."""
    head = pusher.branch(plan.push_to, branch)
    if head is None:
        raise PublishError(
            f"{plan.push_to} has no branch {branch} any more, but its pull request is open; close it first."
        )
    commit = pusher.commit(plan.push_to, head)
    folder = tree_at(pusher, plan.push_to, commit.tree_sha, plan.survey.folder)
    if folder == plan.tree:
        return False
    if folder is None or f"{TREE_TRAILER}{folder}" not in commit.message.splitlines():
        raise PublishError(
            f"Somebody pushed to {branch} of {plan.push_to} after certify ({head[:12]}). Take these changes over into the "
            "package and certify it again; then close the pull request and publish a new one."
        )
    entries = pusher.tree(plan.push_to, folder).entries
    pusher.update_branch(plan.push_to, branch, _commit_on(plan, pusher, head, commit.tree_sha, entries))
    return True


def _bring_base(plan: Plan, pusher: GitHub) -> None:
    """A fork may not have upstream's newest commit yet."""
    survey = plan.survey
    if plan.push_to.lower() == survey.upstream.lower() or _has(pusher, plan.push_to, survey.commit):
        return
    try:
        pusher.sync_fork(plan.push_to, survey.base)
    except Refused as refused:
        raise PublishError(
            f"The branch {survey.base} of {plan.push_to} cannot be brought up to {survey.upstream}: {refused} "
            "Sync the fork on GitHub, discarding its own commits there."
        ) from None
    if not _has(pusher, plan.push_to, survey.commit):
        raise PublishError(
            f"{plan.push_to} does not have the newest commit of {survey.upstream}; is it a fork of it?"
        )


def _has(pusher: GitHub, repository: str, sha: str) -> bool:
    try:
        pusher.commit(repository, sha)
    except NotFound:
        return False
    return True


def _commit_on(plan: Plan, pusher: GitHub, parent: str, root: str, there: tuple[TreeEntry, ...]) -> str:
    """A commit on the parent, whose folder holds exactly the package. `there` is what the folder holds now."""
    package, folder = plan.clearance.package, plan.survey.folder
    known = {entry.path: entry for entry in there if entry.mode != FOLDER}
    changes: list[tuple[str, str | None]] = []
    for path, data in package.files.items():
        name = blob_name(data)
        before = known.get(path)
        if before is not None and (before.sha, before.mode) == (name, _PLAIN_FILE):
            continue
        if before is None or before.sha != name:
            made = pusher.create_blob(plan.push_to, data)
            if made != name:
                raise PublishError(f"GitHub stored something else than {path}: {made} instead of {name}.")
        changes.append((f"{folder}/{path}", name))
    # Removals first: a file may become a folder of the same name.
    removals = [(f"{folder}/{path}", None) for path in known if path not in package.files]
    tree = pusher.create_tree(plan.push_to, root, [*removals, *changes])
    found = tree_at(pusher, plan.push_to, tree, folder)
    if found != plan.tree:
        raise PublishError(
            f"GitHub made {found} of the folder instead of the certified {plan.tree}; nothing was published."
        )
    return pusher.create_commit(plan.push_to, message=plan.message, tree=tree, parents=[parent])


def _refuse_other_content(plan: Plan, pusher: GitHub, head: str) -> None:
    """Commits of the same content differ in their times and signatures, so trees are compared."""
    commit = pusher.commit(plan.push_to, head)
    if tree_at(pusher, plan.push_to, commit.tree_sha, plan.survey.folder) != plan.tree:
        raise PublishError(
            f"The branch {plan.branch} of {plan.push_to} is there but does not hold the certified files; "
            "delete it, and publish again."
        )
    if not _changes_one_folder(plan, pusher, commit):
        raise PublishError(
            f"The branch {plan.branch} of {plan.push_to} changes more than {plan.survey.folder}; delete it, and publish again."
        )


def _changes_one_folder(plan: Plan, pusher: GitHub, commit: Commit) -> bool:
    """Whether the commit differs from its one parent in the connector's folder only."""
    if len(commit.parents) != 1:
        return False
    now: str | None = commit.tree_sha
    before: str | None = pusher.commit(plan.push_to, commit.parents[0]).tree_sha
    for part in plan.survey.folder.split("/"):
        new, old = _entries(pusher, plan.push_to, now), _entries(pusher, plan.push_to, before)
        if {**new, part: None} != {**old, part: None}:
            return False
        now, before = new.get(part, _NOTHING)[1], old.get(part, _NOTHING)[1]
    return True


def _entries(pusher: GitHub, repository: str, tree: str | None) -> dict[str, tuple[str, str]]:
    """The entries of a tree; none where there is no tree."""
    if tree is None:
        return {}
    return {entry.path: (entry.mode, entry.sha) for entry in pusher.subtree(repository, tree).entries}
