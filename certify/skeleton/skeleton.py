"""Make a package that the rules find nothing to refuse in, for its author to go on from."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from importlib.resources import files
from string import Template
from typing import Any

from msgspec import Struct

from certify.core.package import Package
from certify.core.rule import Profile
from certify.documents.files import Role
from certify.readme import with_readme
from certify.skeleton.json_text import json_text


class Kind(StrEnum):
    """Who publishes the connector."""

    VERIFIED = "verified"
    INDEPENDENT = "independent"
    CUSTOM = "custom"

    @property
    def profile(self) -> Profile:
        return _PROFILES[self]


_PROFILES = {
    Kind.VERIFIED: Profile.VERIFIED,
    Kind.INDEPENDENT: Profile.INDEPENDENT,
    Kind.CUSTOM: Profile.CUSTOM,
}


class Auth(StrEnum):
    """How a connection signs in."""

    NONE = "none"
    API_KEY = "api-key"
    BASIC = "basic"
    OAUTH2 = "oauth2"


class Names(Struct, frozen=True):
    """What the new connector and those behind it are called. `owner` is the company whose service it is."""

    title: str
    publisher: str
    owner: str
    host: str

    @property
    def domain(self) -> str:
        """The host without its first part where it has several."""
        first, _, rest = self.host.partition(".")
        return rest if "." in rest and not first.isdecimal() else self.host


def skeleton(kind: Kind, auth: Auth, names: Names) -> Package:
    """The new package, its readme included."""
    values = {
        "title": names.title,
        "publisher": names.publisher,
        "owner": names.owner,
        "host": names.host,
        "domain": names.domain,
    }
    parts = {"definition": _read("definition"), "properties": _read("properties")}
    for patch in (_read(f"auth/{auth}"), _read(f"kind/{kind}")):
        parts = _merged(parts, patch)
    package = Package(
        path=names.title,
        name=names.title,
        files={
            Role.DEFINITION.value: json_text(_filled(parts["definition"], values)).encode(),
            Role.PROPERTIES.value: json_text(_filled(parts["properties"], values)).encode(),
        },
    )
    return with_readme(package, kind.profile)[0]


def host_of(title: str) -> str:
    """A host that the connector's title suggests: `api.tidewater.com`."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    return f"api.{''.join(words)[:50] or 'service'}.com"


def _read(name: str) -> Any:
    return json.loads(
        files("certify_templates").joinpath("skeleton", *f"{name}.json".split("/")).read_text("utf-8")
    )


def _merged(target: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396); members keep their order, new ones come last."""
    if not isinstance(patch, dict) or not isinstance(target, dict):
        return patch
    return {**target, **{name: _merged(target.get(name, {}), value) for name, value in patch.items()}}


def _filled(value: Any, values: dict[str, str]) -> Any:
    """The value with the names put into its strings, after parsing: no name can change the structure."""
    if isinstance(value, str):
        return Template(value).substitute(values)
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if isinstance(value, dict):
        return {Template(name).substitute(values): _filled(item, values) for name, item in value.items()}
    return value
