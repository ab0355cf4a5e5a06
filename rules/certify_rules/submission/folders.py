"""The folders of a solution: what `customizations.xml` declares is there, and what is there is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import (
    ERROR,
    OFF,
    Problem,
    Problems,
    Solution,
    documented,
    package_validator,
    policy,
    rule,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.api import Element

_PAGE = "certification-submission"


@rule(ERROR, package_validator(), policy("5000.1.1.17"), documented(_PAGE), custom=OFF)
def pkg_connector_folder(solution: Solution) -> Problems:
    """A solution that declares a connector has a folder `Connector` with its files.

    Exported solutions have it under this name; in sources that were unpacked by Microsoft's tools it is called
    `Connectors`, and zipping those by hand gives a solution that cannot be imported.

    Bad:
        $submission: plain
        $renamed: {package.zip!/PkgAssets/flow.zip!/Connector: package.zip!/PkgAssets/flow.zip!/Connectors}
    Good:
        $submission: plain
    """
    if solution.connectors and solution.level.folder("Connector") is None:
        yield from _missing(solution, solution.connectors[0], "a connector", ("Connector",))


@rule(ERROR, package_validator(), policy("5000.1.1.14"), documented(_PAGE), custom=OFF)
def pkg_workflows_folder(solution: Solution) -> Problems:
    """A solution that declares flows has a folder `Workflows` with their definitions.

    Without it the import fails.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Workflows: null
    Good:
        $submission: plain
    """
    if solution.workflows and solution.level.folder("Workflows") is None:
        yield from _missing(solution, solution.workflows[0], "a flow", ("Workflows",))


@rule(ERROR, package_validator(), documented(_PAGE), independent=OFF, custom=OFF)
def pkg_aiplugin_folders(solution: Solution) -> Problems:
    """A solution that declares an AI plugin has the folders `aiplugins` and `aipluginoperations`.

    They hold the plugin and what it can do; without them the import fails.

    Bad:
        $submission: plugin
        package.zip!/PkgAssets/plugin.zip!/aipluginoperations: null
    Good:
        $submission: plugin
    """
    wanted = ("aiplugins", "aipluginoperations")
    missing = tuple(name for name in wanted if solution.level.folder(name) is None)
    if solution.plugins and missing:
        yield from _missing(solution, solution.plugins[0], "an AI plugin", missing)


@rule(ERROR, policy("5000.1.1.15"), documented(_PAGE), custom=OFF)
def pkg_workflow_json(solution: Solution) -> Problems:
    """Every flow that `customizations.xml` declares is in `Workflows`, and every flow there is declared.

    The element `JsonFileName` names the file. A flow whose file is missing fails the import; a file that nobody declares
    is not imported, so that the flow which was to show the connector is not there.

    Bad (the file is missing):
        $submission: plain
        $renamed: {package.zip!/PkgAssets/flow.zip!/Workflows/CountTheStock.json: package.zip!/PkgAssets/flow.zip!/Workflows/CountTheStock.txt}
    Bad (nobody declares it):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Workflows/Unknown.json: "{}"
    Good:
        $submission: plain
    """
    customizations = solution.customizations
    if customizations is None or customizations.root is None or solution.level.folder("Workflows") is None:
        return
    declared: set[str] = set()
    for workflow in solution.workflows:
        name = workflow.child("JsonFileName")
        if name is None or not name.text:
            continue
        file = solution.resolve(name.text)
        if file is None:
            yield Problem(
                f"The flow's file `{shown(name.text)}` is not in the solution; export it again.",
                customizations.at(name),
            )
        else:
            declared.add(file.path)
    for flow in solution.flows:
        if flow.file.path not in declared:
            yield Problem(
                f"`customizations.xml` does not declare the flow `{shown(flow.file.name)}`; export the solution again.",
                flow,
            )


def _missing(solution: Solution, element: Element, what: str, folders: tuple[str, ...]) -> Iterator[Problem]:
    assert solution.customizations is not None
    names = " and ".join(f"`{name}`" for name in folders)
    yield Problem(
        f"The solution declares {what} here, but has no folder {names}; export it again.",
        solution.customizations.at(element),
    )
