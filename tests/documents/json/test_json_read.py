from __future__ import annotations

import tracemalloc

import pytest

from certify.documents.json import FaultKind, read
from certify.documents.json.faults import MAX_BYTES, MAX_DEPTH, MAX_KEY_LENGTH, MAX_NODES


def kinds(data):
    return [fault.kind for fault in read(data).faults]


def spots(data):
    got = read(data)
    return [(fault.kind, got.text[fault.start : fault.end]) for fault in got.faults]


@pytest.mark.parametrize(
    "text", ["{}", "[]", "null", "0", '""', "true", ' {"a": [1, -2.5e3, "x", null]}\r\n']
)
def test_good_json_is_read_without_a_fault(text):
    got = read(text.encode())
    assert got.is_readable
    assert got.faults == ()
    assert got.text == text


def test_null_is_readable_and_nothing_is_not():
    assert read(b"null").is_readable
    assert not read(b"").is_readable


@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_file_is_one_fault(data):
    assert kinds(data) == [FaultKind.EMPTY]


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'[{"":' * 50_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    ],
)
def test_too_deep_json_is_not_read_and_the_fault_is_where_it_gets_too_deep(data):
    got = read(data)
    assert not got.is_readable
    assert got.value is None
    (fault,) = got.faults
    assert fault.kind is FaultKind.TOO_DEEP
    assert got.text[: fault.start].count("[") + got.text[: fault.start].count("{") == MAX_DEPTH
    assert got.locate([()]) == {}


def test_json_of_the_greatest_depth_is_read():
    for data in (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH):
        assert read(data).faults == ()


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (r'{"host": "a", "ho\u0073t": "b"}', r'"ho\u0073t"'),
        ('{"paths": {"/a": {"get": {"operationId": "A", "x": ": ", "operationId" : "B"}}}}', '"operationId"'),
        ('[{"a": 1}, {"b": 1, "b": 1}]', '"b"'),
        ('{"a": 1, "a": 1}', '"a"'),
        (r'{"a": "\u003a", "b": {"x": 1}, "b": 0}', '"b"'),
        (r'{"a": "\u003a", "b": 1, "b": 0}', '"b"'),
        (r'{"\\": 1, "a" : "\\\"\u003A", "\\": 1}', r'"\\"'),
    ],
)
def test_the_second_member_of_a_name_is_a_fault_and_counts(text, second):
    got = read(text.encode())
    (fault,) = got.faults
    assert fault.kind is FaultKind.DUPLICATE_KEY
    assert got.text[fault.start : fault.end] == second
    assert fault.start == text.rindex(second)
    assert got.locate([fault.pointer])[fault.pointer].key == (fault.start, fault.end)


@pytest.mark.parametrize(
    "text", [r'{"a": "\u003a"}', r'{"a\u003a": "x:y", "b" :1}', r'{"a": "\\u003a:\":"}', '{":": {":": ":"}}']
)
def test_colons_in_strings_are_no_second_members(text):
    assert kinds(text.encode()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("é", "e\u0301"),
        ("host", "ho\u200bst"),
        ("host", "\ufeffhost"),
        ("x\u00ad", "x"),
        ('é"\\', 'e\u0301"\\'),
    ],
)
def test_names_that_look_the_same_are_a_fault(first, second):
    def quoted(name):
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = f'[{{"ü": "é"}}, {{{quoted(first)}: 1, {quoted(second)}: 2}}]'
    (fault,) = read(text.encode()).faults
    assert fault.kind is FaultKind.CONFUSABLE_KEY
    assert text[fault.start : fault.end] == quoted(second)
    assert fault.pointer == (1, second)


