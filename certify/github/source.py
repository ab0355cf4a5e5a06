"""Packages of a repository on GitHub, read through its Git Data API: no clone, no checkout, and no more than is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from certify.core.package import Form, Package, Reason, Refusal
from certify.github.errors import NotFound
from certify.sources.layout import is_package
from certify.sources.limits import in_mib
from certify.sources.refused import Refused
from certify.sources.tree import find_packages, read_package, too_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from certify.github.port import GitHub, TreeEntry

FOLDER: Final = "040000"
_REGULAR: Final = frozenset({"100644", "100755", "100664"})
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/v1\n"
_MAX_SEARCHED: Final = 200_000
# A tree that GitHub cuts short is asked for folder by folder; a hostile one must not make us ask for ever.
_MAX_SUBTREES: Final = 500


@dataclass(frozen=True)
class Snapshot:
    """The tree of a repository at a commit or tree `sha`. Methods raise GitHubError when GitHub does not answer."""

    github: GitHub = field(repr=False)
    repository: str
    sha: str

    @cached_property
    def root(self) -> ApiNode:
        tree = self.github.tree(self.repository, self.sha)
        listings: dict[str, list[TreeEntry]] = {"": []}
        if tree.is_complete:
            for entry in tree.entries:
                folder, _, _ = entry.path.rpartition("/")
                listings.setdefault(folder, []).append(entry)
                if entry.mode == FOLDER:
                    listings.setdefault(entry.path, [])
        reader = _Reader(self.github, self.repository, listings if tree.is_complete else None)
        return ApiNode(reader, "", "", FOLDER, tree.sha, None)

    @property
    def is_complete(self) -> bool:
        """Whether GitHub told the whole tree in one answer."""
        return self.root.reader.listings is not None

    def node(self, path: str) -> ApiNode | None:
        """The file or folder at the path, or None."""
        node: ApiNode | None = self.root
        for part in filter(None, path.split("/")):
            if node is None or not node.is_folder:
                return None
            node = next((child for child in node.children(None) if child.name == part), None)
        return node

    def packages_of(self, paths: Iterable[str]) -> frozenset[str]:
        """The folders of the packages that the paths lie in, whether or not the paths themselves are there.

        Raises Refused when there is too much to look through.
        """
        judged: dict[str, bool] = {}
        found: set[str] = set()
        for path in paths:
            folder = path
            while folder:
                folder = folder.rpartition("/")[0]
                if folder not in judged:
                    judged[folder] = self._is_package(folder)
                if judged[folder]:
                    found.add(folder)
                    break
        return frozenset(found)

    def _is_package(self, folder: str) -> bool:
        if self.is_complete and folder:
            return folder in self._found
        node = self.node(folder)
        if node is None or not node.is_folder:
            return False
        return is_package(child.name for child in node.children(None) if not child.is_folder)

    @cached_property
    def _found(self) -> frozenset[str]:
        return frozenset(find_packages(self.root, _MAX_SEARCHED))

    def load(self, folder: str) -> Package | None:
        """The package in the folder; None when there is no such folder. What cannot be taken is a refusal."""
        name = folder.rpartition("/")[2] or self.repository.rpartition("/")[2]
        try:
            node = self.node(folder)
            if node is None or not node.is_folder:
                return None
            files, refusals = read_package(node)
        except Refused as refused:
            found = refused.refusal
            files, refusals = {}, (Refusal("", found.reason, found.detail),)
        return Package(folder or ".", name, files, refusals, Form.FOLDER)

    def digest_of(self, folder: str) -> str | None:
        """Git's own name of the folder's tree: equal names mean equal content."""
        node = self.node(folder)
        return None if node is None else node.sha

    def text(self, path: str, limit: int) -> bytes | None:
        """The bytes of a regular file, or None when there is none. Raises Refused for anything else."""
        node = self.node(path)
        return None if node is None or node.is_folder else node.read(limit)


def differing(old: Snapshot, new: Snapshot) -> frozenset[str]:
    """The paths of all files that differ between two trees. Raises Refused when one is too large to be told whole."""
    before, after = _files(old), _files(new)
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _files(snapshot: Snapshot) -> dict[str, str]:
    listings = snapshot.root.reader.listings
    if listings is None:
        raise Refused(Reason.TOO_MANY, "The repository has more files than GitHub lists at once.")
    return {
        entry.path: f"{entry.mode} {entry.sha}"
        for entries in listings.values()
        for entry in entries
        if entry.mode != FOLDER
    }


@dataclass(frozen=True)
class LoadedOrigin:
    """A package that has been read already, so that it can be examined where there is no network."""

    package: Package

    @property
    def path(self) -> str:
        return self.package.path

    def load(self) -> Package:
        return self.package


@dataclass
class _Reader:
    """How nodes reach GitHub. `listings` are the entries of each folder, by its path; None asks folder by folder."""

    github: GitHub
    repository: str
    listings: Mapping[str, Sequence[TreeEntry]] | None
    subtrees: dict[str, Sequence[TreeEntry]] = field(default_factory=dict)

    def entries(self, path: str, sha: str) -> Sequence[TreeEntry]:
        if self.listings is not None:
            return self.listings.get(path, ())
        if sha not in self.subtrees:
            if len(self.subtrees) >= _MAX_SUBTREES:
                raise Refused(
                    Reason.TOO_MANY, f"The repository has more than {_MAX_SUBTREES} folders to look through."
                )
            tree = self.github.subtree(self.repository, sha)
            if not tree.is_complete:
                raise Refused(Reason.TOO_MANY, "The folder has more entries than GitHub lists.")
            self.subtrees[sha] = tree.entries
        return self.subtrees[sha]


@dataclass(frozen=True)
class ApiNode:
    """A file or folder of a git tree. `size` is None where GitHub does not tell it."""

    reader: _Reader = field(repr=False)
    path: str
    name: str
    mode: str
    sha: str
    size: int | None

    @property
    def is_folder(self) -> bool:
        return self.mode == FOLDER

    def children(self, limit: int | None) -> Sequence[ApiNode]:
        entries = self.reader.entries(self.path, self.sha)
        if limit is not None and len(entries) > limit:
            raise too_many()
        return self._nodes

    @cached_property
    def _nodes(self) -> Sequence[ApiNode]:
        prefix = self.path and f"{self.path}/"
        nodes: list[ApiNode] = []
        for entry in self.reader.entries(self.path, self.sha):
            name = entry.path.rpartition("/")[2]
            nodes.append(ApiNode(self.reader, prefix + name, name, entry.mode, entry.sha, entry.size))
        return tuple(sorted(nodes, key=lambda node: node.name))

    def read(self, limit: int) -> bytes:
        if self.mode == _LINK:
            raise Refused(Reason.SYMLINK, "A symbolic link is not followed; put the file itself here.")
        if self.mode == _SUBMODULE:
            raise Refused(Reason.OUTSIDE, "A submodule is another repository; put its files here.")
        if self.mode not in _REGULAR:
            raise Refused(Reason.DEVICE, "This is neither a file nor a folder; put a regular file here.")
        if self.size is not None and self.size > limit:
            raise _too_large(limit)
        try:
            data = self.reader.github.blob(self.reader.repository, self.sha)
        except NotFound:
            raise Refused(Reason.UNREADABLE, "GitHub does not have the file; push it again.") from None
        if len(data) > limit:
            raise _too_large(limit)
        if data.startswith(_LFS_POINTER):
            raise Refused(
                Reason.UNREADABLE, "This is a Git LFS pointer, not the file; store the file in git itself."
            )
        return data


def _too_large(limit: int) -> Refused:
    return Refused(Reason.TOO_LARGE, f"The file is larger than {in_mib(limit)}; make it smaller.")
