"""Parameters that many operations write out alike."""

from __future__ import annotations

from certify.api import NOTE, OFF, Definition, Parameter, Problem, Problems, Related, documented, rule


@rule(
    NOTE,
    documented("coding-standards"),
    custom=OFF,
    by_hand="A shared parameter needs a name, and what is written for one operation may not hold for the next.",
)
def parameters_reuse(definition: Definition, *, minimum: int = 10) -> Problems:
    """A parameter that many operations take alike stands once in `parameters`, and operations refer to it.

    Microsoft's coding standards ask for it. A text that is mended in one of ten copies is wrong in nine. Reported from
    ten identical copies on.

    Bad:
        definition: {paths: {$repeat: {10: {"/shelves/<n>": {get: {operationId: ReadShelf<n>, summary: Read shelf <n>, description: Returns what lies on shelf <n> now., parameters: [{name: unit, in: query, type: string, x-ms-summary: Unit Name, description: The unit in which goods are counted.}], responses: {"200": {description: The goods on the shelf., schema: {$ref: "#/definitions/Item"}}, "401": {$ref: "#/responses/Unauthorized"}}}}}}}}
    Good:
        definition: {paths: {$repeat: {10: {"/shelves/<n>": {get: {operationId: ReadShelf<n>, summary: Read shelf <n>, description: Returns what lies on shelf <n> now., parameters: [{$ref: "#/parameters/WarehouseFilter"}], responses: {"200": {description: The goods on the shelf., schema: {$ref: "#/definitions/Item"}}, "401": {$ref: "#/responses/Unauthorized"}}}}}}}}
    """
    by_name: dict[tuple[str, str | None], list[Parameter]] = {}
    for operation in definition.operations:
        for parameter in operation.own_parameters:
            if parameter.owner is operation and not parameter.is_body:
                by_name.setdefault((parameter.name, parameter.location), []).append(parameter)
    for parameters in by_name.values():
        left = parameters
        while len(left) >= minimum:
            first = left[0]
            alike = [parameter for parameter in left if parameter.value == first.value]
            if len(alike) >= minimum:
                yield Problem(
                    f"{len(alike)} operations write out the same parameter {first.label}. Put it into `parameters` "
                    "once, and refer to it.",
                    first,
                    related=(Related("another copy", alike[1]),),
                )
            left = [parameter for parameter in left if parameter.value != first.value]
