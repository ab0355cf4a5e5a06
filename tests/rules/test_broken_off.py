"""What is said of a definition that breaks off in the middle, or has no operations: its cause, and not each consequence."""

from __future__ import annotations

import json

import pytest

from certify.core.package import Package
from certify.core.report import Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.json import read
from certify.engine.run import run
from certify.plugins import load_rules

FILE = "apiDefinition.swagger.json"
PROPERTIES = "apiProperties.json"
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


SHELF = {"type": "string", "uiDefinition": {"displayName": "Shelf", "constraints": {"required": "true"}}}
POLICY = {"templateId": "setheader", "parameters": {"x-ms-apimTemplate-operationName": ["ListShelves"]}}
KEY = {"type": "securestring", "uiDefinition": {"displayName": "Key"}}


def cut(value: object, before: str) -> str:
    text = json.dumps(value, indent=2)
    return text[: text.rindex(before)]


def together(definition: str, properties: object) -> set[str]:
    files = {
        FILE: definition.encode(),
        PROPERTIES: (properties if isinstance(properties, str) else json.dumps(properties)).encode(),
    }
    return {finding.rule for finding in run(Package("a", "a", files), RULES).findings}


def test_nothing_is_missed_in_what_was_still_open():
    last = {"operationId": "ListShelves", "parameters": [{"name": "aisle", "in": "query"}], "summary": "List"}
    whole = {"swagger": "2.0", "paths": {"/shelves": {"get": last}}}
    missed = {"param-name-in-type", "op-responses", "basepath-present", "info-present"}
    assert missed <= reported(json.dumps(whole))
    assert not missed & reported(cut(whole, '"query"'))


def test_nothing_is_asked_of_what_makers_see_in_an_operation_that_may_yet_be_hidden():
    last = {"operationId": "ListShelves", "parameters": [{"name": "aisle", "in": "query"}, {"name": "top"}]}
    whole = {"swagger": "2.0", "paths": {"/shelves": {"get": {**last, "x-ms-visibility": "internal"}}}}
    assert "param-name-in-type" not in reported(cut(whole, '"x-ms-visibility"'))


def test_a_secret_in_an_operation_that_breaks_off_is_told_and_hidden():
    value = "kV8w2Zt0mQ41"
    key = {"name": "api_key", "in": "query", "type": "string", "default": value}
    whole = {"swagger": "2.0", "paths": {"/goods": {"get": {"parameters": [key], "operationId": "A"}}}}
    report = run(Package("a", "a", {FILE: cut(whole, '"A"').encode()}), RULES)
    assert "secret-default" in {finding.rule for finding in report.findings}
    assert not any(value in excerpt.text for excerpt in report.excerpts.values())


def test_what_was_closed_before_the_break_is_held_to_everything():
    first = {"operationId": "ListGoods", "parameters": [{"name": "aisle", "in": "query"}]}
    whole = {"swagger": "2.0", "paths": {"/goods": {"get": first}, "/shelves": {"get": {"operationId": "A"}}}}
    assert {"param-name-in-type", "op-responses"} <= reported(cut(whole, '"A"'))


@pytest.mark.parametrize("member", ["operationId", "parameters"])
def test_half_a_name_is_no_unknown_member(member):
    text = cut({"swagger": "2.0", "paths": {"/goods": {"get": {"summary": "It", member: 1}}}}, member)
    assert not {"op-known-keys", "unknown-member"} & reported(text + member[:5])


def test_half_a_value_is_no_wrong_one():
    whole = {"swagger": "2.0", "definitions": {"Box": {"type": "string"}}}
    assert "schema-type" in reported(json.dumps(whole).replace('"string"', '"str"'))
    assert "schema-type" not in reported(cut(whole, 'ing"'))


