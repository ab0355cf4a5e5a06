"""The addresses of the sign-in: that each is one, and somebody's."""

from __future__ import annotations

import re

from certify.api import ERROR, WARNING, OAuthSettings, Problem, Problems, documented, repository, rule, safe
from certify_rules.info.wording import is_absolute_url, is_nobodys
from certify_rules.security.wording import quoted

_ADDRESSES = frozenset(
    (
        "authorizationurl",
        "tokenurl",
        "refreshurl",
        "authorizationurltemplate",
        "tokenurltemplate",
        "refreshurltemplate",
        "loginuri",
    )
)
# What the platform or a connection parameter fills in, the whole host perhaps.
_FILLED_IN = re.compile(r"(?:https?://)?[^/?#]{0,200}\{", re.IGNORECASE)


@rule(
    ERROR,
    repository("schemas/paconn-apiProperties.schema.json"),
    documented("connection-parameters"),
    established=WARNING,
    fix="safe",
)
def oauth_address(oauth: OAuthSettings) -> Problems:
    """Each address of the sign-in is an absolute URL with somebody's host.

    The browser of the maker is sent to it, and there is nothing that a relative one could belong to. Names of connection
    parameters in braces are filled in. One published connector breaks this.

    Bad (a blank):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {refreshUrlTemplate: {value: "https://login.tidewaterstock.com/token "}}}}}}}
    Bad (no host):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: /oauth/token}}}}}}}
    Bad (no scheme):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: login.tidewaterstock.com/token}}}}}}}
    Bad (nobody's):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: "https://login.example.com/token"}}}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: "https://{Region}.tidewaterstock.com/token"}}}}}}}
    """
    for name in oauth.custom_parameters:
        text = oauth.custom_value(name) or ""
        address = text.strip()
        if name.lower() not in _ADDRESSES or not address or _FILLED_IN.match(address):
            continue
        place = oauth.at("customParameters", name, "value")
        if not is_absolute_url(address):
            yield Problem(f"`{name}` is {quoted(text)}, which is no absolute address with `https://`.", place)
        elif is_nobodys(address):
            yield Problem(f"`{name}` is {quoted(text)}, which is nobody's; give that of the service.", place)
        elif address != text:
            yield Problem(
                f"`{name}` has blanks around {quoted(address)}; leave them out.",
                place,
                fix=safe(place.replace(address)),
            )
