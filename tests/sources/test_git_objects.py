"""Hostile commits: what is in them is refused, and nothing of the checkout is run."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from git_repository import BLOB, TREE, Repository, write

from certify.core.package import Package, Reason
from certify.errors import SourceError
from certify.sources import DirectoryOrigin
from certify.sources.changed import changed_since
from certify.sources.git_objects import Checkout
from certify.sources.revision import baseline_origin, packages_at
from certify.sources.tree import too_many

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def reasons(package: Package) -> dict[str, Reason]:
    return {refusal.path: refusal.reason for refusal in package.refusals}


def only(repository: Repository, revision: str) -> Package:
    (origin,) = packages_at(str(repository.root), revision)
    return origin.load()


def test_links_submodules_and_odd_modes_are_refused(repository: Repository) -> None:
    link, blob = repository.blob(b"../../.git/config"), repository.blob()
    commit = repository.commit_tree(
        (0o100666, b"a.json", blob),
        (BLOB, NAME.encode(), blob),
        (0o120000, b"link", link),
        (0o160000, b"module", "1" * 40),
        (0o170000, b"odd", blob),
    )
    package = only(repository, commit)
    assert sorted(package.files) == ["a.json", NAME]
    assert reasons(package) == {"link": Reason.SYMLINK, "module": Reason.OUTSIDE, "odd": Reason.DEVICE}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b".git", Reason.HIDDEN), (b".GIT", Reason.HIDDEN), (b"git~1", Reason.NAME), (b".g\xe2\x80\x8cit", Reason.NAME),
        (b".git ", Reason.NAME), (b".git.", Reason.NAME), (b".git\\x", Reason.NAME), (b"..", Reason.OUTSIDE),
        (b"new\nline", Reason.NAME), (b"tab\t", Reason.NAME), (b'"', Reason.NAME), (b"\x1b[2J", Reason.NAME),
        (b"bad\xff", Reason.NAME), (b"<img src=x>", Reason.NAME), (b"n" * 5_000, Reason.NAME), (b"a/b/../../..", Reason.OUTSIDE),
    ],
)  # fmt: skip
def test_hostile_names_are_refused(repository: Repository, name: bytes, reason: Reason) -> None:
    blob = repository.blob()
    package = only(repository, repository.commit_tree((BLOB, NAME.encode(), blob), (BLOB, name, blob)))
    assert list(package.files) == [NAME]
    assert list(reasons(package).values()) == [reason]


@pytest.mark.parametrize("name", ["--upload-pack=id", "-rf", "$(id)", "${{github.token}}"])
def test_names_that_only_a_shell_would_mind_are_read(repository: Repository, name: str) -> None:
    blob = repository.blob()
    package = only(
        repository, repository.commit_tree((BLOB, name.encode(), blob), (BLOB, NAME.encode(), blob))
    )
    assert set(package.files) == {name, NAME}


def test_duplicates_and_collisions_are_refused(repository: Repository) -> None:
    a, b = repository.blob(b"1"), repository.blob(b"2")
    entries = [
        (BLOB, name, sha)
        for name, sha in ((NAME.encode(), a), (NAME.encode(), b), (b"R.md", a), (b"r.md", b))
    ]
    package = only(repository, repository.commit_tree(*entries))
    assert package.files == {NAME: b"1", "R.md": b"1"}
    assert reasons(package) == {NAME: Reason.DUPLICATE, "r.md": Reason.COLLISION}


def test_nothing_of_the_checkout_is_run_or_fetched(repository: Repository) -> None:
    canary = repository.root / "canary"
    payload = f"touch '{canary}'"
    repository.commit(
        **{
            f"A/{NAME}": "{}",
            "A/big.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            ".lfsconfig": "[lfs]\n\turl = http://127.0.0.1:9/\n",
            ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = -u./payload\n\tupdate = !touch canary\n',
        }
    )
    write(
        repository.root,
        ".gitattributes",
        "* filter=evil diff=evil export-subst working-tree-encoding=UTF-16\n",
    )
    for setting in (
        "filter.evil.clean",
        "filter.evil.smudge",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
    ):
        repository.git("config", setting, payload)
    for hook in ("post-checkout", "post-index-change", "fsmonitor-watchman"):
        path = repository.root / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\n{payload}\n")
        path.chmod(0o755)
    os.utime(repository.root / "A" / NAME, (1, 1))
    (origin,) = packages_at(str(repository.root), "HEAD")
    package = origin.load()
    assert package.files == {NAME: b"{}"}
    assert reasons(package) == {"big.png": Reason.UNREADABLE}
    changed_since(str(repository.root), "HEAD")
    assert not canary.exists()


def test_a_missing_or_wrong_object_is_refused(repository: Repository) -> None:
    blob, tree = repository.blob(), repository.tree()
    commit = repository.commit_tree(
        (BLOB, NAME.encode(), blob),
        (BLOB, b"gone.md", "2" * 40),
        (BLOB, b"tree.md", tree),
        (TREE, b"blob", blob),
    )
    origin = baseline_origin(DirectoryOrigin(str(repository.root)), commit)
    assert origin is not None
    package = origin.load()
    assert list(package.files) == [NAME]
    assert set(reasons(package)) == {"gone.md", "tree.md", "blob"}
    assert set(reasons(package).values()) == {Reason.UNREADABLE}


def test_a_file_over_the_limit_is_refused(repository: Repository) -> None:
    commit = repository.commit_tree((BLOB, NAME.encode(), repository.blob(bytes((8 << 20) + 1))))
    assert reasons(only(repository, commit)) == {NAME: Reason.TOO_LARGE}


def bomb(repository: Repository, levels: int, leaf: str) -> str:
    tree = leaf
    for _ in range(levels):
        tree = repository.tree(*((TREE, b"d%d" % number, tree) for number in range(10)))
    return tree


def test_a_git_bomb_in_a_package_ends_at_the_limit(repository: Repository) -> None:
    leaf = repository.tree((BLOB, b"f", repository.blob()))
    bombed = bomb(repository, 10, leaf)
    commit = repository.commit_tree((BLOB, NAME.encode(), repository.blob()), (TREE, b"d", bombed))
    origin = baseline_origin(DirectoryOrigin(str(repository.root)), commit)
    assert origin is not None
    package = origin.load()
    assert package.files[NAME] == b"{}"
    assert Reason.TOO_MANY in reasons(package).values()


def test_a_git_bomb_ends_the_search(repository: Repository) -> None:
    leaf = repository.tree((BLOB, b"f", repository.blob()))
    commit = repository.git("commit-tree", "-m", "x", bomb(repository, 10, leaf))
    with pytest.raises(SourceError, match="more than 200000 files and folders"):
        list(packages_at(str(repository.root), commit))


def test_a_deep_tree_is_refused(repository: Repository) -> None:
    tree = repository.tree((BLOB, b"f", repository.blob()))
    for _ in range(300):
        tree = repository.tree((TREE, b"d", tree))
    package = only(
        repository, repository.commit_tree((BLOB, NAME.encode(), repository.blob()), (TREE, b"d", tree))
    )
    assert list(package.files) == [NAME]
    assert list(reasons(package).values()) == [Reason.NAME]


def test_a_checkout_that_only_the_collector_finds_ends_its_processes(
    repository: Repository, recwarn: pytest.WarningsRecorder
) -> None:
    checkout = Checkout(str(repository.root), ())
    commit = repository.commit(**{NAME: "{}"})
    assert checkout.read(f"{commit}^{{tree}}", "tree", too_many(), 1000)
    loop: list[object] = [checkout]
    loop.append(loop)
    del checkout, loop
    gc.collect()
    assert not [warning for warning in recwarn if warning.category is ResourceWarning]
