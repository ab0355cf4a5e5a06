"""Files that were not taken into the package: links, devices, hidden files, and names that do not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Form,
    Package,
    Problem,
    Problems,
    Reason,
    RefusedEntry,
    Submission,
    advice,
    documented,
    reviewer,
    rule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(WARNING, documented("submit-for-certification"), reviewer(551), custom=OFF)
def file_hidden(entry: RefusedEntry, package: Package) -> Problems:
    """No hidden file or folder is in the package.

    It would be published with the connector although nobody saw it; nothing of it is read here. Git's own folder at the
    top is no part of the package and is passed over.

    Bad:
        $refused: {.env: hidden}
    Good:
        $refused: {.git: hidden}
    """
    if package.form is not Form.ARCHIVE and entry.path != ".git":
        yield from _told(entry, Reason.HIDDEN)


@rule(
    ERROR,
    documented("submit-for-certification"),
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def archive_hidden(entry: RefusedEntry, package: Package) -> Problems:
    """No hidden file or folder is in the archive.

    Whoever unpacks it does not see what came with it. Git's own folder would even be run: its hooks are programs.

    Bad:
        $refused: {.git: hidden}
        $form: archive
    Good:
        $form: archive
    """
    if package.form is Form.ARCHIVE:
        yield from _told(entry, Reason.HIDDEN)


@rule(
    NOTE,
    documented("submit-for-certification"),
    aliases=("pkg-zip-safety",),
    by_hand="What a source leaves out is never touched; remove it where it lies.",
)
def file_junk(entry: RefusedEntry, submission: Submission | None) -> Problems:
    """Nothing that an operating system leaves behind is in the package.

    `.DS_Store`, `__MACOSX`, `Thumbs.db` and the like come in unasked and say nothing; Microsoft's guide for submissions
    warns of what macOS adds to archives. Where it makes a submission fail, the rules on submissions say so.

    Bad:
        $refused: {.DS_Store: junk}
    Good:
        definition: {}
    """
    if submission is None or entry.path not in submission.junk_folders:
        yield from _told(entry, Reason.JUNK)


@rule(ERROR, advice())
def file_symlink(entry: RefusedEntry) -> Problems:
    """No file is a symbolic link.

    A link leads out of the package to whatever the reader's machine has there; it is never followed. No published
    package has one.

    Bad:
        $refused: {readme-link.md: symlink}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.SYMLINK)


@rule(ERROR, advice())
def file_device(entry: RefusedEntry) -> Problems:
    """Every entry is a regular file.

    Pipes, sockets and devices have no content that could be published, and reading them may never end.

    Bad:
        $refused: {queue: device}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.DEVICE)


@rule(
    ERROR,
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="What a source leaves out is never touched; remove it where it lies.",
)
def file_outside(entry: RefusedEntry) -> Problems:
    """Every file lies inside the package.

    Absolute paths and `..` write to places of their author's choice on the machine that unpacks them.

    Bad:
        $refused: {../../etc/cron.d/stock: outside}
        $form: archive
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.OUTSIDE)


@rule(ERROR, advice())
def file_name_portable(entry: RefusedEntry) -> Problems:
    """Every file has a name that works on every system.

    Names with control or invisible characters, with one of `< > : " | ? *`, with a dot or blank at the end, devices'
    names of Windows such as `aux`, and paths of more than 255 bytes or 16 parts cannot be checked out everywhere. The
    longest path of a published connector has 116 bytes.

    Bad:
        $refused: {aux.json: name}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.NAME)


@rule(ERROR, advice())
def file_name_unique(entry: RefusedEntry) -> Problems:
    """No two files have the same name, not even on systems where case or Unicode form does not count.

    Which of the two is read depends on the machine: a reviewer may see the one, and the platform deploy the other.

    Bad:
        $refused: {apiproperties.json: collision}
    Bad (in an archive):
        $refused: {readme.md: duplicate}
        $form: archive
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.COLLISION, Reason.DUPLICATE)


@rule(ERROR, advice())
def file_unreadable(entry: RefusedEntry) -> Problems:
    """Every file can be read.

    A file without the permission to read it could not be examined, so that nothing can be said about it.

    Bad:
        $refused: {intro.md: unreadable}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.UNREADABLE)


@rule(ERROR, advice())
def file_too_large(entry: RefusedEntry) -> Problems:
    """No file is larger than what is read of its kind.

    8 MiB for JSON, 2 MiB for the readme and the script, 16 MiB for others. The largest published ones have 1.1 MB
    and 0.2 MB, and no whole package more than 3.6 MB.

    Bad:
        $refused: {manual.pdf: too-large}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.TOO_LARGE)


@rule(
    ERROR,
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="What a source leaves out is never touched; remove it where it lies.",
)
def package_too_many_files(entry: RefusedEntry) -> Problems:
    """The package has no more than 500 files.

    The largest published connector has 17. What comes after the limit was not examined.

    Bad:
        $refused: {node_modules: too-many}
    Good:
        definition: {}
    """
    yield from _told(entry, Reason.TOO_MANY)


def _told(entry: RefusedEntry, *reasons: Reason) -> Iterator[Problem]:
    if entry.reason in reasons:
        yield Problem(entry.detail, entry)
