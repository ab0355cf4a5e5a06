"""The parameters of a policy: those that its template needs, no others, and with values that it takes."""

from __future__ import annotations

from typing import Any

from certify.api import (
    ERROR,
    Edit,
    Fix,
    Place,
    Policy,
    Problem,
    Problems,
    documented,
    properties_validator,
    repository,
    rule,
    safe,
    unsafe,
)
from certify_rules.policies.templates import (
    OPERATIONS,
    SECTION,
    Template,
    has_parameter,
    template_id,
    template_of,
)
from certify_rules.words import shown

_SCHEMA = "schemas/paconn-apiProperties.schema.json"
_MEMBERS = ("templateId", "title", "type", "parameters")
_EXISTS_ACTIONS = ("override", "skip", "append")

# An empty header value or replacement can be meant; an empty name, path, host or delimiter cannot.
_MAY_BE_EMPTY = frozenset({"value", "replacementString"})


@rule(
    ERROR,
    properties_validator("Required properties are missing from object"),
    repository(_SCHEMA),
    documented("policy-templates"),
)
def policy_required(policy: Policy) -> Problems:
    """A policy has every parameter that its template needs.

    The schema of the file demands them, and no published connector lacks one.

    Bad (missing):
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.newPath: null}}}}}
    Bad (empty):
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.newPath: ""}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.newPath: /v1/bins}}}}}
    """
    template = template_of(policy)
    if template is None or (policy.has("parameters") and not isinstance(policy.get("parameters"), dict)):
        return
    parameters = policy.parameters
    for name in template.required:
        key = policy.parameter_key(name)
        if not has_parameter(policy, key):
            place = policy.at("parameters") if policy.has("parameters") else policy.place
            yield Problem(f"The template `{template_id(policy)}` needs the parameter `{name}`.", place)
        elif (
            name not in _MAY_BE_EMPTY and isinstance(value := parameters.get(name), str) and not value.strip()
        ):
            yield Problem(f"The parameter `{name}` is empty.", policy.at("parameters", key))


@rule(ERROR, properties_validator("Property has not been defined"), repository(_SCHEMA), fix="safe")
def policy_unknown_param(policy: Policy) -> Problems:
    """A policy has no member and no parameter that its template does not have.

    Nothing reads it, and the schema of the file refuses it. Parameter names are written exactly as documented, after
    `x-ms-apimTemplateParameter.`; lists of other names (`newValue`, `propertyPath`) that circulate are inventions. No
    published connector has one.

    Bad (written otherwise):
        properties:
          properties:
            policyTemplateInstances:
              1: {parameters: {x-ms-apimTemplateParameter.existsAction: null, x-ms-apimTemplateParameter.existsaction: skip}}
    Bad (of no template):
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplateParameter.newValue: name}}}}}
    Bad (beside the parameters):
        properties: {properties: {policyTemplateInstances: {1: {operationName: [ListBins]}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplateParameter.existsAction: skip}}}}}
    """
    template = template_of(policy)
    if template is None:
        return
    yield from _unread(policy.value, _MEMBERS, policy.place, "A policy has no member")
    known = (OPERATIONS, SECTION, *(policy.parameter_key(name) for name in template.parameters))
    parameters = policy.at("parameters")
    begin = f"The template `{template_id(policy)}` has no parameter"
    yield from _unread(policy.mapping("parameters"), known, parameters, begin)


def _unread(value: dict[str, Any], known: tuple[str, ...], place: Place, begin: str) -> Problems:
    for name in value:
        if name in known:
            continue
        meant = next((other for other in known if other.lower() == name.lower()), None)
        fix = safe(place.at(name).rename(meant)) if meant is not None and meant not in value else None
        hint = f" It is written `{meant}`." if meant is not None else ""
        yield Problem(f"{begin} `{shown(name)}`.{hint}", place.key(name), fix=fix)


@rule(
    ERROR,
    properties_validator("Invalid type"),
    repository(_SCHEMA),
    documented("policy-templates"),
    fix="safe",
)
def policy_param_value(policy: Policy) -> Problems:
    """Each parameter of a policy has a value of the right type, and one that the template knows.

    `triggerConfig` is an object, `statusCode` a whole number, everything else a string. `httpMethod` and `retainKey`
    take a few values only, in this spelling; a policy from `pollingtrigger` has the `type` `PollingTrigger`. No
    published connector breaks it.

    Bad (small letters):
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.httpMethod: get}}}}}
    Bad (not known):
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.httpMethod: FETCH}}}}}
    Bad (not a string):
        properties: {properties: {policyTemplateInstances: {1: {parameters: {x-ms-apimTemplateParameter.value: 5}}}}}
    Bad (not an object):
        properties: {properties: {policyTemplateInstances: {3: {parameters: {x-ms-apimTemplateParameter.triggerConfig: since}}}}}
    Bad (another type):
        properties: {properties: {policyTemplateInstances: {3: {type: WebhookTrigger}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {2: {parameters: {x-ms-apimTemplateParameter.httpMethod: GET}}}}}
    """
    template = template_of(policy)
    if template is None:
        return
    if policy.has("parameters") and not isinstance(policy.get("parameters"), dict):
        yield Problem("The parameters of a policy have to be an object.", policy.at("parameters"))
    for name, value in policy.parameters.items():
        if name in template.parameters and name != "existsAction":
            yield from _mistaken(name, value, template, policy.at("parameters", policy.parameter_key(name)))
    if (
        template_id(policy) == "pollingtrigger"
        and policy.has("type")
        and policy.get("type") != "PollingTrigger"
    ):
        at = policy.at("type")
        yield Problem(
            "The type of a policy from `pollingtrigger` is `PollingTrigger`.",
            at,
            fix=safe(at.replace("PollingTrigger")),
        )


