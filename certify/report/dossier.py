"""What a certification report says of one package. The JSON is exactly this; page and Markdown are made from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from certify.report.dossier_maker import Connection, Operation  # noqa: TC001 - the schema is made from the types

FORMAT = "certify-report/1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the connector is. Empty texts are absent in the package.

    `files` counts those within archives too; `size` are the bytes that were handed in.
    """

    title: str
    description: str
    publisher: str
    stack_owner: str
    version: str
    host: str
    brand_color: str
    name: str
    path: str
    profile: str
    profile_reason: str
    digest: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings that take part in the verdict."""

    error: int
    warning: int
    note: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many rules came out how."""

    passed: int
    failed: int
    not_applicable: int
    errored: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict (`ready`, `changes-required` or `inconclusive`), why, and the counts behind it."""

    verdict: str
    sentence: str
    counts: Counts
    outcomes: Outcomes
    waived: int
    known: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the findings that it removes, and where they are.

    `fixable` counts those that `certify fix` mends alone, `guessable` those for which `--unsafe` makes a guess.
    `message` says of the first of them what is wrong there.
    """

    rule: str
    severity: str
    requirement: str
    message: str
    findings: int
    fixable: int
    guessable: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What is left to do, in the order best done: what `ready` needs, and what may follow.

    `fixable` counts the findings that `certify fix` mends without a human, in `fixable_rules` rules.
    """

    needed: tuple[Step, ...]
    advised: tuple[Step, ...]
    fixable: int
    fixable_rules: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source line around a finding, secrets covered; `marked` is the finding's own text on that line.

    `is_cut` says that the line began before, `goes_on` that it ends behind.
    """

    before: str
    marked: str
    after: str
    is_cut: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a finding."""

    message: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `fix` is `safe`, `unsafe` or empty; `waived` the reason of the waiver; `new` false when the baseline has it."""

    rule: str
    family: str
    severity: str
    message: str
    file: str
    pointer: str
    line: int
    column: int
    excerpt: Excerpt | None
    related: tuple[Related, ...]
    fix: str
    waived: str
    new: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who requires something: how binding, under which name, and where it can be read."""

    kind: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with what became of it. `why` is the reason from its manual, given where it found something."""

    name: str
    aliases: tuple[str, ...]
    family: str
    severity: str
    requirement: str
    why: str
    sources: tuple[Source, ...]
    fix: str
    share: str
    outcome: str
    places: int
    reason: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A requirement that no offline rule can decide."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the published version; `kind` is new, gone or changed."""

    kind: str
    effect: str
    severity: str
    rule: str
    operation: str
    message: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new and gone since the published version; `update` is none, minor or major, or empty for an export."""

    earlier: str
    update: str
    entries: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the checklist that a submission asks for. `state` is `shown`, `contradicted` or `open`.

    An open line is for a human to attest, whatever the evidence.
    """

    line: str
    state: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the package stands among published ones.

    `below` and `upto` are the percentages of published connectors that have less, and as much or less.
    """

    name: str
    unit: str
    value: float
    below: int
    upto: int
    low: float
    median: float
    high: float
    better: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures, and how many published connectors of which kind stand behind them."""

    kind: str
    connectors: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One file: what it is for (empty where nothing tells), its bytes, and its SHA-256 in hexadecimal digits."""

    path: str
    purpose: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not taken into the package, and why; `path` is empty for an archive as a whole."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was handed in. `form` is folder, archive or file; a submission is what Partner Center takes."""

    form: str
    is_submission: bool
    files: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The digest over the rules and their settings, and how many are installed."""

    digest: str
    rules: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole report."""

    format: str
    tool: Tool
    ruleset: RuleSet
    identity: Identity
    judgement: Judgement
    path: Path
    findings: tuple[Finding, ...]
    changes: Changes | None
    checklist: tuple[Answer, ...]
    connection: Connection
    operations: tuple[Operation, ...]
    comparison: Comparison | None
    contents: Contents
    rules: tuple[Rule, ...]
    undecided: tuple[Undecided, ...]
