"""What makers see a parameter as: its `x-ms-summary`."""

from __future__ import annotations

import re
from typing import Any

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Parameter,
    Problem,
    Problems,
    Related,
    advice,
    documented,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.labels import label_of, label_of_name
from certify_rules.parameters.where import entries
from certify_rules.words import (
    ABBREVIATIONS,
    LONGEST_LABEL,
    SMALL_WORDS,
    characters_beside,
    is_identifier,
    shown,
    title_case,
)

_UNUSUAL = re.compile(r"""[!-'*-/:-@\[-`{-~]""")


def is_offered(parameter: Parameter) -> bool:
    """Whether the designer asks makers for it: visible, not the body, and taken by an operation."""
    return not parameter.is_body and bool(parameter.operations) and parameter.is_visible


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    reviewer(550),
    reviewer(1003),
    custom=NOTE,
    aliases=("RequiredPropertyMissing.x-ms-summary",),
    fix="unsafe",
)
def param_summary(parameter: Parameter) -> Problems:
    """Every parameter that makers see has an `x-ms-summary`.

    It is the field's label. Microsoft's validator: "The 'x-ms-summary' property is required." It asks for it on every
    parameter but the body; three in a thousand published connectors lack one, and none has an empty one.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: null}}}
    Bad (empty):
        definition: {parameters: {WarehouseFilter: {x-ms-summary: ""}}}
    Good:
        definition: {parameters: {Expand: {x-ms-summary: null}}}
    """
    is_empty = is_blank(parameter.get("x-ms-summary"))
    if not is_offered(parameter) or (parameter.has("x-ms-summary") and not is_empty):
        return
    guess = label_of(parameter)
    fix = None
    if guess and len(guess) <= LONGEST_LABEL:
        at = parameter.at("x-ms-summary")
        fix = unsafe(at.replace(guess) if is_empty else parameter.place.add("x-ms-summary", guess))
    if is_empty:
        message = (
            f"The `x-ms-summary` of the parameter {parameter.label} is empty; write the label of the field."
        )
        yield Problem(message, parameter.at("x-ms-summary"), fix=fix)
    else:
        yield Problem(f"The parameter {parameter.label} has no `x-ms-summary`.", parameter, fix=fix)


def is_blank(text: Any) -> bool:
    """Whether it is a text without a letter or sign in it."""
    return isinstance(text, str) and not text.strip()


@rule(
    ERROR,
    validator("FieldLengthExceeded"),
    documented("connector-string-guidance"),
    custom=OFF,
    aliases=("FieldLengthExceeded.x-ms-summary",),
)
def param_summary_max_80(parameter: Annotated[Parameter, Has("x-ms-summary")]) -> Problems:
    """A parameter's `x-ms-summary` has at most 80 characters.

    Microsoft's validator: "The 'x-ms-summary' value goes over the character limit '80'". The longest one that was
    published has exactly 80.

    Bad:
        definition:
          parameters:
            WarehouseFilter:
              x-ms-summary: The Code of the Warehouse That the Customer Who Is Signed in Has Chosen as the Usual
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Code of the Usual Warehouse}}}
    """
    summary = parameter.summary
    if summary is not None and len(summary) > LONGEST_LABEL:
        yield Problem(
            f"The summary has {len(summary)} characters; the limit is {LONGEST_LABEL}. "
            "Move what does not fit to the description.",
            parameter.at("x-ms-summary").within(LONGEST_LABEL, len(summary)),
        )


@rule(NOTE, documented("certification-submission"), custom=OFF)
def param_summary_charset(parameter: Annotated[Parameter, Has("x-ms-summary")]) -> Problems:
    """A parameter's `x-ms-summary` consists of letters, digits, blanks and parentheses.

    So says Microsoft's checklist; a quarter of the certified connectors use other characters all the same.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: "Warehouse: Code"}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Warehouse (Code)}}}
    """
    summary = parameter.summary
    if not summary or not is_offered(parameter) or is_identifier(summary, parameter.name):
        return
    if parameter.location == "header" and summary == parameter.name:
        return  # `Content-Type` is a name that people know
    # A final period is a finding of the rule on that.
    end = len(summary.rstrip(". "))
    found = _UNUSUAL.search(summary, 0, end)
    if found is not None:
        used = characters_beside(_UNUSUAL.findall(summary, 0, end))
        yield Problem(
            f"The summary `{shown(summary)}` has {used}; use letters, digits, blanks and parentheses only.",
            parameter.at("x-ms-summary").within(found.start(), found.end()),
        )


