"""The files that every connector package has, once each and under their canonical names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Files,
    Form,
    Package,
    Place,
    Problem,
    Problems,
    Profile,
    Role,
    documented,
    policy,
    repository,
    reviewer,
    rule,
    safe,
)
from certify_rules.package.shape import is_proposal, lacks
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.api import File, Fix


@rule(
    ERROR,
    policy("5000.1.1.3"),
    documented("certification-submission"),
    reviewer(3936),
    fix="safe",
)
def file_api_definition(package: Package, files: Files, profile: Profile) -> Problems:
    """There is exactly one API definition, and it is called `apiDefinition.swagger.json`.

    The build, `paconn` and the reviewers find it by this name, capitals included; under any other the connector does
    not exist for them. One published connector in two hundred has another spelling, none since 2024. An independent
    publisher's proposal has a readme only.

    Bad (another spelling):
        $renamed: {definition: apiDefination.swagger.json}
    Bad (none at all):
        definition: null
    Bad (a second one):
        stock-v2.swagger.json: "{}"
    Good (a definition that was given alone):
        definition: {}
        properties: null
        readme: null
        script: null
        $form: file
    Good (a proposal):
        definition: null
        properties: null
        script: null
        $profile: independent-publisher
    """
    if package.form is Form.FILE or (profile is Profile.INDEPENDENT and is_proposal(files)):
        return
    if lacks(package, Role.DEFINITION, files):
        yield Problem("The package has no API definition; add `apiDefinition.swagger.json`.", Place())
    yield from _misnamed(Role.DEFINITION, files)
    for file in _others(files, ".swagger.json"):
        yield Problem(
            f"`{shown(file.name)}` is a second API definition; a package has one. Remove it or make a connector of it.",
            file,
        )


@rule(ERROR, documented("certification-submission"), repository("README.md"), fix="safe")
def file_api_properties(package: Package, files: Files, profile: Profile) -> Problems:
    """There is exactly one properties file, and it is called `apiProperties.json`.

    It says how users sign in, what the connector looks like and who publishes it; without it nothing can be deployed.

    Bad (another spelling):
        $renamed: {properties: api_properties.json}
    Bad (none at all):
        properties: null
    Good:
        properties: {properties: {iconBrandColor: "#1f6f8c"}}
    """
    if package.form is Form.FILE or (profile is Profile.INDEPENDENT and is_proposal(files)):
        return
    if lacks(package, Role.PROPERTIES, files):
        yield Problem("The package has no properties file; add `apiProperties.json`.", Place())
    yield from _misnamed(Role.PROPERTIES, files)
    for file in _others(files, "apiproperties.json"):
        yield Problem(
            f"`{shown(file.name)}` is a second properties file; a package has one. Remove it.", file
        )


@rule(
    ERROR,
    policy("5000.1.1.2"),
    repository("README.md"),
    documented("certification-submission"),
    custom=OFF,
    fix="safe",
)
def file_readme_present(package: Package, files: Files) -> Problems:
    """There is a `readme.md`, in capital or small letters.

    It is what reviewers read first, and for an independent publisher's connector it is the only documentation. 1% of
    the published connectors lack it; none has since 2024. `certify fix readme` makes it from the package, and marks the
    few lines that only its author can write.

    Bad (another ending):
        $renamed: {readme: readme.md.txt}
    Bad (none at all):
        readme: null
    Good:
        definition: {}
    """
    if package.form is Form.FILE:
        return
    if lacks(package, Role.README, files):
        yield Problem(
            "The package has no `readme.md`; `certify fix readme` makes one of the package.", Place()
        )
    readme = files.of(Role.README)
    if readme is not None and readme.name.lower() != Role.README.value:
        yield Problem(
            f"`{shown(readme.name)}` is not found as the readme; call it `readme.md`.",
            readme,
            fix=_renamed(readme, Role.README, files),
        )


@rule(NOTE, repository("templates/certified-connectors/readme.md"), reviewer(1583), custom=OFF, fix="safe")
def file_readme_lowercase(package: Package, files: Files) -> Problems:
    """The readme is called `readme.md`, in small letters.

    So it is called in Microsoft's templates. Half of the certified connectors write `README.md` or `Readme.md`, which
    works as well; no reviewer refuses it.

    Bad:
        $renamed: {readme: README.md}
    Good:
        definition: {}
    """
    readme = files.of(Role.README)
    if package.form is Form.FILE or readme is None:
        return
    if readme.name != Role.README.value and readme.name.lower() == Role.README.value:
        yield Problem(
            f"The readme is called `{readme.name}`; the usual name is `readme.md`.",
            readme,
            fix=_renamed(readme, Role.README, files),
        )


@rule(WARNING, documented("write-code"), documented("paconn-cli"), aliases=("script-one",), fix="safe")
def file_script_name(package: Package, files: Files) -> Problems:
    """Custom code is in one file, and it is called `script.csx`.

    A connector has one script, and `paconn` looks for it under this name. One certified connector in ten with a script
    calls it otherwise.

    Bad:
        $renamed: {script: connector-script.csx}
    Bad (a second one):
        helper.csx: "class Helper {}"
    Good:
        definition: {}
    """
    if package.form is Form.FILE:
        return
    yield from _misnamed(Role.SCRIPT, files)
    for file in _others(files, ".csx", ".cs"):
        yield Problem(
            f"`{shown(file.name)}` is a second script; a connector has one. Move its code there.", file
        )


def _misnamed(role: Role, files: Files) -> Iterable[Problem]:
    file = files.of(role)
    if file is not None and file.name != role.value and not file.folder:
        yield Problem(
            f"`{shown(file.name)}` is not found under this name; call it `{role.value}`.",
            file,
            fix=_renamed(file, role, files),
        )


def _renamed(file: File, role: Role, files: Files) -> Fix | None:
    """The fix that gives the canonical name; None where settings.json may name the file as it is."""
    return None if files.of(Role.SETTINGS) else safe(file.place.rename(role.value))


def _others(files: Files, *endings: str) -> Iterable[File]:
    """The files at the top that look as if they had a role, but another file has it."""
    for file in files:
        if file.role is None and not file.folder and file.name.lower().endswith(endings):
            yield file
