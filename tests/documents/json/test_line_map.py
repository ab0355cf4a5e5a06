from __future__ import annotations

import pytest

from certify.core.location import Position
from certify.documents.json import LineMap


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("abc", 0, 1, 1),
        ("abc", 3, 1, 4),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\r\nb", 1, 1, 2),
        ("a\r\nb", 2, 1, 3),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("a\r\r\nb", 2, 2, 1),
        ("a\r\r\nb", 4, 3, 1),
        ("a\n", 2, 2, 1),
        ("é\U0001f600x\ny", 2, 1, 3),
        ("é\U0001f600x\ny", 4, 2, 1),
        ("a\u2028b", 2, 1, 3),
    ],
)
def test_lines_and_columns_count_characters_from_one(text, offset, line, column):
    assert LineMap(text).position(offset) == Position(line, column, offset)
