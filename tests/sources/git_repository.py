"""Writes git repositories, hostile ones too."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BLOB = 0o100644
TREE = 0o040000


class Repository:
    """A repository whose trees are written entry by entry, for git's own commands refuse the hostile ones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, data: bytes = b"") -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, input=data, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            write(self.root, name.replace("__", "/"), text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def blob(self, data: bytes = b"{}") -> str:
        return self.git("hash-object", "-w", "--stdin", data=data)

    def tree(self, *entries: tuple[int, bytes, str]) -> str:
        raw = b"".join(b"%o %s\0" % (mode, name) + bytes.fromhex(sha) for mode, name, sha in entries)
        return self.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=raw)

    def commit_tree(self, *entries: tuple[int, bytes, str]) -> str:
        return self.git("commit-tree", "-m", "x", self.tree(*entries))


def write(root: Path, name: str, text: str = "{}") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
