"""What a change carries to take it back: the operation, its name, its visibility, what is required, and names of fields."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.examples import golden
from certify.fixes import fix_package
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.finding import Finding

NAME = "apiDefinition.swagger.json"
RULES = load_rules().choose(
    Profile.VERIFIED, Choice(select=("changes",), ignore=("bc-safe", "bc-version-bump"))
)
GOLDEN = golden(Profile.VERIFIED)
OLD = json.loads(GOLDEN.files[NAME])


def package(definition: Any) -> Package:
    return Package("x", "x", {**GOLDEN.files, NAME: json.dumps(definition, indent=2).encode()})


def fixed(new: Any) -> tuple[Any, list[Finding]]:
    """The definition after the fixes of its changes, and what is left."""
    result = fix_package(package(new), RULES, with_unsafe=True, against=package(OLD))
    return json.loads(result.package.files[NAME]), list(result.report.findings)


@pytest.fixture
def new() -> Any:
    return copy.deepcopy(OLD)


def test_renamed_operation_gets_its_id_back(new: Any) -> None:
    new["paths"]["/items"]["post"]["operationId"] = "AddItem"
    assert fixed(new) == (OLD, [])


def test_hidden_operation_is_shown_again(new: Any) -> None:
    new["paths"]["/search"]["get"]["x-ms-visibility"] = "internal"
    assert fixed(new) == (OLD, [])


def test_deleted_operation_comes_back_deprecated(new: Any) -> None:
    del new["paths"]["/items/{itemId}"]["delete"]
    back, _ = fixed(new)
    was = OLD["paths"]["/items/{itemId}"]["delete"]
    assert back["paths"]["/items/{itemId}"]["delete"] == {
        **was,
        "deprecated": True,
        "summary": f"{was['summary']} (deprecated)",
    }


def test_deleted_path_comes_back(new: Any) -> None:
    gone = new["paths"].pop("/account")
    back, _ = fixed(new)
    assert back["paths"]["/account"]["get"]["operationId"] == gone["get"]["operationId"]


def test_operation_that_refers_to_what_is_gone_stays_away(new: Any) -> None:
    del new["paths"]["/account"], new["definitions"]["Account"]
    back, left = fixed(new)
    assert back == new
    assert [finding.rule for finding in left] == ["bc-operation-deleted"]


def test_field_gets_its_name_back_also_where_it_is_required(new: Any) -> None:
    schema = new["definitions"]["ItemInput"]
    schema["properties"] = {
        ("Name" if key == "name" else key): value for key, value in schema["properties"].items()
    }
    schema["required"] = ["Name" if key == "name" else key for key in schema["required"]]
    assert fixed(new) == (OLD, [])


def test_parameter_gets_its_name_back(new: Any) -> None:
    new["parameters"]["PageSize"]["name"] = "LIMIT"
    assert fixed(new) == (OLD, [])


def test_what_became_required_is_optional_again(new: Any) -> None:
    new["parameters"]["PageSize"]["required"] = True
    new["definitions"]["ItemInput"]["required"].append("barcodes")
    back, left = fixed(new)
    assert left == []
    assert back["parameters"]["PageSize"]["required"] is False
    assert back["definitions"] == OLD["definitions"]


def test_required_input_that_came_is_made_optional(new: Any) -> None:
    new["definitions"]["ItemInput"]["properties"]["extra"] = {"type": "string"}
    new["definitions"]["ItemInput"]["required"].append("extra")
    back, left = fixed(new)
    assert left == []
    assert back["definitions"]["ItemInput"]["required"] == OLD["definitions"]["ItemInput"]["required"]


def test_input_that_became_internal_is_advanced(new: Any) -> None:
    new["definitions"]["ItemInput"]["properties"]["barcodes"]["x-ms-visibility"] = "internal"
    back, left = fixed(new)
    assert left == []
    assert back["definitions"]["ItemInput"]["properties"]["barcodes"]["x-ms-visibility"] == "advanced"
