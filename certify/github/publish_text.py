"""What the pull request says: its title, what was certified, and upstream's attestations, left for a human to tick."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.report import Status, Verdict
from certify.core.rule import Profile
from certify.core.source import SourceClass
from certify.documents.documents import Documents
from certify.github.publish_errors import PublishError
from certify.github.publish_target import connector_name, plain
from certify.github.review_markdown import Markdown, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from certify.core.finding import Finding
    from certify.core.package import Package
    from certify.core.report import PackageReport, Run
    from certify.github.publish_clearance import Clearance
    from certify.github.publish_survey import Survey

LONGEST_BODY = 60_000
"""GitHub takes 65,536 characters, and humans need some of them."""
BEGIN, END = "<!-- certify:begin -->", "<!-- certify:end -->"
_LONGEST_VERSION = 30
_MOST_ITEMS = (200, 50, 20, 5, 0)
_LARGEST_CERTIFICATE = 20_000
# No text of a package has a line of its own, so that none can end the section.
_SECTION = re.compile(f"^{BEGIN}\\r?$.*?^{END}(?=\\r?$)", re.MULTILINE | re.DOTALL)
_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[[^\]\s]\]", re.MULTILINE)
_ASKED_BY = {
    SourceClass.VALIDATOR: "Microsoft's validators",
    SourceClass.POLICY: "the certification policy",
    SourceClass.CHECKER: "the Solution Checker",
    SourceClass.DOCUMENTED: "Microsoft's documentation",
    SourceClass.REVIEWER: "reviewers of earlier pull requests",
    SourceClass.ADVICE: "certify's own advice",
}
_OWN_ATTESTATIONS = """\
- [ ] The connector works: every operation was tried in a flow, on a deployment of these files.
- [ ] The publisher has the right to publish it and will look after it.
- [ ] The texts say what the operations and parameters do.
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A pull request's title and body. `section` is the part of the body that is ours to write again."""

    title: str
    section: str
    attestations: str

    @property
    def body(self) -> str:
        return f"{self.section}\n\n---\n\n{self.attestations.strip()}\n"


@dataclass(frozen=True)
class Evidence:
    """What the pull request tells besides the certificate: the report of the same package, and the run's rules."""

    report: PackageReport
    run: Run


def text_for(clearance: Clearance, survey: Survey, evidence: Evidence, earlier: Package | None) -> Text:
    """The text for the package. Raises PublishError when report and certificate are not of the same package."""
    package, statement = clearance.package, clearance.certificate.statement
    if evidence.report.digest != package.digest or evidence.report.profile is not statement.profile:
        raise PublishError(
            "The report is not of the package that the certificate is for; check the package again."
        )
    _refuse_unless_ready(evidence.report, survey)
    attestations = _open(survey.attestations) or _OWN_ATTESTATIONS
    room = LONGEST_BODY - len(attestations) - 100
    for most in _MOST_ITEMS:
        section = _section(clearance, survey, evidence, earlier, most)
        if len(section) <= room:
            break
    else:
        raise PublishError("The text of the pull request is too long for GitHub even without lists.")
    return Text(
        title_for(package, statement.profile, is_new=survey.folder_tree is None), section, attestations
    )


def _refuse_unless_ready(report: PackageReport, survey: Survey) -> None:
    """A certificate may have been given without looking at what upstream has, and at the flows that use it."""
    if report.verdict is Verdict.READY:
        return
    failing = [one for one in report.findings if one.waived is None and one.severity is Severity.ERROR]
    first = f": {failing[0].message} ({failing[0].rule})" if failing else ""
    raise PublishError(
        f"Compared with {survey.folder} of {survey.upstream}, the package is {report.verdict}{first}. Mend it or waive it, "
        "and certify it again with --against the published version."
    )


def title_for(package: Package, profile: Profile, *, is_new: bool) -> str:
    """The title as upstream wants it, from nothing but plain words."""
    name, version = _names(package, profile)
    shown = plain(name) or "Connector"
    if profile is Profile.INDEPENDENT:
        return f"{shown} (Independent Publisher)"
    with_version = f" {plain(version, _LONGEST_VERSION)}" if version else ""
    return (
        f"Add {shown}{with_version}" if is_new else f"Update {shown}{with_version and f' to{with_version}'}"
    )


