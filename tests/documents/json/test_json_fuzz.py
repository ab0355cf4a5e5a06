from __future__ import annotations

import random

from fuzz import check, mutated
from hypothesis import given
from hypothesis import strategies as st


def test_mutated_json_is_read_without_an_error_and_positions_hold():
    choice = random.Random(7)
    results = {check(mutated(choice)) for _ in range(1_500)}
    assert results == {True, False}


@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_an_error(data):
    check(data)


@given(st.text(alphabet="{}[]\",:\\/*#'\n\t 01ea“\u200b", max_size=60))
def test_any_punctuation_is_read_without_an_error(text):
    check(text.encode())
