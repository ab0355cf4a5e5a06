"""The API definition as typed views: info, operations, parameters, responses, schemas, security."""

from certify.documents.definition.definition import Definition
from certify.documents.definition.dynamic import Argument, ArgumentKind, DynamicCall
from certify.documents.definition.info import (
    Contact,
    Info,
    Metadata,
    MetadataEntry,
    SecurityRequirement,
    SecurityScheme,
)
from certify.documents.definition.operation import METHODS, Operation, PathItem
from certify.documents.definition.parameter import Parameter
from certify.documents.definition.response import Header, Response
from certify.documents.definition.schema import Schema
from certify.documents.definition.schema_paths import Sought
from certify.documents.definition.structure import Mismatch
from certify.documents.definition.walk import walk

__all__ = [
    "METHODS",
    "Argument",
    "ArgumentKind",
    "Contact",
    "Definition",
    "DynamicCall",
    "Header",
    "Info",
    "Metadata",
    "MetadataEntry",
    "Mismatch",
    "Operation",
    "Parameter",
    "PathItem",
    "Response",
    "Schema",
    "SecurityRequirement",
    "SecurityScheme",
    "Sought",
    "walk",
]
