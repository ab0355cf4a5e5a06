"""Who the connector is: `info`, its contact, its metadata, and its security schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.documents.node import Node

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.node import Object


class Info(Node):
    """`info` of the definition."""

    @property
    def title(self) -> str | None:
        return self.text("title")

    @property
    def description(self) -> str | None:
        return self.text("description")

    @property
    def version(self) -> str | None:
        return self.text("version")

    @property
    def contact(self) -> Contact | None:
        value = self.value.get("contact")
        return Contact(value, self, ("contact",)) if isinstance(value, dict) else None


class Contact(Node):
    """`info.contact`: name, url, email."""

    @property
    def name(self) -> str | None:
        return self.text("name")

    @property
    def url(self) -> str | None:
        return self.text("url")

    @property
    def email(self) -> str | None:
        return self.text("email")


class Metadata(Node):
    """`x-ms-connector-metadata`: an array of entries, each with `propertyName` and `propertyValue`."""

    def __init__(self, entries: list[Any], owner: Node) -> None:
        super().__init__({}, owner, ("x-ms-connector-metadata",))
        self.entries = tuple(
            MetadataEntry(value, self, (index,))
            for index, value in enumerate(entries)
            if isinstance(value, dict)
        )

    def entry(self, name: str) -> MetadataEntry | None:
        """The first entry of that name; Microsoft compares without regard to case."""
        return next((entry for entry in self.entries if entry.name.lower() == name.lower()), None)


class MetadataEntry(Node):
    """One entry of the connector metadata."""

    @property
    def name(self) -> str:
        return self.text("propertyName") or ""

    @property
    def content(self) -> str:
        return self.text("propertyValue") or ""


class SecurityScheme(Node):
    """One entry of `securityDefinitions`."""

    __slots__ = ("name",)

    def __init__(self, value: Object, owner: Node, steps: Pointer, name: str) -> None:
        super().__init__(value, owner, steps)
        self.name = name

    @property
    def type(self) -> str | None:
        return self.text("type")


class SecurityRequirement(Node):
    """One element of a `security` array, of the definition or of an operation: scheme names with their scopes."""
