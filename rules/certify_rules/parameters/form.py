"""What a parameter consists of: name, location and type, and what goes with a body, a file, or an array."""

from __future__ import annotations

from typing import Any, cast

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Has,
    Header,
    Parameter,
    Problem,
    Problems,
    Schema,
    advice,
    reviewer,
    rule,
    validator,
)
from certify_rules.parameters.where import is_parameter_item
from certify_rules.words import shown

_LOCATIONS = ("query", "header", "path", "formData", "body")
_TYPES = ("string", "number", "integer", "boolean", "array", "file")
_OF_TYPED = (
    "type", "format", "items", "collectionFormat", "default", "enum", "pattern", "maximum", "minimum",
    "exclusiveMaximum", "exclusiveMinimum", "maxLength", "minLength", "maxItems", "minItems", "uniqueItems",
    "multipleOf", "allowEmptyValue",
)  # fmt: skip
_DELIMITERS = frozenset(("csv", "ssv", "tsv", "pipes"))


@rule(ERROR, validator("RequiredPropertyMissing"), validator("JsonValueNotInEnum"))
def param_name_in_type(parameter: Parameter) -> Problems:
    """Every parameter has a `name`, a known `in`, and, unless it is the body, a known `type`.

    `in` is query, header, path, formData or body; `type` is string, number, integer, boolean, array or file. The elements
    of an array have one too, and are neither objects nor files: only a body can carry these. No published connector breaks this.

    Bad:
        definition: {parameters: {PageSize: {type: null, format: null}}}
    Bad (an object in the query):
        definition: {parameters: {WarehouseFilter: {type: object}}}
    Bad (cookie):
        definition: {parameters: {WarehouseFilter: {in: cookie}}}
    Bad (objects in an array):
        definition: {parameters: {LabelFilter: {items: {type: object}}}}
    Bad (elements of no type):
        definition: {parameters: {LabelFilter: {items: {type: null}}}}
    Good:
        definition: {parameters: {WarehouseFilter: {in: header}}}
    """
    if not parameter.has("name") or parameter.text("name") == "":
        yield Problem("The parameter has no `name`.", parameter)
    location = parameter.location
    if not parameter.has("in"):
        yield Problem(
            f"The parameter {parameter.label} does not say where it goes: it has no `in`.", parameter
        )
    elif location is not None and location not in _LOCATIONS:
        yield Problem(
            f"`{shown(location)}` is no place for a parameter; it is one of {', '.join(_LOCATIONS)}.",
            parameter.at("in"),
        )
    # A schema outside the body is another rule's finding, and stands for the type that is missing.
    if parameter.is_body or parameter.has("schema"):
        return
    kind = parameter.type
    if not parameter.has("type"):
        yield Problem(f"The parameter {parameter.label} has no `type`.", parameter)
    elif kind is not None and kind not in _TYPES:
        yield Problem(
            f"`{shown(kind)}` is no type of a parameter; it is one of {', '.join(_TYPES)}.",
            parameter.at("type"),
        )
    yield from _element_types(parameter)


def _element_types(parameter: Parameter) -> Problems:
    """What is wrong with the types of the elements of an array, and of the arrays in it."""
    array = parameter.value
    steps: tuple[str, ...] = ()
    while array.get("type") == "array" and isinstance(array.get("items"), dict):
        array = cast("dict[str, Any]", array["items"])
        steps = (*steps, "items")
        kind = array.get("type")
        if "type" not in array and "$ref" not in array:
            yield Problem(f"The elements of {parameter.label} have no `type`.", parameter.at(*steps))
        elif isinstance(kind, str) and (kind not in _TYPES or kind == "file"):
            yield Problem(
                f"`{shown(kind)}` is no type for the elements of a parameter; only a body can carry more than "
                f"{', '.join(_TYPES[:-1])}.",
                parameter.at(*steps, "type"),
            )


@rule(
    ERROR,
    validator("BodyParameterSchemaRequired"),
    validator("BodyParameterPropertyNotValid"),
    validator("NonBodyParameterSchemaNotValid"),
)
def param_body_schema(parameter: Parameter) -> Problems:
    """The body is described by a `schema`, and every other parameter without one.

    `type` and its companions belong into the body's schema. No published connector breaks this.

    Bad:
        definition:
          paths: {"/items/{itemId}": {patch: {parameters: {1: {schema: null}}}}}
          definitions: {ItemUpdate: null}
    Bad (type):
        definition: {paths: {/items: {post: {parameters: {0: {type: object}}}}}}
    Bad (a query parameter as OpenAPI 3 has it):
        definition: {parameters: {WarehouseFilter: {type: null, schema: {type: string}}}}
    Good:
        definition:
          paths: {"/items/{itemId}": {patch: {parameters: {1: {schema: {$ref: "#/definitions/ItemInput"}}}}}}
          definitions: {ItemUpdate: null}
    """
    if parameter.is_body:
        if not parameter.has("schema"):
            yield Problem("The body has no `schema`.", parameter)
        for member in _OF_TYPED:
            if parameter.has(member):
                yield Problem(
                    f"The body cannot have `{member}`; say it in the body's schema.", parameter.key(member)
                )
    elif parameter.has("schema") and parameter.location is not None:
        yield Problem(
            f"The {parameter.location} parameter {parameter.label} cannot have a `schema`; give it a `type`.",
            parameter.key("schema"),
        )


