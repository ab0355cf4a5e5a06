"""Connections to a service on premises, through the data gateway."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Node,
    Package,
    Problem,
    Problems,
    Properties,
    documented,
    repository,
    rule,
)
from certify_rules.security.wording import quoted


@rule(
    ERROR,
    documented("faq"),
    documented("write-code"),
    repository("schemas/paconn-apiProperties.schema.json"),
    established=WARNING,
)
def gateway_shape(properties: Properties, definition: Definition | None, package: Package) -> Problems:
    """A connector for the data gateway has the gateway parameter, and nothing that the gateway cannot do.

    The parameter is called `gateway`, of type gatewaySetting; the other visible ones have `capability: ["gateway"]` in
    their constraints, and `gateway` is among the capabilities. API keys and custom code do not work through it.

    Bad (capability without the parameter):
        properties: {properties: {capabilities: [actions, gateway], scriptOperations: null}}
        script: null
    Good:
        properties: {properties: {capabilities: [actions, triggers]}}
    """
    gateways = [
        parameter for parameter in properties.connection_parameters if parameter.type == "gatewaySetting"
    ]
    content = Node(properties.body, properties, ("properties",))
    is_declared = "gateway" in content.strings("capabilities")
    if not gateways and not is_declared:
        return
    if not gateways:
        if properties.connection_sets:
            return
        yield Problem(
            "The capability `gateway` needs a connection parameter `gateway` of type `gatewaySetting`.",
            content.at("capabilities", content.items("capabilities").index("gateway")),
        )
    elif not is_declared:
        yield Problem(
            "`capabilities` does not name `gateway`.",
            content.at("capabilities") if content.has("capabilities") else content,
        )
    for parameter in gateways:
        if parameter.name != "gateway":
            yield Problem(
                f"The gateway parameter is called {quoted(parameter.name)}; call it `gateway`.", parameter
            )
    for parameter in properties.connection_parameters if gateways else ():
        constraints = Node(parameter.constraints, parameter, ("uiDefinition", "constraints"))
        if parameter in gateways or parameter.is_hidden or "gateway" in constraints.strings("capability"):
            continue
        if not parameter.is_oauth and ":" not in parameter.name:
            yield Problem(
                f'The parameter {quoted(parameter.name)} has no `"capability": ["gateway"]` in its constraints.',
                parameter,
            )
    if definition is not None:
        for scheme in definition.security_schemes.values():
            if scheme.type == "apiKey" and gateways:
                yield Problem("API keys do not work through the gateway.", scheme)
    scripts = [path for path in package.files if path.lower() == "script.csx"]
    if scripts:
        yield Problem(
            "Custom code does not run on connections through the gateway.",
            content.at("capabilities") if is_declared else content,
        )
