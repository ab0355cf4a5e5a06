"""`certify.toml`: which rules apply to which packages, how severe they are, and what fails a check."""

from __future__ import annotations

import difflib
import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from certify.core.finding import Severity
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.published import Published, read_index
from certify.errors import SettingsError
from certify.settings.toml import line_of, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.ruleset import RuleBook

SETTINGS_NAME = "certify.toml"
WAIVERS_NAME = "certify-waivers.toml"
_SCHEMA = "settings.schema.json"


class PathSettings(Struct, frozen=True, dict=True):
    """Settings for the packages whose path matches."""

    patterns: tuple[str, ...]
    profile: Profile | None
    choice: Choice

    def matches(self, path: str) -> bool:
        return any(
            fnmatchcase(path, pattern) or fnmatchcase(path + "/", pattern) for pattern in self.patterns
        )


class Settings(Struct, frozen=True, dict=True):
    """The settings of one run. `threshold` is None when nothing fails a check. Paths are absolute or relative to the working directory."""

    folder: Path = field(default_factory=Path)
    profile: Profile | None = None
    choice: Choice = field(default_factory=Choice)
    threshold: Severity | None = Severity.ERROR
    local_rules: str | None = None
    waivers: Path | None = None
    index: Published | None = None
    paths: tuple[PathSettings, ...] = ()

    def for_package(self, path: str) -> tuple[Profile | None, Choice]:
        """Profile (None when the settings do not say) and rule choice of the package at the path."""
        relative = self._relative(path)
        profile, choice = self.profile, self.choice
        for entry in self.paths:
            if entry.matches(relative):
                profile = entry.profile or profile
                choice = merged(choice, entry.choice)
        return profile, choice

    def _relative(self, path: str) -> str:
        try:
            return Path(path).resolve().relative_to(self.folder.resolve()).as_posix()
        except (ValueError, OSError):
            return Path(path).as_posix()


def merged(first: Choice, second: Choice) -> Choice:
    """Both choices; where they differ the second wins. A selection replaces the first's, the rest adds up."""
    return Choice(
        select=second.select or first.select,
        ignore=first.ignore + second.ignore,
        severities=first.severities + second.severities,
        options=first.options + second.options,
    )


def find_settings(start: Path) -> Path | None:
    """The nearest `certify.toml` in the folder or above it."""
    return _nearest(SETTINGS_NAME, start)


def _nearest(name: str, start: Path) -> Path | None:
    folder = start if os.path.isdir(start) else start.parent  # noqa: PTH112 - as below
    for candidate in (folder.resolve(), *folder.resolve().parents):
        path = candidate / name
        # A folder that may not be read has no settings for us; what is checked says so itself.
        if os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where it may not look
            return path
    return None


def settings_for(start: Path) -> tuple[Settings, Path | None]:
    """What holds at a path, and the nearest `certify.toml` that says so, if there is one.

    Without one, waivers hold all the same: those of the nearest `certify-waivers.toml`. Raises SettingsError.
    """
    found = find_settings(start)
    if found is not None:
        return load_settings(found), found
    waivers = _nearest(WAIVERS_NAME, start)
    return (Settings() if waivers is None else Settings(waivers=waivers)), None


def load_settings(path: Path) -> Settings:
    """Read settings and what they extend. Raises SettingsError with file and line."""
    return _load(path, ())


def _load(path: Path, trail: tuple[Path, ...]) -> Settings:
    resolved = path.resolve()
    if resolved in trail:
        raise SettingsError(f"{path}: it extends itself through {' -> '.join(str(step) for step in trail)}")
    content, text = read_toml(path, _SCHEMA)
    extends = content.get("extends", [])
    base = Settings(folder=path.parent)
    for name in [extends] if isinstance(extends, str) else extends:
        if not (path.parent / name).is_file():
            line = line_of(text, ["extends"])
            raise SettingsError(f"{path}:{line}: `extends` names {name}, and there is no such file")
        inherited = _load(path.parent / name, (*trail, resolved))
        base = replace(
            inherited,
            folder=path.parent,
            choice=merged(base.choice, inherited.choice),
            paths=base.paths + inherited.paths,
        )
    fail_on = content.get("fail-on")
    threshold = base.threshold if fail_on is None else None if fail_on == "never" else Severity(fail_on)
    beside = path.parent / content.get("waivers", WAIVERS_NAME)
    waivers = beside if "waivers" in content or beside.is_file() else base.waivers
    return Settings(
        folder=path.parent,
        profile=Profile(content["profile"]) if "profile" in content else base.profile,
        choice=merged(base.choice, _choice(content)),
        threshold=threshold,
        local_rules=str(path.parent / content["local-rules"])
        if "local-rules" in content
        else base.local_rules,
        waivers=waivers,
        index=_index(path.parent / content["published"]) if "published" in content else base.index,
        paths=base.paths + tuple(_path_settings(entry) for entry in content.get("paths", ())),
    )


def _index(path: Path) -> Published:
    try:
        return read_index(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{path}: the index of published connectors cannot be read: {error}; `certify index` makes one"
        ) from error


def _path_settings(entry: dict[str, Any]) -> PathSettings:
    match = entry["match"]
    return PathSettings(
        patterns=(match,) if isinstance(match, str) else tuple(match),
        profile=Profile(entry["profile"]) if "profile" in entry else None,
        choice=_choice(entry),
    )


def _choice(content: dict[str, Any]) -> Choice:
    return Choice(
        select=tuple(content.get("select", ())),
        ignore=tuple(content.get("ignore", ())),
        severities=tuple((name, Severity(value)) for name, value in content.get("severity", {}).items()),
        options=tuple((name, tuple(options.items())) for name, options in content.get("rules", {}).items()),
    )


def check_names(settings: Settings, book: RuleBook, file: Path | None) -> None:
    """Raise SettingsError for a rule or an option that does not exist, with the nearest name and the line."""
    for choice in (settings.choice, *(entry.choice for entry in settings.paths)):
        names = (*choice.select, *choice.ignore, *(name for name, _ in choice.severities))
        for name in names:
            if not book.find(name):
                raise SettingsError(_located(file, name, unknown_rule(name, book)))
        for name, options in choice.options:
            if not book.find(name):
                raise SettingsError(_located(file, name, unknown_rule(name, book)))
            _check_options(name, options, book, file)


def unknown_rule(name: str, book: RuleBook) -> str:
    """One sentence for a name that means no rule, with the nearest that does."""
    known = [known_name for rule in book.rules for known_name in rule.names] + list(book.families)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else "; `certify rules` lists them"
    return f"there is no rule, alias or family `{name}`{hint}"


def _check_options(name: str, options: Iterable[tuple[str, Any]], book: RuleBook, file: Path | None) -> None:
    for rule in book.find(name):
        known = rule.signature.options
        for option, value in options:
            if option not in known:
                hint = f"it has {', '.join(f'`{key}`' for key in known)}" if known else "it has none"
                raise SettingsError(
                    _located(file, option, f"rule `{rule.name}` has no option `{option}`; {hint}")
                )
            default = known[option]
            if type(value) is not type(default) and not isinstance(default, tuple):
                expected = type(default).__name__
                raise SettingsError(
                    _located(
                        file,
                        option,
                        f"option `{option}` of rule `{rule.name}` takes a value of type {expected}",
                    )
                )


def _located(file: Path | None, word: str, message: str) -> str:
    if file is None:
        return message
    lines = file.read_text("utf-8").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if word in line), None)
    return f"{file}: {message}" if number is None else f"{file}:{number}: {message}"
