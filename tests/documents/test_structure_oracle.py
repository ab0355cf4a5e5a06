"""Our structural schema against an independent one: same verdict, or another rule owns the requirement."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest

from certify.core.finding import Severity
from certify.core.package import Package
from certify.core.rule import Profile
from certify.documents.definition import Definition
from certify.engine.run import run
from certify.plugins import load_rules

SECONDS = 240

SOUND: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "A", "version": "1.0", "contact": {"name": "B"}},
    "host": "api.example.com",
    "paths": {
        "/a/{id}": {
            "post": {
                "operationId": "A",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}},
                    {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/A"}},
                ],
                "responses": {"200": {"description": "Ok", "schema": {"$ref": "#/definitions/A"}}},
            }
        }
    },
    "definitions": {"A": {"type": "object", "properties": {"b": {"type": "string"}}}},
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X"}},
    "tags": [{"name": "t"}],
}

OPERATION = ("paths", "/a/{id}", "post")
PATH_PARAMETER = (*OPERATION, "parameters", 0)
QUERY_PARAMETER = (*OPERATION, "parameters", 1)
BODY = (*OPERATION, "parameters", 2)
RESPONSE = (*OPERATION, "responses", "200")
SCHEMA = ("definitions", "A")
DELETE = object()

SAME_VERDICT: list[tuple[tuple[str | int, ...], Any]] = [
    (("foo",), 1),
    (("x-foo",), 1),
    (("paths",), []),
    (("tags", 0, "name"), DELETE),
    (("tags", 0, "foo"), 1),
    (("externalDocs",), {}),
    (("externalDocs",), {"url": "https://example.com"}),
    (("info",), []),
    (("info", "foo"), 1),
    (("info", "title"), 5),
    (("info", "license"), {}),
    (("info", "license"), {"name": "MIT", "foo": 1}),
    (("info", "contact", "phone"), "1"),
    (("info", "contact", "x-phone"), "1"),
    (("host",), ["a"]),
    (("schemes",), "https"),
    (("consumes",), "application/json"),
    (("produces",), [5]),
    (("paths", "/a/{id}", "trace"), {}),
    (("paths", "/a/{id}", "parameters"), {}),
    ((*OPERATION, "requestBody"), {}),
    ((*OPERATION, "summary"), None),
    ((*OPERATION, "deprecated"), "true"),
    ((*OPERATION, "tags"), [1]),
    ((*OPERATION, "responses"), []),
    ((*OPERATION, "parameters"), {}),
    (PATH_PARAMETER, 5),
    ((*QUERY_PARAMETER, "foo"), 1),
    ((*QUERY_PARAMETER, "x-foo"), 1),
    ((*QUERY_PARAMETER, "required"), "true"),
    ((*QUERY_PARAMETER, "minLength"), "1"),
    ((*QUERY_PARAMETER, "enum"), "a"),
    ((*QUERY_PARAMETER, "items"), {"type": "string", "foo": 1}),
    ((*BODY, "schema"), []),
    (RESPONSE, []),
    ((*RESPONSE, "foo"), 1),
    ((*RESPONSE, "description"), 5),
    ((*RESPONSE, "examples"), []),
    ((*RESPONSE, "headers"), {"X": {"type": "integer"}}),
    ((*RESPONSE, "headers"), {"X": {}}),
    ((*RESPONSE, "headers"), {"X": {"type": "object"}}),
    ((*RESPONSE, "headers"), {"X": {"type": "string", "minLength": -1}}),
    ((*RESPONSE, "headers"), {"X": {"type": "integer", "multipleOf": 0}}),
    ((*SCHEMA, "foo"), 1),
    ((*SCHEMA, "oneOf"), []),
    ((*SCHEMA, "nullable"), True),
    ((*SCHEMA, "x-nullable"), True),
    ((*SCHEMA, "title"), 1),
    ((*SCHEMA, "required"), True),
    ((*SCHEMA, "properties"), []),
    ((*SCHEMA, "properties", "$ref"), {"type": "string"}),
    ((*SCHEMA, "additionalProperties"), 1),
    ((*SCHEMA, "additionalProperties"), True),
    ((*SCHEMA, "additionalProperties"), {"foo": 1}),
    ((*SCHEMA, "allOf"), {}),
    ((*SCHEMA, "readOnly"), "yes"),
    ((*SCHEMA, "xml"), {"foo": 1}),
    ((*SCHEMA, "maximum"), "5"),
    ((*SCHEMA, "exclusiveMinimum"), 5),
    ((*SCHEMA, "example"), [1]),
    (("definitions", "B"), []),
    (("definitions", "B"), {"type": "array", "items": {"type": "foo", "bar": 1}}),
    (("securityDefinitions",), []),
    (("security",), {}),
    (("security",), [{"key": "a"}]),
]

OWNED_ELSEWHERE: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("swagger",), "3.0", "swagger-version-2"),
    (("swagger",), DELETE, "swagger-version-2"),
    (("paths",), DELETE, "swagger-operations-some"),
    (("info", "title"), DELETE, "title-present"),
    (("info", "version"), DELETE, "version-present"),
    (("host",), "https://a.example.com/", "host-format"),
    (("basePath",), "v1", "basepath-slash"),
    (("schemes",), ["gopher"], "schemes-valid"),
    (("tags",), [{"name": "t"}, {"name": "t"}], "tags-unique"),
    (("consumes",), ["a/b", "a/b"], "array-unique"),
    ((*OPERATION, "responses"), DELETE, "op-responses"),
    ((*OPERATION, "responses"), {}, "op-responses"),
    ((*OPERATION, "responses", "ok"), {"description": "a"}, "resp-code"),
    ((*RESPONSE, "description"), DELETE, "resp-description"),
    ((*PATH_PARAMETER, "required"), DELETE, "param-path-required"),
    ((*QUERY_PARAMETER, "name"), DELETE, "param-name-in-type"),
    ((*QUERY_PARAMETER, "in"), "cookie", "param-name-in-type"),
    ((*QUERY_PARAMETER, "type"), "object", "param-name-in-type"),
    ((*QUERY_PARAMETER, "collectionFormat"), "commas", "param-collectionformat"),
    ((*QUERY_PARAMETER, "minItems"), -1, "param-min-max"),
    ((*QUERY_PARAMETER, "schema"), {"type": "string"}, "param-body-schema"),
    ((*BODY, "schema"), DELETE, "param-body-schema"),
    ((*BODY, "type"), "string", "param-body-schema"),
    ((*SCHEMA, "type"), "text", "schema-type"),
    ((*SCHEMA, "required"), [], "schema-required-empty"),
    ((*SCHEMA, "required"), ["b", "b"], "array-unique"),
    ((*SCHEMA, "maxLength"), -1, "param-min-max"),
    (("securityDefinitions", "key", "type"), "token", "secdef-type"),
    (("securityDefinitions", "key", "name"), DELETE, "secdef-required-members"),
]

STRICTER: list[tuple[tuple[str | int, ...], Any, str]] = [
    ((*SCHEMA, "type"), ["object", "null"], "a schema has one type on the platform"),
    (("definitions", "B"), {"type": "array", "items": [{"type": "string"}]}, "and one schema for all items"),
]


def changed(pointer: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    document: Any = deepcopy(SOUND)
    inner = document
    for token in pointer[:-1]:
        inner = inner[token]
    if value is DELETE:
        del inner[pointer[-1]]
    else:
        inner[pointer[-1]] = value
    return document  # type: ignore[no-any-return]  # it is the copy of SOUND


def ask_oracle(documents: list[dict[str, Any]]) -> list[list[str]]:
    pytest.importorskip("openapi_spec_validator", reason="the oracle is in the test extra")
    script = Path(__file__).with_name("openapi_oracle.py")
    lines = b"".join(orjson.dumps(document) + b"\n" for document in documents)
    done = subprocess.run(
        [sys.executable, script], input=lines, capture_output=True, timeout=SECONDS, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_sound(document: dict[str, Any]) -> bool:
    return not Definition(document, "a.json").mismatches


def error_rules(data: bytes) -> set[str]:
    package = Package("a", "a", {"apiDefinition.swagger.json": data})
    report = run(package, load_rules().choose(Profile.VERIFIED))
    return {finding.rule for finding in report.findings if finding.severity is not Severity.NOTE}


def test_verdict_is_the_oracles() -> None:
    documents = [SOUND, *(changed(*change) for change in SAME_VERDICT)]
    differing = [
        (change, errors)
        for change, document, errors in zip(
            ["sound", *SAME_VERDICT], documents, ask_oracle(documents), strict=True
        )
        if is_sound(document) != (not errors)
    ]
    assert not differing


def test_the_changes_try_both_verdicts() -> None:
    verdicts = [is_sound(changed(*change)) for change in SAME_VERDICT]
    assert verdicts.count(True) >= 5
    assert verdicts.count(False) >= 40


def test_what_other_rules_own_is_left_to_them() -> None:
    documents = [changed(pointer, value) for pointer, value, _ in OWNED_ELSEWHERE]
    answers = ask_oracle(documents)
    assert [change for change, errors in zip(OWNED_ELSEWHERE, answers, strict=True) if not errors] == []
    assert [
        change for change, document in zip(OWNED_ELSEWHERE, documents, strict=True) if not is_sound(document)
    ] == []


@pytest.mark.parametrize(("pointer", "value", "owner"), OWNED_ELSEWHERE)
def test_owner_reports_what_is_left_to_it(pointer: tuple[str | int, ...], value: Any, owner: str) -> None:
    assert owner in error_rules(orjson.dumps(changed(pointer, value)))


@pytest.mark.parametrize(("pointer", "value", "reason"), STRICTER)
def test_stricter_than_the_oracle_where_the_platform_is(
    pointer: tuple[str | int, ...], value: Any, reason: str
) -> None:
    document = changed(pointer, value)
    assert ask_oracle([document]) == [[]]
    assert not is_sound(document), reason


@pytest.mark.corpus
def test_published_definitions_get_the_oracles_verdict(corpus: Path) -> None:
    documents: dict[Path, bytes] = {}
    for path in sorted(corpus.glob("*/*/*.swagger.json"))[::4]:
        data = path.read_bytes()
        try:
            orjson.loads(data)
        except orjson.JSONDecodeError:
            continue
        documents[path] = data
    answers = ask_oracle([orjson.loads(data) for data in documents.values()])
    owners = {owner for *_, owner in OWNED_ELSEWHERE}
    differing = []
    for (path, data), errors in zip(documents.items(), answers, strict=True):
        sound = is_sound(orjson.loads(data))
        if sound and errors and owners.isdisjoint(error_rules(data)):
            differing.append((path.parent.name, "only the oracle finds", errors[0]))
        elif errors == [] and not sound:
            differing.append((path.parent.name, "only we find", ""))
    assert differing == []
