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

_GATEWAY = "gatewaySetting"


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
    their constraints, and `gateway` is among the capabilities. API keys and custom code do not work through it. Of
    connection parameter sets, those that have the gateway parameter are meant.

    Bad (capability without the parameter):
        properties: {properties: {capabilities: [actions, gateway], scriptOperations: null}}
        script: null
    Bad (in a set):
        properties:
          properties:
            capabilities: [actions, gateway]
            scriptOperations: null
            connectionParameters: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: local
                  uiDefinition: {displayName: Local, description: Through the gateway.}
                  parameters:
                    gateway: {type: gatewaySetting, uiDefinition: {displayName: Gateway, description: The gateway., tooltip: The gateway., constraints: {required: "true"}}}
                    region: {type: string, uiDefinition: {displayName: Region, description: The region., tooltip: The region., constraints: {required: "true"}}}
        definition: {security: null, securityDefinitions: null}
        script: null
    Good:
        properties: {properties: {capabilities: [actions, triggers]}}
    """
    groups = (properties.connection_parameters, *(one.parameters for one in properties.connection_sets))
    local = [group for group in groups if any(parameter.type == _GATEWAY for parameter in group)]
    gateways = [parameter for group in local for parameter in group if parameter.type == _GATEWAY]
    content = Node(properties.body, properties, ("properties",))
    is_declared = "gateway" in content.strings("capabilities")
    if not gateways and not is_declared:
        return
    if not gateways:
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
    for parameter in (one for group in local for one in group):
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