@pytest.mark.parametrize("text", ['{"é": 1, "e": 2}', '{"/A": 1, "/a": 2}', '[{"é": 1}, {"e\u0301": 1}]'])
def test_names_that_look_different_are_none(text):
    assert kinds(text.encode()) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("[NaN]", FaultKind.NOT_FINITE, 0),
        ("[Infinity]", FaultKind.NOT_FINITE, 1.7976931348623157e308),
        ("[-Infinity]", FaultKind.NOT_FINITE, -1.7976931348623157e308),
        (f"[{'1' * 5000}]", FaultKind.NUMBER_TOO_LONG, 0),
        ("[1e400]", FaultKind.NUMBER_OVERFLOW, 1.7976931348623157e308),
        ("[-1e400]", FaultKind.NUMBER_OVERFLOW, -1.7976931348623157e308),
    ],
)
def test_a_number_that_cannot_be_held_is_a_fault_and_reading_goes_on(text, kind, value):
    got = read(f'{{"a": {text}, "b": 1}}'.encode())
    (fault,) = got.faults
    assert fault.kind is kind
    assert fault.pointer == ("a", 0)
    assert got.text[fault.start : fault.end] == text[1:-1]
    assert got.value == {"a": [value], "b": 1}


def test_integers_beyond_what_javascript_keeps_are_exact():
    assert read(b"[9007199254740993]").value == [9007199254740993]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_are_told_and_read(encoding):
    got = read('{"a": "é€😀"}'.encode(encoding))
    assert [fault.kind for fault in got.faults] == [FaultKind.ENCODING]
    assert got.value == {"a": "é€😀"}
    assert got.text == '{"a": "é€😀"}'
    assert got.locate([("a",)])[("a",)].value == (6, 11)


@pytest.mark.parametrize("bad", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\x92", b"\x81"])
def test_bytes_that_are_no_utf8_are_told_where_they_are_and_read(bad):
    got = read(b'{"a": "x' + bad + b'", "b": 1}')
    (fault,) = got.faults
    assert fault.kind is FaultKind.INVALID_UTF8
    assert fault.start == 8
    assert "offset 8" in fault.message
    assert got.value["b"] == 1


def test_windows_1252_is_taken_for_what_is_no_utf8():
    assert read('{"a": "l’été"}'.encode("cp1252")).value == {"a": "l’été"}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (rb'"\ud800"', "\ufffd"),
        (rb'"\udc00\ud800"', "\ufffd\ufffd"),
        (rb'"a\ud83d\ude00\ud83db"', "a😀\ufffdb"),
        (rb'"\\ud800 \udfff"', "\\ud800 \ufffd"),
    ],
)
def test_half_a_character_is_replaced(raw, value):
    got = read(b'{"a": ' + raw + b"}")
    assert {fault.kind for fault in got.faults} == {FaultKind.LONE_SURROGATE}
    assert len(got.faults) == value.count("\ufffd")
    assert got.value == {"a": value}
    assert all(got.text[fault.start : fault.end].startswith("\\ud") for fault in got.faults)


def test_a_byte_order_mark_is_told_and_offsets_begin_behind_it():
    got = read(b'\xef\xbb\xbf{"a": 1}')
    assert [fault.kind for fault in got.faults] == [FaultKind.BOM]
    assert got.text == '{"a": 1}'
    assert got.locate([("a",)])[("a",)].value == (6, 7)


def test_a_byte_order_mark_does_not_hide_other_faults():
    assert kinds(b'\xef\xbb\xbf{"a": 1, "a": 2,}') == [
        FaultKind.BOM,
        FaultKind.DUPLICATE_KEY,
        FaultKind.TRAILING_COMMA,
    ]
    assert kinds(b'\xef\xbb\xbf{"a": "\xff"}') == [FaultKind.BOM, FaultKind.INVALID_UTF8]
    assert kinds('{"a": 1, "a": 2}'.encode("utf-16")) == [FaultKind.ENCODING, FaultKind.DUPLICATE_KEY]


def test_a_file_that_is_too_large_is_not_read():
    got = read(b" " * MAX_BYTES + b"1")
    assert not got.is_readable
    assert [fault.kind for fault in got.faults] == [FaultKind.TOO_LARGE]


def test_too_many_values_are_not_read():
    elements = b",".join([b"1"] * MAX_NODES)
    assert kinds(b"[" + elements[2:] + b"]") == []
    assert kinds(b"[" + elements + b"]") == [FaultKind.TOO_MANY_NODES]
    assert not read(b"[" + elements + b"]").is_readable


def test_too_many_values_of_a_faulty_text_are_not_read(monkeypatch):
    monkeypatch.setattr("certify.documents.json.structure.MAX_NODES", 1_000)
    assert kinds(b"[" + b"1," * 998 + b"1,]") == [FaultKind.TRAILING_COMMA]
    assert kinds(b"[" + b"1," * 999 + b"1,]") == [FaultKind.TOO_MANY_NODES]
    assert not read(b"[" + b"1," * 999 + b"1,]").is_readable


