"""What stands for a value that is filled in elsewhere, and what is a real one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.plugins import load_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOK = load_rules()


def reported(properties: Mapping[str, object], rule: str, profile: Profile = Profile.VERIFIED) -> list[str]:
    files = {"apiProperties.json": json.dumps({"properties": properties}).encode()}
    report = run(Package("a", "a", files), BOOK.choose(profile, Choice(select=(rule,))))
    return [finding.location.pointer for finding in report.findings]


def client(**members: str) -> Mapping[str, object]:
    return {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": members}}}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[[DUMMY]]",
        "<your client id>",
        "ToBeGeneratedByTidewater",
        "00000000-0000-0000-0000-000000000000",
        "11111111-1111-1111-1111-111111111111",
        "12345678-1234-1234-1234-123456789012",
        "1234567890",
    ],
)
def test_a_client_id_that_nobody_was_given_is_a_placeholder(value: str) -> None:
    assert reported(client(clientId=value), "oauth-clientid-placeholder") == []


@pytest.mark.parametrize(
    "value",
    [
        "5d2f6c1e-83b4-4c0a-9f57-1e6b2a94d378",
        "your 5d2f6c1e-83b4-4c0a-9f57-1e6b2a94d378",
        "0oa7kq3bfzXtL2vWc1d9",
        "tidewater-prod",
    ],
)
@pytest.mark.parametrize("name", ["clientId", "ClientID", "client_id"])
def test_a_client_id_that_was_given_is_real_in_any_spelling_of_its_name(name: str, value: str) -> None:
    (pointer,) = reported(client(**{name: value}), "oauth-clientid-placeholder")
    assert pointer.endswith(f"/{name}")


@pytest.mark.parametrize("value", ["<publisher>", "[[PUBLISHER]]", "Your company", "TBD", "Publisher name"])
def test_a_publisher_that_names_nobody_is_reported_once(value: str) -> None:
    properties = {"publisher": value, "stackOwner": "Quayside Software Ltd"}
    assert reported(properties, "props-publisher") == ["/properties/publisher"]
    assert reported(properties, "props-publisher-vs-stackowner") == []


@pytest.mark.parametrize(
    "value", ["The North Highland Company", "Quayside, Publisher of Maps", "TBD Systems"]
)
def test_a_publisher_with_such_a_word_in_its_name_is_somebody(value: str) -> None:
    assert reported({"publisher": value}, "props-publisher") == []


@pytest.mark.parametrize("color", ["#ffffff", "#007EE5"])
def test_a_refused_color_is_told_from_one_that_is_not_the_independent_publishers(color: str) -> None:
    def rules(of: str) -> set[str]:
        names = ("props-brandcolor", "props-brandcolor-allowed", "props-brandcolor-ip")
        return {name for name in names if reported({"iconBrandColor": of}, name, Profile.INDEPENDENT)}

    assert rules(color) == {"props-brandcolor-allowed"}
    assert rules("#1f6f8b") == {"props-brandcolor-ip"}
    assert rules("#DA3B01") == set()


def test_the_gateway_parameter_needs_no_texts() -> None:
    gateway = {"type": "gatewaySetting", "uiDefinition": {"constraints": {"tabIndex": 4, "required": "true"}}}
    for rule in ("conn-displayname", "conn-description", "conn-tooltip", "conn-uidefinition"):
        assert reported({"connectionParameters": {"gateway": gateway}}, rule) == []
