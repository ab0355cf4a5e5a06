"""How much a definition may hold: operations, schemas in a body and in an operation, and depth of nesting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Operation,
    Place,
    Pointer,
    Problem,
    Problems,
    documented,
    rule,
    validator,
)

_MOST_IN_OPERATION = 16_384


@rule(ERROR, validator("TotalOperationsCountExceedsMaxAllowed"), documented("faq"))
def limit_operations_256(definition: Definition, *, maximum: int = 256) -> Problems:
    """The definition has at most 256 operations.

    Microsoft's validator: "The total number of operations in the swagger exceeds the maximum allowed value". The
    published connector with the most has 219. A larger API becomes several connectors.

    Bad:
        definition: {paths: {$repeat: {257: {"/shelves/<n>": {get: {operationId: ReadShelf<n>, summary: Read shelf <n>, description: Returns what lies on shelf <n> now., responses: {"200": {description: The goods on the shelf., schema: {$ref: "#/definitions/Item"}}, "401": {$ref: "#/responses/Unauthorized"}}}}}}}}
    Good:
        definition: {paths: {$repeat: {20: {"/shelves/<n>": {get: {operationId: ReadShelf<n>, summary: Read shelf <n>, description: Returns what lies on shelf <n> now., responses: {"200": {description: The goods on the shelf., schema: {$ref: "#/definitions/Item"}}, "401": {$ref: "#/responses/Unauthorized"}}}}}}}}
    """
    count = len(definition.operations)
    if count > maximum:
        yield Problem(
            f"The definition has {count:,} operations; at most {maximum} are accepted. Split it into several connectors.",
            definition.key("paths"),
        )


@rule(ERROR, validator("BodySchemaCountExceedsMaxAllowed"), documented("faq"))
def limit_schemas_body_512(definition: Definition, *, maximum: int = 512) -> Problems:
    """A body holds at most 512 schemas, references followed.

    Microsoft's validator: "The total number of schemas in the object exceeds the max schema count allowed value of
    '512'. Please remove any unnecessary property or item definitions." It is level Critical, and stops a custom
    connector as well. Every object, property and item counts as often as it is referenced. The largest published body
    has 505. A body above the limit of a whole operation is limit-schemas-operation-16384's matter.

    Bad:
        definition: {definitions: {AttributeSchema: {properties: {$repeat: {520: {"field<n>": {type: string, x-ms-summary: Field <n>, description: The value of field <n>.}}}}}}}
    Good:
        definition: {definitions: {AttributeSchema: {properties: {$repeat: {500: {"field<n>": {type: string, x-ms-summary: Field <n>, description: The value of field <n>.}}}}}}}
    """
    for place, schema in _bodies(definition):
        count = definition.sizes.of(schema).count
        if maximum < count <= _MOST_IN_OPERATION:
            yield Problem(
                f"This body holds {count:,} schemas, references followed; at most {maximum} are accepted. "
                "Remove properties that nobody needs.",
                place,
            )


@rule(
    ERROR,
    validator("OperationSchemaCountExceedsMaxAllowed"),
    validator("TotalSchemaCountExceedsMaxAllowed"),
    documented("faq"),
)
def limit_schemas_operation_16384(operation: Operation, *, maximum: int = _MOST_IN_OPERATION) -> Problems:
    """The bodies of an operation hold at most 16,384 schemas together, references followed.

    Microsoft's validator: "The total number of schemas in the operation has exceeded the maximum allowed value". A few
    definitions that hold each other several times come there quickly: eight levels of four properties each do. The
    limit for the whole definition, 256 times 16,384, cannot be passed by a definition that keeps to this one and to
    256 operations.

    Bad:
        definition: {definitions: {AttributeSchema: {properties: {$repeat: {130: {"row<n>": {$ref: "#/definitions/Row"}}}}}, Row: {type: object, title: Table Row, description: A row of the table., properties: {$repeat: {130: {"cell<n>": {type: string, x-ms-summary: Cell <n>, description: The value of cell <n>.}}}}}}}
    Good:
        definition: {definitions: {AttributeSchema: {properties: {$repeat: {13: {"row<n>": {$ref: "#/definitions/Row"}}}}}, Row: {type: object, title: Table Row, description: A row of the table., properties: {$repeat: {13: {"cell<n>": {type: string, x-ms-summary: Cell <n>, description: The value of cell <n>.}}}}}}}
    """
    sizes = operation.definition.sizes
    count = sum(sizes.of(response.get("schema")).count for response in operation.responses)
    body = operation.body
    if body is not None:
        count += sizes.of(body.get("schema")).count
    if count > maximum:
        found = f"{count:,}" if count < 10**6 else "more than a million"
        yield Problem(
            f"The bodies of {operation.label} hold {found} schemas, references followed; at most {maximum:,} are accepted.",
            operation,
        )


@rule(WARNING, validator("SchemaTooDeep"))
def limit_schema_depth(definition: Definition, *, maximum: int = 10) -> Problems:
    """Schemas nest at most 10 levels deep.

    Microsoft's validator has a limit and does not publish it: "Schemas must not exceed a depth of '{0}', including
    referenced ('$ref') schemas." The deepest published schema has 15 levels, and 99 of 100 connectors stay at 10. The
    designer shows a field at the tenth level with nine names before its own. From 21 levels on it is an error
    (limit-schema-depth-20).

    Bad:
        definition: {definitions: {AttributeSchema: {properties: {schema: {properties: {a: {$ref: "#/definitions/Part"}}}}}, Part: {type: object, title: Nested Part, description: A part within a part., properties: {b: &b {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {c: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {d: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {e: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {f: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {g: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {h: {type: object, x-ms-summary: Inner Part, description: A part within a part., properties: {i: {type: string, x-ms-summary: Inner Text, description: The text of the part.}}}}}}}}}}}}}}}}}}}
    Good:
        definition: {definitions: {AttributeSchema: {properties: {schema: {properties: {a: {type: string, x-ms-summary: Inner Text, description: The text of the part.}}}}}}}
    """
    for place, schema in _bodies(definition):
        depth = definition.sizes.of(schema).depth
        if maximum < depth <= 20:
            yield Problem(_too_deep(depth, maximum), place)


@rule(ERROR, validator("SchemaTooDeep"))
def limit_schema_depth_20(definition: Definition, *, maximum: int = 20) -> Problems:
    """Schemas nest at most 20 levels deep.

    Microsoft's validator refuses schemas beyond a depth that it does not publish. No published schema has more than
    15 levels, so that 21 are certainly beyond what the platform has been used with.

    Bad:
        definition: {definitions: {AttributeSchema: {properties: {part: {$ref: "#/definitions/Part1"}}}, $repeat: {24: {"Part<n>": {type: object, title: Part <n>, description: A part within a part., properties: {name: {type: string, x-ms-summary: Part Name, description: The name of the part.}, part: {$ref: "#/definitions/Part<n+1>"}}}}}, Part25: {type: object, title: Part 25, description: The innermost part., properties: {name: {type: string, x-ms-summary: Part Name, description: The name of the part.}}}}}
    Good:
        definition: {definitions: {AttributeSchema: {properties: {part: {$ref: "#/definitions/Part1"}}}, $repeat: {4: {"Part<n>": {type: object, title: Part <n>, description: A part within a part., properties: {name: {type: string, x-ms-summary: Part Name, description: The name of the part.}, part: {$ref: "#/definitions/Part<n+1>"}}}}}, Part5: {type: object, title: Part 5, description: The innermost part., properties: {name: {type: string, x-ms-summary: Part Name, description: The name of the part.}}}}}
    """
    for place, schema in _bodies(definition):
        depth = definition.sizes.of(schema).depth
        if depth > maximum:
            yield Problem(_too_deep(depth, maximum), place)


def _too_deep(depth: int, maximum: int) -> str:
    return (
        f"This body nests {depth:,} levels deep, references followed; stay within {maximum}. "
        "Flatten it, or leave out what flows do not need."
    )


def _bodies(definition: Definition) -> Iterator[tuple[Place, Any]]:
    """The schema of every body, each once, with its place: what a reference names, where that is in the document."""
    seen: set[Pointer] = set()
    for pointer, schema in _schemas(definition):
        if not isinstance(schema, dict):
            continue
        members = cast("dict[str, Any]", schema)
        target = definition.resolve(members["$ref"]) if "$ref" in members else (pointer, members)
        if target is not None and target[0] not in seen:
            seen.add(target[0])
            yield definition.at(*target[0]), target[1]


def _schemas(definition: Definition) -> Iterator[tuple[Pointer, Any]]:
    for item in definition.path_items:
        content = item.mapping("x-ms-notification-content")
        yield (*item.steps, "x-ms-notification-content", "schema"), content.get("schema")
    for operation in definition.operations:
        body = operation.body
        if body is not None and body.has("schema"):
            yield (*body.pointer, "schema"), body.get("schema")
        for response in operation.responses:
            if response.has("schema"):
                yield (*response.pointer, "schema"), response.get("schema")
