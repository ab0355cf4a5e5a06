"""The host to which the policy `dynamichosturl` sends calls."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    ConnectionParameter,
    Definition,
    Place,
    Policy,
    Problem,
    Problems,
    Properties,
    advice,
    documented,
    rule,
    unsafe,
)
from certify.api import policy as policy_code
from certify_rules.domains import registered_domain
from certify_rules.host.replaced import is_on_premises
from certify_rules.policies.expressions import calls_in
from certify_rules.policies.templates import template_id
from certify_rules.words import shown

_PAGE = "policy-templates/dynamichosturl/dynamichosturl"
_URL_PARAMETERS = {"dynamichosturl": "urlTemplate", "setvaluefromurl": "parameterValueUrl"}
_LONGEST_TEXT = 2_000
# The part that differs may stand in brackets: `<your account>.example.com`.
_ADDRESS = re.compile(
    r"(?<![\w.@-])(?:[<{\[][\w .-]{1,40}[>}\]]|[\w-])(?:[<{\[][\w .-]{1,40}[>}\]]|[\w-]){0,60}(?:\.[a-z\d-]{1,60}){2,5}(?![\w-])",
    re.IGNORECASE,
)


@rule(ERROR, policy_code("5000.3.1.6"), documented(_PAGE), fix="unsafe")
def policy_host_https(policy: Policy, properties: Properties) -> Problems:
    """A policy sends calls to `https` addresses.

    The URL of `dynamichosturl` begins with `https://`, or with an expression that yields the whole address. Whatever
    users send, keys and passwords among it, crosses the network unprotected otherwise. Connectors for the on-premises
    data gateway are exempt. No published connector breaks it.

    Bad:
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the region
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "http://@connectionParameters('region').tidewaterstock.com"}
    Bad (by default):
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the region
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "@connectionParameters('region', 'http://eu.tidewaterstock.com')"}
    Bad (no scheme):
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the region
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "tidewaterstock.com/@connectionParameters('region')"}
    Good:
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the region
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "https://@connectionParameters('region').tidewaterstock.com"}
    """
    template = template_id(policy)
    name = _URL_PARAMETERS.get(template)
    if name is None or is_on_premises(properties):
        return
    url = policy.parameters.get(name)
    if not isinstance(url, str) or not url.strip():
        return
    at = policy.at("parameters", policy.parameter_key(name))
    lowered = url.lower()
    if lowered.startswith("http://"):
        yield _unprotected(url, at, 0)
    elif lowered.startswith("@"):
        first = next(calls_in(url), None)
        if first is not None and first.start == 0 and first.default.lower().startswith("http://"):
            yield _unprotected(first.default, at, first.default_start)
    elif template == "dynamichosturl" and not lowered.startswith("https://"):
        yield Problem(
            f"The URL `{shown(url)}` begins neither with `https://` nor with an expression; write it in full.",
            at,
        )


def _unprotected(url: str, at: Place, start: int) -> Problem:
    spot = at.within(start, start + len("http://"))
    return Problem(
        f"Calls go unprotected to `{shown(url)}`; use `https`.", spot, fix=unsafe(spot.replace("https://"))
    )


@rule(NOTE, advice(), documented(_PAGE))
def policy_host_dynamic(policy: Policy) -> Problems:
    """The URL of a `dynamichosturl` for all operations has an expression.

    A fixed address for all of them is what `host` and `basePath` of the definition are for, and there it is seen. A
    fixed one for some operations, where the others live elsewhere, is not reported.

    Bad:
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "https://eu.tidewaterstock.com"}
    Good:
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the documents
                parameters:
                  x-ms-apimTemplate-operationName: [UploadDocument]
                  x-ms-apimTemplateParameter.urlTemplate: https://files.tidewaterstock.com
    """
    if template_id(policy) != "dynamichosturl" or policy.operation_names:
        return
    url = policy.parameters.get("urlTemplate")
    if isinstance(url, str) and url.strip() and "@" not in url:
        yield Problem(
            f"The address `{shown(url)}` is fixed and for all operations; write it as `host` and `basePath`.",
            policy.at("parameters", policy.parameter_key("urlTemplate")),
        )


@rule(NOTE, advice(), documented(_PAGE), custom=OFF)
def policy_host_openended(policy: Policy, properties: Properties, definition: Definition) -> Problems:
    """Where all hosts are of one domain, a maker gives the sub-domain only.

    If the whole host can be typed, a slip or a trick sends the credentials of the connection to any server of the
    world. `https://@connectionParameters('account').example.com` leaves no such choice. It is reported only where the
    parameter's own text shows another address of the domain of `host`; a service that customers run on servers of
    their own needs the whole address.

    Bad:
        properties:
          properties:
            connectionParameters:
              address:
                type: string
                uiDefinition:
                  displayName: Account Address
                  description: The address of the account, such as harbour.tidewaterstock.com.
                  tooltip: Copy the address from the browser.
                  constraints: {required: "true"}
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the account
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "https://@connectionParameters('address')/v1"}
    Good:
        properties:
          properties:
            connectionParameters:
              address:
                type: string
                uiDefinition:
                  displayName: Account Address
                  description: The first part of the address, such as harbour.
                  tooltip: Copy it from the browser.
                  constraints: {required: "true"}
            policyTemplateInstances:
              "+":
                templateId: dynamichosturl
                title: Call the server of the account
                parameters: {x-ms-apimTemplateParameter.urlTemplate: "https://@connectionParameters('address').tidewaterstock.com/v1"}
    """
    if template_id(policy) != "dynamichosturl" or not definition.host:
        return
    url = policy.parameters.get("urlTemplate")
    first = next(calls_in(url), None) if isinstance(url, str) else None
    if (
        not isinstance(url, str)
        or first is None
        or first.name is None
        or first.function != "connectionparameters"
        or first.default
    ):
        return
    if url[: first.start].lower() not in ("", "https://") or url[first.end : first.end + 1] not in ("", "/"):
        return
    host = definition.host.lower()
    named = first.name.lower()
    for parameter in properties.all_connection_parameters:
        if parameter.name.lower() == named and "allowedValues" not in parameter.constraints:
            address = _address_in(parameter, host)
            if address is not None:
                yield Problem(
                    f"Makers type a whole address, such as `{shown(address)}`. Ask for the part of it that differs, "
                    "and write the domain into the URL.",
                    policy.at("parameters", policy.parameter_key("urlTemplate")),
                )
                return


def _address_in(parameter: ConnectionParameter, host: str) -> str | None:
    """An address of the host's domain, but not the host itself, that the parameter's texts show to makers."""
    domain = registered_domain(host)
    for member in ("displayName", "description", "tooltip"):
        text = parameter.ui.get(member)
        if isinstance(text, str):
            for found in _ADDRESS.finditer(text, 0, _LONGEST_TEXT):
                if found[0].lower().endswith(f".{domain}") and found[0].lower() != host:
                    return found[0]
    return None
