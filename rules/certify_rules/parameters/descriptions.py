"""What a parameter's `description` tells makers."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Parameter,
    Problem,
    Problems,
    documented,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.guesses import value_description
from certify_rules.labels import label_of
from certify_rules.parameters.labels import is_offered
from certify_rules.words import as_sentence, is_identifier, is_same_text, lacks_period, shown


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    reviewer(550),
    reviewer(1003),
    custom=NOTE,
    aliases=("RequiredPropertyMissing.param.description",),
    fix="unsafe",
)
def param_description(parameter: Parameter) -> Problems:
    """Every parameter that makers see has a `description`.

    The designer shows it in the empty field. Microsoft's validator: "The 'description' property is required." It asks
    for it on every parameter but the body; three in a thousand published connectors lack one.

    Bad:
        definition: {parameters: {WarehouseFilter: {description: null}}}
    Bad (empty):
        definition: {parameters: {WarehouseFilter: {description: ""}}}
    Good:
        definition: {parameters: {Expand: {description: null}}}
    """
    if not is_offered(parameter):
        return
    guess = value_description(
        parameter.summary or label_of(parameter), is_switch=parameter.get("type") == "boolean"
    )
    if not parameter.has("description"):
        yield Problem(
            f"The parameter {parameter.label} has no `description`.",
            parameter,
            fix=None if guess is None else unsafe(parameter.place.add("description", guess)),
        )
    elif parameter.description is not None and not parameter.description.strip():
        at = parameter.at("description")
        yield Problem(
            f"The description of the parameter {parameter.label} is empty.",
            at,
            fix=None if guess is None else unsafe(at.replace(guess)),
        )


@rule(
    NOTE,
    documented("certification-submission"),
    documented("connector-string-guidance"),
    custom=OFF,
    fix="safe",
)
def param_description_sentence(parameter: Annotated[Parameter, Has("description")]) -> Problems:
    """A parameter's `description` ends with a period, unless it is a single word.

    Microsoft's checklist asks for it; three certified connectors in four have a parameter without, so this is advice.

    Bad:
        definition: {parameters: {WarehouseFilter: {description: Returns only what belongs to this warehouse}}}
    Good:
        definition: {parameters: {WarehouseFilter: {description: Returns only what belongs to this warehouse.}}}
    """
    description = parameter.description
    if not description or not is_offered(parameter) or is_same_text(description, parameter.summary or ""):
        return
    if lacks_period(description):
        at = parameter.at("description")
        yield Problem(
            f"The description ends without a period: `{shown(description)}`",
            at,
            fix=safe(at.replace(as_sentence(description))),
        )


@rule(WARNING, documented("connector-string-guidance"), custom=OFF)
def param_description_differs(parameter: Annotated[Parameter, Has("description")]) -> Problems:
    """A parameter's `description` says more than its `x-ms-summary` or its name.

    The designer shows both. Say what the value is for, where to find it, or how it is written. A third of the certified
    connectors repeat a summary.

    Bad:
        definition: {parameters: {WarehouseFilter: {description: Warehouse code.}}}
    Bad (the name):
        definition: {parameters: {WarehouseFilter: {description: Warehouse}}}
    Good:
        definition: {parameters: {WarehouseFilter: {description: The code that is printed on the delivery note.}}}
    """
    description = parameter.description
    if not description or not description.strip() or not is_offered(parameter):
        return
    for what, text in (("summary", parameter.summary), ("name", parameter.name)):
        # A name in one word with capitals inside has a rule of its own, whoever it belongs to.
        if text and is_same_text(description, text) and not (what == "name" and is_identifier(description)):
            yield Problem(
                f"The description `{shown(description)}` repeats the {what}; say what the value is for.",
                parameter.at("description"),
            )
            return