def _mistaken(name: str, value: Any, template: Template, at: Place) -> Problems:
    allowed = dict(template.values).get(name)
    if name == "triggerConfig":
        if not isinstance(value, dict):
            yield Problem("`triggerConfig` has to be an object: for each query parameter an expression.", at)
    elif name == "statusCode":
        if isinstance(value, bool) or not (
            isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
        ):
            yield Problem("`statusCode` has to be the number of an HTTP status, such as 401.", at)
    elif not isinstance(value, str) and not (allowed and _written(value) in allowed):
        yield Problem(f"The value of `{name}` is a string.", at, fix=_as_text(value, at))
    elif allowed is not None and value not in allowed:
        text = _written(value) or ""
        meant = next((other for other in allowed if other.lower() == text.strip().lower()), None)
        yield Problem(
            f"`{name}` cannot be `{shown(text)}`; allowed are {', '.join(f'`{one}`' for one in allowed)}.",
            at,
            fix=None if meant is None else safe(at.replace(meant)),
        )


def _written(value: Any) -> str | None:
    """The value as a string would say it; None for what is no scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def _as_text(value: Any, at: Place) -> Fix | None:
    text = _written(value)
    return None if text is None else safe(at.replace(text))


@rule(
    ERROR,
    properties_validator("Value is not defined in enum"),
    repository(_SCHEMA),
    documented("policy-templates/setheader/setheader"),
    fix="safe",
)
def policy_existsaction(policy: Policy) -> Problems:
    """`existsAction` is `override`, `skip` or `append`.

    It says what becomes of a header or query parameter that the request already has; without it the policy overrides.
    No published connector has another value.

    Bad (capital letters):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.existsAction: Override}}}}}
    Bad (another word):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.existsAction: replace}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplateParameter.existsAction: append}}}}}
    """
    key = policy.parameter_key("existsAction")
    parameters = policy.mapping("parameters")
    template = template_of(policy)
    if key not in parameters or (template is not None and "existsAction" not in template.parameters):
        return
    value = parameters[key]
    if value not in _EXISTS_ACTIONS:
        at = policy.at("parameters", key)
        meant = value.strip().lower() if isinstance(value, str) else ""
        yield Problem(
            f"`existsAction` cannot be `{shown(str(value))}`; allowed are `override`, `skip` and `append`.",
            at,
            fix=safe(at.replace(meant)) if meant in _EXISTS_ACTIONS else None,
        )


@rule(
    ERROR,
    properties_validator("Value is not defined in enum"),
    repository(_SCHEMA),
    documented("policy-templates/setheader/setheader"),
    fix="unsafe",
)
def policy_section(policy: Policy) -> Problems:
    """A policy says on which side it works: `x-ms-apimTemplate-policySection` is `Request` or `Response`.

    Templates that change headers or bodies need it, because they work on both sides; `setheader` also takes `Failure`.
    Every published policy of such a template has it.

    Bad (missing):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplate-policySection: null}}}}}
    Bad (small letters):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplate-policySection: request}}}}}
    Bad (another word):
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplate-policySection: Backend}}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {0: {parameters: {x-ms-apimTemplate-policySection: Failure}}}}}
    """
    parameters = policy.mapping("parameters")
    allowed = ["Request", "Response"]
    if template_id(policy) == "setheader":
        allowed.append("Failure")
    if SECTION in parameters:
        value = parameters[SECTION]
        if value not in allowed:
            at = policy.at("parameters", SECTION)
            meant = value.strip().capitalize() if isinstance(value, str) else ""
            yield Problem(
                f"The section cannot be `{shown(str(value))}`; allowed are {', '.join(f'`{one}`' for one in allowed)}.",
                at,
                fix=safe(at.replace(meant)) if meant in allowed else None,
            )
        return
    template = template_of(policy)
    if template is None or not template.needs_section or not isinstance(policy.get("parameters"), dict):
        return
    if not has_parameter(policy, SECTION):
        yield Problem(
            f"Nothing says whether the policy works on the request or on the response; add `{SECTION}`.",
            policy.at("parameters"),
            # Most policies work on the request, but only the author knows.
            fix=unsafe(Edit("add", policy.at("parameters"), name=SECTION, value="Request")),
        )
