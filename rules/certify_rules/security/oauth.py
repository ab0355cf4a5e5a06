"""How makers sign in with OAuth: the provider, the client, the redirect and the scopes."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Node,
    OAuthSettings,
    Problem,
    Problems,
    Properties,
    advice,
    checker,
    documented,
    properties_validator,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.security.wording import is_placeholder, quoted
from certify_rules.words import enumerated

_PROVIDERS = ("oauth2", "oauth2generic", "aad", "aadcertificate", "facebook")
_CHOICE = enumerated(_PROVIDERS, word="or")
_DUMMY = "[[DUMMY]]"
_REDIRECT_HOSTS = re.compile(
    r"https://[\w.-]{0,100}\.(?:azure-apim\.(?:net|us|cn)|powerapps\.com|microsoft\.com)(?:[/:].*)?",
    re.IGNORECASE,
)
_WHOLLY_PLACEHOLDER = re.compile(
    r"\s*(?:\{[^{}]{3,}\}|<[^<>]{3,}>|<<[^<>]{3,}>>|\[{1,2}[^\[\]]{3,}\]{1,2}"
    r"|(?:(?:your|my|some)[ _-]?)?scopes?[ _-]?\d?(?:[ _-]?(?:here|names?))?)\s*",
    re.IGNORECASE,
)


@rule(
    ERROR,
    checker("connector-validate-connectionparam-oauth2idp"),
    repository("schemas/paconn-apiProperties.schema.json"),
    established=WARNING,
)
def oauth_idp(oauth: OAuthSettings) -> Problems:
    """The identity provider is oauth2, oauth2generic, aad, aadcertificate or facebook.

    Another one works only where Microsoft has registered it for the service, as `DocuSign`; two certified connectors
    have such a one.

    Bad (unknown):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {identityProvider: tidewater}}}}}
    Bad (missing):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {identityProvider: null}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {identityProvider: oauth2generic}}}}}
    """
    provider = oauth.identity_provider
    if not oauth.has("identityProvider"):
        yield Problem(f"The OAuth settings have no `identityProvider`; it is {_CHOICE}.", oauth)
    elif provider is not None and provider.lower() not in _PROVIDERS:
        yield Problem(
            f"The identity provider {quoted(provider)} is not open to everyone; use {_CHOICE}.",
            oauth.at("identityProvider"),
        )


@rule(
    ERROR,
    repository("README.md"),
    reviewer(1312),
    reviewer(589),
    reviewer(611),
    reviewer(654),
    custom=NOTE,
    aliases=("AP.clientIdNotDummy", "clientId-dummy"),
    fix="safe",
)
def oauth_clientid_placeholder(oauth: OAuthSettings) -> Problems:
    """The client id is a placeholder.

    The real one is given in Partner Center and never in the file, which becomes public. `[[DUMMY]]`, `<client id>`, zeros
    or nothing will do. One certified OAuth connector in fourteen gives its own away.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {clientId: 5d2f6c1e-83b4-4c0a-9f57-1e6b2a94d378}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {clientId: <enter your client id>}}}}}
    """
    for name in oauth.value:
        # Another spelling gives the id away as well.
        client_id = oauth.text(name) if name.lower().replace("_", "") == "clientid" else None
        if client_id is None or is_placeholder(client_id):
            continue
        place = oauth.at(name)
        yield Problem(
            f"The clientId {quoted(client_id)} looks real. Put `{_DUMMY}` in its place; the real one goes to Partner Center.",
            place,
            fix=safe(place.replace(_DUMMY)),
        )


@rule(
    ERROR,
    repository("README.md"),
    documented("connection-parameters"),
    established=WARNING,
    aliases=("secret-clientsecret",),
    fix="safe",
)
def oauth_clientsecret_absent(oauth: OAuthSettings) -> Problems:
    """The OAuth settings hold no client secret, in no spelling.

    It is given in Partner Center. What is committed once is public for good: withdraw a secret that was. A placeholder
    has no use either.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {clientSecret: kV8w2Zt0}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {clientId: "[[DUMMY]]"}}}}}
    """
    for path in ((), ("properties",), ("customParameters",), ("additionalParameters",)):
        group = Node(oauth.mapping(path[0]), oauth, path) if path else oauth
        for name in group.value:
            if name.lower().replace("_", "") != "clientsecret":
                continue
            content = group.text(name) or group.mapping(name).get("value")
            if isinstance(content, str) and content.strip():
                place = group.at(name)
                yield Problem(
                    f"The OAuth settings hold `{name}`. Remove it; a secret goes to Partner Center.",
                    place,
                    fix=safe(place.remove()),
                    secrets=()
                    if is_placeholder(content)
                    else (place.at("value") if group.mapping(name) else place,),
                )


@rule(
    ERROR,
    properties_validator("Value is not defined in enum"),
    reviewer(3162),
    reviewer(3035),
    reviewer(3255),
    documented("certification-submission"),
    custom=OFF,
    established=WARNING,
    aliases=("AP.redirectModeGlobal", "redirectMode-GlobalPerConnector"),
    fix="unsafe",
)
def oauth_redirectmode(oauth: OAuthSettings) -> Problems:
    """`redirectMode` is "GlobalPerConnector".

    Required of new and updated OAuth connectors since February 2024: each connector has a redirect address of its own,
    so that one cannot take another's codes. Register the new address with the service before the update. Connectors
    from before have `Global`.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {redirectMode: Global}}}}}
    Bad (missing):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {redirectMode: null}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {redirectMode: GlobalPerConnector}}}}}
    """
    wanted = "GlobalPerConnector"
    # The address that belonged to the old mode has no use beside the new one.
    surplus = [oauth.at("redirectUrl").remove()] if oauth.has("redirectUrl") else []
    mode = oauth.text("redirectMode")
    if not oauth.has("redirectMode"):
        yield Problem(
            f"The OAuth settings have no `redirectMode`; set it to `{wanted}`.",
            oauth,
            fix=unsafe(oauth.place.add("redirectMode", wanted), *surplus),
        )
    elif mode is not None and mode != wanted:
        place = oauth.at("redirectMode")
        yield Problem(
            f"`redirectMode` is {quoted(mode) if mode.strip() else 'empty'}; new and updated connectors have `{wanted}`.",
            place,
            fix=unsafe(place.replace(wanted), *surplus),
        )


@rule(WARNING, reviewer(3386), reviewer(3255), custom=OFF, fix="safe")
def oauth_redirecturl(oauth: OAuthSettings) -> Problems:
    """There is no `redirectUrl` beside "GlobalPerConnector", and none that is not Microsoft's.

    The address follows from the connector; reviewers ask to remove it. An address elsewhere never receives the
    answer.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {redirectUrl: "https://global.consent.azure-apim.net/redirect"}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {redirectMode: GlobalPerConnector}}}}}
    """
    if not oauth.has("redirectUrl"):
        return
    url, place = oauth.text("redirectUrl") or "", oauth.at("redirectUrl")
    if oauth.text("redirectMode") == "GlobalPerConnector":
        yield Problem(
            "`redirectUrl` has no use beside the redirectMode `GlobalPerConnector`. Remove it.",
            place,
            fix=safe(place.remove()),
        )
    elif url and not is_placeholder(url) and not _REDIRECT_HOSTS.fullmatch(url[:500]):
        yield Problem(f"The redirectUrl {quoted(url)} is not Microsoft's, where the answer must go.", place)


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), fix="safe")
def oauth_scopes_array(oauth: OAuthSettings) -> Problems:
    """`scopes` is an array of strings.

    The platform joins them itself, with the delimiter that the provider wants. No published connector writes one string.

    Bad (a string):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: stock.read}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: [stock.read, stock.write]}}}}}
    """
    scopes = oauth.get("scopes")
    place = oauth.at("scopes")
    if isinstance(scopes, str):
        yield Problem(
            "`scopes` is a string; write an array of strings.", place, fix=safe(place.replace(scopes.split()))
        )
    elif oauth.has("scopes") and not isinstance(scopes, list):
        yield Problem("`scopes` must be an array of strings.", place)
    for index, scope in enumerate(oauth.items("scopes")):
        if not isinstance(scope, str):
            yield Problem("A scope must be a string.", place.at(index))


@rule(WARNING, reviewer(1141), aliases=("oauth-scope-placeholder",))
def oauth_scope_real(oauth: OAuthSettings, properties: Properties) -> Problems:
    """The scopes are real ones, not what a template left.

    Unlike the client id they take effect as they stand; reviewers send back `{API permissions …}`. The name of a
    connection parameter in braces is filled in.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: ["<your scopes>"]}}}}}
    Bad (without braces):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: [scope1]}}}}}
    Bad (empty):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: [""]}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {scopes: [stock.read]}}}}}
    """
    claims = {parameter.name.rpartition(":")[2].lower() for parameter in properties.all_connection_parameters}
    for index, scope in enumerate(oauth.items("scopes")):
        if not isinstance(scope, str) or scope.strip("{} ").lower() in claims:
            continue
        if not scope.strip():
            yield Problem("The scope is empty. Name the real one.", oauth.at("scopes", index))
        elif _WHOLLY_PLACEHOLDER.fullmatch(scope[:500]):
            yield Problem(
                f"The scope {quoted(scope)} is a placeholder. Name the real one.", oauth.at("scopes", index)
            )


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"), advice(), fix="unsafe")
def oauth_isfirstparty(oauth: OAuthSettings, properties: Properties) -> Problems:
    """The OAuth settings say `"IsFirstParty": "False"`, as a string.

    Only Microsoft's own applications are first party. One certified OAuth connector in twelve leaves it out.

    Bad (missing):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {properties: {IsFirstParty: null}}}}}}
    Bad (a truth value):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {properties: {IsFirstParty: false}}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {properties: {IsFirstParty: "False"}}}}}}
    Good (Microsoft's own):
        properties: {properties: {publisher: Microsoft, stackOwner: Microsoft, connectionParameters: {token: {oAuthSettings: {properties: {IsFirstParty: "True"}}}}}}
        readme: {$replace: {"## Publisher: Quayside Software Ltd": "## Publisher: Microsoft"}}
    """
    if (oauth.identity_provider or "").lower() == "aadcertificate":
        return
    settings = Node(oauth.mapping("properties"), oauth, ("properties",))
    if not oauth.has("properties"):
        edit = oauth.place.add("properties", {"IsFirstParty": "False"})
        yield Problem('`properties` with `"IsFirstParty": "False"` is missing.', oauth, fix=unsafe(edit))
    elif isinstance(oauth.get("properties"), dict) and not settings.has("IsFirstParty"):
        edit = settings.place.add("IsFirstParty", "False")
        yield Problem('`"IsFirstParty": "False"` is missing.', settings, fix=unsafe(edit))
    elif settings.has("IsFirstParty") and settings.text("IsFirstParty") not in ("False", "false"):
        place, value = settings.at("IsFirstParty"), settings.get("IsFirstParty")
        if value in ("True", "true") and (properties.stack_owner or "").casefold().startswith("microsoft"):
            return
        what = f"the truth value `{str(value).lower()}`" if isinstance(value, bool) else quoted(value)
        message = f'`IsFirstParty` is {what}; write the string "False".'
        yield Problem(message, place, fix=unsafe(place.replace("False")))
