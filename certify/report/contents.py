"""What was handed in: every file, those within archives by their inner paths, what each is for, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.package import INSIDE, Form
from certify.documents.files import Role
from certify.documents.submission.solution import MANIFESTS, PLUGIN_FOLDERS
from certify.report.dossier import Contents, Item, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.package import Package
    from certify.documents.documents import Documents
    from certify.documents.submission import Submission
    from certify.report.teller import Teller

_ROLES = {
    Role.DEFINITION: "definition",
    Role.PROPERTIES: "properties",
    Role.README: "readme",
    Role.INTRO: "introduction",
    Role.SCRIPT: "custom code",
    Role.ICON: "icon",
    Role.SETTINGS: "settings",
}
_PARTS = {
    "openapidefinition": "definition",
    "connectionparameters": "connection parameters",
    "connectionparametersets": "connection parameter sets",
    "policytemplateinstances": "policies",
    "scriptoperations": "operations with custom code",
    "customcodeblobcontent": "custom code",
    "iconblob": "icon",
}


def contents(documents: Documents | None, teller: Teller) -> Contents:
    """The files in path order."""
    if documents is None:
        return Contents("", is_submission=False, files=(), left_out=())
    package, submission = documents.package, documents.submission
    purposes = {
        path: _ROLES[file.role] for path, file in documents.files.items() if file.role is not None
    } | dict(_purposes(submission))
    return Contents(
        form=str(package.form),
        is_submission=submission is not None,
        files=tuple(
            Item(teller.text(entry.path), purposes.get(entry.path, ""), entry.size, entry.sha256)
            for entry in package.listing
        ),
        left_out=tuple(
            LeftOut(teller.text(refusal.path), teller.text(refusal.detail)) for refusal in package.refusals
        ),
    )


def size_of(package: Package) -> int:
    """The bytes that were handed in; what an archive holds counts with the archive."""
    is_archive = package.form is Form.ARCHIVE
    return sum(len(data) for path, data in package.files.items() if not is_archive or INSIDE not in path)


def _purposes(submission: Submission | None) -> Iterator[tuple[str, str]]:
    """What the files of a submission are for, by path; the solutions say it themselves."""
    if submission is None:
        return
    if submission.archive is not None:
        yield submission.archive.path, "the package in the submission"
    for solution in submission.solutions:
        if solution.archive is not None:
            yield solution.archive.path, f"{solution.kind} solution"
        for name in MANIFESTS:
            manifest = solution.manifest(name)
            if manifest is not None:
                yield manifest.file.path, "manifest"
        for file in solution.files:
            if any(f"/{folder}/" in f"/{file.path.lower()}" for folder in PLUGIN_FOLDERS):
                yield file.path, "plugin"
        for flow in solution.flows:
            yield flow.file.path, "flow"
    for connector in submission.connectors:
        for part, file in connector.parts.items():
            yield file.path, _PARTS[part]
