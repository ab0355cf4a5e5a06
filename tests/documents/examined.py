"""Small definitions, and the report of every rule over one."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from certify.core.package import Package
from certify.core.report import PackageReport, Status
from certify.core.rule import Profile
from certify.engine.run import run
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.ruleset import RuleSet

FILE = "apiDefinition.swagger.json"


@cache
def every_rule() -> RuleSet:
    return load_rules().choose(Profile.VERIFIED)


def definition(**sections: Any) -> dict[str, Any]:
    response = {"200": {"description": "Ok", "schema": {"$ref": "#/definitions/Top"}}}
    paths = {
        "/a": {
            "get": {"operationId": "A", "summary": "Get a", "description": "Gets a.", "responses": response}
        }
    }
    return {
        "swagger": "2.0",
        "info": {"title": "A", "version": "1.0"},
        "host": "a.example.org",
        "paths": paths,
        **sections,
    }


def examine(document: Any) -> PackageReport:
    report = run(Package("a", "a", {FILE: json.dumps(document).encode()}), every_rule())
    raised = {
        name: outcome.reason for name, outcome in report.outcomes.items() if outcome.status is Status.ERRORED
    }
    assert not raised
    return report


def rules_at(report: PackageReport, pointer: str) -> set[str]:
    return {finding.rule for finding in report.findings if finding.location.pointer == pointer}


def rules_of(report: PackageReport) -> set[str]:
    return {finding.rule for finding in report.findings}
