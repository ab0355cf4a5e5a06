"""The parameters of one operation together: none twice, one body, none reserved, and not too many."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Annotated,
    Has,
    Operation,
    Parameter,
    PathItem,
    Problem,
    Problems,
    Related,
    advice,
    rule,
    unsafe,
    validator,
)
from certify_rules.parameters.where import entries, inherited


@rule(
    ERROR,
    validator("OperationParametersContainDuplicateParameter"),
    validator("PathParametersContainDuplicateParameter"),
    validator("OperationParametersAreNotUnique"),
)
def param_unique(owner: Operation | PathItem) -> Problems:
    """No two parameters of an operation, or of a path, have the same name and location.

    An operation may override a parameter of its path. Header names differ by more than capitals.

    Bad:
        definition:
          paths: {"/items/{itemId}": {delete: {parameters: {"+": {$ref: "#/parameters/ItemId"}}}}}
    Good:
        definition:
          paths: {"/items/{itemId}": {delete: {parameters: {"+": {$ref: "#/parameters/WarehouseFilter"}}}}}
    """
    if len(owner.items("parameters")) < 2:
        return
    first: dict[tuple[str, str], int] = {}
    for index, parameter in entries(owner):
        location = parameter.location
        if not parameter.name or location is None or location == "body":
            continue
        name = parameter.name.casefold() if location == "header" else parameter.name
        other = first.setdefault((name, location), index)
        if other != index:
            yield Problem(
                f"The {location} parameter {parameter.label} is there twice.",
                owner.at("parameters", index),
                related=(Related("the first one", owner.at("parameters", other)),),
            )


@rule(
    ERROR,
    validator("OperationParametersContainMultipleBodyParameters"),
    validator("PathParametersContainMultipleBodyParameters"),
    validator("ParameterListContainsFormDataAndBody"),
)
def param_one_body(owner: Operation | PathItem) -> Problems:
    """An operation has one body at most, and no form data beside it.

    A request carries one or the other. No published connector breaks this.

    Bad:
        definition:
          paths:
            /items:
              post: {parameters: {"+": {name: more, in: body, description: More., schema: {type: object}}}}
    Bad (with form data):
        definition:
          paths:
            "/items/{itemId}/documents":
              post: {parameters: {"+": {name: more, in: body, description: More., schema: {type: object}}}}
    Good:
        definition: {paths: {/items: {post: {parameters: {0: {description: All that is known of the item.}}}}}}
    """
    bodies: list[int] = []
    has_form = False
    for index, parameter in entries(owner):
        if parameter.is_body:
            bodies.append(index)
        has_form = has_form or parameter.location == "formData"
    if not bodies:
        return
    others = inherited(owner) if isinstance(owner, Operation) else ()
    if has_form or any(parameter.location == "formData" for parameter in others):
        # It is the list that has both: either may be the one that is meant.
        yield Problem("A request cannot have a body and form data; keep one of them.", owner.at("parameters"))
    extra = bodies if any(parameter.is_body for parameter in others) else bodies[1:]
    for index in extra:
        yield Problem(
            "A request has one body only, and this is one more; put both into one schema.",
            owner.at("parameters", index),
        )


@rule(
    ERROR,
    validator("ConnectionIdParameterNotAllowed"),
    by_hand="The service knows the parameter by this name; another one needs a policy beside it.",
)
def param_connectionid(parameter: Annotated[Parameter, Has("name")]) -> Problems:
    """No parameter is called `connectionId`.

    The platform has one of that name, which tells the connection. Give yours another name, and set it by a policy. No
    published connector breaks this.

    Bad:
        definition: {parameters: {WarehouseFilter: {name: connectionId}}}
    Good:
        definition: {parameters: {WarehouseFilter: {name: linkId}}}
    """
    if parameter.name.lower() == "connectionid":
        yield Problem(
            f"A parameter cannot be called {parameter.label}; the platform uses that name. Call it something else.",
            parameter.at("name"),
        )


@rule(ERROR, validator("ReservedParameterIsUsed"), fix="unsafe")
def param_reserved_header(parameter: Annotated[Parameter, Has("name")]) -> Problems:
    """No parameter is the header `Authorization`.

    The platform sends it from the connection. Declare the authentication in `securityDefinitions` instead. No published
    connector breaks this.

    Bad (of an operation):
        definition: {paths: {/items: {get: {parameters: {"+": {name: Authorization, in: header, type: string, x-ms-summary: Access Token, description: The token of the user.}}}}}}
    Bad (shared):
        definition: {parameters: {WarehouseFilter: {in: header, name: Authorization}}}
    Good:
        definition: {parameters: {WarehouseFilter: {in: header, name: X-Warehouse}}}
    """
    if parameter.location == "header" and parameter.name.lower() == "authorization":
        yield Problem(
            "The header `Authorization` is sent from the connection and cannot be a parameter; remove it.",
            parameter.at("name"),
            fix=unsafe(parameter.place.remove()) if parameter.pointer[0] == "paths" else None,
        )


@rule(NOTE, validator("ReservedParameterIsUsed"))
def param_content_header(parameter: Annotated[Parameter, Has("name")]) -> Problems:
    """The headers `Content-Type` and `Accept` are no parameters that makers see.

    `consumes` and `produces` say the same. A fifth of the certified connectors have such a parameter; one with a default
    and internal visibility does no harm.

    Bad:
        definition: {parameters: {WarehouseFilter: {in: header, name: Accept}}}
    Good:
        definition: {parameters: {WarehouseFilter: {in: header, name: X-Warehouse}}}
    """
    if (
        parameter.location == "header"
        and parameter.name.lower() in {"content-type", "accept"}
        and parameter.is_visible
        and parameter.operations
    ):
        member = "produces" if parameter.name.lower() == "accept" else "consumes"
        yield Problem(
            f"The header {parameter.label} follows from `{member}`; leave it out, or make it internal.",
            parameter.at("name"),
        )


@rule(NOTE, advice(), custom=OFF)
def param_many(operation: Operation, *, maximum: int = 15) -> Problems:
    """An operation shows 15 parameters at most; the others are marked `advanced`.

    Advanced parameters are folded away until a maker asks for them. Two certified and seven independent connectors in a
    hundred show more.

    Bad:
        definition:
          paths:
            /account:
              get:
                x-ms-visibility: advanced
                parameters:
                  - {name: a, in: query, type: string, x-ms-summary: Choice A, description: The first choice.}
                  - {name: b, in: query, type: string, x-ms-summary: Choice B, description: The second choice.}
                  - {name: c, in: query, type: string, x-ms-summary: Choice C, description: The third choice.}
                  - {name: d, in: query, type: string, x-ms-summary: Choice D, description: The fourth choice.}
                  - {name: e, in: query, type: string, x-ms-summary: Choice E, description: The fifth choice.}
                  - {name: f, in: query, type: string, x-ms-summary: Choice F, description: The sixth choice.}
                  - {name: g, in: query, type: string, x-ms-summary: Choice G, description: The seventh choice.}
                  - {name: h, in: query, type: string, x-ms-summary: Choice H, description: The eighth choice.}
                  - {name: i, in: query, type: string, x-ms-summary: Choice I, description: The ninth choice.}
                  - {name: j, in: query, type: string, x-ms-summary: Choice J, description: The tenth choice.}
                  - {name: k, in: query, type: string, x-ms-summary: Choice K, description: The next choice.}
                  - {name: l, in: query, type: string, x-ms-summary: Choice L, description: The choice after it.}
                  - {name: m, in: query, type: string, x-ms-summary: Choice M, description: The choice for later.}
                  - {name: n, in: query, type: string, x-ms-summary: Choice N, description: The choice of few.}
                  - {name: o, in: query, type: string, x-ms-summary: Choice O, description: The choice of none.}
                  - {name: p, in: query, type: string, x-ms-summary: Choice P, description: The last choice.}
    Good:
        definition: {paths: {/account: {get: {parameters: [{$ref: "#/parameters/WarehouseFilter"}]}}}}
    """
    if operation.is_internal:
        return
    shown = sum(
        not parameter.is_body and parameter.visibility in (None, "", "none")
        for parameter in operation.parameters
    )
    if shown > maximum:
        yield Problem(
            f"The operation {operation.label} shows {shown} parameters; mark those that few makers need as `advanced`.",
            operation.at("parameters") if operation.has("parameters") else operation,
        )
