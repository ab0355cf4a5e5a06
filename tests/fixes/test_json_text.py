"""Edits of JSON text: only the characters that must change, in the style of the file."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.place import Place
from certify.documents.files import File, Role
from certify.documents.json.edits import json_removals
from certify.fixes.json_text import text_edit

if TYPE_CHECKING:
    from certify.core.place import Edit

AT = Place("apiDefinition.swagger.json")


def edited(text: str, edit: Edit) -> str:
    made = text_edit(File(AT.file, text.encode(), Role.DEFINITION), edit)
    assert made is not None
    return text[: made.start] + made.text + text[made.end :]


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ('{\n  "a": 1,\n  "b": 2\n}\n', AT.at("a").remove(), '{\n  "b": 2\n}\n'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', AT.at("b").remove(), '{\n  "a": 1\n}\n'),
        ('{\n  "a": 1\n}\n', AT.at("a").remove(), "{}\n"),
        ('{"a":1,"b":2}', AT.at("a").remove(), '{"b":2}'),
        ("[1, 2, 3]", AT.at(1).remove(), "[1, 3]"),
        ("[1, 2, 3]", AT.at(0).remove(), "[2, 3]"),
        (
            '{\n\t"a": {\n\t\t"x": 1\n\t}\n}',
            AT.at("a").add("y", 2),
            '{\n\t"a": {\n\t\t"x": 1,\n\t\t"y": 2\n\t}\n}',
        ),
        ('{"a": {"x": 1}}', AT.at("a").add("y", "z"), '{"a": {"x": 1, "y": "z"}}'),
        ('{\r\n    "a": {}\r\n}', AT.at("a").add("y", 1), '{\r\n    "a": {\r\n        "y": 1\r\n    }\r\n}'),
        (
            '{\n  "a": 1\n}',
            AT.add("b", {"c": [1]}),
            '{\n  "a": 1,\n  "b": {\n    "c": [\n      1\n    ]\n  }\n}',
        ),
        ('{\n  "a": {\n    "x": 1\n  }\n}', AT.add("b", 2), '{\n  "a": {\n    "x": 1\n  },\n  "b": 2\n}'),
        ('{"a" : "x\\u00e9"}', AT.at("a").replace("ü"), '{"a" : "ü"}'),
        ('{"a": "one two"}', AT.at("a").within(4, 7).replace("2"), '{"a": "one 2"}'),
        ('{"a": "tab\\there"}', AT.at("a").within(0, 3).replace("x"), '{"a": "x\\there"}'),
        ('{"old": [1]}', AT.at("old").rename("new"), '{"new": [1]}'),
        ("{} trailing", Place(AT.file, span=(2, 11)).remove(), "{}"),
    ],
)
def test_edit(before: str, edit: Edit, after: str) -> None:
    assert edited(before, edit) == after


def test_absent_place_has_no_edit() -> None:
    assert text_edit(File(AT.file, b'{"a": 1}', Role.DEFINITION), AT.at("b").replace(1)) is None


def test_member_is_added_only_to_objects() -> None:
    assert text_edit(File(AT.file, b'{"a": 1}', Role.DEFINITION), AT.at("a").add("b", 1)) is None


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=4))
OBJECTS = st.dictionaries(
    st.text(min_size=1, max_size=3), st.one_of(SCALARS, st.lists(SCALARS, max_size=3)), min_size=1, max_size=5
)


@given(OBJECTS, st.sampled_from([None, 1, 2, "\t"]), st.data())
def test_removed_and_replaced_members_leave_the_others_alone(
    value: dict[str, Any], indent: int | str | None, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    key = data.draw(st.sampled_from(sorted(value)))
    assert json.loads(edited(text, AT.at(key).remove())) == {k: v for k, v in value.items() if k != key}
    assert json.loads(edited(text, AT.at(key).replace(["x"]))) == {**value, key: ["x"]}
    assert json.loads(edited(text, AT.add("added", {"n": 1}))) == {**value, "added": {"n": 1}}


@given(OBJECTS, st.sampled_from([None, 1, "\t"]), st.data())
def test_members_that_go_together_leave_the_others_alone(
    value: dict[str, Any], indent: int | str | None, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    keys = data.draw(st.sets(st.sampled_from(sorted(value)), min_size=1))
    file = File(AT.file, text.encode(), Role.DEFINITION)
    spans = file.json.locate([(key,) for key in keys])
    edits = sorted(json_removals(text, spans.values()))
    assert not any(one.overlaps(other) for one, other in pairwise(edits))
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert json.loads(text) == {key: kept for key, kept in value.items() if key not in keys}
