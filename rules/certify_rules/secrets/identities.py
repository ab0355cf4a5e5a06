"""Ids and addresses that say whose something is: tenants and people."""

from __future__ import annotations

import re

from certify.api import (
    OFF,
    WARNING,
    File,
    Pointer,
    Problem,
    Problems,
    Role,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.words import shown

_TENANT = re.compile(
    r"(?:login\.microsoftonline\.(?:com|us)|login\.windows\.net|sts\.windows\.net)/"
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
    re.IGNORECASE,
)
_GUID = re.compile(
    r"^\s*(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\s*$", re.IGNORECASE
)
_TENANT_MEMBER = re.compile(r'"tenantid"', re.IGNORECASE)
_TENANT_HOSTS = ("login.microsoftonline", "login.windows.net", "sts.windows.net")


@rule(WARNING, reviewer(1312), independent=WARNING, custom=OFF, fix="unsafe")
def secret_ids(file: File) -> Problems:
    """Neither an address of the sign-in nor `tenantId` names one tenant of Microsoft Entra.

    With a tenant's id only the people of that tenant can sign in, and the id says whose connector it was once. Write
    `common` or `organizations`, or let a connection parameter name the tenant. The client id has a rule of its own, and so
    have secrets. One published connector names a tenant.

    Bad:
        definition: {securityDefinitions: {OAuth2: {tokenUrl: "https://login.microsoftonline.com/3f6c1b52-7e94-4d0a-9b57-2e8a61d4c390/oauth2/token"}}}
    Bad (the tenant alone):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tenantId: {value: 3f6c1b52-7e94-4d0a-9b57-2e8a61d4c390}}}}}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {tokenUrl: "https://login.microsoftonline.com/common/oauth2/token"}}}
    """
    if file.role not in (Role.DEFINITION, Role.PROPERTIES):
        return
    names_alone = file.role is Role.PROPERTIES and _TENANT_MEMBER.search(file.text) is not None
    has_address = any(host in file.text for host in _TENANT_HOSTS) and _TENANT.search(file.text) is not None
    if not names_alone and not has_address:
        return
    for place, string in file.strings():
        if place.part != "value":
            continue
        is_tenant = (
            place.pointer[-3:-2] == ("customParameters",) and str(place.pointer[-2]).lower() == "tenantid"
        )
        found = (_GUID if is_tenant else _TENANT).search(string)
        if found is not None and len(set(found["id"])) > 5:
            yield Problem(
                f"This names the tenant `{found['id']}`; write `common`, or let the connection name it.",
                place.within(*found.span("id")),
                fix=unsafe(place.within(*found.span("id")).replace("common")),
            )


_PERSONAL = re.compile(
    r"(?<![\w.+-])(?P<name>[A-Za-z0-9][\w.+-]{1,63})@(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|gmx|aol|protonmail|live)"
    r"\.(?:com|net|org|de|co\.uk|fr)(?![\w.-]*\w)",
    re.ASCII | re.IGNORECASE,
)
# One sign before all of them, so that the search is quick where there is none.
_HOST = re.compile(
    r"@(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|gmx|aol|protonmail|live)\.", re.IGNORECASE
)
_NOBODY = re.compile(
    r"test|example|sample|demo|user|name|mail|someone|somebody|nobody|foo|bar|abc|xyz|john|jane|doe|smith|admin|info|contact"
    r"|support|hello|noreply|no-reply|^.{1,3}$",
    re.IGNORECASE,
)
_VALUES = frozenset({"example", "examples", "x-example", "x-examples", "default", "enum"})
_STAND_IN = "someone@example.com"


@rule(WARNING, repository("schemas/apiDefinition.swagger.schema.json"), custom=OFF, fix="safe")
def secret_pii(file: File) -> Problems:
    """Examples and default values have no address of a person.

    The definition is public, and a maker may send mail to whom an example names. Looked for are addresses at hosts where
    people have their private mail, such as gmail.com; `test`, `john.doe` and the like are nobody's. What the contact gives
    is meant to be known, and `x-ms-test-value` has a rule of its own. No published connector breaks this.

    Bad:
        definition: {definitions: {Item: {properties: {name: {example: petra.lindqvist77@gmail.com}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {example: someone@example.com}}}}}
    """
    if file.role is not Role.DEFINITION:
        return
    text = file.text
    if _HOST.search(text) is None or _PERSONAL.search(text) is None:
        return
    for place, string in file.strings():
        if place.part == "value" and _is_value(place.pointer):
            for found in _PERSONAL.finditer(string):
                if _NOBODY.search(found["name"]) is None:
                    at = place.within(*found.span())
                    yield Problem(
                        f"`{shown(found[0])}` may be the address of a person; write `{_STAND_IN}`.",
                        at,
                        fix=safe(at.replace(_STAND_IN)),
                    )


def _is_value(pointer: Pointer) -> bool:
    """Whether a place is in what is sent or received, and not in what describes it. Properties may have any name."""
    return any(
        token in _VALUES and not (index and pointer[index - 1] == "properties")
        for index, token in enumerate(pointer)
        if isinstance(token, str)
    )
