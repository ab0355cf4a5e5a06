"""What a maker gives to connect: the parameters, their names and types, and which of them are secrets."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    ConnectionParameter,
    Definition,
    Problem,
    Problems,
    Properties,
    checker,
    documented,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.security.wording import is_secret_name, quoted

TYPES = ("string", "securestring", "int", "bool", "oauthSetting", "gatewaySetting")

_NAME = re.compile(r"[0-9A-Za-z_]+(?::[0-9A-Za-z_]+)?")
_NOT_SECRET = re.compile(
    r"user|login|e-?mail|url|uri|host|server|account|domain|organi|tenant|region", re.IGNORECASE
)


@rule(ERROR, repository("templates/certified-connectors/readme.md"), fix="unsafe")
def conn_key_present(properties: Properties) -> Problems:
    """apiProperties.json says how to connect: `connectionParameters` or `connectionParameterSets`.

    A service that needs no sign-in has an empty `connectionParameters`. Every published connector has one of them.

    Bad:
        properties: {properties: {connectionParameters: null, policyTemplateInstances: null}}
    Good:
        properties: {properties: {connectionParameters: {region: {type: string}}}}
    """
    spelled = {member.lower() for member in properties.body}
    if isinstance(properties.get("properties"), dict) and not spelled & {
        "connectionparameters",
        "connectionparametersets",
    }:
        yield Problem(
            "There are no `connectionParameters`. Add them; an empty object says that nobody signs in.",
            properties.at("properties"),
            fix=unsafe(properties.at("properties").add("connectionParameters", {})),
        )


@rule(NOTE, reviewer(698), independent=OFF, custom=OFF, aliases=("empty-connectionParameters",))
def conn_not_empty(properties: Properties, definition: Definition | None) -> Problems:
    """A verified publisher's service asks who connects.

    Empty `connectionParameters` mean that anybody calls the service. Reviewers ask for the reason; one certified
    connector in sixteen does it. Where the definition declares a way to sign in, `auth-swagger-props-agree` speaks.

    Bad:
        properties:
          properties:
            connectionParameters: {token: null, region: null, partnerKey: null}
            policyTemplateInstances: null
        definition: {security: null, securityDefinitions: null}
    Good:
        properties: {properties: {connectionParameters: {region: {type: string}}}}
    """
    if definition is not None and definition.security_schemes:
        return
    if properties.body.get("connectionParameters") == {} and not properties.connection_sets:
        yield Problem(
            "`connectionParameters` is empty: nobody signs in. Be ready to say why.",
            properties.at("properties", "connectionParameters"),
        )


@rule(
    ERROR,
    checker("connector-validate-connectionparameters"),
    repository("schemas/paconn-apiProperties.schema.json"),
    fix="safe",
)
def conn_type(parameter: ConnectionParameter) -> Problems:
    """A connection parameter has one of the types that exist, and an oauthSetting its `oAuthSettings`.

    string, securestring, int, bool, oauthSetting or gatewaySetting; capitals count.

    Bad:
        properties: {properties: {connectionParameters: {region: {type: String}}}}
    Bad (nothing to sign in with):
        properties: {properties: {connectionParameters: {colleague: {type: oauthSetting}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {type: securestring}}}}
    """
    kind = parameter.type
    if not parameter.has("type"):
        yield Problem(f"The parameter {quoted(parameter.name)} has no `type`: {', '.join(TYPES)}.", parameter)
    elif kind is not None and kind not in TYPES:
        meant = next((known for known in TYPES if known.lower() == kind.strip().lower()), None)
        place = parameter.at("type")
        yield Problem(
            f"The type {quoted(kind)} is spelled `{meant}`."
            if meant
            else f"There is no type {quoted(kind)}: {', '.join(TYPES)}.",
            place,
            fix=safe(place.replace(meant)) if meant else None,
        )
    # In another spelling they are there, and the rule on members that nothing reads says so.
    elif kind == "oauthSetting" and "oauthsettings" not in {member.lower() for member in parameter.value}:
        yield Problem(
            f"The parameter {quoted(parameter.name)} is an oauthSetting without `oAuthSettings`, which say how to sign in.",
            parameter,
        )


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), established=WARNING)
def conn_name(parameter: ConnectionParameter) -> Problems:
    """The name of a connection parameter is made of letters, digits and underscores.

    Policies name it in an expression. A claim of an OAuth token is called `token:TenantId`.

    Bad:
        properties:
          properties:
            connectionParameters:
              sub-region:
                type: string
                uiDefinition: {displayName: Area, description: The area., constraints: {required: "false", hidden: "true"}}
    Good:
        properties:
          properties:
            connectionParameters:
              "token:TenantId": {type: string, metadata: {sourceType: AzureActiveDirectoryTenant}}
    """
    if not _NAME.fullmatch(parameter.name):
        yield Problem(
            f"The parameter name {quoted(parameter.name)} has more than letters, digits and underscores; call it by these alone.",
            parameter.owner.key(*parameter.steps) if parameter.owner else parameter,
        )


@rule(
    ERROR,
    documented("connection-parameters"),
    repository("schemas/paconn-apiProperties.schema.json"),
    established=WARNING,
    fix="unsafe",
)
def conn_secret_securestring(parameter: ConnectionParameter) -> Problems:
    """A password, key, token or secret is a `securestring`.

    A plain string is shown to everyone who may see the connection. One certified connector in a hundred has such a
    one.

    Bad:
        properties: {properties: {connectionParameters: {partnerKey: {type: string}}}}
    Good:
        properties: {properties: {connectionParameters: {partnerKey: {type: securestring}}}}
    """
    if parameter.type == "string" and not parameter.is_hidden and is_secret_name(parameter.name):
        place = parameter.at("type")
        yield Problem(
            f"The parameter {quoted(parameter.name)} looks like a secret, and its type is `string`; make it a `securestring`.",
            place,
            fix=unsafe(place.replace("securestring")),
        )


@rule(WARNING, repository("README.md"), fix="safe")
def conn_securestring_masked(parameter: ConnectionParameter) -> Problems:
    """What a maker types into a securestring is not shown.

    `clearText` is false for a secret. The connector wizard makes a user name a securestring in clear text; that and
    addresses are not reported.

    Bad:
        properties: {properties: {connectionParameters: {partnerKey: {uiDefinition: {constraints: {clearText: true}}}}}}
    Good:
        properties: {properties: {connectionParameters: {partnerKey: {uiDefinition: {constraints: {clearText: false}}}}}}
    """
    if parameter.type != "securestring" or parameter.constraints.get("clearText") is not True:
        return
    if not _NOT_SECRET.search(parameter.name[-200:]):
        place = parameter.at("uiDefinition", "constraints", "clearText")
        yield Problem(
            f"The secret {quoted(parameter.name)} is shown while it is typed. Set `clearText` to false.",
            place,
            fix=safe(place.replace(value=False)),
        )
