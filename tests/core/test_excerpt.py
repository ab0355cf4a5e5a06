"""The source line of a finding: whole where a person can read it, else the part around the finding."""

from __future__ import annotations

import pytest

from certify.core.excerpt import LONGEST, excerpt
from certify.core.location import Position


def excerpt_at(line: str, column: int):
    before = "first\n"
    return excerpt(f"{before}{line}\nlast", Position(2, column, len(before) + column - 1))


@pytest.mark.parametrize(
    ("length", "column", "starts_at", "goes_on"),
    [
        (20, 5, 1, False),
        (LONGEST, 5, 1, False),
        (LONGEST + 1, 5, 1, True),
        (1000, 5, 1, True),
        (1000, 500, 420, True),
        (1000, 950, 870, False),
    ],
)
def test_an_excerpt_says_whether_the_line_goes_on_behind_it(length, column, starts_at, goes_on):
    found = excerpt_at("x" * length, column)
    assert (found.column, found.goes_on) == (starts_at, goes_on)
    assert found.text == "x" * min(LONGEST, length - starts_at + 1)


def test_the_last_line_of_a_file_ends_with_it():
    assert not excerpt("x" * LONGEST, Position(1, 1, 0)).goes_on
    assert excerpt("x" * (LONGEST + 1), Position(1, 1, 0)).goes_on
