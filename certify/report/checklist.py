"""The checklist of a pull request to Microsoft's connector repository, answered by evidence where a run has some.

What a human must attest stays open, whatever the evidence: a report attests nothing in anybody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.report.dossier import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from certify.report.dossier import Rule

SHOWN, CONTRADICTED, OPEN = "shown", "contradicted", "open"

_LIVE = (Profile.VERIFIED, Profile.INDEPENDENT, Profile.CUSTOM)
# Another script of Microsoft's looks into the zip.
_NOT_PACONN = frozenset({"submission"})
_ONLY_INDEPENDENT = (Profile.INDEPENDENT,)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist, whom it is for, and the rules that speak of it.

    `attested` says what only a human knows; such a line is never answered, only contradicted. A line `of_oauth` asks
    nothing of a connector without OAuth.
    """

    text: str
    rules: tuple[str, ...] = ()
    attested: str = ""
    profiles: tuple[Profile, ...] = _LIVE
    of_oauth: bool = False


LINES = (
    Line(
        "The connector does not exist on the Power Platform yet; open pull requests and the list of connectors were searched.",
        attested="Only a search of today can tell.",
    ),
    Line(
        "The connector works: it was deployed, and every operation was tested.",
        attested="Nothing offline can call the service.",
    ),
    Line(
        "All operations and parameters have detailed descriptions.",
        ("op-description-present", "param-description", "op-description-differs", "param-description-differs", "body-property-description"),
        attested="Whether they are detailed enough is yours to judge.",
    ),
    Line("Actions have response schemas, unless these are dynamic.", ("resp-schema-present", "resp-schema-not-empty")),
    Line(
        "`paconn validate` was run on apiDefinition.swagger.json.",
        ("@validator",),
        attested="It needs a Microsoft login; run it yourself.",
    ),
    Line(
        "apiProperties.json has a valid brand colour, which is neither `#007ee5` nor `#ffffff`.",
        ("props-brandcolor", "props-brandcolor-allowed"),
        profiles=(Profile.VERIFIED,),
    ),
    Line("No icon of its own is submitted.", ("file-icon-absent-ip",), profiles=_ONLY_INDEPENDENT),
    Line(
        "The pull request is called “Connector Name (Independent Publisher)”.",
        attested="The pull request is no part of the package.",
        profiles=_ONLY_INDEPENDENT,
    ),
    Line(
        "Screenshots show three operations that work within a flow, and the flow's success.",
        attested="They belong in the pull request.",
        profiles=_ONLY_INDEPENDENT,
    ),
    Line(
        "A screenshot shows the test of operations in the editor of custom connectors.",
        attested="It belongs in the pull request.",
        profiles=_ONLY_INDEPENDENT,
    ),
    Line(
        "With OAuth: readme.md has the steps to register an app.",
        ("readme-oauth-steps",),
        attested="Whether they can be followed is yours to judge.",
        profiles=_ONLY_INDEPENDENT,
        of_oauth=True,
    ),
)  # fmt: skip


def checklist(profile: Profile, rules: Iterable[Rule], *, has_oauth: bool = True) -> Iterator[Answer]:
    """The lines for connectors of the profile. Custom connectors that stay private need none, and get them all the same."""
    by_name = {rule.name: rule for rule in rules}
    for line in LINES:
        if profile not in line.profiles:
            continue
        if line.of_oauth and not has_oauth:
            yield Answer(line.text, SHOWN, "The connector has no OAuth, so that no app is registered.")
        else:
            yield _answer(line, by_name)


def _answer(line: Line, rules: Mapping[str, Rule]) -> Answer:
    if line.rules == ("@validator",):
        return Answer(line.text, OPEN, f"{_validators(rules)} {line.attested}".strip())
    if line.attested and not line.rules:
        return Answer(line.text, OPEN, line.attested)
    asked = [rules[name] for name in line.rules if name in rules]
    failed = [rule for rule in asked if rule.outcome == "failed"]
    looked = [rule for rule in asked if rule.outcome == "passed"]
    unable = [rule for rule in asked if rule.outcome == "errored"]
    if failed:
        names = ", ".join(f"`{rule.name}`" for rule in failed)
        return Answer(line.text, CONTRADICTED, f"See the findings of {names}.")
    if unable or not asked:
        return Answer(line.text, OPEN, "The rules on it could not look, or were not chosen.")
    if not looked:
        return Answer(line.text, OPEN, f"No evidence: {asked[0].reason or 'the rules do not apply'}.")
    passed = ", ".join(f"`{rule.name}` at {_places(rule.places)}" for rule in looked)
    evidence = f"Passed: {passed}."
    if line.attested:
        return Answer(line.text, OPEN, f"{evidence} {line.attested}")
    return Answer(line.text, SHOWN, evidence)


def _places(count: int) -> str:
    return f"{count:,} place{'' if count == 1 else 's'}"


def _validators(rules: Mapping[str, Rule]) -> str:
    """How the rules came out that stand for what Microsoft's validators refuse."""
    gates = [
        rule
        for rule in rules.values()
        if rule.outcome in {"passed", "failed"}
        and rule.family not in _NOT_PACONN
        and any(source.kind == "validator" for source in rule.sources)
    ]
    failed = sum(rule.outcome == "failed" and rule.severity == "error" for rule in gates)
    if not gates:
        return "No rule that stands for the validator found anything to look at."
    if failed:
        return f"{failed} of {len(gates)} rules that stand for Microsoft's validators found an error: expect the same there."
    return f"None of {len(gates)} rules that stand for Microsoft's validators found an error."
