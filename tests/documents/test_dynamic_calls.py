"""Dynamic extensions are seen as calls: their targets, callers, arguments, and where their paths lead."""

from __future__ import annotations

from typing import Any

from certify.documents.definition import ArgumentKind, Definition, DynamicCall, walk


def definition(*, extension: str, content: Any, target: Any = None, **members: Any) -> Definition:
    """A definition in which `Create` has the extension on the property `bin` of its body, and calls `List`."""
    bin_schema = {"type": "string", extension: content}
    body = {"type": "object", "properties": {"warehouse": {"type": "string"}, "bin": bin_schema}}
    parameters = [
        {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Input"}},
        {"name": "region", "in": "query", "type": "string"},
    ]
    lookup = {"operationId": "List", "parameters": [], "responses": {"200": {"schema": target or {}}}}
    return Definition(
        {
            "paths": {
                "/items": {"post": {"operationId": "Create", "parameters": parameters}},
                "/bins": {"get": lookup},
            },
            "definitions": {"Input": body},
            **members,
        },
        "a.json",
    )


def calls_of(document: Definition) -> list[DynamicCall]:
    found: list[DynamicCall] = []
    walk(document, lambda node: found.append(node) if isinstance(node, DynamicCall) else None)
    return found


def only_call(**members: Any) -> DynamicCall:
    [call] = calls_of(definition(**members))
    return call


def choices(**item: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"value": {"type": "array", "items": {"type": "object", **item}}}}


def test_call_of_a_shared_definition_has_the_operations_that_take_it_as_callers() -> None:
    call = only_call(extension="x-ms-dynamic-values", content={"operationId": "List"})
    assert [caller.operation_id for caller in call.callers] == ["Create"]
    assert call.target is not None
    assert call.target.operation_id == "List"
    assert call.pointer == ("definitions", "Input", "properties", "bin", "x-ms-dynamic-values")


def test_tree_makes_a_call_for_each_of_its_steps() -> None:
    content = {"open": {"operationId": "List"}, "browse": {"operationId": "List"}, "settings": {}}
    calls = calls_of(definition(extension="x-ms-dynamic-tree", content=content))
    assert [call.pointer[-1] for call in calls] == ["open", "browse"]


def test_extension_that_is_no_object_makes_no_call() -> None:
    assert calls_of(definition(extension="x-ms-dynamic-values", content="List")) == []


def test_arguments_tell_how_they_are_written() -> None:
    content = {
        "operationId": "List",
        "parameters": {
            "a": 1,
            "b": {"value": 1},
            "c": {"parameter": "region"},
            "d": {"parameterReference": "body/warehouse"},
            "e": {"selectedItemValuePath": "id"},
            "f": {"something": 1},
        },
    }
    call = only_call(extension="x-ms-dynamic-values", content=content)
    assert [argument.kind for argument in call.arguments] == list(ArgumentKind)
    assert [argument.source for argument in call.arguments] == [
        None,
        None,
        "region",
        "body/warehouse",
        None,
        None,
    ]


def test_source_is_a_parameter_a_path_in_the_body_or_a_bare_name_in_the_body() -> None:
    sources = {"a": "region", "b": "body/warehouse", "c": "warehouse", "d": "body/shelf", "e": "shelf"}
    parameters = {name: {"parameterReference": source} for name, source in sources.items()}
    call = only_call(extension="x-ms-dynamic-list", content={"operationId": "List", "parameters": parameters})
    found = [call.source(argument, call.callers[0]) for argument in call.arguments]
    assert [place.node is not None for place in found] == [True, True, True, False, False]
    assert [place.is_absent for place in found] == [False, False, False, True, True]


def test_paths_lead_to_the_array_and_into_its_items() -> None:
    content = {"operationId": "List", "value-collection": "value", "value-path": "code"}
    target = choices(properties={"code": {"type": "string"}, "owner": {"properties": {"name": {}}}})
    call = only_call(extension="x-ms-dynamic-values", content=content, target=target)
    assert call.collection.node is not None
    assert call.in_item("code").node is not None
    assert call.in_item("owner/name").node is not None
    assert call.in_item("owner.name").node is not None
    assert call.in_item("Code").is_absent
    assert call.in_item("owner/email").is_absent


def test_nobody_can_tell_what_an_open_schema_holds() -> None:
    for item in ({}, {"properties": {"a": {}}, "additionalProperties": True}, {"allOf": [{"$ref": "#/x"}]}):
        content = {"operationId": "List", "value-collection": "value"}
        call = only_call(extension="x-ms-dynamic-values", content=content, target=choices(**item))
        found = call.in_item("code")
        assert found.node is None
        assert not found.is_absent


def test_properties_of_a_composition_are_found() -> None:
    content = {"operationId": "List", "value-collection": "value"}
    part: dict[str, Any] = {"allOf": [{"properties": {"code": {}}}, {"properties": {"name": {}}}]}
    call = only_call(extension="x-ms-dynamic-values", content=content, target=choices(**part))
    assert call.in_item("name").node is not None
    assert call.in_item("title").is_absent


def test_extension_on_what_is_returned_has_callers_only_when_it_asks_for_a_schema() -> None:
    response: dict[str, Any] = {"200": {"schema": {"x-ms-dynamic-schema": {}, "x-ms-dynamic-values": {}}}}
    document = Definition({"paths": {"/a": {"get": {"operationId": "Get", "responses": response}}}}, "a.json")
    callers = {call.form: [caller.operation_id for caller in call.callers] for call in calls_of(document)}
    assert callers == {"schema": ["Get"], "values": []}


def test_definitions_that_refer_to_each_other_have_callers_and_end() -> None:
    loop = {
        "A": {
            "properties": {
                "b": {"$ref": "#/definitions/B"},
                "c": {"x-ms-dynamic-values": {"operationId": "List"}},
            }
        },
        "B": {"properties": {"a": {"$ref": "#/definitions/A"}}},
    }
    body = {"in": "body", "name": "body", "schema": {"$ref": "#/definitions/B"}}
    document = Definition(
        {"paths": {"/a": {"post": {"operationId": "Post", "parameters": [body]}}}, "definitions": loop},
        "a.json",
    )
    [call] = calls_of(document)
    assert [caller.operation_id for caller in call.callers] == ["Post"]


def test_calls_of_the_whole_document_are_those_of_the_walk() -> None:
    document = definition(extension="x-ms-dynamic-list", content={"operationId": "List"})
    assert [call.operation_id for call in document.dynamic_calls] == ["List"]
