"""Changes of what is around the operations: the connection, the address, what calls pass, and the texts of `info`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from change_places import changed, one

if TYPE_CHECKING:
    import random

    from change_places import Version


def _host(old: Version, random: random.Random) -> Version:
    new = changed(old)
    key = random.choice(["host", "basePath"])
    new.definition[key] = "moved.example.com" if key == "host" else "/moved"
    return new


def _title(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    new.definition["info"]["title"] = f"{new.definition['info'].get('title')} Anew"
    return new


def _same_version(old: Version, random: random.Random) -> Version:
    del random
    new = changed(old)
    new.definition["info"]["description"] = "Another description, and nothing else."
    return new


def _authentication(old: Version, random: random.Random) -> Version:
    new = changed(old)
    schemes = new.definition.get("securityDefinitions")
    kind = old.definition["securityDefinitions"] if isinstance(schemes, dict) and schemes else None
    name = one(random, list(kind or {}))
    types = [scheme.get("type") for scheme in (kind or {}).values()]
    if types.count(types[0]) != len(types):
        one(random, [])
    other = {"type": "basic"} if types[0] != "basic" else {"type": "apiKey", "in": "header", "name": "X-Key"}
    new.definition["securityDefinitions"] = {name: other}
    return new


def _connection(old: Version, random: random.Random) -> Version:
    new = changed(old)
    given = new.properties["properties"].setdefault("connectionParameters", {})
    if given and random.random() < 0.5:
        del given[random.choice(list(given))]
    else:
        constraints = {"required": "true"}
        given["addedHere"] = {
            "type": "string",
            "uiDefinition": {"displayName": "Added", "constraints": constraints},
        }
    return new


def _policy(old: Version, random: random.Random) -> Version:
    new = changed(old)
    policies = new.properties["properties"].setdefault("policyTemplateInstances", [])
    if policies and random.random() < 0.5:
        random.choice(policies)["title"] = "Another title"
    else:
        policies.append({"templateId": "setheader", "title": "Added here", "parameters": {}})
    return new


def _setting(old: Version, random: random.Random) -> Version:
    new = changed(old)
    schemes = new.definition.get("securityDefinitions")
    found = list(schemes.values()) if isinstance(schemes, dict) else []
    scheme = one(random, [each for each in found if each.get("type") in ("oauth2", "apiKey")])
    if scheme["type"] == "apiKey":
        scheme["name"] = "X-Another-Key"
    else:
        scheme["scopes"] = {**scheme.get("scopes", {}), "added.here": "Added here."}
    return new


def _unreadable(old: Version, random: random.Random) -> Version:
    new = changed(old)
    # A list where an object must be: the file is JSON, and still no document.
    no_document = cast("dict[str, Any]", [])
    if random.random() < 0.5:
        old.definition = no_document
    else:
        old.properties = no_document
    return new


AROUND = {
    "bc-auth-setting": _setting,
    "bc-auth-type": _authentication,
    "bc-connparam": _connection,
    "bc-host": _host,
    "bc-policy": _policy,
    "bc-title": _title,
    "bc-unreadable": _unreadable,
    "bc-version-bump": _same_version,
}
