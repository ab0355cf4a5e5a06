"""Which hosts, base paths and schemes the family `host` reports, and what excuses them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certify.core.package import Package
from certify.core.report import Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.plugins import load_rules

DEFINITION: dict[str, Any] = {
    "swagger": "2.0",
    "host": "api.tidewaterstock.com",
    "basePath": "/v1",
    "schemes": ["https"],
    "paths": {"/items": {"get": {"operationId": "ListItems"}, "post": {"operationId": "CreateItem"}}},
}
REPLACING = {
    "templateId": "dynamichosturl",
    "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://@x"},
}
FOR_ONE = {
    "templateId": "dynamichosturl",
    "parameters": {"x-ms-apimTemplate-operationName": ["ListItems"]},
}


def reported(
    definition: dict[str, Any], properties: dict[str, Any] | None = None, **files: bytes
) -> set[str]:
    """The rules that report a definition with these members."""
    contents = {
        "apiDefinition.swagger.json": json.dumps({**DEFINITION, **definition}).encode(),
        "apiProperties.json": json.dumps({"properties": properties or {}}).encode(),
        **{name.replace("_", "."): data for name, data in files.items()},
    }
    report = run(
        Package("stock", "stock", contents), load_rules().choose(Profile.VERIFIED, Choice(select=("host",)))
    )
    assert [name for name, outcome in report.outcomes.items() if outcome.status is Status.ERRORED] == []
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    "host",
    [
        "api.tidewaterstock.com",
        "tidewater.dev",
        "dev.to",
        "ws-01.narvar.qa",
        "attest.com",
        "api.yourcause.com",
        "latest.news-example.com",
    ],
)
def test_production_hosts_are_clean(host: str) -> None:
    assert reported({"host": host}) == set()


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ("dev-api.usbank.com", "host-production"),
        ("api.demo2.tidewater.com", "host-production"),
        ("169.254.169.254", "host-not-local"),
        ("LOCALHOST:7071", "host-not-local"),
        ("[::1]:80", "host-not-local"),
        ("10.0.0.8", "host-not-local"),
        ("stock.ngrok.io", "host-not-local"),
        ("server.local", "host-not-local"),
        ("api.contoso.com", "host-placeholder"),
        ("your-domain.tidewater.cloud", "host-placeholder"),
        ("a.com\r\nX: y", "host-format"),
        ("https://a.com", "host-format"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "host-format"),
        ("user@a.com", "host-format"),
        ("xn--80ak6aa92e.com", "host-lookalike"),
        ("  ", "host-present"),
        ('@environmentVariables("h")', "host-env-variable"),
    ],
)
def test_each_odd_host_is_reported_by_one_rule(host: str, rule: str) -> None:
    assert reported({"host": host}) == {rule}


@pytest.mark.parametrize("host", ["api-dev.tidewater.com", "api.contoso.com", "stock.ngrok.io"])
def test_a_host_that_is_replaced_everywhere_is_excused(host: str) -> None:
    assert reported({"host": host}, {"policyTemplateInstances": [REPLACING]}) == set()
    assert reported({"host": host}, script_csx=b"") == set()


@pytest.mark.parametrize("host", ["api-dev.tidewater.com", "api.contoso.com", "stock.ngrok.io"])
def test_a_host_that_is_replaced_for_some_operations_is_not_excused(host: str) -> None:
    assert len(reported({"host": host}, {"policyTemplateInstances": [FOR_ONE]})) == 1
    assert len(reported({"host": host}, {"scriptOperations": ["ListItems"]}, script_csx=b"")) == 1
    both = {"policyTemplateInstances": [FOR_ONE], "scriptOperations": ["CreateItem"]}
    assert reported({"host": host}, both, script_csx=b"") == set()


def test_the_data_gateway_excuses_local_hosts_and_plain_http() -> None:
    local = {"host": "localhost:8080", "schemes": ["http"]}
    assert reported(local) == {"host-not-local", "schemes-https"}
    assert reported(local, {"capabilities": ["gateway"]}) == set()
    gateway = {"connectionParameters": {"gateway": {"type": "gatewaySetting"}}}
    assert reported(local, gateway) == set()


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ({"schemes": []}, "schemes-valid"),
        ({"schemes": ["wss"]}, "schemes-valid"),
        ({"schemes": ["http"]}, "schemes-https"),
        ({"schemes": ["http", "https"]}, "schemes-https-only"),
        ({"basePath": "v1"}, "basepath-slash"),
        ({"basePath": ""}, "basepath-slash"),
        ({"basePath": "/v1/"}, "basepath-trailing"),
        ({"paths": {"/https://a.com/items": {"get": {}}}}, "path-not-url"),
        ({"paths": {"/v1/items": {"get": {}}}}, "path-without-basepath"),
    ],
)
def test_each_odd_address_is_reported_by_one_rule(members: dict[str, Any], rule: str) -> None:
    assert reported(members) == {rule}


def test_the_root_as_base_path_is_clean() -> None:
    assert reported({"basePath": "/"}) == set()
