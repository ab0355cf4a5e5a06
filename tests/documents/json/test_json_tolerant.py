from __future__ import annotations

import json

import pytest

from certify.documents.json import FaultKind, read

K = FaultKind

MENDED = {
    "trailing comma in an object": ('{"a": 1,}', {"a": 1}, [(K.TRAILING_COMMA, ",")]),
    "trailing comma in an array": ("[1, 2, ]", [1, 2], [(K.TRAILING_COMMA, ",")]),
    "missing comma between members": ('{"a": 1\n "b": 2}', {"a": 1, "b": 2}, [(K.MISSING_COMMA, "")]),
    "missing comma between elements": ('["a" "b"]', ["a", "b"], [(K.MISSING_COMMA, "")]),
    "missing comma between objects": ("[{} {}]", [{}, {}], [(K.MISSING_COMMA, "")]),
    "second comma": ("[1,, 2]", [1, 2], [(K.SYNTAX, ",")]),
    "second comma at the end": ("[1,,]", [1], [(K.SYNTAX, ",")]),
    "comma at the begin": ('{, "a": 1}', {"a": 1}, [(K.SYNTAX, ",")]),
    "comma alone": ("[,]", [], [(K.SYNTAX, ",")]),
    "line comment": ('{"a": 1} // x', {"a": 1}, [(K.COMMENT, "// x")]),
    "block comment": ('{/* x\n */"a": 1}', {"a": 1}, [(K.COMMENT, "/* x\n */")]),
    "comment after a number": ("[1// x\n, 2]", [1, 2], [(K.COMMENT, "// x")]),
    "comment like Python's": ("# x\n[1]", [1], [(K.COMMENT, "# x")]),
    "comment that does not end": ("[1] /* x", [1], [(K.COMMENT, "/* x")]),
    "single quotes": ("{'a': 1}", {"a": 1}, [(K.SINGLE_QUOTES, "'a'")]),
    "double quotes in single ones": ("['say \"x\"']", ['say "x"'], [(K.SINGLE_QUOTES, "'say \"x\"'")]),
    "curly quotes": ("{“a”: “b”}", {"a": "b"}, [(K.SYNTAX, "“a”"), (K.SYNTAX, "“b”")]),
    "name without quotes": ("{a: 1}", {"a": 1}, [(K.UNQUOTED_KEY, "a")]),
    "name without the first quote": ('{a": 1}', {"a": 1}, [(K.UNQUOTED_KEY, 'a"')]),
    "tab in a string": ('["a\tb"]', ["a\tb"], [(K.CONTROL_CHARACTER, "\t")]),
    "line end in a string": ('{"a": "x\ny", "b": 1}', {"a": "x\ny", "b": 1}, [(K.CONTROL_CHARACTER, "\n")]),
    "invalid escape": (r'["C:\qx"]', [r"C:\qx"], [(K.INVALID_ESCAPE, r"\q")]),
    "escape cut short": (r'["\u12"]', [r"\u12"], [(K.INVALID_ESCAPE, r"\u")]),
    "escaped single quote": (r'["it\'s"]', ["it's"], [(K.INVALID_ESCAPE, r"\'")]),
    "quotes in a string": (
        '{"a": "say "hi" now", \n"b": 1}',
        {"a": 'say "hi" now', "b": 1},
        [(K.SYNTAX, '"')],
    ),
    "string that does not end": ('{"a": "x,\n"b": 1}', {"a": "x", "b": 1}, [(K.UNCLOSED, '"x,')]),
    "last string that does not end": ('{"a": "x\n}', {"a": "x"}, [(K.UNCLOSED, '"x')]),
    "name that does not end": ('{"a: 1,\n"b": 2}', {"a": 1, "b": 2}, [(K.UNCLOSED, '"a: 1,')]),
    "missing value": ('{"a": , "b": 1}', {"a": None, "b": 1}, [(K.SYNTAX, '"a": ')]),
    "missing last value": ('{"a": }', {"a": None}, [(K.SYNTAX, '"a": ')]),
    "missing colon and value": ('{"a", "b": 1}', {"a": None, "b": 1}, [(K.SYNTAX, '"a"')]),
    "missing colon and value on a line": ('{"a"\n "b": 1}', {"a": None, "b": 1}, [(K.SYNTAX, '"a"\n ')]),
    "missing colon": ('{"a" 1}', {"a": 1}, [(K.SYNTAX, "")]),
    "second colon": ('{"a":: 1}', {"a": 1}, [(K.SYNTAX, ":")]),
    "missing name": ('{: 1, "b": 2}', {"b": 2}, [(K.SYNTAX, ":")]),
    "missing name of an object": ('{{"x": 1}, "b": 2}', {"b": 2}, [(K.SYNTAX, "{")]),
    "Python's words": (
        "[True, None, False]",
        [True, None, False],
        [(K.SYNTAX, "True"), (K.SYNTAX, "None"), (K.SYNTAX, "False")],
    ),
    "value without quotes": ('{"a": get it, "b": 1}', {"a": "get it", "b": 1}, [(K.SYNTAX, "get it")]),
    "address without quotes": ('{"a": https://x.y/z}', {"a": "https://x.y/z"}, [(K.SYNTAX, "https://x.y/z")]),
    "hexadecimal number": ("[0x1F]", [31], [(K.INVALID_NUMBER, "0x1F")]),
    "leading zero": ("[007]", [7], [(K.INVALID_NUMBER, "007")]),
    "plus sign": ("[+5]", [5], [(K.INVALID_NUMBER, "+5")]),
    "point at an end": ("[.5, 5.]", [0.5, 5.0], [(K.INVALID_NUMBER, ".5"), (K.INVALID_NUMBER, "5.")]),
    "odd white space": ('{"a":\u00a01}', {"a": 1}, [(K.SYNTAX, "\u00a0")]),
    "text after the end": ('{"a": 1} x y ', {"a": 1}, [(K.TRAILING_DATA, "x y")]),
    "second document": ('{"a": 1}\n{"b": 1}', {"a": 1}, [(K.TRAILING_DATA, '{"b": 1}')]),
    "surplus bracket at the end": ('{"a": [1]}]\n}', {"a": [1]}, [(K.SURPLUS_BRACKET, "]\n}")]),
    "surplus bracket inside": ('{"a": [1]], "b": 2}', {"a": [1], "b": 2}, [(K.SURPLUS_BRACKET, "]")]),
    "surplus bracket of the document": ('{"a": {}}, "b": 1}', {"a": {}, "b": 1}, [(K.SURPLUS_BRACKET, "}")]),
    "text cut off": ('{"a": [{"b": 1', {"a": [{"b": 1}]}, [(K.UNCLOSED, "")]),
    "text cut off after a colon": ('{"a": [{"b":', {"a": [{"b": None}]}, [(K.UNCLOSED, "")]),
    "array that is not closed": (
        '{"a": {"b": ["x" }, "c": 1}',
        {"a": {"b": ["x"]}, "c": 1},
        [(K.UNCLOSED, "")],
    ),
    "wrong bracket": ('{"a": [1}, "b": 2}', {"a": [1], "b": 2}, [(K.SYNTAX, "}")]),
    "object that ends before the next": ('[{"a": 1, {"b": 2}]', [{"a": 1}, {"b": 2}], [(K.UNCLOSED, "")]),
    "array that ends before a name": (
        '{"a": ["x", \n"b": 1, "c": 2}',
        {"a": ["x"], "b": 1, "c": 2},
        [(K.UNCLOSED, "")],
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_text_is_read_as_a_person_would_mend_it(name):
    text, value, _ = MENDED[name]
    got = read(text.encode())
    assert got.is_readable
    assert got.value == value
    assert type(got.value) is type(value)


@pytest.mark.parametrize("name", MENDED)
def test_each_defect_is_one_fault_at_its_place(name):
    text, _, faults = MENDED[name]
    assert [(fault.kind, text[fault.start : fault.end]) for fault in read(text.encode()).faults] == faults


@pytest.mark.parametrize("name", MENDED)
def test_what_was_mended_is_located(name):
    text, _, _ = MENDED[name]
    got = read(text.encode())
    for pointer, value in _every(got.value):
        spans = got.locate([pointer])[pointer]
        assert 0 <= spans.value[0] <= spans.value[1] <= len(text)
        if isinstance(value, int) and not isinstance(value, bool):
            assert str(value) in text[slice(*spans.value)] or text[slice(*spans.value)] in {"007", "0x1F"}
        if pointer and isinstance(pointer[-1], str):
            assert pointer[-1] in text[slice(*spans.key)]


def _every(value, pointer=()):
    yield pointer, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, each in inner:
        yield from _every(each, (*pointer, token))


@pytest.mark.parametrize(
    "text", ["<html></html>", "hello: world", "}", "]", ":", ",", "\\", "\x00", "// only"]
)
def test_text_that_is_nothing_like_json_is_not_read(text):
    got = read(text.encode())
    assert not got.is_readable
    assert got.value is None
    assert got.faults


DEFINITION = {
    "swagger": "2.0",
    "info": {"title": "T", "contact": {"name": "N", "url": "https://x.y"}, "x-ms-keywords": ["a", "b"]},
    "paths": {
        "/a/{id}": {
            "get": {
                "operationId": "A",
                "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query"}],
            },
            "post": {
                "operationId": "B",
                "responses": {"200": {"description": "OK", "schema": {"type": "string"}}},
            },
        },
        "/b": {"get": {"operationId": "C", "responses": {"200": {"description": "OK"}}}},
    },
    "definitions": {"D": {"type": "object", "properties": {"x": {"type": "string"}}}},
}
LINES = json.dumps(DEFINITION, indent=2).splitlines()


