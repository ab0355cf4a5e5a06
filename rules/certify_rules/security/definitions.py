"""The security schemes that the API definition declares: `securityDefinitions`."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    Properties,
    SecurityScheme,
    advice,
    documented,
    rule,
    safe,
    specification,
    validator,
)
from certify_rules.security.wording import quoted

TYPES = ("basic", "apiKey", "oauth2")

_FLOWS = {
    "accessCode": ("authorizationUrl", "tokenUrl"),
    "implicit": ("authorizationUrl",),
    "password": ("tokenUrl",),
    "application": ("tokenUrl",),
}
_MEMBERS = {
    "basic": frozenset[str](),
    "apiKey": frozenset(("name", "in")),
    "oauth2": frozenset(("flow", "authorizationUrl", "tokenUrl", "scopes")),
}
_COMMON_MEMBERS = ("type", "description")
_WHOLE_ADDRESS = re.compile(r"\s*(?:https?://[^/\s?#]|[\[<{@])", re.IGNORECASE)
_PREFIX = re.compile(
    r"\b(?:bearer|basic|token|apikey|key)(?:[ :=]+['\"`]?[<{\[]|[ :]+YOUR|\s*['\"`]\s|\s+prefix)|prefix",
    re.IGNORECASE,
)


@rule(WARNING, advice())
def secdef_single(definition: Definition, properties: Properties | None) -> Problems:
    """There is one security definition, unless the connection has parameter sets.

    The platform takes one way to sign in from the definition; the others are lost. Eight certified connectors declare
    more.

    Bad:
        definition: {securityDefinitions: {Second: {type: basic}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {type: oauth2}}}
    """
    schemes = definition.security_schemes
    if len(schemes) > 1 and not (properties is not None and properties.connection_sets):
        names = ", ".join(quoted(name) for name in list(schemes)[:5])
        yield Problem(
            f"There are {len(schemes)} security definitions: {names}. Keep one, or offer connection parameter sets.",
            definition.at("securityDefinitions"),
        )


@rule(ERROR, validator("SecuritySchemePropertyNotValid"), specification("security-scheme-object"), fix="safe")
def secdef_type(scheme: SecurityScheme) -> Problems:
    """The type of a security definition is basic, apiKey or oauth2.

    OpenAPI 2.0 has no other. Every published connector keeps to it.

    Bad (other capitals):
        definition: {securityDefinitions: {OAuth2: {type: OAuth2}}}
    Bad (unknown):
        definition: {securityDefinitions: {OAuth2: {type: openIdConnect}}}
    Bad (missing):
        definition: {securityDefinitions: {OAuth2: {type: null}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {type: oauth2}}}
    """
    if not scheme.has("type"):
        yield Problem(
            f"The security definition {quoted(scheme.name)} has no `type`: {', '.join(TYPES)}.", scheme
        )
    elif scheme.type is not None and scheme.type not in TYPES:
        meant = next((known for known in TYPES if known.lower() == scheme.type.strip().lower()), None)
        place = scheme.at("type")
        yield Problem(
            f"The type {quoted(scheme.type)} is spelled `{meant}`."
            if meant
            else f"There is no type {quoted(scheme.type)}: {', '.join(TYPES)}.",
            place,
            fix=safe(place.replace(meant)) if meant else None,
        )


@rule(ERROR, validator("SecuritySchemePropertyRequired"), specification("security-scheme-object"), fix="safe")
def secdef_required_members(scheme: SecurityScheme) -> Problems:
    """A security definition has the members that its type needs.

    apiKey needs `name` and `in` (header or query); oauth2 needs `flow`, `scopes` and the addresses of its flow. The
    validator says: "The security definition property '…' is required for definitions of type '…'".

    Bad (other capitals):
        $profile: independent-publisher
        definition: {securityDefinitions: {APIKey: {in: Header}}}
    Bad (oauth2):
        definition: {securityDefinitions: {OAuth2: {tokenUrl: null}}}
    Bad (apiKey):
        $profile: independent-publisher
        definition: {securityDefinitions: {APIKey: {in: cookie}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {tokenUrl: "https://login.tidewaterstock.com/token"}}}
    """
    needed: tuple[str, ...] = ()
    if scheme.type == "apiKey":
        needed = ("name", "in")
    elif scheme.type == "oauth2":
        needed = ("flow", *_FLOWS.get(scheme.text("flow") or "", ()), "scopes")
    for member in needed:
        if not scheme.has(member):
            yield Problem(
                f"The security definition {quoted(scheme.name)} of type `{scheme.type}` has no `{member}`.",
                scheme,
            )
        elif (text := scheme.text(member)) is not None and not text.strip():
            yield Problem(
                f"`{member}` of the security definition {quoted(scheme.name)} is empty.", scheme.at(member)
            )
    position = scheme.text("in")
    if scheme.type == "apiKey" and position and position not in ("header", "query"):
        place, lower = scheme.at("in"), position.strip().lower()
        yield Problem(
            f"An API key is sent in `header` or `query`, not in {quoted(position)}.",
            place,
            fix=safe(place.replace(lower)) if lower in ("header", "query") else None,
        )


@rule(ERROR, validator("SecuritySchemePropertyNotValid"), specification("security-scheme-object"))
def secdef_members_fit(scheme: SecurityScheme) -> Problems:
    """A security definition has the members of its type, and no other.

    An address belongs to oauth2, and is a whole one, `https://` and all; `in` and `name` belong to apiKey; `scheme`,
    `bearerFormat` and `openIdConnectUrl` are OpenAPI 3's.
    The validator says: "The security definition property '…' is not valid for definitions of type '…'". No published
    connector breaks this.

    Bad:
        definition: {securityDefinitions: {OAuth2: {in: header}}}
    Bad (of OpenAPI 3):
        definition: {securityDefinitions: {OAuth2: {openIdConnectUrl: "https://login.tidewaterstock.com/openid"}}}
    Bad (an address without its host):
        definition: {securityDefinitions: {OAuth2: {tokenUrl: /oauth2/token}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {description: Sign in with your account.}}}
    """
    fitting = _MEMBERS.get(scheme.type or "")
    if fitting is None:
        return
    for member in scheme.value:
        if member not in fitting and member not in _COMMON_MEMBERS and not member.startswith("x-"):
            yield Problem(
                f"`{member}` has no place in a security definition of type `{scheme.type}`.",
                scheme.key(member),
            )
    for member in _FLOWS["accessCode"]:
        address = scheme.text(member) if member in fitting else None
        # An empty one is reported as missing.
        if address and address.strip() and not _WHOLE_ADDRESS.match(address):
            yield Problem(
                f"{quoted(address)} is no whole address; `{member}` begins with `https://` and a host.",
                scheme.at(member),
            )


@rule(ERROR, documented("connection-parameters"), established=WARNING)
def secdef_flow_accesscode(scheme: SecurityScheme) -> Problems:
    """The flow of an oauth2 definition is accessCode.

    The platform signs in with an authorization code; client credentials, passwords and implicit tokens are not
    supported. One certified OAuth connector in sixty declares another flow.

    Bad:
        definition: {securityDefinitions: {OAuth2: {flow: implicit, tokenUrl: null}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {flow: accessCode}}}
    """
    flow = scheme.text("flow")
    if scheme.type == "oauth2" and flow and flow != "accessCode":
        yield Problem(
            f"The flow {quoted(flow)} is not supported; the platform signs in with `accessCode`.",
            scheme.at("flow"),
        )


@rule(
    NOTE,
    advice(),
    custom=OFF,
    aliases=("secdef-description-none",),
    by_hand="A policy that writes the prefix changes what every existing connection sends.",
)
def secdef_key_prefix(scheme: SecurityScheme, properties: Properties) -> Problems:
    """A maker does not type the prefix of an API key.

    Where the service wants `Bearer` or the like before the key, a `setheader` policy adds it; people forget it.

    Bad:
        $profile: independent-publisher
        definition: {securityDefinitions: {APIKey: {name: Authorization}}}
        properties: {properties: {connectionParameters: {partnerKey: {uiDefinition: {description: "The key, written as 'Bearer <key>'."}}}}}
    Good:
        $profile: independent-publisher
        definition: {securityDefinitions: {APIKey: {name: Authorization}}}
    """
    if (
        scheme.type != "apiKey"
        or scheme.text("in") != "header"
        or (scheme.text("name") or "").lower() != "authorization"
    ):
        return
    for parameter in properties.connection_parameters:
        if parameter.type != "securestring":
            continue
        for member in ("description", "tooltip"):
            text = parameter.ui.get(member)
            if isinstance(text, str) and _PREFIX.search(text[:1000]):
                yield Problem(
                    f"The maker of a connection types a prefix before {quoted(parameter.name)}. Add it with a `setheader` policy.",
                    parameter.at("uiDefinition", member),
                )
                break
