"""How the connection dialog shows a parameter: `uiDefinition` and its constraints."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    ConnectionParameter,
    Node,
    Place,
    Problem,
    Problems,
    documented,
    policy,
    properties_validator,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.security.proposed import hint, label, ui_definition
from certify_rules.security.wording import quoted


def _is_shown(parameter: ConnectionParameter) -> bool:
    """Whether the dialog has a field for it; OAuth has a button, and the gateway a list of the platform's own."""
    return (
        bool(parameter.ui)
        and not parameter.is_oauth
        and not parameter.is_hidden
        and parameter.type != "gatewaySetting"
    )


@rule(ERROR, policy("5000.2.6.9"), documented("connection-parameters"), fix="unsafe")
def conn_uidefinition(parameter: ConnectionParameter) -> Problems:
    """A parameter that the maker fills in has a `uiDefinition`.

    Without it the dialog shows the bare name. OAuth parameters and claims of a token, such as `token:TenantId`, need
    none. No published connector breaks this.

    Bad (missing):
        properties: {properties: {connectionParameters: {region: {uiDefinition: null}}}}
    Bad (empty):
        properties:
          properties:
            connectionParameters:
              region: {uiDefinition: {displayName: null, description: null, tooltip: null, constraints: null}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {displayName: Region}}}}}
    """
    if parameter.is_oauth or parameter.type == "gatewaySetting" or ":" in parameter.name or parameter.ui:
        return
    if not parameter.has("uiDefinition"):
        yield Problem(
            f"The parameter {quoted(parameter.name)} has no `uiDefinition`.",
            parameter,
            fix=unsafe(parameter.place.add("uiDefinition", ui_definition(parameter))),
        )
    elif parameter.get("uiDefinition") == {}:
        yield Problem(
            f"The `uiDefinition` of the parameter {quoted(parameter.name)} is empty.",
            parameter.at("uiDefinition"),
            fix=unsafe(parameter.at("uiDefinition").replace(ui_definition(parameter))),
        )


@rule(ERROR, documented("connection-parameters"), fix="unsafe")
def conn_displayname(parameter: ConnectionParameter) -> Problems:
    """A parameter that the maker fills in has a display name.

    It is the label of the field. No published connector breaks this.

    Bad (missing):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {displayName: null}}}}}
    Bad (empty):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {displayName: ""}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {displayName: Region}}}}}
    """
    if _is_shown(parameter):
        yield from _lacking(parameter, "displayName", label(parameter))


@rule(ERROR, policy("5000.2.6.10"), documented("multi-auth"), established=WARNING)
def conn_description(parameter: ConnectionParameter) -> Problems:
    """A parameter that the maker fills in has a description.

    It says where the value is found. In a connection parameter set it may stand in `uiDefinition.schema`. One
    certified connector in eighty lacks it.

    Bad (missing):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {description: null}}}}}
    Bad (empty):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {description: ""}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {description: The region.}}}}}
    """
    if _is_shown(parameter):
        described = _ui(parameter).mapping("schema").get("description")
        if not (parameter.set_name is not None and isinstance(described, str) and described.strip()):
            yield from _lacking(parameter, "description")


@rule(
    WARNING,
    documented("certification-submission"),
    repository("templates/certified-connectors/readme.md"),
    fix="unsafe",
)
def conn_tooltip(parameter: ConnectionParameter) -> Problems:
    """A parameter that the maker fills in has a tooltip.

    One certified connector in twenty lacks it.

    Bad:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {tooltip: null}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {tooltip: Choose the region.}}}}}
    """
    if _is_shown(parameter):
        yield from _lacking(parameter, "tooltip", _ui(parameter).text("description") or hint(parameter))


def _ui(parameter: ConnectionParameter) -> Node:
    return Node(parameter.ui, parameter, ("uiDefinition",))


def _lacking(parameter: ConnectionParameter, member: str, proposed: str = "") -> Problems:
    ui = _ui(parameter)
    if not ui.has(member):
        # Another spelling is reported for what it is.
        if any(name.lower() == member.lower() for name in ui.value):
            return
        yield Problem(
            f"The parameter {quoted(parameter.name)} has no `{member}` in its `uiDefinition`.",
            ui,
            fix=unsafe(ui.place.add(member, proposed)) if proposed else None,
        )
    elif (text := ui.text(member)) is not None and not text.strip():
        yield Problem(
            f"The `{member}` of the parameter {quoted(parameter.name)} is empty.",
            ui.at(member),
            fix=unsafe(ui.at(member).replace(proposed)) if proposed else None,
        )


