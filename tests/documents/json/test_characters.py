"""Characters of a string are found in its literal, however the ones before them are written."""

from __future__ import annotations

import json

import pytest

from certify.documents.json.edits import characters_of


@pytest.mark.parametrize(
    ("literal", "sought"),
    [
        ('"See www.tidewaterstock.com."', "www.tidewaterstock.com"),
        (r'"Stock.\nSee www.tidewaterstock.com."', "www.tidewaterstock.com"),
        (r'"A \"good\" caf\u00e9 \\ www.tidewaterstock.com"', "www.tidewaterstock.com"),
        (r'"A fish \ud83d\udc1f, then www."', "www"),
        (r'"An emoji: \ud83d\ude3a."', "😺"),
        (r'"Two\t\ttabs"', "\t\t"),
    ],
)
def test_place_is_as_narrow_as_what_is_meant(literal: str, sought: str) -> None:
    text = f'{{"description": {literal}}}'
    content = json.loads(literal)
    first = content.index(sought)
    found = characters_of(text, (16, 16 + len(literal)), (first, first + len(sought)))
    assert found is not None
    assert json.loads(f'"{text[slice(*found)]}"') == sought


@pytest.mark.parametrize("literal", [r'"a\nb"', '"abc"'])
def test_no_place_is_given_beyond_the_string(literal: str) -> None:
    assert characters_of(literal, (0, len(literal)), (0, 3)) == (1, len(literal) - 1)
    assert characters_of(literal, (0, len(literal)), (2, 4)) is None


def test_what_is_no_string_has_no_characters() -> None:
    assert characters_of("1234", (0, 4), (0, 2)) is None
