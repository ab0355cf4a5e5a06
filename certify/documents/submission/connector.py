"""The connector in a solution: which of the files there are its definition, parameters, policies, script and icon."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.core.place import Place
from certify.documents.files import Role
from certify.documents.properties import Properties
from certify.documents.submission.solution import CONNECTOR_FOLDER

if TYPE_CHECKING:
    from certify.documents.files import File
    from certify.documents.submission.solution import Solution
    from certify.documents.submission.xml_text import Element

PARTS = {
    "openapidefinition": "_openapidefinition.json",
    "connectionparameters": "_connectionparameters.json",
    "connectionparametersets": "_connectionparametersets.json",
    "policytemplateinstances": "_policytemplateinstances.json",
    "scriptoperations": "_scriptoperations.json",
    "customcodeblobcontent": "_customcodeblobcontent.csx",
    "iconblob": "_iconblob.png",
}
"""The files of a connector: the element of `customizations.xml` that names each, and how its name ends."""

ROLES = {
    "openapidefinition": Role.DEFINITION,
    "customcodeblobcontent": Role.SCRIPT,
    "iconblob": Role.ICON,
}

_MEMBERS = {
    "connectionParameters": "connectionparameters",
    "connectionParameterSets": "connectionparametersets",
    "policyTemplateInstances": "policytemplateinstances",
    "scriptOperations": "scriptoperations",
}
_COLOR = "iconBrandColor"


class PackagedProperties(Properties):
    """What of `apiProperties.json` an exported connector has, put together again.

    Its places are in a file that does not exist; `PackagedConnector.actual` leads from them to those that do. Publisher
    and stack owner are no part of an export, so that nothing can be said of the document as a whole.
    """


class PackagedConnector:
    """A connector as a solution has it; `element` is what declares it, where that can be read."""

    def __init__(self, solution: Solution, element: Element | None) -> None:
        self.solution = solution
        self.element = element

    def reference(self, part: str) -> Element | None:
        """The element that names the file of a part."""
        found = None if self.element is None else self.element.child(part)
        return found if found is not None and found.text else None

    @cached_property
    def parts(self) -> dict[str, File]:
        """The files by part: those that are named, and where none is, those that are called so."""
        found: dict[str, File] = {}
        there = self.solution.in_folder(CONNECTOR_FOLDER)
        for part, ending in PARTS.items():
            named = self.reference(part)
            file = self.solution.resolve(named.text) if named is not None else None
            if file is None:
                file = next((other for other in there if other.name.lower().endswith(ending)), None)
            if file is not None:
                found[part] = file
        return found

    @property
    def place(self) -> Place:
        manifest = self.solution.customizations
        if manifest is None or self.element is None:
            return self.solution.place
        return manifest.at(self.element)

    @cached_property
    def properties_path(self) -> str:
        """The file in which the places of the properties are: where the connector is declared."""
        return self.place.file

    def properties(self, prefix: str) -> PackagedProperties:
        """`prefix` marks the places of an earlier version."""
        body: dict[str, Any] = {}
        for member, part in _MEMBERS.items():
            file = self.parts.get(part)
            if file is not None and file.json.is_readable and file.json.value is not None:
                body[member] = file.json.value
        color = self.reference("iconbrandcolor")
        if color is not None:
            body[_COLOR] = color.text
        return PackagedProperties({"properties": body}, prefix + self.properties_path)

    def actual(self, place: Place) -> Place:
        """Where something in the properties really is: in the file of its part, else where the connector is declared."""
        if place.file != self.properties_path or not place.pointer:
            return place
        member = place.pointer[1] if len(place.pointer) > 1 else None
        file = self.parts.get(_MEMBERS.get(str(member), ""))
        if file is not None:
            return Place(file.path, place.pointer[2:], place.part, place.span, place.shown)
        color = self.reference("iconbrandcolor")
        manifest = self.solution.customizations
        if member == _COLOR and color is not None and manifest is not None:
            return manifest.at(color)
        return self.place
