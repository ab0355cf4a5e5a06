"""Find the installed rule packs and a team's local rules, and make one rule book of them."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import sys
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.rule import Rule, RuleError
from certify.core.ruleset import RuleBook
from certify.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ENTRY_POINT_GROUP = "certify.rules"
_LOCAL_PREFIX = "certify_local_rules"


@cache
def load_rules(local_folder: str | None = None) -> RuleBook:
    """Every rule (Python or YAML) of the installed packs and of the local folder, in the order of families and names.

    Raises SettingsError when the folder is absent, a pack cannot be imported, or two rules share a name.
    """
    packs = list(_packs())
    modules = [module for pack in packs for module in _modules(pack)]
    declared = [file for pack in packs for folder in pack.__path__ for file in _declared(Path(folder))]
    if local_folder is not None:
        modules.extend(_local_modules(Path(local_folder)))
        declared.extend(_declared(Path(local_folder)))
    found = [rule for module in modules for rule in _rules_in(module)]
    if declared:
        from certify.declarative import declared_rules

        found.extend(rule for path in declared for rule in declared_rules(path))
    files = [Path(module.__file__) for module in modules if module.__file__] + declared
    try:
        found.sort(key=lambda rule: (rule.family, rule.name))
        return RuleBook(tuple(found), lambda: tuple(_digest(file) for file in files))
    except RuleError as error:
        raise SettingsError(str(error)) from error


def _packs() -> Iterator[ModuleType]:
    for entry_point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda found: found.value):
        try:
            yield entry_point.load()
        except ImportError as error:
            raise SettingsError(f"the rule pack {entry_point.name!r} cannot be imported: {error}") from error


def _modules(pack: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(
        pkgutil.walk_packages(pack.__path__, f"{pack.__name__}."), key=lambda info: info.name
    ):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def _local_modules(folder: Path) -> Iterator[ModuleType]:
    """The Python files of a team's folder; the folder's name, or a sub-folder's, is their family."""
    if not folder.is_dir():
        raise SettingsError(f"the folder of local rules {folder} does not exist")
    for path in sorted(folder.rglob("*.py")):
        if path.name.startswith("_"):
            continue
        family = path.parent.name
        name = f"{_LOCAL_PREFIX}.{family}.{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise SettingsError(f"the local rule file {path} cannot be read")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        # Also a script that ends the process, which would take our exit status with it.
        except (Exception, SystemExit) as error:
            raise SettingsError(
                f"the local rule file {path} fails: {type(error).__name__}: {error}"
            ) from error
        yield module


def _declared(folder: Path) -> list[Path]:
    """The files of rules in YAML; the folder that a file is in is their family."""
    return sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))


def _rules_in(module: ModuleType) -> Iterator[Rule]:
    for value in vars(module).values():
        if isinstance(value, Rule) and value.module == module.__name__:
            yield value


def _digest(file: Path) -> str:
    return f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}"
