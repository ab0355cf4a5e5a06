"""Which names of files may be in a package: inside it, visible, unambiguous and usable on every platform."""

from __future__ import annotations

import os
import re
from unicodedata import category, normalize

from certify.core.package import Reason, Refusal
from certify.sources.limits import MAX_PATH_BYTES, MAX_PATH_PARTS

_JUNK = frozenset({".ds_store", "__macosx", "thumbs.db", "desktop.ini"})
_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"[A-Za-z]:")
_WINDOWS_FORBIDS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9])(?: *\..*)?", re.IGNORECASE | re.DOTALL
)
_UNPRINTABLE = frozenset({"Cc", "Cf", "Zl", "Zp"})


def shown(name: str) -> str:
    r"""The name with bytes that are not UTF-8 written as `\xff`, so that it can be printed and stored."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def left_out(part: str) -> Reason | None:
    """Whether one part of a path is junk of an operating system, or hidden, and so never read."""
    folded = part.casefold()
    if folded in _JUNK or part.startswith("._"):
        return Reason.JUNK
    return Reason.HIDDEN if part.startswith(".") else None


def leave_out(path: str, reason: Reason) -> Refusal:
    """The refusal of a junk or hidden entry."""
    if reason is Reason.JUNK:
        return Refusal(path, reason, "An operating system left this behind; delete it from the package.")
    return Refusal(
        path, reason, "Hidden files and folders do not belong in a package; delete or unhide this one."
    )


def topmost_left_out(path: str) -> tuple[str, Reason] | None:
    """The highest junk or hidden entry on the way to a file, so that a hidden folder is reported once."""
    parts = path.split("/")
    for depth, part in enumerate(parts, 1):
        if reason := left_out(part):
            return "/".join(parts[:depth]), reason
    return None


def is_git_folder(part: str) -> bool:
    """Whether some file system takes this part of a path for `.git`."""
    visible = "".join(char for char in normalize("NFKC", part) if category(char) != "Cf")
    return visible.casefold().rstrip(". ") in {".git", "git~1"}


def judge(path: str) -> tuple[Reason, str] | None:
    """Why a path inside a package is not acceptable, with what to do; None when it is.

    Takes the path as found, with "/" between its parts; a trailing "/" is not part of it.
    """
    parts = _SEPARATORS.split(path)
    folded = parts if path.isascii() else [normalize("NFKC", part) for part in parts]
    if path.startswith(("/", "\\")) or _DRIVE.match(path):
        return Reason.OUTSIDE, "The name is an absolute path; use names relative to the package."
    if any(part == ".." or "/" in part or "\\" in part for part in folded):
        return Reason.OUTSIDE, "The name leads out of the package; use names that stay inside it."
    problem = _spelling(path) or next(filter(None, map(_part, parts, folded)), None)
    if problem is None and len(parts) > MAX_PATH_PARTS:
        problem = f"The path has {len(parts)} parts; use at most {MAX_PATH_PARTS}."
    return None if problem is None else (Reason.NAME, problem)


def _spelling(path: str) -> str | None:
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "The name is not valid UTF-8; rename the file."
    if size > MAX_PATH_BYTES:
        return f"The path is {size} bytes long; use at most {MAX_PATH_BYTES}."
    if not path.isprintable() and any(category(char) in _UNPRINTABLE for char in path):
        return "The name has control or invisible characters; rename the file."
    if "\\" in path:
        return "The name has a backslash; separate folders with '/'."
    return None


def _part(part: str, folded: str) -> str | None:
    if folded in {"", "."}:
        return "The path has an empty part; repack the package with plain relative names."
    if _WINDOWS_FORBIDS.search(part):
        return 'The name has a character that Windows does not allow (one of < > : " | ? *); rename the file.'
    if folded[-1] in ". ":
        return "The name ends in a dot or a blank, which Windows drops; rename the file."
    if _RESERVED.fullmatch(folded):
        return "The name is reserved by Windows for a device; rename the file."
    if folded.casefold() == "git~1":
        return "The name stands for the folder .git on Windows; rename it."
    return None


class Spellings:
    """The names taken so far; finds names that fall together where case or Unicode form do not count."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add(self, path: str, *, is_folder: bool = False) -> str | None:
        """Takes the name, or says which earlier one it falls together with and leaves it out."""
        folded = normalize("NFC", normalize("NFC", path).casefold())
        parents = [folded[: end.start()] for end in re.finditer("/", folded)]
        for name in (folded, *parents) if is_folder else parents:
            if taken := self._files.get(name):
                return taken
        if is_folder:
            self._folders.setdefault(folded, f"{path}/")
        else:
            if taken := self._files.get(folded) or self._folders.get(folded):
                return taken
            self._files[folded] = path
        for name in parents:
            self._folders.setdefault(name, path)
        return None


def fall_together(path: str, other: str) -> Refusal:
    """The refusal of a name that is there twice, or is another one's twin on some file systems."""
    if path == other:
        return Refusal(path, Reason.DUPLICATE, "The name is there twice; keep one of the two files.")
    return Refusal(
        path,
        Reason.COLLISION,
        f"The name falls together with {other!r} where case or Unicode form does not count; rename one of them.",
    )
