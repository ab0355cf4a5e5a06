"""The solutions of a submission: what each must have, and which ones there must be."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    Problem,
    Problems,
    Solution,
    SolutionKind,
    Submission,
    documented,
    package_validator,
    policy,
    rule,
)
from certify_rules.words import shown

_MANIFESTS = ("[Content_Types].xml", "customizations.xml", "solution.xml")
_PAGE = "certification-submission"


@rule(ERROR, package_validator(), policy("5000.1.1.10"), documented(_PAGE), custom=OFF)
def pkg_solution_manifests(solution: Solution) -> Problems:
    """Each solution has `[Content_Types].xml`, `customizations.xml` and `solution.xml` at its top, and they can be read.

    Every exported solution has them; they are missing when its folder was zipped by hand, with the folder. A document
    type is refused: no export has one, and what it declares could make the reader fetch files or grow without end.

    Bad (missing):
        $submission: plain
        "package.zip!/PkgAssets/connector.zip!/[Content_Types].xml": null
    Bad (not well-formed):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/solution.xml: {$replace: {"</SolutionManifest>": ""}}
    Good:
        $submission: plain
    """
    missing = [name for name in _MANIFESTS if solution.manifest(name) is None]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        yield Problem(f"{_begun(solution)} has no {names} at its top; export it again.", solution)
    for name in _MANIFESTS:
        manifest = solution.manifest(name)
        if manifest is not None and manifest.xml.fault:
            yield Problem(f"`{name}` {manifest.xml.fault}; export the solution again.", manifest)


@rule(ERROR, package_validator(), policy("5000.1.1.8"), policy("5000.1.1.17"), documented(_PAGE), custom=OFF)
def pkg_connector_solution(submission: Submission) -> Problems:
    """One solution holds the connector and nothing else.

    It is what is deployed for everyone. Flows in it would be deployed as well, and a second connector is refused.
    Microsoft's script counts an empty element as content and misses a connector that is declared after one; here what
    is declared counts.

    Bad (the connector is not in it):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/customizations.xml: {$replace: {"<Connector>": "<Template>", "</Connector>": "</Template>"}}
    Bad (two connectors):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/customizations.xml: {$replace: {"  </Connectors>": "    <Connector><name>qs_old</name></Connector>\\n  </Connectors>"}}
    Good:
        $submission: plain
    """
    if not _is_complete(submission):
        return
    found = submission.of(SolutionKind.CONNECTOR)
    # A second one may well be the flow solution, of which its own rule says what it lacks.
    more = found[1:] if submission.of(SolutionKind.FLOW) else ()
    if not found:
        yield Problem(
            "No solution holds the connector and nothing else; export one with the connector as its only component.",
            submission,
        )
    for solution in more:
        yield Problem(
            f"{_begun(solution)} is a second solution with a connector alone; one is needed.", solution
        )
    for solution in found:
        customizations = solution.customizations
        for element in solution.connectors[1:]:
            assert customizations is not None
            yield Problem(
                "The solution declares a second connector; a submission is for one.",
                customizations.at(element),
            )


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.6"),
    policy("5000.1.1.7"),
    documented(_PAGE),
    custom=OFF,
)
def pkg_flow_solution(submission: Submission) -> Problems:
    """One solution holds a flow, together with the connector that it uses.

    Microsoft imports it and runs the flow to see the connector work. The connector is in there because the flow cannot
    be imported without it. An element `Workflows` without any flow in it does not count.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/customizations.xml: {$replace: {"<Workflow ": "<Process ", "</Workflow>": "</Process>"}}
        package.zip!/PkgAssets/flow.zip!/Workflows: null
    Good:
        $submission: plain
    """
    if not _is_complete(submission):
        return
    if not submission.of(SolutionKind.FLOW):
        yield Problem(
            "No solution holds a flow together with the connector; export one with both, and with nothing else.",
            submission,
        )


@rule(ERROR, package_validator(), documented(_PAGE), independent=OFF, custom=OFF)
def pkg_plugin_solution(submission: Submission) -> Problems:
    """Where there is an AI plugin, one solution holds it together with the connector, and no flow.

    A plugin is seen by an `aicopilot_aiplugin` in `customizations.xml` or by a folder `aiplugins`; Microsoft's script
    looks for one only when it is called with `y`.

    Bad:
        $submission: plugin
        package.zip!/PkgAssets/plugin.zip!/customizations.xml: {$replace: {"  <Connectors>": "  <Workflows><Workflow Name=\\"Ask\\" /></Workflows>\\n  <Connectors>", "  <Workflows />\\n": ""}}
        package.zip!/PkgAssets/plugin.zip!/Workflows/Ask.txt: "Ask"
    Good:
        $submission: plugin
    """
    if not submission.is_readable or submission.of(SolutionKind.PLUGIN):
        return
    for solution in submission.solutions:
        if solution.plugins or solution.has_plugin_files:
            yield Problem(
                f"{_begun(solution)} has an AI plugin, but it is not the connector and the plugin alone; export them without anything else.",
                solution,
            )
            return


def _is_complete(submission: Submission) -> bool:
    """Whether all solutions are there and say what they hold."""
    return submission.assets is not None and len(submission.solutions) > 1 and submission.is_readable


def _begun(solution: Solution) -> str:
    """The solution as the beginning of a sentence."""
    return "The solution" if solution.archive is None else f"`{shown(solution.name)}`"
