"""Git's objects are asked for once."""

from __future__ import annotations

from certify.github.port import Tree, TreeEntry
from certify.github.remembered import Objects, remembering


class Counting:
    """Answers, and counts what it was asked."""

    def __init__(self):
        self.asked = []

    def blob(self, repository, sha):
        self.asked.append((repository, sha))
        return sha.encode() * 100

    def tree(self, repository, sha):
        self.asked.append((repository, sha))
        return Tree(sha, (TreeEntry("a", "100644", "b"),) * 1000, is_complete=True)

    def branch(self, repository, name):
        self.asked.append((repository, name))
        return "c"

    def create_blob(self, repository, data):
        self.asked.append((repository, data))
        return "d"


def test_an_object_is_asked_for_once_and_a_branch_each_time():
    github = Counting()
    client = remembering(github, Objects(), "installation 5")
    assert [client.blob("a/b", "1") for _ in range(3)] == [b"1" * 100] * 3
    assert [client.branch("a/b", "dev") for _ in range(2)] == ["c", "c"]
    assert [client.create_blob("a/b", b"x") for _ in range(2)] == ["d", "d"]
    assert github.asked == [("a/b", "1"), ("a/b", "dev"), ("a/b", "dev"), ("a/b", b"x")]


def test_what_one_installation_read_another_has_to_ask_for():
    github, objects = Counting(), Objects()
    for reader in ("installation 5", "installation 6"):
        remembering(github, objects, reader).blob("a/b", "1")
    assert len(github.asked) == 2


def test_what_was_not_wanted_for_long_makes_room():
    github = Counting()
    client = remembering(github, Objects(2000), "installation 5")
    for sha in ("1", "2", "3", "4", "5", "6", "7", "8"):
        client.blob("a/b", sha)
        client.blob("a/b", "1")
    client.blob("a/b", "2")
    assert github.asked.count(("a/b", "1")) == 1
    assert github.asked.count(("a/b", "2")) == 2


def test_what_is_larger_than_its_share_is_not_held():
    github = Counting()
    client = remembering(github, Objects(10_000), "installation 5")
    for _ in range(2):
        client.tree("a/b", "1")
    assert len(github.asked) == 2


def test_a_failure_is_not_remembered():
    client = remembering(Counting(), Objects(), "installation 5")
    calls = []

    def fail(*_):
        calls.append(1)
        raise ValueError

    client._github.blob = fail
    for _ in range(2):
        try:
            client.blob("a/b", "1")
        except ValueError:
            continue
    assert len(calls) == 2
