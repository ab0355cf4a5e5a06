"""Fixes that a rule's examples cannot show: what becomes of the whole text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.core.package import Form, Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.fixes import Fixed, fix_package
from certify.plugins import load_rules

BOOK = load_rules()
DEFINITION, PROPERTIES = "apiDefinition.swagger.json", "apiProperties.json"


def fixed(
    data: bytes | dict[str, Any], *rules: str, name: str = DEFINITION, profile: Profile = Profile.VERIFIED
) -> Fixed:
    if isinstance(data, dict):
        data = json.dumps(data, indent=2).encode()
    package = Package("x", "x", {name: data}, form=Form.FILE)
    return fix_package(package, BOOK.choose(profile, Choice(select=rules)), with_unsafe=True)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ('{"a": 1\n "b": [1 2]}', '{"a": 1,\n "b": [1, 2]}'),
        ("{'a': 'it is', b: 1}", '{"a": "it is", "b": 1}'),
        ('{b": 1}', '{"b": 1}'),
        ('{"a": [1, 2,],}', '{"a": [1, 2]}'),
        # Both of these can be meant in more ways than one.
        ("{'a\"b': 1}", "{'a\"b': 1}"),
        ('{"a": 1 // why\n}', '{"a": 1 // why\n}'),
    ],
)
def test_broken_json_is_mended_where_there_is_one_way(broken: str, mended: str) -> None:
    result = fixed(broken.encode(), "json-parse-swagger")
    assert result.package.files[DEFINITION].decode() == mended
    assert result.faults == ()


def test_file_in_a_windows_encoding_becomes_utf_8_only_by_a_guess() -> None:
    data = '{"info": {"title": "Br\u00f8nn"}}'.encode("cp1252")
    package = Package("x", "x", {DEFINITION: data}, form=Form.FILE)
    rules = BOOK.choose(Profile.VERIFIED, Choice(select=("json-utf8",)))
    assert fix_package(package, rules).package.files[DEFINITION] == data
    guessed = fix_package(package, rules, with_unsafe=True).package.files[DEFINITION]
    assert json.loads(guessed.decode("utf-8")) == {"info": {"title": "Br\u00f8nn"}}


def test_text_edit_leaves_the_encoding_of_a_file_alone() -> None:
    data = '{"info": {"title": "Br\u00f8nn "}}'.encode("cp1252")
    result = fixed(data, "title-trimmed").package.files[DEFINITION]
    assert result == '{"info": {"title": "Br\u00f8nn"}}'.encode("cp1252")


def chain(*links: tuple[str, str]) -> dict[str, Any]:
    """Definitions of which each first one refers to its second."""
    names = {name for link in links for name in link}
    refers = {
        name: [{"$ref": f"#/definitions/{other}"} for user, other in links if user == name] for name in names
    }
    return {
        "swagger": "2.0",
        "paths": {"/a": {"get": {"operationId": "GetA"}}},
        "definitions": {name: {"allOf": refers[name]} for name in sorted(names)},
    }


@pytest.mark.parametrize(
    "links",
    [
        (("A", "B"), ("B", "C"), ("C", "D")),
        (("D", "C"), ("C", "B"), ("B", "A")),
        (("A", "B"), ("B", "A"), ("B", "C")),
        tuple((f"N{number:02}", f"N{number + 1:02}") for number in range(30)),
    ],
)
def test_unused_definitions_go_together_with_what_refers_to_them(links: tuple[tuple[str, str], ...]) -> None:
    result = fixed(chain(*links), "definitions-unused", "ref-resolves")
    assert result.faults == ()
    assert result.report.findings == ()
    assert json.loads(result.package.files[DEFINITION])["definitions"] == {}


@pytest.mark.parametrize(
    ("categories", "kept"),
    [
        ("Data;Finance;Commerce", "Data;Finance"),
        ("Data ; Weather", "Data"),
        ("Tasks;Collaborative;Processes;Productivity", "Collaboration;Productivity"),
        ("Weather", "Weather"),
    ],
)
def test_categories_that_exist_are_kept(categories: str, kept: str) -> None:
    entry = {"propertyName": "Categories", "propertyValue": categories}
    result = fixed(
        {"swagger": "2.0", "x-ms-connector-metadata": [entry]},
        "metadata-categories-valid",
        "metadata-categories-max-2",
    )
    [made] = json.loads(result.package.files[DEFINITION])["x-ms-connector-metadata"]
    assert made["propertyValue"] == kept


@pytest.mark.parametrize(
    ("color", "profile", "mended"),
    [
        ("1f6f8b", Profile.VERIFIED, "#1f6f8b"),
        (" #1F6F8B", Profile.VERIFIED, "#1F6F8B"),
        ("teal", Profile.VERIFIED, "teal"),
        ("teal", Profile.INDEPENDENT, "#da3b01"),
    ],
)
def test_colour_is_mended_where_it_is_known_which_is_meant(color: str, profile: Profile, mended: str) -> None:
    result = fixed(
        {"properties": {"iconBrandColor": color}}, "props-brandcolor", name=PROPERTIES, profile=profile
    )
    assert json.loads(result.package.files[PROPERTIES])["properties"]["iconBrandColor"] == mended


def test_verified_publisher_is_taken_for_the_owner_and_an_independent_one_is_not() -> None:
    properties = {"properties": {"publisher": "Quayside Software Ltd"}}
    rules = "props-stackowner", "props-publisher"
    verified = fixed(properties, *rules, name=PROPERTIES)
    assert (
        json.loads(verified.package.files[PROPERTIES])["properties"]["stackOwner"] == "Quayside Software Ltd"
    )
    independent = fixed(properties, *rules, name=PROPERTIES, profile=Profile.INDEPENDENT)
    assert independent.fixed == ()
    definition = json.dumps(
        {"swagger": "2.0", "info": {"title": "Tidewater (Independent Publisher)"}}
    ).encode()
    package = Package("x", "x", {DEFINITION: definition, PROPERTIES: json.dumps(properties).encode()})
    chosen = BOOK.choose(Profile.INDEPENDENT, Choice(select=rules))
    after = fix_package(package, chosen, with_unsafe=True).package
    assert json.loads(after.files[PROPERTIES])["properties"]["stackOwner"] == "Tidewater"


def test_empty_default_response_for_success_is_called_200_by_a_guess() -> None:
    responses = {"default": {"description": "default", "schema": {}}}
    definition = {"swagger": "2.0", "paths": {"/berths": {"get": {"responses": responses}}}}
    result = fixed(definition, "resp-default-schema-empty")
    after = json.loads(result.package.files[DEFINITION])
    assert after["paths"]["/berths"]["get"]["responses"] == {"200": responses["default"]}


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        ("Tidewater API", "Tidewater"),
        ("Tidewater Public REST API", "Tidewater"),
        ("Tidewater Republic API", "Tidewater Republic"),
        ("Public API", "Public"),
    ],
)
def test_what_is_said_of_the_api_goes_with_the_word(title: str, mended: str) -> None:
    result = fixed({"swagger": "2.0", "info": {"title": title}}, "title-no-api-connector")
    assert json.loads(result.package.files[DEFINITION])["info"]["title"] == mended
