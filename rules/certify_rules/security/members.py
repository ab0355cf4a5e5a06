"""The members of apiProperties.json: none that nothing reads, and each of its JSON type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certify.api import (
    ERROR,
    WARNING,
    ConnectionParameter,
    Node,
    OAuthSettings,
    Place,
    Problem,
    Problems,
    Properties,
    properties_validator,
    repository,
    reviewer,
    rule,
    safe,
)
from certify_rules.security.wording import quoted

PROPERTIES_MEMBERS = (
    "connectionParameters",
    "connectionParameterSets",
    "iconBrandColor",
    "capabilities",
    "policyTemplateInstances",
    "publisher",
    "stackOwner",
    "scriptOperations",
)
_PARAMETER_MEMBERS = (
    "type",
    "uiDefinition",
    "oAuthSettings",
    "gatewaySettings",
    "metadata",
    "allowedValues",
    "defaultValue",
)
_UI_MEMBERS = ("displayName", "description", "tooltip", "constraints", "schema")
_CONSTRAINT_MEMBERS = (
    "required",
    "hidden",
    "clearText",
    "tabIndex",
    "allowedValues",
    "capability",
    "default",
)
_OAUTH_MEMBERS = (
    "identityProvider",
    "clientId",
    "clientSecret",
    "scopes",
    "redirectMode",
    "redirectUrl",
    "properties",
    "customParameters",
    "additionalParameters",
)


def _meant(name: str, known: Iterable[str]) -> str | None:
    return next((member for member in known if member.lower() == name.lower()), None)


@rule(ERROR, properties_validator(""), repository("schemas/paconn-apiProperties.schema.json"))
def props_root(properties: Properties) -> Problems:
    """The root of apiProperties.json holds `properties`, and nothing else.

    Only `$schema` may stand beside it, for editors. What stands outside `properties` is lost; no published connector
    has it.

    Bad:
        properties: {publisher: Quayside Software Ltd}
    Good:
        properties: {$schema: "https://tidewaterstock.com/paconn-apiProperties.schema.json"}
    """
    if not properties.has("properties"):
        yield Problem(
            "apiProperties.json has no `properties`; everything belongs in that object.", properties
        )
    for name in properties.value:
        if name not in ("properties", "$schema"):
            advice = "Move it into `properties`." if name in PROPERTIES_MEMBERS else "Take it away."
            yield Problem(
                f"Nothing reads {quoted(name)} at the root of apiProperties.json. {advice}",
                properties.key(name),
            )


@rule(
    ERROR,
    properties_validator("Could not find member"),
    repository("tools/paconn-cli/paconn/apimanager/apimanager.py"),
    reviewer(754),
)
def props_known_keys(properties: Properties) -> Problems:
    """`properties` has only members that the platform reads.

    connectionParameters, connectionParameterSets, iconBrandColor, capabilities, policyTemplateInstances, publisher,
    stackOwner and scriptOperations. Others are ignored, or refused on creation: "Could not find member … on object of
    type 'ApiPropertiesDefinition'".

    Bad:
        properties: {properties: {website: "https://www.tidewaterstock.com"}}
    Good:
        properties: {properties: {stackOwner: Quayside Software Ltd}}
    """
    for name in properties.body:
        meant = _meant(name, PROPERTIES_MEMBERS)
        if meant is None or (meant != name and meant in properties.body):
            yield Problem(
                f"Nothing reads {quoted(name)} in `properties`. Take it away.",
                properties.key("properties", name),
            )


@rule(
    ERROR,
    properties_validator("Could not find member"),
    reviewer(2637),
    aliases=("AP.stackOwnerMissing", "AP.publisherMissing"),
    fix="safe",
)
def props_keys_exact(properties: Properties) -> Problems:
    """The members of `properties` are spelled as the platform spells them.

    `stackowner` is not `stackOwner`: the platform takes the one for unknown and the other for missing.

    Bad:
        properties: {properties: {stackOwner: null, stackowner: Quayside Software Ltd}}
    Good:
        properties: {properties: {stackOwner: Quayside Software Ltd}}
    """
    for name in properties.body:
        meant = _meant(name, PROPERTIES_MEMBERS)
        if meant is not None and meant != name and meant not in properties.body:
            yield Problem(
                f"Nothing reads {quoted(name)} in `properties`; it is spelled `{meant}`.",
                properties.key("properties", name),
                fix=safe(properties.at("properties", name).rename(meant)),
            )


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"))
def conn_known_keys(parameter: ConnectionParameter) -> Problems:
    """A connection parameter has only members that the platform reads.

    type, uiDefinition, oAuthSettings, metadata, allowedValues and defaultValue; in uiDefinition displayName,
    description, tooltip and constraints; in constraints required, hidden, clearText, tabIndex, allowedValues and
    capability. No published connector has another.

    Bad:
        properties: {properties: {connectionParameters: {region: {tooltip: Choose a region.}}}}
    Bad (in the uiDefinition):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {placeholder: eu}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {tooltip: Choose a region.}}}}}
    """
    place = parameter.place
    yield from _unread(parameter.value, _PARAMETER_MEMBERS, place, f"the parameter {quoted(parameter.name)}")
    ui = place.at("uiDefinition")
    yield from _unread(parameter.ui, _UI_MEMBERS, ui, f"the uiDefinition of {quoted(parameter.name)}")
    constraints = ui.at("constraints")
    yield from _unread(
        parameter.constraints,
        _CONSTRAINT_MEMBERS,
        constraints,
        f"the constraints of {quoted(parameter.name)}",
    )


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"))
def oauth_known_keys(oauth: OAuthSettings) -> Problems:
    """The OAuth settings have only members that the platform reads.

    identityProvider, clientId, scopes, redirectMode, redirectUrl, properties and customParameters. No published
    connector has another but `additionalParameters` of a provider that Microsoft registered.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {grantType: code}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {clientId: "[[DUMMY]]"}}}}}
    """
    # A client secret of any spelling is reported for what it is.
    known = (
        *_OAUTH_MEMBERS,
        *(name for name in oauth.value if name.lower().replace("_", "") == "clientsecret"),
    )
    yield from _unread(oauth.value, known, oauth.place, "the OAuth settings")


def _unread(value: dict[str, Any], known: tuple[str, ...], place: Place, where: str) -> Problems:
    for name in value:
        if name not in known:
            meant = _meant(name, known)
            advice = f"It is spelled `{meant}`." if meant else "Take it away."
            yield Problem(f"Nothing reads {quoted(name)} in {where}. {advice}", place.key(name))


_KINDS: dict[str, tuple[type, ...]] = {
    "a string": (str,),
    "an object": (dict,),
    "an array": (list,),
}

_TYPES = {
    "publisher": "a string",
    "stackOwner": "a string",
    "iconBrandColor": "a string",
    "capabilities": "an array",
    "connectionParameters": "an object",
    "connectionParameterSets": "an object",
    "policyTemplateInstances": "an array",
    "scriptOperations": "an array",
}
_ELEMENT_TYPES = {
    "capabilities": "a string",
    "policyTemplateInstances": "an object",
    "scriptOperations": "a string",
}
_PARAMETER_TYPES = {
    "type": "a string",
    "uiDefinition": "an object",
    "oAuthSettings": "an object",
}
_UI_TYPES = {
    "displayName": "a string",
    "description": "a string",
    "tooltip": "a string",
    "constraints": "an object",
}
_OAUTH_TYPES = {
    "identityProvider": "a string",
    "redirectMode": "a string",
    "properties": "an object",
    "customParameters": "an object",
}


@rule(ERROR, properties_validator("Invalid type"), repository("schemas/paconn-apiProperties.schema.json"))
def props_json_type(properties: Properties) -> Problems:
    """Each member of apiProperties.json has the JSON type that the platform reads.

    The validator compares the file with a JSON schema: "Invalid type. Expected … but got …". No published connector
    breaks it.

    Bad (not an array):
        properties: {properties: {capabilities: actions}}
    Bad (not a string):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {tooltip: 7}}}}}
    Good:
        properties: {properties: {capabilities: [actions]}}
    """
    if properties.has("properties"):
        yield from _mistyped(
            {"properties": properties.get("properties")}, {"properties": "an object"}, properties.place
        )
    body = properties.at("properties")
    yield from _mistyped(properties.body, _TYPES, body)
    content = Node(properties.body, properties, ("properties",))
    for member, expected in _ELEMENT_TYPES.items():
        for index, entry in enumerate(content.items(member) if _TYPES[member] == "an array" else ()):
            yield from _mistyped_value(entry, expected, f"{member}[{index}]", body.at(member, index))
    for name, entry in content.mapping("connectionParameters").items():
        yield from _mistyped_value(entry, "an object", name, body.at("connectionParameters", name))
    for parameter in properties.all_connection_parameters:
        yield from _mistyped(parameter.value, _PARAMETER_TYPES, parameter.place)
        yield from _mistyped(parameter.ui, _UI_TYPES, parameter.at("uiDefinition"))
        if parameter.oauth is not None:
            yield from _mistyped(parameter.oauth.value, _OAUTH_TYPES, parameter.oauth.place)


def _mistyped(value: dict[str, Any], types: dict[str, str], place: Place) -> Problems:
    for member, expected in types.items():
        if member in value:
            yield from _mistyped_value(value[member], expected, member, place.at(member))


def _mistyped_value(value: Any, expected: str, name: str, place: Place) -> Problems:
    if not isinstance(value, _KINDS[expected]):
        yield Problem(f"{quoted(name)} is {_kind_of(value)}; {expected} is required.", place)


def _kind_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number"
    return next((kind for kind, types in _KINDS.items() if isinstance(value, types)), "something else")
