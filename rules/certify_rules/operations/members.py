"""Which members an operation can have."""

from __future__ import annotations

from certify.api import (
    ERROR,
    Definition,
    Problem,
    Problems,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown


@rule(ERROR, validator("AdditionalPropertyNotAllowed"), validator("ExtensionNameNotValid"), fix="unsafe")
def op_known_keys(definition: Definition) -> Problems:
    """An operation has only members of OpenAPI 2.0, or such whose name starts with `x-`.

    Microsoft's validator refuses any other. No published connector has one.

    Bad:
        definition: {paths: {/items: {get: {operationID: ListItems}}}}
    Bad (a member of something else):
        definition: {paths: {/items: {get: {host: api.tidewaterstock.com}}}}
    Good:
        definition: {paths: {/items: {get: {deprecated: false}}}}
    """
    for mismatch in definition.mismatches:
        if mismatch.is_unknown_member("operation"):
            similar = mismatch.similar
            advice = f"Is `{similar}` meant?" if similar else "Remove it, or let its name start with `x-`."
            member = mismatch.place
            owner = next((one for one in definition.operations if one.pointer == member.pointer[:-1]), None)
            is_free = similar is not None and owner is not None and not owner.has(similar)
            edit = member.rename(similar) if similar is not None and is_free else member.remove()
            yield Problem(
                f"`{shown(mismatch.name)}` is no member of an operation. {advice}", member, fix=unsafe(edit)
            )
