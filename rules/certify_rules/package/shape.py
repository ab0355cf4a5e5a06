"""What a package is on its way to: a repository folder, a submission for Partner Center, a mere proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import Form, Reason, Role

if TYPE_CHECKING:
    from certify.api import Files, Package

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp")


def is_submission(package: Package, files: Files) -> bool:
    """Whether it is (a part of) what Partner Center takes: nested zips, or an exported solution."""
    definition = files.of(Role.DEFINITION)
    if definition is not None and not definition.folder:
        return False
    return any(
        path.lower().endswith(".zip") or path.lower().endswith("solution.xml") for path in package.files
    )


def is_local_upload(package: Package, files: Files) -> bool:
    """Whether it is the archive of a connector that is not published as open source: with its icon, without a readme."""
    return package.form is Form.ARCHIVE and all(
        (file := files.of(role)) is not None and not file.folder for role in (Role.DEFINITION, Role.ICON)
    )


def is_proposal(files: Files) -> bool:
    """Whether there is nothing but a readme and its images: how an independent publisher proposes a connector."""
    return files.of(Role.README) is not None and all(
        file.role is Role.README or file.name.lower().endswith(IMAGES) for file in files
    )


def lacks(package: Package, role: Role, files: Files) -> bool:
    """Whether a file of that role should be there and nothing else explains that it is not."""
    if package.form is Form.FILE or files.of(role) is not None or is_submission(package, files):
        return False
    if role is Role.README and is_local_upload(package, files):
        return False
    if package.refusals and not package.files:
        return False
    return not any(
        refusal.path in {"", role.value} or refusal.reason is Reason.TOO_MANY for refusal in package.refusals
    )
