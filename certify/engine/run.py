"""Run rules over one package: one walk, each node to the rules that asked for its type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any

from certify.changes import Change, compare
from certify.changes.update import update_of, versions_of
from certify.core.report import Outcome, PackageReport, Status
from certify.documents.documents import Documents
from certify.documents.submission import Submission
from certify.engine.broken_off import REASON, without_consequences
from certify.engine.excerpts import excerpts_of
from certify.engine.locate import findings_of
from certify.engine.shared import with_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certify.core.finding import Problem
    from certify.core.mask import Mask
    from certify.core.package import Package
    from certify.core.ruleset import ActiveRule, RuleSet, Shape
    from certify.core.update import Update
    from certify.documents.published import Published

Call = Callable[[Any], "Iterable[Problem]"]

_NOTHING_TO_LOOK_AT = Outcome(
    Status.NOT_APPLICABLE, reason="the package has nothing for this rule to look at"
)


def run(
    package: Package,
    ruleset: RuleSet,
    *,
    against: Package | None = None,
    index: Published | None = None,
    profile_reason: str = "",
    measure: bool = False,
) -> PackageReport:
    """Examine one package. Same bytes and same rule set give the same report, on any machine.

    `against` is an earlier version; rules on changes look only where there is one. `index` is that of published
    connectors, when it is another than the one that ships with the tool.

    A rule that raises is `errored`, whatever it found at other places; every other rule goes on.
    With `measure` the report says what each rule cost, in seconds.
    """
    documents = Documents(package, ruleset.profile, against=against, index=index)
    examination = _Examination(documents, ruleset, measure=measure)
    examination.walk()
    findings, mask = findings_of(documents, with_uses(documents, examination.problems))
    update, reasons = (None, ()) if documents.is_export else examination.update
    return PackageReport(
        path=package.path,
        name=package.name,
        profile=ruleset.profile,
        profile_reason=profile_reason,
        digest=package.digest,
        findings=findings,
        outcomes=examination.outcomes(mask),
        update=update,
        update_reasons=reasons,
        versions=None
        if documents.earlier is None or update is None
        else versions_of(documents.earlier, documents, update),
        earlier_path=None if against is None else against.path,
        costs=dict(examination.costs),
        excerpts=excerpts_of(documents, findings, mask),
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
        self._seen: Counter[Shape] = Counter()
        self._errors: dict[str, str] = {}
        self._lacking: dict[str, str] = {}
        self._calls: dict[str, Call | None] = {}

    def walk(self) -> None:
        """Show every node to the rules that ask for such nodes, and count the nodes."""
        plan, seen, problems = self.ruleset.plan, self._seen, self.problems
        asked_for = plan.members
        bound: dict[Shape, list[tuple[ActiveRule, Call]]] = {}

        def visit(node: Any) -> None:
            kind = node.__class__
            members = asked_for.get(kind)
            shape = (kind,) if members is None else (kind, *[key for key in node.keys if key in members])
            calls = bound.get(shape)
            if calls is None:
                calls = bound[shape] = self._bind(plan.rules_at(shape))
            seen[shape] += 1
            for active, call in calls:
                try:
                    for problem in call(node):
                        problems.setdefault(active, []).append(problem)
                except Exception as error:  # noqa: BLE001 - one broken rule must not silence the others
                    self._errors.setdefault(active.rule.name, _describe(error))

        self.documents.walk(plan.types, visit)
        for change in self._changes():
            visit(change)
        self.problems = without_consequences(self.documents, problems)

    def _changes(self) -> Iterator[Change]:
        """What changed since the earlier version, where there is one and a rule asks for it."""
        documents, wanted = self.documents, self.ruleset.plan.types
        if documents.earlier is None or Change not in wanted:
            return
        # What an export says otherwise than the folder that it was made of is no change, but a mistake.
        if not (documents.is_export and Submission in wanted):
            yield from compare(documents.earlier, documents, self.update[0])

    @cached_property
    def update(self) -> tuple[Update | None, tuple[str, ...]]:
        """The class of the update and what makes it a major one; None without an earlier version."""
        earlier = self.documents.earlier
        return (None, ()) if earlier is None else update_of(earlier, self.documents)

    def _bind(self, rules: Iterable[ActiveRule]) -> list[tuple[ActiveRule, Call]]:
        """The rules' functions, without those of which a document is lacking."""
        calls = [(active, call) for active in rules if (call := self._call(active)) is not None]
        return [(active, self._measured(active, call)) for active, call in calls] if self.measure else calls

    def _measured(self, active: ActiveRule, call: Call) -> Call:
        def measured(node: Any) -> Iterable[Problem]:
            start = perf_counter()
            try:
                return list(call(node))
            finally:
                self.costs[active.rule.name] += perf_counter() - start

        return measured

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

    def outcomes(self, mask: Mask) -> dict[str, Outcome]:
        """What became of each rule of the set, in its order."""
        places: Counter[ActiveRule] = Counter()
        for shape, count in self._seen.items():
            for active in self.ruleset.plan.rules_at(shape):
                places[active] += count
        return {
            active.rule.name: self._outcome(active, places[active], mask) for active in self.ruleset.rules
        }

    def _outcome(self, active: ActiveRule, places: int, mask: Mask) -> Outcome:
        name = active.rule.name
        if name in self._errors:
            return Outcome(Status.ERRORED, reason=mask.text(self._errors[name]))
        if name in self._lacking:
            return Outcome(Status.NOT_APPLICABLE, reason=self._lacking[name])
        if not places:
            return _NOTHING_TO_LOOK_AT
        if active not in self.problems:
            return Outcome(Status.PASSED, places)
        if not self.problems[active]:
            return Outcome(Status.NOT_APPLICABLE, reason=REASON)
        return Outcome(Status.FAILED, places)


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
