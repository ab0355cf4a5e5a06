"""What goes on beside the old: successors of deprecated operations, additions, what large transfers need; and what cannot be compared."""

from __future__ import annotations

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Change,
    Definition,
    Effect,
    Has,
    Problems,
    advice,
    documented,
    rule,
)
from certify_rules.changes.telling import AS_NEW_REVISION, told


@rule(WARNING, documented("certification-updates"), custom=OFF)
def intro_changes(change: Annotated[Change, Has("intro-unchanged")]) -> Problems:
    """The page in `intro.md` tells what an update changes.

    It becomes the connector's public documentation. Where operations, inputs, outputs or the connection change and the
    page stays as it was, makers learn of it when their flows do something else. New texts need no word about them.

    Bad:
        $against: {intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"}
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
        definition: {info: {version: "1.9"}, definitions: {ItemUpdate: {properties: {quantity: {minimum: null}}}}}
    Good:
        $against: {intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"}
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once. Version 1.9 takes quantities below zero.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
        definition: {info: {version: "1.9"}, definitions: {ItemUpdate: {properties: {quantity: {minimum: null}}}}}
    """
    yield told(
        change,
        "The public page is word for word that of the earlier version, although this version does other things.",
        Effect.NONE,
        "Say on the page what this version changes, first of all what existing flows will notice.",
    )


@rule(WARNING, advice())
def bc_transfer(change: Annotated[Change, Has("operation-transfer")]) -> Problems:
    """What lets long lists and large files through stays.

    Without `x-ms-pageable` a flow gets the first page only, and does not learn of the others; without `x-ms-chunk-transfer`
    a file that is too large for one request fails.

    Bad:
        $against: {definition: {paths: {/search: {get: {x-ms-pageable: {nextLinkName: nextLink}}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.name}` has been taken away from `{change.operation}`.",
        Effect.DATA_LOST,
        f"Keep `{change.name}`. Where the service no longer supports it: {AS_NEW_REVISION}",
    )


@rule(
    NOTE,
    documented("operational-versioning"),
    aliases=("change.deprecated",),
    by_hand="Which operation follows the deprecated one, only its publisher knows.",
)
def bc_deprecate_path(
    change: Annotated[Change, Has("operation-deprecated")], definition: Definition
) -> Problems:
    """An operation that becomes deprecated names its successor.

    Flows keep the old one and new flows are offered the new one, where both have the same `family` and the new one the
    next `revision` in `x-ms-api-annotation`, or where the old one's `replacement` names it. Microsoft asks for 30 days of
    notice before anything is taken away.

    Bad:
        $against: {definition: {paths: {/search: {get: {deprecated: null}}}}}
        definition: {info: {version: "1.9"}, paths: {/search: {get: {x-ms-api-annotation: {replacement: null}}}}}
    Good:
        $against: {definition: {paths: {/search: {get: {deprecated: null}}}}}
        definition: {info: {version: "1.9"}}
    """
    new = next((one for one in definition.operations if one.operation_id == change.operation), None)
    if new is None or new.annotation.get("replacement"):
        return
    family = new.annotation.get("family")
    heirs = [one for one in definition.operations if one.annotation.get("family") == family]
    if family and any(not one.is_deprecated for one in heirs):
        return
    yield told(
        change,
        f"`{change.operation}` has been marked as deprecated, and nothing says what to use in its place.",
        Effect.NONE,
        "Give it and its successor the same `family`, and the successor the next `revision`, in `x-ms-api-annotation`. Where it has no "
        "successor, say so in its description.",
    )


@rule(NOTE, documented("operational-versioning"))
def bc_safe(
    change: Annotated[
        Change,
        Has(
            "operation-added", "operation-shown", "input-optional-added", "parameter-optional-added", "output-added",
            "input-now-optional", "input-enum-value-added", "input-shown", "connection-added", "connection-now-optional",
            "connection-set-added",
        ),
    ],
) -> Problems:  # fmt: skip
    """What is added beside the old breaks no flow: operations, optional inputs, outputs, choices.

    `certify diff` shows it; a check says nothing of it unless it is selected.

    Bad:
        $against: {definition: {paths: {/account: null}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    kind = change.kind.replace("-", " ")
    yield told(change, f"`{change.where}`: {kind}.", Effect.NONE)


@rule(WARNING, advice())
def bc_unreadable(change: Annotated[Change, Has("unreadable")]) -> Problems:
    """The earlier version can be read.

    Of a file that is no JSON object, or breaks off in the middle, nobody can say what changed since, so that no news of
    changes is not good news. An update that
    mends the file is no worse for it; compare it with the last version that could be read.

    Bad:
        $against: {properties: "[]"}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.where}` of the earlier version cannot be read to its end as a JSON object, so nothing of it was compared.",
        Effect.NONE,
        "Name an earlier version that can be read.",
    )
