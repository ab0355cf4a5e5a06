"""One defect is one finding: where mending what one rule reports takes another's finding away, the other is silent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.engine.run import run
from certify.plugins import load_rules

RULES = load_rules().choose(Profile.VERIFIED)


def reported(operation: dict[str, Any]) -> set[str]:
    definition = {
        "swagger": "2.0",
        "paths": {"/goods": {"post": {"operationId": "ListGoods", "summary": "List the goods", **operation}}},
        "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "key"}},
        "security": [{"key": []}],
    }
    files = {"apiDefinition.swagger.json": json.dumps(definition).encode()}
    return {finding.rule for finding in run(Package("a", "a", files), RULES).findings}


@pytest.mark.parametrize(
    ("operation", "told", "silent"),
    [
        ({"security": [{"token": []}]}, "security-defined", "security-at-root"),
        ({"description": "all goods"}, "op-description-length", "op-description-sentence"),
        ({"x-ms-trigger": "batch", "x-ms-visibility": "internal"}, "trigger-visible", "op-internal-referenced"),
        ({"responses": {"default": {"description": "default"}}}, "resp-default-only", "resp-description-useful"),
    ],
)  # fmt: skip
def test_the_cause_is_told_and_its_consequence_is_not(operation, told, silent):
    rules = reported(operation)
    assert told in rules
    assert silent not in rules


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        ({"security": [{"key": []}]}, "security-at-root"),
        ({"description": "lists all the goods"}, "op-description-sentence"),
        ({"x-ms-visibility": "internal"}, "op-internal-referenced"),
        ({"responses": {"200": {"description": "default"}}}, "resp-description-useful"),
    ],
)
def test_what_has_no_other_cause_is_told(operation, told):
    assert told in reported(operation)
