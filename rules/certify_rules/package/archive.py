"""Archives that are not read, because they are damaged, or two readers would see different files in them."""

from __future__ import annotations

from certify.api import ERROR, Problem, Problems, Reason, RefusedEntry, advice, package_validator, rule


@rule(
    ERROR,
    package_validator(),
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def archive_broken(entry: RefusedEntry) -> Problems:
    """The archive can be read in full.

    A damaged or cut-off zip, one in several parts, or one that is packed by another method than store and deflate cannot
    be opened everywhere.

    Bad:
        $refused: {"": broken-archive}
        $form: archive
    Good:
        $form: archive
    """
    if entry.reason is Reason.BROKEN_ARCHIVE:
        yield Problem(entry.detail, entry)


@rule(
    ERROR,
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def archive_ambiguous(entry: RefusedEntry) -> Problems:
    """The archive holds the same files for every reader.

    Where the directory of a zip contradicts its entries, or bytes stand before, between or behind them, one program
    unpacks other files than the next: what was reviewed is not what is deployed. Every ordinary zip program writes
    archives without such contradictions.

    Bad:
        $refused: {apiProperties.json: ambiguous-archive}
        $form: archive
    Good:
        $form: archive
    """
    if entry.reason is Reason.AMBIGUOUS_ARCHIVE:
        yield Problem(entry.detail, entry)


@rule(
    ERROR,
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def archive_encrypted(entry: RefusedEntry) -> Problems:
    """The archive has no password.

    Nobody at Microsoft can open it, and nothing in it could be examined.

    Bad:
        $refused: {apiProperties.json: encrypted}
        $form: archive
    Good:
        $form: archive
    """
    if entry.reason is Reason.ENCRYPTED:
        yield Problem(entry.detail, entry)


@rule(
    ERROR,
    advice(),
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def archive_bomb(entry: RefusedEntry) -> Problems:
    """The archive does not unpack to a multiple of what a connector needs.

    At most 100 MiB in all, 200 times the packed size of an entry above 1 MiB, and three archives inside each other. It
    was not unpacked.

    Bad:
        $refused: {readme.md: bomb}
        $form: archive
    Good:
        $form: archive
    """
    if entry.reason is Reason.BOMB:
        yield Problem(entry.detail, entry)
