"""Names of files: which may be in a package, and which fall together."""

from __future__ import annotations

import os

import pytest
from hostile_zip import BAD_NAMES, GIT_NAMES, OUTSIDE_NAMES
from hypothesis import given
from hypothesis import strategies as st

from certify.core.package import Reason
from certify.sources.names import Spellings, is_git_folder, judge, left_out, shown, topmost_left_out


@pytest.mark.parametrize("name", OUTSIDE_NAMES, ids=ascii)
def test_names_that_lead_out_are_refused(name: str) -> None:
    problem = judge(name)
    assert problem is not None
    assert problem[0] is Reason.OUTSIDE


@pytest.mark.parametrize("name", [*BAD_NAMES, "bad\udcff.json"], ids=lambda name: ascii(name)[:60])
def test_names_that_are_not_portable_are_refused(name: str) -> None:
    problem = judge(name)
    assert problem is not None
    assert problem[0] is Reason.NAME


@pytest.mark.parametrize(
    "name",
    [
        "apiDefinition.swagger.json", "Brønnøysundregistrene/readme.md", "图：1.png", "e\u0301.md", "a b/c (1).png",
        "-rf", "$(id)", "${{github.token}}", "console.json", "command.txt", "com.json", "x..json", "a" * 255, "/".join("d" * 16),
    ],
    ids=lambda name: ascii(name)[:60],
)  # fmt: skip
def test_honest_and_merely_odd_names_are_accepted(name: str) -> None:
    assert judge(name) is None


@pytest.mark.parametrize("name", [*(name for name in GIT_NAMES), "GIT~1", ".g\u200cit", ".git . "])
def test_every_spelling_of_the_git_folder_is_known(name: str) -> None:
    assert any(map(is_git_folder, name.split("/")))


def test_other_names_with_git_are_not_the_git_folder() -> None:
    assert not any(map(is_git_folder, [".gitignore", "git", ".github", "gift"]))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".DS_Store", Reason.JUNK),
        ("__MACOSX", Reason.JUNK),
        ("Thumbs.db", Reason.JUNK),
        ("._readme.md", Reason.JUNK),
        (".git", Reason.HIDDEN),
        ("readme.md", None),
    ],
)
def test_junk_and_hidden_names_are_told_apart(name: str, reason: Reason | None) -> None:
    assert left_out(name) is reason


def test_the_topmost_hidden_folder_stands_for_what_is_in_it() -> None:
    assert topmost_left_out("a/.b/.c/d") == ("a/.b", Reason.HIDDEN)
    assert topmost_left_out("a/b") is None


def test_folders_in_different_case_are_no_collision_by_themselves() -> None:
    spellings = Spellings()
    assert spellings.add("Images/a.png") is None
    assert spellings.add("images/b.png") is None
    assert spellings.add("images/A.png") == "Images/a.png"


@given(st.text(max_size=40))
def test_no_name_makes_the_judgement_fail(name: str) -> None:
    problem = judge(name)
    assert problem is None or problem[1].endswith(".")


@given(st.binary(max_size=20))
def test_every_name_of_a_file_system_can_be_shown(name: bytes) -> None:
    shown(os.fsdecode(name)).encode()
