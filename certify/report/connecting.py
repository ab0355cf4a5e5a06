"""The dialog in which a maker makes a connection, from apiProperties.json. No value of a field is ever shown."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from certify.report.dossier_maker import Connection, ConnectionField, SignIn, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certify.documents.properties import ConnectionParameter, Properties
    from certify.report.teller import Teller

MOST_WAYS = 20
MOST_FIELDS = 60
MOST_SCOPES = 30
MOST_CHOICES = 24

_TYPES = {
    "string": "text",
    "securestring": "secret",
    "int": "whole number",
    "bool": "yes or no",
    "enum": "choice",
    "gatewaySetting": "on-premises gateway",
}


def connection(properties: Properties | None, teller: Teller) -> Connection:
    """What the dialog asks for; without ways, the connector needs no connection."""
    if properties is None:
        return Connection(is_known=False, label="", ways=(), before=None)
    label = ""
    ways: list[Way] = []
    sets: Any = properties.body.get("connectionParameterSets")
    if isinstance(sets, dict):
        label = teller.name(_display_name(sets.get("uiDefinition")))
    for entry in properties.connection_sets[:MOST_WAYS]:
        title = _display_name(entry.get("uiDefinition")) or entry.name
        ways.append(_way(teller.name(title) or "(no name)", entry.parameters, teller))
    plain = _way("", properties.connection_parameters, teller) if properties.connection_parameters else None
    if plain is not None and not ways:
        return Connection(is_known=True, label=label, ways=(plain,), before=None)
    return Connection(is_known=True, label=label, ways=tuple(ways), before=plain)


def _way(title: str, parameters: Sequence[ConnectionParameter], teller: Teller) -> Way:
    asked = sorted((parameter for parameter in parameters if not parameter.is_oauth), key=_tab_index)
    fields = tuple(_field(parameter, teller) for parameter in asked)
    signs = tuple(_sign_in(parameter, teller) for parameter in parameters if parameter.is_oauth)
    return Way(title, fields[:MOST_FIELDS], signs[:MOST_FIELDS])


def _tab_index(parameter: ConnectionParameter) -> float:
    """Where the field stands in the dialog; those that do not say it stand last, as they are written."""
    index = parameter.constraints.get("tabIndex")
    return index if isinstance(index, int) else inf


def _field(parameter: ConnectionParameter, teller: Teller) -> ConnectionField:
    ui, constraints = parameter.ui, parameter.constraints
    allowed = constraints.get("allowedValues")
    choices = allowed[:MOST_CHOICES] if isinstance(allowed, list) else []
    is_clear = str(constraints.get("clearText", "")).lower() == "true"
    kind = parameter.type or ""
    return ConnectionField(
        title=teller.name(_display_name(ui)) or teller.name(parameter.name) or "(no name)",
        name=teller.name(parameter.name),
        type=_TYPES.get(kind, teller.name(kind) or "text"),
        hint=teller.text(ui.get("tooltip")) or teller.text(ui.get("description")),
        is_required=str(constraints.get("required", "")).lower() == "true",
        is_masked=kind == "securestring" and not is_clear,
        is_hidden=parameter.is_hidden,
        choices=tuple(
            teller.scalar(choice.get("text", choice.get("value")))
            if isinstance(choice, dict)
            else teller.scalar(choice)
            for choice in choices
        ),
    )


def _sign_in(parameter: ConnectionParameter, teller: Teller) -> SignIn:
    oauth = parameter.oauth
    return SignIn(
        name=teller.name(_display_name(parameter.ui)) or teller.name(parameter.name),
        provider=teller.name(oauth.identity_provider) if oauth is not None else "",
        scopes=tuple(teller.name(scope) for scope in oauth.strings("scopes")[:MOST_SCOPES]) if oauth else (),
    )


def _display_name(ui: Any) -> str | None:
    """Microsoft's example of several ways writes it small, and the platform takes both."""
    given = ui if isinstance(ui, dict) else {}
    names = (given.get("displayName"), given.get("displayname"))
    return next((name for name in names if isinstance(name, str)), None)