def commit_message(title: str, digest: str, tree: str) -> str:
    """The message of the commit. The tree in it tells later whether somebody pushed on top of it."""
    return f"{title}\n\nCertified-Package: {digest}\n{TREE_TRAILER}{tree}\n"


TREE_TRAILER = "Certified-Tree: "


def with_section(body: str, section: str) -> str:
    """The body of an open pull request with our section written again; what humans wrote and ticked stays."""
    found = _SECTION.search(body)
    if found is None:
        return f"{section}\n\n{body}"[:LONGEST_BODY]
    return body[: found.start()] + section + body[found.end() :]


def _names(package: Package, profile: Profile) -> tuple[str, str]:
    """The connector's name and version, as it gives them."""
    definition = Documents(package, profile).definition
    if definition is None:
        return package.name, ""
    return connector_name(definition.info.title, package.name), definition.info.version or ""


def _open(template: str) -> str:
    """Upstream's template with every box open, and without anything that looks like our own marks."""
    return _BOX.sub(r"\1[ ]", template.replace(BEGIN, "").replace(END, "")).strip()


def _section(
    clearance: Clearance, survey: Survey, evidence: Evidence, earlier: Package | None, most: int
) -> str:
    profile = clearance.certificate.statement.profile
    changes = [finding for finding in evidence.report.findings if finding.change is not None]
    remaining = [
        finding for finding in evidence.report.findings if finding.change is None and finding.waived is None
    ]
    name, version = _names(clearance.package, profile)
    before = None if earlier is None else _names(earlier, profile)[1]
    text = _template().render(
        name=name,
        version=version,
        before=before,
        survey=survey,
        is_new=survey.folder_tree is None,
        package=clearance.package,
        statement=clearance.certificate.statement,
        signed_by=clearance.certificate.signed_by,
        approval=clearance.approval,
        report=evidence.report,
        rows=list(_rows(evidence)),
        changes=changes[:most],
        more_changes=len(changes) - len(changes[:most]),
        remaining=remaining[:most],
        more_remaining=len(remaining) - len(remaining[:most]),
        files=clearance.package.listing[:most],
        more_files=len(clearance.package.listing) - len(clearance.package.listing[:most]),
        warnings=Severity.WARNING,
        effect_of=_effect_of,
        certificate=_fenced(clearance.envelope) if most else None,
    )
    return f"{BEGIN}\n{text.strip()}\n{END}"


def _rows(evidence: Evidence) -> Iterator[tuple[str, int, int, int]]:
    """Per kind of source: its name, and how many rules passed, have findings, and found nothing to look at."""
    counts: dict[SourceClass, dict[Status, int]] = {kind: dict.fromkeys(Status, 0) for kind in SourceClass}
    rules = evidence.run.book.by_name
    for rule_name, outcome in evidence.report.outcomes.items():
        rule = rules.get(rule_name)
        if rule is not None:
            for kind in {source.kind for source in rule.sources}:
                counts[kind][outcome.status] += 1
    for kind, statuses in counts.items():
        if any(statuses.values()):
            yield (
                _ASKED_BY[kind],
                statuses[Status.PASSED],
                statuses[Status.FAILED],
                statuses[Status.NOT_APPLICABLE],
            )


def _effect_of(finding: Finding) -> str:
    return "" if finding.change is None else str(finding.change.effect)


def _fenced(envelope: bytes) -> Markdown | None:
    """The certificate as a block of code that nothing in it ends; None where it is too large to stand here."""
    text = envelope.decode("utf-8", "replace").strip()
    if len(text) > _LARGEST_CERTIFICATE:
        return None
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return Markdown(f"{fence}json\n{text}\n{fence}")


@cache
def _template() -> Any:
    from jinja2 import PackageLoader

    made: Environment = environment().overlay(loader=PackageLoader("certify_templates", "publish"))
    return made.get_template("body.md.j2")
