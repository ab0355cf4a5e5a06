"""What is JSON, and what is not, case by case."""

from __future__ import annotations

import json

import pytest

from certify.documents.json import read
from certify.documents.json.tolerant import read_tolerantly

ACCEPTED = [
    "[]", "{}", "[[]   ]", '[""]', "[0]", "[-0]", "[0e1]", "[0e+1]", "[1E22]", "[1E-2]", "[1.5e+3]", "[123.456789]",
    "[20e1]", "[-123]", "[-1]", "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
    "true", "false", "null", '"x"', "42", "-0.1", '["a",1,true,null,{"b":[]}]', "[ 1]", "[1\n]", "[1,null,null,null,2]",
    " [] ", "\t[\r\n1]\n", '{"":0}', '{"a":"b","c":"d"}', r'{"foo\u0000bar": 42}', '{"min": -1.0e+28, "max": 1.0e+28}',
    r'["\u0060\u012a\u12AB"]', r'["\uD801\udc37"]', r'["\ud83d\ude39\ud83d\udc8d"]', r'["\"\\\/\b\f\n\r\t"]',
    r'["\\u0000"]', r'["\""]', '["a/*b*/c/*d//e"]', r'["\\a"]', r'["\\n"]', r'["\u0012"]', r'["\uFFFF"]', '["\U0010ffff"]',
    '["￿"]', '["asd "]', '["\u2028"]', '["\u2029"]', r'["\u0000"]', '["new\\u000Aline"]', '["\x7f"]', '["⍂㈴⍂"]',
    '[" "]', '"\U0001d11e"', r'["\uDBFF\uDFFE"]', r'["\u200B"]', r'["\u2064"]', '["\ue000"]', '["€𝄞"]', '["aa\x7faa"]',
    '{"a":[]}', '{\n"a": "b"\n}', '"\\u005C\\u0022"', '{"asd":"sdf"}', "[100000000000000000000]", "[1e-400]", "[-1e-400]",
]  # fmt: skip

REJECTED = [
    "", " ", "[", "]", "{", "}", "[1 true]", "[a", '["": 1]', '[""],', "[,1]", "[1,,2]", '["x",,]', '["x"]]', '["",]', '["x"',
    "[x", "[3[4]]", "[1:2]", "[,]", "[-]", '[   , ""]', '["a",\n4\n,1,', "[1,]", "[1,,]", "[*]", '["a', "[1,\n1\n,1",
    "[{}", "[fals]", "[nul]", "[tru]", "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]",
    "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]",
    "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]", "[NaN]", "[\uff11]", "[1+2]", "[0x1]", "[0x42]",
    "[Infinity]", "[0e+-1]", "[-123.123foo]", "[-Infinity]", "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1.]",
    "[.123]", "[1.2a-3]", "[1.8011670033376514H-308]", "[012]", '["x", truth]', '{[: "x"}\n', '{"x", null}', '{"x"::"b"}',
    "{🇨🇭}", '{"a":"a" 123}', "{key: 'value'}", '{"a" b}', '{:"b"}', '{"a" "b"}', '{"a":', '{"a"', "{1:1}", "{9999E9999:1}",
    "{null:null,null:null}", '{"id":0,,,,,}', "{'a':0}", '{"id":0,}', '{"a":"b"}/**/', '{"a":"b"}/**//', '{"a":"b"}//',
    '{"a":"b"}/', '{"a":"b",,"c":"d"}', '{a: "b"}', '{"a":"a', '{ "foo" : "bar", "a" }', '{"a":"b"}#', r'["\uD800\"]',
    r'["\uD800\u"]', r'["\uD800\u1"]', r'["\uD800\u1x"]', "[é]", '["\\\x00"]', r'["\x00"]', r'["\\\"]', '["\\\t"]', '["\\🌀"]',
    r'["\"]', r'["\u00A"]', r'["\uD834\uDd"]', r'["\uD800\uD800\x"]', r'["\a"]', r'["\uqqqq"]', r"[\u0020\"asd\"]", r"[\n]", '"',
    "['single quote']", "abc", '["\\', '["a\x00a"]', '["new\nline"]', '["\t"]', r'"\UA66D"', '""x', "<.>", "[<null>]", "[1]x",
    "[1]]", "aå", "[True]", '{"x": true,', "[][]", "]", "{}}", "{]", "å", '{"": ', "\u2060[]", '["asd]', "True", "1]", "[\x0c]",
    "[\f]", "[⁠]", '{"asd":"asd"', r"[\"x\", tru]", "*", '{"a":"b"}#{}', '[\\u000A""]', "[1", '["a", "b"', "nul", "\ufeff\ufeff{}",
    '{"a":/*comment*/"b"}', '{"a": true} "x"', "['", '["a"', "[,", '["a', '{"a"}', "{,", '{"', '["\\{["\\{["\\{["\\{', "&",
]  # fmt: skip


@pytest.mark.parametrize("text", ACCEPTED)
def test_json_is_accepted_and_means_what_it_means_elsewhere(text):
    got = read(text.encode())
    assert got.faults == ()
    assert got.value == json.loads(text)
    assert read_tolerantly(text).value == json.loads(text)
    assert read_tolerantly(text).faults == ()


@pytest.mark.parametrize("text", REJECTED)
def test_what_is_not_json_has_a_fault_from_both_readers(text):
    got = read(text.encode())
    assert got.faults
    assert read_tolerantly(text).faults
    assert all(0 <= fault.start <= fault.end <= len(got.text) for fault in got.faults)
    assert all(fault.message.endswith(".") and "\n" not in fault.message for fault in got.faults)
