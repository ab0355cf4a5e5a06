"""How large an update is, by Microsoft's table: texts and contacts are minor, everything else is major."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.core.package import Form
from certify.core.update import Update, Versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.documents import Documents


_PARTS = {
    "host": "where calls go",
    "basePath": "where calls go",
    "schemes": "where calls go",
    "securityDefinitions": "the authentication",
    "security": "the authentication",
    "paths": "operations",
    "definitions": "operations",
    "parameters": "operations",
    "responses": "operations",
    "consumes": "operations",
    "produces": "operations",
    "info": "the title",
    "connectionParameters": "the connection",
    "connectionParameterSets": "the connection",
    "policyTemplateInstances": "policies",
    "scriptOperations": "the script",
}
"""What a person calls the parts of both documents."""

_TEXTS = frozenset({"summary", "description", "x-ms-summary", "title", "x-ms-trigger-hint"})
_INFO = frozenset({"contact", "termsOfService", "license", "version", "description"})
_PROPERTIES = frozenset({"iconBrandColor", "publisher", "stackOwner"})
_UI_TEXTS = frozenset({"displayName", "description", "tooltip"})
_NAMED = frozenset(
    {"properties", "definitions", "parameters", "responses", "paths", "securityDefinitions", "headers"}
)


def update_of(old: Documents, new: Documents) -> tuple[Update | None, tuple[str, ...]]:
    """The class of the update between two versions of a package, and what makes it a major one.

    None where a document of either cannot be read, or only a piece of it: nobody can say what became of the rest.
    """
    if dict(old.package.files) == dict(new.package.files):
        return Update.NONE, ()
    if any(True for version in (old, new) for _ in version.unreadable):
        return None, ()
    reasons = tuple(dict.fromkeys(_majors(old, new)))
    if reasons:
        return Update.MAJOR, reasons
    is_same = _values(old) == _values(new) and _others(old) == _others(new)
    return Update.NONE if is_same else Update.MINOR, ()


def _majors(old: Documents, new: Documents) -> Iterator[str]:
    for before, after in zip(_skeletons(old), _skeletons(new), strict=True):
        # Of a file on its own, nothing can be said of the files that it does not come with.
        if (before is None or after is None) and Form.FILE in (old.package.form, new.package.form):
            continue
        before, after = before or {}, after or {}  # noqa: PLW2901 - an absent document has no member
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield _PARTS.get(key, f"`{key}`")
    if Form.FILE not in (old.package.form, new.package.form) and _scripts(old) != _scripts(new):
        yield "the script"


def _scripts(documents: Documents) -> list[bytes]:
    return [file.data for file in documents.files.values() if file.name.lower().endswith((".csx", ".cs"))]


def versions_of(old: Documents, new: Documents, update: Update) -> Versions | None:
    """The versions of the definitions; None where one is absent."""
    if old.definition is None or new.definition is None:
        return None
    return Versions(old.definition.info.version, new.definition.info.version, update)


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
        # The platform's own editor writes an empty list where there is none.
        if not bare_definition.get("tags"):
            bare_definition.pop("tags", None)
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
            if is_named or not ((key in _TEXTS and isinstance(child, str)) or key == "externalDocs")
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
