"""Labels of parameters and properties: no full stop, not too long, not written for machines."""

from __future__ import annotations

import re

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Parameter,
    Problem,
    Problems,
    Schema,
    Text,
    documented,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.text.reading import is_of_connector, is_shown
from certify_rules.words import (
    LONGEST_LABEL,
    is_identifier,
    is_same_text,
    sentence_case,
    shown,
    title_case,
    words_of,
)

_ABBREVIATED = re.compile(
    r"(?:\.\.|\b(?:etc|no|nr|inc|ltd|co|corp|approx|max|min|st|dr|mr|mrs|ms|jr|sr|vs|e\.g|i\.e|u\.s|a\.m|p\.m|[a-z]))\.$",
    re.IGNORECASE,
)


@rule(WARNING, documented("connector-string-guidance"), custom=OFF, fix="safe")
def text_summary_period(text: Annotated[Text, Has("title", "summary")]) -> Problems:
    """The labels of parameters and properties end without a period.

    They are names of fields, and no sentences. One certified connector in nine breaks this. Abbreviations such as "Job No."
    pass.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: Item Name.}}}}}
    Bad (a parameter):
        definition: {parameters: {WarehouseFilter: {x-ms-summary: Warehouse Code.}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: Item No.}}}}}
    """
    content = text.content.rstrip()
    if (
        content[-1:] != "."
        or isinstance(text.owner, Operation)
        or is_of_connector(text)
        or not is_shown(text)
    ):
        return
    label = content.rstrip(". ")
    if label and _ABBREVIATED.search(content) is None:
        yield Problem(
            f"The label `{shown(content)}` ends with a period; it is the name of a field, so leave the period out.",
            text.place.within(len(label), len(content)),
            fix=safe(text.place.replace(label)),
        )


@rule(
    WARNING,
    documented("connector-string-guidance"),
    validator("FieldLengthExceeded"),
    custom=OFF,
    aliases=("FieldLengthExceeded.x-ms-summary",),
)
def text_summary_80(
    text: Annotated[Text, Has("title", "summary")], *, maximum: int = LONGEST_LABEL
) -> Problems:
    """The labels of properties have at most 80 characters.

    The designer cuts longer ones off. What is more to say belongs in the description. The labels of operations and
    parameters have errors of their own. One connector in seventy breaks this.

    Bad:
        definition:
          definitions:
            Item:
              properties:
                name: {x-ms-summary: The Name of the Item as It Is Printed on the Shelf and on the Papers of Every Delivery}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: Item Name}}}}}
    """
    length = len(text.content)
    if length > maximum and isinstance(text.owner, Schema) and is_shown(text):
        yield Problem(
            f"The label has {length} characters; the limit is {maximum}. Move what does not fit to the description.",
            text.place.within(maximum, length),
        )


@rule(
    NOTE,
    documented("certification-submission"),
    reviewer(1607),
    reviewer(1747),
    reviewer(1942),
    custom=OFF,
    aliases=("camelcase-string",),
    fix="unsafe",
)
def text_camel(text: Annotated[Text, Has("title", "summary", "description")]) -> Problems:
    """The labels of properties, and the descriptions of parameters and properties, are words, and not names such as `itemName`.

    What is written in one word with capitals inside, or with underscores, is not translated. The wizard copies the names
    of properties into their titles, and into the descriptions of responses, which have a rule of their own
    (resp-property-description-useful): neither is reported here. The summaries of parameters have one, too
    (param-summary-not-technical). Three certified connectors in a hundred have such a text.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: itemName}}}}}
    Bad (a title, where it is the label):
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: null, title: itemName}}}}}
    Bad (a description):
        definition: {definitions: {ItemInput: {properties: {bin: {description: binCode}}}}}
    Bad (of a parameter):
        definition: {parameters: {WarehouseFilter: {description: warehouseCode}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-summary: Item Name}}}}}
    """
    content, owner = text.content, text.owner
    if " " in content or len(content) < 4 or not isinstance(owner, Schema | Parameter) or not is_shown(text):
        return
    name = owner.name or ""
    if not is_identifier(content, name) or _is_told_elsewhere(text, owner, name):
        return
    words = words_of(content)
    guess = title_case(words) if text.role != "description" else f"{sentence_case(words)}."
    yield Problem(
        f"`{shown(content)}` is a name for machines; write words for people.",
        text.place,
        fix=unsafe(text.place.replace(guess)) if guess and len(guess) <= LONGEST_LABEL else None,
    )


def _is_told_elsewhere(text: Text, owner: Schema | Parameter, name: str) -> bool:
    """Whether another rule reports the name that stands for a text."""
    if isinstance(owner, Parameter):
        return text.role != "description" or is_same_text(text.content, owner.summary or "")
    if text.role == "title" and is_same_text(text.content, name):
        return True
    is_returned = not owner.is_input or owner.is_true("readOnly")
    return text.role == "description" and is_returned and is_same_text(text.content, name)
