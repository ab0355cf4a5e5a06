"""A submission's report is as full as that of the folder that it was made of, with the places of its archives."""

from __future__ import annotations

import hashlib

from reporting import dossier, golden_files, packaged

from certify.core.package import Form, Package, Reason, Refusal
from certify.examples.submission import packed
from certify.report.html import page
from certify.report.markdown import text

INNER = "package.zip!/PkgAssets/connector.zip!/Connector/"


def submission(files=None):
    content = packed(files or golden_files(), with_plugin=True)
    return Package("handed-in.zip", "handed-in", content, form=Form.ARCHIVE)


def unready():
    """A folder's files with something that `certify fix` mends."""
    files = golden_files()
    definition = files["apiDefinition.swagger.json"].decode().replace('"Privacy policy"', '"Privacy Policy"')
    return {**files, "apiDefinition.swagger.json": definition.encode()}


def test_a_submission_shows_makers_what_its_folder_shows_them():
    folder = dossier(Package("golden", "golden", golden_files()))
    handed_in = dossier(submission())
    assert handed_in.operations == folder.operations
    assert handed_in.connection == folder.connection
    assert handed_in.comparison is not None
    assert {each.name: each.value for each in handed_in.comparison.measures} == {
        each.name: each.value for each in (folder.comparison or handed_in.comparison).measures
    }
    assert handed_in.identity.host == folder.identity.host


def test_findings_of_a_submission_lead_into_its_archives():
    made = dossier(submission(unready()))
    (found,) = (each for each in made.findings if each.rule == "metadata-names-exact")
    assert found.file.startswith(INNER)
    assert found.excerpt is not None
    assert found.excerpt.marked == '"Privacy Policy"'


def test_every_file_is_listed_with_what_it_is_for():
    package = submission()
    made = dossier(package)
    purposes = {each.path: each.purpose for each in made.contents.files}
    assert made.contents.is_submission
    assert set(purposes) == set(package.files)
    assert purposes["intro.md"] == "introduction"
    assert purposes["package.zip"] == "the package in the submission"
    assert purposes["package.zip!/PkgAssets/flow.zip"] == "flow solution"
    assert purposes["package.zip!/PkgAssets/connector.zip!/solution.xml"] == "manifest"
    assert purposes[f"{INNER}qs_tidewaterstock_openapidefinition.json"] == "definition"
    assert purposes[f"{INNER}qs_tidewaterstock_connectionparameters.json"] == "connection parameters"
    assert purposes["package.zip!/PkgAssets/flow.zip!/Workflows/CountTheStock.json"] == "flow"
    for each in made.contents.files:
        assert each.sha256 == hashlib.sha256(package.files[each.path]).hexdigest()


def test_what_an_archive_holds_counts_with_the_archive():
    package = Package("a.zip", "a", {"a.zip": b"12345", "a.zip!/b": b"123", "c": b"1"}, form=Form.ARCHIVE)
    assert dossier(package).identity.size == 6
    assert dossier(Package("a", "a", {"b": b"123", "c": b"1"})).identity.size == 4


def test_what_was_left_out_is_told_with_the_reason():
    refused = Refusal("secrets/.env", Reason.HIDDEN, "It is a hidden file.")
    made = dossier(Package("golden", "golden", golden_files(), (refused,)))
    assert [(each.path, each.reason) for each in made.contents.left_out] == [
        ("secrets/.env", "It is a hidden file.")
    ]
    assert "It is a hidden file." in page(made)
    assert "It is a hidden file" in text(made)


def test_nobody_is_told_to_run_fix_on_an_archive_or_that_a_submission_lacks_what_it_never_has():
    html = page(dossier(submission(unready())))
    assert "certify fix FOLDER" in html
    assert "certify fix handed-in.zip" not in html
    assert "no part of a submission" in html
    assert "in the folder that the archive is made of" in text(dossier(submission(unready())))
    of_folder = page(dossier(Package("golden", "golden", unready())))
    assert "certify fix golden" in of_folder
    assert "no part of a submission" not in of_folder


def test_a_package_of_which_nothing_can_be_read_lists_nothing():
    made = dossier(packaged())
    assert made.contents.files == ()
    assert "What was handed in" in page(made)
