"""The settings and waivers that decide a review: those of the base branch as it is now, never those of the head."""

from __future__ import annotations

import posixpath
import tomllib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.checking import Checker
from certify.core.finding import Severity
from certify.core.ruleset import Choice
from certify.errors import SettingsError
from certify.settings import SETTINGS_NAME, Waivers, load_settings, read_waivers
from certify.settings.settings import WAIVERS_NAME, Settings, check_names
from certify.sources.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from certify.github.source import Snapshot

_LONGEST = 1 << 20
_LOCAL_RULES = (
    "The repository has rules of its own. They are code, and this bot runs no code of a repository: "
    "run `certify check` in continuous integration for them."
)
_MOST_FILES = 10


@dataclass(frozen=True)
class Decisions:
    """What decides a review: the checker, the severity that fails, the waivers' file, and what must be told of it."""

    checker: Checker = field(default_factory=Checker)
    threshold: Severity | None = Severity.ERROR
    files: tuple[str, ...] = ()
    waivers_file: str = WAIVERS_NAME
    notices: tuple[str, ...] = ()


def decisions_at(snapshot: Snapshot, today: date) -> Decisions:
    """The decisions that `certify.toml` and the waivers at the root of the repository hold.

    Rules of the repository's own are code, and no code of a repository is run here: that is told. Raises
    SettingsError, with the file as it is called in the repository, for settings that cannot be used.
    """
    # Changes that break nothing are told only when they are asked for, as `certify check` does.
    choice = Choice(ignore=("bc-safe",))
    with TemporaryDirectory(prefix="certify-settings-") as folder:
        copies = _Copies(snapshot, Path(folder))
        try:
            if copies.copy(SETTINGS_NAME, is_settings=True):
                settings = load_settings(Path(folder, SETTINGS_NAME))
            elif copies.copy(WAIVERS_NAME, is_settings=False):
                settings = Settings(waivers=Path(folder, WAIVERS_NAME))
            else:
                return Decisions(Checker(choice=choice))
            waivers = Waivers()
            book = Checker().book
            notices: tuple[str, ...] = ()
            if settings.local_rules is None:
                check_names(settings, book, Path(folder, SETTINGS_NAME))
            else:
                notices = (_LOCAL_RULES,)
            if settings.waivers is not None:
                waivers = read_waivers(settings.waivers, today, book)
        except SettingsError as error:
            raise SettingsError(str(error).replace(f"{folder}/", "")) from None
        waivers_file = WAIVERS_NAME
        if settings.waivers is not None:
            waivers_file = posixpath.normpath(settings.waivers.relative_to(folder).as_posix())
            waivers = replace(waivers, file=Path(waivers_file))
    threshold = settings.threshold
    # The folder is gone, and paths of packages are told from the root of the repository.
    settings = replace(settings, folder=Path(), local_rules=None, waivers=None)
    checker = Checker(settings=settings, choice=choice, waivers=waivers)
    return Decisions(checker, threshold, tuple(copies.copied), waivers_file, notices)


def own_settings(changed: Iterable[str], decisions: Decisions) -> tuple[str, ...]:
    """The settings and waivers that a pull request changes itself, which do not decide about it."""
    deciding = {SETTINGS_NAME, WAIVERS_NAME, decisions.waivers_file, *decisions.files}
    return tuple(sorted(deciding.intersection(changed)))


class _Copies:
    """Brings settings files of the repository, and those that they name, into a folder of ours; nothing else."""

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        self._snapshot = snapshot
        self._folder = folder
        self.copied: list[str] = []

    def copy(self, path: str, *, is_settings: bool) -> bool:
        """Copy the file and what it names. False when the repository does not have it."""
        if path in self.copied:
            return True
        if len(self.copied) >= _MOST_FILES:
            raise SettingsError(f"{path}: settings may be spread over {_MOST_FILES} files at most")
        try:
            data = self._snapshot.text(path, _LONGEST)
        except Refused as refused:
            raise SettingsError(f"{path}: {refused.refusal.detail}") from None
        if data is None:
            return False
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.copied.append(path)
        if is_settings:
            self._copy_named(path, data)
        return True

    def _copy_named(self, path: str, data: bytes) -> None:
        try:
            content: dict[str, Any] = tomllib.loads(data.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
            return  # who reads the copy says what is wrong with it, and on which line
        extends = content.get("extends", [])
        for name in [extends] if isinstance(extends, str) else extends if isinstance(extends, list) else []:
            if isinstance(name, str):
                self._named(path, name, is_settings=True)
        waivers = content.get("waivers", WAIVERS_NAME)
        if isinstance(waivers, str):
            self._named(path, waivers, is_settings=False)

    def _named(self, path: str, name: str, *, is_settings: bool) -> None:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        if "\\" in name or "\0" in name or PurePosixPath(target).is_absolute() or target.startswith(".."):
            raise SettingsError(f"{path}: {name} lies outside the repository; name a file inside it")
        self.copy(target, is_settings=is_settings)
