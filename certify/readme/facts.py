"""What a package says of itself that belongs in its readme, as plain values for the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.readme.operations import Entry, entries_of
from certify.readme.sign_in import Way, ways_of

if TYPE_CHECKING:
    from certify.core.package import Package
    from certify.core.rule import Profile
    from certify.documents.definition import Definition


_DESKS = frozenset(
    {"support", "team", "contact", "help", "helpdesk", "desk", "service", "forum", "sales", "info"}
)


class Facts(Struct, frozen=True):
    """Everything the templates say. Texts are the package's own, not escaped; empty where it says nothing."""

    title: str
    description: str
    publisher: str
    website: str
    operations: tuple[Entry, ...]
    ways: tuple[Way, ...]
    needs_gateway: bool
    deploy_command: str


def facts_of(package: Package, profile: Profile) -> Facts | None:
    """The facts; None when the package has no definition that can be read."""
    documents = Documents(package, profile)
    definition = documents.definition
    if definition is None:
        return None
    properties = documents.properties
    parameters = properties.all_connection_parameters if properties is not None else ()
    publisher = (properties.publisher if properties is not None else None) or ""
    return Facts(
        title=(definition.info.title or "").strip(),
        description=(definition.info.description or "").strip(),
        publisher=publisher.strip() or _contact(definition),
        website=_website(definition),
        operations=entries_of(definition),
        ways=ways_of(definition, properties),
        needs_gateway=any(parameter.type == "gatewaySetting" for parameter in parameters),
        deploy_command=_deploy_command(documents),
    )


def _contact(definition: Definition) -> str:
    """Who can be asked, when it is somebody: `Support Team` is a desk, and publishes nothing."""
    contact = definition.info.contact
    name = ((contact.name if contact is not None else None) or "").strip()
    return "" if _DESKS & set(name.casefold().replace("-", " ").split()) else name


def _website(definition: Definition) -> str:
    metadata = definition.metadata
    entry = metadata.entry("Website") if metadata is not None else None
    address = entry.content.strip() if entry is not None else ""
    return address if address.startswith("https://") and not set(address) & set(' <>"`') else ""


def _deploy_command(documents: Documents) -> str:
    parts = ["paconn create"]
    for option, role in (
        ("--api-def", Role.DEFINITION),
        ("--api-prop", Role.PROPERTIES),
        ("--script", Role.SCRIPT),
    ):
        if documents.file_of(role) is not None:
            # The canonical name: another one is a fault that the rules report.
            parts.append(f"{option} {role.value}")
    return " ".join(parts)
