"""The JSON types of the members of apiProperties.json."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    Node,
    Place,
    Problem,
    Problems,
    Properties,
    properties_validator,
    repository,
    rule,
)
from certify_rules.security.wording import quoted

_KINDS: dict[str, tuple[type, ...]] = {
    "a string": (str,),
    "an object": (dict,),
    "an array": (list,),
    "a string or null": (str, type(None)),
}

_TYPES = {
    "publisher": "a string",
    "stackOwner": "a string",
    "iconBrandColor": "a string",
    "capabilities": "an array",
    "connectionParameters": "an object",
    "connectionParameterSets": "an object",
    "policyTemplateInstances": "an array",
    "scriptOperations": "an array",
}
_ELEMENT_TYPES = {
    "capabilities": "a string",
    "policyTemplateInstances": "an object",
    "scriptOperations": "a string",
}
_PARAMETER_TYPES = {
    "type": "a string",
    "uiDefinition": "an object",
    "oAuthSettings": "an object",
}
_UI_TYPES = {
    "displayName": "a string",
    "description": "a string",
    "tooltip": "a string",
    "constraints": "an object",
}
_OAUTH_TYPES = {
    "identityProvider": "a string",
    "clientId": "a string or null",
    "redirectMode": "a string",
    "properties": "an object",
    "customParameters": "an object",
}


@rule(ERROR, properties_validator("Invalid type"), repository("schemas/paconn-apiProperties.schema.json"))
def props_json_type(properties: Properties) -> Problems:
    """Each member of apiProperties.json has the JSON type that the platform reads.

    The validator compares the file with a JSON schema: "Invalid type. Expected … but got …". No published connector
    breaks it.

    Bad (not an array):
        properties: {properties: {capabilities: actions}}
    Bad (not a string):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {tooltip: 7}}}}}
    Good:
        properties: {properties: {capabilities: [actions]}}
    """
    if properties.has("properties"):
        yield from _mistyped(
            {"properties": properties.get("properties")}, {"properties": "an object"}, properties.place
        )
    body = properties.at("properties")
    yield from _mistyped(properties.body, _TYPES, body)
    content = Node(properties.body, properties, ("properties",))
    for member, expected in _ELEMENT_TYPES.items():
        for index, entry in enumerate(content.items(member) if _TYPES[member] == "an array" else ()):
            yield from _mistyped_value(entry, expected, f"{member}[{index}]", body.at(member, index))
    for name, entry in content.mapping("connectionParameters").items():
        yield from _mistyped_value(entry, "an object", name, body.at("connectionParameters", name))
    for parameter in properties.all_connection_parameters:
        yield from _mistyped(parameter.value, _PARAMETER_TYPES, parameter.place)
        yield from _mistyped(parameter.ui, _UI_TYPES, parameter.at("uiDefinition"))
        if parameter.oauth is not None:
            yield from _mistyped(parameter.oauth.value, _OAUTH_TYPES, parameter.oauth.place)


def _mistyped(value: dict[str, Any], types: dict[str, str], place: Place) -> Problems:
    for member, expected in types.items():
        if member in value:
            yield from _mistyped_value(value[member], expected, member, place.at(member))


def _mistyped_value(value: Any, expected: str, name: str, place: Place) -> Problems:
    if not isinstance(value, _KINDS[expected]):
        yield Problem(f"{quoted(name)} is {_kind_of(value)}; {expected} is required.", place)


def _kind_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number"
    return next((kind for kind, types in _KINDS.items() if isinstance(value, types)), "something else")
