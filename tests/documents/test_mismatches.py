"""Each departure from the OpenAPI 2.0 schema is at its exact place, whatever stands around it."""

from __future__ import annotations

from typing import Any

import pytest

from certify.core.place import escape
from certify.documents.definition import Definition
from certify.documents.definition.structure import MOST_MISMATCHES, Mismatch
from certify.documents.json.faults import MAX_DEPTH


def mismatches(**sections: Any) -> list[Mismatch]:
    document = {"swagger": "2.0", "info": {"title": "A", "version": "1"}, "paths": {}, **sections}
    return list(Definition(document, "apiDefinition.swagger.json").mismatches)


def only(**sections: Any) -> Mismatch:
    (mismatch,) = mismatches(**sections)
    return mismatch


def test_sound_definition_has_none() -> None:
    operation = {
        "operationId": "A",
        "responses": {"200": {"description": "Ok", "x-note": 1}},
        "x-ms-trigger": [],
    }
    assert not mismatches(paths={"/a": {"get": operation}}, **{"x-anything": None})


def test_wrong_type_is_at_the_value() -> None:
    mismatch = only(paths={"/a": {"get": {"deprecated": "no", "responses": {}}}})
    assert (escape(mismatch.place.pointer), mismatch.keyword) == ("/paths/~1a/get/deprecated", "type")
    assert (mismatch.expected, mismatch.actual) == (("boolean",), "string")


def test_unknown_member_is_at_its_name_and_knows_what_is_meant() -> None:
    mismatch = only(definitions={"A": {"type": "object", "Properties": {}}})
    assert (mismatch.place.pointer, mismatch.place.part) == (("definitions", "A", "Properties"), "key")
    assert mismatch.is_unknown_member("schema")
    assert mismatch.similar == "properties"


def test_missing_member_is_at_the_object_that_lacks_it() -> None:
    mismatch = only(tags=[{"name": "a"}, {}])
    assert (mismatch.place.pointer, mismatch.keyword, mismatch.name) == (("tags", 1), "required", "name")


@pytest.mark.parametrize("name", ["200", "007", "+7", "0", "00", "-1", "~1/", "é"])
def test_names_that_look_like_numbers_are_found_again(name: str) -> None:
    assert only(definitions={name: []}).place.pointer == ("definitions", name)


def test_two_names_that_the_validator_tells_alike_do_no_harm() -> None:
    assert only(definitions={"7": {}, "007": {"properties": {"a": []}}}).keyword == "type"


def test_wrong_type_is_not_reported_as_a_wrong_value_as_well() -> None:
    assert only(responses={"A": {"description": "a", "headers": {"X": {"type": 5}}}}).keyword == "type"


def test_reference_is_not_held_to_the_members_of_a_schema() -> None:
    assert not mismatches(definitions={"A": {"$ref": "#/definitions/B", "description": 5}, "B": {}})


def test_property_may_be_called_like_a_reference() -> None:
    assert not mismatches(definitions={"A": {"properties": {"$ref": {"type": "string"}}}})


def test_schema_of_a_notification_is_looked_at() -> None:
    mismatch = only(paths={"/a": {"x-ms-notification-content": {"schema": {"kind": 1}}}})
    assert mismatch.place.pointer[-2:] == ("schema", "kind")


def test_number_of_mismatches_is_bounded() -> None:
    many = {f"d{index}": [] for index in range(3 * MOST_MISMATCHES)}
    assert len(mismatches(definitions=many)) == MOST_MISMATCHES


def test_what_cannot_be_looked_at_is_said() -> None:
    assert only(definitions={"\ud800": []}).keyword == "depth"


def test_deepest_document_that_is_read_is_looked_at() -> None:
    deep: dict[str, Any] = {"foo": 1}
    for _ in range(MAX_DEPTH):
        deep = {"items": deep}
    assert only(definitions={"A": deep}).name == "foo"
