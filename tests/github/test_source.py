"""Packages out of GitHub's trees: what is read, what is refused, and how little is asked for."""

from __future__ import annotations

import pytest

from certify.core.package import Reason
from certify.github.errors import NotFound
from certify.github.port import Tree, TreeEntry
from certify.github.source import Snapshot, differing
from certify.sources.refused import Refused

DEFINITION = "apiDefinition.swagger.json"


class Trees:
    """The part of GitHub that tells trees and blobs. `longest` is how many entries it tells at once."""

    def __init__(self, files, modes=None, longest=10**6, sizes=None):
        self.files, self.modes, self.longest = files, modes or {}, longest
        self.sizes = sizes or {}
        self.asked: list[str] = []

    def _below(self, folder):
        prefix = f"{folder}/" if folder else ""
        found = {}
        for path in self.files:
            if path.startswith(prefix):
                parts = path[len(prefix) :].split("/")
                for depth in range(1, len(parts)):
                    found["/".join(parts[:depth])] = "040000"
                found["/".join(parts)] = self.modes.get(path, "100644")
        return [
            TreeEntry(name, mode, f"tree:{prefix}{name}" if mode == "040000" else f"blob:{prefix}{name}",
                      None if mode == "040000" else self.sizes.get(prefix + name, len(self.files[prefix + name] or b"")))
            for name, mode in sorted(found.items())
        ]  # fmt: skip

    def tree(self, _repository, sha):
        self.asked.append(f"tree {sha}")
        entries = self._below("")
        return Tree("tree:", tuple(entries[: self.longest]), len(entries) <= self.longest)

    def subtree(self, _repository, sha):
        self.asked.append(f"subtree {sha}")
        entries = [entry for entry in self._below(sha.removeprefix("tree:")) if "/" not in entry.path]
        return Tree(sha, tuple(entries), len(entries) <= self.longest)

    def blob(self, _repository, sha):
        self.asked.append(f"blob {sha}")
        data = self.files[sha.removeprefix("blob:")]
        if data is None:
            raise NotFound("no such blob")
        return data


def package(*names: str) -> dict[str, bytes]:
    return {f"{name}/{DEFINITION}": b"{}" for name in names}


def snapshot(trees: Trees) -> Snapshot:
    return Snapshot(trees, "o/n", "tree:")


def test_only_the_packages_concerned_are_read():
    trees = Trees(package("a/one", "a/two"))
    at = snapshot(trees)
    assert at.packages_of([f"a/one/{DEFINITION}", "readme.md", "elsewhere/x"]) == {"a/one"}
    assert at.load("a/one").files == {DEFINITION: b"{}"}
    assert trees.asked == ["tree tree:", f"blob blob:a/one/{DEFINITION}"]


def test_a_file_that_is_gone_still_names_its_package():
    assert snapshot(Trees(package("a/one"))).packages_of(["a/one/deep/gone.txt"]) == {"a/one"}


def test_a_repository_can_be_one_package():
    at = snapshot(Trees({DEFINITION: b"{}", "readme.md": b"#"}))
    assert at.packages_of(["readme.md"]) == {""}
    assert at.load("").path == "."
    assert at.load("").name == "n"


def test_a_repository_without_packages_is_none():
    assert snapshot(Trees({"readme.md": b"#"})).packages_of(["readme.md"]) == frozenset()


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("120000", Reason.SYMLINK), ("160000", Reason.OUTSIDE), ("100000", Reason.DEVICE)],
)
def test_what_is_no_regular_file_is_refused_and_never_asked_for(mode, reason):
    files = package("a") | {"a/odd.json": b"/etc/passwd"}
    trees = Trees(files, {"a/odd.json": mode})
    loaded = snapshot(trees).load("a")
    assert [(refusal.path, refusal.reason) for refusal in loaded.refusals] == [("odd.json", reason)]
    assert "blob blob:a/odd.json" not in trees.asked


def test_a_file_that_is_too_large_is_refused_before_it_is_asked_for():
    trees = Trees(package("a"), sizes={f"a/{DEFINITION}": 9 << 20})
    loaded = snapshot(trees).load("a")
    assert [refusal.reason for refusal in loaded.refusals] == [Reason.TOO_LARGE]
    assert not [asked for asked in trees.asked if asked.startswith("blob")]


def test_a_file_that_is_larger_than_github_said_is_refused():
    trees = Trees({f"a/{DEFINITION}": b"x" * (9 << 20)}, sizes={f"a/{DEFINITION}": 5})
    assert [refusal.reason for refusal in snapshot(trees).load("a").refusals] == [Reason.TOO_LARGE]


def test_a_pointer_of_git_lfs_is_not_the_file():
    files = package("a") | {"a/icon.png": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"}
    assert [refusal.path for refusal in snapshot(Trees(files)).load("a").refusals] == ["icon.png"]


def test_a_missing_blob_is_told():
    files = package("a") | {"a/lost.json": None}
    loaded = snapshot(Trees(files, sizes={"a/lost.json": 3})).load("a")
    assert [(refusal.path, refusal.reason) for refusal in loaded.refusals] == [
        ("lost.json", Reason.UNREADABLE)
    ]


def test_a_tree_that_is_cut_short_is_walked_folder_by_folder():
    many = {f"other/{number}.txt": b"" for number in range(50)}
    trees = Trees(package("a/one", "a/two") | many, longest=60)
    trees.longest = 52
    at = snapshot(trees)
    assert at.packages_of([f"a/one/{DEFINITION}"]) == {"a/one"}
    assert at.load("a/one").files == {DEFINITION: b"{}"}
    assert "subtree tree:other" not in trees.asked


def test_two_trees_are_not_compared_when_one_is_cut_short():
    with pytest.raises(Refused):
        differing(snapshot(Trees(package("a", "b", "c"), longest=2)), snapshot(Trees(package("a"))))


def test_two_trees_are_compared_by_the_names_of_their_blobs():
    old, new = package("a", "b"), package("b", "c")
    assert differing(snapshot(Trees(old)), snapshot(Trees(new))) == {f"a/{DEFINITION}", f"c/{DEFINITION}"}


def test_hostile_names_are_refused_as_in_any_other_source():
    files = package("a") | {"a/CON": b"", "a/x\u202egnp.exe": b"", "a/.env": b""}
    loaded = snapshot(Trees(files)).load("a")
    assert set(loaded.files) == {DEFINITION}
    assert {refusal.reason for refusal in loaded.refusals} == {Reason.NAME, Reason.HIDDEN}


def test_a_folder_of_too_many_files_is_refused_whole():
    files = package("a") | {f"a/{number}.txt": b"" for number in range(2_100)}
    loaded = snapshot(Trees(files)).load("a")
    assert Reason.TOO_MANY in {refusal.reason for refusal in loaded.refusals}
