"""A package with its readme made or refreshed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.core.package import Form
from certify.documents.files import Role, files_by_path
from certify.readme.facts import facts_of
from certify.readme.refresh import ReadmeError, Refreshed, refreshed

if TYPE_CHECKING:
    from certify.core.package import Package
    from certify.core.rule import Profile


def with_readme(package: Package, profile: Profile) -> tuple[Package, Refreshed]:
    """The package after its readme was made or refreshed, in the encoding and with the line ends that it has.

    Raises ReadmeError when there is no definition to make it of, or the readme cannot be read.
    """
    facts = facts_of(package, profile) if package.form is Form.FOLDER else None
    if facts is None:
        raise ReadmeError(
            f"{package.name} has no definition that can be read, and a readme is made of that; "
            f"`certify check` says what is wrong with it"
        )
    file = next((file for file in files_by_path(package).values() if file.role is Role.README), None)
    if file is None:
        made = refreshed("", facts, profile)
        return _with(package, Role.README.value, made.text.encode()), made
    encoding = file.encoding
    if encoding is None:
        raise ReadmeError(f"{file.path} has bytes that are no UTF-8; save it as UTF-8 first")
    made = refreshed(file.text, facts, profile)
    if made.text == file.text:
        return package, made
    return _with(package, file.path, made.text.encode(encoding)), made


def _with(package: Package, path: str, data: bytes) -> Package:
    return replace(package, files={**package.files, path: data})
