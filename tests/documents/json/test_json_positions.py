from __future__ import annotations

import json
import random

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_json import spans_of

from certify.documents.json import Spans, locate, read
from certify.documents.json.tolerant import read_tolerantly

patient = settings(deadline=None)
_characters = st.characters(exclude_categories=["Cs"])
_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(_characters)
)
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(_characters, max_size=4), inner, max_size=5)
    ),
    max_leaves=30,
)


@st.composite
def rendered(draw, keep_unique=True):
    """JSON text with any white space and any spelling of strings; with equal names in one object, if asked for."""
    choice = random.Random(draw(st.integers(0, 2**32)))

    def space():
        return "".join(choice.choices(" \t\r\n", k=choice.choice((0, 0, 1, 3))))

    def string(text):
        return json.dumps(text, ensure_ascii=choice.random() < 0.5)

    def value(item):
        if isinstance(item, list):
            return f"[{space()}{','.join(space() + value(each) + space() for each in item)}{space()}]"
        if isinstance(item, dict):
            members = list(item.items())
            if members and not keep_unique:
                names = choice.choices(list(item), k=choice.randrange(4))
                members += [(name, choice.choice(members)[1]) for name in names]
                choice.shuffle(members)
            texts = (
                f"{space()}{string(name)}{space()}:{space()}{value(each)}{space()}" for name, each in members
            )
            return f"{{{space()}{','.join(texts)}{space()}}}"
        return string(item) if isinstance(item, str) else json.dumps(item)

    return space() + value(draw(_values)) + space()


def _as_spans(found):
    return {pointer: Spans(*both) for pointer, both in found.items()}


@patient
@given(rendered())
def test_every_value_is_located_where_an_independent_reader_finds_it(text):
    _, expected = spans_of(text)
    assert locate(text, expected) == _as_spans(expected)
    assert locate(text, expected, has_unique_keys=True) == _as_spans(expected)
    assert read(text.encode("utf-8")).locate(expected) == _as_spans(expected)


@patient
@given(rendered(), st.randoms(use_true_random=False))
def test_a_few_pointers_are_located_as_all_of_them_are(text, choice):
    _, expected = spans_of(text)
    wanted = choice.sample(sorted(expected, key=str), min(3, len(expected)))
    assert locate(text, wanted, has_unique_keys=True) == {each: Spans(*expected[each]) for each in wanted}


@patient
@given(rendered(keep_unique=False))
def test_of_equal_names_the_last_one_is_located(text):
    value, expected = spans_of(text)
    assert locate(text, expected) == _as_spans(expected)
    got = read(text.encode())
    assert got.value == value
    assert got.locate(expected) == _as_spans(expected)


@patient
@given(rendered())
def test_the_tolerant_reader_reads_valid_text_without_a_fault(text):
    value, expected = spans_of(text)
    reading = read_tolerantly(text)
    assert reading.faults == ()
    assert reading.value == value
    assert reading.tree is not None
    assert reading.tree.locate(expected) == _as_spans(expected)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("{}", ("a",)),
        ("[]", (0,)),
        ("[1]", (1,)),
        ("[1]", ("0",)),
        ('{"0": 1}', (0,)),
        ("[1]", (-1,)),
        ('{"a": 1}', ("a", "b")),
        ('{"a": {"c": 1}, "b": 2}', ("a", "b")),
        ("7", ("a",)),
    ],
)
def test_a_pointer_that_leads_nowhere_is_absent(text, pointer):
    assert locate(text, [pointer]) == {}
    assert read(text.encode()).locate([pointer]) == {}


def test_what_a_replaced_member_held_is_not_located():
    text = '{"a": {"x": 1, "y": 2}, "b": 0, "a": {"y": 3}}'
    found = locate(text, [("a",), ("a", "x"), ("a", "y"), ("b",)])
    assert {pointer: text[slice(*spans.value)] for pointer, spans in found.items()} == {
        ("a",): '{"y": 3}',
        ("a", "y"): "3",
        ("b",): "0",
    }


@pytest.mark.parametrize("name", ["a/b~c", "", '"', "\\", "é", "\U0001f600", "\u2028", "}", "a:b,["])
def test_a_name_is_found_however_it_is_spelled(name):
    for spelled in (json.dumps(name), json.dumps(name, ensure_ascii=False)):
        text = f'{{"x": [{spelled}, {{}}], {spelled}: {{{spelled}: true}}}}'
        spans = locate(text, [(name, name)])[(name, name)]
        assert text[slice(*spans.key)] == spelled
        assert text[slice(*spans.value)] == "true"


@pytest.mark.parametrize("depth", [1, 11, 12, 13, 14, 25, 199])
def test_deep_siblings_are_passed_over(depth):
    deep = '{"]": [' * (depth // 2) + "{" * (depth % 2) + "}" * (depth % 2) + "]}" * (depth // 2)
    text = f'{{"a": {deep}, "b": [{deep}, 5], "c": 1}}'
    found = locate(text, [("b", 1), ("c",), ("b",)], has_unique_keys=True)
    assert {pointer: text[slice(*spans.value)] for pointer, spans in found.items()} == {
        ("b", 1): "5",
        ("c",): "1",
        ("b",): f"[{deep}, 5]",
    }


@pytest.mark.parametrize("text", ["", "  ", '{"a": {"b": 1', '{"a": [', '{"\\x": 1}'])
def test_text_that_turns_out_not_to_be_json_is_refused(text):
    with pytest.raises(ValueError, match=r"valid JSON|invalid"):
        locate(text, [("a", "c"), ("d",)])


@patient
@given(st.text(alphabet='{}[]",:\\ \na1'))
def test_text_that_is_not_json_raises_nothing_but_value_error(text):
    try:
        locate(text, [("a", "c"), ("d",), (0,), (1, "a")])
    except ValueError:
        return


def _scalars_of(value, pointer=()):
    inner = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if inner is None:
        yield pointer, value
    else:
        for token, each in inner:
            yield from _scalars_of(each, (*pointer, token))


@pytest.mark.corpus
def test_in_real_files_what_is_located_is_what_was_read(corpus):
    choice = random.Random(20)
    files = choice.sample(sorted(corpus.rglob("*.json")), 100)
    checked = 0
    for file in files:
        got = read(file.read_bytes())
        values = dict(_scalars_of(got.value))
        if got.faults:
            continue
        wanted = choice.sample(sorted(values, key=str), min(10, len(values)))
        for pointer, spans in got.locate(wanted).items():
            assert orjson.loads(got.text[slice(*spans.value)]) == values[pointer]
            name = orjson.loads(got.text[slice(*spans.key)]) if spans.key else None
            assert name == (pointer[-1] if isinstance(pointer[-1], str) else None)
            checked += 1
    assert checked > 800


@pytest.mark.corpus
def test_in_small_real_files_everything_is_located_where_an_independent_reader_finds_it(corpus):
    files = sorted((file for file in corpus.rglob("*.json") if 2_000 < file.stat().st_size < 6_000), key=str)[
        ::10
    ]
    compared = 0
    for file in files:
        got = read(file.read_bytes())
        if not got.faults:
            _, expected = spans_of(got.text)
            assert got.locate(expected) == _as_spans(expected)
            compared += len(expected)
    assert compared > 1_000