@pytest.mark.parametrize(
    "number",
    [number for number, line in enumerate(LINES) if line.strip(" ,") in {"}", "]"}],
    ids=lambda number: f"line {number + 1}",
)
def test_where_a_closing_line_was_lost_the_indentation_tells_it(number):
    got = read("\n".join((*LINES[:number], *LINES[number + 1 :])).encode())
    assert len(got.faults) == 1
    assert got.faults[0].kind is K.UNCLOSED
    assert got.value == DEFINITION


@pytest.mark.parametrize(
    "number",
    [number for number, line in enumerate(LINES) if line.strip(" ,") in {"}", "]"}],
    ids=lambda number: f"line {number + 1}",
)
def test_where_a_closing_bracket_is_doubled_the_indentation_tells_it(number):
    line = LINES[number]
    twice = line.replace(line.strip(" ,"), line.strip(" ,") * 2)
    got = read("\n".join((*LINES[:number], twice, *LINES[number + 1 :])).encode())
    assert [fault.kind for fault in got.faults] == [K.SURPLUS_BRACKET]
    assert got.value == DEFINITION


@pytest.mark.parametrize(
    "number",
    [number for number, line in enumerate(LINES) if line.endswith(",")],
    ids=lambda number: f"line {number + 1}",
)
def test_where_a_comma_was_lost_everything_is_read(number):
    got = read("\n".join((*LINES[:number], LINES[number][:-1], *LINES[number + 1 :])).encode())
    assert [fault.kind for fault in got.faults] == [K.MISSING_COMMA]
    assert got.faults[0].start == sum(map(len, LINES[:number])) + number + len(LINES[number]) - 1
    assert got.value == DEFINITION


