"""The files of the connector in a solution, and what goes with them."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    PackagedConnector,
    Problem,
    Problems,
    Related,
    Solution,
    Submission,
    documented,
    policy,
    reviewer,
    rule,
)
from certify_rules.words import shown

_PAGE = "certification-submission"
_ALWAYS = (("openapidefinition",), ("connectionparameters", "connectionparametersets"))


@rule(ERROR, policy("5000.1.1.16"), policy("5000.1.1.17"), documented(_PAGE), custom=OFF)
def pkg_connector_files(solution: Solution) -> Problems:
    """The folder `Connector` has every file that `customizations.xml` names, the definition and the parameters at least.

    The definition ends in `_openapidefinition.json`, the connection parameters in `_connectionparameters.json`; policies,
    parameter sets, script, its operations and the icon are there where the connector has them. A definition, parameters
    or code that nobody names is not deployed.

    Bad (a file is missing):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Connector/qs_tidewaterstock_connectionparameters.json: null
    Bad (a second definition, which is not deployed):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/Connector/qs_old_openapidefinition.json: "{}"
    Good:
        $submission: plain
    """
    customizations = solution.customizations
    if customizations is None or not solution.connectors or solution.level.folder("Connector") is None:
        return
    used: set[str] = set()
    for index, element in enumerate(solution.connectors):
        connector = PackagedConnector(solution, element)
        for child in element.children:
            if not child.text.lower().startswith("/connector/"):
                continue
            file = solution.resolve(child.text)
            if file is not None:
                used.add(file.path)
            elif child.name != "iconblob":
                yield Problem(
                    f"The file `{shown(child.text)}` is not in the solution; export it again.",
                    customizations.at(child),
                )
        for parts in _ALWAYS if index == 0 else ():
            if all(connector.reference(part) is None for part in parts):
                yield Problem(
                    f"The connector has no `{parts[0]}`; export it again.", customizations.at(element)
                )
    for file in solution.in_folder("Connector"):
        if file.path not in used and file.name.lower().endswith((".json", ".csx")):
            yield Problem(
                f"`customizations.xml` does not name `{shown(file.name)}`, so that it is not deployed; export the solution again.",
                file,
            )


@rule(
    ERROR,
    policy("5000.1.1.1"),
    policy("5000.1.1.17"),
    documented(_PAGE),
    independent=OFF,
    custom=OFF,
    aliases=("file-icon-required-in-package",),
)
def icon_in_solution(solution: Solution) -> Problems:
    """A solution with the connector has its icon, in `Connector` as `…_iconblob.Png`.

    It is the one that is published. An icon that was never uploaded to the custom connector is missing in its export.

    Bad (missing):
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Connector/qs_tidewaterstock_iconblob.Png: null
    Good:
        $submission: plain
    """
    customizations = solution.customizations
    if customizations is None or not solution.connectors or solution.level.folder("Connector") is None:
        return
    element = solution.connectors[0]
    named = PackagedConnector(solution, element).reference("iconblob")
    if named is None or solution.resolve(named.text) is None:
        yield Problem(
            "The connector has no icon; upload one to the custom connector, and export the solution again.",
            customizations.at(element if named is None else named),
        )


# Seen once, by a publisher; two of three connectors have no policies, and are exported all the same.
@rule(NOTE, policy("5000.1.1.16"), independent=OFF, custom=OFF)
def policy_nonempty_export(solution: Solution) -> Problems:
    """Policies that `customizations.xml` names are more than an empty list.

    An export with `[]` for the policies was refused as an invalid solution. Where the connector has none, see that the
    export does not name a file for them.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Connector/qs_tidewaterstock_policytemplateinstances.json: "[]"
        package.zip!/PkgAssets/connector.zip!/Connector/qs_tidewaterstock_policytemplateinstances.json: "[]"
        properties: {properties: {policyTemplateInstances: []}}
    Good:
        $submission: plain
    """
    for element in solution.connectors[:1]:
        connector = PackagedConnector(solution, element)
        named = connector.reference("policytemplateinstances")
        file = None if named is None else solution.resolve(named.text)
        if (
            file is not None
            and named is not None
            and solution.customizations is not None
            and file.json.value == []
        ):
            yield Problem(
                "This names policies, and the file has none; such an export was refused as an invalid solution.",
                file,
                related=(Related("where they are named", solution.customizations.at(named)),),
            )


@rule(
    ERROR,
    policy("5000.1.1.5"),
    documented("connection-parameters"),
    documented("multi-auth"),
    reviewer(3725),
    independent=OFF,
    custom=OFF,
    aliases=("connset-needs-paconn",),
    by_hand="What a solution holds is not written to; export it again.",
)
def pkg_custom_properties(submission: Submission) -> Problems:
    """A connector with several ways to sign in comes with `customProperties.json`, beside `intro.md`.

    The export of a custom connector has parameter sets that nobody could enter in the wizard; the file says how users
    choose between them.

    Bad:
        $submission: plain
        properties:
          properties:
            connectionParameters: null
            policyTemplateInstances: null
            connectionParameterSets:
              uiDefinition: {displayName: Sign-in, description: How to sign in.}
              values:
                - name: nobody
                  uiDefinition: {displayName: Nobody, description: Without signing in.}
                  parameters: {}
        definition: {security: null, securityDefinitions: null}
    Good:
        $submission: plain
    """
    connector, outer = submission.connector, submission.outer
    if connector is None or outer is None or outer.named("customproperties.json") is not None:
        return
    file = connector.parts.get("connectionparametersets")
    if file is not None and isinstance(file.json.value, dict) and file.json.value.get("values"):
        yield Problem(
            "The connector has several ways to sign in; add `customProperties.json` beside `intro.md`.", file
        )
