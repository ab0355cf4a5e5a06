"""The rules of one run: which apply, how severe each is, with which options, and the digest over all that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from certify.core.finding import Problem, Severity
from certify.core.rule import Problems, Profile, Rule, RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, eq=False)
class ActiveRule:
    """A rule with the severities and options of this run."""

    rule: Rule
    severity: Severity
    established: Severity | None
    options: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def call(self) -> Callable[..., Problems]:
        """The rule's function with its options given."""
        return partial(self.rule.check, **dict(self.options)) if self.options else self.rule.check


@dataclass(frozen=True, slots=True)
class Choice:
    """What settings say of rules: each name may be a rule, an alias, a family, or a prefix that ends in `*`.

    An empty `select` means every rule. `severities` and `options` are by name as well.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    options: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()


@dataclass(frozen=True)
class RuleBook:
    """All installed rules, by every name they go by. `pack_digests` tell versions of the same rules apart."""

    rules: tuple[Rule, ...]
    pack_digests: Callable[[], tuple[str, ...]] = field(default=tuple)

    def __post_init__(self) -> None:
        seen: dict[str, Rule] = {}
        for rule in self.rules:
            if rule.name in seen:
                raise RuleError(
                    f"two rules are called {rule.name}: {seen[rule.name].module} and {rule.module}"
                )
            seen[rule.name] = rule

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        return {rule.name: rule for rule in self.rules}

    @cached_property
    def families(self) -> tuple[str, ...]:
        return tuple(sorted({rule.family for rule in self.rules}))

    @cached_property
    def _by_alias(self) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for alias in rule.aliases:
                found.setdefault(alias.lower(), []).append(rule)
        return {alias: tuple(rules) for alias, rules in found.items()}

    def find(self, name: str) -> tuple[Rule, ...]:
        """The rules that a name, alias, family or prefix (`op-*`) means; empty when it means none."""
        if name.lower() == "all":
            return self.rules
        if name in self.by_name:
            return (self.by_name[name],)
        aliased = self._by_alias.get(name.lower())
        if aliased:
            return aliased
        if name in self.families:
            return tuple(rule for rule in self.rules if rule.family == name)
        if name.endswith("*"):
            return tuple(rule for rule in self.rules if rule.name.startswith(name[:-1]))
        return ()

    def choose(self, profile: Profile, choice: Choice | None = None) -> RuleSet:
        """The rules that apply to the profile after the choice. Unknown names are the caller's to refuse."""
        choice = choice or Choice()
        selected = {rule.name for name in choice.select for rule in self.find(name)}
        ignored = {rule.name for name in choice.ignore for rule in self.find(name)}
        severities = {rule.name: severity for name, severity in choice.severities for rule in self.find(name)}
        options = {rule.name: option for name, option in choice.options for rule in self.find(name)}
        active: list[ActiveRule] = []
        for rule in self.rules:
            severity = severities.get(rule.name, rule.severities[profile])
            if (
                severity is Severity.OFF
                or rule.name in ignored
                or (choice.select and rule.name not in selected)
            ):
                continue
            established = None if rule.name in severities else rule.established
            active.append(ActiveRule(rule, severity, established, options.get(rule.name, ())))
        return RuleSet(profile, tuple(active), self.pack_digests)


@dataclass(frozen=True)
class Group:
    """Rules that look at the same nodes. `calls` is None when one of them needs a package's documents first."""

    rules: tuple[ActiveRule, ...]

    @cached_property
    def calls(self) -> list[tuple[ActiveRule, Callable[[Any], Iterable[Problem]]]] | None:
        if any(active.rule.signature.needs for active in self.rules):
            return None
        return [(active, active.call) for active in self.rules]


@dataclass(frozen=True)
class Plan:
    """Which rules look at which type of node; `keyed` ones only where a member is present."""

    by_type: Mapping[type, Group]
    keyed: Mapping[type, Mapping[str, Group]]

    @cached_property
    def types(self) -> frozenset[type]:
        return frozenset((*self.by_type, *self.keyed))


@dataclass(frozen=True)
class RuleSet:
    """The rules of one run, in a fixed order."""

    profile: Profile
    rules: tuple[ActiveRule, ...]
    pack_digests: Callable[[], tuple[str, ...]] = field(default=tuple)

    @cached_property
    def plan(self) -> Plan:
        by_type: dict[type, list[ActiveRule]] = {}
        keyed: dict[type, dict[str, list[ActiveRule]]] = {}
        for active in self.rules:
            for subject in active.rule.signature.subjects:
                if subject.keys:
                    for key in subject.keys:
                        keyed.setdefault(subject.type, {}).setdefault(key, []).append(active)
                else:
                    by_type.setdefault(subject.type, []).append(active)
        return Plan(
            {kind: Group(tuple(rules)) for kind, rules in by_type.items()},
            {kind: {key: Group(tuple(rules)) for key, rules in keys.items()} for kind, keys in keyed.items()},
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the packs and each rule's name, severities and options."""
        return ruleset_digest(self.pack_digests(), self.rules)


def ruleset_digest(packs: Iterable[str], rules: Iterable[ActiveRule]) -> str:
    listing = [
        [active.rule.name, active.severity, active.established, [list(option) for option in active.options]]
        for active in rules
    ]
    content = json.dumps([sorted(packs), listing], sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
