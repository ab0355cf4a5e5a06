"""One entry of `policyTemplateInstances`: a policy template with its parameters and operations."""

from __future__ import annotations

from typing import Any

from certify.documents.node import Node

_PARAMETER = "x-ms-apimTemplateParameter."


class Policy(Node):
    """A policy. Parameter names are given without their prefix `x-ms-apimTemplateParameter.`."""

    @property
    def template(self) -> str | None:
        """`templateId` as written."""
        return self.text("templateId")

    @property
    def title(self) -> str | None:
        return self.text("title")

    @property
    def parameters(self) -> dict[str, Any]:
        """The template's parameters by short name."""
        return {
            key.removeprefix(_PARAMETER): value
            for key, value in self.mapping("parameters").items()
            if key.startswith(_PARAMETER)
        }

    @property
    def operation_names(self) -> list[str]:
        """`x-ms-apimTemplate-operationName`; empty means every operation."""
        value = self.mapping("parameters").get("x-ms-apimTemplate-operationName")
        return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []

    @property
    def section(self) -> str | None:
        """`x-ms-apimTemplate-policySection`."""
        value = self.mapping("parameters").get("x-ms-apimTemplate-policySection")
        return value if isinstance(value, str) else None

    @staticmethod
    def parameter_key(name: str) -> str:
        """The full member name of a template parameter, for places."""
        return _PARAMETER + name
