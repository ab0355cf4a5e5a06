"""What is upstream now: the base, the connector's folder, the version that is published, and what a submitter attests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.core.package import Form, Package
from certify.documents.documents import Documents
from certify.github.publish_errors import PublishError
from certify.github.publish_target import KINDS, connector_name, folder_for
from certify.github.source import FOLDER, Snapshot

if TYPE_CHECKING:
    from certify.core.rule import Profile
    from certify.github.port import GitHub, TreeEntry

_LARGEST_TEMPLATE = 32 * 1024
_TEMPLATE = "pull_request_template.md"


@dataclass(frozen=True)
class Survey:
    """Upstream at one moment.

    `commit` and `tree` are the base branch's; `folder` is where the connector goes, such as
    `certified-connectors/Contoso`; `folder_tree` and `entries` are what is there (None and nothing when it is new);
    `attestations` is upstream's own template for pull requests.
    """

    upstream: str
    base: str
    commit: str
    tree: str
    kind: str
    name: str
    folder_tree: str | None
    entries: tuple[TreeEntry, ...]
    attestations: str

    @property
    def folder(self) -> str:
        return f"{self.kind}/{self.name}"


def survey(
    github: GitHub, package: Package, profile: Profile, *, upstream: str, base: str, folder: str | None = None
) -> Survey:
    """Look at upstream. Nothing is written. Raises PublishError, or a GitHubError."""
    commit = github.branch(upstream, base)
    if commit is None:
        raise PublishError(f"{upstream} has no branch {base}; name another one with --base.")
    root = github.subtree(upstream, github.commit(upstream, commit).tree_sha)
    kind = KINDS[profile]
    kind_tree = _child(root.entries, kind)
    children = () if kind_tree is None else _complete(github, upstream, kind_tree)
    definition = Documents(package, profile).definition
    title = None if definition is None else definition.info.title
    name = folder_for(
        [connector_name(title, package.name)],
        package.name,
        [entry.path for entry in children if entry.mode == FOLDER],
        folder,
    )
    clash = next((entry.path for entry in children if entry.path.casefold() == name.casefold()), name)
    if clash != name:
        raise PublishError(
            f"{upstream} has {kind}/{clash} already, which is {name} on Windows; use --folder {clash!r}."
        )
    folder_tree = _child(children, name)
    below = None if folder_tree is None else github.tree(upstream, folder_tree)
    if below is not None and not below.is_complete:
        raise PublishError(f"{kind}/{name} has more files than GitHub lists; it cannot be replaced safely.")
    return Survey(
        upstream,
        base,
        commit,
        root.sha,
        kind,
        name,
        folder_tree,
        () if below is None else below.entries,
        _attestations(github, upstream, root.entries),
    )


def published_version(github: GitHub, found: Survey) -> Package | None:
    """The version that upstream has, or None for a new connector."""
    if found.folder_tree is None:
        return None
    package = Snapshot(github, found.upstream, found.folder_tree).load("")
    return (
        None
        if package is None
        else Package(found.folder, found.name, package.files, package.refusals, Form.FOLDER)
    )


def tree_at(github: GitHub, repository: str, tree: str, folder: str) -> str | None:
    """The tree of a folder below a tree, or None when it is not there."""
    for part in folder.split("/"):
        found = _child(github.subtree(repository, tree).entries, part)
        if found is None:
            return None
        tree = found
    return tree


def _child(entries: tuple[TreeEntry, ...], name: str) -> str | None:
    return next((entry.sha for entry in entries if entry.path == name and entry.mode == FOLDER), None)


def _complete(github: GitHub, upstream: str, tree: str) -> tuple[TreeEntry, ...]:
    found = github.subtree(upstream, tree)
    if not found.is_complete:
        raise PublishError(f"{upstream} has more connectors than GitHub lists at once.")
    return found.entries


def _attestations(github: GitHub, upstream: str, root: tuple[TreeEntry, ...]) -> str:
    """Upstream's template for pull requests, from any of the three places where GitHub looks; empty without one."""
    for place in (".github", "", "docs"):
        tree = _child(root, place) if place else None
        entries = github.subtree(upstream, tree).entries if tree is not None else () if place else root
        for entry in entries:
            is_small = entry.size is not None and entry.size <= _LARGEST_TEMPLATE
            if entry.path.lower() == _TEMPLATE and entry.mode.startswith("100") and is_small:
                return github.blob(upstream, entry.sha).decode("utf-8", "replace")
    return ""
