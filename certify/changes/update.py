"""How large an update is, by Microsoft's table: texts and contacts are minor, everything else is major."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certify.documents.documents import Documents


class Update(StrEnum):
    """Microsoft takes a few weeks over a minor update, and about twice that over a major one."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"


_TEXTS = frozenset({"summary", "description", "x-ms-summary", "title", "x-ms-trigger-hint", "externalDocs"})
_INFO = frozenset({"contact", "termsOfService", "license", "version", "description"})
_PROPERTIES = frozenset({"iconBrandColor", "publisher", "stackOwner"})
_UI_TEXTS = frozenset({"displayName", "description", "tooltip"})
_NAMED = frozenset(
    {"properties", "definitions", "parameters", "responses", "paths", "securityDefinitions", "headers"}
)


def update_of(old: Documents, new: Documents) -> Update:
    """The class of the update between two versions of a package."""
    if dict(old.package.files) == dict(new.package.files):
        return Update.NONE
    old_script = [file.data for file in old.files.values() if file.name.lower().endswith((".csx", ".cs"))]
    new_script = [file.data for file in new.files.values() if file.name.lower().endswith((".csx", ".cs"))]
    is_major = old_script != new_script or _skeletons(old) != _skeletons(new)
    if is_major:
        return Update.MAJOR
    return Update.NONE if _values(old) == _values(new) and _others(old) == _others(new) else Update.MINOR


def _values(documents: Documents) -> tuple[Any, Any]:
    definition, properties = documents.definition, documents.properties
    return definition and definition.value, properties and properties.value


def _others(documents: Documents) -> dict[str, bytes]:
    return {path: file.data for path, file in documents.files.items() if not file.is_json}


def _skeletons(documents: Documents) -> tuple[Any, Any]:
    """Both JSON documents without what a minor update may change."""
    definition, properties = documents.definition, documents.properties
    bare_definition = None
    if definition is not None:
        bare_definition = _without_texts(definition.value)
        bare_definition.pop("x-ms-connector-metadata", None)
        info = bare_definition.get("info")
        title = definition.info.title
        if isinstance(info, dict):
            bare_definition["info"] = {key: value for key, value in info.items() if key not in _INFO} | {
                "title": title
            }
    bare_properties = None
    if properties is not None:
        body = {key: value for key, value in properties.body.items() if key not in _PROPERTIES}
        bare_properties = _without_ui_texts(body)
    return bare_definition, bare_properties


def _without_texts(value: Any, *, is_named: bool = False) -> Any:
    """The value without texts; `is_named` says that its keys are names of things and not keywords."""
    if isinstance(value, dict):
        return {
            key: _without_texts(child, is_named=key in _NAMED and not is_named)
            for key, child in value.items()
            if is_named or key not in _TEXTS or not isinstance(child, str)
        }
    if isinstance(value, list):
        return [_without_texts(child) for child in value]
    return value


def _without_ui_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_ui_texts(child)
            for key, child in value.items()
            if key not in _UI_TEXTS or not isinstance(child, str)
        }
    if isinstance(value, list):
        return [_without_ui_texts(child) for child in value]
    return value
