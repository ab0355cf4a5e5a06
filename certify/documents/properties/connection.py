"""What a maker gives to create a connection: parameters, sets of them, and OAuth settings."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.node import Node

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.node import Object


class ConnectionParameter(Node):
    """One connection parameter, of the package or of a set (`set_name` then names the set)."""

    def __init__(
        self, value: Object, owner: Node, steps: Pointer, name: str, set_name: str | None = None
    ) -> None:
        super().__init__(value, owner, steps)
        self.name = name
        self.set_name = set_name

    @property
    def type(self) -> str | None:
        return self.text("type")

    @property
    def is_oauth(self) -> bool:
        return self.type == "oauthSetting"

    @property
    def ui(self) -> Object:
        """`uiDefinition`; empty when it is absent."""
        return self.mapping("uiDefinition")

    @property
    def constraints(self) -> Object:
        """`uiDefinition.constraints`; empty when absent."""
        constraints = self.ui.get("constraints")
        return constraints if isinstance(constraints, dict) else {}

    @property
    def is_hidden(self) -> bool:
        """Whether the dialog hides it."""
        return str(self.constraints.get("hidden", "")).lower() == "true"

    @cached_property
    def oauth(self) -> OAuthSettings | None:
        value = self.value.get("oAuthSettings")
        return OAuthSettings(value, self, ("oAuthSettings",)) if isinstance(value, dict) else None


class OAuthSettings(Node):
    """`oAuthSettings` of a connection parameter."""

    @property
    def identity_provider(self) -> str | None:
        return self.text("identityProvider")

    @property
    def client_id(self) -> str | None:
        return self.text("clientId")

    @property
    def custom_parameters(self) -> Object:
        """`customParameters`: name to `{"value": …}`."""
        return self.mapping("customParameters")

    def custom_value(self, name: str) -> str | None:
        """The value of a custom parameter; names compare without regard to case, as the service does."""
        for key, entry in self.custom_parameters.items():
            if key.lower() == name.lower():
                value = entry.get("value") if isinstance(entry, dict) else None
                return value if isinstance(value, str) else None
        return None


class ConnectionSet(Node):
    """One entry of `connectionParameterSets.values`: a way to connect, with its own parameters."""

    @property
    def name(self) -> str | None:
        return self.text("name")

    @cached_property
    def parameters(self) -> tuple[ConnectionParameter, ...]:
        return tuple(
            ConnectionParameter(value, self, ("parameters", name), name, self.name or "")
            for name, value in self.children("parameters")
        )
