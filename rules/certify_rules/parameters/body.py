"""The properties of a request body as makers meet them: labels, descriptions, and nothing that they cannot give."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Schema,
    documented,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.extensions.names import misspells
from certify_rules.guesses import value_description
from certify_rules.labels import label_of_name
from certify_rules.words import LONGEST_LABEL, is_identifier, is_same_text, shown


@rule(
    WARNING, documented("certification-submission"), reviewer(864), reviewer(1286), custom=OFF, fix="unsafe"
)
def body_property_labels(schema: Schema) -> Problems:
    """Every property of a body that makers fill in has a label: `x-ms-summary`, or `title`.

    Without one the designer shows the name that the service uses. Two certified connectors in three that take a body lack
    a label somewhere. Objects with properties of their own are not shown, and need none.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-summary: null}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-summary: null, title: Bin Code}}}}}
    """
    # An `x-ms-summary` that says nothing is a finding of the rule on that.
    if not _is_filled_in(schema) or "x-ms-summary" in schema.value or _is_said(schema, "title"):
        return
    if misspells(schema.value, "x-ms-summary"):
        return
    name = schema.name or ""
    guess = label_of_name(name)
    yield Problem(
        f"The property `{shown(name)}` has no label; give it an `x-ms-summary`.",
        schema,
        fix=unsafe(schema.place.add("x-ms-summary", guess))
        if guess and len(guess) <= LONGEST_LABEL
        else None,
    )


@rule(
    WARNING, documented("certification-submission"), reviewer(864), reviewer(1286), custom=OFF, fix="unsafe"
)
def body_property_description(schema: Schema) -> Problems:
    """Every property of a body that makers fill in has a `description`.

    The designer shows it in the empty field, and Copilot fills the field by it. Two certified connectors in five that take
    a body lack one somewhere.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {description: null}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {description: Where the item lies.}}}}}
    """
    if not _is_filled_in(schema) or _is_said(schema, "description"):
        return
    name = schema.name or ""
    label = next(
        (schema.value[member] for member in ("x-ms-summary", "title") if _is_said(schema, member)),
        label_of_name(name),
    )
    guess = value_description(label, is_switch=schema.type == "boolean")
    yield Problem(
        f"The property `{shown(name)}` has no description.",
        schema,
        fix=None
        if guess is None
        else unsafe(
            schema.at("description").replace(guess)
            if schema.has("description")
            else schema.place.add("description", guess)
        ),
    )


@rule(
    NOTE,
    documented("connector-string-guidance"),
    reviewer(1607),
    reviewer(1700),
    custom=OFF,
)
def body_property_description_useful(schema: Annotated[Schema, Has("description")]) -> Problems:
    """The `description` of a body's property is more than its name.

    Editors copy the name. Makers see it in the empty field already; say what belongs there. One connector in five has some.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {description: Bin.}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {description: Where the item lies.}}}}}
    """
    description = schema.text("description")
    if not description or not _is_filled_in(schema) or is_identifier(description):
        return
    if is_same_text(description, schema.name or ""):
        yield Problem(
            f"The description `{shown(description)}` repeats the name; say what belongs there.",
            schema.at("description"),
        )


def _is_filled_in(schema: Schema) -> bool:
    """Whether makers meet the property as a field of its own."""
    if not (schema.is_property and schema.is_input and schema.is_visible):
        return False
    value = schema.value
    return "properties" not in value and "allOf" not in value and value.get("readOnly") is not True


def _is_said(schema: Schema, member: str) -> bool:
    value = schema.value.get(member)
    return isinstance(value, str) and bool(value.strip())


@rule(ERROR, validator("RequiredReadOnlyPropertyNotAllowedAsInput"), established=WARNING)
def body_no_readonly_required(schema: Annotated[Schema, Has("readOnly")]) -> Problems:
    """A property of a body is not read-only and required.

    Microsoft's validator: "An input property cannot be 'readonly' and required." Describe what goes in apart from what
    comes out.

    Bad:
        definition: {definitions: {ItemInput: {properties: {name: {readOnly: true}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {readOnly: true}}}}}
    """
    if schema.is_property and schema.is_input and schema.is_required and schema.is_true("readOnly"):
        yield Problem(
            f"The property `{shown(schema.name or '')}` of the body is read-only and required; it cannot be both.",
            schema,
        )
