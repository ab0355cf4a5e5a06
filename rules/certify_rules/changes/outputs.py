"""Changes of what the next step can use: fields of responses and of webhook notifications."""

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
    unsafe,
)
from certify_rules.changes.telling import AS_NEW_REVISION, field_of, is_whole_response, name_in, shown, told


@rule(ERROR, reviewer(729), reviewer(3656), custom=WARNING, aliases=("OutputFieldDeleted", "change.outdel"))
def bc_output_deleted(change: Annotated[Change, Has("output-removed")]) -> Problems:
    """No output is deleted.

    Microsoft's detector says: "The output field has been deleted. Existing flows may be broken if they are using this
    field and actual payload has been changed."

    Bad:
        $against: {definition: {definitions: {Account: {properties: {legacyCode: {type: string, x-ms-summary: Code, description: The code.}}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    what = "Every output" if is_whole_response(change) else f"The output {name_in(change)}"
    yield told(
        change,
        f"{what} of `{change.operation}` has been deleted.",
        Effect.FLOWS_FAIL,
        f"Leave it in the definition for as long as the service can fill it. Where it cannot: {AS_NEW_REVISION}",
    )


@rule(ERROR, reviewer(3656), custom=WARNING, aliases=("change.output-rename", "change.outdel"), fix="unsafe")
def bc_output_renamed(change: Annotated[Change, Has("output-renamed", "output-moved")]) -> Problems:
    """No output gets another name, not even in another case, or another place.

    Later steps name it; to them the old one is gone. Microsoft's detector compares names with regard to case and reports
    the old one as deleted.

    Bad:
        $against: {definition: {definitions: {Account: {properties: {account_Code: {type: string, x-ms-summary: Code, description: The code.}}}}}}
        definition:
          info: {version: "1.9"}
          definitions: {Account: {properties: {accountCode: {type: string, x-ms-summary: Account Code, description: The code of the account.}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    if change.kind == "output-moved":
        yield told(
            change,
            f"The output {shown(change.before)} of `{change.operation}` has moved to {shown(change.after)}.",
            Effect.FLOWS_FAIL,
            f"Let the service, a policy or the script give it where it was. Otherwise: {AS_NEW_REVISION}",
        )
        return
    yield told(
        change,
        f"The output {shown(change.before)} of `{change.operation}` is now called {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        "If the service still sends the old name, give the output that name again, and say the better one in `x-ms-summary`. "
        f"If it does not: {AS_NEW_REVISION}",
        fix=unsafe(change.place.rename(change.before)),
    )


@rule(ERROR, reviewer(3910), reviewer(807), custom=WARNING, aliases=("change.outtype", "change.outfmt"))
def bc_output_type(change: Annotated[Change, Has("output-type", "output-format")]) -> Problems:
    """No output changes its type or format.

    Microsoft's detector says: "The type has been changed for the output field. Existing flows may be broken if they are
    using this field and actual payload has been changed." It says the same of a format that is changed or taken away.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {Item: {properties: {quantity: {format: int64}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The {change.name} of {field_of(change)} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        "If the service has always answered so, tell the reviewer that the definition is set right. If its answer changes: "
        + AS_NEW_REVISION,
    )


@rule(WARNING, reviewer(1381), aliases=("change.outenum",))
def bc_output_enum(
    change: Annotated[
        Change, Has("output-enum-dropped", "output-enum-value-added", "output-enum-value-removed")
    ],
) -> Problems:
    """The values that an output can have stay.

    Flows that branch on the value meet one that they do not know, or wait for one that never comes. Microsoft's detector
    says: "The list of enum values has been removed from the output field."

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {Item: {properties: {status: {enum: [active, retired, lost]}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = f"{field_of(change)} of `{change.operation}`"
    sentence = {
        "output-enum-value-added": f"{field} can now also be {shown(change.after)}, which existing flows do not know.",
        "output-enum-value-removed": f"{field} can no longer be {shown(change.before)}, for which existing flows may wait.",
        "output-enum-dropped": f"the list of values of {field} has been removed; it was {shown(change.before)}.",
    }[change.kind]
    yield told(
        change,
        f"{sentence[:1].upper()}{sentence[1:]}",
        Effect.BEHAVIOUR_CHANGES,
        "Tell makers in the description which values they can meet, and keep those that the service still sends.",
    )


@rule(NOTE, advice())
def bc_nullable(change: Annotated[Change, Has("output-nullable", "input-nullable")]) -> Problems:
    """Whether a value may be null stays.

    A step that reads the field fails on the first null, and a flow that sends null is refused.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {Item: {properties: {name: {x-nullable: true}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    yield told(
        change,
        f"{field[:1].upper()}{field[1:]} of `{change.operation}` {'may now' if change.after else 'may no longer'} be null.",
        Effect.BEHAVIOUR_CHANGES,
        "Say in the description what null means, and give a value where the service can.",
    )
