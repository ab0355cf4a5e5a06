"""The golden package is what every rule's example patches, so it must be sound by other judges than our own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV2SpecValidator
from PIL import Image

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "certify_templates"
GOLDEN = TEMPLATES / "golden"
EXTRA = Path(__file__).parent / "golden_extra"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
DYNAMIC = ("x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-schema", "x-ms-dynamic-properties")


def unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"duplicate member in {names}"
    return dict(pairs)


def not_strict(constant: str) -> Any:
    raise AssertionError(f"{constant} is not JSON")


def strict(path: Path) -> Any:
    return json.loads(
        path.read_bytes().decode("ascii"), object_pairs_hook=unique_members, parse_constant=not_strict
    )


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396, written a second time so that a fault in the harness does not hide here."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def nodes(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [value] if isinstance(value, dict) else []
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        found.extend(nodes(member))
    return found


def resolved(definition: Any, node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    target = definition
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return target


def operations(definition: Any) -> dict[str, dict[str, Any]]:
    return {
        item[method]["operationId"]: {**item[method], "shared": item.get("parameters", [])}
        for item in definition["paths"].values()
        for method in METHODS
        if method in item
    }


def inputs(definition: Any, operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The names by which a dynamic extension may speak of an operation's input: parameters and body members."""
    found: dict[str, dict[str, Any]] = {}
    for node in (*operation["shared"], *operation.get("parameters", ())):
        parameter = resolved(definition, node)
        if parameter["in"] != "body":
            found[parameter["name"]] = parameter
            continue
        for name, member in resolved(definition, parameter["schema"])["properties"].items():
            found[name] = found[f"{parameter['name']}/{name}"] = member
    return found


DEFINITION = strict(GOLDEN / "apiDefinition.swagger.json")
PROPERTIES = strict(GOLDEN / "apiProperties.json")
OPERATIONS = operations(DEFINITION)


@pytest.mark.parametrize(
    "name", ["apiDefinition.swagger.json", "apiProperties.json", "readme.md", "script.csx"]
)
def test_file_is_plain_ascii_with_tidy_lines(name: str) -> None:
    content = (GOLDEN / name).read_bytes()
    assert content.isascii()
    assert content.endswith(b"\n")
    assert not re.search(rb"\t|\r|[ ]\n|\n\n\Z", content)


def test_folder_holds_the_files_of_a_package_and_nothing_else() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == [
        "apiDefinition.swagger.json",
        "apiProperties.json",
        "readme.md",
        "script.csx",
    ]


@pytest.mark.parametrize("patch", [None, TEMPLATES / "golden_independent.yaml", EXTRA / "pageable.yaml"])
def test_definition_is_openapi_2(patch: str | None) -> None:
    change = yaml.safe_load(patch.read_text())["definition"] if patch else {}
    assert [error.message for error in OpenAPIV2SpecValidator(merged(DEFINITION, change)).iter_errors()] == []


def test_every_shared_part_is_used_and_every_reference_leads_to_one() -> None:
    used = {node["$ref"] for node in nodes(DEFINITION) if "$ref" in node}
    shared = {
        f"#/{section}/{name}"
        for section in ("definitions", "parameters", "responses")
        for name in DEFINITION[section]
    }
    assert used == shared
    assert all(set(node) == {"$ref"} for node in nodes(DEFINITION) if "$ref" in node)


def test_every_operation_that_is_named_somewhere_exists() -> None:
    named = set(PROPERTIES["properties"]["scriptOperations"])
    named |= set(re.findall(r'OperationId == "(\w+)"', (GOLDEN / "script.csx").read_text()))
    for policy in PROPERTIES["properties"]["policyTemplateInstances"]:
        named |= set(policy["parameters"].get("x-ms-apimTemplate-operationName", ()))
    for node in nodes({name: part for name, part in DEFINITION.items() if name != "paths"}):
        named |= {node["operationId"]} if "operationId" in node else set()
    for operation in OPERATIONS.values():
        inner = {name: part for name, part in operation.items() if name != "operationId"}
        named |= {node["operationId"] for node in nodes(inner) if "operationId" in node}
    assert {"StockMoved", "ListWarehouses", "GetAccount", "ListItems"} <= named <= set(OPERATIONS)


