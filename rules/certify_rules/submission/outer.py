"""The outermost level of a submission: the introduction and one package, and no folder."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Place,
    Problem,
    Problems,
    Shape,
    Submission,
    documented,
    package_validator,
    policy,
    repository,
    rule,
)
from certify_rules.words import shown

_INTRO = "intro.md"
_PAGE = "certification-submission"
_MAY_BE_THERE = frozenset({_INTRO, "customproperties.json"})


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.11"),
    documented(_PAGE),
    custom=OFF,
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def pkg_outer_no_folder(submission: Submission) -> Problems:
    """The submission has no folder at its top.

    `intro.md` and the package lie directly in the archive. Whoever zips the folder instead of its content puts a folder
    around them, and nothing is found; macOS adds a folder `__MACOSX`, which makes Microsoft's script fail as any other does.

    Bad (a folder around everything):
        $submission: plain
        $renamed: {package.zip: Stock/package.zip, intro.md: Stock/intro.md}
    Bad (what macOS adds):
        $submission: plain
        $refused: {__MACOSX: junk}
    Good:
        $submission: plain
    """
    if submission.shape is not Shape.OUTER:
        return
    root = submission.root
    for folder in root.folders:
        yield Problem(
            f"The folder `{shown(folder)}` is at the top of the submission; zip its content, without the folder.",
            root.place(folder),
        )
    for folder in root.junk:
        yield Problem(
            f"macOS added the folder `{folder}`, and a submission has no folder at its top; zip it with `zip -X`, or without the Finder.",
            root.place(folder),
        )


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.2"),
    policy("5000.1.1.5"),
    documented("submit-for-certification"),
    custom=OFF,
    aliases=("intro-present",),
    by_hand="What belongs in it is known to the publisher alone.",
)
def pkg_outer_intro(submission: Submission) -> Problems:
    """There is one Markdown file beside the package, and it is called `intro.md`.

    It becomes the public documentation page of the connector. Microsoft's script takes any Markdown file, but fails
    when there are two, and does not say why; certification asks for `intro.md`.

    Bad (none):
        $submission: plain
        intro: null
    Bad (another name):
        $submission: plain
        $renamed: {intro.md: Introduction.md}
    Bad (a second one):
        $submission: plain
        notes.md: "# Notes"
    Good:
        $submission: plain
    """
    outer, root = submission.outer, submission.root
    if outer is None or (submission.shape is Shape.OUTER and submission.archive is None):
        return
    files = outer.files if outer.prefix == root.prefix else (*outer.files, *root.files)
    texts = [file for file in files if file.name.lower().endswith(".md")]
    intro = outer.named(_INTRO) or root.named(_INTRO)
    if not texts:
        yield Problem("There is no `intro.md` beside the package; add one.", Place())
    elif intro is None:
        yield Problem(
            f"`{shown(texts[0].name)}` is not found as the introduction; call it `{_INTRO}`.", texts[0]
        )
    for file in texts:
        if file is not intro and (intro is not None or file is not texts[0]):
            yield Problem(
                f"`{shown(file.name)}` is a second Markdown file beside the package, and one is allowed; remove it.",
                file,
            )


@rule(
    ERROR,
    package_validator(),
    policy("5000.1.1.5"),
    policy("5000.1.1.11"),
    documented(_PAGE),
    custom=OFF,
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def pkg_outer_one_zip(submission: Submission) -> Problems:
    """There is one archive beside `intro.md`: the package with the solutions.

    The solutions are two levels deep: in a folder of `package.zip`, which is in the submission. With a second archive
    Microsoft's script fails, and does not say why.

    Bad:
        $submission: plain
        another.zip: "PK"
    Bad (the package alone, without what is around it):
        $submission: plain
        intro: null
        $renamed: {package.zip!/PkgAssets: PkgAssets}
        package.zip: null
    Good:
        $submission: plain
    """
    outer = submission.outer
    if submission.shape is Shape.INNER:
        yield Problem(
            "This is the package; zip it together with `intro.md`, and submit that archive.", Place()
        )
    elif submission.shape is Shape.SOLUTION:
        yield Problem(
            "This is a single solution; a submission holds `intro.md` and a package with the solutions in a folder.",
            Place(),
        )
    elif submission.shape is Shape.SOLUTIONS:
        yield Problem(
            "The solutions are beside `intro.md`; put them into the folder `PkgAssets` of an archive `package.zip`.",
            Place(),
        )
    elif outer is not None:
        for archive in outer.archives:
            if archive is not submission.archive:
                yield Problem(
                    f"`{shown(archive.name)}` is a second archive beside `intro.md`, and one is allowed; remove it.",
                    archive,
                )


@rule(
    WARNING,
    policy("5000.1.1.11"),
    documented(_PAGE),
    repository("scripts/ConnectorPackageValidator.ps1"),
    custom=OFF,
)
def pkg_outer_unexpected(submission: Submission) -> Problems:
    """Nothing but `intro.md`, the package and `customProperties.json` is at the top of the submission.

    Other files are read by nobody: neither Microsoft's script nor the deployment looks at them.

    Bad:
        $submission: plain
        notes.txt: "Please hurry."
    Good:
        $submission: plain
        customProperties.json: "{}"
    """
    if submission.outer is None or submission.shape is Shape.SOLUTIONS:
        return
    for file in submission.outer.files:
        name = file.name.lower()
        if name not in _MAY_BE_THERE and not name.endswith((".md", ".zip")):
            yield Problem(
                f"`{shown(file.name)}` is no part of a submission, and nobody reads it; remove it.", file
            )
