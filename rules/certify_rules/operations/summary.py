"""What the designer lists an operation as: that its `summary` is there, short, and of allowed characters."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    Problem,
    Problems,
    documented,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.words import (
    LONGEST_LABEL,
    characters_beside,
    is_identifier,
    sentence_case,
    shown,
    words_of,
)

_RESTRICTED = re.compile(r"[/\\<>*%&?]")
_SPOKEN = {"&": " and ", "/": " or ", "%": " percent "}
_UNUSUAL = re.compile(r"""[!"#$'+,\-.:;=@\[\]^_`{|}~]""")


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    validator("RequiredValueEmpty"),
    documented("certification-submission"),
    custom=OFF,
    fix="unsafe",
)
def op_summary_present(operation: Operation) -> Problems:
    """Every operation that makers see has a `summary`.

    It is the operation's title in the designer. No published connector lacks one on a visible operation.

    Bad:
        definition: {paths: {/items: {post: {summary: null}}}}
    Bad (nothing but a blank):
        definition: {paths: {/items: {post: {summary: " "}}}}
    Good:
        definition: {paths: {/account: {get: {summary: null}}}}
    """
    if operation.is_internal or (
        operation.has("summary") and (operation.summary is None or operation.summary.strip())
    ):
        return
    words = words_of(operation.operation_id or "")
    guess = sentence_case(words)
    fix = None
    if len(words) > 1 and len(guess) <= LONGEST_LABEL:
        fix = unsafe(
            operation.at("summary").replace(guess)
            if operation.has("summary")
            else operation.place.add("summary", guess)
        )
    at = operation.at("summary") if operation.has("summary") else operation
    yield Problem(f"The operation {operation.label} has no `summary`.", at, fix=fix)


@rule(
    ERROR,
    validator("OperationSummaryTooLong"),
    validator("FieldLengthExceeded"),
    custom=OFF,
    aliases=("FieldLengthExceeded.summary",),
)
def op_summary_max_80(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """A `summary` has at most 80 characters.

    Microsoft's validator: "The 'summary' value goes over the character limit '80'". What does not fit belongs in
    the description.

    Bad:
        definition:
          paths:
            /items:
              post:
                summary: Create an item in the warehouse that the customer who is signed in has chosen as usual
    Good:
        definition: {paths: {/items: {post: {summary: Create an item in the usual warehouse}}}}
    """
    summary = operation.summary
    if summary is not None and len(summary) > LONGEST_LABEL:
        yield Problem(
            f"The summary has {len(summary)} characters; the limit is {LONGEST_LABEL}. "
            "Move what does not fit to the description.",
            operation.at("summary").within(LONGEST_LABEL, len(summary)),
        )


@rule(ERROR, validator("RestrictedCharactersInSummary"), custom=OFF, fix="unsafe")
def op_summary_restricted(operation: Annotated[Operation, Has("summary")]) -> Problems:
    r"""A `summary` has none of the characters `/ \ < > * % & ?`.

    Microsoft's validator refuses them: "Summary string contains any of the restricted characters [/\<>*%&?]". No
    published connector has one. Say "and" or "or" instead.

    Bad:
        definition: {paths: {/items: {post: {summary: Create/replace an item}}}}
    Bad (a backslash):
        definition: {paths: {/items: {post: {summary: 'Create an item \ a pallet'}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create or replace an item}}}}
    """
    summary = operation.summary
    found = _RESTRICTED.search(summary) if summary else None
    if not summary or found is None:
        return
    used = "".join(dict.fromkeys(_RESTRICTED.findall(summary)))
    guess = " ".join(_RESTRICTED.sub(lambda match: _SPOKEN.get(match[0], " "), summary).split())
    at = operation.at("summary")
    yield Problem(
        f"The summary `{shown(summary)}` has {characters_beside(used)}, which the validator refuses; say it in words.",
        at.within(found.start(), found.end()),
        fix=unsafe(at.replace(guess)) if guess and len(guess) <= LONGEST_LABEL else None,
    )


@rule(
    ERROR,
    validator("ValueMustEndWithAlphanumeric"),
    custom=OFF,
    aliases=("ValueMustEndWithAlphanumeric.summary",),
    fix="safe",
)
def op_summary_end(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """A `summary` ends with a letter, a digit or a closing parenthesis.

    It is a title: no period and no blank at its end. A closing parenthesis is accepted, as in "(Preview)" or "(V2)".
    One independent connector in two hundred breaks this, no certified one. A question mark is refused twice: here, and
    by `op-summary-restricted`, as Microsoft's validator does.

    Bad:
        definition: {paths: {/items: {post: {summary: Create an item.}}}}
    Bad (a blank):
        definition: {paths: {/items: {post: {summary: "Create an item "}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create an item (preview)}}}}
    """
    summary = operation.summary
    if not summary or summary[-1].isalnum() or summary[-1] == ")":
        return
    end = len(summary)
    while end and not (summary[end - 1].isalnum() or summary[end - 1] == ")"):
        end -= 1
    if not end:
        return
    tail = summary[end:]
    what = f"`{shown(tail)}`" if tail.strip() else "a blank"
    at = operation.at("summary")
    yield Problem(
        f"The summary ends with {what}; end it with a letter, a digit or a closing parenthesis.",
        at.within(end, len(summary)),
        fix=safe(at.replace(summary[:end])),
    )


@rule(WARNING, documented("certification-submission"), custom=OFF)
def op_summary_charset(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """A `summary` consists of letters, digits, blanks and parentheses.

    So says Microsoft's checklist. A quarter of the certified connectors use a hyphen, comma, colon, apostrophe or
    period all the same, and were published.

    Bad:
        definition: {paths: {/items: {post: {summary: "Item: create"}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create an item (draft)}}}}
    """
    summary = operation.summary
    if not summary or operation.is_internal or is_identifier(summary, operation.operation_id or ""):
        return
    end = len(summary)
    while end and not summary[end - 1].isalnum():
        end -= 1
    found = _UNUSUAL.search(summary, 0, end)
    if found is not None:
        used = characters_beside(_UNUSUAL.findall(summary, 0, end))
        yield Problem(
            f"The summary `{shown(summary)}` has {used}; use letters, digits, blanks and parentheses only.",
            operation.at("summary").within(found.start(), found.end()),
        )
