"""Packages and dossiers for the tests of the certification report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.checking import Checker
from certify.checking.checker import Task
from certify.core.package import Package
from certify.core.report import Run
from certify.documents.documents import Documents
from certify.report.build import dossier_of

if TYPE_CHECKING:
    from certify.report.dossier import Dossier

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "harbor-weather"
GOLDEN = ROOT / "templates" / "certify_templates" / "golden"
DIGEST = "sha256:" + "0" * 64


class Given:
    """An origin that has the package already."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.path = package.path

    def load(self) -> Package:
        return self.package


def golden_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir()) if path.is_file()}


def packaged(definition: Any = None, properties: Any = None, **more: bytes) -> Package:
    files = dict(more)
    if definition is not None:
        files["apiDefinition.swagger.json"] = json.dumps(definition, indent=1).encode()
    if properties is not None:
        files["apiProperties.json"] = json.dumps({"properties": properties}).encode()
    return Package("connectors/tides", "tides", files)


def defined(*operations: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A definition with the operations, each on a path of its own."""
    paths = {
        f"/{index}": {
            operation.pop("method", "get"): {"operationId": f"Op{index}", "responses": {}, **operation}
        }
        for index, operation in enumerate(operations)
    }
    return {"swagger": "2.0", "info": {"title": "Tides", "version": "1.0"}, "paths": paths, **more}


def dossier(package: Package, *, against: Package | None = None) -> Dossier:
    """The dossier of the package, through the checker and the documents as the command makes it."""
    checker = Checker()
    task = Task(Given(package), against=None if against is None else Given(against))  # type: ignore[arg-type]
    report = checker.examine(package, task).report
    return dossier_of(Documents(package, report.profile), report, Run("1.2.3", checker.book, lambda: DIGEST))
