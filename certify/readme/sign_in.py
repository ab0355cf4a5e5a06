"""How a connection signs in, as the readme explains it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.documents.definition import Definition, SecurityScheme
    from certify.documents.properties import ConnectionParameter, OAuthSettings, Properties

_REDIRECT = "https://global.consent.azure-apim.net/redirect"
_ENTRA = frozenset({"aad", "aadcertificate", "activedirectory"})
_OWN_PROVIDERS = frozenset({"oauth2", "oauth2generic", "oauth2clientcredential", "openid"})
_MOST_SCOPES = 60
_MOST_INPUTS = 30


class Kind(StrEnum):
    """What a connection proves itself with."""

    NOTHING = "nothing"
    OAUTH = "oauth"
    KEY = "key"
    PASSWORD = "password"  # noqa: S105 - the kind, not a password
    OTHER = "other"


class Asked(Struct, frozen=True):
    """One field of the dialog that creates a connection."""

    label: str
    hint: str


class Way(Struct, frozen=True):
    """One way to sign in. `name` tells it from others of the same package; `server` is where the app is registered."""

    kind: Kind
    name: str = ""
    server: str = ""
    redirect: str = ""
    scopes: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()


def ways_of(definition: Definition, properties: Properties | None) -> tuple[Way, ...]:
    """The ways to sign in, of which a maker chooses one; a single one of kind NOTHING where none is needed."""
    schemes = list(definition.security_schemes.values())
    if properties is not None and properties.connection_sets:
        return tuple(
            _way(one.parameters, schemes, _set_name(one.value.get("uiDefinition")) or one.name or "")
            for one in properties.connection_sets
        )
    return (_way(properties.connection_parameters if properties is not None else (), schemes, ""),)


def _set_name(ui: object) -> str:
    name = ui.get("displayName") if isinstance(ui, dict) else None
    return name.strip() if isinstance(name, str) else ""


def _way(parameters: Iterable[ConnectionParameter], schemes: list[SecurityScheme], name: str) -> Way:
    given = list(parameters)
    asked = tuple(_asked(one) for one in given if not one.is_oauth and not one.is_hidden)[:_MOST_INPUTS]
    settings = next((one.oauth for one in given if one.is_oauth), None)
    if settings is not None:
        return Way(Kind.OAUTH, name, _server(settings), _redirect(settings), tuple(_scopes(settings)), asked)
    kinds = {scheme.type for scheme in schemes}
    if "oauth2" in kinds and not given:
        scheme = next(scheme for scheme in schemes if scheme.type == "oauth2")
        scopes = tuple(str(scope) for scope in scheme.mapping("scopes"))[:_MOST_SCOPES]
        return Way(Kind.OAUTH, name, _host(scheme.text("authorizationUrl")), _REDIRECT, scopes)
    return Way(_kind(given, kinds), name, asked=asked)


def _kind(given: list[ConnectionParameter], schemes: set[str | None]) -> Kind:
    types = {(one.type or "").lower() for one in given}
    names = {one.name.lower() for one in given}
    if "basic" in schemes or {"username", "password"} <= names:
        return Kind.PASSWORD
    if "apiKey" in schemes or any("key" in name or "token" in name for name in names):
        return Kind.KEY
    return Kind.OTHER if types else Kind.NOTHING


def _asked(parameter: ConnectionParameter) -> Asked:
    texts = [parameter.ui.get(member) for member in ("displayName", "tooltip", "description")]
    label, tooltip, description = (text.strip() if isinstance(text, str) else "" for text in texts)
    return Asked(label or parameter.name, tooltip or description)


def _server(settings: OAuthSettings) -> str:
    """Where the app is registered: the service's own words for it are not known, its address is."""
    provider = (settings.identity_provider or "").lower()
    if provider in _ENTRA:
        return "Microsoft Entra ID"
    address = settings.custom_value("authorizationUrl") or settings.custom_value("authorizationUrlTemplate")
    return _host(address) or ("" if provider in _OWN_PROVIDERS else provider)


def _host(address: str | None) -> str:
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return host if host.replace(".", "").replace("-", "").isalnum() else ""


def _redirect(settings: OAuthSettings) -> str:
    mode = settings.text("redirectMode")
    return f"{_REDIRECT}/…" if mode == "GlobalPerConnector" else _REDIRECT


def _scopes(settings: OAuthSettings) -> list[str]:
    return [scope for scope in settings.strings("scopes") if scope.strip()][:_MOST_SCOPES]
