"""What is compared beyond names and types: limits, lists from the service, pages, hidden inputs, moves; and what is no change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.changes import compare
from certify.changes.update import update_of
from certify.core.package import Form, Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.documents.documents import Documents

DEFINITION, PROPERTIES = "apiDefinition.swagger.json", "apiProperties.json"
TOP = {"name": "top", "in": "query", "type": "integer"}
COLOR = {"name": "color", "in": "query", "type": "string"}


def found(old: Any, new: Any, *, form: Form = Form.FOLDER) -> list[tuple[str, str]]:
    """The changes between two packages, each given as its files; a definition on its own may be given instead."""
    both = []
    for value, prefix in ((old, EARLIER), (new, "")):
        files = {DEFINITION: value} if "swagger" in value else value
        data = {
            name: (text if isinstance(text, str) else json.dumps(text)).encode()
            for name, text in files.items()
        }
        both.append(Documents(Package("x", "x", data, form=form), Profile.VERIFIED, prefix=prefix))
    return [
        (change.kind, change.where)
        for change in compare(*both, update_of(*both)[0])
        if change.kind != "version-unchanged"
    ]


def get(path: str = "/a", **members: Any) -> dict[str, Any]:
    return {"swagger": "2.0", "paths": {path: {"get": {"operationId": "Get", "responses": {}, **members}}}}


def top(**members: Any) -> dict[str, Any]:
    return get(parameters=[{**TOP, **members}])


def color(**members: Any) -> dict[str, Any]:
    return get(parameters=[{**COLOR, **members}])


def body(properties: Any, name: str = "body", required: list[str] | None = None) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": required or []}
    return get(parameters=[{"name": name, "in": "body", "schema": schema}])


def output(properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    return get(responses={"200": {"description": "x", "schema": schema}})


@pytest.mark.parametrize(
    ("old", "new", "is_tighter"),
    [
        ({}, {"maximum": 10}, True),
        ({"maximum": 10}, {"maximum": 5}, True),
        ({"maximum": 5}, {"maximum": 10}, False),
        ({"maximum": 5}, {}, False),
        ({"minimum": 1}, {"minimum": 2}, True),
        ({}, {"minLength": 0}, False),
        ({}, {"minLength": 1}, True),
        ({"pattern": "a"}, {"pattern": "b"}, True),
        ({"pattern": "a"}, {}, False),
        ({"maximum": "many"}, {"maximum": 3}, True),
    ],
)
def test_only_a_tighter_limit_is_a_change(old: Any, new: Any, is_tighter: bool) -> None:
    kinds = [kind for kind, _ in found(top(**old), top(**new))]
    assert kinds == (["input-limit"] if is_tighter else [])


LIST = {"operationId": "List", "value-path": "id"}


@pytest.mark.parametrize(
    ("old", "new", "is_change"),
    [
        ({"x-ms-dynamic-values": LIST}, {"x-ms-dynamic-values": {**LIST, "value-path": "key"}}, True),
        ({"x-ms-dynamic-values": LIST}, {}, True),
        ({}, {"x-ms-dynamic-values": LIST}, False),
        ({"x-ms-dynamic-values": LIST}, {"x-ms-dynamic-list": {"operationId": "List"}}, False),
        ({"x-ms-dynamic-values": LIST}, {"x-ms-dynamic-values": {**LIST, "operationId": "Gone"}}, False),
    ],
)
def test_lists_from_the_service_are_asked_for_in_the_same_way(old: Any, new: Any, is_change: bool) -> None:
    kinds = [kind for kind, _ in found(color(**old), color(**new))]
    assert kinds == (["input-dynamic"] if is_change else [])


@pytest.mark.parametrize("member", ["x-ms-pageable", "x-ms-chunk-transfer"])
def test_what_large_transfers_need_is_missed(member: str) -> None:
    assert found(get(**{member: {"nextLinkName": "next"}}), get()) == [
        ("operation-transfer", f"operation/Get/{member}")
    ]
    assert found(get(), get(**{member: {"nextLinkName": "next"}})) == []


def test_internal_input_that_goes_is_no_deletion() -> None:
    assert found(top(**{"x-ms-visibility": "internal"}), get()) == [
        ("input-hidden-removed", "operation/Get/parameter/top")
    ]
    hidden = {"type": "string", "x-ms-visibility": "internal"}
    assert found(body({"a": hidden}), body({})) == [
        ("input-hidden-removed", "operation/Get/parameter/body/schema/a")
    ]


def test_body_of_another_name_is_one_change_and_its_fields_are_compared() -> None:
    old, new = body({"a": {"type": "string"}}), body({"a": {"type": "integer"}}, name="payload")
    assert found(old, new) == [
        ("input-renamed", "operation/Get/parameter/payload"),
        ("input-type", "operation/Get/parameter/payload/schema/a/type"),
    ]


def test_part_of_the_path_was_always_required() -> None:
    part = {"name": "id", "in": "path", "type": "string"}
    old, new = get("/a/{id}", parameters=[part]), get("/a/{id}", parameters=[{**part, "required": True}])
    assert found(old, new) == []


def test_items_of_a_parameter_are_compared() -> None:
    def colors(**items: Any) -> dict[str, Any]:
        return color(type="array", items={"type": "string", **items})

    assert found(colors(), colors(enum=["red"])) == [
        ("input-enum-added", "operation/Get/parameter/color/items/enum")
    ]


def test_output_that_moved_is_one_change_where_it_was() -> None:
    field = {"type": "string", "x-ms-summary": "Name"}
    old = output({"name": field})
    new = output({"data": {"type": "object", "properties": {"name": field}}})
    assert found(old, new) == [
        ("output-moved", "operation/Get/responses/200/schema/name"),
        ("output-added", "operation/Get/responses/200/schema/data"),
    ]
    assert found(new, old) == [
        ("output-removed", "operation/Get/responses/200/schema/data"),
        ("output-added", "operation/Get/responses/200/schema/name"),
    ]
    into_known = output({"data": {"type": "object", "properties": {"id": {"type": "string"}}}, "name": field})
    moved = output({"data": {"type": "object", "properties": {"id": {"type": "string"}, "name": field}}})
    assert found(into_known, moved) == [("output-moved", "operation/Get/responses/200/schema/name")]


def test_input_that_moved_is_one_change_where_it_is() -> None:
    field, other = {"type": "string"}, {"type": "integer"}
    old = body({"a": field, "b": {"type": "object", "properties": {"c": other}}})
    new = body({"b": {"type": "object", "properties": {"c": other, "a": field}}})
    assert found(old, new) == [("input-moved", "operation/Get/parameter/body/schema/b/a")]


def test_two_fields_of_a_name_leave_open_which_one_moved() -> None:
    field = {"type": "string"}
    parts = {"b": {"type": "object", "properties": {}}, "c": {"type": "object", "properties": {}}}
    new = {key: {"type": "object", "properties": {"id": field}} for key in parts}
    kinds = [kind for kind, _ in found(output({"id": field, **parts}), output(new))]
    assert sorted(kinds) == ["output-added", "output-added", "output-removed"]


def test_field_of_another_type_is_told_without_what_was_in_it() -> None:
    old = output({"a": {"type": "object", "properties": {"x": {"type": "string"}}}})
    assert found(old, output({"a": {"type": "string"}})) == [
        ("output-type", "operation/Get/responses/200/schema/a/type")
    ]


def test_schema_of_an_error_is_no_output() -> None:
    def responses(schema: Any) -> dict[str, Any]:
        ok = {"description": "x", "schema": {"type": "string"}}
        return get(responses={"200": ok, "default": {"description": "x", **schema}})

    error = {"schema": {"type": "object", "properties": {"code": {"type": "string"}}}}
    assert found(responses(error), responses({})) == []
    without = get(responses={"200": {"description": "x", "schema": {"type": "string"}}})
    assert found(responses(error), without) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (color(format=""), color()),
        (color(**{"x-ms-url-encoding": "single"}), color()),
        (color(collectionFormat="csv"), color()),
        ({**get(), "basePath": "/"}, get()),
        ({**get(), "schemes": ["https"]}, get()),
    ],
)
def test_what_holds_when_nothing_is_said_is_no_change(old: Any, new: Any) -> None:
    assert found(old, new) == []
    assert found(new, old) == []


def test_base_path_that_went_into_the_paths_moves_nothing() -> None:
    old, new = {**get("/items"), "basePath": "/api/v1"}, {**get("/v1/items"), "basePath": "/api"}
    assert found(old, new) == [("operation-path-rewritten", "operation/Get")]


def test_base_path_that_is_another_one_is_told_once() -> None:
    assert found({**get(), "basePath": "/v1"}, {**get(), "basePath": "/v2"}) == [("host", "basePath")]


def test_settings_of_an_authentication_are_compared() -> None:
    def key(**members: Any) -> dict[str, Any]:
        return {**get(), "securityDefinitions": {"any": {"type": "apiKey", "in": "header", **members}}}

    assert found(key(name="X-A"), key(name="X-B")) == [("auth-setting", "securityDefinitions/any/name")]

    def scopes(**named: str) -> dict[str, Any]:
        return {**get(), "securityDefinitions": {"any": {"type": "oauth2", "scopes": named}}}

    assert found(scopes(read="x"), scopes(read="y")) == []
    assert found(scopes(read="x", write="x"), scopes(read="x")) == []
    assert found(scopes(read="x"), scopes(read="x", write="x")) == [
        ("auth-setting", "securityDefinitions/any/scopes")
    ]


def properties(**members: Any) -> dict[str, Any]:
    return {PROPERTIES: {"properties": members}}


def parameter(required: str = "false") -> dict[str, Any]:
    return {"type": "securestring", "uiDefinition": {"constraints": {"required": required}}}


def sets(**named: Any) -> dict[str, Any]:
    values = [{"name": name, "parameters": parameters} for name, parameters in named.items()]
    return properties(connectionParameterSets={"values": values})


def test_way_to_connect_that_is_gone_is_told() -> None:
    both = sets(key={"token": parameter()}, login={"user": parameter()})
    assert found(both, sets(key={"token": parameter()})) == [
        ("connection-set-removed", "connectionParameterSets/login")
    ]
    assert found(sets(key={}), sets(key={}, login={"user": parameter("true")})) == [
        ("connection-set-added", "connectionParameterSets/login")
    ]
    assert found(sets(key={}), sets(key={"token": parameter("true")})) == [
        ("connection-required-added", "connectionParameterSets/key/token")
    ]


def test_parameter_that_went_into_a_set_is_kept() -> None:
    old = properties(connectionParameters={"token": parameter()})
    assert found(old, sets(key={"token": parameter()})) == [
        ("connection-set-added", "connectionParameterSets/key")
    ]


def test_changed_policy_and_script_are_one_change_each() -> None:
    def policy(title: str, value: str) -> dict[str, Any]:
        return {"templateId": "setheader", "title": title, "parameters": {"value": value}}

    old = {**properties(policyTemplateInstances=[policy("A", "1")]), "script.csx": "class A {}"}
    new = {**properties(policyTemplateInstances=[policy("A", "2")]), "script.csx": "class B {}"}
    assert found(old, new) == [
        ("policy-changed", "policyTemplateInstances/setheader:A"),
        ("script-changed", "script"),
    ]
    laid_out = {**old, "script.csx": "class A\n{ }".replace("{ }", "{}")}
    assert found(old, laid_out) == []
    assert found(old, properties(policyTemplateInstances=[policy("A", "1")])) == [
        ("script-removed", "script")
    ]
    assert found(old, properties(policyTemplateInstances=[policy("A", "1")]), form=Form.FILE) == []


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        (["http", "https"], ["https"], False),
        (["https"], ["https", "http"], False),
        (["https"], ["http"], True),
        (["http"], ["https"], True),
        (["wss", "http"], ["http"], True),
    ],
)
def test_scheme_matters_only_where_calls_go_by_it(old: list[str], new: list[str], is_told: bool) -> None:
    changes = found({**get(), "schemes": old}, {**get(), "schemes": new})
    assert changes == ([("host", "schemes")] if is_told else [])
