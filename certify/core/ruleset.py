"""The rules of one run: which apply, how severe each is, with which options, and the digest over all that."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from certify.core.finding import Severity
from certify.core.rule import Problems, Profile, Rule, RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

_SHAPES_KEPT = 4096


class ActiveRule(Struct, frozen=True, dict=True, eq=False):
    """A rule with the severities and options of this run."""

    rule: Rule
    severity: Severity
    established: Severity | None
    options: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def call(self) -> Callable[..., Problems]:
        """The rule's function with its options given."""
        return partial(self.rule.check, **dict(self.options)) if self.options else self.rule.check


class Choice(Struct, frozen=True):
    """What settings say of rules: each name may be a rule, an alias, a family, or a prefix that ends in `*`.

    An empty `select` means every rule. `severities` and `options` are by name as well.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    options: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()


class RuleBook(Struct, frozen=True, dict=True):
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


Shape = tuple[Any, ...]
"""A node's type, and those of its members that a rule asks for: nodes of one shape are looked at by the same rules."""


class Plan:
    """Which rules look at which nodes."""

    def __init__(self, rules: Iterable[ActiveRule]) -> None:
        self._everywhere: dict[type, list[ActiveRule]] = {}
        self._with_member: dict[type, dict[str, list[ActiveRule]]] = {}
        for active in rules:
            for subject in active.rule.signature.subjects:
                for key in subject.keys:
                    self._with_member.setdefault(subject.type, {}).setdefault(key, []).append(active)
                if not subject.keys:
                    self._everywhere.setdefault(subject.type, []).append(active)
        self.rules_at = lru_cache(_SHAPES_KEPT)(self._rules_at)

    @cached_property
    def types(self) -> frozenset[type]:
        """The types of nodes that any rule asks for."""
        return frozenset((*self._everywhere, *self._with_member))

    @property
    def members(self) -> Mapping[type, Collection[str]]:
        """For a type of node, the members that rules ask for."""
        return self._with_member

    def _rules_at(self, shape: Shape) -> tuple[ActiveRule, ...]:
        """Each rule once, however many of the members that it asks for a node has."""
        kind, *met = shape
        with_member = self._with_member.get(kind, {})
        asking = (active for key in met for active in with_member[key])
        return tuple(dict.fromkeys((*self._everywhere.get(kind, ()), *asking)))


class RuleSet(Struct, frozen=True, dict=True):
    """The rules of one run, in a fixed order."""

    profile: Profile
    rules: tuple[ActiveRule, ...]
    pack_digests: Callable[[], tuple[str, ...]] = field(default=tuple)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.rules)

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
