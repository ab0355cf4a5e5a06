"""Where a file of a package is for whoever reads the report: relative to the working directory."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from certify.core.place import EARLIER

if TYPE_CHECKING:
    from certify.core.location import Location
    from certify.core.report import PackageReport


def file_of(report: PackageReport, location: Location) -> str:
    """The path of the file that the location is in; that of the package for a finding about the whole package."""
    return file_at(report, location.path)


def file_at(report: PackageReport, path: str) -> str:
    """The path of a file of the package, or of the earlier version; that of the package where `path` is empty."""
    if path.startswith(EARLIER):
        earlier = report.earlier_path or "the earlier version"
        return f"{_relative(earlier, os.getcwd())}/{path[len(EARLIER) :]}"  # noqa: PTH109 - see below
    base = package_path(report)
    if not path or _is_single_file(report, path):
        return base
    return path if base == "." else f"{base}/{path}"


def package_path(report: PackageReport) -> str:
    """The path of the package, relative to the working directory where it is below it."""
    return _relative(report.path, os.getcwd())  # noqa: PTH109 - a Path for each finding costs more than the finding


@lru_cache(maxsize=64)
def uri_of(path: str) -> str:
    """The path as a URI reference; an absolute one as a `file:` URI."""
    reference = quote(path.encode("utf-8", "surrogatepass"), safe="/!$&'()*+,;=@~")
    return f"file://{reference}" if path.startswith("/") else reference


@lru_cache(maxsize=16)
def _relative(given: str, folder: str) -> str:
    path = Path(given)
    return (
        path.relative_to(folder) if path.is_absolute() and path.is_relative_to(folder) else path
    ).as_posix()


def _is_single_file(report: PackageReport, path: str) -> bool:
    """A package that is one file has that file's name, and its path is the file's own."""
    return report.name == path and report.path.replace("\\", "/").rpartition("/")[2] == path
