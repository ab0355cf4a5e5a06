"""The package in a submission: one folder with the solutions in it, and how many these are."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Problem,
    Problems,
    SolutionKind,
    Submission,
    documented,
    package_validator,
    policy,
    rule,
)
from certify_rules.words import shown

_ASSETS = "PkgAssets"
_PAGE = "certification-submission"


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.12"),
    documented(_PAGE),
    custom=OFF,
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def pkg_inner_assets_folder(submission: Submission) -> Problems:
    """The package holds exactly one folder, and the solutions are in it.

    The deployment looks for its assets there. Files beside the folder, such as the `.dll` and `.xml` of a deployment
    project, are ignored.

    Bad (no folder):
        $submission: plain
        $renamed: {package.zip!/PkgAssets: package.zip!}
    Bad (a second folder):
        $submission: plain
        package.zip!/Notes/notes.xml: "<notes />"
    Good:
        $submission: plain
    """
    inner = submission.inner
    if inner is None or inner.is_empty:
        return
    if not inner.folders:
        yield Problem(
            f"The package has no folder for its solutions; put them into `{_ASSETS}`.", submission.place
        )
        return
    used = "" if submission.assets is None else submission.assets.prefix[len(inner.prefix) :].rstrip("/")
    for folder in (*inner.folders, *inner.junk):
        if folder != used:
            yield Problem(
                f"The package has a folder `{shown(folder)}` beside `{shown(used)}`, and one is allowed; remove it.",
                inner.place(folder),
            )


@rule(WARNING, package_validator(), policy("5000.1.1.12"), documented(_PAGE), custom=OFF)
def pkg_inner_assets_name(submission: Submission) -> Problems:
    """The folder with the solutions is called `PkgAssets`.

    So it is called in the documentation, and by the deployment project that makes the package. Microsoft's script takes
    any name.

    Bad:
        $submission: plain
        $renamed: {package.zip!/PkgAssets: package.zip!/Assets}
    Good:
        $submission: plain
    """
    inner, assets = submission.inner, submission.assets
    if inner is None or assets is None or assets.prefix == inner.prefix:
        return
    name = assets.prefix[len(inner.prefix) :].rstrip("/")
    if name != _ASSETS:
        yield Problem(
            f"The folder with the solutions is called `{shown(name)}`; call it `{_ASSETS}`.",
            inner.place(name),
        )


@rule(
    ERROR,
    package_validator(),
    documented(_PAGE),
    custom=OFF,
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def pkg_assets_no_subfolder(submission: Submission) -> Problems:
    """The folder with the solutions has no folder in it.

    Solutions are zips and lie directly there; an unpacked one, or one that is a level too deep, is not found.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/Old/solution.txt: "1.0"
    Good:
        $submission: plain
    """
    assets = submission.assets
    if assets is None or submission.inner is None or assets.prefix == submission.inner.prefix:
        return
    for folder in (*assets.folders, *assets.junk):
        yield Problem(
            f"The folder `{shown(folder)}` is among the solutions, which lie there as zips; remove it.",
            assets.place(folder),
        )


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.6"),
    policy("5000.1.1.13"),
    documented(_PAGE),
    custom=OFF,
)
def pkg_assets_two_zips(submission: Submission) -> Problems:
    """The package holds two solutions, or three where the connector has an AI plugin.

    One with the connector alone, one with a flow that uses it, and one with the plugin. Microsoft's script
    has to be told whether there is a plugin; here it is seen by what the solutions declare.

    Bad (one is missing):
        $submission: plain
        package.zip!/PkgAssets/flow.zip: null
    Bad (none at all):
        $submission: plain
        package.zip!/PkgAssets/flow.zip: null
        package.zip!/PkgAssets/connector.zip: null
        package.zip!/PkgAssets/solutions.txt: "none"
    Good:
        $submission: plain
    Good (with a plugin):
        $submission: plugin
    """
    assets = submission.assets
    if assets is None or submission.inner is None or submission.inner.is_empty:
        return
    count = len(assets.archives)
    has_plugin = any(
        solution.kind is SolutionKind.PLUGIN or solution.plugins or solution.has_plugin_files
        for solution in submission.solutions
    )
    wanted = 3 if has_plugin else 2
    if count == wanted or (count == 3 and not submission.is_readable):
        return
    needed = "with the connector, with a flow" + (" and with the plugin" if has_plugin else "")
    there = f"`{shown(', '.join(archive.name for archive in assets.archives))}`" if count else "none"
    yield Problem(
        f"The package has {there}; {'three' if has_plugin else 'two'} solutions are needed: {needed}.",
        submission.place,
    )
