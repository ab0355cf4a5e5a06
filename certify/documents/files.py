"""The files of a package by their role, found as Microsoft's tools find them: without regard to case."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.core.package import INSIDE, Form
from certify.core.place import Place
from certify.documents.json import LineMap, read
from certify.documents.json.edits import Style
from certify.documents.secrets import Secret, secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.package import Package, Refusal
    from certify.core.place import Pointer
    from certify.documents.json import Fault, JsonText


class Role(StrEnum):
    """What a file is for; the value is its canonical name."""

    DEFINITION = "apiDefinition.swagger.json"
    PROPERTIES = "apiProperties.json"
    README = "readme.md"
    INTRO = "intro.md"
    SCRIPT = "script.csx"
    ICON = "icon.png"
    SETTINGS = "settings.json"


class File:
    """One file of a package. `role` is None for a file that has none, or is a second one of its kind."""

    def __init__(self, path: str, data: bytes, role: Role | None) -> None:
        self.path = path
        self.data = data
        self.role = role

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without the name; empty at the top."""
        return self.path.rpartition("/")[0]

    @property
    def is_nested(self) -> bool:
        """Whether it lies in an archive of the package, as what a platform exported does."""
        return INSIDE in self.path

    @property
    def place(self) -> Place:
        return Place(self.path)

    @property
    def is_json(self) -> bool:
        return self.role in _JSON_ROLES or self.name.lower().endswith(".json")

    @property
    def is_binary(self) -> bool:
        """Whether it is a picture or an archive, of which no line can be shown."""
        return self.role is Role.ICON or self.name.lower().endswith(".zip")

    @cached_property
    def json(self) -> JsonText:
        """The file read as JSON."""
        return read(self.data)

    @cached_property
    def text(self) -> str:
        """The file's characters; bytes that are no UTF-8 become U+FFFD."""
        if self.is_json:
            return self.json.text
        return self.data.decode("utf-8", "replace").removeprefix("\ufeff")

    @cached_property
    def encoding(self) -> str | None:
        """The encoding in which the file's characters are its bytes again; None when some could not be read."""
        for encoding in _ENCODINGS:
            try:
                if self.text.encode(encoding) == self.data:
                    return encoding
            except UnicodeEncodeError:
                continue
        return None

    @cached_property
    def style(self) -> Style:
        """How the file is indented and its lines end."""
        return Style(self.text)

    @cached_property
    def line_map(self) -> LineMap:
        return LineMap(self.text)

    def strings(self) -> Iterator[tuple[Place, str]]:
        """Every string of a JSON file with its place; names of members too."""
        pending: list[tuple[Pointer, Any]] = [((), self.json.value)]
        while pending:
            pointer, value = pending.pop()
            if isinstance(value, str):
                yield Place(self.path, pointer), value
            elif isinstance(value, dict):
                for name, member in value.items():
                    yield Place(self.path, (*pointer, name), "key"), name
                    pending.append(((*pointer, name), member))
            elif isinstance(value, list):
                pending.extend(((*pointer, index), member) for index, member in enumerate(value))

    @cached_property
    def secrets(self) -> tuple[Secret, ...]:
        """Keys and tokens of well-known forms that the file holds."""
        if self.is_binary:
            return ()
        return secrets_of(self.path, self.text, self.strings() if self.is_json else None)


class JsonFile:
    """A JSON file of the package, as a subject for rules on its text; `file.json` has its faults."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.role = file.role
        self.json = file.json

    @property
    def place(self) -> Place:
        return self.file.place

    def span(self, start: int, end: int) -> Place:
        """The place of some characters of the text."""
        return Place(self.file.path, span=(start, end))

    def of(self, fault: Fault) -> Place:
        """The place of what is wrong with the text, in the value that it is in."""
        return Place(self.file.path, fault.pointer, "text", (fault.start, fault.end))


_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "cp1252",
)
_JSON_ROLES = (Role.DEFINITION, Role.PROPERTIES, Role.SETTINGS)

# What a browser adds to a second download, and an editor to a copy.
_COPY = r"(?: ?\([0-9]{1,3}\)| - copy| copy)?"
_ODD_DEFINITION = re.compile(
    rf"(?:api[-_ ]?def\w*(?:\.swagger)?{_COPY}\.json(?:\.txt)?|(?:.*[._ -])?(?:swagger|open-?api){_COPY}\.json"
    r"|.*openapidefinition\.json)"
)
_ODD_PROPERTIES = re.compile(rf"(?:api[-_ ]?prop\w*{_COPY}\.json(?:\.txt)?)")
_ODD_README = re.compile(r"read[-_ ]?me(?:\.\w+)*")
_ODD_SCRIPT = re.compile(r".*\.csx?")


class Files:
    """All files of a package, in path order."""

    def __init__(self, by_path: Mapping[str, File]) -> None:
        self.by_path = by_path

    def __iter__(self) -> Iterator[File]:
        return iter(self.by_path.values())

    def of(self, role: Role) -> File | None:
        """The file of that role."""
        return next((file for file in self if file.role is role), None)


def files_by_path(package: Package) -> dict[str, File]:
    """Every file of the package, in path order, with its role.

    The canonical name wins over other spellings of it, those over odd names, and the first in path order over
    the rest.
    """
    paths = sorted(package.files)
    roles: dict[str, Role] = {}
    top = [path for path in paths if "/" not in path]
    if package.form is Form.FILE and len(paths) == 1:
        role = _role_of_single(paths[0], package.files[paths[0]])
        if role is not None:
            roles[paths[0]] = role
    else:
        for role in Role:
            path = _find(role, top)
            if path is not None and path not in roles:
                roles[path] = role
    return {path: File(path, package.files[path], roles.get(path)) for path in paths}


def _find(role: Role, names: list[str]) -> str | None:
    exact = [name for name in names if name == role.value]
    folded = [name for name in names if name.lower() == role.value.lower()]
    odd_pattern = _ODD_NAMES.get(role)
    odd = [name for name in names if odd_pattern is not None and odd_pattern.fullmatch(name.lower())]
    return next(iter((*exact, *folded, *odd)), None)


_ODD_NAMES = {
    Role.DEFINITION: _ODD_DEFINITION,
    Role.PROPERTIES: _ODD_PROPERTIES,
    Role.README: _ODD_README,
    Role.SCRIPT: _ODD_SCRIPT,
}


def _role_of_single(path: str, data: bytes) -> Role | None:
    """The role of a file that was given alone: by its name, else by what it holds."""
    name = path.rpartition("/")[2]
    for role in Role:
        if _find(role, [name]) is not None:
            return role
    if name.lower().endswith(".md"):
        return Role.README
    # Another encoding than UTF-8 is reported, which takes a file that is known for what it is.
    narrow = data.replace(b"\0", b"")
    if re.search(rb'"(?:swagger|openapi|paths)"\s*:', narrow):
        return Role.DEFINITION
    if re.search(rb'"(?:connectionParameters|iconBrandColor|connectionParameterSets)"\s*:', narrow[:65_536]):
        return Role.PROPERTIES
    # Whoever has other JSON looked at alone means it as a definition, and is told what it lacks.
    return Role.DEFINITION if name.lower().endswith(".json") else None


class RefusedEntry:
    """An entry that the source left out, as a subject for rules."""

    def __init__(self, refusal: Refusal) -> None:
        self.path = refusal.path
        self.reason = refusal.reason
        self.detail = refusal.detail

    @property
    def place(self) -> Place:
        return Place(self.path)
