"""A real bare git repository, driven by git's own plumbing: the objects and branches behind a repository of the fake."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ZERO = "0" * 40
_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "someone",
    "GIT_AUTHOR_EMAIL": "someone@example.com",
    "GIT_COMMITTER_NAME": "someone",
    "GIT_COMMITTER_EMAIL": "someone@example.com",
}


class GitFailed(Exception):  # noqa: N818 - what git said no to
    """Git would not do it."""


@dataclass(frozen=True)
class GitEntry:
    mode: str
    kind: str
    sha: str
    size: int | None
    path: str


@dataclass(frozen=True)
class GitCommit:
    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str


class GitStore:
    """One bare repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: Path) -> GitStore:
        store = cls(folder)
        folder.mkdir(parents=True)
        store.git("init", "--bare", "--quiet", "--template=", ".")
        return store

    def clone(self, folder: Path) -> GitStore:
        """A fork: its own objects, as far as branches reach."""
        self.git("clone", "--bare", "--quiet", "--no-local", "--template=", str(self.folder), str(folder))
        return GitStore(folder)

    def git(self, *arguments: str, data: bytes | None = None, **environment: str) -> bytes:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            input=data if data is not None else b"",
            capture_output=True,
            check=False,
            env=_ENVIRONMENT | environment,
        )
        if done.returncode:
            raise GitFailed(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]}")
        return done.stdout

    def _line(self, *arguments: str, data: bytes | None = None, **environment: str) -> str:
        return self.git(*arguments, data=data, **environment).decode().strip()

    def kind(self, sha: str) -> str | None:
        """`commit`, `tree`, `blob`, or None when there is no such object."""
        try:
            return self._line("cat-file", "-t", sha)
        except GitFailed:
            return None

    def add_blob(self, data: bytes) -> str:
        return self._line("hash-object", "-w", "--stdin", data=data)

    def blob(self, sha: str) -> bytes:
        return self.git("cat-file", "blob", sha)

    def entries(self, treeish: str, *, recursive: bool = False) -> list[GitEntry]:
        flags = ("-r", "-t") if recursive else ()
        found = []
        for line in self.git("ls-tree", "-z", "-l", *flags, treeish).split(b"\0")[:-1]:
            start, _, path = line.partition(b"\t")
            mode, kind, sha, size = start.decode().split()
            found.append(GitEntry(mode, kind, sha, None if size == "-" else int(size), os.fsdecode(path)))
        return found

    def add_tree(self, base: str | None, changes: list[tuple[str, str, str | None]]) -> str:
        """A tree from `base` with each `(path, mode, sha)` set, or removed where the sha is None."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            if base is None:
                self.git("read-tree", "--empty", **index)
            else:
                self.git("read-tree", base, **index)
            lines = []
            for path, mode, sha in changes:
                if sha is None:
                    lines.append(f"0 {ZERO}\t{path}")
                else:
                    lines.append(f"{mode} {sha}\t{path}")
            self.git(
                "update-index",
                "-z",
                "--index-info",
                data="".join(f"{line}\0" for line in lines).encode(),
                **index,
            )
            return self._line("write-tree", **index)

    def add_commit(self, tree: str, parents: tuple[str, ...], message: str, when: int) -> str:
        flags = [flag for parent in parents for flag in ("-p", parent)]
        date = f"{when} +0000"
        return self._line(
            "commit-tree", tree, *flags, data=message.encode(), GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date
        )

    def commit(self, sha: str) -> GitCommit:
        head, _, message = self.git("cat-file", "commit", sha).decode("utf-8", "replace").partition("\n\n")
        lines = [line.split(" ", 1) for line in head.splitlines()]
        return GitCommit(
            sha,
            next(value for key, value in lines if key == "tree"),
            tuple(value for key, value in lines if key == "parent"),
            message.removesuffix("\n"),
        )

    def branch(self, name: str) -> str | None:
        try:
            return self._line("rev-parse", "--verify", "--quiet", "--end-of-options", f"refs/heads/{name}")
        except GitFailed:
            return None

    def branches(self) -> dict[str, str]:
        lines = self._line(
            "for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads"
        ).splitlines()
        return dict(line.rsplit(" ", 1) for line in lines)

    def set_branch(self, name: str, sha: str, expected: str) -> None:
        """Move the branch from `expected` (zeros: it is not there) to the commit."""
        self.git("update-ref", f"refs/heads/{name}", sha, expected)

    def delete_branch(self, name: str) -> None:
        self.git("update-ref", "-d", f"refs/heads/{name}")

    def is_ancestor(self, older: str, newer: str) -> bool:
        try:
            self.git("merge-base", "--is-ancestor", older, newer)
        except GitFailed:
            return False
        return True

    def fetch(self, other: GitStore, sha: str) -> None:
        """Take over a commit of another store with all that it needs."""
        if self.kind(sha) is None:
            self.git("fetch", "--quiet", "--no-tags", str(other.folder), sha, GIT_CONFIG_COUNT="0")

    def changed(self, older: str, newer: str) -> list[tuple[str, str, str, str | None]]:
        """`(status letter, path, sha, previous path)` of what differs from where the two parted."""
        base = self._line("merge-base", older, newer)
        fields = (
            self.git("diff-tree", "-r", "-M", "-z", "--raw", base, newer)
            .decode("utf-8", "surrogateescape")
            .split("\0")
        )
        found = []
        position = 0
        while position < len(fields) and fields[position]:
            _, _, old_sha, sha, letter = fields[position].lstrip(":").split(" ")
            if letter[0] in "RC":
                found.append((letter[0], fields[position + 2], sha, fields[position + 1]))
                position += 3
            else:
                found.append((letter[0], fields[position + 1], old_sha if letter == "D" else sha, None))
                position += 2
        return found
