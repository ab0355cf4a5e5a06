"""A mask hides secrets and the beginnings of them, and leaves everything else."""

from __future__ import annotations

import pytest

from certify.core.mask import HIDDEN, NO_MASK, Mask

SECRET = "kV8w2Zt0mQ41rXyz"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (f"The value `{SECRET}` is long.", f"The value `{HIDDEN}` is long."),
        (f"The value `{SECRET[:9]}…` is long.", f"The value `{HIDDEN}…` is long."),
        (f"The value `{SECRET.lower()}` is small.", f"The value `{HIDDEN}` is small."),
        (f"{SECRET}{SECRET}", HIDDEN * 2),
        ("The value is provided by nobody.", "The value is provided by nobody."),
    ],
)
def test_a_secret_and_its_beginning_are_hidden_in_a_sentence(told: str, shown: str) -> None:
    assert Mask({"a": [(0, 3)]}, [SECRET]).text(told) == shown


def test_a_file_keeps_its_lines_and_columns() -> None:
    text = f"one\n  {SECRET} two\nthree"
    covered = Mask({"a": [(6, 6 + len(SECRET)), (8, 12)]}, [SECRET]).file("a", text)
    assert covered == f"one\n  {'*' * len(SECRET)} two\nthree"


def test_spans_over_several_lines_keep_the_line_ends() -> None:
    assert Mask({"a": [(1, 6)]}, []).file("a", "abc\ndefg") == "a**\n**fg"


def test_other_files_are_left_alone() -> None:
    assert Mask({"a": [(0, 3)]}, [SECRET]).file("b", "abcdef") == "abcdef"


def test_the_words_of_a_text_around_a_secret_are_no_secrets() -> None:
    mask = Mask({"a": [(0, 3)]}, ["-----BEGIN KEY-----\nQUJDREVGR0hJSktMTU5P\n-----END KEY-----"])
    assert mask.text("The KEY is at the END: QUJDREVGR0hJSktMTU5P") == f"The KEY is at the END: {HIDDEN}"


def test_a_mask_shows_its_secrets_to_nobody() -> None:
    mask = Mask({"a": [(0, 3)]}, [SECRET])
    assert SECRET not in repr(mask)
    assert mask
    assert not NO_MASK
