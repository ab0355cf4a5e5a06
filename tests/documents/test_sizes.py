"""Schemas are counted as if references were expanded, in time that grows with the document only."""

from __future__ import annotations

from typing import Any

import pytest

from certify.documents.definition import Definition
from certify.documents.definition.sizes import BEYOND_COUNTING, SchemaSize


def size(schema: Any, **definitions: Any) -> SchemaSize:
    return Definition({"definitions": definitions}, "a.json").sizes.of(schema)


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def test_schema_without_parts_is_one_on_one_level() -> None:
    assert size({"type": "string"}) == SchemaSize(1, 1)


def test_properties_items_and_additional_properties_count_and_lie_deeper() -> None:
    schema = {"properties": {"a": {}, "b": {"items": {}}}, "additionalProperties": {}}
    assert size(schema) == SchemaSize(5, 3)


def test_parts_of_a_composition_count_and_lie_beside() -> None:
    assert size({"allOf": [{"properties": {"a": {}}}, {}]}) == SchemaSize(4, 2)


def test_reference_counts_as_often_as_it_is_used() -> None:
    pair = {"properties": {"x": {}, "y": {}}}
    assert size({"properties": {"a": reference("Pair"), "b": reference("Pair")}}, Pair=pair) == SchemaSize(
        7, 3
    )


def test_reference_to_nothing_counts_as_one() -> None:
    assert size({"items": reference("Nowhere")}) == SchemaSize(2, 2)
    assert size({"items": {"$ref": 5}}) == SchemaSize(2, 2)


def test_what_is_no_schema_has_no_size() -> None:
    assert size(None) == size([]) == size(True) == SchemaSize()


def test_recursion_ends_and_is_known() -> None:
    definition = Definition({"definitions": {"Tree": {"properties": {"left": reference("Tree")}}}}, "a.json")
    assert not definition.sizes.is_recursive
    assert definition.sizes.of(reference("Tree")) == SchemaSize(2, 2)
    assert definition.sizes.is_recursive


def test_circle_of_mere_references_ends() -> None:
    assert size(reference("A"), A=reference("B"), B=reference("A")) == SchemaSize(1, 1)


@pytest.mark.timeout(60)
def test_doubling_is_counted_without_being_expanded() -> None:
    doubling = {f"L{n}": {"allOf": [reference(f"L{n + 1}"), reference(f"L{n + 1}")]} for n in range(500)}
    assert size(reference("L0"), **doubling).count == BEYOND_COUNTING


def test_long_chain_is_followed_without_recursion() -> None:
    chain = {f"L{n}": {"items": reference(f"L{n + 1}")} for n in range(20_000)}
    assert size(reference("L0"), **chain).depth == 20_001
