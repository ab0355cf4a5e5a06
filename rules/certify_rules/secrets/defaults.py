"""Passwords and keys that are given as default values."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    Annotated,
    ConnectionParameter,
    Has,
    Parameter,
    Problem,
    Problems,
    Schema,
    advice,
    is_stand_in,
    repository,
    rule,
    secrets_in,
    unsafe,
)
from certify_rules.security.wording import is_placeholder, is_secret_name, quoted

# What pages and changes are continued with is no secret.
_HARMLESS = re.compile(
    r"(?:page|paging|next|continuation|sync|skip|delta|cursor|csrf|map|sort|partition|cache|object|resume)[_\s-]?(?:token|key)$"
    r"|^(?:token|key)$",
    re.IGNORECASE,
)
_SHORTEST = 8


@rule(ERROR, repository(".pipelines/security.yml"), advice(), fix="unsafe")
def secret_default(
    subject: Annotated[Parameter, Has("default")]
    | Annotated[Schema, Has("default")]
    | Annotated[ConnectionParameter, Has("default")],
) -> Problems:
    """A key, secret or password has no default value.

    The default is published with the connector, and everybody's flows would sign in with it. Ask for the value in the
    connection dialog. Stand-ins such as `your-api-key` pass. No certified connector has one. No output shows the value.

    Bad:
        definition: {parameters: {WarehouseFilter: {name: api_key, default: kV8w2Zt0mQ41}}}
    Good:
        definition: {parameters: {WarehouseFilter: {name: warehouseKey, default: <your key>}}}
    """
    value = subject.text("default")
    name = subject.name
    if not value or not name or len(value) < _SHORTEST or not is_secret_name(name) or _HARMLESS.search(name):
        return
    if (
        is_placeholder(value)
        or is_stand_in(value)
        or " " in value
        or "@" in value
        or not any(character.isdigit() for character in value)
        or next(secrets_in(value), None) is not None
    ):
        return
    at = subject.at("default")
    yield Problem(
        f"{quoted(name)} is a secret, and its default value is published. Withdraw the value, and remove the default.",
        at,
        # What must be sent, and nobody is asked for, would have no value then.
        fix=None if isinstance(subject, Parameter) and subject.is_required else unsafe(at.remove()),
        secrets=(at,),
    )
