"""Reports made by hand, and a tiny book of rules to run through the engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.api import ERROR, NOTE, Definition, Operation, Problem, Problems, Related, rule, safe, validator
from certify.core.excerpt import Excerpt
from certify.core.finding import Finding, Severity
from certify.core.location import Location, Position, RelatedLocation
from certify.core.package import Package
from certify.core.report import Outcome, PackageReport, Run, Status, Totals
from certify.core.rule import Profile
from certify.core.ruleset import RuleBook
from certify.engine.run import run as examine
from certify.formats import Options, make

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "apiDefinition.swagger.json"


@rule(ERROR, validator("OperationIdRequired"))
def op_named(operation: Operation) -> Problems:
    """Every operation has an `operationId`.

    Flows store it.

    Bad: {}
    Good: {}
    """
    if not operation.has("operationId"):
        yield Problem(
            "This operation has no `operationId`.",
            operation,
            related=(Related("the file begins here", operation.place.__class__(FILE)),),
            fix=safe(operation.place.add("operationId", "Named")),
        )


@rule(NOTE)
def title_short(definition: Definition) -> Problems:
    """The title is short."""
    title = definition.info.title if definition.info else None
    if title and len(title) > 3:
        yield Problem(f"The title `{title}` is long.", definition.at("info", "title"))


@rule(ERROR)
def broken(definition: Definition) -> Problems:
    """A rule that raises."""
    raise RuntimeError(f"no luck with {definition.place.file}")
    yield


BOOK = RuleBook((op_named, title_short))
BROKEN_BOOK = RuleBook((op_named, broken))
DIGEST = "sha256:" + "0" * 64


def examined(
    title: str = "Harbor", *, book: RuleBook = BOOK, path: str = "connectors/harbor"
) -> PackageReport:
    """A package with one operation without an id, through the engine."""
    text = json.dumps(
        {"swagger": "2.0", "info": {"title": title}, "paths": {"/a": {"get": {"summary": "A"}}}}, indent=2
    )
    package = Package(path=path, name=path.rpartition("/")[2], files={FILE: text.encode()})
    return examine(package, book.choose(Profile.VERIFIED), profile_reason="nothing says otherwise")


def finding(message: str = "This is wrong.", **changes: Any) -> Finding:
    start = Position(changes.pop("line", 12), changes.pop("column", 7), 300)
    made = Finding(
        rule="op-named",
        aliases=("OperationIdRequired",),
        family="made",
        severity=Severity.ERROR,
        message=message,
        location=Location(FILE, "/paths/~1a/get", start, Position(start.line, start.column + 5, 305)),
        place=f"{FILE}#operation:GetA",
        fingerprint="f" * 32,
    )
    return replace(made, **changes)


def related(message: str) -> RelatedLocation:
    return RelatedLocation(message, finding().location)


def report(*findings: Finding, **changes: Any) -> PackageReport:
    outcomes = {"op-named": Outcome(Status.FAILED if findings else Status.PASSED, 3)}
    for found in findings:
        outcomes[found.rule] = Outcome(Status.FAILED, 3)
    made = PackageReport(
        path="connectors/harbor",
        name="harbor",
        profile=Profile.VERIFIED,
        profile_reason="the path holds connectors",
        digest=DIGEST,
        findings=findings,
        outcomes=outcomes,
    )
    return replace(made, **changes)


def with_excerpt(found: Finding, text: str, column: int = 1, **changes: Any) -> PackageReport:
    key = (found.location.path, found.location.start.offset)
    return report(found, excerpts={key: Excerpt(text, column)}, **changes)


def written(
    name: str,
    reports: Iterable[PackageReport],
    *,
    book: RuleBook = BOOK,
    threshold: Severity | None = ERROR,
    **options: Any,
) -> str:
    """The whole text that a format writes for the reports."""
    run = Run("1.2.3", book, lambda: DIGEST, threshold)
    totals = Totals()
    made = make(name, Options(**options))
    pieces = list(made.begin(run))
    for each in reports:
        totals.add(each, threshold)
        pieces += made.package(each)
    pieces += made.end(run, totals)
    return "".join(pieces)