@rule(WARNING, reviewer(1360), custom=OFF)
def param_body_not_empty(parameter: Annotated[Parameter, Has("schema")]) -> Problems:
    """The body's `schema` says what the body holds.

    Of an empty schema the designer makes no fields. Reviewers ask for its properties, or for a dynamic schema.

    Bad:
        definition:
          paths: {"/items/{itemId}": {patch: {parameters: {1: {schema: {$ref: null}}}}}}
          definitions: {ItemUpdate: null}
    Good:
        definition:
          paths: {"/items/{itemId}": {patch: {parameters: {1: {schema: {$ref: "#/definitions/ItemInput"}}}}}}
          definitions: {ItemUpdate: null}
    """
    schema = parameter.schema
    if parameter.is_body and schema is not None and schema.is_empty:
        yield Problem(
            "The schema of the body is empty; describe the properties that makers fill in.",
            parameter.at("schema"),
        )


@rule(ERROR, validator("FileParameterMustBeInFormData"))
def param_file(parameter: Annotated[Parameter, Has("type")]) -> Problems:
    """A parameter of type `file` is in `formData`.

    A file is sent as a part of a form. For a file that is the whole body use a body of type string, format binary.

    Bad:
        definition: {parameters: {WarehouseFilter: {type: file}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {parameters: {0: {type: file}}}}}}
    """
    if (
        parameter.type == "file"
        and parameter.location in _LOCATIONS
        and parameter.location not in {"formData", "body"}
    ):
        yield Problem(
            f"The {parameter.location} parameter {parameter.label} cannot be a file; only form data can.",
            parameter.at("type"),
        )


@rule(ERROR, validator("ArrayHasNoItems"))
def param_array_items(parameter: Annotated[Parameter | Header, Has("type")]) -> Problems:
    """A parameter or header of type `array` has `items`, and so have the arrays in it.

    The designer asks for the elements by them. No published connector breaks this.

    Bad:
        definition: {parameters: {LabelFilter: {items: null}}}
    Bad (an array in the array):
        definition: {parameters: {LabelFilter: {items: {type: array}}}}
    Bad (a header):
        definition: {paths: {/subscriptions: {post: {responses: {"201": {headers: {Location: {type: array}}}}}}}}
    Good:
        definition: {parameters: {LabelFilter: {items: {type: integer}}}}
    """
    if parameter.type != "array" or (isinstance(parameter, Parameter) and parameter.is_body):
        return
    array = parameter.value
    steps: tuple[str, ...] = ()
    while array.get("type") == "array":
        if "items" not in array:
            kind = "parameter" if isinstance(parameter, Parameter) else "header"
            what = f"An array within the {kind}" if steps else f"The {kind}"
            yield Problem(
                f"{what} `{shown(parameter.name)}` has no `items`, so that its elements are not known.",
                parameter.at(*steps),
            )
            return
        items = array["items"]
        if not isinstance(items, dict):
            return
        array = cast("dict[str, Any]", items)
        steps = (*steps, "items")


@rule(ERROR, validator("CollectionFormatValueNotSupported"))
def param_collectionformat(parameter: Annotated[Parameter | Schema, Has("collectionFormat")]) -> Problems:
    """`collectionFormat` is `csv`, `ssv`, `tsv` or `pipes`; `multi` only in query and form data.

    It says by what the elements of an array are separated. Published connectors use `csv` only.

    Bad:
        definition: {parameters: {LabelFilter: {collectionFormat: semicolon}}}
    Good:
        definition: {parameters: {LabelFilter: {collectionFormat: pipes}}}
    """
    found = parameter.text("collectionFormat")
    if found is None or found in _DELIMITERS:
        return
    if isinstance(parameter, Schema):
        if not is_parameter_item(parameter):
            return
    elif parameter.is_body or (found == "multi" and parameter.location in {"query", "formData"}):
        return
    yield Problem(
        f"The collection format `{shown(found)}` is not supported here; it is csv, ssv, tsv or pipes.",
        parameter.at("collectionFormat"),
    )


@rule(ERROR, validator("InvalidFormDataParameterName"))
def param_formdata_ascii(parameter: Annotated[Parameter, Has("name")]) -> Problems:
    """The name of a form data parameter is of US-ASCII characters.

    It becomes a header of the part, and headers hold no others.

    Bad:
        definition: {paths: {"/items/{itemId}/documents": {post: {parameters: {1: {name: größe}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}/documents": {post: {parameters: {1: {name: groesse}}}}}}
    """
    if parameter.location == "formData" and not parameter.name.isascii():
        yield Problem(
            f"The form data name `{shown(parameter.name)}` has characters outside US-ASCII; use plain letters.",
            parameter.at("name"),
        )


@rule(WARNING, advice())
def param_name_blank(parameter: Annotated[Parameter, Has("name")]) -> Problems:
    """The name of a query or header parameter has no blank.

    A header with a blank in its name is refused by most servers, and a blank in a query name is usually a slip. Three
    connectors in a hundred have one. The name of a path parameter is not sent.

    Bad:
        definition: {parameters: {WarehouseFilter: {name: "warehouse "}}}
    Good:
        definition: {parameters: {WarehouseFilter: {name: warehouse-code}}}
    """
    if parameter.location in {"query", "header"} and parameter.name.split() not in (
        [parameter.name],
        [],
    ):
        yield Problem(
            f"The name of the {parameter.location} parameter `{shown(parameter.name)}` has a blank; write the name that the service knows.",
            parameter.at("name"),
        )
