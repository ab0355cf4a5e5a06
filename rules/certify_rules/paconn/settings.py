"""The members of `settings.json`, as `paconn` reads them."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    ConnectorSettings,
    Files,
    Form,
    Package,
    Problem,
    Problems,
    documented,
    repository,
    rule,
    safe,
    unsafe,
)
from certify_rules.words import shown

_MEMBERS = (
    "connectorId",
    "environment",
    "apiProperties",
    "apiDefinition",
    "icon",
    "script",
    "powerAppsUrl",
    "powerAppsApiVersion",
    "flowUrl",
    "flowApiVersion",
)
_BY_SMALL_NAME = {name.lower(): name for name in _MEMBERS}
_FILES = ("apiProperties", "apiDefinition", "icon", "script")
_VERSIONS = ("powerAppsApiVersion", "flowApiVersion")
_URLS = ("powerAppsUrl", "flowUrl")
_VERSION = "2016-11-01"
_ENVIRONMENT = re.compile(
    r"(?:[A-Za-z]+-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
_SCHEMA = "schemas/paconn-settings.schema.json"


@rule(OFF, repository(_SCHEMA), documented("paconn-cli"), independent=OFF, custom=WARNING, fix="unsafe")
def settings_schema(settings: ConnectorSettings) -> Problems:
    """`settings.json` has only the members that `paconn` reads, each of them a text.

    They are connectorId, environment, apiProperties, apiDefinition, icon, script, powerAppsUrl, powerAppsApiVersion,
    flowUrl and flowApiVersion. Others are ignored, so that a misspelled one has no effect.

    Bad (misspelled):
        settings: {conectorId: ""}
    Bad (not a text):
        settings: {environment: 5}
    Good:
        settings: {connectorId: "", environment: "00000000-0000-0000-0000-000000000000"}
    """
    for name, value in settings.value.items():
        if name not in _MEMBERS:
            known = _BY_SMALL_NAME.get(name.lower())
            yield Problem(
                f"`{shown(name)}` is not read by paconn." + (f" It is spelled `{known}`." if known else ""),
                settings.key(name),
                fix=unsafe(
                    settings.at(name).rename(known)
                    if known and not settings.has(known)
                    else settings.at(name).remove()
                ),
            )
        elif not isinstance(value, str):
            yield Problem(f"`{name}` must be a text.", settings.at(name))


@rule(
    OFF,
    repository(_SCHEMA),
    independent=OFF,
    custom=NOTE,
    by_hand="Which environment the connector is for is not in the package.",
)
def settings_environment(settings: ConnectorSettings) -> Problems:
    """`environment` is the id of an environment.

    It is a GUID, with `Default-` in front for the default environment of a tenant, which `paconn` writes although the
    schema of the file does not know it. The name of the environment does not work in its place.

    Bad:
        settings: {environment: Contoso Development}
    Good:
        settings: {environment: "Default-00000000-0000-0000-0000-000000000000"}
    """
    environment = settings.text("environment")
    if environment and not _ENVIRONMENT.fullmatch(environment):
        yield Problem(f"`{shown(environment)}` is not the id of an environment.", settings.at("environment"))


@rule(OFF, documented("paconn-cli"), independent=OFF, custom=ERROR)
def settings_paths(settings: ConnectorSettings, package: Package, files: Files) -> Problems:
    """The files that `settings.json` names are there.

    `paconn` stops at the first one that is not: "File not found". A path that leads out of the folder cannot be
    examined here and is passed over.

    Bad:
        settings: {apiDefinition: apiDefinition.json}
    Good:
        settings: {apiDefinition: apiDefinition.swagger.json, script: ./script.csx}
    """
    if package.form is Form.FILE:
        return
    there = {file.path.lower() for file in files} | {refusal.path.lower() for refusal in package.refusals}
    for name in _FILES:
        path = (settings.text(name) or "").replace("\\", "/")
        while path.startswith("./"):
            path = path[2:]
        if not path or path.startswith(("/", "../")) or ":" in path or "/../" in path:
            continue
        if path.lower() not in there:
            yield Problem(f"The package has no file `{shown(path)}`.", settings.at(name))


@rule(OFF, repository(_SCHEMA), independent=OFF, custom=WARNING, fix="safe")
def settings_api_version(settings: ConnectorSettings) -> Problems:
    """The versions of the services are `2016-11-01`, and their URLs begin with `https://`.

    `paconn` sends its login token there.

    Bad (the version):
        settings: {powerAppsApiVersion: "2020-06-01"}
    Bad (the URL):
        settings: {powerAppsUrl: "http://api.powerapps.com"}
    Good:
        settings: {powerAppsUrl: "https://api.powerapps.com", powerAppsApiVersion: "2016-11-01"}
    """
    for name in _VERSIONS:
        version = settings.text(name)
        if version and version != _VERSION:
            place = settings.at(name)
            yield Problem(
                f"`{name}` is `{shown(version)}`; the one version is `{_VERSION}`.",
                place,
                fix=safe(place.replace(_VERSION)),
            )
    for name in _URLS:
        url = settings.text(name)
        if url and not url.lower().startswith("https://"):
            place = settings.at(name)
            fix = safe(place.replace("https://" + url[7:])) if url.lower().startswith("http://") else None
            yield Problem(f"`{name}` is `{shown(url)}`; it must begin with `https://`.", place, fix=fix)
