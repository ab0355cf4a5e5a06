"""What makers read about a trigger: summary, description and hint, and that they can see it."""

from __future__ import annotations

import re

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Fix,
    Has,
    Operation,
    Problem,
    Problems,
    advice,
    documented,
    rule,
    unsafe,
)
from certify_rules.words import is_same_text, shown

_WHEN = re.compile(r"When(?:ever)?\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"(?:(?:this (?:operation|trigger) )?(?:triggers?|fires?|starts?)(?: (?:a )?(?:flow|workflow))? (?=when(?:ever)?\b))",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"\btrigger(?:s|ed)?\b|\bfire[sd]?\b|\bwhen(?:ever)?\b|\b(?:each|every) time\b|\b(?:as soon as|once)\b",
    re.IGNORECASE,
)


@rule(WARNING, documented("connector-string-guidance"), custom=OFF, fix="unsafe")
def trigger_summary_when(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """The `summary` of a trigger is "When a …": "When an item is created".

    So all triggers of Microsoft's own connectors are called, and makers find them in the list by that. Nearly half of the
    certified connectors with triggers say something else, such as "Triggers when" or "On new". A published summary can be
    changed without breaking a flow.

    Bad:
        definition: {paths: {/subscriptions: {post: {summary: Triggers when an item is created}}}}
        readme: {$replace: {"### When an item": "### Triggers when an item"}}
    Bad (no sentence):
        definition: {paths: {/subscriptions: {post: {summary: New item}}}}
        readme: {$replace: {"### When an item is created": "### New item"}}
    Good:
        definition: {paths: {/subscriptions: {post: {summary: When a new item is created}}}}
        readme: {$replace: {"### When an item": "### When a new item"}}
    """
    summary = operation.summary
    if not summary or not summary.strip() or _is_hidden(operation) or _WHEN.match(summary.lstrip()):
        return
    at = operation.at("summary")
    yield Problem(
        f"The summary of the trigger is `{shown(summary)}`; say `When a …`.",
        at,
        fix=_beginning_with_when(operation),
    )


def _beginning_with_when(operation: Operation) -> Fix | None:
    summary = (operation.summary or "").strip()
    found = _OTHERWISE.match(summary)
    if found is None:
        return None
    rest = summary[found.end() :]
    return unsafe(operation.at("summary").replace(rest[0].upper() + rest[1:]))


@rule(NOTE, documented("connector-string-guidance"), custom=OFF)
def trigger_description(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """The `description` of a trigger is "This operation triggers when …".

    It says what has to happen for a flow to start; other words for "when" are as good. A quarter of the certified
    connectors with triggers say something else, so this is advice. A description that repeats the summary has a rule of
    its own (op-description-differs).

    Bad:
        definition: {paths: {/subscriptions: {post: {description: Subscribes to new items of the warehouse.}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {description: This operation triggers when a new item is created.}}}}
    Good (in other words):
        definition: {paths: {/subscriptions: {post: {description: When somebody adds an item to the warehouse.}}}}
    """
    description = operation.description
    if not description or not description.strip() or _is_hidden(operation) or _SAYS_WHEN.search(description):
        return
    if is_same_text(description, operation.summary or ""):
        return
    yield Problem(
        "The description does not say when the trigger starts a flow; begin it with `This operation triggers when`.",
        operation.at("description"),
    )


@rule(NOTE, documented("openapi-extensions"), custom=OFF)
def trigger_hint(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """A trigger has an `x-ms-trigger-hint`.

    It tells makers, when they test a flow, what to do to see it start: "To see it work now, create an item." Nine in ten
    of the certified connectors with triggers have none.

    Bad:
        definition: {paths: {/subscriptions: {post: {x-ms-trigger-hint: null}}}}
    Bad (not a text):
        definition: {paths: {/subscriptions: {post: {x-ms-trigger-hint: true}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {x-ms-trigger-hint: Create an item to see it work now.}}}}
    """
    if _is_hidden(operation):
        return
    hint = operation.text("x-ms-trigger-hint")
    if hint is not None and hint.strip():
        return
    if operation.has("x-ms-trigger-hint"):
        yield Problem("The hint has to be a text.", operation.at("x-ms-trigger-hint"))
    else:
        yield Problem(
            f"The trigger {operation.label} has no `x-ms-trigger-hint` that tells makers how to see it work.",
            operation,
        )


@rule(NOTE, advice(), custom=OFF)
def trigger_visible(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """A trigger is not internal, unless it is deprecated or an old revision.

    Nothing but a maker can use one. Two in a hundred of the certified connectors with triggers have an internal one.

    Bad:
        definition: {paths: {/movements: {get: {x-ms-visibility: internal}}}}
    Good:
        definition: {paths: {/movements: {get: {x-ms-visibility: advanced}}}}
    """
    is_old = (
        operation.is_deprecated or operation.annotation or "deprecated" in (operation.summary or "").lower()
    )
    if operation.is_internal and not is_old:
        yield Problem(
            f"The trigger {operation.label} is internal, so that nobody can use it; make it visible, or mark it as `deprecated`.",
            operation.at("x-ms-visibility"),
        )


def _is_hidden(operation: Operation) -> bool:
    """Whether makers do not choose it, or are told not to."""
    return (
        operation.is_internal or operation.is_deprecated or "deprecated" in (operation.summary or "").lower()
    )