def test_commas_in_strings_are_not_values():
    assert kinds(b'["' + b"," * 2 * MAX_NODES + b'"]') == []


@pytest.mark.parametrize("shift", [0, 1, 5_000, MAX_KEY_LENGTH // 2 - 1])
def test_a_name_that_is_too_long_is_a_fault(shift):
    padding = " " * shift
    just = f'{padding}{{"{"k" * MAX_KEY_LENGTH}":1}}'
    over = f'{padding}{{"{"k" * (MAX_KEY_LENGTH + 1)}":1}}'
    assert kinds(just.encode()) == []
    assert spots(over.encode()) == [(FaultKind.KEY_TOO_LONG, over.strip(" {}").removesuffix(":1"))]
    assert read(over.encode()).is_readable


def test_a_long_string_is_no_name():
    assert kinds(b'{"a": "' + b"s" * 5_000_000 + b'"}') == []


def test_names_that_mean_something_elsewhere_are_data():
    got = read(rb'{"__proto__": 1, "constructor": {"$where": "a\u0000b"}}')
    assert got.faults == ()
    assert got.value == {"__proto__": 1, "constructor": {"$where": "a\0b"}}


_M = 500_000
_HOSTILE = {
    "commas": b"[" + b"," * _M,
    "commas and colons": b"[" + b",:" * _M,
    "closers": b"{}" + b"}]" * _M,
    "closers in arrays": b"[" * 100 + b"}" * _M,
    "mismatched": b'{"a":[' * 90 + b"}]" * _M,
    "comments": b"[1" + b"//\n" * _M,
    "unclosed comments": b"[" + b"/*" * _M,
    "quotes": b"[" + b'"' * _M,
    "quotes on lines": b"[" + b'"\n' * _M,
    "escaped quotes on lines": b'["' + b'\\"\n' * _M,
    "backslashes": b'["' + b"\\" * (2 * _M + 1) + b'"]',
    "invalid escapes": b'["' + b"\\q" * _M,
    "single quotes": b"['" + b'"\\' * _M,
    "controls": b'["' + b"\ta" * _M,
    "controls between": b"[1" + b" \x0b" * _M,
    "zeros": b"\x00" * _M,
    "words": b"[" + b"x " * _M,
    "words and colons": b"{" + b"x:" * _M,
    "names": b"{" + b"x " * _M,
    "one long line": b"{" + b'"a":"b" c,' * (_M // 5),
    "half characters": b'["' + b"\\ud800" * (_M // 2) + b'"]',
    "equal names": b"{" + b'"a":1,' * (_M // 3) + b'"a":1}',
    "reopened": b"{}" + b',"a":1}' * (_M // 3),
    "names in arrays": b'{"a":[' + b'"b":1,' * (_M // 3),
    "lines without closers": b"{\n" + b' "a":[\n  1\n }\n' * (_M // 20),
    "signs": b"[" + b"+1," * (_M // 3),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_text_is_read_in_bounded_time(name):
    got = read(_HOSTILE[name])
    assert got.faults
    assert all(0 <= fault.start <= fault.end <= len(got.text) for fault in got.faults)


def test_the_exact_reader_needs_bounded_memory_for_each_value():
    count = 20_000
    data = b"{" + b",".join(b'"%d":1' % n for n in range(count)) + b',"1":1}'
    tracemalloc.start()
    try:
        assert kinds(data) == [FaultKind.DUPLICATE_KEY]
        # The greatest number of values then needs less than 425 MB.
        assert tracemalloc.get_traced_memory()[1] < 850 * count
    finally:
        tracemalloc.stop()


def test_at_most_twenty_faults_of_a_sort_are_told():
    got = read(b"[" + b"'a'," * 100 + b'{"a": 1' + b', "a": 1' * 100 + b"}]")
    told = [fault.kind for fault in got.faults]
    assert told.count(FaultKind.SINGLE_QUOTES) == 20
    assert told.count(FaultKind.DUPLICATE_KEY) == 20
    assert len(got.value) == 101
