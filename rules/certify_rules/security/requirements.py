"""Where the security schemes are applied: the `security` of the definition and of its operations."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Edit,
    Has,
    Operation,
    Problem,
    Problems,
    SecurityRequirement,
    SecurityScheme,
    advice,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.security.wording import quoted


def _definition(requirement: SecurityRequirement) -> Definition | None:
    root = requirement.root
    return root if isinstance(root, Definition) else None


@rule(ERROR, validator("SecurityRequirementMustBeDefined"), established=WARNING, fix="unsafe")
def security_defined(requirement: SecurityRequirement) -> Problems:
    """Each security requirement names a security definition that exists.

    The validator says: "The security requirement '…' is not defined in the 'securityDefinitions' object". One certified
    connector in twenty-three, most of them old, has one that is not.

    Bad:
        definition: {security: {0: {APIKey: []}}}
    Good:
        definition: {security: [{OAuth2: [stock.read]}]}
    """
    definition = _definition(requirement)
    if definition is None:
        return
    declared = definition.mapping("securityDefinitions")
    for name in requirement.value:
        if name not in declared:
            place = requirement.at(name)
            edit = _mend(requirement, definition) if len(requirement.value) == 1 else place.remove()
            yield Problem(
                f"The security requirement {quoted(name)} is not in `securityDefinitions`; define it there, or remove it.",
                place,
                fix=unsafe(edit),
                lacks=definition.at("securityDefinitions"),
            )


def _mend(requirement: SecurityRequirement, definition: Definition) -> Edit:
    """Name the only security definition where nothing else applies it; else take the requirement away."""
    schemes = definition.security_schemes
    if requirement.owner is definition and len(schemes) == 1 and len(definition.items("security")) == 1:
        return requirement.place.replace(_applied(next(iter(schemes.values()))))
    return requirement.place.remove()


def _applied(scheme: SecurityScheme) -> dict[str, list[str]]:
    """The requirement that applies a scheme with all its scopes."""
    return {scheme.name: list(scheme.mapping("scopes")) if scheme.type == "oauth2" else []}


@rule(
    ERROR,
    validator("OAuthSecurityRequirementValueMustBeScopeName"),
    validator("SecurityRequirementMustHaveValue"),
    fix="unsafe",
)
def security_value(requirement: SecurityRequirement) -> Problems:
    """A security requirement has a value: for OAuth the scopes that it needs, of those that its security definition declares.

    The validator says: "The OAuth security requirement '…' refers to scope name '…', but this is not defined in the
    'securityDefinitions' object", and "The security requirement '…' must have a value. Provide an empty array if no OAuth
    scopes are required".

    Bad:
        definition: {security: [{OAuth2: [stock.delete]}]}
    Bad (no value):
        definition: {security: {0: {OAuth2: $null}}}
    Good:
        definition: {security: [{OAuth2: [stock.read]}]}
    """
    definition = _definition(requirement)
    for name in requirement.value if definition is not None else ():
        if requirement.value[name] is None:
            place = requirement.at(name)
            yield Problem(
                f"The security requirement {quoted(name)} has no value; write an empty array where it needs no scopes.",
                place,
                fix=unsafe(place.replace([])),
            )
        scheme = definition.security_schemes.get(name) if definition is not None else None
        if scheme is None or scheme.type != "oauth2" or not isinstance(scheme.get("scopes"), dict):
            continue
        declared = scheme.mapping("scopes")
        for index, scope in enumerate(requirement.items(name)):
            if isinstance(scope, str) and scope not in declared:
                yield Problem(
                    f"The scope {quoted(scope)} is not declared in the security definition {quoted(name)}; add it to its `scopes`.",
                    requirement.at(name, index),
                    fix=unsafe(requirement.at(name, index).remove()),
                )


@rule(ERROR, validator("SecurityRequirementMustHaveEmptyValue"), fix="safe")
def security_value_empty(requirement: SecurityRequirement) -> Problems:
    """A security requirement for basic sign-in or an API key is an empty array.

    Only OAuth has scopes. The validator says: "The security requirement '…' cannot specify any scopes, an empty array
    should be provided".

    Bad:
        $profile: independent-publisher
        definition: {security: [{APIKey: [stock.read]}]}
    Good:
        $profile: independent-publisher
        definition: {security: [{APIKey: []}]}
    """
    definition = _definition(requirement)
    for name in requirement.value if definition is not None else ():
        scheme = definition.security_schemes.get(name) if definition is not None else None
        if scheme is not None and scheme.type in ("basic", "apiKey") and requirement.items(name):
            place = requirement.at(name)
            yield Problem(
                f"{quoted(name)} is of type `{scheme.type}` and has no scopes; write an empty array.",
                place,
                fix=safe(place.replace([])),
            )


@rule(WARNING, advice(), fix="unsafe")
def security_applied(definition: Annotated[Definition, Has("securityDefinitions")]) -> Problems:
    """What `securityDefinitions` declares is applied, by a `security` at the root.

    A declaration alone asks nobody to sign in when the definition is used elsewhere. One connector in six forgets it, or
    leaves the empty array that the connector wizard writes. Where each operation has a `security` of its own, nothing
    is forgotten.

    Bad (missing):
        definition: {security: null}
    Bad (empty):
        definition: {security: []}
    Bad (one operation has its own):
        $profile: custom
        definition: {security: null, paths: {/items: {get: {security: [{OAuth2: [stock.read]}]}}}}
    Good:
        definition: {security: [{OAuth2: [stock.read]}]}
    """
    schemes = definition.security_schemes
    if (
        not schemes
        or not definition.operations
        or (definition.has("security") and definition.get("security") != [])
    ):
        return
    if all(operation.has("security") for operation in definition.operations):
        return
    name, scheme = next(iter(schemes.items()))
    applied = [_applied(scheme)]
    is_empty = definition.has("security")
    edit = (
        definition.at("security").replace(applied) if is_empty else definition.place.add("security", applied)
    )
    yield Problem(
        f"The security definition {quoted(name)} is not applied: "
        + (
            "`security` is empty; name it there."
            if is_empty
            else "there is no `security` at the root; add one."
        ),
        definition.at("security") if is_empty else definition.at("securityDefinitions"),
        fix=unsafe(edit) if len(schemes) == 1 else None,
        lacks=definition,
    )


@rule(WARNING, reviewer(969), reviewer(1278), independent=WARNING, custom=OFF)
def security_at_root(operation: Annotated[Operation, Has("security")]) -> Problems:
    """Operations have no `security` of their own.

    A connection signs in for the whole connector, and the platform does not look at an operation's `security`.
    Reviewers ask to remove it; one certified connector in twelve has it. One that names what is not declared is reported
    for that (security-defined).

    Bad:
        definition: {paths: {/items: {get: {security: [{OAuth2: [stock.read]}]}}}}
    Good:
        definition: {security: [{OAuth2: [stock.read]}]}
    """
    declared = operation.definition.mapping("securityDefinitions")
    named = [name for one in operation.items("security") if isinstance(one, dict) for name in one]
    if any(name not in declared for name in named):
        return
    is_at_root = bool(operation.definition.items("security"))
    yield Problem(
        "An operation's own `security` has no effect. "
        + (
            "Remove it; the one at the root counts."
            if is_at_root
            else "Move it to the root of the definition."
        ),
        operation.key("security"),
    )
