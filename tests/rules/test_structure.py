"""Each departure from the OpenAPI 2.0 schema is reported by exactly one rule, and its fix mends it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.definition import Definition
from certify.engine.run import run
from certify.plugins import load_rules

FILE = "apiDefinition.swagger.json"
RULES = (
    "swagger-json-schema",
    "json-type",
    "json-value-in-enum",
    "swagger-unknown-root-key",
    "unknown-member",
    "op-known-keys",
    "schema-known-keys",
    "swagger-openapi3-keyword",
)


def reported(document: dict[str, Any], *rules: str) -> list[tuple[str, str]]:
    ruleset = load_rules().choose(Profile.VERIFIED, Choice(select=rules))
    report = run(Package("a", "a", {FILE: json.dumps(document).encode()}), ruleset)
    return sorted((finding.location.pointer, finding.rule) for finding in report.findings)


@pytest.mark.parametrize(
    ("section", "value", "rule"),
    [
        ("foo", 1, "swagger-unknown-root-key"),
        ("components", {}, "swagger-openapi3-keyword"),
        ("openapi", "3.0.0", "swagger-openapi3-keyword"),
        ("host", 5, "json-type"),
        ("tags", [{}], "swagger-json-schema"),
        ("info", {"Title": "A"}, "unknown-member"),
        ("info", {"license": {"url": "a"}}, "swagger-json-schema"),
        ("paths", {"/a": {"trace": {}}}, "swagger-openapi3-keyword"),
        ("paths", {"/a": {"gett": {}}}, "unknown-member"),
        ("paths", {"/a": {"get": {"operationID": "A"}}}, "op-known-keys"),
        ("paths", {"/a": {"get": {"requestBody": {}}}}, "swagger-openapi3-keyword"),
        ("parameters", {"A": {"foo": 1}}, "unknown-member"),
        ("parameters", {"A": {"style": "form"}}, "swagger-openapi3-keyword"),
        ("definitions", {"A": {"foo": 1}}, "schema-known-keys"),
        ("definitions", {"A": {"oneOf": []}}, "swagger-openapi3-keyword"),
        ("definitions", {"A": {"items": {"title": None}}}, "json-type"),
        ("responses", {"A": {"headers": {"X": {}}}}, "swagger-json-schema"),
        ("responses", {"A": {"headers": {"X": {"type": "file"}}}}, "json-value-in-enum"),
        ("responses", {"A": {"headers": {"X": {"type": "string", "maxLength": -1}}}}, "swagger-json-schema"),
        ("responses", {"A": {"headers": {"X": {"type": "integer", "multipleOf": 0}}}}, "swagger-json-schema"),
    ],
)
def test_departure_is_reported_by_one_rule(section: str, value: Any, rule: str) -> None:
    document = {"swagger": "2.0", "paths": {}, section: value}
    assert len(Definition(document, FILE).mismatches) == 1
    assert [name for _, name in reported(document, *RULES)] == [rule]


def test_every_departure_of_a_wholly_wrong_document_is_reported_once() -> None:
    wrong = {"foo": 1, "type": 5, "nullable": True, "items": []}
    operation = {
        "parameters": [{"foo": 1, "schema": wrong}],
        "responses": {"200": {"schema": wrong, "foo": 1}},
        "foo": 1,
    }
    document = {
        "swagger": "2.0",
        "paths": {"/a": {"get": operation, "foo": 1}},
        "definitions": {"A": wrong, "B": []},
        "info": {"foo": 1, "contact": {"foo": 1}, "license": {"foo": 1}},
        "tags": [{"foo": 1, "externalDocs": {"foo": 1}}],
        "foo": 1,
    }
    departures = Definition(document, FILE).mismatches
    assert len(departures) > 20
    assert len(reported(document, *RULES)) == len(departures)


@pytest.mark.parametrize(
    ("value", "fixed"),
    [("true", True), (" False ", False), ("yes", None), (1, None), (None, None)],
)
def test_boolean_in_quotes_is_mended_when_it_is_one(value: Any, fixed: bool | None) -> None:
    document = {"swagger": "2.0", "paths": {"/a": {"get": {"deprecated": value}}}}
    ruleset = load_rules().choose(Profile.VERIFIED, Choice(select=("json-type",)))
    (finding,) = run(Package("a", "a", {FILE: json.dumps(document).encode()}), ruleset).findings
    assert (None if finding.fix is None else finding.fix.edits[0].value) is fixed


def test_names_of_definitions_are_mended_with_every_reference_to_them() -> None:
    reference = {"$ref": "#/definitions/A[B~1C]"}
    document = {"swagger": "2.0", "definitions": {"A[B/C]": {"items": reference}, "D": {"items": reference}}}
    ruleset = load_rules().choose(Profile.VERIFIED, Choice(select=("definition-name-charset",)))
    (finding,) = run(Package("a", "a", {FILE: json.dumps(document).encode()}), ruleset).findings
    assert finding.fix is not None
    rename, *replacements = finding.fix.edits
    assert (rename.action, rename.name) == ("rename", "A_B_C")
    assert sorted(edit.at.pointer[1] for edit in replacements) == ["A[B/C]", "D"]
    assert {edit.value for edit in replacements} == {"#/definitions/A_B_C"}


def test_unused_definitions_are_those_that_only_lead_to_each_other() -> None:
    circle = {"A": {"items": {"$ref": "#/definitions/B"}}, "B": {"items": {"$ref": "#/definitions/A"}}}
    document = {
        "swagger": "2.0",
        "definitions": {**circle, "C": {"items": {"$ref": "#/definitions/D"}}, "D": {}},
        "responses": {"R": {"description": "r", "schema": {"$ref": "#/definitions/C"}}},
        "paths": {"/a": {"get": {}}},
    }
    assert [pointer for pointer, _ in reported(document, "definitions-unused")] == [
        "/definitions/A",
        "/definitions/B",
    ]


def test_definitions_without_operations_are_not_called_unused_one_by_one() -> None:
    document = {"swagger": "2.0", "definitions": {"A": {}, "B": {}}, "paths": {}}
    assert not list(reported(document, "definitions-unused"))


def test_loop_is_reported_once_for_the_definitions_in_it() -> None:
    def held(name: str) -> dict[str, Any]:
        return {"properties": {"next": {"$ref": f"#/definitions/{name}"}}}

    document = {
        "swagger": "2.0",
        "definitions": {"A": held("B"), "B": held("C"), "C": held("A"), "D": held("A"), "E": held("E")},
    }
    assert [pointer for pointer, _ in reported(document, "schema-loop")] == [
        "/definitions/A/properties/next",
        "/definitions/E/properties/next",
    ]
