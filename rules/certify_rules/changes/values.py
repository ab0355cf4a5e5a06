"""Changes of what an input may hold: its type, choices and limits, and how it is written into the request."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Change,
    Effect,
    Has,
    Problems,
    advice,
    reviewer,
    rule,
)
from certify_rules.changes.telling import AS_NEW_REVISION, field_of, shown, told


@rule(ERROR, reviewer(3546), custom=WARNING, aliases=("change.intype", "change.infmt"))
def bc_input_type(change: Annotated[Change, Has("input-type", "input-format")]) -> Problems:
    """No input changes its type or format.

    Microsoft's detector says: "The type has been changed for the input field. Existing flows will continue to send the
    field with the old type."

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {ItemInput: {properties: {name: {type: integer}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The {change.name} of {field_of(change)} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        f"Leave it, and let the service take the old values as well. Otherwise: {AS_NEW_REVISION}",
    )


@rule(ERROR, reviewer(619), reviewer(1315), custom=WARNING, aliases=("change.enumadd",))
def bc_input_enum_added(change: Annotated[Change, Has("input-enum-added")]) -> Problems:
    """No list of allowed values is put on an input that was free.

    Microsoft's detector says: "The list of enum values has been added to the input field. Existing flows may use values
    outside of this list."

    Bad:
        $against: {definition: {paths: {/items: {get: {parameters: {0: {enum: null, x-ms-enum-values: null}}}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    yield told(
        change,
        f"A list of allowed values has been put on {field} of `{change.operation}`. Existing flows may use others.",
        Effect.FLOWS_FAIL,
        "Offer the values by `x-ms-dynamic-values`, which leaves the field free, or name them in the description.",
    )


@rule(ERROR, reviewer(3287), custom=WARNING, aliases=("change.enumrem",))
def bc_input_enum_removed(
    change: Annotated[Change, Has("input-enum-value-removed", "input-enum-dropped")],
) -> Problems:
    """No allowed value of an input is taken away.

    Microsoft's detector says: "An enum value has been removed from the input field. Existing flows may have this value
    chosen and will continue to send it." It says so too when the whole list goes.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/items: {get: {parameters: {0: {enum: [active], x-ms-enum-values: {1: null}}}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    values = change.before if isinstance(change.before, list) else []
    if change.kind == "input-enum-dropped":
        what = f"The list of allowed values of {field} of `{change.operation}` has been removed."
    else:
        gone = ", ".join(shown(value) for value in values[:5])
        what = f"{field[:1].upper()}{field[1:]} of `{change.operation}` no longer allows {gone}."
    yield told(
        change,
        f"{what} Existing flows go on sending what they have stored.",
        Effect.FLOWS_FAIL,
        "Keep the values, and let the service take the old ones for what they mean today; say in the description which are outdated.",
    )


@rule(WARNING, advice())
def bc_encoding(change: Annotated[Change, Has("input-encoding", "operation-consumes")]) -> Problems:
    """How inputs are written into the request stays.

    Another `collectionFormat` or another MIME type in `consumes` makes the same flow send another request. A body of which
    nothing was said is JSON, so that to say so changes nothing.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {LabelFilter: {collectionFormat: pipes}}}
    Bad (another MIME type):
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/items: {post: {consumes: [application/xml]}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    Good (said at last):
        $against: {definition: {consumes: null}}
        definition: {info: {version: "1.9"}}
    """
    whose = "" if change.kind == "operation-consumes" else f" of {field_of(change)}"
    yield told(
        change,
        f"`{change.name}`{whose} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        f"Keep it where the service takes both. Otherwise: {AS_NEW_REVISION}",
    )


@rule(WARNING, advice())
def bc_input_limit(change: Annotated[Change, Has("input-limit")]) -> Problems:
    """No input is held to a tighter limit than before.

    A value that flows have stored, such as a longer text or a larger number, is refused from then on. Microsoft's detector says
    nothing of it.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {PageSize: {maximum: 40}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.name}` of {field_of(change)} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}. "
        "Flows that send what was allowed are refused.",
        Effect.FLOWS_FAIL,
        "Say the new limit in the description, and let the service refuse what it must.",
    )


@rule(NOTE, advice())
def bc_dynamic(change: Annotated[Change, Has("input-dynamic", "output-dynamic")]) -> Problems:
    """Lists and fields that the designer asks for are asked for in the same way.

    A flow has stored what the old call gave. With another one, or with none, the designer shows a bare value where there was a
    name, and does not know fields that later steps use.

    Bad:
        $against: {definition: {parameters: {WarehouseFilter: {x-ms-dynamic-values: {value-title: code}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    verb = "has been taken away from" if change.after is None else "has changed its call for"
    yield told(
        change,
        f"`{change.name}` {verb} {field_of(change)} of `{change.operation}`.",
        Effect.DESIGNER_BREAKS,
        "Let the new call give the same values as the old one.",
    )
