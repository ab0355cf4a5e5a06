"""A submission as a whole: its levels, its solutions, and the connector that rules look at."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from certify.core.package import Form, Reason
from certify.core.place import Place
from certify.documents.files import File, Role
from certify.documents.submission.connector import ROLES, PackagedConnector
from certify.documents.submission.solution import MANIFESTS, Solution, SolutionKind
from certify.documents.submission.tree import Level, Tree

if TYPE_CHECKING:
    from certify.core.package import Package

_MANIFESTS = tuple(name.lower() for name in MANIFESTS)
_ASSETS = "PkgAssets"
_ORDER = (SolutionKind.CONNECTOR, SolutionKind.FLOW, SolutionKind.PLUGIN, SolutionKind.OTHER)


class Shape(StrEnum):
    """What was given: the whole, or one of the archives that belong into it."""

    OUTER = "outer"
    INNER = "inner"
    SOLUTIONS = "solutions"
    SOLUTION = "solution"


class Submission:
    """The archive for Partner Center.

    `outer` is its first level, also where a folder is wrapped around it; `archive` the package in it, and `inner` what
    that holds; `assets` is the level with the solutions. A level that is not there is None, one that could not be opened empty.
    """

    def __init__(self, package: Package, files: dict[str, File]) -> None:
        left_out = [refusal.path for refusal in package.refusals if refusal.reason is Reason.JUNK]
        self._tree = tree = Tree(files, left_out)
        self.root = root = tree.level("")
        self.shape = shape = _shape(tree, root)
        self.outer: Level | None = None
        self.archive: File | None = None
        self.inner: Level | None = None
        self.assets: Level | None = None
        if shape is Shape.OUTER:
            self.outer = _unwrapped(tree, root)
            self.archive = _package(tree, self.outer)
            self.inner = None if self.archive is None else tree.inside(self.archive)
        elif shape is Shape.SOLUTIONS:
            self.outer = self.assets = root
        elif shape is Shape.INNER:
            self.inner = root
        if self.inner is not None and not self.inner.is_empty:
            self.assets = _assets(tree, self.inner)
        self.files = files | {
            path: File(path, files[path].data, None) for path in _replaced(files, self.connector)
        }
        if self.connector is not None:
            self.files |= {
                file.path: File(file.path, file.data, ROLES[part])
                for part, file in self.connector.parts.items()
                if part in ROLES
            }

    @cached_property
    def solutions(self) -> tuple[Solution, ...]:
        """Those that could be opened."""
        if self.shape is Shape.SOLUTION:
            return (Solution(self._tree, self.root, None),)
        archives = () if self.assets is None else self.assets.archives
        opened = ((archive, self._tree.inside(archive)) for archive in archives)
        return tuple(Solution(self._tree, level, archive) for archive, level in opened if not level.is_empty)

    def of(self, kind: SolutionKind) -> tuple[Solution, ...]:
        return tuple(solution for solution in self.solutions if solution.kind is kind)

    @property
    def is_readable(self) -> bool:
        """Whether all its solutions could be opened and say what they hold, so that a missing one is really missing."""
        archives = () if self.assets is None else self.assets.archives
        return len(self.solutions) >= len(archives) and all(
            solution.is_readable for solution in self.solutions
        )

    @cached_property
    def connectors(self) -> tuple[PackagedConnector, ...]:
        """Every connector of every solution; that of the connector solution comes first."""
        found: list[PackagedConnector] = []
        for solution in sorted(self.solutions, key=lambda solution: _ORDER.index(solution.kind)):
            found += [PackagedConnector(solution, element) for element in solution.connectors]
            if not solution.connectors:
                unnamed = PackagedConnector(solution, None)
                found += [unnamed] if "openapidefinition" in unnamed.parts else []
        return tuple(found)

    @property
    def connector(self) -> PackagedConnector | None:
        """The one whose files are examined."""
        return next(iter(self.connectors), None)

    @property
    def place(self) -> Place:
        """The level at which something is missing that belongs into the package."""
        return Place() if self.archive is None else self.archive.place

    @cached_property
    def junk_folders(self) -> frozenset[str]:
        """Paths of an operating system's folders where Microsoft's script takes them for folders of the submission."""
        levels = (self.outer, self.inner, self.assets)
        return frozenset(
            f"{level.prefix}{name}" for level in levels if level is not None for name in level.junk
        )

    def actual(self, place: Place) -> Place:
        """The place as it is in the archive."""
        return place if self.connector is None else self.connector.actual(place)


def submission_of(package: Package, files: dict[str, File]) -> Submission | None:
    """The package as a submission; None when it is a connector's folder, packed or not."""
    if package.form is not Form.ARCHIVE:
        return None
    archives = [path for path in files if path.lower().endswith(".zip")]
    is_connector = any(file.role is Role.DEFINITION for file in files.values())
    manifests = [path for path in files if path.rpartition("/")[2].lower() in _MANIFESTS]
    if (archives and (manifests or not is_connector)) or any("/" not in path for path in manifests):
        return Submission(package, files)
    return None


def _is_solution(level: Level) -> bool:
    return level.named(*_MANIFESTS) is not None


def _has_solutions(tree: Tree, level: Level) -> bool:
    return any(_is_solution(tree.inside(archive)) for archive in level.archives)


def _is_inner(tree: Tree, level: Level) -> bool:
    return any(_has_solutions(tree, tree.level(f"{level.prefix}{folder}/")) for folder in level.folders)


def _shape(tree: Tree, root: Level) -> Shape:
    if _is_solution(root):
        return Shape.SOLUTION
    if _has_solutions(tree, root):
        return Shape.SOLUTIONS
    if not root.archives and _is_inner(tree, root):
        return Shape.INNER
    return Shape.OUTER


def _unwrapped(tree: Tree, root: Level) -> Level:
    """The level with the package: a folder where the root has none."""
    if root.archives:
        return root
    folders = [tree.level(f"{root.prefix}{folder}/") for folder in root.folders]
    return next((level for level in folders if level.archives), root)


def _package(tree: Tree, outer: Level) -> File | None:
    """The archive that holds solutions, else the first."""
    archives = outer.archives
    holding = [archive for archive in archives if _is_inner(tree, tree.inside(archive))]
    nearly = [archive for archive in archives if _has_solutions(tree, tree.inside(archive))]
    return next(iter((*holding, *nearly, *archives)), None)


def _assets(tree: Tree, inner: Level) -> Level | None:
    """The folder with the solutions, or the package itself when they lie there."""
    folders = sorted(inner.folders, key=lambda folder: (folder.lower() != _ASSETS.lower(), folder))
    levels = [tree.level(f"{inner.prefix}{folder}/") for folder in folders]
    found = next((level for level in levels if level.archives), None)
    if found is None and inner.archives:
        return inner
    return found or next(iter(levels), None)


def _replaced(files: dict[str, File], connector: PackagedConnector | None) -> list[str]:
    """The files at the top that would pass for parts of the connector."""
    if connector is None:
        return []
    roles = {*ROLES.values(), Role.PROPERTIES, Role.SETTINGS}
    return [path for path, file in files.items() if file.role in roles]
