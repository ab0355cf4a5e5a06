"""A rule book of a few rules over two tiny documents, for tests of the engine itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Has,
    Operation,
    Parameter,
    Problem,
    Properties,
    Schema,
    advice,
    rule,
)
from certify.core.package import Package
from certify.core.rule import Problems, Profile
from certify.core.ruleset import RuleBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.rule import Rule

DEFINITION: dict[str, Any] = {
    "swagger": "2.0",
    "paths": {
        "/a": {
            "get": {"operationId": "GetA", "parameters": [{"name": "top", "in": "query", "type": "integer"}]}
        },
        "/b": {
            "post": {
                "operationId": "PostB",
                "responses": {"200": {"schema": {"type": "string", "enum": ["x"]}}},
            }
        },
    },
}


@rule(ERROR, advice(), aliases=("NeedsSummary",))
def tiny_summary(operation: Operation) -> Problems:
    """Every operation has a summary."""
    if not operation.summary:
        yield Problem("There is no summary.", operation)


@rule(WARNING, advice(), custom=ERROR)
def tiny_parameter(parameter: Parameter, *, shortest: int = 4) -> Problems:
    """Names are not too short."""
    if len(parameter.name) < shortest:
        yield Problem(f"`{parameter.name}` is short.", parameter.at("name"))


@rule(NOTE, advice())
def tiny_enum(schema: Annotated[Schema, Has("enum")]) -> Problems:
    """Enums are long."""
    if len(schema.items("enum")) < 2:
        yield Problem("A single choice.", schema.at("enum"))


@rule(ERROR, advice())
def tiny_needs_properties(operation: Operation, properties: Properties) -> Problems:
    """Needs a document."""
    if properties.publisher is None:
        yield Problem("Nobody published it.", operation)


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules or (tiny_summary, tiny_parameter, tiny_enum, tiny_needs_properties))


def package(definition: Any = None, *, render: Callable[[Any], str] = json.dumps, **files: bytes) -> Package:
    data = render(DEFINITION if definition is None else definition).encode()
    return Package(path="x/Tiny", name="Tiny", files={"apiDefinition.swagger.json": data, **files})


def indented(value: Any) -> str:
    return json.dumps(value, indent=4)


PROFILE = Profile.VERIFIED
