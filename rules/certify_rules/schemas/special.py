"""Members of schemas for special uses: discriminators, the dictionary editor, and filter functions."""

from __future__ import annotations

from certify.api import (
    ERROR,
    Annotated,
    Extension,
    Has,
    Problem,
    Problems,
    Schema,
    rule,
    safe,
    validator,
)
from certify_rules.schemas.composition import composition, property_of
from certify_rules.words import shown

# What Power Fx reads from `filterFunctions`, and the functions of OData 4 that connectors for tables name.
_FILTER_FUNCTIONS = frozenset(
    [
        "add", "and", "arraylookup", "astype", "average", "cdsin", "ceiling", "concat", "contains", "count", "countdistinct",
        "date", "day", "div", "endswith", "eq", "floor", "ge", "gt", "hour", "in", "indexof", "le", "length", "lt", "max",
        "min", "minute", "mod", "month", "mul", "ne", "negate", "not", "now", "null", "or", "round", "second", "startswith",
        "sub", "substring", "substringof", "sum", "time", "tolower", "top", "totaloffsetminutes", "totalseconds", "toupper",
        "trim", "year",
    ]
)  # fmt: skip


@rule(ERROR, validator("DiscriminatorMustBeARequiredStringProperty"))
def schema_discriminator(schema: Annotated[Schema, Has("discriminator")]) -> Problems:
    """A `discriminator` is the name of a required string property.

    Microsoft's validator: "The 'discriminator' value must be the name of a required string property." Its value says
    which of the derived schemas a value is of.

    Bad:
        definition: {definitions: {Movement: {discriminator: type}}}
    Bad (not required):
        definition: {definitions: {Movement: {required: null}}}
    Good:
        definition: {definitions: {Movement: {discriminator: kind}}}
    """
    name = schema.text("discriminator")
    if name is None:
        return
    parts = composition(schema)
    if parts is None:
        return
    found = property_of(parts, name)
    if found is None:
        fault = "there is no such property"
    elif found.type not in ("string", None):
        fault = f"it is of type {shown(found.type or '')}"
    elif not any(name in part.required_names for part in parts):
        fault = "it is not required"
    else:
        return
    yield Problem(
        f"The discriminator `{shown(name)}` must be a required string property; {fault}.",
        schema.at("discriminator"),
    )


@rule(ERROR, validator("InvalidCustomEditorExtensionDictionaryValue"))
def schema_editor(extension: Annotated[Extension, Has("x-ms-editor")]) -> Problems:
    """The editor `dictionary` is for objects with `additionalProperties`.

    Microsoft's validator: "The 'x-ms-editor' extension can be specified as 'dictionary' only for schema with type object
    and additional properties allowed." The designer then shows a table of keys and values. All published connectors that
    use it say what the values are.

    Bad:
        definition: {definitions: {ItemInput: {properties: {labels: {additionalProperties: null}}}}}
    Bad (no object):
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-editor: dictionary}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {labels: {additionalProperties: {type: integer}}}}}}
    """
    schema = extension.owner
    if schema is None or schema.text("x-ms-editor") != "dictionary":
        return
    additional = schema.get("additionalProperties")
    if schema.get("type") != "object" or (additional is not True and not isinstance(additional, dict)):
        yield Problem(
            "The editor `dictionary` needs an object with `additionalProperties` that say what its values are.",
            extension,
        )


@rule(
    ERROR,
    validator("FilterFunctionsPropertyEmpty"),
    validator("FilterFunctionsPropertyHasDuplicates"),
    validator("FilterFunctionsPropertyInInputSchema"),
    validator("FilterFunctionsPropertyInvalidValue"),
    fix="safe",
)
def schema_filterfunctions(extension: Annotated[Extension, Has("x-ms-capabilities")]) -> Problems:
    """`filterFunctions` are in the schema of a response, and name filters that the platform knows, each once.

    They say by which filters a column of a table can be asked for. Microsoft's validator refuses an empty list,
    duplicates, unknown names, and the member in an input. No published connector uses them.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-capabilities: {filterFunctions: [eq, ne, eq]}}}}}}
    Bad (unknown):
        definition: {definitions: {Item: {properties: {name: {x-ms-capabilities: {filterFunctions: [equals]}}}}}}
    Bad (in an input):
        definition: {definitions: {ItemInput: {properties: {name: {x-ms-capabilities: {filterFunctions: [eq]}}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-capabilities: {filterFunctions: [eq, startswith]}}}}}}
    """
    schema = extension.owner
    if not isinstance(schema, Schema) or "filterFunctions" not in extension.value:
        return
    at = extension.at("filterFunctions")
    if schema.is_input and not schema.is_output:
        yield Problem(
            "Filter functions belong to the schema of a response.", extension.key("filterFunctions")
        )
        return
    functions = extension.items("filterFunctions")
    if not functions:
        yield Problem("`filterFunctions` has to be a list with at least one filter.", at)
        return
    seen: set[str] = set()
    for index, name in enumerate(functions):
        here = at.at(index)
        if not isinstance(name, str) or name.lower() not in _FILTER_FUNCTIONS:
            said = f"`{shown(name)}`" if isinstance(name, str) else "This"
            yield Problem(f"{said} is no filter function that the platform knows, such as `eq`.", here)
        elif name in seen:
            yield Problem(f"`{name}` is in the list twice.", here, fix=safe(here.remove()))
        else:
            seen.add(name)
