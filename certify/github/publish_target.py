"""Where a connector goes upstream: its folder, the branch, and names that are safe in titles and commit messages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.errors import UsageError
from certify.formats.inert import inert
from certify.github.publish_errors import PublishError
from certify.sources.names import judge

if TYPE_CHECKING:
    from collections.abc import Collection

KINDS = {
    Profile.VERIFIED: "certified-connectors",
    Profile.INDEPENDENT: "independent-publisher-connectors",
    Profile.CUSTOM: "custom-connectors",
}
_LONGEST_FOLDER = 80
_LONGEST_SLUG = 40
_SUFFIX = re.compile(r"[\s(\[:–—-]*\bindependent publisher\b[\s)\]]*$", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*`$#@\x00-\x1f\x7f]+')
# In a title or message a "#7", "GH-7", "@name" or "owner/name#7" does something; a name needs none of them.
_PLAIN = re.compile(r"[^\w .,+&'()\[\]{}!%=–—-]+")
_ISSUE = re.compile(r"\b(gh)-(?=[0-9])", re.IGNORECASE)


def connector_name(title: str | None, package_name: str) -> str:
    """What people call the connector: the definition's title without Microsoft's suffix, else the folder's name."""
    return _SUFFIX.sub("", title or "").strip() or package_name


def plain(text: str, longest: int = 100) -> str:
    """Text for a title or a commit message, in which nothing mentions, links, closes or breaks a line."""
    cleaned = _ISSUE.sub(r"\1 ", _PLAIN.sub(" ", inert(text)))
    return " ".join(cleaned.split())[:longest].strip()


def folder_for(
    names: Collection[str], package_name: str, existing: Collection[str], asked: str | None
) -> str:
    """The name of the connector's folder among those that are there upstream, or a new one.

    `names` are what the connector calls itself. A folder of the same name, or of one that differs only in case,
    blanks and punctuation, is the connector's. Raises PublishError when several are.
    """
    if asked is not None:
        return _sound(asked, UsageError)
    bare = {_bare(name) for name in names} - {""}
    same = {folder for folder in existing if _bare(folder) in bare} | {package_name} & set(existing)
    if len(same) > 1:
        named = ", ".join(sorted(same))
        raise PublishError(
            f"Upstream has several folders that may be this connector's ({named}); name one with --folder."
        )
    if same:
        return same.pop()
    new = next((folder for name in names if (folder := _folder_name(name))), "")
    return _sound(new, PublishError)


def branch_prefix(kind: str, folder: str) -> str:
    """What the branches of all versions of one connector begin with."""
    ascii_only = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^0-9a-z]+", "-", ascii_only).strip("-")[:_LONGEST_SLUG].strip("-")
    # Folders whose names differ only in what a slug leaves out must not share a branch.
    mark = hashlib.sha256(folder.encode()).hexdigest()[:6]
    return f"certify/{kind.removesuffix('-connectors')}/{f'{slug}-' if slug else ''}{mark}/"


def branch_for(kind: str, folder: str, digest: str) -> str:
    """The branch of this version of the connector: the same each time."""
    return f"{branch_prefix(kind, folder)}{digest.removeprefix('sha256:')[:12]}"


def _bare(name: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum()
    )


def _folder_name(name: str) -> str:
    seen = "".join(character for character in unicodedata.normalize("NFC", name) if character.isprintable())
    cleaned = _NOT_IN_NAMES.sub(" ", seen)
    return " ".join(cleaned.split())[:_LONGEST_FOLDER].strip(" .")


def _sound(folder: str, error: type[PublishError | UsageError]) -> str:
    if (
        not folder
        or "/" in folder
        or folder.startswith(".")
        or judge(folder) is not None
        or folder != inert(folder)
    ):
        raise error(f"{folder!r} cannot be the name of a folder upstream; give another one with --folder.")
    return folder