@rule(
    WARNING,
    properties_validator("Invalid value for the property within the UI Definition object"),
    reviewer(3097),
    fix="safe",
)
def conn_hidden_plain(parameter: ConnectionParameter) -> Problems:
    """A hidden claim of a token has no display name and no description.

    The dialog never shows them, and the validator refused one: "Invalid value for the description property within the
    UI Definition object". Taking both away mended it.

    Bad:
        properties:
          properties:
            connectionParameters:
              "token:TenantId":
                type: string
                metadata: {sourceType: AzureActiveDirectoryTenant}
                uiDefinition: {description: The tenant., constraints: {required: "false", hidden: "true"}}
    Good:
        properties:
          properties:
            connectionParameters:
              "token:TenantId":
                type: string
                metadata: {sourceType: AzureActiveDirectoryTenant}
                uiDefinition: {constraints: {required: "false", hidden: "true"}}
    """
    if ":" not in parameter.name or not parameter.is_hidden:
        return
    members = [member for member in ("displayName", "description") if member in parameter.ui]
    if members:
        places = [parameter.at("uiDefinition", member) for member in members]
        yield Problem(
            f"The hidden parameter {quoted(parameter.name)} has {' and '.join(f'`{member}`' for member in members)}, "
            f"which nobody sees and the validator refuses; remove {'them' if len(members) > 1 else 'it'}.",
            places[-1],
            fix=safe(*(place.remove() for place in places)),
        )


@rule(ERROR, repository("schemas/paconn-apiProperties.schema.json"), established=WARNING, fix="safe")
def conn_constraints_strings(parameter: ConnectionParameter) -> Problems:
    """`required` and `hidden` are the strings "true" and "false"; `clearText` is a truth value, `tabIndex` a number.

    Certification refused a truth value for `required`. One certified connector in forty-five, most of them old,
    mixes them up.

    Bad (a truth value):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: true}}}}}}
    Bad (a string):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {tabIndex: "1"}}}}}}
    Bad (a capital):
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: "True"}}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: "false"}}}}}}
    """
    place = parameter.at("uiDefinition", "constraints")
    for member, value in parameter.constraints.items():
        meant = _meant(member, value)
        if meant is not None:
            sentence, replacement = meant
            at = place.at(member)
            fix = safe(at.replace(replacement)) if replacement is not None else None
            yield Problem(f"`{member}` of {quoted(parameter.name)} {sentence}", at, fix=fix)


def _meant(member: str, value: Any) -> tuple[str, Any] | None:
    """What is wrong with a constraint's value, and the right one where it is plain; None when all is well."""
    if member in ("required", "hidden"):
        if isinstance(value, bool):
            return (
                'must be a string: write "true" or "false" in quotation marks.',
                "true" if value else "false",
            )
        if value not in ("true", "false"):
            small = value.strip().lower() if isinstance(value, str) else ""
            return (
                'must be the string "true" or "false", in small letters.',
                small if small in ("true", "false") else None,
            )
    elif member == "clearText" and not isinstance(value, bool):
        known = {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
        return ("must be true or false, without quotation marks.", known)
    elif member == "tabIndex" and (isinstance(value, bool) or not isinstance(value, int)):
        is_number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6
        return ("must be a whole number, without quotation marks.", int(value) if is_number else None)
    return None


@rule(NOTE, repository("schemas/paconn-apiProperties.schema.json"), fix="unsafe")
def conn_required_declared(parameter: ConnectionParameter) -> Problems:
    """A parameter that the maker fills in says whether it is required.

    Without `constraints.required` it is optional, and a connection without it fails later.

    Bad:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: null}}}}}}
    Good:
        properties: {properties: {connectionParameters: {region: {uiDefinition: {constraints: {required: "true"}}}}}}
    """
    ui = _ui(parameter)
    if not _is_shown(parameter) or "required" in parameter.constraints or parameter.set_name is not None:
        return
    place: Place = ui.at("constraints")
    if ui.has("constraints") and not isinstance(ui.get("constraints"), dict):
        return
    edit = (
        place.add("required", "true")
        if ui.has("constraints")
        else ui.place.add("constraints", {"required": "true"})
    )
    yield Problem(
        f'The parameter {quoted(parameter.name)} does not say whether it is `required`; add "true" or "false" to its `constraints`.',
        place if ui.has("constraints") else ui.place,
        fix=unsafe(edit),
    )
