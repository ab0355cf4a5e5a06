"""A renamed or moved operation: what else changed in it is told as well, and once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.changes import compare
from certify.changes.update import update_of
from certify.core.package import Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.documents.documents import Documents

NAME = "apiDefinition.swagger.json"
TOP = {"name": "top", "in": "query", "type": "integer"}
ITEM = {"name": "id", "in": "path", "type": "string", "required": True}


def found(old: Any, new: Any) -> list[tuple[str, str]]:
    documents = [
        Documents(Package("x", "x", {NAME: json.dumps(value).encode()}), Profile.VERIFIED, prefix=prefix)
        for value, prefix in ((old, EARLIER), (new, ""))
    ]
    return [
        (change.kind, change.where)
        for change in compare(*documents, update_of(*documents)[0])
        if change.kind != "version-unchanged"
    ]


def paths(**operations: dict[str, Any]) -> dict[str, Any]:
    """A definition; the words name operations, whose `at` is method and path."""
    made: dict[str, Any] = {}
    for name, members in operations.items():
        method, path = members.pop("at", "get /a").split(" ")
        made.setdefault(path, {})[method] = {"operationId": name, "responses": {}} | members
    return {"swagger": "2.0", "paths": made}


def output(**fields: str) -> dict[str, Any]:
    properties = {name: {"type": kind} for name, kind in fields.items()}
    return {"200": {"description": "x", "schema": {"type": "object", "properties": properties}}}


def test_renamed_operation_is_compared_under_its_old_name() -> None:
    old = paths(Get={"parameters": [TOP], "responses": output(a="string", b="string")})
    new = paths(Fetch={"responses": output(a="integer")})
    assert found(old, new) == [
        ("operation-renamed", "operation/Get"),
        ("input-removed", "operation/Get/parameter/top"),
        ("output-type", "operation/Get/responses/200/schema/a/type"),
        ("output-removed", "operation/Get/responses/200/schema/b"),
    ]


def test_renamed_operation_without_other_changes_is_one_change() -> None:
    old = paths(Get={"parameters": [TOP], "responses": output(a="string")})
    new = paths(Fetch={"parameters": [TOP], "responses": output(a="string")})
    assert found(old, new) == [("operation-renamed", "operation/Get")]


def test_moved_operation_is_compared() -> None:
    old = paths(Get={"parameters": [TOP], "responses": output(a="string")})
    new = paths(Get={"at": "get /v2/a", "parameters": [TOP | {"type": "string"}], "responses": output()})
    assert found(old, new) == [
        ("operation-path", "operation/Get"),
        ("input-type", "operation/Get/parameter/top/type"),
        ("output-removed", "operation/Get/responses/200/schema/a"),
    ]


def test_operation_of_another_method_is_compared() -> None:
    old = paths(Save={"at": "post /a", "parameters": [TOP]})
    new = paths(Save={"at": "put /a", "parameters": [TOP | {"required": True}]})
    assert found(old, new) == [
        ("operation-method", "operation/Save"),
        ("input-now-required", "operation/Save/parameter/top/required"),
    ]


def test_path_parameter_of_a_moved_operation_keeps_its_place() -> None:
    old = paths(Get={"at": "get /items/{id}", "parameters": [ITEM]})
    new = paths(Get={"at": "get /things/{thing}", "parameters": [ITEM | {"name": "thing"}]})
    assert found(old, new) == [
        ("operation-path", "operation/Get"),
        ("input-renamed", "operation/Get/parameter/thing"),
    ]


@pytest.mark.parametrize("name", ["listItems", "List_Items", "LISTITEMS"])
def test_operation_renamed_in_case_and_moved_is_no_deletion(name: str) -> None:
    old = paths(ListItems={"parameters": [TOP]})
    new = paths(**{name: {"at": "get /b"}})
    assert found(old, new) == [
        ("operation-renamed", "operation/ListItems"),
        ("operation-path", "operation/ListItems"),
        ("input-removed", "operation/ListItems/parameter/top"),
    ]


def test_operations_that_only_trade_their_routes_are_moved_and_not_renamed() -> None:
    old = paths(First={"at": "get /a"}, Second={"at": "get /b"})
    new = paths(First={"at": "get /b"}, Second={"at": "get /a"})
    assert found(old, new) == [("operation-path", "operation/First"), ("operation-path", "operation/Second")]


def test_two_new_operations_of_the_same_letters_leave_open_which_it_was() -> None:
    old = paths(ListItems={})
    new = paths(listItems={"at": "get /b"}, List_Items={"at": "get /c"})
    assert found(old, new) == [
        ("operation-removed", "operation/ListItems"),
        ("operation-added", "operation/listItems"),
        ("operation-added", "operation/List_Items"),
    ]
