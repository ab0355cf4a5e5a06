"""What an operation's `description` tells: that it is there, a sentence of its own, neither thin nor endless."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Problem,
    Problems,
    documented,
    repository,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.guesses import operation_description
from certify_rules.words import as_sentence, is_same_text, lacks_period, shown, starts_small

_SAYS_LITTLE = 15
"""Characters; a shorter description says nothing."""


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    validator("RequiredValueEmpty"),
    documented("certification-submission"),
    repository(".github/pull_request_template.md"),
    custom=OFF,
    fix="unsafe",
)
def op_description_present(operation: Operation) -> Problems:
    """Every operation that makers see has a `description`.

    The designer shows it below the operation's title, and Copilot chooses operations by it. No published connector
    lacks one on a visible operation.

    Bad:
        definition: {paths: {/items: {post: {description: null}}}}
    Bad (empty):
        definition: {paths: {/items: {post: {description: ""}}}}
    Good:
        definition: {paths: {/account: {get: {description: null}}}}
    """
    if operation.is_internal:
        return
    guess = operation_description(operation.summary or "")
    if not operation.has("description"):
        yield Problem(
            f"The operation {operation.label} has no `description`.",
            operation,
            fix=None if guess is None else unsafe(operation.place.add("description", guess)),
        )
    elif operation.description is not None and not operation.description.strip():
        at = operation.at("description")
        yield Problem(
            f"The description of the operation {operation.label} is empty.",
            at,
            fix=None if guess is None else unsafe(at.replace(guess)),
        )


@rule(WARNING, documented("certification-submission"), documented("coding-standards"), custom=OFF, fix="safe")
def op_description_sentence(operation: Annotated[Operation, Has("description")]) -> Problems:
    """An operation's `description` is a sentence: a capital at its beginning, a period at its end.

    Microsoft's checklist asks for it. Six certified connectors in ten have an operation without the period, so it is
    no error. What is deprecated and does not say so yet is to end with "(deprecated)", and not with a period; what says
    too little (op-description-length) is to be written anew.

    Bad:
        definition: {paths: {/items: {post: {description: Adds a stock item to a warehouse}}}}
    Bad (a small letter):
        definition: {paths: {/items: {post: {description: adds a stock item to a warehouse.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds a stock item to a warehouse.}}}}
    """
    description = operation.description
    if not description or operation.is_internal or is_same_text(description, operation.summary or ""):
        return
    if len(description.strip()) < _SAYS_LITTLE:
        return
    is_small = starts_small(description)
    is_to_be_marked = operation.is_deprecated and "deprecated" not in description.casefold()
    is_open = lacks_period(description) and not is_to_be_marked
    if is_small or is_open:
        what = "starts with a small letter" if is_small else "ends without a period"
        if is_small and is_open:
            what += " and ends without a period"
        at = operation.at("description")
        yield Problem(
            f"The description {what}: `{shown(description)}`",
            at,
            fix=safe(at.replace(as_sentence(description))),
        )


@rule(WARNING, documented("coding-standards"), documented("connector-string-guidance"), custom=OFF)
def op_description_differs(operation: Annotated[Operation, Has("description")]) -> Problems:
    """An operation's `description` says more than its `summary`.

    The designer shows both, one below the other. A quarter of the certified connectors repeat a summary.

    Bad:
        definition: {paths: {/items: {post: {description: Create an item.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds a stock item to a warehouse.}}}}
    """
    description, summary = operation.description, operation.summary
    if operation.is_internal or not description or not summary or not description.strip():
        return
    if is_same_text(description, summary):
        yield Problem(
            "The description repeats the summary; say what the operation does with what it is given.",
            operation.at("description"),
        )


@rule(
    NOTE,
    documented("connector-string-guidance"),
    repository(".github/pull_request_template.md"),
    custom=OFF,
)
def op_description_length(
    operation: Annotated[Operation, Has("description")], *, minimum: int = _SAYS_LITTLE, maximum: int = 500
) -> Problems:
    """An operation's `description` is neither trivial nor longer than what people read.

    Below 15 characters nothing is said, and the designer's box holds about 500. One certified connector in eight has
    a shorter one, one in twenty a longer one; the longest has 14,000 characters.

    Bad:
        definition: {paths: {/items: {post: {description: Adds items.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to a warehouse.}}}}
    """
    description = operation.description
    if operation.is_internal or not description or not description.strip():
        return
    length = len(description.strip())
    if length > maximum:
        yield Problem(
            f"The description has {length} characters; the designer's box holds about {maximum}. Shorten it.",
            operation.at("description"),
        )
    elif length < minimum and not is_same_text(description, operation.summary or ""):
        yield Problem(
            f"The description `{shown(description)}` says little; tell what the operation does and returns.",
            operation.at("description"),
        )
