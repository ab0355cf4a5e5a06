"""Which packages have changed since a revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from git_repository import Repository, write

from certify.sources.changed import changed_since

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_every_kind_of_change_since_a_revision_counts(repository: Repository) -> None:
    root = repository.root
    names = ["committed", "staged", "unstaged", "untracked", "deleted", "same", "touched"]
    old = repository.commit(**{f"{name}/{part}": "{}" for name in names for part in (NAME, "readme.md")})
    repository.commit(**{"committed/images/x.png": "x"})
    write(root, f"staged/{NAME}", "[]")
    repository.git("add", "-A")
    write(root, f"unstaged/{NAME}", "[1]")
    write(root, "untracked/new.md")
    (root / "deleted" / "readme.md").unlink()
    os.utime(root / "touched" / NAME, (1, 1))
    assert changed_since(str(root), old) == {
        str(root / name) for name in ("committed", "staged", "unstaged", "untracked", "deleted")
    }
    assert changed_since(str(root / "staged"), old) == {str(root / "staged")}
    assert changed_since(str(root / "same"), old) == frozenset()


def test_ignored_files_are_no_change(repository: Repository) -> None:
    old = repository.commit(**{f"A/{NAME}": "{}", ".gitignore": "*.log\n"})
    write(repository.root, "A/build.log")
    assert changed_since(str(repository.root), old) == frozenset()


def test_a_change_belongs_to_the_nearest_package(repository: Repository) -> None:
    old = repository.commit(**{NAME: "{}", f"inner/{NAME}": "{}"})
    write(repository.root, "inner/img/a.png")
    assert changed_since(str(repository.root), old) == {str(repository.root / "inner")}


def test_a_changed_file_or_zip_is_known_by_its_own_path(repository: Repository) -> None:
    old = repository.commit(**{"a.zip": "zip", "b.json": "{}"})
    write(repository.root, "a.zip", "other")
    assert changed_since(str(repository.root / "a.zip"), old) == {str(repository.root / "a.zip")}
    assert changed_since(str(repository.root / "b.json"), old) == frozenset()


def test_a_relative_path_and_a_linked_worktree_work(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = repository.commit(**{f"A/{NAME}": "{}"})
    repository.git("worktree", "add", "-q", str(tmp_path / "other"))
    monkeypatch.chdir(tmp_path / "other")
    write(tmp_path, f"other/A/{NAME}", "[]")
    assert changed_since(".", old) == {"A"}
    assert changed_since(str(repository.root), old) == frozenset()


def test_line_ends_alone_are_no_change(repository: Repository) -> None:
    old = repository.commit(**{f"A/{NAME}": "{\n}\n"})
    (repository.root / "A" / NAME).write_bytes(b"{\r\n}\r\n")
    assert changed_since(str(repository.root), old) == frozenset()


def test_a_link_counts_when_it_leads_elsewhere(repository: Repository) -> None:
    write(repository.root, f"A/{NAME}")
    (repository.root / "A" / "link").symlink_to("one")
    old = repository.commit()
    assert changed_since(str(repository.root), old) == frozenset()
    (repository.root / "A" / "link").unlink()
    (repository.root / "A" / "link").symlink_to("two")
    assert changed_since(str(repository.root), old) == {str(repository.root / "A")}
