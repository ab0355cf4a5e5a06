"""What the manifests of a solution say: unmanaged, with the connector, and without anything of the publisher's tenant."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Problem,
    Problems,
    Solution,
    advice,
    documented,
    policy,
    rule,
)
from certify_rules.words import shown

_VALUES = "environmentvariablevalues.json"


@rule(
    WARNING,
    documented("certification-submission"),
    advice(),
    custom=OFF,
    by_hand="What a solution holds is not written to; export it again.",
)
def pkg_unmanaged(solution: Solution) -> Problems:
    """The solutions are exported as unmanaged ones.

    A managed solution cannot be opened and changed, which is what certification does with it; publishers report that
    managed ones are sent back.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/solution.xml: {$replace: {"<Managed>0": "<Managed>1"}}
    Good:
        $submission: plain
    """
    element, manifest = solution.is_managed, solution.manifest("solution.xml")
    if element is not None and manifest is not None:
        yield Problem("The solution is managed; export it as an unmanaged one.", manifest.at(element))


@rule(WARNING, policy("5000.1.1.8"), advice(), custom=OFF)
def pkg_rootcomponent_372(solution: Solution) -> Problems:
    """A solution with a connector lists it among its root components, as type 372.

    What is not listed is left out when the solution is imported.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/solution.xml: {$replace: {"type=\\"372\\"": "type=\\"29\\""}}
    Good:
        $submission: plain
    """
    manifest = solution.manifest("solution.xml")
    if (
        manifest is None
        or manifest.root is None
        or not solution.connectors
        or solution.plugins
        or solution.workflows
    ):
        return
    if not solution.has_connector_component:
        yield Problem(
            "No root component has the type 372, that of custom connectors; add the connector to the solution, and export it again.",
            manifest,
        )


@rule(WARNING, advice(), documented("environment-variables"), custom=OFF)
def pkg_env_vars(solution: Solution) -> Problems:
    """No solution brings along values or connections of the publisher's own environment.

    Values of environment variables and the ids of connections mean nothing elsewhere, and may be confidential. Flows
    name a connection reference instead of a connection.

    Bad (the value of an environment variable):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/environmentvariabledefinitions/qs_url/environmentvariablevalues.json: '{"environmentvariablevalues": {}}'
    Bad (a connection):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Workflows/CountTheStock.json: {properties: {connectionReferences: {shared_qs_tidewaterstock: {connection: {name: shared-qs-stock-5c2d, connectionReferenceLogicalName: null}}}}}
    Bad (a connection in `customizations.xml`):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/customizations.xml: {$replace: {"<statecode>0": "<connectionid>5c2d</connectionid><statecode>0"}}
    Good:
        $submission: plain
    """
    for file in solution.files:
        if file.name.lower() == _VALUES:
            variable = file.folder.rpartition("/")[2]
            yield Problem(
                f"The solution has the value that the environment variable `{shown(variable)}` has in your environment; remove the value before the export.",
                file,
                secrets=tuple(place for place, _ in file.strings() if place.part == "value"),
            )
    for flow in solution.flows:
        for place, connection in flow.connections:
            if connection.get("name") or connection.get("id"):
                yield Problem(
                    "The flow uses a connection of your own environment; let it use a connection reference.",
                    place,
                )
    customizations = solution.customizations
    if customizations is not None:
        for element in customizations.descendants("connectionid"):
            if element.text:
                yield Problem(
                    "This is a connection of your own environment; remove it from the connection reference.",
                    customizations.at(element),
                )
