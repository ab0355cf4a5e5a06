"""Changes of how a connection is made, where calls go, and what stands between."""

from __future__ import annotations

import re

from msgspec.structs import replace

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Change,
    Effect,
    Has,
    Problems,
    advice,
    documented,
    rule,
    unsafe,
)
from certify_rules.changes.telling import shown, told

_LAST_NUMBER = re.compile(r"(.*?)([0-9]{1,9})", re.DOTALL)


@rule(
    ERROR,
    documented("certification-updates"),
    custom=WARNING,
    aliases=("AuthenticationMethodRemoved", "change.auth"),
)
def bc_auth_type(
    change: Annotated[Change, Has("auth-type", "connection-type", "connection-set-removed")],
) -> Problems:
    """The way to authenticate stays.

    Microsoft does not allow a published connector to change it: every connection that exists would have to be made
    again. Add the new way beside the old one with `connectionParameterSets`.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}}
        properties: {properties: {connectionParameters: {region: {type: int, uiDefinition: {constraints: {allowedValues: null}}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    if change.kind == "connection-set-removed":
        yield told(
            change,
            f"The way to connect {shown(change.before)} has been removed.",
            Effect.FLOWS_FAIL,
            "Keep the set for the connections that were made with it, beside the new ones.",
        )
        return
    yield told(
        change,
        f"The authentication in `{change.where}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        "Keep the old way, and offer the new one beside it as another set in `connectionParameterSets`.",
    )


@rule(WARNING, documented("certification-updates"), aliases=("change.auth-setting",))
def bc_auth_setting(change: Annotated[Change, Has("auth-setting")]) -> Problems:
    """The settings of the authentication stay: where the key goes, who gives tokens, and what they permit.

    Connections that exist were made with the old settings. They lack a scope that is added, hold tokens of the provider
    that gave them, and put the key where the service no longer looks.

    Bad:
        $against: {definition: {securityDefinitions: {OAuth2: {scopes: {stock.write: null}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.where}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.BEHAVIOUR_CHANGES,
        "Try a connection that was made before the change. Where it fails, offer the new settings as another set in `connectionParameterSets`.",
    )


@rule(
    ERROR,
    documented("certification-updates"),
    custom=WARNING,
    aliases=("ConnectionParametersRemoved", "change.connparam"),
)
def bc_connparam(
    change: Annotated[
        Change, Has("connection-removed", "connection-required-added", "connection-now-required")
    ],
) -> Problems:
    """No connection parameter is removed, renamed, or becomes required.

    Connections that exist do not have the new value, and lose the old one.

    Bad:
        $against: {properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: "false"}}}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    what = {
        "connection-removed": "has been removed",
        "connection-now-required": "was optional and is now required",
    }
    yield told(
        change,
        f"The connection parameter `{change.name}` {what.get(change.kind, 'has been added and is required')}.",
        Effect.FLOWS_FAIL,
        "Keep the parameters that there are, and make new ones optional, with what held before as their default.",
    )


@rule(WARNING, advice(), aliases=("change.host",))
def bc_host(change: Annotated[Change, Has("host")]) -> Problems:
    """Host and base path stay, or the reviewer is told why not.

    Every flow calls the new address from the day of publication, with the credentials of the old one.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, basePath: /v2}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.where}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.BEHAVIOUR_CHANGES,
        "Make sure that the new address takes the same calls with the same credentials before the update is published, and tell the reviewer.",
    )


@rule(NOTE, advice(), aliases=("change.title",))
def bc_title(change: Annotated[Change, Has("title")]) -> Problems:
    """The title stays.

    Makers search for the connector by it, and the folder's name cannot follow.

    Bad:
        $against: {}
        definition: {info: {version: "1.9", title: Tidewater Depots}}
        readme: {$replace: {"# Tidewater Stock": "# Tidewater Depots"}}
        $name: Tidewater Depots
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The title has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.NONE,
    )


@rule(NOTE, advice(), aliases=("version-bump", "change.version"), fix="unsafe")
def bc_version_bump(change: Annotated[Change, Has("version-unchanged")]) -> Problems:
    """Every update raises `info.version`.

    It is how support and makers tell versions apart. Three of four certified updates forget it.

    Bad:
        $against: {definition: {info: {description: Look up the items of your warehouse and keep their stock levels in order.}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    problem = told(
        change, f"The version is still {shown(change.after)}; raise it with each update.", Effect.NONE
    )
    raised = _raised(change.after)
    yield problem if raised is None else replace(problem, fix=unsafe(change.place.replace(raised)))


def _raised(version: object) -> str | None:
    """The version with its last number raised by one; None where it does not end in a number."""
    found = _LAST_NUMBER.fullmatch(version) if isinstance(version, str) else None
    return None if found is None else f"{found[1]}{int(found[2]) + 1}"
