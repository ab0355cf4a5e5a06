"""The members of apiProperties.json: none that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from certify.api import (
    ERROR,
    WARNING,
    ConnectionParameter,
    Fix,
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
    unsafe,
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


_OTHERWISE = {
    "script": "Name the operations that run the script in `scriptOperations`, and remove it.",
    "website": "The website belongs into `x-ms-connector-metadata` of the definition; remove it here.",
}
"""What to do with a member that is read nowhere, where its content has a place."""


def _meant(name: str, known: Iterable[str]) -> str | None:
    return next((member for member in known if member.lower() == name.lower()), None)


def _similar(name: str, known: Iterable[str]) -> str | None:
    """The member that a misspelled one stands for, such as `stackOwner` for `stack_owner`."""
    by_lower = {member.lower(): member for member in known}
    close = get_close_matches(name[:40].lower().replace("_", "").replace("-", ""), by_lower, n=1, cutoff=0.85)
    return by_lower[close[0]] if close else None


@rule(ERROR, properties_validator(""), repository("schemas/paconn-apiProperties.schema.json"), fix="unsafe")
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
            advice = "Move it into `properties`." if name in PROPERTIES_MEMBERS else "Remove it."
            yield Problem(
                f"Nothing reads {quoted(name)} at the root of apiProperties.json. {advice}",
                properties.key(name),
                fix=_moved(properties, name),
            )


def _moved(properties: Properties, name: str) -> Fix | None:
    """The fix that moves a member of the root to where it is read, or takes away what is read nowhere."""
    if not isinstance(properties.get("properties"), dict):
        return None
    removed = properties.at(name).remove()
    if name not in PROPERTIES_MEMBERS or name in properties.body:
        return unsafe(removed)
    return unsafe(removed, properties.at("properties").add(name, properties.get(name)))


@rule(
    ERROR,
    properties_validator("Could not find member"),
    repository("tools/paconn-cli/paconn/apimanager/apimanager.py"),
    reviewer(754),
    fix="unsafe",
)
def props_known_keys(properties: Properties) -> Problems:
    """`properties` has only members that the platform reads.

    connectionParameters, connectionParameterSets, iconBrandColor, capabilities, policyTemplateInstances, publisher,
    stackOwner and scriptOperations. Others are ignored, or refused on creation: "Could not find member … on object of
    type 'ApiPropertiesDefinition'".

    Bad:
        properties: {properties: {website: "https://www.tidewaterstock.com"}}
    Bad (misspelled):
        properties: {properties: {capability: [actions], capabilities: null}}
    Good:
        properties: {properties: {stackOwner: Quayside Software Ltd}}
    """
    for name in properties.body:
        meant = _meant(name, PROPERTIES_MEMBERS)
        if meant is None or (meant != name and meant in properties.body):
            similar = _similar(name, PROPERTIES_MEMBERS) if meant is None else None
            is_free = similar is not None and similar not in properties.body
            place = properties.at("properties", name)
            yield Problem(
                f"Nothing reads {quoted(name)} in `properties`. "
                + (f"Is `{similar}` meant?" if is_free else _OTHERWISE.get(name, "Remove it.")),
                properties.key("properties", name),
                fix=unsafe(place.rename(similar) if similar is not None and is_free else place.remove()),
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


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"), fix="unsafe")
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


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"), fix="unsafe")
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
            advice = f"It is spelled `{meant}`." if meant else "Remove it."
            edit = place.at(name).rename(meant) if meant and meant not in value else place.at(name).remove()
            yield Problem(
                f"Nothing reads {quoted(name)} in {where}. {advice}", place.key(name), fix=unsafe(edit)
            )
