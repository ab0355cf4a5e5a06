"""Try a rule's examples: patch the golden package, run every rule, and compare what is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.finding import Severity
from certify.core.manual import manual_of
from certify.core.report import Status
from certify.core.rule import Profile, RuleError
from certify.engine.run import run
from certify.examples.patch import golden, parse_patch, patched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.manual import Example
    from certify.core.report import PackageReport
    from certify.core.rule import Rule
    from certify.core.ruleset import RuleBook


class Trial(Struct, frozen=True):
    """What one example showed: empty `complaints` mean that it holds."""

    rule: Rule
    example: Example
    report: PackageReport | None
    complaints: tuple[str, ...]


def profile_for(rule: Rule) -> Profile:
    """The first profile in which the rule applies."""
    return next(
        (profile for profile in Profile if rule.severities[profile] is not Severity.OFF), Profile.VERIFIED
    )


def try_examples(rule: Rule, book: RuleBook) -> Iterator[Trial]:
    """Run every example of a rule. A Bad one must report that rule and no other, a Good one nothing.

    The first Bad example shows the fix that the rule announces; others may show what has none.
    """
    manual = manual_of(rule)
    for example in manual.examples:
        try:
            report = examine(rule, example, book)
        except (RuleError, ValueError, KeyError, IndexError, TypeError) as error:
            yield Trial(rule, example, None, (f"the example cannot be applied: {error}",))
            continue
        complaints = tuple(_complaints(rule, example, report))
        if rule.fix is not None and example is manual.bad[0]:
            complaints += tuple(_complaints_of_fix(rule, report))
        yield Trial(rule, example, report, complaints)


def examine(rule: Rule, example: Example, book: RuleBook) -> PackageReport:
    """The report over the golden package with the example's patch."""
    patch = parse_patch(example.patch)
    profile = patch.profile or profile_for(rule)
    against = None if patch.against is None else patched(golden(profile), patch.against)
    package = patched(golden(profile), patch)
    return run(package, book.choose(profile), against=against, index=patch.index)


def _complaints(rule: Rule, example: Example, report: PackageReport) -> Iterator[str]:
    for name, outcome in report.outcomes.items():
        if outcome.status is Status.ERRORED:
            yield f"{name} raised {outcome.reason}"
    others = sorted({finding.rule for finding in report.findings} - {rule.name})
    own = [finding for finding in report.findings if finding.rule == rule.name]
    if example.is_good and own:
        yield f"a good example is reported: {own[0].message}"
    if not example.is_good and not own:
        yield "a bad example is not reported"
    if others:
        yield f"other rules report it too: {', '.join(others)}"
    if not example.is_good:
        kinds = {finding.fix_kind for finding in own}
        if kinds - {None, rule.fix, "safe"} or (rule.fix is None and kinds - {None}):
            yield "a finding has a fix that the rule does not announce"


def _complaints_of_fix(rule: Rule, report: PackageReport) -> Iterator[str]:
    if {finding.fix_kind for finding in report.findings if finding.rule == rule.name} == {None}:
        yield f"the rule says that it has a {rule.fix} fix, and its finding has none"
