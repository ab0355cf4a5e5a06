"""The archive of a connector that is uploaded to Partner Center without being published as open source."""

from __future__ import annotations

from certify.api import OFF, WARNING, Files, Package, Problem, Problems, Role, documented, rule
from certify_rules.package.shape import is_local_upload
from certify_rules.words import shown


# Microsoft's page asks for exactly these files; whether the upload refuses others is not known.
@rule(
    WARNING,
    documented("submit-for-certification"),
    independent=OFF,
    custom=OFF,
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def zip_local_upload(package: Package, files: Files) -> Problems:
    """An archive with the connector's icon holds the definition, the properties and the icon, and nothing else.

    So it is uploaded where Microsoft has waived that the connector becomes open source; with custom code, the script
    is there too. Readme and introduction belong into the other two ways of submission: the repository, and the archive
    with `intro.md` and a package.

    Bad:
        icon: {$png: {color: "#1f6f8b"}}
        $form: archive
    Good:
        icon: {$png: {color: "#1f6f8b"}}
        readme: null
        $form: archive
    """
    if not is_local_upload(package, files):
        return
    for file in files:
        if file.role in (Role.README, Role.INTRO):
            yield Problem(
                f"An archive with definition, properties and icon has no `{shown(file.name)}`; leave it out.",
                file,
            )
