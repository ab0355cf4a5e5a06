"""`x-ms-pageable`: an operation whose further pages the platform fetches by itself."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Definition,
    Extension,
    Has,
    Problem,
    Problems,
    Properties,
    advice,
    repository,
    rule,
    validator,
)
from certify_rules.words import shown

_NAMES = ("nextLink", "@odata.nextLink")
_POLICY = "updatenextlink"


@rule(
    ERROR,
    validator("InvalidNextLinkNameValue"),
    repository("schemas/apiDefinition.swagger.schema.json"),
    established=WARNING,
)
def xms_pageable(extension: Annotated[Extension, Has("x-ms-pageable")]) -> Problems:
    """`x-ms-pageable` names the property with the address of the next page: `nextLink` or `@odata.nextLink`.

    Microsoft's validator: "Supported values are 'nextLink' or '@odata.nextLink'." One published connector of those that page
    has another.

    Bad:
        definition: {paths: {/items: {get: {x-ms-pageable: {nextLinkName: nextlink}}}}}
        properties: {properties: {policyTemplateInstances: {"+": {templateId: updatenextlink, title: Ask the gateway for the next page, parameters: {x-ms-apimTemplate-operationName: [ListItems], x-ms-apimTemplateParameter.nextLinkPropertyName: nextLink}}}}}
    Good:
        definition: {paths: {/items: {get: {x-ms-pageable: {nextLinkName: nextLink}}}}}
        properties: {properties: {policyTemplateInstances: {"+": {templateId: updatenextlink, title: Ask the gateway for the next page, parameters: {x-ms-apimTemplate-operationName: [ListItems], x-ms-apimTemplateParameter.nextLinkPropertyName: nextLink}}}}}
    """
    name = extension.get("nextLinkName")
    if isinstance(name, str) and name in _NAMES:
        return
    said = f"`{shown(name)}` is not supported" if isinstance(name, str) else "`nextLinkName` is missing"
    at = extension.at("nextLinkName") if isinstance(name, str) else extension.place
    yield Problem(f"{said}; it is `nextLink` or `@odata.nextLink`.", at)


@rule(NOTE, repository("schemas/apiDefinition.swagger.schema.json"), advice())
def xms_pageable_policy(definition: Definition, properties: Properties) -> Problems:
    """Operations that page have the policy `updatenextlink`.

    The service answers with its own address for the next page, which the platform does not call; the policy turns it into one of
    the gateway. A service that answers with the gateway's address needs none, and half of the connectors that page have
    none.

    Bad:
        definition: {paths: {/items: {get: {x-ms-pageable: {nextLinkName: nextLink}}}}}
    Good:
        definition: {paths: {/items: {get: {x-ms-pageable: {nextLinkName: nextLink}}}}}
        properties: {properties: {policyTemplateInstances: {"+": {templateId: updatenextlink, title: Ask the gateway for the next page, parameters: {x-ms-apimTemplate-operationName: [ListItems], x-ms-apimTemplateParameter.nextLinkPropertyName: nextLink}}}}}
    """
    paging = [operation for operation in definition.operations if operation.has("x-ms-pageable")]
    if not paging:
        return
    covered: set[str] = set()
    for policy in properties.policies:
        if (policy.template or "").lower() == _POLICY:
            if not policy.operation_names:
                return
            covered.update(policy.operation_names)
    lacking = [operation for operation in paging if (operation.operation_id or "") not in covered]
    if lacking:
        others = len(lacking) - 1
        more = f" (and of {others} more operation{'s' if others > 1 else ''})" if others else ""
        yield Problem(
            f"No policy `{_POLICY}` turns the next page's address of {lacking[0].label}{more} into the gateway's; add one.",
            lacking[0].key("x-ms-pageable"),
        )