def test_another_file_is_not_held_against_a_piece_of_the_definition():
    properties = {"properties": {"connectionParameters": {"key": KEY}, "policyTemplateInstances": [POLICY]}}
    whole = {**WHOLE, "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "key"}}}
    assert not {"conn-param-used", "policy-operation"} & together(json.dumps(whole), properties)
    assert {"conn-param-used", "policy-operation"} <= together(
        json.dumps({**WHOLE, "paths": {"/goods": {"get": {"operationId": "A"}}}}), properties
    )
    assert not {"conn-param-used", "policy-operation"} & together(cut(whole, '"/shelves"'), properties)


def test_a_parameter_may_be_used_by_a_policy_that_is_lost():
    whole = {"properties": {"connectionParameters": {"shelf": SHELF}, "policyTemplateInstances": []}}
    assert "conn-param-used" in together(json.dumps(WHOLE), whole)
    assert "conn-param-used" not in together(json.dumps(WHOLE), cut(whole, '"policyTemplateInstances"'))


def test_a_rule_that_could_only_speak_of_what_is_lost_has_not_passed():
    text = '{"swagger": "2.0", "info": {"title": "Goods"}, "paths": {'
    outcome = run(Package("a", "a", {FILE: text.encode()}), RULES).outcomes["basepath-present"]
    assert outcome.status is Status.NOT_APPLICABLE
    assert "breaks off" in outcome.reason


def test_an_operation_that_is_lost_was_not_deleted():
    rules = load_rules().choose(Profile.CUSTOM, Choice(select=("bc-operation-deleted",)))
    old = Package("a", "a", {FILE: json.dumps(WHOLE, indent=2).encode()})
    new = Package("a", "a", {FILE: cut(WHOLE, '"/shelves"').encode()})
    without = {**WHOLE, "paths": {"/goods": WHOLE["paths"]["/goods"]}}
    shorter = Package("a", "a", {FILE: json.dumps(without, indent=2).encode()})
    assert run(shorter, rules, against=old).findings
    assert run(new, rules, against=old).update is None
    assert not run(new, rules, against=old).findings


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": {"b": {"c": 1, "d', ("a", "b", "d")),
        ('{"a": {"b": {"c": "x y', ("a", "b", "c")),
        ('{"a": {"b": {"c": {}, ', ("a", "b")),
        ('{"a": {"b": {"c": {}', ("a", "b")),
        ('{"a": [1, 2', ("a", 1)),
        ('{"a": 1}', None),
        ('{"a": {"b": 1 "c": 2}}', None),
    ],
)
def test_the_place_of_the_break_is_the_innermost_value_that_may_go_on(text, place):
    assert read(text.encode()).breaks_off_at == place


def test_where_only_the_last_bracket_is_missing_versions_and_files_are_compared():
    rules = load_rules().choose(Profile.CUSTOM, Choice(select=("bc-operation-deleted", "policy-operation")))
    old = Package("a", "a", {FILE: json.dumps(WHOLE).encode()})
    without = json.dumps({**WHOLE, "paths": {"/goods": {"get": {"operationId": "ListGoods"}}}})
    policies = json.dumps({"properties": {"policyTemplateInstances": [POLICY]}}).encode()
    new = Package("a", "a", {FILE: without[:-1].encode(), PROPERTIES: policies})
    found = {finding.rule for finding in run(new, rules, against=old).findings}
    assert found == {"bc-operation-deleted", "policy-operation"}


@pytest.mark.parametrize(
    ("text", "is_cut_off"),
    [('{"a": 1', True), ('{"a": {"b": 1}\n', False), ('{"a": {"b": 1},', True), ('{"a": {"b": 1}}', False)],
)
def test_a_file_that_lacks_its_last_bracket_only_is_no_piece(text, is_cut_off):
    assert read(text.encode()).is_cut_off is is_cut_off


def test_of_an_earlier_version_that_breaks_off_it_is_said_that_nothing_was_compared():
    rules = load_rules().choose(Profile.CUSTOM, Choice(select=("changes",)))
    old = Package("a", "a", {FILE: cut(WHOLE, '"/shelves"').encode()})
    report = run(Package("a", "a", {FILE: json.dumps(WHOLE).encode()}), rules, against=old)
    assert [finding.rule for finding in report.findings] == ["bc-unreadable"]


@pytest.mark.parametrize("value", ['"x" {"c": {"d": "', '5 {"c": [{', '{}{"c": {"d": 1'])
def test_a_break_in_what_belongs_to_nothing_is_told_as_any(value):
    text = '{"swagger": "2.0", "info": ' + value
    assert read(text.encode()).breaks_off_at == ()
    assert "json-parse-swagger" in reported(text)
