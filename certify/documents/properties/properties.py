"""The root of `apiProperties.json`, and the one walk over it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.node import Node, Root, Text
from certify.documents.properties.connection import ConnectionParameter, ConnectionSet
from certify.documents.properties.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.node import Object


class Properties(Root):
    """The whole file. Nearly everything is under its member `properties`; `body` is that object."""

    @property
    def body(self) -> Object:
        return self.mapping("properties")

    def member(self, name: str) -> str | None:
        """A member of `properties` when it is a string."""
        value = self.body.get(name)
        return value if isinstance(value, str) else None

    @property
    def publisher(self) -> str | None:
        return self.member("publisher")

    @property
    def stack_owner(self) -> str | None:
        return self.member("stackOwner")

    @property
    def brand_color(self) -> str | None:
        return self.member("iconBrandColor")

    @property
    def script_operations(self) -> list[str]:
        """`scriptOperations`: the operations that run through the script; empty means all."""
        value = self.body.get("scriptOperations")
        return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []

    @cached_property
    def connection_parameters(self) -> tuple[ConnectionParameter, ...]:
        """Those directly under `connectionParameters`."""
        value = self.body.get("connectionParameters")
        if not isinstance(value, dict):
            return ()
        return tuple(
            ConnectionParameter(entry, self, ("properties", "connectionParameters", name), name)
            for name, entry in value.items()
            if isinstance(entry, dict)
        )

    @cached_property
    def connection_sets(self) -> tuple[ConnectionSet, ...]:
        sets = self.body.get("connectionParameterSets")
        values = sets.get("values") if isinstance(sets, dict) else None
        if not isinstance(values, list):
            return ()
        return tuple(
            ConnectionSet(entry, self, ("properties", "connectionParameterSets", "values", index))
            for index, entry in enumerate(values)
            if isinstance(entry, dict)
        )

    @cached_property
    def all_connection_parameters(self) -> tuple[ConnectionParameter, ...]:
        """The direct ones and those of every set."""
        return self.connection_parameters + tuple(
            parameter for connection_set in self.connection_sets for parameter in connection_set.parameters
        )

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        value = self.body.get("policyTemplateInstances")
        if not isinstance(value, list):
            return ()
        return tuple(
            Policy(entry, self, ("properties", "policyTemplateInstances", index))
            for index, entry in enumerate(value)
            if isinstance(entry, dict)
        )


def walk_properties(properties: Properties) -> Iterator[Node]:
    """Every node once: the root, each connection parameter with its texts and OAuth settings, sets, policies."""
    yield properties
    for parameter in properties.connection_parameters:
        yield from _parameter(parameter)
    for connection_set in properties.connection_sets:
        yield connection_set
        for parameter in connection_set.parameters:
            yield from _parameter(parameter)
    yield from properties.policies


def _parameter(parameter: ConnectionParameter) -> Iterator[Node]:
    yield parameter
    if parameter.oauth is not None:
        yield parameter.oauth
    if parameter.ui:
        ui = Node(parameter.ui, parameter, ("uiDefinition",))
        for member, role in (("displayName", "title"), ("description", "description"), ("tooltip", "hint")):
            if isinstance(ui.value.get(member), str):
                yield Text(ui, member, role, not parameter.is_hidden)
