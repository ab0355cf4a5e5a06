"""Two versions compared: identity, swap, reformatting, renames, recursion, and both places."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.changes import Change, compare
from certify.changes.update import update_of
from certify.cli.main import main
from certify.core.package import Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.core.update import Update, Versions
from certify.documents.documents import Documents
from certify.examples import golden

NAME = "apiDefinition.swagger.json"
SWAPPED = {
    "operation-added": "operation-removed",
    "operation-shown": "operation-hidden",
    "output-added": "output-removed",
    "input-now-optional": "input-now-required",
    "connection-added": "connection-removed",
}


def documents(definition: Any, prefix: str = "", **dumps: Any) -> Documents:
    data = json.dumps(definition, **dumps).encode()
    return Documents(Package("x", "x", {NAME: data}), Profile.VERIFIED, prefix=prefix)


def changes(old: Any, new: Any) -> list[Change]:
    before, after = documents(old, EARLIER), documents(new)
    return list(compare(before, after, update_of(before, after)[0]))


def kinds(old: Any, new: Any) -> list[tuple[str, str]]:
    return [(change.kind, change.where) for change in changes(old, new) if change.kind != "version-unchanged"]


def operation(**members: Any) -> dict[str, Any]:
    return {"swagger": "2.0", "paths": {"/a": {"get": {"operationId": "Get", "responses": {}, **members}}}}


def output(schema: Any) -> dict[str, Any]:
    return operation(responses={"200": {"description": "x", "schema": schema}})


GOLDEN = json.loads(golden(Profile.VERIFIED).files[NAME])


def test_same_file_has_no_change() -> None:
    assert kinds(GOLDEN, GOLDEN) == []


def test_reformatting_and_reordering_change_nothing() -> None:
    def reordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reordered(value[key]) for key in sorted(value, reverse=True)}
        return [reordered(item) for item in value] if isinstance(value, list) else value

    old = documents(GOLDEN, EARLIER)
    new = documents(reordered(GOLDEN), indent=7)
    assert list(compare(old, new, update_of(old, new)[0])) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            output({"type": "string"}),
            output({"type": "integer"}),
            [("output-type", "operation/Get/responses/200/schema/type")],
        ),
        (
            output({"type": "object", "properties": {"a": {"type": "string", "format": "date"}}}),
            output({"type": "object", "properties": {"a": {"type": "string"}}}),
            [("output-format", "operation/Get/responses/200/schema/a/format")],
        ),
        (
            output({"type": "array", "items": {"properties": {"a": {"type": "string"}}}}),
            output({"type": "array", "items": {"properties": {}}}),
            [("output-removed", "operation/Get/responses/200/schema/items/a")],
        ),
        (
            output({"properties": {"Name": {"type": "string"}}}),
            output({"properties": {"name": {"type": "string"}}}),
            [("output-renamed", "operation/Get/responses/200/schema/Name")],
        ),
        (
            operation(parameters=[{"name": "top", "in": "query", "type": "integer"}]),
            operation(parameters=[{"name": "top", "in": "header", "type": "integer", "required": True}]),
            [
                ("input-location", "operation/Get/parameter/top"),
                ("input-now-required", "operation/Get/parameter/top/required"),
            ],
        ),
        (operation(), operation(operationId="Fetch"), [("operation-renamed", "operation/Get")]),
        (
            operation(),
            operation(**{"x-ms-visibility": "internal"}),
            [("operation-hidden", "operation/Get/x-ms-visibility")],
        ),
    ],
)
def test_change_is_told_once_at_its_place(old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    assert kinds(old, new) == expected


def test_schemas_are_compared_by_shape_not_by_name() -> None:
    old = output({"$ref": "#/definitions/A"}) | {
        "definitions": {"A": {"properties": {"x": {"type": "string"}}}}
    }
    new = output({"allOf": [{"$ref": "#/definitions/B"}]}) | {
        "definitions": {"B": {"type": "object", "properties": {"x": {"type": "string"}}}}
    }
    assert kinds(old, new) == []


def test_recursion_and_doubling_end() -> None:
    tree = {
        "definitions": {"T": {"properties": {"left": {"$ref": "#/definitions/T"}, "v": {"type": "string"}}}}
    }
    changed = copy.deepcopy(tree)
    changed["definitions"]["T"]["properties"]["v"]["type"] = "integer"
    top = output({"$ref": "#/definitions/T"})
    assert ("output-type", "operation/Get/responses/200/schema/v/type") in kinds(top | tree, top | changed)
    doubling = {
        f"L{level}": {
            "properties": {
                "a": {"$ref": f"#/definitions/L{level + 1}"},
                "b": {"$ref": f"#/definitions/L{level + 1}"},
            }
        }
        for level in range(40)
    } | {"L40": {"type": "string"}}
    other = copy.deepcopy(doubling)
    other["L40"]["type"] = "integer"
    top = output({"$ref": "#/definitions/L0"})
    assert len(kinds(top | {"definitions": doubling}, top | {"definitions": other})) <= 2_000
    assert kinds(top | {"definitions": doubling}, top | {"definitions": doubling}) == []


def test_schemas_that_contain_each_other_are_told_wherever_they_are_used() -> None:
    def both(kind: str) -> dict[str, Any]:
        made = output({"$ref": "#/definitions/A"})
        made["paths"]["/b"] = {
            "get": {
                "operationId": "GetB",
                "responses": {"200": {"description": "x", "schema": {"$ref": "#/definitions/B"}}},
            }
        }
        reference = {"a": {"$ref": "#/definitions/A"}}
        parts = {"b": {"$ref": "#/definitions/B"}, "x": {"type": kind}}
        return made | {"definitions": {"A": {"properties": parts}, "B": {"properties": reference}}}

    assert kinds(both("string"), both("integer")) == [
        ("output-type", "operation/Get/responses/200/schema/x/type"),
        ("output-type", "operation/GetB/responses/200/schema/a/x/type"),
    ]


def test_both_places_are_those_of_their_version() -> None:
    (change,) = [
        c for c in changes(output({"type": "string"}), output({"type": "integer"})) if c.kind == "output-type"
    ]
    assert change.old is not None
    assert change.new is not None
    assert (change.old.file, change.new.file) == (EARLIER + NAME, NAME)
    assert (
        change.old.pointer
        == change.new.pointer
        == ("paths", "/a", "get", "responses", "200", "schema", "type")
    )


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["summary", "operationId", "description", "deprecated", "parameters", "responses"]),
        st.sampled_from(sorted(GOLDEN["paths"])),
    ),
    max_size=4,
)


def mutated(mutations: list[tuple[str, str]]) -> dict[str, Any]:
    value = copy.deepcopy(GOLDEN)
    for key, path in mutations:
        for member in value["paths"][path].values():
            if isinstance(member, dict):
                member.pop(key, None)
    return value


@given(MUTATIONS)
def test_additions_and_removals_swap_with_the_sides(mutations: list[tuple[str, str]]) -> None:
    other = mutated(mutations)
    there = {(kind, where) for kind, where in kinds(GOLDEN, other)}
    back = {(kind, where) for kind, where in kinds(other, GOLDEN)}
    for kind, where in back:
        if kind in SWAPPED:
            assert (SWAPPED[kind], where) in there
    added = {where for kind, where in back if kind.startswith(("parameter-", "input-")) and "-added" in kind}
    assert added <= {where for kind, where in there if kind in ("input-removed", "input-hidden-removed")} | {
        w for w in added if "/enum" in w
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Update.NONE),
        ({"info": {**GOLDEN["info"], "description": "Another one, long enough for everyone."}}, Update.MINOR),
        ({"info": {**GOLDEN["info"], "contact": {"name": "Else"}}}, Update.MINOR),
        ({"externalDocs": {"url": "https://example.com/manual"}}, Update.MINOR),
        ({"info": {**GOLDEN["info"], "title": "Else"}}, Update.MAJOR),
        ({"host": "api.else.com"}, Update.MAJOR),
    ],
)
def test_class_of_update(change: dict[str, Any], expected: Update) -> None:
    assert update_of(documents(GOLDEN, EARLIER), documents({**GOLDEN, **change}))[0] is expected


def test_empty_list_of_tags_is_as_good_as_none() -> None:
    without = {key: value for key, value in GOLDEN.items() if key != "tags"}
    assert update_of(documents(without, EARLIER), documents({**without, "tags": []}))[0] is Update.MINOR
    tagged = {**without, "tags": [{"name": "items"}]}
    assert update_of(documents(without, EARLIER), documents(tagged)) == (Update.MAJOR, ("`tags`",))


def test_class_of_update_says_what_makes_it_major() -> None:
    changed = {**GOLDEN, "host": "api.else.com", "info": {**GOLDEN["info"], "title": "Else"}, "paths": {}}
    assert update_of(documents(GOLDEN, EARLIER), documents(changed))[1] == (
        "the title",
        "where calls go",
        "operations",
    )


@pytest.mark.parametrize(
    ("version", "update", "breaks", "deserved"),
    [
        ("1.2.3", Update.MAJOR, True, "2.0.0"),
        ("1.2.3", Update.MAJOR, False, "1.3.0"),
        ("1.2.3", Update.MINOR, False, "1.2.4"),
        ("1", Update.MINOR, False, "1.0.1"),
        ("1.0", Update.NONE, False, None),
        ("v1-beta", Update.MAJOR, True, None),
        (None, Update.MAJOR, True, None),
    ],
)
def test_version_that_an_update_deserves(
    version: str | None, update: Update, breaks: bool, deserved: str | None
) -> None:
    assert Versions(version, None, update).deserved(breaks=breaks) == deserved


def test_command_prints_the_contract(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for folder, definition in (("old", GOLDEN), ("new", mutated([("operationId", "/account")]))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / NAME).write_text(json.dumps(definition, indent=2))
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["update"]) == ("certify-diff/1", "major")
    (change,) = [change for change in found["changes"] if change["rule"] == "bc-operation-deleted"]
    assert (change["severity"], change["effect"], change["operation"]) == (
        "error",
        "existing flows fail",
        "GetAccount",
    )
    assert change["old"]["pointer"] == "/paths/~1account/get"
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "old")]) == 0
