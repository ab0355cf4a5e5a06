"""Which rules looked, and how they differ from the rules as they are installed, so that settings hide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from certify.core.finding import Severity
from certify.core.ruleset import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.rule import Profile
    from certify.core.ruleset import ActiveRule, RuleBook, RuleSet

_ON_REQUEST = frozenset({"bc-safe"})
"""Rules that tell what breaks nothing, and only when they are asked: whether they looked changes no verdict."""


class Deviation(Struct, frozen=True):
    """A rule that settings changed: its severity as installed and as used (`off` where it did not look), and changed options."""

    rule: str
    installed: Severity
    used: Severity
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def weakens(self) -> bool:
        """Whether something that the profile refuses might have passed. Other limits of an error might be any."""
        return self.installed is Severity.ERROR and (self.used is not Severity.ERROR or bool(self.options))


class Rules(Struct, frozen=True):
    """Which rules looked.

    `digest` is that of the run, as every report has it; `applied` is over the rules as they were applied to this package, `count`
    how many these were, and `deviations` how they differ from the rules as they are installed.
    """

    digest: str
    applied: str
    count: int
    deviations: tuple[Deviation, ...]


def deviations(ruleset: RuleSet, book: RuleBook) -> tuple[Deviation, ...]:
    """The rules of the book that the set leaves out or has otherwise than its profile, in the book's order."""
    used = {active.rule.name: active for active in ruleset.rules}
    installed = {active.rule.name: active for active in book.choose(ruleset.profile).rules}
    return tuple(_differing(used, installed, [rule.name for rule in book.rules]))


def are_as_installed(rules: Rules, profile: Profile, book: RuleBook) -> bool:
    """Whether a check with the book applies the very rules of the certificate, without settings of anybody's."""
    choices = (Choice(), Choice(ignore=tuple(_ON_REQUEST)))
    return rules.applied in {book.choose(profile, choice).digest for choice in choices}


def _differing(
    used: dict[str, ActiveRule], installed: dict[str, ActiveRule], names: list[str]
) -> Iterator[Deviation]:
    for name in names:
        now, then = used.get(name), installed.get(name)
        severity = Severity.OFF if now is None else now.severity
        shipped = Severity.OFF if then is None else then.severity
        options = () if now is None else _changed(now)
        if name not in _ON_REQUEST and (severity is not shipped or options):
            yield Deviation(name, shipped, severity, options)


def _changed(active: ActiveRule) -> tuple[tuple[str, Any], ...]:
    defaults = active.rule.signature.options
    return tuple((name, value) for name, value in active.options if value != defaults.get(name))
