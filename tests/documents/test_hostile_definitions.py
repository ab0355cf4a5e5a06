"""Hostile definitions end in findings: nothing hangs, no pattern is run, and no rule raises."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from examined import FILE, definition, examine, rules_of

from certify.core.rule import Profile
from certify.examples import golden

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$", "^(a|aa)+$", r"^([a-zA-Z0-9_\-\.]+)+@", r"\s+$", "(" * 5000 + ")" * 5000, "|".join(["a"] * 100_000),
        r"(a\1){200}", "(?P<a", r"^(([a-z]+\.)*)+$",
    ],
    ids=["nested", "alternation", "e-mail", "blanks", "groups", "100,000-way", "back-reference", "broken", "hosts"],
)  # fmt: skip
def test_patterns_are_never_run(pattern: str) -> None:
    victim = "a" * 5000 + "!"
    schema = {"type": "string", "pattern": pattern, "default": victim, "example": victim, "enum": [victim]}
    document = definition(definitions={"Top": {"type": "object", "properties": {"a": schema}}})
    document["paths"]["/a"]["get"]["parameters"] = [{"name": "q", "in": "query", **schema}]
    examine(document)


def _many_paths() -> dict[str, Any]:
    return definition(
        paths={f"/p{n}": {"get": {"operationId": f"P{n}", "responses": {}}} for n in range(20_000)}
    )


def _many_parameters() -> dict[str, Any]:
    document = definition()
    names = [{"name": f"p{n}", "in": "query", "type": "string"} for n in range(10_000)]
    document["paths"]["/a"]["get"]["parameters"] = names
    return document


def _many_required() -> dict[str, Any]:
    names = [f"p{n}" for n in range(60_000)]
    properties: dict[str, Any] = {name: {"type": "string"} for name in names}
    return definition(definitions={"Top": {"type": "object", "required": names, "properties": properties}})


def _large(value: Any, member: str) -> dict[str, Any]:
    return definition(
        definitions={"Top": {"type": "object", "properties": {"a": {"type": "string", member: value}}}}
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "document",
    [
        pytest.param(lambda: _large([f"v{n}" for n in range(200_000)], "enum"), id="enum of 200,000"),
        pytest.param(_many_paths, id="5,000 paths"),
        pytest.param(_many_parameters, id="10,000 parameters"),
        pytest.param(_many_required, id="60,000 required properties"),
        pytest.param(lambda: _large("word " * 1_500_000, "description"), id="description of 7.5 MB"),
        pytest.param(lambda: _large("x" * 10_000_000, "description"), id="description of 10 MB"),
        pytest.param(lambda: _large(["x" * 100] * 70_000, "example"), id="example of 7 MB"),
        pytest.param(lambda: _large({"a": [[1] * 9] * 12_000}, "default"), id="default of many values"),
        pytest.param(
            lambda: definition(definitions={f"D{n}": [] for n in range(50_000)}), id="50,000 mismatches"
        ),
    ],
)
def test_large_definitions_end_in_bounded_time(document: Any) -> None:
    made = document()
    report = examine(made)
    assert report.findings


@pytest.mark.parametrize(
    "change",
    [
        {"paths": []}, {"paths": {"/a": None}}, {"paths": {"/a": {"get": 5}}}, {"paths": {"/a": {"get": {"parameters": {}}}}},
        {"paths": {"/a": {"get": {"responses": {"200": 5}}}}}, {"info": "x"}, {"host": ["a"]}, {"definitions": {"A": None}},
        {"tags": {}}, {"schemes": "https"}, {"security": {}}, {"securityDefinitions": {"a": []}}, {"parameters": []},
        {"consumes": [5]}, {"definitions": {"A": {"properties": []}}}, {"definitions": {"A": {"required": [[1]]}}},
    ],
    ids=lambda change: json.dumps(change)[:60],
)  # fmt: skip
def test_wrong_types_are_reported(change: dict[str, Any]) -> None:
    assert "json-type" in rules_of(examine(definition(**change)))


@pytest.mark.parametrize("value", [2.0, 2, None, ["2.0"], {}])
def test_version_of_a_wrong_type_is_reported(value: Any) -> None:
    assert "swagger-version-2" in rules_of(examine(definition(swagger=value)))


ODD_VALUES = (None, True, 0, -1, 1e308, "", "\u0000", [], {}, [None], {"": None})


def _pointers(value: Any) -> Iterator[tuple[str | int, ...]]:
    pending: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while pending:
        pointer, current = pending.pop()
        yield pointer
        if isinstance(current, dict):
            pending.extend(((*pointer, name), part) for name, part in current.items())
        elif isinstance(current, list):
            pending.extend(((*pointer, index), part) for index, part in enumerate(current))


def test_no_value_of_a_wrong_type_makes_a_rule_raise() -> None:
    original = json.loads(golden(Profile.VERIFIED).files[FILE])
    pointers = sorted(_pointers(original), key=str)[1:]
    # Every fifth place gets one of the values: all values at all places would take minutes.
    for index, pointer in enumerate(pointers[::5]):
        document = deepcopy(original)
        inner = document
        for token in pointer[:-1]:
            inner = inner[token]
        inner[pointer[-1]] = deepcopy(ODD_VALUES[index % len(ODD_VALUES)])
        examine(document)
