"""The wording of a summary: sentence case, a verb first, nothing for machines, one of a kind, no product names."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    advice,
    documented,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.words import (
    LONGEST_LABEL,
    SMALL_WORDS,
    is_identifier,
    sentence_case,
    shown,
    starts_small,
    words_of,
)

# Addresses and file names that hold such a name are no prose.
_PRODUCTS = re.compile(
    r"(?<![\w/.@-])(?:power ?automate|power ?apps?|power ?pages|power virtual agents?|logic ?apps?"
    r"|copilot studio|microsoft flow)(?![\w/@-]|\.\w)",
    re.IGNORECASE,
)

# Third person, gerund or HTTP method first: what is meant is the verb behind it.
_VERBS = {
    "adds": "Add", "adding": "Add", "cancels": "Cancel", "checks": "Check", "converts": "Convert", "converting": "Convert",
    "creates": "Create", "creating": "Create", "deletes": "Delete", "deleting": "Delete", "downloads": "Download",
    "enables": "Enable", "executes": "Execute", "extracts": "Extract", "extracting": "Extract", "fetches": "Fetch",
    "fetching": "Fetch", "finds": "Find", "generates": "Generate", "generating": "Generate", "gets": "Get",
    "getting": "Get", "initiates": "Initiate", "inserts": "Insert", "lists": "List", "merges": "Merge",
    "posts": "Post", "provides": "Provide", "reads": "Read", "registers": "Register", "removes": "Remove",
    "removing": "Remove", "retrieves": "Retrieve", "retrieving": "Retrieve", "returns": "Return",
    "returning": "Return", "runs": "Run", "searches": "Search", "sends": "Send", "sending": "Send", "sets": "Set",
    "starts": "Start", "stops": "Stop", "submits": "Submit", "triggers": "Trigger", "updates": "Update",
    "updating": "Update", "uploads": "Upload", "uploading": "Upload", "validates": "Validate",
    "GET": "Get", "PATCH": "Update", "POST": "Create", "PUT": "Update", "DELETE": "Delete",
}  # fmt: skip
_NO_OBJECTS = frozenset(
    (
        "about",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "per",
        "to",
        "under",
        "with",
        "call",
        "method",
        "request",
    )
)
"""What follows a word that is a noun there, or the name of a method: "Sends for review", "GET call"."""


@rule(
    WARNING, documented("openapi-extensions"), documented("connector-string-guidance"), custom=OFF, fix="safe"
)
def op_summary_starts_upper(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """A `summary` starts with a capital letter.

    The designer shows it as a title, beside others that do. Three certified connectors in a hundred break this.

    Bad:
        definition: {paths: {/items: {post: {summary: create an item}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create an item}}}}
    """
    summary = operation.summary
    if not summary or operation.is_internal or not starts_small(summary):
        return
    if is_identifier(summary, operation.operation_id or ""):
        return
    start = len(summary) - len(summary.lstrip())
    at = operation.at("summary")
    yield Problem(
        f"The summary `{shown(summary)}` starts with a small letter.",
        at.within(start, start + 1),
        fix=safe(at.replace(summary[:start] + summary[start].upper() + summary[start + 1 :])),
    )


@rule(
    NOTE, documented("openapi-extensions"), documented("connector-string-guidance"), custom=OFF, fix="unsafe"
)
def op_summary_sentence_case(
    operation: Annotated[Operation, Has("summary")], definition: Definition
) -> Problems:
    """A `summary` is in sentence case: "Send an email message".

    Only the first word and names have a capital. Four certified connectors in ten write titles instead, so this is
    advice. Words of the connector's own title count as names. The summary of a trigger that does not begin with "When"
    is to be written anew anyway (trigger-summary-when), and is not reported here.

    Bad:
        definition: {paths: {/items: {post: {summary: Create Warehouse Item}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create a Tidewater item}}}}
    """
    summary = operation.summary
    if not summary or operation.is_internal or len(summary) > LONGEST_LABEL:
        return
    if operation.is_trigger and not summary.lower().startswith("when"):
        return
    first, *rest = summary.split(" ")
    names = set(words_of(definition.info.title or ""))
    capitalized = 0
    for word in rest:
        bare = word.strip("()")
        if not bare.isalpha() or bare in SMALL_WORDS or bare.isupper() or len(bare) < 3:
            continue
        if bare.islower():
            return
        if bare.istitle() and bare not in names:
            capitalized += 1
    if capitalized:
        better = " ".join(
            (first, *(word.lower() if word.istitle() and word not in names else word for word in rest))
        )
        at = operation.at("summary")
        yield Problem(
            f"The summary `{shown(summary)}` is in title case; write it like a sentence, with one capital at its beginning.",
            at,
            fix=unsafe(at.replace(better)),
        )


@rule(WARNING, reviewer(583), reviewer(602), documented("certification-submission"), custom=OFF, fix="unsafe")
def op_summary_not_id(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """A `summary` is written for people, and not an id.

    Names such as `list_boards` or `getContactById` are not translated, and reviewers send them back, on internal
    operations too.

    Bad:
        definition: {paths: {/items: {post: {summary: create_item}}}}
    Bad (the operation's own id):
        definition: {paths: {/items: {post: {summary: CreateItem}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create an item}}}}
    """
    summary = operation.summary
    if summary and is_identifier(summary, operation.operation_id or ""):
        guess = sentence_case(words_of(summary))
        at = operation.at("summary")
        yield Problem(
            f"The summary `{shown(summary)}` is an id; say in words what the operation does.",
            at,
            fix=unsafe(at.replace(guess))
            if guess and len(guess) <= LONGEST_LABEL and not _PRODUCTS.search(guess)
            else None,
        )


@rule(WARNING, advice(), custom=OFF)
def op_summary_unique(definition: Definition) -> Problems:
    """No two visible operations have the same `summary`.

    The designer lists operations by their summaries, and a maker cannot tell two of the same name apart. Deprecated
    operations do not count. Two connectors in a hundred break this.

    Bad:
        definition: {paths: {/items: {post: {summary: Get an item}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Get an item, deprecated: true}}}}
        $profile: custom
    """
    first: dict[str, Operation] = {}
    for operation in definition.operations:
        summary = (operation.summary or "").strip().casefold()
        if not summary or operation.is_internal or operation.is_deprecated:
            continue
        other = first.setdefault(summary, operation)
        if other is not operation:
            yield Problem(
                f"The summary `{shown(operation.summary or '')}` is also that of {other.label}; say how they differ.",
                operation.at("summary"),
                related=(Related("the other operation of that summary", other.at("summary")),),
            )


@rule(ERROR, documented("certification-submission"), custom=OFF)
def op_summary_no_product(operation: Operation) -> Problems:
    """No `summary` or `description` of an operation names a Power Platform product.

    A connector works in all of them: Power Automate, Power Apps, Logic Apps, Copilot Studio. One certified connector
    in a hundred breaks this, none since 2024.

    Bad:
        definition: {paths: {/items: {post: {description: Adds an item for Power Automate.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item for a flow.}}}}
    """
    for member in ("summary", "description"):
        text = operation.text(member)
        found = _PRODUCTS.search(text) if text else None
        if found is not None:
            yield Problem(
                f"The {member} names `{found[0]}`; leave the name out, for a connector works in every product of the Power Platform.",
                operation.at(member).within(found.start(), found.end()),
            )


@rule(NOTE, documented("connector-string-guidance"), custom=OFF, fix="unsafe")
def op_summary_style(operation: Annotated[Operation, Has("summary")]) -> Problems:
    """An action's `summary` starts with a verb in the imperative: "Get a contact".

    Not "Gets", "Getting" or "GET". Microsoft's guidance: "List" for many, "Get" for one, "Create", "Update", "Delete".

    Bad:
        definition: {paths: {/items: {post: {summary: Creates an item}}}}
    Good:
        definition: {paths: {/items: {post: {summary: Create an item}}}}
    """
    summary = operation.summary
    if not summary or operation.is_internal or operation.is_trigger:
        return
    word, _, rest = summary.partition(" ")
    verb = _VERBS.get(word) or (_VERBS.get(word.lower()) if word.istitle() else None)
    if verb is None or not rest.strip() or rest.split()[0].lower() in _NO_OBJECTS:
        return
    at = operation.at("summary")
    yield Problem(
        f"The summary starts with `{word}`; start it with the imperative, `{verb}`.",
        at.within(0, len(word)),
        fix=unsafe(at.replace(f"{verb} {rest}")),
    )