@pytest.mark.parametrize("length", range(2, len("\n".join(LINES)) - 1, 7))
def test_a_text_that_was_cut_off_is_read_up_to_there(length):
    text = "\n".join(LINES)[:length]
    got = read(text.encode())
    assert got.is_readable
    assert K.UNCLOSED in {fault.kind for fault in got.faults}
    assert [each for each in _operations(got.value) if each in {"A", "B", "C"}] == [
        each for each in "ABC" if f'"operationId": "{each}' in text
    ]


def _operations(value):
    return [each for pointer, each in _every(value) if pointer[-1:] == ("operationId",)]


def test_messages_say_what_to_do():
    faults = read(b'{"a": 1 "b": [1, 2,], "c": {"d": 1 }, }').faults
    assert [fault.message for fault in faults] == [
        'A comma is missing after the member "a".',
        "A comma stands before the closing ]; remove it.",
        "A comma stands before the closing }; remove it.",
    ]
    assert [fault.pointer for fault in faults] == [("a",), ("b", 1), ("c",)]


@pytest.mark.corpus
def test_in_real_files_that_do_not_parse_every_operation_is_read(corpus):
    broken = 0
    for file in sorted(corpus.rglob("apiDefinition.swagger.json")):
        data = file.read_bytes()
        try:
            json.loads(data.decode())
        except ValueError:
            broken += 1
            got = read(data)
            assert got.is_readable
            assert len(got.faults) <= 2
            written = sum(data.count(mark) for mark in (b'"operationId":', b'"operationId" :'))
            located = got.locate(
                pointer for pointer, _ in _every(got.value) if pointer[-1:] == ("operationId",)
            )
            assert len(located) == written
            for spans in located.values():
                assert got.text[slice(*spans.key)] == '"operationId"'
    assert broken >= 9
