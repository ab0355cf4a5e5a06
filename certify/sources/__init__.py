"""Where packages come from: folders, archives, single files, standard input and git revisions."""

from __future__ import annotations

from certify.sources.archive import ArchiveOrigin, read_archive
from certify.sources.budget import Budget
from certify.sources.directory import DirectoryOrigin
from certify.sources.discovery import find_origins
from certify.sources.file import FileOrigin
from certify.sources.origin import Origin
from certify.sources.standard_input import StandardInputOrigin

__all__ = [
    "ArchiveOrigin",
    "Budget",
    "DirectoryOrigin",
    "FileOrigin",
    "Origin",
    "StandardInputOrigin",
    "find_origins",
    "read_archive",
]
