"""All that a rule may import: the decorator, severities, sources, what a rule yields, and what it looks at."""

from __future__ import annotations

from typing import Annotated

from certify.changes import Change
from certify.core.edit import Fix, safe, unsafe
from certify.core.finding import ChangeNote, Effect, Problem, Related, Severity
from certify.core.package import Form, Package, Reason, Refusal
from certify.core.place import Edit, Place, Pointer
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
from certify.documents.against import Against
from certify.documents.artwork import Artwork, Background, Box
from certify.documents.definition import (
    METHODS,
    Argument,
    ArgumentKind,
    Contact,
    Definition,
    DynamicCall,
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
    Sought,
)
from certify.documents.files import File, Files, JsonFile, RefusedEntry, Role
from certify.documents.icon import Icon
from certify.documents.json import Fault, FaultKind
from certify.documents.markdown import Intro, Markdown, Readme
from certify.documents.markdown_parts import Heading, Link, Paragraph, Section, Tag
from certify.documents.node import Extension, Node, Reference, Text
from certify.documents.png import PngFault, PngFaultKind
from certify.documents.properties import ConnectionParameter, ConnectionSet, OAuthSettings, Policy, Properties
from certify.documents.published import Published
from certify.documents.readme_sections import (
    CREDENTIALS,
    DEPLOYMENT,
    KNOWN_ISSUES,
    OPERATIONS,
    PREREQUISITES,
    PUBLISHER,
    section_of,
)
from certify.documents.script import Script
from certify.documents.script_parts import Access, Class, Method, ScriptFault, Using
from certify.documents.secrets import is_stand_in, secrets_in
from certify.documents.settings_json import ConnectorSettings
from certify.documents.submission import (
    Element,
    Level,
    Manifest,
    PackagedConnector,
    Shape,
    Solution,
    SolutionKind,
    Submission,
    Workflow,
)

ERROR = Severity.ERROR
WARNING = Severity.WARNING
NOTE = Severity.NOTE
OFF = Severity.OFF

__all__ = [
    "CREDENTIALS",
    "DEPLOYMENT",
    "ERROR",
    "KNOWN_ISSUES",
    "METHODS",
    "NOTE",
    "OFF",
    "OPERATIONS",
    "PREREQUISITES",
    "PUBLISHER",
    "WARNING",
    "Access",
    "Against",
    "Annotated",
    "Argument",
    "ArgumentKind",
    "Artwork",
    "Background",
    "Box",
    "Change",
    "ChangeNote",
    "Class",
    "ConnectionParameter",
    "ConnectionSet",
    "ConnectorSettings",
    "Contact",
    "Definition",
    "DynamicCall",
    "Edit",
    "Effect",
    "Element",
    "Extension",
    "Fault",
    "FaultKind",
    "File",
    "Files",
    "Fix",
    "Form",
    "Has",
    "Header",
    "Heading",
    "Icon",
    "Info",
    "Intro",
    "JsonFile",
    "Level",
    "Link",
    "Manifest",
    "Markdown",
    "Metadata",
    "MetadataEntry",
    "Method",
    "Mismatch",
    "Node",
    "OAuthSettings",
    "Operation",
    "Package",
    "PackagedConnector",
    "Paragraph",
    "Parameter",
    "PathItem",
    "Place",
    "PngFault",
    "PngFaultKind",
    "Pointer",
    "Policy",
    "Problem",
    "Problems",
    "Profile",
    "Properties",
    "Published",
    "Readme",
    "Reason",
    "Reference",
    "Refusal",
    "RefusedEntry",
    "Related",
    "Response",
    "Role",
    "Rule",
    "Schema",
    "Script",
    "ScriptFault",
    "Section",
    "SecurityRequirement",
    "SecurityScheme",
    "Severity",
    "Shape",
    "Solution",
    "SolutionKind",
    "Sought",
    "Source",
    "SourceClass",
    "Submission",
    "Tag",
    "Text",
    "Using",
    "Workflow",
    "advice",
    "checker",
    "documented",
    "is_stand_in",
    "package_validator",
    "policy",
    "properties_validator",
    "repository",
    "reviewer",
    "rule",
    "safe",
    "secrets_in",
    "section_of",
    "specification",
    "unsafe",
    "validator",
]
