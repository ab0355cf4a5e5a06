"""The `pattern` of a value: that it is a regular expression, and one that cannot be made to run for ever."""

from __future__ import annotations

from functools import lru_cache

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Has,
    Header,
    Parameter,
    Problem,
    Problems,
    Schema,
    advice,
    rule,
    validator,
)
from certify_rules.parameters.pattern_syntax import LONGEST_PATTERN, PatternFault, read_pattern
from certify_rules.words import shown


# Two rules ask about each pattern, and a definition repeats its patterns.
@lru_cache(maxsize=256)
def _reading(pattern: str) -> tuple[int, int] | PatternFault | None:
    """The risk, the fault, or None for a pattern with neither."""
    try:
        return read_pattern(pattern)
    except PatternFault as fault:
        return fault


@rule(ERROR, validator("PatternShouldBeValidRegularExpression"))
def param_pattern(node: Annotated[Parameter | Schema | Header, Has("pattern")]) -> Problems:
    """A `pattern` is a regular expression.

    Parentheses and brackets are closed, and each repetition has something to repeat. The pattern is read and never run;
    one of more than 1,000 characters is not read.

    Bad:
        definition: {paths: {/search: {get: {parameters: {0: {pattern: "^[A-Za-z0-9 +$"}}}}}}
    Bad (nothing to repeat):
        definition: {paths: {/search: {get: {parameters: {0: {pattern: "*.csv"}}}}}}
    Good:
        definition: {paths: {/search: {get: {parameters: {0: {pattern: "^[A-Za-z0-9 ]{2,80}$"}}}}}}
    """
    pattern = node.text("pattern")
    if pattern is None or len(pattern) > LONGEST_PATTERN:
        return
    fault = _reading(pattern)
    if isinstance(fault, PatternFault):
        yield Problem(
            f"The pattern `{shown(pattern)}` is no regular expression: {fault.message}.",
            node.at("pattern").within(fault.start, fault.start + 1),
        )


@rule(WARNING, advice(), custom=NOTE)
def pattern_redos_risk(node: Annotated[Parameter | Schema, Has("pattern")]) -> Problems:
    """A `pattern` has no repetition within a repetition that take the same characters.

    `(a+)+` and `(\\w+\\s?)*` take time exponential in the length of the text that does not match: forty characters are
    enough to stop whoever checks them. Let the inner part end with a character that the repetition cannot take, as in
    `(\\w+,)*`. A pattern of more than 1,000 characters is not read, and reported for that.

    Bad:
        definition: {paths: {/search: {get: {parameters: {0: {pattern: "^([A-Za-z]+)+$"}}}}}}
    Good:
        definition: {paths: {/search: {get: {parameters: {0: {pattern: "^([A-Za-z]+,)+$"}}}}}}
    """
    pattern = node.text("pattern")
    if pattern is None:
        return
    at = node.at("pattern")
    if len(pattern) > LONGEST_PATTERN:
        yield Problem(
            f"The pattern has {len(pattern)} characters, too many to tell whether it ends; use a simpler one.",
            at,
        )
        return
    risk = _reading(pattern)
    if isinstance(risk, tuple):
        start, end = risk
        yield Problem(
            f"The repetition `{shown(pattern[start:end])}` can take the same text in many ways, and exponential time; write it so that no text fits in two ways.",
            at.within(start, end),
        )
