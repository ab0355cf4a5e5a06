"""Changes of what the next step can use: fields of responses and of webhook notifications."""

from __future__ import annotations

from certify.api import ERROR, NOTE, WARNING, Annotated, Change, Effect, Has, Problems, advice, reviewer, rule
from certify_rules.changes.telling import field_of, is_whole_response, shown, told


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
    what = "Every output" if is_whole_response(change) else f"The output {shown(change.before)}"
    yield told(change, f"{what} of `{change.operation}` has been deleted.", Effect.FLOWS_FAIL)


@rule(ERROR, advice(), custom=WARNING, aliases=("change.output-rename",))
def bc_output_renamed(change: Annotated[Change, Has("output-renamed")]) -> Problems:
    """No output gets another name, not even in another case.

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
    yield told(
        change,
        f"The output {shown(change.before)} of `{change.operation}` is now called {shown(change.after)}.",
        Effect.FLOWS_FAIL,
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
    yield told(
        change,
        f"The values of {field_of(change)} of `{change.operation}` have been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
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
        Effect.FLOWS_FAIL,
    )
