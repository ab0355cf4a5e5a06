"""Several ways to connect: `connectionParameterSets`."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    ConnectionSet,
    Node,
    Problem,
    Problems,
    Properties,
    documented,
    rule,
    safe,
)
from certify_rules.security.wording import quoted

_SET_MEMBERS = ("name", "uiDefinition", "parameters", "metadata")


@rule(ERROR, documented("multi-auth"))
def connset_shape(properties: Properties) -> Problems:
    """`connectionParameterSets` has a uiDefinition and values, each with its own name, uiDefinition and parameters.

    The dialog first asks for the set, then for its parameters. Every published connector with sets keeps to it.

    Bad (no name):
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - uiDefinition: {displayName: Nobody, description: Without signing in.}
                  parameters: {}
        definition: {security: null, securityDefinitions: null}
    Bad (no values):
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
        definition: {security: null, securityDefinitions: null}
    Good:
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: nobody
                  uiDefinition: {displayName: Nobody, description: Without signing in.}
                  parameters: {}
        definition: {security: null, securityDefinitions: null}
    """
    content = Node(properties.body, properties, ("properties",))
    if not isinstance(content.get("connectionParameterSets"), dict):
        return
    sets = Node(content.mapping("connectionParameterSets"), content, ("connectionParameterSets",))
    yield from _dialog(sets, "`connectionParameterSets`")
    for member in sets.value:
        if member not in ("uiDefinition", "values"):
            yield Problem(f"Nothing reads {quoted(member)} in `connectionParameterSets`.", sets.key(member))
    if not sets.items("values"):
        yield Problem(
            "`connectionParameterSets` has no `values`.", sets.at("values") if sets.has("values") else sets
        )
    names: set[str] = set()
    for index, value in enumerate(sets.items("values")):
        if not isinstance(value, dict):
            yield Problem("A connection parameter set must be an object.", sets.at("values", index))
    for one in properties.connection_sets:
        yield from _set(one, names)


def _set(one: ConnectionSet, names: set[str]) -> Problems:
    name = one.name
    if name is None or not name.strip():
        yield Problem(
            "The connection parameter set has no `name`.", one.at("name") if one.has("name") else one
        )
    elif name in names:
        yield Problem(f"There is another connection parameter set {quoted(name)}.", one.at("name"))
    else:
        names.add(name)
    where = f"the connection parameter set {quoted(name)}" if name else "the connection parameter set"
    yield from _dialog(one, where)
    if not isinstance(one.get("parameters"), dict):
        yield Problem(
            f"{where[0].upper()}{where[1:]} has no object `parameters`.",
            one.at("parameters") if one.has("parameters") else one,
        )
    for member in one.value:
        if member not in _SET_MEMBERS:
            yield Problem(f"Nothing reads {quoted(member)} in {where}.", one.key(member))
    for key, parameter in one.mapping("parameters").items():
        if not isinstance(parameter, dict):
            yield Problem(f"The parameter {quoted(key)} must be an object.", one.at("parameters", key))


def _dialog(node: Node, where: str) -> Problems:
    # Two published connectors write `displayname`, and their dialogs work.
    names = [value for key, value in node.mapping("uiDefinition").items() if key.lower() == "displayname"]
    if not any(isinstance(name, str) and name.strip() for name in names):
        place = node.at("uiDefinition") if node.has("uiDefinition") else node.place
        yield Problem(f"{where[0].upper()}{where[1:]} has no `displayName` in its `uiDefinition`.", place)


@rule(WARNING, documented("multi-auth"), fix="safe")
def connset_required(one: ConnectionSet) -> Problems:
    """Each parameter of a connection parameter set is required: `"required": "true"`.

    The documentation makes it mandatory, because the dialog of a set has no optional fields. Claims of a token and hidden
    parameters are not meant.

    Bad:
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: key
                  uiDefinition: {displayName: Key, description: With a key.}
                  parameters:
                    partnerKey:
                      type: securestring
                      uiDefinition: {displayName: Key, description: The key., tooltip: The key., constraints: {required: "false"}}
        definition: {security: null, securityDefinitions: null}
    Good:
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: key
                  uiDefinition: {displayName: Key, description: With a key.}
                  parameters:
                    partnerKey:
                      type: securestring
                      uiDefinition: {displayName: Key, description: The key., tooltip: The key., constraints: {required: "true"}}
        definition: {security: null, securityDefinitions: null}
    """
    for parameter in one.parameters:
        required = parameter.constraints.get("required")
        if parameter.is_oauth or parameter.is_hidden or ":" in parameter.name or not parameter.ui:
            continue
        # A truth value is reported for its type.
        if isinstance(required, bool) or (isinstance(required, str) and required.lower() == "true"):
            continue
        place = parameter.at("uiDefinition", "constraints")
        if required is not None:
            place, edit = place.at("required"), place.at("required").replace("true")
        elif isinstance(parameter.ui.get("constraints"), dict):
            edit = place.add("required", "true")
        else:
            place = parameter.at("uiDefinition")
            edit = place.add("constraints", {"required": "true"})
        yield Problem(
            f'The parameter {quoted(parameter.name)} of a set must be required: `"required": "true"`.',
            place,
            fix=safe(edit),
        )


@rule(NOTE, documented("multi-auth"))
def connset_plus_params(properties: Properties) -> Problems:
    """Connection parameter sets stand instead of `connectionParameters`, not beside them.

    Keep the old parameters only while connections of an earlier version use them, as most published connectors with sets
    do.

    Bad:
        properties:
          properties:
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: nobody
                  uiDefinition: {displayName: Nobody, description: Without signing in.}
                  parameters: {}
    Good:
        properties: {properties: {connectionParameters: {region: {type: string}}}}
    """
    if properties.connection_sets and properties.body.get("connectionParameters"):
        yield Problem(
            "`connectionParameters` stands beside `connectionParameterSets`; keep it only for connections of an earlier version.",
            properties.key("properties", "connectionParameters"),
        )