@rule(
    NOTE, documented("connector-string-guidance"), documented("openapi-extensions"), custom=OFF, fix="unsafe"
)
def param_summary_title_case(parameter: Annotated[Parameter, Has("x-ms-summary")]) -> Problems:
    """A parameter's `x-ms-summary` is in title case: "Customer ID".

    Every word but small ones has a capital. Half of the certified connectors write sentences instead, so this is advice.
    A summary that ends with a period, or has an abbreviation such as `id` in small letters, is reported for that alone.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: warehouse code}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Code of the Warehouse}}}
    """
    summary = parameter.summary
    if not summary or len(summary) > LONGEST_LABEL or not is_offered(parameter):
        return
    if summary.rstrip().endswith("."):
        return
    words = summary.split()
    if is_identifier(summary, parameter.name) or not any(
        _is_small(index, word) for index, word in enumerate(words)
    ):
        return
    better = title_case([word.lower() if word.islower() else word for word in words])
    at = parameter.at("x-ms-summary")
    yield Problem(
        f"The summary `{shown(summary)}` is not in title case, such as `{shown(better)}`.",
        at,
        fix=unsafe(at.replace(better)) if len(better) <= LONGEST_LABEL else None,
    )


def _is_small(index: int, word: str) -> bool:
    if not (word.isalpha() and word.islower()) or word in ABBREVIATIONS:
        return False
    return index == 0 or (word not in SMALL_WORDS and len(word) > 3)


@rule(
    WARNING,
    documented("certification-submission"),
    reviewer(602),
    custom=OFF,
    aliases=("camelcase-string",),
    fix="unsafe",
)
def param_summary_not_technical(parameter: Annotated[Parameter, Has("x-ms-summary")]) -> Problems:
    """A parameter's `x-ms-summary` is written for people, and not the name that the service uses.

    Names such as `customer_id` or `customerId` are not translated. Six certified connectors in a hundred show one.

    Bad:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: warehouse_code}}}
    Bad (camel case):
        definition: {parameters: {WarehouseFilter: {x-ms-summary: warehouseCode}}}
    Good:
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Warehouse}}}
    """
    summary = parameter.summary
    if summary and is_offered(parameter) and is_identifier(summary, parameter.name):
        guess = label_of(parameter) if summary == parameter.name else label_of_name(summary)
        at = parameter.at("x-ms-summary")
        fix = unsafe(at.replace(guess)) if guess and len(guess) <= LONGEST_LABEL else None
        yield Problem(
            f"The summary `{shown(summary)}` is a name for machines; write a label for people.", at, fix=fix
        )


@rule(WARNING, advice(), custom=OFF)
def param_summary_unique(operation: Operation) -> Problems:
    """The parameters that an operation shows have different summaries.

    Makers cannot tell two fields with one label apart. Two certified connectors in a hundred break this.

    Bad:
        definition:
          paths:
            /movements:
              get:
                parameters:
                  1: {x-ms-summary: Warehouse Code}
    Good:
        definition:
          paths:
            /movements:
              get:
                parameters:
                  1: {x-ms-summary: Warehouse Code, x-ms-visibility: internal, required: true, default: "2024-01-01T00:00:00Z"}
    """
    if operation.is_internal:
        return
    first: dict[str, Parameter] = {}
    for index, parameter in entries(operation):
        summary = (parameter.summary or "").strip().casefold()
        if not summary or parameter.is_internal or parameter.is_body:
            continue
        other = first.setdefault(summary, parameter)
        if other is not parameter and (other.name, other.location) != (parameter.name, parameter.location):
            yield Problem(
                f"The summary `{shown(parameter.summary or '')}` is also that of the parameter {other.label}; say how they differ.",
                parameter.at("x-ms-summary")
                if parameter.owner is operation
                else operation.at("parameters", index),
                related=(Related("the other parameter of that summary", other.at("x-ms-summary")),),
            )
