"""One solution of a submission: its manifests, what it declares, and what lies in its folders."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from certify.core.place import Place
from certify.documents.submission.workflow import Workflow
from certify.documents.submission.xml_text import XmlText, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.files import File
    from certify.documents.submission.tree import Level, Tree
    from certify.documents.submission.xml_text import Element

SOLUTION = "solution.xml"
CUSTOMIZATIONS = "customizations.xml"
CONTENT_TYPES = "[Content_Types].xml"
MANIFESTS = (CONTENT_TYPES, CUSTOMIZATIONS, SOLUTION)

CONNECTOR_FOLDER = "Connector"
WORKFLOWS_FOLDER = "Workflows"
PLUGIN_FOLDERS = ("aiplugins", "aipluginoperations")

_PLUGIN = "aicopilot_aiplugin"
_CONNECTOR_COMPONENT = "372"


class SolutionKind(StrEnum):
    """What a solution is for, by what its `customizations.xml` declares."""

    CONNECTOR = "connector"
    FLOW = "flow"
    PLUGIN = "plugin"
    OTHER = "other"


class Manifest:
    """One of the XML files at the top of a solution."""

    def __init__(self, file: File) -> None:
        self.file = file

    @cached_property
    def xml(self) -> XmlText:
        return read_xml(self.file.text)

    @property
    def root(self) -> Element | None:
        return self.xml.root

    @property
    def place(self) -> Place:
        """Where it cannot be read, or the file."""
        return (
            Place(self.file.path, span=(self.xml.offset, self.xml.offset))
            if self.xml.fault
            else self.file.place
        )

    def at(self, element: Element) -> Place:
        """The place of an element's start tag."""
        return Place(self.file.path, span=element.span)

    def descendants(self, name: str) -> Iterator[Element]:
        if self.root is not None:
            yield from self.root.descendants(name)


class Solution:
    """A solution; `archive` is its zip, or None when that is what was given to check."""

    def __init__(self, tree: Tree, level: Level, archive: File | None) -> None:
        self.level = level
        self.archive = archive
        self._tree = tree
        self._by_path = {file.path[len(level.prefix) :].lower(): file for file in tree.below(level.prefix)}

    @property
    def place(self) -> Place:
        return Place() if self.archive is None else self.archive.place

    @property
    def name(self) -> str:
        """The name of its zip, for messages."""
        return "the solution" if self.archive is None else self.archive.name

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(self._by_path.values())

    def manifest(self, name: str) -> Manifest | None:
        return self._manifests.get(name.lower())

    @cached_property
    def _manifests(self) -> dict[str, Manifest]:
        wanted = {name.lower() for name in MANIFESTS}
        return {file.name.lower(): Manifest(file) for file in self.level.files if file.name.lower() in wanted}

    @property
    def customizations(self) -> Manifest | None:
        return self.manifest(CUSTOMIZATIONS)

    def resolve(self, reference: str) -> File | None:
        """The file that `customizations.xml` names, such as `/Connector/stock_openapidefinition.json`."""
        return self._by_path.get(reference.strip().lstrip("/").lower())

    def in_folder(self, name: str) -> tuple[File, ...]:
        """The files directly in a folder, in capitals or not."""
        folder = self.level.folder(name)
        return () if folder is None else self._tree.level(f"{self.level.prefix}{folder}/").files

    @cached_property
    def connectors(self) -> tuple[Element, ...]:
        """The connectors that it declares; an element with nothing in it declares none."""
        return tuple(element for element in self._declared("Connector") if element.children)

    @cached_property
    def workflows(self) -> tuple[Element, ...]:
        """The flows that it declares."""
        return tuple(
            element
            for parent in self._declared("Workflows")
            for element in parent.children
            if element.name == "Workflow"
        )

    @cached_property
    def plugins(self) -> tuple[Element, ...]:
        return tuple(
            element
            for element in self._declared(_PLUGIN)
            if element.children or element.attributes or element.text
        )

    def _declared(self, name: str) -> Iterator[Element]:
        if self.customizations is not None:
            yield from self.customizations.descendants(name)

    @property
    def kind(self) -> SolutionKind:
        declared = (bool(self.connectors), bool(self.workflows), bool(self.plugins))
        return _KINDS.get(declared, SolutionKind.OTHER)

    @property
    def is_readable(self) -> bool:
        """Whether its `customizations.xml` says what is in it."""
        return self.customizations is not None and self.customizations.root is not None

    @property
    def has_plugin_files(self) -> bool:
        return any(self.level.folder(name) is not None for name in PLUGIN_FOLDERS)

    @cached_property
    def flows(self) -> tuple[Workflow, ...]:
        """The JSON files in `Workflows/`."""
        return tuple(
            Workflow(file) for file in self.in_folder(WORKFLOWS_FOLDER) if file.name.lower().endswith(".json")
        )

    @property
    def is_managed(self) -> Element | None:
        """The element that says that the solution is managed."""
        manifest = self.manifest(SOLUTION)
        found = () if manifest is None else manifest.descendants("Managed")
        return next((element for element in found if element.text != "0"), None)

    @property
    def has_connector_component(self) -> bool:
        """Whether `solution.xml` lists a custom connector among its components."""
        manifest = self.manifest(SOLUTION)
        return manifest is not None and any(
            element.attributes.get("type") == _CONNECTOR_COMPONENT
            for element in manifest.descendants("RootComponent")
        )


_KINDS = {
    (True, False, False): SolutionKind.CONNECTOR,
    (True, True, False): SolutionKind.FLOW,
    (True, False, True): SolutionKind.PLUGIN,
}