def test_dynamic_extensions_give_their_targets_what_they_require() -> None:
    calls = 0
    for operation in OPERATIONS.values():
        own = inputs(DEFINITION, operation)
        for member in own.values():
            for call in (member[name] for name in DYNAMIC if name in member):
                calls += 1
                given = call.get("parameters", {})
                targets = inputs(DEFINITION, OPERATIONS[call["operationId"]])
                assert set(given) == {name for name, target in targets.items() if target.get("required")}
                for reference in given.values():
                    assert next(iter(reference.values())) in own
    assert calls


def test_sign_in_consumes_every_other_connection_parameter() -> None:
    parameters = dict(PROPERTIES["properties"]["connectionParameters"])
    templates = json.dumps(parameters.pop("token"))
    assert parameters
    assert all(f"{{{name}}}" in templates for name in parameters)


def test_readme_has_the_sections_in_order_and_the_operations_that_users_see() -> None:
    readme = (GOLDEN / "readme.md").read_text()
    assert re.findall(r"^#{1,2} (.+)$", readme, re.MULTILINE) == [
        DEFINITION["info"]["title"],
        f"Publisher: {PROPERTIES['properties']['publisher']}",
        "Prerequisites",
        "Supported Operations",
        "Obtaining Credentials",
        "Getting Started",
        "Known Issues and Limitations",
        "Frequently Asked Questions",
        "Deployment Instructions",
    ]
    supported = readme.partition("## Supported Operations")[2].partition("\n## ")[0]
    visible = {
        entry["summary"] for entry in OPERATIONS.values() if entry.get("x-ms-visibility") != "internal"
    }
    assert set(re.findall(r"^### (.+)$", supported, re.MULTILINE)) == visible


def test_operations_and_their_inputs_say_different_things() -> None:
    for identifier, operation in OPERATIONS.items():
        assert operation["summary"].rstrip(".") != operation["description"].rstrip("."), identifier
        assert operation["summary"].replace(" ", "").lower() != identifier.lower()
        parameters = [resolved(DEFINITION, node) for node in operation.get("parameters", ())]
        labels = [parameter["x-ms-summary"] for parameter in parameters if parameter["in"] != "body"]
        assert len(labels) == len(set(labels)), identifier


def test_independent_patch_changes_owner_colour_and_authentication() -> None:
    patch = yaml.safe_load((TEMPLATES / "golden_independent.yaml").read_text())
    definition = merged(DEFINITION, patch["definition"])
    properties = merged(PROPERTIES, patch["properties"])["properties"]
    assert [scheme["type"] for scheme in definition["securityDefinitions"].values()] == ["apiKey"]
    assert {name for need in definition["security"] for name in need} == set(
        definition["securityDefinitions"]
    )
    assert {kind["type"] for kind in properties["connectionParameters"].values()} == {
        "string",
        "securestring",
    }
    assert properties["iconBrandColor"] == "#da3b01"
    assert properties["stackOwner"] != properties["publisher"]


def test_icon_is_opaque_square_and_of_the_brand_colour_around_a_small_logo() -> None:
    brand = bytes.fromhex(PROPERTIES["properties"]["iconBrandColor"].removeprefix("#"))
    with Image.open(EXTRA / "icon.png") as icon:
        assert (icon.format, icon.mode, icon.size) == ("PNG", "RGB", (200, 200))
        pixels = icon.tobytes()
    inked = [place for place in range(200 * 200) if pixels[3 * place : 3 * place + 3] != brand]
    columns, rows = [place % 200 for place in inked], [place // 200 for place in inked]
    assert min(columns) == min(rows) == 199 - max(columns) == 199 - max(rows)
    assert max(columns) - min(columns) + 1 < 140
