"""Make the dossier of a package of its documents and what a run found in it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.report import Status
from certify.documents.files import Role
from certify.report import found
from certify.report.cards import cards
from certify.report.checklist import checklist
from certify.report.comparison import comparison, measures
from certify.report.connecting import connection
from certify.report.contents import contents, size_of
from certify.report.dossier import (
    FORMAT,
    Counts,
    Dossier,
    Identity,
    Judgement,
    Outcomes,
    RuleSet,
    Tool,
    Undecided,
)
from certify.report.steps import path_to_ready, sentence
from certify.report.teller import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.report import PackageReport, Run
    from certify.documents.documents import Documents


def dossier_of(documents: Documents | None, report: PackageReport, run: Run) -> Dossier:
    """The dossier; `documents` is None for a package that could not be examined."""
    teller = Teller(report.mask)
    definition = None if documents is None else documents.definition
    findings = tuple(found.findings(report, teller))
    rules = tuple(found.rules(report, run.book, teller))
    path = path_to_ready(findings, rules)
    operations = tuple(cards(definition, teller, report.findings))
    counts = Counts(*(report.counts[each] for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE)))
    known = sum(not finding.is_new and finding.waived is None for finding in report.findings)
    statuses = report.statuses
    errored = [rule for rule in rules if rule.outcome == str(Status.ERRORED)]
    values = measures(operations, counts, definition_size(documents))
    return Dossier(
        format=FORMAT,
        tool=Tool("certify", run.version),
        ruleset=RuleSet(run.ruleset_digest, len(run.book.rules)),
        identity=_identity(documents, report, teller),
        judgement=Judgement(
            verdict=str(report.verdict),
            sentence=sentence(str(report.verdict), path, errored, known),
            counts=counts,
            outcomes=Outcomes(
                statuses[Status.PASSED],
                statuses[Status.FAILED],
                statuses[Status.NOT_APPLICABLE],
                statuses[Status.ERRORED],
            ),
            waived=sum(finding.waived is not None for finding in report.findings),
            known=known,
        ),
        path=path,
        findings=findings,
        changes=found.changes(report, teller),
        checklist=tuple(checklist(report.profile, rules, has_oauth=_may_have_oauth(documents))),
        connection=connection(None if documents is None else documents.properties, teller),
        operations=operations,
        comparison=comparison(report.profile, values) if definition is not None else None,
        contents=contents(documents, teller),
        rules=rules,
        undecided=tuple(_undecided()),
    )


def _identity(documents: Documents | None, report: PackageReport, teller: Teller) -> Identity:
    definition = None if documents is None else documents.definition
    properties = None if documents is None else documents.properties
    package = None if documents is None else documents.package
    info = None if definition is None else definition.info
    return Identity(
        title=teller.name(info and info.title),
        description=teller.text(info and info.description),
        publisher=teller.name(properties and properties.publisher),
        stack_owner=teller.name(properties and properties.stack_owner),
        version=teller.name(info and info.version),
        host=teller.name(definition and definition.host),
        brand_color=teller.name(properties and properties.brand_color),
        name=teller.name(report.name),
        path=teller.text(report.path),
        profile=str(report.profile),
        profile_reason=teller.text(report.profile_reason),
        digest=report.digest,
        files=0 if package is None else len(package.files),
        size=0 if package is None else size_of(package),
    )


def _may_have_oauth(documents: Documents | None) -> bool:
    """Whether anything says so, or one of the two that could say it cannot be read."""
    if documents is None or documents.properties is None or documents.definition is None:
        return True
    schemes = documents.definition.security_schemes.values()
    return any(parameter.is_oauth for parameter in documents.properties.all_connection_parameters) or any(
        scheme.type == "oauth2" for scheme in schemes
    )


def definition_size(documents: Documents | None) -> int:
    file = None if documents is None else documents.file_of(Role.DEFINITION)
    return 0 if file is None else len(file.data)


def _undecided() -> Iterator[Undecided]:
    """What no offline rule can decide: of Microsoft's own names, and what a person must see."""
    content = json.loads(files("certify.data").joinpath("parity.json").read_text("utf-8"))
    yield from (Undecided(name, reason) for name, reason in content["undecidable"].items())
    yield Undecided(
        "The service answers as described", "no rule calls the service; deploy the connector and test it"
    )
    yield Undecided(
        "A person finds the texts helpful", "rules see length, form and spelling, and not whether it is true"
    )
    yield Undecided(
        "The publisher owns the service and the brand", "Microsoft verifies that with the publisher"
    )
