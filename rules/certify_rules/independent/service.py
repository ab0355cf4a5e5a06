"""Whose service an independent publisher's connector calls, and whose addresses it shows."""

from __future__ import annotations

from urllib.parse import urlsplit

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    Properties,
    documented,
    rule,
)
from certify_rules.domains import registered_domain
from certify_rules.words import shown

_PAGE = "certification-submission-ip"
_LONGEST_URL = 2_000

# fmt: off
_MICROSOFT = frozenset((
    "bing.com", "dynamics.com", "live.com", "microsoft.com", "microsoftonline.com", "office.com", "office365.com",
    "onedrive.com", "outlook.com", "powerapps.com", "powerautomate.com", "powerbi.com", "powerplatform.com",
    "sharepoint.com", "visualstudio.com",
))
# fmt: on
_AZURE = ("management.azure.com", "dev.azure.com", "graph.windows.net")


@rule(OFF, documented(_PAGE), independent=WARNING, custom=OFF)
def ip_microsoft_service(definition: Definition, properties: Properties | None) -> Problems:
    """An independent publisher's connector to a service of Microsoft's own was agreed with Microsoft before.

    Connectors to its own services are for Microsoft to build; it accepts others after an agreement only. Two of a
    hundred published ones are of this kind. What runs on a customer's server in Azure is not meant.

    Bad:
        $profile: independent-publisher
        definition: {host: graph.microsoft.com}
    Good:
        $profile: independent-publisher
        definition: {host: tidewater-stock.azurewebsites.net}
    """
    host = (definition.host or "").lower().partition(":")[0]
    if host in _AZURE or registered_domain(host) in _MICROSOFT:
        at = definition.at("host")
        named = host
    elif properties is not None and _is_microsoft(properties.stack_owner or ""):
        at = properties.at("properties", "stackOwner")
        named = properties.stack_owner or ""
    else:
        return
    yield Problem(
        f"`{shown(named)}` is Microsoft's own. Ask for its agreement before the connector is submitted.", at
    )


def _is_microsoft(owner: str) -> bool:
    return owner.strip().lower().rstrip(".") in (
        "microsoft",
        "microsoft corporation",
        "microsoft corp",
        "microsoft inc",
    )


@rule(OFF, documented(_PAGE), independent=NOTE, custom=OFF)
def ip_privacy_of_service(definition: Definition, properties: Properties | None) -> Problems:
    """Website and privacy policy are those of the service, not of its independent publisher.

    The contact is the publisher, but what becomes of the data is for the owner of the service to say. An address of the
    contact's domain, where the calls go to another one and neither title nor stackOwner have its name, is taken for
    the publisher's own. One published connector in a hundred shows one.

    Bad:
        $profile: independent-publisher
        definition:
          info: {contact: {email: marta@quayside.example}}
          x-ms-connector-metadata: {1: {propertyValue: "https://www.quayside.example/privacy"}}
    Good:
        $profile: independent-publisher
        definition: {info: {contact: {email: marta@quayside.example}}}
    """
    contact, metadata = definition.info.contact, definition.metadata
    if contact is None or metadata is None or not definition.host:
        return
    publisher = registered_domain((contact.email or "").rpartition("@")[2])
    if "." not in publisher or publisher == registered_domain(definition.host.partition(":")[0]):
        return
    owner = f"{definition.info.title or ''} {(properties.stack_owner if properties else None) or ''}"
    if publisher.partition(".")[0].replace("-", "") in "".join(filter(str.isalnum, owner.lower())):
        return
    for name in ("Website", "Privacy policy"):
        entry = metadata.entry(name)
        if entry is not None and registered_domain(_host_of(entry.content)) == publisher:
            yield Problem(
                f"`{shown(entry.content)}` is on the publisher's domain; name the page of the service.",
                entry.at("propertyValue"),
            )


def _host_of(url: str) -> str:
    try:
        return urlsplit(url[:_LONGEST_URL].strip()).hostname or ""
    except ValueError:
        return ""
