"""What is said of a definition that breaks off in the middle, or has no operations: its cause, and not each consequence."""

from __future__ import annotations

import json

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.engine.run import run
from certify.plugins import load_rules

FILE = "apiDefinition.swagger.json"
RULES = load_rules().choose(Profile.CUSTOM)
CALL = {
    "name": "shelf",
    "in": "query",
    "type": "string",
    "x-ms-dynamic-values": {"operationId": "ListShelves", "value-path": "id"},
}
ANSWER = {"200": {"description": "It.", "schema": {"$ref": "#/definitions/Shelf"}}}
WHOLE = {
    "swagger": "2.0",
    "paths": {
        "/goods": {"get": {"operationId": "ListGoods", "parameters": [CALL], "responses": ANSWER}},
        "/shelves": {"get": {"operationId": "ListShelves", "responses": ANSWER}},
    },
    "definitions": {"Box": {"type": "object"}, "Shelf": {"type": "object"}},
}


def reported(text: str) -> set[str]:
    report = run(Package("a", "a", {FILE: text.encode()}), RULES)
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("last", ['"/shelves"', '"definitions"', '"Shelf": '])
def test_what_may_have_stood_behind_the_break_is_not_missed(last):
    text = json.dumps(WHOLE, indent=2)
    rules = reported(text[: text.rindex(last)])
    assert "json-parse-swagger" in rules
    assert not rules & {"ref-resolves", "dyn-operation"}


def test_what_a_whole_definition_lacks_is_missed():
    text = json.dumps({**WHOLE, "definitions": {}, "paths": {"/goods": WHOLE["paths"]["/goods"]}}, indent=2)
    assert {"ref-resolves", "dyn-operation"} <= reported(text)


def test_what_the_section_lacks_is_missed_although_the_file_breaks_off_in_a_later_one():
    text = json.dumps({**WHOLE, "definitions": {}, "tags": [{"name": "goods"}]}, indent=2)
    assert "ref-resolves" in reported(text[: text.rindex('"goods"')])


def test_a_definition_without_operations_is_told_so_once():
    shared = json.dumps({**WHOLE, "paths": {}, "parameters": {"Shelf": CALL}}, indent=2)
    rules = reported(shared)
    assert "swagger-operations-some" in rules
    assert "dyn-operation" not in rules


def test_a_fault_of_the_text_names_the_value_that_it_is_in():
    text = '{"swagger": "2.0", "paths": {"/goods": {"get": {"summary": "A", "summary": "B"}}}}'
    report = run(Package("a", "a", {FILE: text.encode()}), RULES)
    (found,) = (finding for finding in report.findings if finding.rule == "json-duplicate-keys")
    assert found.location.pointer == "/paths/~1goods/get/summary"
    assert found.location.start.offset == text.rindex('"summary"')
