"""What publishing would do: which folder, which trees, and what becomes of each file."""

from __future__ import annotations

import pytest
from publishing import FORK, UPSTREAM, Desk, package_of

from certify.core.rule import Profile
from certify.github.publish import State
from certify.github.publish_errors import PublishError
from certify.github.publish_git import blob_name, tree_name
from certify.github.publish_survey import survey

FOLDER = "certified-connectors/Tidewater Stock"


@pytest.fixture
def desk(github):
    return Desk.at(github)


def test_our_names_of_blobs_and_trees_are_gits(desk):
    git = desk.upstream.git
    files = {"a": b"1", "a.b": b"2", "a0": b"3", "d/e/f": b"4", "d-x": b"5", "dé/ü": b"6", "empty": b""}
    assert {blob_name(data) for data in files.values()} == {git.add_blob(data) for data in files.values()}
    tree = git.add_tree(None, [(path, "100644", blob_name(data)) for path, data in files.items()])
    assert tree_name(files) == tree


def test_upstream_that_holds_the_folder_under_another_spelling_is_found(desk):
    desk.github.push(desk.upstream, "dev", {"certified-connectors/TidewaterStock/readme.md": "old"})
    desk.publish()
    assert desk.held(desk.pulls[0].head_ref, "certified-connectors/TidewaterStock") == dict(
        package_of().files
    )


def test_several_folders_that_might_be_meant_are_asked_about(desk):
    desk.github.push(
        desk.upstream,
        "dev",
        {"certified-connectors/TidewaterStock/x": "1", "certified-connectors/Tidewater Stock/x": "1"},
    )
    with pytest.raises(PublishError, match="--folder"):
        desk.publish()
    assert desk.publish(folder="TidewaterStock").state is State.OPENED


def test_a_base_that_is_not_there_is_told(desk):
    with pytest.raises(PublishError, match="--base"):
        survey(desk.user(), package_of(), Profile.VERIFIED, upstream=UPSTREAM, base="develop")


def test_the_plan_tells_what_becomes_of_each_file(desk):
    desk.github.push(
        desk.upstream,
        "dev",
        {
            f"{FOLDER}/readme.md": "old",
            f"{FOLDER}/gone.md": "old",
            f"{FOLDER}/script.csx": package_of().files["script.csx"],
        },
    )
    assert dict(desk.plan().changes) == {
        "apiDefinition.swagger.json": "added",
        "apiProperties.json": "added",
        "gone.md": "removed",
        "readme.md": "changed",
        "script.csx": "unchanged",
    }


def test_planning_only_reads(desk):
    desk.plan()
    assert desk.github.writes() == []
    assert desk.plan().push_to == FORK
