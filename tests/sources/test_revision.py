"""Packages at a revision of a checkout, and which have changed since; honest repositories."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from git_repository import Repository

from certify.core.package import Form, Package
from certify.errors import SourceError
from certify.sources import ArchiveOrigin, DirectoryOrigin, FileOrigin, StandardInputOrigin
from certify.sources.revision import baseline_origin, packages_at

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def only(repository: Repository, revision: str) -> Package:
    (origin,) = packages_at(str(repository.root), revision)
    return origin.load()


def test_packages_are_read_as_they_were(repository: Repository) -> None:
    old = repository.commit(
        A__apiProperties=".", **{f"A/{NAME}": "old", f"B/{NAME}": "b", "A/images/x.png": "x"}
    )
    repository.commit(**{f"A/{NAME}": "new"})
    (first, second) = packages_at(str(repository.root), old)
    package = first.load()
    assert package.files == {NAME: b"old", "apiProperties": b".", "images/x.png": b"x"}
    assert (package.name, package.path, package.form) == ("A", f"{old}:A", Form.FOLDER)
    assert second.load().name == "B"


@pytest.mark.parametrize("revision", ["main", "HEAD", "HEAD~0", "v1", "@"])
def test_a_revision_may_be_any_name_of_a_commit(repository: Repository, revision: str) -> None:
    repository.commit(**{NAME: "{}"})
    repository.git("tag", "-a", "-m", "v1", "v1")
    package = only(repository, revision)
    assert (list(package.files), package.name) == ([NAME], "repository")


def test_a_package_that_was_deleted_since_can_be_read(repository: Repository) -> None:
    old = repository.commit(**{f"a/b/{NAME}": "{}"})
    repository.git("rm", "-rq", "a")
    repository.commit()
    (origin,) = packages_at(str(repository.root / "a" / "b"), old)
    assert pickle.loads(pickle.dumps(origin)).load().files == {NAME: b"{}"}


def test_the_baseline_of_a_folder_and_of_a_file_is_the_same_place_before(repository: Repository) -> None:
    old = repository.commit(**{f"A/{NAME}": "old"})
    repository.commit(**{f"A/{NAME}": "new", f"B/{NAME}": "{}"})
    root = repository.root
    folder = baseline_origin(DirectoryOrigin(str(root / "A")), old)
    file = baseline_origin(FileOrigin(str(root / "A" / NAME)), old)
    assert folder is not None
    assert file is not None
    assert folder.load().files == file.load().files == {NAME: b"old"}
    assert (folder.load().form, file.load().form) == (Form.FOLDER, Form.FILE)
    assert baseline_origin(DirectoryOrigin(str(root / "B")), old) is None
    assert baseline_origin(folder, "HEAD") is not None


def test_what_was_of_another_kind_is_no_baseline(repository: Repository) -> None:
    old = repository.commit(A="a file")
    repository.git("rm", "-q", "A")
    repository.commit(**{f"A/{NAME}": "{}"})
    assert baseline_origin(DirectoryOrigin(str(repository.root / "A")), old) is None
    assert baseline_origin(DirectoryOrigin(str(repository.root / "A" / "deeper")), old) is None


def test_archives_and_standard_input_have_no_baseline() -> None:
    assert baseline_origin(ArchiveOrigin("a.zip"), "HEAD") is None
    assert baseline_origin(StandardInputOrigin(b""), "HEAD") is None


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere",
        "--upload-pack=touch canary",
        "-rf",
        "",
        "a b",
        "HEAD\nHEAD",
        "HEAD\0",
        "HEAD:A",
        "x" * 9_000,
    ],
)
def test_what_is_no_revision_is_an_error(repository: Repository, revision: str) -> None:
    repository.commit(**{f"A/{NAME}": "{}"})
    with pytest.raises(SourceError, match="is not a revision"):
        list(packages_at(str(repository.root), revision))
    assert not (repository.root / "canary").exists()


def test_a_folder_outside_of_any_checkout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not in a git checkout"):
        list(packages_at(str(tmp_path), "HEAD"))


def test_a_revision_without_packages_is_an_error(repository: Repository) -> None:
    repository.commit(src__readme="x")
    for path in (repository.root, repository.root / "gone"):
        with pytest.raises(SourceError, match="holds no connector package at 'HEAD'"):
            list(packages_at(str(path), "HEAD"))


def test_missing_git_is_an_error(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(**{NAME: "{}"})
    monkeypatch.setattr("git.cmd.Git.GIT_PYTHON_GIT_EXECUTABLE", "git-that-is-not-there")
    with pytest.raises(SourceError, match="git is not installed"):
        list(packages_at(str(repository.root), "HEAD"))


def test_an_owner_that_git_does_not_trust_is_an_error_until_the_user_trusts_it(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{NAME: "{}"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    with pytest.raises(SourceError, match=r"safe\.directory"):
        list(packages_at(str(repository.root), "HEAD"))
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {repository.root}\n")
    monkeypatch.setattr("certify.sources.git_objects.os.getpid", lambda: -1)
    assert len(list(packages_at(str(repository.root), "HEAD"))) == 1


def test_the_surroundings_of_a_hook_do_not_name_another_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    repository.commit(**{NAME: "right"})
    other.commit(**{NAME: "wrong"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert only(repository, "main").files == {NAME: b"right"}


def test_a_repository_with_sha256_names_is_an_error(tmp_path: Path) -> None:
    repository = Repository.__new__(Repository)
    repository.root = tmp_path / "sha256"
    repository.root.mkdir()
    repository.git("init", "-q", "--object-format=sha256")
    repository.commit(**{f"A/{NAME}": "{}"})
    with pytest.raises(SourceError, match="SHA-256"):
        list(packages_at(str(repository.root), "HEAD"))
