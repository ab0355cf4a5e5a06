"""The member `host`: that it is there, well formed, public, and the one that production uses."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Files,
    Has,
    Problem,
    Problems,
    Properties,
    advice,
    documented,
    policy,
    rule,
    safe,
    validator,
)
from certify_rules.host.replaced import is_on_premises, is_replaced
from certify_rules.words import shown

_HOST = re.compile(
    r"(?:(?!.{0,252}\.\.)[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
)
_SURROUNDED = re.compile(r"(?i)\s*(?:(?:https?:)?//)?([^\s/]+)/?\s*")
_EXPRESSION = re.compile(r"(?i)@\s*environmentVariables\s*\(")
_STAGE = re.compile(
    r"(?:^|[.\d_-])(dev|devel|develop|development|test|testing|tst|stage|staging|stg|uat|qa|pre-?prod(?:uction)?|non-?prod|sandbox|sbx|demo|mock|acceptance|playground)"
    r"(?=[.\d_-]|$)"
)
_BARE_WORD = re.compile(r"(?!localhost)[A-Za-z_][A-Za-z0-9_-]{0,62}(?::[0-9]{1,5})?")
# Of a registered domain only what no company is called.
_STAGED_DOMAIN = re.compile(r"[a-z0-9]-(staging|stg|uat|preprod|nonprod)\.[a-z]+$")
_LOCAL_ENDINGS = (".local", ".localhost", ".localdomain", ".internal", ".lan", ".intranet", ".home.arpa")
_TUNNELS = (
    ".ngrok.io",
    ".ngrok.app",
    ".ngrok.dev",
    ".ngrok-free.app",
    ".ngrok-free.dev",
    ".devtunnels.ms",
    ".trycloudflare.com",
    ".loca.lt",
    ".localtunnel.me",
    ".serveo.net",
)
_OWNED = "instance|domain|host|company|server|tenant|org|site|url|account|name"
_PLACEHOLDER = re.compile(
    rf"(?i)(?:^|[.-])(?:contoso|fabrikam|your[a-z-]{{0,40}}(?:{_OWNED})|my-?(?:{_OWNED})|to-?be-?replaced"
    r"|replace-?me|change-?me)(?=[.:-]|$)|(?:^|\.)(?:example|placeholder)(?=[.:]|$)"
)


@rule(ERROR, documented("certification-submission"), custom=OFF)
def host_present(definition: Definition) -> Problems:
    """The definition says which host the API is on.

    Calls go there; without it the connector has no address. Every published connector has a `host`, even where a policy
    replaces it.

    Bad:
        definition: {host: null}
    Bad (empty):
        definition: {host: ""}
    Good:
        definition: {host: stock.tidewaterstock.com}
    """
    if not definition.has("host"):
        yield Problem(
            "The definition has no `host`; add the name of the server, such as `api.tidewater.com`.",
            definition,
        )
    elif definition.host is not None and not definition.host.strip():
        yield Problem("`host` is empty; write the name of the server there.", definition.at("host"))


@rule(ERROR, validator("HostNameNotValid"), fix="safe")
def host_format(definition: Annotated[Definition, Has("host")]) -> Problems:
    """`host` is the name of a server, with a port at most.

    No scheme, no path, no blanks, no braces, no letters beyond ASCII: schemes stand in `schemes`, and what all paths begin
    with in `basePath`. A part that users give belongs in a policy `dynamichosturl`, not in braces.

    Bad (a scheme):
        definition: {host: "https://api.tidewaterstock.com"}
    Bad (a path):
        definition: {host: api.tidewaterstock.com/v1}
    Bad (braces):
        definition: {host: "{region}.tidewaterstock.com"}
    Good:
        definition: {host: "api.tidewaterstock.com:8443"}
    """
    host = definition.host
    if host is None or not host.strip() or _HOST.fullmatch(host) or _EXPRESSION.search(host):
        return
    at = definition.at("host")
    bare = _SURROUNDED.fullmatch(host)
    fix = safe(at.replace(bare[1])) if bare and _HOST.fullmatch(bare[1]) else None
    yield Problem(
        f"`{shown(host)}` is no host; write only the name of the server, without scheme or path.", at, fix=fix
    )


@rule(
    ERROR,
    policy("5000.2.6.4"),
    documented("certification-submission"),
    custom=OFF,
    established=WARNING,
)
def host_production(
    definition: Annotated[Definition, Has("host")], properties: Properties, files: Files
) -> Problems:
    """`host` is the production server, not one for development, tests or demonstrations.

    The certification refuses hosts with a part such as `dev`, `test`, `staging`, `uat`, `qa`, `sandbox` or `demo`. The
    last two parts of the name are not looked at (`dev.to` and `swapi.dev` are fine) but for an end such as `-staging` or
    `-uat`, and neither is a host that a policy `dynamichosturl` or custom code replaces for every operation. 3% of the
    certified connectors have such a host, most of them replaced.

    Bad:
        definition: {host: api-dev.tidewaterstock.com}
        script: null
        properties: {properties: {scriptOperations: null}}
    Bad (the domain):
        definition: {host: tidewaterstock-staging.com}
        script: null
        properties: {properties: {scriptOperations: null}}
    Good:
        definition: {host: api.tidewaterstock.dev}
    """
    host = definition.host
    if host is None or not _HOST.fullmatch(host) or _local_reason(host) or _PLACEHOLDER.search(host):
        return
    labels = host.lower().partition(":")[0].split(".")
    stage = _STAGE.search(".".join(labels[:-2])) or _STAGED_DOMAIN.search(".".join(labels[-2:]))
    if stage is not None and not is_replaced(definition, properties, files):
        yield Problem(
            f"`{shown(host)}` looks like a server for `{stage[1]}`; name the one that production uses.",
            definition.at("host"),
        )


@rule(ERROR, policy("5000.2.6.4"), advice(), custom=OFF)
def host_not_local(
    definition: Annotated[Definition, Has("host")], properties: Properties, files: Files
) -> Problems:
    """`host` can be reached from the cloud.

    `localhost`, private and link-local addresses, names such as `server.local` and tunnels such as ngrok lead nowhere, or
    to one developer's machine. Connectors for the on-premises data gateway are exempt: their calls start inside the
    user's network.

    Bad:
        definition: {host: "localhost:8080"}
    Bad (the address of a cloud's metadata service):
        definition: {host: 169.254.169.254}
    Bad (a tunnel):
        definition: {host: tidewater.ngrok.io}
        script: null
        properties: {properties: {scriptOperations: null}}
    Bad (no domain):
        definition: {host: stock-server}
        script: null
        properties: {properties: {scriptOperations: null}}
    Good:
        definition: {host: api.tidewaterstock.com}
    """
    host = definition.host
    if host is None:
        return
    reason = _local_reason(host)
    if reason is None or is_on_premises(properties) or _is_only_replaced(host, definition, properties, files):
        return
    yield Problem(
        f"`{shown(host)}` is {reason}; name a server that the cloud can reach.", definition.at("host")
    )


@rule(ERROR, documented("policy-templates/dynamichosturl/dynamichosturl"), policy("5000.2.6.4"), custom=OFF)
def host_placeholder(
    definition: Annotated[Definition, Has("host")], properties: Properties, files: Files
) -> Problems:
    """A placeholder in `host` is replaced for every operation.

    `contoso`, `example`, `yourdomain` and the like name nobody's server. They are fine where a policy `dynamichosturl`
    without a list of operations, or custom code, sends each call elsewhere; all published connectors with such a host
    but one do that.

    Bad:
        definition: {host: yourinstance.tidewaterstock.com}
        script: null
        properties: {properties: {scriptOperations: null}}
    Good:
        definition: {host: api.tidewaterstock.com}
    """
    host = definition.host
    if host is None or not _HOST.fullmatch(host):
        return
    if (
        _PLACEHOLDER.search(host)
        and not is_replaced(definition, properties, files)
        and not is_on_premises(properties)
    ):
        yield Problem(
            f"`{shown(host)}` is a placeholder, and nothing replaces it for every operation; name the server, or add a "
            "policy `dynamichosturl`.",
            definition.at("host"),
        )


@rule(ERROR, documented("environment-variables"), custom=OFF)
def host_env_variable(definition: Definition) -> Problems:
    """Neither `host` nor `basePath` holds an environment variable.

    `@environmentVariables("…")` works in a custom connector that is part of a solution, and nowhere else: a published
    connector has no environment to take it from.

    Bad:
        definition: {host: '@environmentVariables("tws_host")'}
    Bad (in the base path):
        definition: {basePath: '/@environmentVariables("tws_version")'}
    Good:
        definition: {host: '@environmentVariables("tws_host")'}
        $profile: custom
    """
    for member in ("host", "basePath"):
        text = definition.text(member)
        if text is not None and _EXPRESSION.search(text):
            yield Problem(
                f"`{member}` holds an environment variable, which a published connector cannot have; write the value.",
                definition.at(member),
            )


@rule(WARNING, advice())
def host_lookalike(definition: Annotated[Definition, Has("host")]) -> Problems:
    """`host` is not written in letters that merely look Latin.

    `xn--80ak6aa92e.com` is shown as `аррӏе.com`, in Cyrillic letters: whoever reads the pull request takes it for another
    server. Names with Latin letters beyond ASCII, such as `münchen.de`, are fine. No published connector has such a host.

    Bad:
        definition: {host: api.xn--80ak6aa92e.com}
    Good:
        definition: {host: api.xn--mnchen-3ya.de}
    """
    host = definition.host
    if host is None or "xn--" not in host.lower():
        return
    for label in host[:253].lower().partition(":")[0].split("."):
        shape = _decoded(label)
        if any(char.isalpha() and not unicodedata.name(char, "").startswith("LATIN") for char in shape):
            yield Problem(
                f"The part `{label}` of the host is shown as `{shape}`, in letters that are not Latin; make sure that it is "
                "the server that is meant.",
                definition.at("host"),
            )


def _decoded(label: str) -> str:
    """How a browser shows the label of an international name; empty for any other label."""
    if not label.startswith("xn--") or not label.isascii():
        return ""
    try:
        return label[4:].encode().decode("punycode")
    except (ValueError, OverflowError):
        return ""


def _local_reason(host: str) -> str | None:
    """What makes the host one that only some machines reach; None when it is public."""
    name = host.strip().lower().rstrip(".")
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if name == "localhost" or name.endswith(_LOCAL_ENDINGS):
        return "a name of a local network"
    if _BARE_WORD.fullmatch(host) and not _PLACEHOLDER.search(host):
        return "a name without a domain"
    if name.endswith(_TUNNELS):
        return "a tunnel to a developer's machine"
    try:
        address = ip_address(name)
    except ValueError:
        return None
    return None if address.is_global else "an address of a local network"


def _is_only_replaced(host: str, definition: Definition, properties: Properties, files: Files) -> bool:
    """Whether a policy replaces a tunnel or a bare word in every call; names of a local network are never that innocent."""
    is_innocent = host.lower().endswith(_TUNNELS) or _BARE_WORD.fullmatch(host) is not None
    return is_innocent and is_replaced(definition, properties, files)
