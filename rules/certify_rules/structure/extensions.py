"""Extensions of other makers' tools."""

from __future__ import annotations

from certify.api import NOTE, OFF, Extension, Problem, Problems, advice, rule, safe
from certify_rules.extensions.names import is_misspelt
from certify_rules.words import shown

# x-nullable and x-example say what OpenAPI 2.0 has no member for, in many tools' common way.
_COMMON = frozenset({"x-nullable", "x-example", "x-examples"})


@rule(NOTE, advice(), custom=OFF, fix="safe")
def vendor_extension_nonms(extension: Extension) -> Problems:
    """There are no extensions but Microsoft's `x-ms-*`.

    Others are legal and ignored. They are left behind by generators and gateways (`x-amazon-apigateway-integration`,
    `x-swagger-router-controller`) and may show how the service is built inside. 9% of certified connectors have some.

    Bad:
        definition: {paths: {/items: {get: {x-swagger-router-controller: stock.items}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-nullable: true}}}}}
    """
    name = extension.name
    if name[:4].lower() == "x-ms" or name in _COMMON or is_misspelt(extension):
        return
    yield Problem(
        f"`{shown(name)}` is no extension of the platform and has no effect. Remove it.",
        extension.key(),
        fix=safe(extension.place.remove()),
    )
