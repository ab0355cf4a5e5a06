"""Reading the objects of a developer's own checkout: nothing is checked out, fetched, filtered or hooked."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import finalize

from msgspec import Struct

from certify.core.package import Reason
from certify.errors import SourceError
from certify.sources.limits import MAX_DEFINITION_BYTES
from certify.sources.names import shown
from certify.sources.refused import Refused
from certify.sources.regular_file import too_large
from certify.sources.tree import too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from git.cmd import Git

_SHA: Final = re.compile(r"[0-9a-f]{40}")
_SHA_BYTES: Final = 20
_TREE_ENTRY: Final = re.compile(rb"([0-7]+) ([^\0]+)\0", re.DOTALL)
_LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/v1\n"
_KIND: Final = 0o170000
_FOLDER: Final = 0o040000
_REGULAR: Final = 0o100000
_LINK: Final = 0o120000
_SUBMODULE: Final = 0o160000

_SETTINGS: Final = {"core.hooksPath": os.devnull, "core.fsmonitor": "false", "core.quotePath": "false"}
_ENVIRONMENT: Final = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}


class Checkout:
    """A git checkout at `root`, its top folder as a resolved path. Every method may raise SourceError."""

    def __init__(self, root: str, trusted: tuple[str, ...]) -> None:
        self.root = root
        self._git = _command(root)
        # The processes that read objects end with the checkout, wherever it is let go.
        finalize(self, self._git.clear_cache)
        settings = [*_SETTINGS.items(), *(("safe.directory", folder) for folder in trusted)]
        self._git.update_environment(**_ENVIRONMENT, GIT_CONFIG_COUNT=str(len(settings)))
        for number, (key, value) in enumerate(settings):
            self._git.update_environment(
                **{f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
            )
        # Inside a hook these may name another checkout than the one of the path.
        own = {"GIT_DIR": str(Path(root, ".git")), "GIT_WORK_TREE": root}
        self._git.update_environment(**{name: value for name, value in own.items() if name in os.environ})

    def run(self, *arguments: str) -> bytes:
        """The output of a git command that only reads."""
        return _run(self._git, self.root, *arguments)

    def commit(self, revision: str) -> str:
        """The full id of the commit that a revision names."""
        wrong = SourceError(
            f"{revision!r} is not a revision of {shown(self.root)}; name a commit, tag or branch that is there "
            "(a shallow clone may have to fetch it first)."
        )
        if revision.startswith("-") or "\0" in revision:
            raise wrong
        try:
            found = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except _CommandError:
            raise wrong from None
        sha = found.decode("ascii", "replace").strip()
        if not _SHA.fullmatch(sha):
            raise SourceError(
                f"{shown(self.root)} names its objects by SHA-256; use a repository with SHA-1 names."
            )
        return sha

    def root_of(self, commit: str) -> GitNode:
        """The top folder at a commit that `commit()` gave."""
        return GitNode(self, "", _FOLDER, f"{commit}^{{tree}}")

    def read(self, name: str, kind: str, too_big: Refused, limit: int) -> bytes:
        """The content of an object; raises Refused when it is missing, of another kind, or larger than the limit."""
        try:
            _, said, size = self._git.get_object_header(name)
            found = os.fsdecode(said)  # annotated as text, but bytes
            if found == kind and size <= limit:
                return self._git.get_object_data(name)[3]
        except (ValueError, OSError):
            raise Refused(
                Reason.UNREADABLE, "The git object is missing or damaged; fetch the commit again."
            ) from None
        if found != kind:
            raise Refused(
                Reason.UNREADABLE, f"The git object is not a {kind}; repair the repository with git fsck."
            )
        raise too_big


class GitNode(Struct, frozen=True):
    """A file or folder in a commit."""

    checkout: Checkout
    name: str
    mode: int
    sha: str

    @property
    def is_folder(self) -> bool:
        return self.mode & _KIND == _FOLDER

    @property
    def is_file(self) -> bool:
        return self.mode & _KIND == _REGULAR

    def children(self, limit: int | None) -> Sequence[GitNode]:
        nodes = _listing(self.checkout, self.sha)
        if limit is not None and len(nodes) > limit:
            raise too_many()
        return nodes

    def read(self, limit: int) -> bytes:
        if self.mode & _KIND == _LINK:
            raise Refused(Reason.SYMLINK, "A symbolic link is not followed; put the file itself here.")
        if self.mode & _KIND == _SUBMODULE:
            raise Refused(Reason.OUTSIDE, "A submodule is another repository; put its files here.")
        if self.mode & _KIND != _REGULAR:
            raise Refused(Reason.DEVICE, "This is neither a file nor a folder; put a regular file here.")
        data = self.checkout.read(self.sha, "blob", too_large(limit), limit)
        if data.startswith(_LFS_POINTER):
            raise Refused(
                Reason.UNREADABLE, "This is a Git LFS pointer, not the file; store the file in git itself."
            )
        return data

    def descend(self, path: str) -> GitNode | None:
        """The file or folder at a path below this folder, or None."""
        node: GitNode | None = self
        for part in filter(None, path.split("/")):
            if node is None or not node.is_folder:
                return None
            node = next((child for child in node.children(None) if child.name == part), None)
        return node


# Packages lie side by side, so the folders above one are those above the next; and a hostile commit names
# one folder many times over.
@lru_cache(maxsize=256)
def _listing(checkout: Checkout, sha: str) -> tuple[GitNode, ...]:
    data = checkout.read(sha, "tree", too_many(), MAX_DEFINITION_BYTES)
    nodes: list[GitNode] = []
    position = 0
    while position < len(data):
        entry = _TREE_ENTRY.match(data, position)
        if entry is None:
            raise Refused(Reason.UNREADABLE, "The git tree is damaged; repair the repository with git fsck.")
        position = entry.end() + _SHA_BYTES
        child = data[entry.end() : position].hex()
        nodes.append(GitNode(checkout, os.fsdecode(entry[2]), int(entry[1], 8), child))
    return tuple(sorted(nodes, key=lambda node: node.name))


class _CommandError(SourceError):
    """Git ran and did not do it."""


def checkout_of(path: str) -> tuple[Checkout, str]:
    """The checkout that a path lies in, and the path inside it ("" for its top folder); it need not exist."""
    try:
        # Only what is above the last part is resolved, for the path itself may be a link in the checkout.
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - see above
        place = absolute.parent.resolve() / absolute.name
    except (OSError, ValueError):
        raise SourceError(f"{shown(path)} is not a path; name a package folder, a zip or a file.") from None
    for folder in (place, *place.parents):
        if os.path.lexists(folder / ".git"):
            inner = place.relative_to(folder)
            return _checkout(str(folder), os.getpid()), inner.as_posix() if inner.parts else ""
    raise SourceError(
        f"{shown(path)} is not in a git checkout; run this where the package is under version control."
    )


# The number of the process is part of the key because the children of a fork must not share git's pipes.
@lru_cache(maxsize=4)
def _checkout(root: str, process: int) -> Checkout:  # noqa: ARG001 - see above
    return Checkout(root, _trusted_folders(root))


def _trusted_folders(root: str) -> tuple[str, ...]:
    """The folders whose other owner the user has told git to trust; the rest of their settings is not used."""
    folders: list[str] = []
    for scope in ("--system", "--global"):
        try:
            found = _run(_command(None), root, "config", scope, "--null", "--get-all", "safe.directory")
        except _CommandError:
            continue
        folders += [os.fsdecode(folder) for folder in found.split(b"\0") if folder]
    return tuple(folders)


def _command(folder: str | None) -> Git:
    try:
        from git.cmd import Git
    except ImportError:
        raise SourceError("git is not installed; install it or leave out the revision.") from None
    return Git(folder)


def _run(git: Git, root: str, *arguments: str) -> bytes:
    from git.exc import GitCommandError, GitCommandNotFound

    try:
        output = git.execute(
            [git.GIT_PYTHON_GIT_EXECUTABLE, *arguments], stdout_as_string=False, strip_newline_in_stdout=False
        )
    except GitCommandNotFound:
        raise SourceError("git is not installed; install it or leave out the revision.") from None
    except GitCommandError as error:
        if "dubious ownership" in error.stderr:
            raise SourceError(
                f"git does not trust the owner of {shown(root)}; run git config --global --add safe.directory on it."
            ) from None
        raise _CommandError(f"git cannot read {shown(root)}; run git status there to see why.") from None
    return output
