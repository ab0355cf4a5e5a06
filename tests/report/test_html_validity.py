"""The pages are valid HTML: by the parser of the standard, and by the checker of the W3C where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from naughty import hostile
from reporting import DIGEST, ROOT, defined, dossier, golden_files, packaged

from certify.core.package import Form, Package
from certify.core.report import Run
from certify.examples.submission import packed
from certify.plugins import load_rules
from certify.report.html import index_page, page
from certify.report.index import named, row_of

CHECKER = Path(
    os.environ.get("VNU_JAR")
    or ROOT / ".venv-ci" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
)


def packages():
    golden = golden_files()
    return {
        "golden": dossier(Package("golden", "golden", golden)),
        "hostile": dossier(hostile(golden)),
        "empty": dossier(packaged()),
        "unreadable": dossier(Package("x", "x", {**golden, "apiDefinition.swagger.json": b"{"})),
        "submission": dossier(
            Package("s.zip", "s", packed(golden, with_plugin=True), form=Form.ARCHIVE),
        ),
        "update": dossier(
            packaged(defined({"summary": "A"})), against=packaged(defined({"summary": "B"}, {}))
        ),
    }


@pytest.fixture(scope="module")
def pages():
    made = packages()
    rows = [named(row_of(each), ()) for each in made.values()]
    index = index_page(rows, Run("1.2.3", load_rules(), lambda: DIGEST))
    return {**{name: page(each) for name, each in made.items()}, "index": index}


def test_the_parser_of_the_standard_has_no_complaint(pages):
    html5lib = pytest.importorskip("html5lib", reason="the strict HTML parser html5lib is not installed")
    for name, html in pages.items():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(html)
        assert (name, parser.errors) == (name, [])


def test_the_checker_of_the_w3c_finds_no_error(pages, tmp_path):
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        pytest.skip("no Java, or no vnu.jar: npm install --prefix .venv-ci/vnu vnu-jar")
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><title>x</title><p><div></p>", "utf-8")
    files = [tmp_path / f"{name}.html" for name in pages]
    for file, html in zip(files, pages.values(), strict=True):
        file.write_text(html, "utf-8")
    assert errors(java, broken) != ""
    assert errors(java, *files) == ""


def errors(java: str, *files: Path) -> str:
    done = subprocess.run(
        [java, "-jar", str(CHECKER), "--errors-only", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout + done.stderr
