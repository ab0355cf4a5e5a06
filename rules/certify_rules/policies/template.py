"""What a policy is: its template, its title, and that it is there once."""

from __future__ import annotations

import json
from difflib import get_close_matches

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Policy,
    Problem,
    Problems,
    Properties,
    Related,
    advice,
    documented,
    properties_validator,
    repository,
    rule,
    safe,
    unsafe,
)
from certify_rules.policies.templates import TEMPLATES, template_id
from certify_rules.words import shown

_SCHEMA = "schemas/paconn-apiProperties.schema.json"
_LONGEST_ID = 64


@rule(
    ERROR,
    properties_validator("Value is not defined in enum"),
    repository(_SCHEMA),
    documented("policy-templates"),
    established=WARNING,
    fix="unsafe",
)
def policy_known(policy: Policy) -> Problems:
    """Every policy is made from a template that Microsoft documents.

    `templateId` names it; capitals do not count. Fewer than one published connector with policies in a hundred uses
    one that is not documented (`moveproperties`, `dynamicsubdomain`), and those are Microsoft's own.

    Bad (misspelled):
        properties: {properties: {policyTemplateInstances: {1: {templateId: setqueryparameters}}}}
    Bad (missing):
        properties: {properties: {policyTemplateInstances: {1: {templateId: null}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {1: {templateId: setqueryparameter}}}}
    """
    if not policy.has("templateId"):
        yield Problem("The policy has no `templateId`, so that nothing says what it does.", policy)
    elif template_id(policy) not in TEMPLATES:
        given = str(policy.get("templateId"))
        close = get_close_matches(given[:_LONGEST_ID].lower(), TEMPLATES, 1, 0.8)
        hint = f" `{close[0]}` may be meant." if close else ""
        yield Problem(
            f"`{shown(given)}` is no policy template that is documented.{hint}",
            policy.at("templateId"),
            fix=unsafe(policy.at("templateId").replace(close[0])) if close else None,
        )


@rule(NOTE, advice(), repository(_SCHEMA), fix="safe")
def policy_known_case(policy: Policy) -> Problems:
    """The template's id is written in small letters.

    So the documentation writes it. The platform compares ids without regard to case, and its schema for the file lists
    only a few other spellings. One certified connector with policies in twenty-five has one.

    Bad:
        properties: {properties: {policyTemplateInstances: {1: {templateId: SetQueryParameter}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {1: {templateId: setqueryparameter}}}}
    """
    name = template_id(policy)
    if name in TEMPLATES and policy.template != name:
        at = policy.at("templateId")
        yield Problem(
            f"The template `{shown(policy.template or '')}` is written `{name}`.",
            at,
            fix=safe(at.replace(name)),
        )


@rule(NOTE, repository(_SCHEMA), documented("policy-templates"), fix="unsafe")
def policy_title(policy: Policy) -> Problems:
    """Every policy has a title.

    It is how the policy is listed in the editor, where several of one template cannot be told apart otherwise. Every
    published policy has one.

    Bad:
        properties: {properties: {policyTemplateInstances: {1: {title: null}}}}
    Bad (empty):
        properties: {properties: {policyTemplateInstances: {1: {title: ""}}}}
    Good:
        properties: {properties: {policyTemplateInstances: {1: {title: Sort by name}}}}
    """
    if (policy.title or "").strip():
        return
    text = f"Policy {shown(policy.template or '')}".strip()
    if policy.has("title"):
        at = policy.at("title")
        yield Problem("The policy's title is empty; say what it does.", at, fix=unsafe(at.replace(text)))
    else:
        yield Problem(
            "The policy has no title; say what it does.", policy, fix=unsafe(policy.place.add("title", text))
        )


@rule(WARNING, advice(), fix="unsafe")
def policy_duplicate(properties: Properties) -> Problems:
    """No policy is there twice.

    Policies are applied one after the other. The same one again does nothing, or does twice what was wanted once, as
    where it appends to a header. No published connector has one twice.

    Bad:
        properties:
          properties:
            policyTemplateInstances:
              "+": {$golden: /properties/policyTemplateInstances/1}
    Good (the same for other operations):
        properties:
          properties:
            policyTemplateInstances:
              "+":
                templateId: setqueryparameter
                title: Sort the items
                parameters:
                  x-ms-apimTemplate-operationName: [ListItems]
                  x-ms-apimTemplateParameter.name: sort
                  x-ms-apimTemplateParameter.value: name
                  x-ms-apimTemplateParameter.existsAction: skip
    """
    if len(properties.policies) < 2:
        return
    seen: dict[tuple[str, str], Policy] = {}
    for policy in properties.policies:
        content = policy.mapping("parameters")
        if not content:
            continue
        key = (template_id(policy), json.dumps(content, sort_keys=True))
        first = seen.setdefault(key, policy)
        if first is not policy:
            yield Problem(
                f"This policy `{shown(policy.template or '')}` does the same as an earlier one; remove it.",
                policy,
                related=(Related("the earlier policy", first),),
                fix=unsafe(policy.place.remove()),
            )
