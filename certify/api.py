"""All that a rule may import: the decorator, severities, sources, what a rule yields, and what it looks at."""

from __future__ import annotations

from typing import Annotated

from certify.changes import Against, Change
from certify.core.edit import Edit, Fix, safe, unsafe
from certify.core.finding import ChangeNote, Effect, Problem, Related, Severity
from certify.core.package import Form, Package, Reason, Refusal
from certify.core.place import Place, Pointer
from certify.core.rule import Has, Problems, Profile, Rule, rule
from certify.core.source import (
    Source,
    SourceClass,
    advice,
    checker,
    documented,
    package_validator,
    policy,
    properties_validator,
    repository,
    reviewer,
    specification,
    validator,
)
from certify.documents.definition import (
    METHODS,
    Contact,
    Definition,
    Header,
    Info,
    Metadata,
    MetadataEntry,
    Mismatch,
    Operation,
    Parameter,
    PathItem,
    Response,
    Schema,
    SecurityRequirement,
    SecurityScheme,
)
from certify.documents.files import File, Files, JsonFile, RefusedEntry, Role
from certify.documents.json import Fault, FaultKind
from certify.documents.node import Extension, Node, Reference, Text
from certify.documents.published import Published
from certify.documents.properties import ConnectionParameter, ConnectionSet, OAuthSettings, Policy, Properties

ERROR = Severity.ERROR
WARNING = Severity.WARNING
NOTE = Severity.NOTE
OFF = Severity.OFF

__all__ = [
    "ERROR",
    "METHODS",
    "NOTE",
    "OFF",
    "WARNING",
    "Against",
    "Annotated",
    "Change",
    "ChangeNote",
    "ConnectionParameter",
    "ConnectionSet",
    "Contact",
    "Definition",
    "Edit",
    "Effect",
    "Extension",
    "Fault",
    "FaultKind",
    "File",
    "Files",
    "Fix",
    "Form",
    "Has",
    "Header",
    "Info",
    "JsonFile",
    "Metadata",
    "MetadataEntry",
    "Mismatch",
    "Node",
    "OAuthSettings",
    "Operation",
    "Package",
    "Parameter",
    "PathItem",
    "Place",
    "Pointer",
    "Policy",
    "Problem",
    "Problems",
    "Profile",
    "Properties",
    "Published",
    "Reason",
    "Reference",
    "Refusal",
    "RefusedEntry",
    "Related",
    "Response",
    "Role",
    "Rule",
    "Schema",
    "SecurityRequirement",
    "SecurityScheme",
    "Severity",
    "Source",
    "SourceClass",
    "Text",
    "advice",
    "checker",
    "documented",
    "package_validator",
    "policy",
    "properties_validator",
    "repository",
    "reviewer",
    "rule",
    "safe",
    "specification",
    "unsafe",
    "validator",
]
