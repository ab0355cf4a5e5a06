"""Whether the API definition and apiProperties.json speak of the same way to sign in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from certify.api import (
    WARNING,
    Definition,
    Problem,
    Problems,
    Properties,
    SecurityScheme,
    advice,
    rule,
)
from certify_rules.security.definitions import TYPES
from certify_rules.security.wording import is_secret_name, quoted

_WORD = re.compile(r"\w+")


@rule(WARNING, advice())
def auth_swagger_props_agree(properties: Properties, definition: Definition) -> Problems:
    """The definition's security and the connection parameters agree.

    An oauth2 definition goes with a parameter of type oauthSetting, an apiKey with a securestring, basic with user
    name and password. A connector whose policies set the authorization header, or that has connection parameter sets,
    may differ. One OAuth connector in eight differs.

    Bad (no OAuth parameter):
        properties: {properties: {connectionParameters: {token: null, partnerKey: null}}}
    Bad (no OAuth definition):
        definition: {securityDefinitions: {OAuth2: null, APIKey: {type: apiKey, in: header, name: X-Key}}, security: [{APIKey: []}]}
    Good:
        properties: {properties: {connectionParameters: {token: {type: oauthSetting}}}}
    """
    parameters = properties.connection_parameters
    schemes = tuple(definition.security_schemes.values())
    if not isinstance(properties.body.get("connectionParameters"), dict) or properties.connection_sets:
        return
    if _has_unknown_type(definition) or _sets_authorization(properties):
        return
    # A secret that is a plain string is reported there (conn-secret-securestring).
    types = [
        "securestring" if parameter.type == "string" and is_secret_name(parameter.name) else parameter.type
        for parameter in parameters
    ]
    if any(kind is None for kind in types):
        return
    for scheme in schemes:
        lacking = _lacking(scheme, types)
        if lacking:
            yield Problem(
                f"The security definition {quoted(scheme.name)} is of type `{scheme.type}`, and apiProperties.json has no {lacking}; make them agree.",
                scheme,
            )
    if not any(scheme.type == "oauth2" for scheme in schemes) and not _names_undeclared(definition):
        for parameter in parameters:
            if parameter.is_oauth:
                yield Problem(
                    f"The parameter {quoted(parameter.name)} signs in with OAuth, and the definition has no oauth2 in `securityDefinitions`; declare one there.",
                    parameter,
                )


def _has_unknown_type(definition: Definition) -> bool:
    return any(scheme.type not in TYPES for scheme in definition.security_schemes.values())


def _names_undeclared(definition: Definition) -> bool:
    """Whether a requirement at the root names what is not declared, which is reported there."""
    declared = definition.mapping("securityDefinitions")
    requirements = [
        cast("dict[str, Any]", value) for value in definition.items("security") if isinstance(value, dict)
    ]
    return any(name not in declared for requirement in requirements for name in requirement)


def _lacking(scheme: SecurityScheme, types: list[str | None]) -> str | None:
    if scheme.type == "oauth2" and "oauthSetting" not in types:
        return "parameter of type `oauthSetting`"
    if scheme.type == "apiKey" and not {"securestring", "oauthSetting"} & set(types):
        return "parameter of type `securestring`"
    if scheme.type == "basic" and sum(kind in ("string", "securestring") for kind in types) < 2:
        return "parameters for user name and password"
    return None


def _sets_authorization(properties: Properties) -> bool:
    return any(
        isinstance(name, str) and name.lower() == "authorization"
        for policy in properties.policies
        for name in policy.parameters.values()
    )


@rule(WARNING, advice())
def conn_param_used(properties: Properties, definition: Definition | None) -> Problems:
    """Each parameter that a maker fills in is used.

    By the sign-in (user name, password, key), by a policy as `@connectionParameters('name')`, or by an OAuth template as
    `{name}`. Three connectors in a hundred ask for a value that goes nowhere. In a connection parameter set every secret
    and every user name may be what signs in, whatever the definition says of security.

    Bad:
        properties:
          properties:
            connectionParameters:
              depot:
                type: string
                uiDefinition:
                  displayName: Depot
                  description: The depot.
                  tooltip: Choose the depot.
                  constraints: {required: "true"}
    Bad (in a set):
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: key
                  uiDefinition: {displayName: Key, description: With a key.}
                  parameters:
                    depot: {type: string, uiDefinition: {displayName: Depot, description: The depot., tooltip: Choose the depot., constraints: {required: "true"}}}
        definition: {security: null, securityDefinitions: null}
    Good:
        properties:
          properties:
            connectionParameters: {partnerKey: {type: securestring}}
    """
    parameters = properties.all_connection_parameters
    if any(parameter.type == "gatewaySetting" for parameter in parameters):
        return
    # A sign-in that is declared wrongly is reported there, and mended it may use the parameter.
    if definition is not None and (_names_undeclared(definition) or _has_unknown_type(definition)):
        return
    idle = [
        parameter
        for parameter in parameters
        if parameter.type in ("string", "securestring", "int", "bool")
        and not parameter.is_hidden
        and ":" not in parameter.name
        and parameter.ui
        and not parameter.has("metadata")
        and not _signs_in(parameter.name, parameter.type, None if properties.connection_sets else definition)
    ]
    if not idle:
        return
    words = {word for text in _texts(properties) for word in _WORD.findall(text.lower())}
    for parameter in idle:
        if not words.issuperset(_WORD.findall(parameter.name.lower())):
            yield Problem(
                f"Nothing uses the parameter {quoted(parameter.name)}: no policy, no OAuth template and no sign-in. Use it, or remove it.",
                parameter,
                lacks=properties.at("properties"),
            )


def _signs_in(name: str, kind: str | None, definition: Definition | None) -> bool:
    types = (
        {scheme.type for scheme in definition.security_schemes.values()}
        if definition
        else {"basic", "apiKey"}
    )
    if "basic" in types and (kind == "securestring" or "user" in name.lower() or is_secret_name(name)):
        return True
    return "apiKey" in types and (kind == "securestring" or is_secret_name(name))


def _texts(properties: Properties) -> Iterator[str]:
    """Every string in the policies and OAuth settings."""
    pending: list[Any] = [properties.body.get("policyTemplateInstances")]
    pending += [parameter.value.get("oAuthSettings") for parameter in properties.all_connection_parameters]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
