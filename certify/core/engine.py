"""Run rules over one package: one walk, each node to the rules that asked for its type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from certify.changes.update import update_of
from certify.core.locate import findings_of
from certify.core.report import Outcome, PackageReport, Status
from certify.core.shared import with_uses
from certify.documents.documents import Documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.finding import Problem
    from certify.core.mask import Mask
    from certify.core.package import Package
    from certify.core.ruleset import ActiveRule, Group, RuleSet

Call = Callable[[Any], "Iterable[Problem]"]


def run(
    package: Package,
    ruleset: RuleSet,
    *,
    against: Package | None = None,
    profile_reason: str = "",
    measure: bool = False,
) -> PackageReport:
    """Examine one package. Same bytes and same rule set give the same report, on any machine.

    `against` is an earlier version; rules on changes look only where there is one.

    A rule that raises is `errored` and its findings so far are dropped; every other rule goes on.
    With `measure` the report says what each rule cost, in seconds.
    """
    documents = Documents(package, ruleset.profile, against=against)
    examination = _Examination(documents, ruleset, measure=measure)
    examination.walk()
    findings, mask = findings_of(documents, with_uses(documents, examination.problems))
    return PackageReport(
        path=package.path,
        name=package.name,
        profile=ruleset.profile,
        profile_reason=profile_reason,
        digest=package.digest,
        findings=findings,
        outcomes=examination.outcomes(mask),
        update=None
        if documents.earlier is None or documents.is_export
        else update_of(documents.earlier, documents),
        earlier_path=None if against is None else against.path,
        costs=dict(examination.costs),
        excerpts=documents.excerpts_of(findings, mask),
        mask=mask,
    )


class _Examination:
    """The state of one run: who is called where, what was found, what went wrong."""

    def __init__(self, documents: Documents, ruleset: RuleSet, *, measure: bool) -> None:
        self.documents = documents
        self.ruleset = ruleset
        self.measure = measure
        self.problems: dict[ActiveRule, list[Problem]] = {}
        self.costs: dict[str, float] = defaultdict(float)
        self._seen: Counter[type] = Counter()
        self._seen_keyed: Counter[tuple[type, str]] = Counter()
        self._errors: dict[str, str] = {}
        self._lacking: dict[str, str] = {}
        self._calls: dict[str, Call | None] = {}

    def walk(self) -> None:
        plan = self.ruleset.plan
        by_type = self._bind(plan.by_type)
        keyed = {kind: self._bind(keys) for kind, keys in plan.keyed.items()}
        seen, seen_keyed = self._seen, self._seen_keyed
        examine = self._examine_measured if self.measure else self._examine

        def visit(node: Any) -> None:
            kind = node.__class__
            seen[kind] += 1
            if kind in by_type:
                examine(by_type[kind], node)
            if kind in keyed:
                keys = keyed[kind]
                met = [key for key in node.keys if key in keys]
                for key in met:
                    seen_keyed[kind, key] += 1
                if len(met) == 1:
                    examine(keys[met[0]], node)
                elif met:
                    # A rule that asks for several members is called once for a node that has more than one of them.
                    examine(list(dict.fromkeys(call for key in met for call in keys[key])), node)

        self.documents.walk(plan.types, visit)

    def _bind(self, groups: Mapping[Any, Group]) -> dict[Any, list[tuple[ActiveRule, Call]]]:
        bound: dict[Any, list[tuple[ActiveRule, Call]]] = {}
        for key, group in groups.items():
            if group.calls is not None:
                bound[key] = group.calls
                continue
            calls = [(active, call) for active in group.rules if (call := self._call(active)) is not None]
            if calls:
                bound[key] = calls
        return bound

    def _call(self, active: ActiveRule) -> Call | None:
        """The rule's function with its documents given; None when a document is lacking."""
        needs = active.rule.signature.needs
        if not needs:
            return active.call
        name = active.rule.name
        if name not in self._calls:
            self._calls[name] = None
            given = [self.documents.get(need.type) for need in needs]
            lacking = [
                need.type.__name__.lower()
                for need, document in zip(needs, given, strict=True)
                if document is None and not need.is_optional
            ]
            if lacking:
                self._lacking[name] = f"there is no {lacking[0]} to look at"
            else:
                self._calls[name] = _giving(active.call, tuple(given))
        return self._calls[name]

    def _examine(self, calls: list[tuple[ActiveRule, Call]], node: Any) -> None:
        for active, call in calls:
            try:
                for problem in call(node):
                    self.problems.setdefault(active, []).append(problem)
            except Exception as error:  # noqa: BLE001 - one broken rule must not silence the others
                self._errors.setdefault(active.rule.name, _describe(error))

    def _examine_measured(self, calls: list[tuple[ActiveRule, Call]], node: Any) -> None:
        for pair in calls:
            start = perf_counter()
            self._examine([pair], node)
            self.costs[pair[0].rule.name] += perf_counter() - start

    def outcomes(self, mask: Mask) -> dict[str, Outcome]:
        """What became of each rule of the set, in its order."""
        return {active.rule.name: self._outcome(active, mask) for active in self.ruleset.rules}

    def _outcome(self, active: ActiveRule, mask: Mask) -> Outcome:
        name = active.rule.name
        if name in self._errors:
            return Outcome(Status.ERRORED, reason=mask.text(self._errors[name]))
        places = 0
        for subject in active.rule.signature.subjects:
            if subject.keys:
                places += sum(self._seen_keyed[subject.type, key] for key in subject.keys)
            else:
                places += self._seen[subject.type]
        if name in self._lacking:
            return Outcome(Status.NOT_APPLICABLE, reason=self._lacking[name])
        if not places:
            return Outcome(Status.NOT_APPLICABLE, reason="the package has nothing for this rule to look at")
        return Outcome(Status.FAILED if active in self.problems else Status.PASSED, places)


def _giving(check: Callable[..., Any], documents: tuple[Any, ...]) -> Call:
    def call(node: Any) -> Iterable[Problem]:
        found: Iterable[Problem] = check(node, *documents)
        return found

    return call


def _describe(error: Exception) -> str:
    """The error with the place in the rule's own code, which is what its author needs."""
    trace = error.__traceback__
    line = 0
    while trace is not None:
        line = trace.tb_lineno
        trace = trace.tb_next
    return f"{type(error).__name__}: {error} (line {line})"
