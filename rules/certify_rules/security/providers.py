"""What each OAuth identity provider needs: its addresses and templates, and who may use it."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Node,
    OAuthSettings,
    Problem,
    Problems,
    Properties,
    SecurityScheme,
    advice,
    documented,
    policy,
    repository,
    rule,
    unsafe,
)
from certify_rules.security.wording import quoted

_STANDARD_NAMES = frozenset(
    ("clientid", "clientsecret", "code", "redirecturl", "refreshtoken", "scopes", "state", "tenantid")
)
_BRACED = re.compile(r"(?<![{$])\{([A-Za-z][\w:.-]{0,80})\}(?!\})")


def _provider(oauth: OAuthSettings) -> str:
    return (oauth.identity_provider or "").lower()


def _lacking(oauth: OAuthSettings, *names: str) -> Problems:
    """A problem for each custom parameter that is absent, or has no value."""
    parameters = Node(oauth.custom_parameters, oauth, ("customParameters",))
    by_name = {name.lower(): name for name in parameters.value}
    for name in names:
        written = by_name.get(name.lower())
        if written is None:
            place = parameters.place if oauth.has("customParameters") else oauth.place
            yield Problem(
                f"The provider `{oauth.identity_provider}` needs the custom parameter `{name}`.", place
            )
        elif not (oauth.custom_value(name) or "").strip():
            yield Problem(
                f'The custom parameter `{written}` has no `{{"value": …}}`.', parameters.at(written)
            )


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), documented("connection-parameters"))
def oauth2_params(oauth: OAuthSettings) -> Problems:
    """The provider `oauth2` has authorizationUrl, tokenUrl and refreshUrl.

    Each is a custom parameter of the form `{"value": "https://…"}`. Without one of them nobody can sign in, or stays
    signed in for an hour only.

    Bad (missing):
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: oauth2
                  customParameters:
                    authorizationUrl: {value: "https://login.tidewaterstock.com/{region}/{partnerKey}/authorize"}
                    tokenUrl: {value: "https://login.tidewaterstock.com/token"}
    Good:
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: oauth2
                  customParameters:
                    authorizationUrl: {value: "https://login.tidewaterstock.com/{region}/{partnerKey}/authorize"}
                    tokenUrl: {value: "https://login.tidewaterstock.com/token"}
                    refreshUrl: {value: "https://login.tidewaterstock.com/token"}
    """
    if _provider(oauth) == "oauth2":
        yield from _lacking(oauth, "authorizationUrl", "tokenUrl", "refreshUrl")


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), documented("connection-parameters"))
def oauth2generic_params(oauth: OAuthSettings) -> Problems:
    """The provider `oauth2generic` has templates for the authorization, token and refresh addresses.

    authorizationUrlTemplate, tokenUrlTemplate and refreshUrlTemplate, each of the form `{"value": "https://…"}`; query
    and body templates are added as the service needs them. Every published connector of this provider has the three.

    Bad (missing):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {refreshUrlTemplate: null}}}}}}
    Bad (no value):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: ""}}}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {scopeListDelimiter: {value: ","}}}}}}}
    """
    if _provider(oauth) == "oauth2generic":
        yield from _lacking(oauth, "authorizationUrlTemplate", "tokenUrlTemplate", "refreshUrlTemplate")


@rule(WARNING, documented("connection-parameters"), advice())
def oauth2generic_placeholders(oauth: OAuthSettings, properties: Properties) -> Problems:
    """Each placeholder in an OAuth template stands for something.

    `{ClientId}`, `{ClientSecret}`, `{Code}`, `{RedirectUrl}`, `{RefreshToken}`, `{Scopes}` and `{State}` are filled
    in by the platform, the others from connection parameters and claims of the same name. One that is neither is sent
    as it stands.

    Bad:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: "https://login.tidewaterstock.com/{regoin}/oauth/token"}}}}}}}
    Good:
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: "https://login.tidewaterstock.com/{Region}/oauth/token"}}}}}}}
    """
    if _provider(oauth) != "oauth2generic":
        return
    known = {
        name.rpartition(":")[2].lower() for name in (one.name for one in properties.all_connection_parameters)
    }
    known |= {
        name.lower()
        for group in ("customParameters", "additionalParameters")
        for name in oauth.mapping(group)
    }
    known |= _STANDARD_NAMES
    # Values of a provider with additional parameters may be chosen by a claim, such as `{AU_domain}`.
    if oauth.has("additionalParameters"):
        return
    for name in oauth.custom_parameters:
        text = oauth.custom_value(name) or ""
        for found in _BRACED.finditer(text):
            if found[1].rpartition(":")[2].lower() not in known:
                yield Problem(
                    f"Nothing fills in the placeholder {quoted(found[0])}: there is no connection parameter of that name.",
                    oauth.at("customParameters", name, "value").within(*found.span()),
                )


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), established=WARNING)
def aad_params(oauth: OAuthSettings) -> Problems:
    """The provider `aad` has a resourceUri.

    It names the application whose data are reached, such as `https://graph.microsoft.com`. loginUri and tenantId
    (`common` for many tenants) are customary. One connector of this provider in twenty-five lacks it.

    Bad:
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: aad
                  customParameters: {loginUri: {value: "https://login.windows.net/{region}/{partnerKey}"}}
    Good:
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: aad
                  customParameters:
                    loginUri: {value: "https://login.windows.net/{region}/{partnerKey}"}
                    resourceUri: {value: "https://graph.microsoft.com"}
    """
    if _provider(oauth) == "aad":
        yield from _lacking(oauth, "resourceUri")


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), established=WARNING)
def aadcertificate_firstparty(oauth: OAuthSettings) -> Problems:
    """The provider `aadcertificate` is Microsoft's own: it needs `"IsFirstParty": "True"` and a resourceUri.

    Another publisher signs in with `aad`. Seven of Microsoft's published connectors have this provider.

    Bad:
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: aadcertificate
                  customParameters: {resourceUri: {value: "https://login.tidewaterstock.com/{region}/{partnerKey}"}}
    Good:
        properties:
          properties:
            connectionParameters:
              token:
                oAuthSettings:
                  identityProvider: aadcertificate
                  properties: {IsFirstParty: "True"}
                  customParameters: {resourceUri: {value: "https://login.tidewaterstock.com/{region}/{partnerKey}"}}
    """
    if _provider(oauth) != "aadcertificate":
        return
    if oauth.mapping("properties").get("IsFirstParty") != "True":
        yield Problem(
            '`aadcertificate` is for Microsoft\'s own applications with `"IsFirstParty": "True"`. Use `aad`.',
            oauth.at("identityProvider"),
        )
    yield from _lacking(oauth, "resourceUri")


@rule(ERROR, policy("5000.3.1.6"), fix="unsafe")
def oauth_https(subject: OAuthSettings | SecurityScheme) -> Problems:
    """Every address of the sign-in uses https.

    Codes and tokens pass through it. No published connector breaks this.

    Bad (in apiProperties.json):
        properties: {properties: {connectionParameters: {token: {oAuthSettings: {customParameters: {tokenUrlTemplate: {value: "http://login.tidewaterstock.com/token"}}}}}}}
    Bad (in the definition):
        definition: {securityDefinitions: {OAuth2: {tokenUrl: "http://login.tidewaterstock.com/token"}}}
    Good:
        definition: {securityDefinitions: {OAuth2: {tokenUrl: "https://login.tidewaterstock.com/token"}}}
    """
    if isinstance(subject, OAuthSettings):
        for name in subject.custom_parameters:
            text = subject.custom_value(name) or ""
            if text[:7].lower() == "http://":
                place = subject.at("customParameters", name, "value")
                yield Problem(
                    f"`{name}` is not encrypted. Use https.",
                    place,
                    fix=unsafe(place.replace(f"https://{text[7:]}")),
                )
        return
    for name in ("authorizationUrl", "tokenUrl"):
        text = subject.text(name) or ""
        if text[:7].lower() == "http://":
            place = subject.at(name)
            yield Problem(
                f"`{name}` is not encrypted. Use https.",
                place,
                fix=unsafe(place.replace(f"https://{text[7:]}")),
            )


@rule(OFF, advice(), independent=ERROR, custom=OFF, established=WARNING, aliases=("ip-no-oauth",))
def oauth_ip_unsupported(oauth: OAuthSettings) -> Problems:
    """An independent publisher's connector does not sign in with OAuth.

    Since 2025 such connectors are no longer accepted, because nobody can keep the client registration of a service that
    is not theirs. One in eleven of the older ones does.

    Bad:
        $profile: independent-publisher
        definition:
          securityDefinitions:
            APIKey: null
            OAuth2:
              type: oauth2
              flow: accessCode
              authorizationUrl: https://login.tidewaterstock.com/authorize
              tokenUrl: https://login.tidewaterstock.com/token
              scopes: {}
          security: [{OAuth2: []}]
        properties:
          properties:
            connectionParameters:
              token:
                type: oauthSetting
                oAuthSettings:
                  identityProvider: oauth2
                  clientId: "[[DUMMY]]"
                  scopes: [stock.read]
                  redirectMode: GlobalPerConnector
                  properties: {IsFirstParty: "False"}
                  customParameters:
                    authorizationUrl: {value: "https://login.tidewaterstock.com/{partnerKey}/authorize"}
                    tokenUrl: {value: "https://login.tidewaterstock.com/token"}
                    refreshUrl: {value: "https://login.tidewaterstock.com/token"}
    Good:
        $profile: independent-publisher
        properties: {properties: {connectionParameters: {partnerKey: {type: securestring}}}}
    """
    yield Problem(
        "OAuth connectors of independent publishers are no longer accepted; sign in with an API key, or let the owner of the service publish.",
        oauth,
    )
