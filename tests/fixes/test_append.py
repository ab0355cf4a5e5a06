"""An element is put at the end of an array, written as the others are."""

from __future__ import annotations

import pytest

from certify.core.place import Place
from certify.documents.files import File, Role
from certify.fixes.json_text import text_edit

AT = Place("apiDefinition.swagger.json")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": []}', '{"a": [{"x": 1}]}'),
        ('{\n  "a": []\n}', '{\n  "a": [\n    {\n      "x": 1\n    }\n  ]\n}'),
        ('{"a": [1, 2]}', '{"a": [1, 2, {"x": 1}]}'),
        ('{\n  "a": [\n    1\n  ]\n}', '{\n  "a": [\n    1,\n    {\n      "x": 1\n    }\n  ]\n}'),
        (
            '{\r\n\t"a": [\r\n\t\t{}\r\n\t]\r\n}',
            '{\r\n\t"a": [\r\n\t\t{},\r\n\t\t{\r\n\t\t\t"x": 1\r\n\t\t}\r\n\t]\r\n}',
        ),
    ],
)
def test_element_is_appended_in_the_style_of_the_file(before: str, after: str) -> None:
    made = text_edit(File(AT.file, before.encode(), Role.DEFINITION), AT.at("a").append({"x": 1}))
    assert made is not None
    assert before[: made.start] + made.text + before[made.end :] == after


def test_objects_have_no_end_to_append_to() -> None:
    assert text_edit(File(AT.file, b'{"a": {}}', Role.DEFINITION), AT.at("a").append(1)) is None


@pytest.mark.parametrize(
    ("literal", "span", "after"),
    [
        (r'"\u00e9 one two"', (2, 5), r'"\u00e9 1 two"'),
        (r'"\ud83d\ude00 one"', (2, 5), r'"\ud83d\ude00 1"'),
        (r'"a\\ \"one\""', (4, 7), r'"a\\ \"1\""'),
        (r'"one"', (0, 3), r'"1"'),
    ],
)
def test_characters_of_a_string_are_replaced_and_escapes_beside_them_stay(
    literal: str, span: tuple[int, int], after: str
) -> None:
    text = f'{{"a": {literal}}}'
    made = text_edit(File(AT.file, text.encode(), Role.DEFINITION), AT.at("a").within(*span).replace("1"))
    assert made is not None
    assert text[: made.start] + made.text + text[made.end :] == f'{{"a": {after}}}'
