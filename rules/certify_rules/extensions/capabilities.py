"""`x-ms-capabilities` and `x-ms-operation-context`: what the platform does with an operation besides running it in flows."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Extension,
    Has,
    Operation,
    Place,
    Problem,
    Problems,
    Related,
    checker,
    documented,
    repository,
    rule,
    validator,
)
from certify_rules.words import shown, words_of

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_TESTS = frozenset(("test", "ping", "validate", "check", "verify"))


@rule(ERROR, documented("test-connection"), validator("OperationIdNotFound"), custom=OFF)
def xms_testconnection(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """The test connection calls a GET operation that exists and needs nothing that the test does not give.

    `x-ms-capabilities.testConnection` at the root names the `operationId`, and literal `parameters` for it. The platform calls it when a
    maker creates a connection, and refuses the connection when the call fails. All published connectors that have
    one keep to this; 95% have none.

    Bad:
        definition: {x-ms-capabilities: {testConnection: {operationId: GetMyAccount}}, paths: {/account: null}, definitions: {Account: null}}
    Bad (no GET):
        definition: {x-ms-capabilities: {testConnection: {operationId: CreateItem}}, paths: {/account: null}, definitions: {Account: null}}
    Bad (needs a parameter):
        definition: {x-ms-capabilities: {testConnection: {operationId: GetItem}}, paths: {/account: null}, definitions: {Account: null}}
    Bad (gives what is not asked for):
        definition: {x-ms-capabilities: {testConnection: {parameters: {depth: "1"}}}}
    Good:
        definition: {x-ms-capabilities: {testConnection: {operationId: GetItem, parameters: {itemId: "1001"}}}, paths: {/account: null}, definitions: {Account: null}}
    """
    definition = extension.owner
    if not isinstance(definition, Definition) or not extension.has("testConnection"):
        return
    test = extension.mapping("testConnection")
    name = test.get("operationId")
    target = definition.operations_by_id.get(name) if isinstance(name, str) else None
    at = (
        extension.at("testConnection", "operationId")
        if "operationId" in test
        else extension.at("testConnection")
    )
    if target is None:
        said = (
            f"There is no operation `{shown(name)}`"
            if isinstance(name, str) and name
            else "No operation is named"
        )
        yield Problem(f"{said} to test the connection with.", at)
    elif target.method != "get":
        yield Problem(f"{target.label} is no GET operation; a test must not change anything.", at)
    else:
        given = test.get("parameters")
        for parameter in target.parameters:
            is_given = isinstance(given, dict) and parameter.name in given
            if parameter.is_required and not parameter.has("default") and not is_given:
                yield Problem(
                    f"{target.label} requires `{shown(parameter.name)}`, and the test connection gives it no value.",
                    at,
                    related=(Related("the parameter", parameter),),
                )
        yield from _unknown_parameters(target, given, extension.at("testConnection"))


@rule(NOTE, documented("test-connection"), custom=OFF)
def xms_testconnection_internal(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """An operation that is there to test the connection only is internal.

    In a flow it does nothing. It is taken for such by its name: TestConnection, Ping.

    Bad:
        definition: {x-ms-capabilities: {testConnection: {operationId: TestConnection}}, paths: {/account: {get: {operationId: TestConnection, x-ms-visibility: advanced}}}}
        readme: {$replace: {"## Obtaining Credentials": "### Get the account\\n\\nReturns it.\\n\\n## Obtaining Credentials"}}
    Good:
        definition: {x-ms-capabilities: {testConnection: {operationId: TestConnection}}, paths: {/account: {get: {operationId: TestConnection}}}}
    """
    definition = extension.owner
    name = extension.mapping("testConnection").get("operationId")
    if not isinstance(definition, Definition) or not isinstance(name, str):
        return
    target = definition.operations_by_id.get(name)
    if target is None or target.is_internal:
        return
    if _TESTS.intersection(word.lower() for word in words_of(name)):
        yield Problem(f"{target.label} only tests the connection; make it internal.", target)


@rule(ERROR, _SCHEMA)
def xms_chunktransfer(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """`chunkTransfer` of an operation's `x-ms-capabilities` is true or false.

    With true the platform sends large files in pieces.

    Bad:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunkTransfer: "true"}}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunkTransfer: false}}}}}
    """
    if not isinstance(extension.owner, Operation) or "chunkTransfer" not in extension.value:
        return
    if not isinstance(extension.get("chunkTransfer"), bool):
        yield Problem("`chunkTransfer` has to be true or false.", extension.at("chunkTransfer"))


@rule(ERROR, _SCHEMA, documented("openapi-extensions"), validator("OperationIdNotFound"))
def xms_operation_context(extension: Annotated[Extension, Has("x-ms-operation-context")]) -> Problems:
    """`x-ms-operation-context` names in `simulate` an operation that exists, and parameters that it has.

    The designer calls it to show what a trigger will deliver.

    Bad:
        definition: {paths: {/subscriptions: {post: {x-ms-operation-context: {simulate: {operationId: ListStock}}}}}}
    Bad (no such parameter):
        definition: {paths: {/subscriptions: {post: {x-ms-operation-context: {simulate: {parameters: {top: 1}}}}}}}
    Bad (no object):
        definition: {paths: {/subscriptions: {post: {x-ms-operation-context: {simulate: true}}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {x-ms-operation-context: {simulate: {parameters: null}}}}}}
    """
    operation = extension.owner
    if not isinstance(operation, Operation):
        return
    simulate = extension.get("simulate")
    if not isinstance(simulate, dict):
        at = extension.at("simulate") if extension.has("simulate") else extension.place
        yield Problem("`simulate` has to be an object that names the operation to call.", at)
        return
    simulated = extension.mapping("simulate")
    name = simulated.get("operationId")
    at = extension.at("simulate")
    target = operation.definition.operations_by_id.get(name) if isinstance(name, str) else None
    if target is None:
        said = (
            f"There is no operation `{shown(name)}`"
            if isinstance(name, str) and name
            else "No operation is named"
        )
        yield Problem(
            f"{said} to simulate this one with.", at.at("operationId") if "operationId" in simulated else at
        )
        return
    yield from _unknown_parameters(target, simulated.get("parameters"), at)


def _unknown_parameters(target: Operation, given: object, at: Place) -> Problems:
    if given is None:
        return
    if not isinstance(given, dict):
        yield Problem("`parameters` has to be an object from parameters to values.", at.at("parameters"))
        return
    body = target.body
    schema = None if body is None else body.schema
    for name in given:
        is_known = name in target.parameters_by_name or (
            schema is not None and not schema.definition.schema_paths.follow(schema, str(name)).is_absent
        )
        if not is_known:
            yield Problem(
                f"{target.label} has no parameter `{shown(str(name))}`.", at.key("parameters", str(name))
            )


_MEMBERS: dict[type, frozenset[str]] = {
    Definition: frozenset(("testConnection", "file-picker")),
    Operation: frozenset(("chunkTransfer",)),
}


@rule(WARNING, _SCHEMA, checker("connector-validate-swagger-extended"))
def xms_capabilities_known(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """`x-ms-capabilities` has the members that the platform reads at its place.

    At the root `testConnection` and `file-picker`, at an operation `chunkTransfer`. All others are ignored, other capitals
    among them. No published connector breaks this.

    Bad:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunktransfer: true}}}}}
    Bad (at the root):
        definition: {x-ms-capabilities: {chunkTransfer: true}}
    Bad (no object):
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: [chunkTransfer]}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {x-ms-capabilities: {chunkTransfer: true}}}}}
    """
    known = _MEMBERS.get(type(extension.owner))
    if known is None:
        return
    named = " and ".join(f"`{name}`" for name in sorted(known, reverse=True))
    if not isinstance(extension.content, dict):
        yield Problem(f"`x-ms-capabilities` has to be an object with {named}.", extension)
    for name in extension.value:
        if name not in known:
            yield Problem(
                f"The platform does not read this member of `x-ms-capabilities`; it reads {named} here.",
                extension.key(name),
            )
