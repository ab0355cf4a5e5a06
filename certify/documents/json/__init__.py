"""JSON with positions: the value of a file, what is wrong with its text, and where each value is."""

from __future__ import annotations

from certify.documents.json.faults import Fault, FaultKind
from certify.documents.json.lines import LineMap
from certify.documents.json.positions import Spans, locate
from certify.documents.json.read import read
from certify.documents.json.text import JsonText
from certify.documents.json.tree import Json

__all__ = [
    "Fault",
    "FaultKind",
    "Json",
    "JsonText",
    "LineMap",
    "Spans",
    "locate",
    "read",
]
