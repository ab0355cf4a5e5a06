"""What the folder of a connector is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Definition,
    Form,
    Package,
    Place,
    Problem,
    Problems,
    advice,
    reviewer,
    rule,
)
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_IN_REPOSITORY = re.compile(r"(?:^|[/\\])(?:certified|independent-publisher)-connectors[/\\]")
_LETTERS = re.compile(r"[^\W_]+")


@rule(
    ERROR,
    advice(),
    custom=OFF,
    by_hand="The folder lies outside the package, and its name cannot change once it is published.",
)
def file_folder_name_portable(package: Package) -> Problems:
    """The folder's name can be used on every system.

    Windows has no files with one of `< > : " / \\ | ? *` in their names, nor such that begin or end in a blank or end
    in a dot: a checkout of the whole repository fails there. The name cannot be changed after the pull request is merged.

    Bad:
        $name: "Tidewater: Stock"
    Bad (a blank at the end):
        $name: "Tidewater Stock "
    Good:
        $name: TidewaterStock
    """
    if package.form is not Form.FOLDER:
        return
    name = package.name
    if bad := _FORBIDDEN.search(name):
        problem = f"has the character `{shown(bad[0])}`, which Windows does not allow"
    elif name != name.strip() or name.endswith("."):
        problem = "begins or ends in a blank or dot, which Windows drops"
    elif _RESERVED.fullmatch(name):
        problem = "is reserved by Windows for a device"
    else:
        return
    yield Problem(
        f"The folder's name `{shown(name)}` {problem}; choose another before it is published.", Place()
    )


@rule(NOTE, advice(), custom=OFF)
def file_folder_name_ascii(package: Package) -> Problems:
    """The folder's name is plain ASCII.

    Links to it and paths in scripts need no encoding then, and no two systems disagree on how `ø` is stored. The name
    cannot be changed after the pull request is merged.

    Bad:
        $name: Tidewater Größe
    Good:
        $name: Tidewater Stock
    """
    if package.form is Form.FOLDER and not package.name.isascii():
        yield Problem(
            f"The folder's name `{shown(package.name)}` has characters beyond ASCII; write it without them.",
            Place(),
        )


@rule(NOTE, reviewer(650), custom=OFF)
def file_folder_title_agree(package: Package, definition: Definition) -> Problems:
    """Folder and `info.title` are the same name.

    Whoever looks for a connector's sources looks for its title. Checked inside `certified-connectors` and
    `independent-publisher-connectors` only, because elsewhere a folder may be called what it likes. One certified
    connector in six breaks this.

    Bad:
        $path: certified-connectors/Harbour Weather
        $name: Harbour Weather
    Good:
        $path: certified-connectors/TidewaterStock
        $name: TidewaterStock
    """
    title = definition.info.title
    if package.form is not Form.FOLDER or not title or not _IN_REPOSITORY.search(package.path):
        return
    name = package.name
    if not _denote_the_same(_words(name), _words(title[:1000])):
        yield Problem(
            f"The folder is called `{shown(name)}` and the connector `{shown(title)}`; give both the same name.",
            definition.info.at("title"),
        )


def _words(name: str) -> list[str]:
    return _LETTERS.findall(
        re.sub(r"(?i)\((?:independent publisher|preview)\)|\bconnector\b", " ", name).casefold()
    )


def _denote_the_same(one: list[str], other: list[str]) -> bool:
    """Whether one name, written together, begins with the other: suffixes and versions may differ."""
    first, second = _together(one), _together(other)
    return first in second or second in first


def _together(words: Iterable[str]) -> str:
    return "".join(words)
