"""What does not belong in a connector package."""

from __future__ import annotations

from urllib.parse import quote

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    File,
    Files,
    Form,
    Package,
    Problem,
    Problems,
    Role,
    advice,
    documented,
    repository,
    reviewer,
    rule,
    unsafe,
)
from certify_rules.package.shape import IMAGES, is_submission
from certify_rules.words import shown

_NAMES = frozenset(role.value.lower() for role in Role)
_REPORTED_ELSEWHERE = (".swagger.json", "apiproperties.json", ".csx", ".cs")


@rule(
    WARNING,
    documented("submit-for-certification"),
    reviewer(551),
    reviewer(3276),
    custom=OFF,
    fix="unsafe",
)
def file_unexpected(package: Package, files: Files) -> Problems:
    """The package has the connector's own files only, and the images that its readme shows.

    Reviewers ask to remove everything else: documents, archives, other connectors' files, screenshots that the readme
    does not show. The connector's files are `apiDefinition.swagger.json`, `apiProperties.json`, `readme.md`,
    `script.csx`, and for Partner Center `intro.md` and `icon.png`.

    Bad:
        notes.pdf: "%PDF-1.7"
    Bad (an image that the readme does not show):
        images/setup.png: {$hex: "89 50 4e 47 0d 0a 1a 0a"}
    Good:
        intro.md: |
          # Tidewater Stock
          Every change of the stock is counted at once.
          ## Prerequisites
          An account.
          ## How to get credentials
          Sign in.
          ## Get started with your connector
          Add a step.
          ## Known issues and limitations
          None.
          ## Common errors and remedies
          None.
          ## FAQ
          None.
    """
    if package.form is Form.FILE or is_submission(package, files):
        return
    texts = _texts(files)
    for file in files:
        name = file.name.lower()
        if (
            file.role is not None
            or name in _NAMES
            or (not file.folder and name.endswith(_REPORTED_ELSEWHERE))
        ):
            continue
        if name.endswith(IMAGES):
            if not _is_shown(name, texts):
                yield Problem(
                    f"The readme does not show the image `{shown(file.name)}`; remove the file, or show it there.",
                    file,
                    fix=unsafe(file.place.remove()),
                )
        else:
            yield Problem(
                f"`{shown(file.path)}` is no part of a connector; remove it from the package.",
                file,
                fix=unsafe(file.place.remove()),
            )


@rule(NOTE, advice(), custom=OFF)
def file_subfolder(package: Package, files: Files) -> Problems:
    """The connector's files lie at the top of the package; folders are for the readme's images.

    What looks for a script, readme or icon looks at the top and nowhere else.

    Bad:
        docs/intro.md: |
          # Tidewater Stock

          Tidewater Stock keeps count of the goods in every warehouse.
    Good:
        definition: {}
    """
    if is_submission(package, files):
        return
    for file in files:
        if file.folder and file.name.lower() in _NAMES:
            yield Problem(
                f"`{shown(file.name)}` lies in the folder `{shown(file.folder)}`, where nothing looks for it; move it up.",
                file,
            )


@rule(
    OFF,
    repository(".github/pull_request_template.md"),
    documented("certification-submission-ip"),
    independent=ERROR,
    custom=OFF,
    aliases=("ip-no-icon",),
    fix="unsafe",
)
def file_icon_absent_ip(file: File) -> Problems:
    """An independent publisher's connector has no icon of its own.

    All of them get the same orange one; the pull request asks to confirm that no icon is submitted. None of the 396
    published ones has a file `icon.png`.

    Bad:
        icon: {$hex: "89 50 4e 47 0d 0a 1a 0a"}
        $form: file
    Good:
        icon: null
    """
    if file.role is Role.ICON and not file.folder:
        yield Problem(
            "An independent publisher's connector is submitted without an icon; remove the file.",
            file,
            fix=unsafe(file.place.remove()),
        )


@rule(
    WARNING,
    documented("paconn-cli"),
    reviewer(1117),
    custom=OFF,
    aliases=("settings-no-real-ids",),
    fix="unsafe",
)
def file_settings_not_committed(file: File) -> Problems:
    """`settings.json` stays on the developer's machine.

    It holds the arguments that `paconn` was called with, environment and connector ids among them, and is no part of
    the connector.

    Bad:
        settings: {environment: "00000000-0000-0000-0000-000000000000"}
    Good:
        settings: null
    """
    if file.role is Role.SETTINGS:
        yield Problem(
            "The arguments of `paconn` are no part of the connector and tell your environment; remove the file.",
            file,
            fix=unsafe(file.place.remove()),
        )


def _texts(files: Files) -> str:
    """What may show an image, in small letters."""
    found = (files.of(role) for role in (Role.README, Role.INTRO))
    return "\n".join(file.text.lower() for file in found if file is not None)


def _is_shown(name: str, texts: str) -> bool:
    return name in texts or quote(name).lower() in texts
