"""The policy templates that Microsoft documents, each with its parameters and the values that they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.api import Policy

OPERATIONS = "x-ms-apimTemplate-operationName"
SECTION = "x-ms-apimTemplate-policySection"

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "@Request.OriginalHTTPMethod")


class Template(Struct, frozen=True):
    """`required` and `optional` are short parameter names, `values` the closed lists among their values.

    `needs_section` says whether the policy must name the side, request or response, on which it works.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    needs_section: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.required + self.optional


TEMPLATES = {
    "convertarraytoobject": Template(
        ("propertyParentPath", "keyWithinCollectionPath", "newPropertyPath"),
        ("propertySubPath", "retainKey"),
        (("retainKey", ("true", "false")),),
        needs_section=True,
    ),
    "convertobjecttoarray": Template(
        ("propertyParentPath", "newPropertyPath"),
        ("propertySubPath", "keyName", "valueName"),
        needs_section=True,
    ),
    "dynamichosturl": Template(("urlTemplate",)),
    "encodepropertyvalue": Template(
        ("propertyParentPath", "newPropertyPath"), ("propertySubPath",), needs_section=True
    ),
    "pollingtrigger": Template(("triggerConfig", "triggerDataPath")),
    "routerequesttoendpoint": Template(("newPath",), ("httpMethod",), (("httpMethod", _METHODS),)),
    "setconnectionstatustounauthenticated": Template(("statusCode",)),
    "setheader": Template(("name", "value"), ("existsAction",), needs_section=True),
    "setproperty": Template(
        ("newPropertyParentPathTemplate", "newPropertySubPathTemplate", "propertyValuePathTemplate"),
        needs_section=True,
    ),
    "setqueryparameter": Template(("name", "value"), ("existsAction",)),
    "setvaluefromurl": Template(
        ("parameterTemplate", "parameterValueUrl", "parameterValuePathTemplate"),
        ("httpMethod",),
        (("httpMethod", ("GET", "POST", "PUT")),),
        needs_section=True,
    ),
    "stringreplace": Template(
        ("propertyParentPath", "sourceString", "replacementString", "newPropertyPath"),
        ("propertySubPath",),
        needs_section=True,
    ),
    "stringtoarray": Template(
        ("propertyParentPath", "delimiterList", "childPropertyName", "newPropertyPath"),
        ("propertySubPath",),
        needs_section=True,
    ),
    "updatenextlink": Template(("nextLinkPropertyName",), ("nextLinkParentPropertyPath",)),
}


def template_id(policy: Policy) -> str:
    """The template's id as the platform compares it: in small letters. Empty where there is none."""
    return (policy.template or "").lower()


def template_of(policy: Policy) -> Template | None:
    return TEMPLATES.get(template_id(policy))


def has_parameter(policy: Policy, key: str) -> bool:
    """Whether the parameters have a member of that name in any case; a rule of its own reports a wrong one."""
    parameters = policy.mapping("parameters")
    return key in parameters or any(name.lower() == key.lower() for name in parameters)
