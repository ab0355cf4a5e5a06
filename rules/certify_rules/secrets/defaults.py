"""Passwords and keys that are given as default values, or that policies send."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    Annotated,
    ConnectionParameter,
    Has,
    Parameter,
    Policy,
    Problem,
    Problems,
    Schema,
    advice,
    is_stand_in,
    repository,
    rule,
    safe,
    secrets_in,
    unsafe,
)
from certify_rules.security.wording import is_placeholder, is_secret_name, quoted

# What pages and changes are continued with is no secret.
_HARMLESS = re.compile(
    r"(?:page|paging|next|continuation|sync|skip|delta|cursor|csrf|map|sort|partition|cache|object|resume)[_\s-]?(?:token|key)$"
    r"|^(?:token|key)$",
    re.IGNORECASE,
)
_SHORTEST = 8


@rule(ERROR, repository(".pipelines/security.yml"), advice(), fix="unsafe")
def secret_default(
    subject: Annotated[Parameter, Has("default")]
    | Annotated[Schema, Has("default")]
    | Annotated[ConnectionParameter, Has("defaultValue")],
) -> Problems:
    """A key, secret or password has no default value.

    The default is published with the connector, and everybody's flows would sign in with it. Ask for the value in the
    connection dialog. Stand-ins such as `your-api-key` pass. No certified connector has one. No output shows the value.

    Bad:
        definition: {parameters: {WarehouseFilter: {name: api_key, default: kV8w2Zt0mQ41}}}
    Bad (of a format that nobody sees):
        definition: {parameters: {WarehouseFilter: {name: gate, format: password, default: kV8w2Zt0mQ41}}}
    Bad (of a connection parameter):
        properties: {properties: {connectionParameters: {partnerKey: {defaultValue: kV8w2Zt0mQ41}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {name: warehouseKey, default: <your key>}}}
    """
    member = "defaultValue" if isinstance(subject, ConnectionParameter) else "default"
    value = subject.text(member)
    name = subject.name
    # What is typed unseen is a secret whatever its name.
    is_unseen = not isinstance(subject, ConnectionParameter) and subject.format == "password"
    what = "password" if is_unseen else name
    if not value or not what or not _is_secret(what, value):
        return
    at = subject.at(member)
    yield Problem(
        f"{quoted(name or what)} is a secret, and its default value is published. Revoke it, and remove the default.",
        at,
        # What must be sent, and nobody is asked for, would have no value then.
        fix=None if isinstance(subject, Parameter) and subject.is_required else unsafe(at.remove()),
        secrets=(at,),
    )


@rule(ERROR, repository(".pipelines/security.yml"), repository("README.md"), fix="safe")
def secret_policy_value(policy: Policy) -> Problems:
    """A policy sends no key or password that stands in it.

    What a policy puts into a header or a query parameter is published with the connector. Let a connection parameter carry
    what belongs to the maker; what belongs to the publisher is given to Microsoft, and a placeholder stands in the file, as in
    seven published connectors. None has a real key there. No output shows the value.

    Bad:
        properties:
          properties:
            policyTemplateInstances:
              0: {parameters: {x-ms-apimTemplateParameter.name: X-Api-Key, x-ms-apimTemplateParameter.value: kV8w2Zt0mQ41}}
    Good:
        properties:
          properties:
            policyTemplateInstances:
              0: {parameters: {x-ms-apimTemplateParameter.name: X-Api-Key, x-ms-apimTemplateParameter.value: PLACEHOLDER_API_KEY}}
    """
    name, value = policy.parameters.get("name"), policy.parameters.get("value")
    if not isinstance(name, str) or not isinstance(value, str) or not _is_secret(name, value):
        return
    at = policy.at("parameters", policy.parameter_key("value"))
    yield Problem(
        f"The policy sends {quoted(name)} with a value that is published. Revoke it, and let a connection parameter carry it.",
        at,
        fix=safe(at.replace("[[PLACEHOLDER]]")),
        secrets=(at,),
    )


def _is_secret(name: str, value: str) -> bool:
    """Whether a value of that name signs somebody in, and neither stands for another nor is reported for its form."""
    if len(value) < _SHORTEST or not is_secret_name(name) or _HARMLESS.search(name):
        return False
    if is_placeholder(value) or is_stand_in(value) or any(character in value for character in " @"):
        return False
    return any(character.isdigit() for character in value) and next(secrets_in(value), None) is None
