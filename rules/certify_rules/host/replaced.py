"""Whether the host of the definition is what a call goes to, or something replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import Role

if TYPE_CHECKING:
    from certify.api import Definition, Files, Properties


def is_replaced(definition: Definition, properties: Properties, files: Files) -> bool:
    """Whether a policy `dynamichosturl`, or custom code, stands between every operation and `host`."""
    wanted = {operation.operation_id for operation in definition.operations}
    served: set[str] = set()
    for policy in properties.policies:
        if (policy.template or "").lower() == "dynamichosturl":
            if not policy.operation_names:
                return True
            served.update(policy.operation_names)
    if files.of(Role.SCRIPT) is not None:
        if not properties.script_operations:
            return True
        served.update(properties.script_operations)
    return wanted <= served


def is_on_premises(properties: Properties) -> bool:
    """Whether calls go through the on-premises data gateway, into a network where other names are valid."""
    capabilities = properties.body.get("capabilities")
    if isinstance(capabilities, list) and "gateway" in capabilities:
        return True
    return any(
        parameter.text("type") == "gatewaySetting" for parameter in properties.all_connection_parameters
    )
