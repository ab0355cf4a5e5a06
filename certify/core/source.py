"""Where a requirement comes from: who says so, under which name, and where it can be read."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

_LEARN = "https://learn.microsoft.com/en-us/connectors/custom-connectors/"
_REPOSITORY = "https://github.com/microsoft/PowerPlatformConnectors/"


class SourceClass(StrEnum):
    """How binding a source is, the most binding first."""

    VALIDATOR = "validator"
    POLICY = "policy"
    CHECKER = "checker"
    DOCUMENTED = "documented"
    REVIEWER = "reviewer"
    ADVICE = "advice"


class Source(Struct, frozen=True):
    """One source of a rule. `name` is what its owner calls the requirement; empty where it has no name."""

    kind: SourceClass
    name: str
    link: str


def validator(name: str) -> Source:
    """A named error of Microsoft's Swagger Validator, as its documentation spells it."""
    return Source(SourceClass.VALIDATOR, name, f"{_LEARN}certification-swagger-validator-rules")


def properties_validator(name: str) -> Source:
    """A requirement of Microsoft's validator for apiProperties.json; it prints messages, not names."""
    return Source(
        SourceClass.VALIDATOR, name, f"{_REPOSITORY}blob/dev/schemas/paconn-apiProperties.schema.json"
    )


def package_validator() -> Source:
    """A requirement of Microsoft's package validation script for the submission zip."""
    return Source(SourceClass.VALIDATOR, "", f"{_REPOSITORY}blob/dev/scripts/ConnectorPackageValidator.ps1")


def policy(code: str) -> Source:
    """A certification policy code of Partner Center, such as `5000.2.6.2`."""
    return Source(SourceClass.POLICY, code, f"{_LEARN}certification-policy-errors")


def checker(name: str) -> Source:
    """A rule of the Solution Checker, such as `connector-validate-title`."""
    return Source(
        SourceClass.CHECKER,
        name,
        "https://learn.microsoft.com/en-us/power-apps/maker/data-platform/use-powerapps-checker",
    )


def documented(page: str) -> Source:
    """A page of Microsoft's documentation for custom connectors, such as `openapi-extensions`."""
    return Source(SourceClass.DOCUMENTED, "", f"{_LEARN}{page}")


def repository(path: str) -> Source:
    """A file of Microsoft's connector repository, such as `templates/certified-connectors/readme.md`."""
    return Source(SourceClass.DOCUMENTED, "", f"{_REPOSITORY}blob/dev/{path}")


def specification(section: str = "") -> Source:
    """The OpenAPI 2.0 specification, which Microsoft's validator enforces as a whole."""
    return Source(SourceClass.VALIDATOR, "", f"https://swagger.io/specification/v2/#{section}".rstrip("#"))


def reviewer(pull_request: int) -> Source:
    """What a human reviewer asked for in a pull request."""
    return Source(SourceClass.REVIEWER, "", f"{_REPOSITORY}pull/{pull_request}")


def advice() -> Source:
    """Our own inference from how the platform behaves or from what published connectors do."""
    return Source(SourceClass.ADVICE, "", "")
