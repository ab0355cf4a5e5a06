"""Publishing: exactly the certified bytes, in the right folder, in one pull request, however often it is run."""

from __future__ import annotations

import pytest
from publishing import UPSTREAM, Desk, package_of

from certify.core.rule import Profile
from certify.github.publish import State, publish
from certify.github.publish_errors import PublishError

FOLDER = "certified-connectors/Tidewater Stock"


@pytest.fixture
def desk(github):
    return Desk.at(github)


def test_a_new_connector_becomes_one_pull_request_from_the_fork(desk):
    published = desk.publish()

    (pull,) = desk.pulls
    assert published.state is State.OPENED
    assert published.url.endswith(f"/{UPSTREAM}/pull/{pull.number}")
    assert (pull.base_ref, pull.head_repository, pull.title) == (
        "dev",
        desk.fork,
        "Add Tidewater Stock 1.0.0",
    )
    assert desk.branches() == [pull.head_ref]


def test_upstream_gets_exactly_the_certified_bytes_and_nothing_else(desk):
    package = package_of(images___logo__png=b"\x89PNG\r\n\x00", readme__md=b"\xef\xbb\xbf# Windows\r\n")
    desk.publish(package)

    (pull,) = desk.pulls
    assert desk.held(pull.head_ref, FOLDER) == dict(package.files)
    before = desk.github.files(desk.upstream, "dev")
    after = desk.github.files(desk.fork, pull.head_ref)
    assert after == before | {f"{FOLDER}/{path}": data for path, data in package.files.items()}
    modes = {
        entry.mode for entry in desk.fork.git.entries(pull.head_sha, recursive=True) if entry.kind == "blob"
    }
    assert modes == {"100644"}


def test_it_is_one_commit_on_the_upstream_base(desk):
    desk.publish()
    (pull,) = desk.pulls
    commit = desk.fork.git.commit(pull.head_sha)
    assert commit.parents == (desk.upstream.git.branch("dev"),)
    assert commit.message.splitlines()[0] == pull.title


@pytest.mark.parametrize(
    ("profile", "folder", "title"),
    [
        (Profile.VERIFIED, FOLDER, "Add Tidewater Stock 1.0.0"),
        (
            Profile.INDEPENDENT,
            "independent-publisher-connectors/Tidewater Stock",
            "Tidewater Stock (Independent Publisher)",
        ),
    ],
)
def test_each_kind_of_connector_has_its_folder_and_title(desk, profile, folder, title):
    package = package_of(profile)
    desk.publish(package, profile)
    (pull,) = desk.pulls
    assert pull.title == title
    assert desk.held(pull.head_ref, folder) == dict(package.files)


def test_run_twice_it_finds_its_pull_request_and_writes_nothing(desk):
    first = desk.publish()
    written = len(desk.github.writes())
    second = desk.publish()
    assert (second.state, second.url) == (State.OPEN, first.url)
    assert len(desk.github.writes()) == written
    assert len(desk.pulls) == len(desk.branches()) == 1


def test_an_update_replaces_the_folder_and_removes_what_is_gone(desk):
    desk.github.push(
        desk.upstream,
        "dev",
        {
            f"{FOLDER}/readme.md": "old",
            f"{FOLDER}/old/gone.md": "old",
            f"{FOLDER}/script.csx": package_of().files["script.csx"],
        },
    )
    package = package_of()
    published = desk.publish(package)

    (pull,) = desk.pulls
    assert published.state is State.OPENED
    assert pull.title == "Update Tidewater Stock to 1.0.0"
    assert desk.held(pull.head_ref, FOLDER) == dict(package.files)
    # What upstream has already is not sent again.
    assert desk.github.writes().count("git/create-blob") == len(package.files) - 1


def test_a_fork_that_is_behind_is_brought_up_first(desk):
    newest = desk.github.push(desk.upstream, "dev", {"certified-connectors/New One/readme.md": "new"})
    desk.publish()
    (pull,) = desk.pulls
    assert desk.fork.git.commit(pull.head_sha).parents == (newest,)
    assert desk.fork.git.branch("dev") == newest


def test_a_fork_whose_base_has_parted_is_told_how_to_mend_it(desk):
    desk.github.push(desk.fork, "dev", {"mine": "1"})
    desk.github.push(desk.upstream, "dev", {"theirs": "1"})
    with pytest.raises(PublishError, match="Sync the fork"):
        desk.publish()
    assert desk.branches() == []


def test_what_upstream_has_already_needs_no_pull_request(desk):
    package = package_of()
    desk.github.push(desk.upstream, "dev", {f"{FOLDER}/{path}": data for path, data in package.files.items()})
    published = desk.publish(package)
    assert (published.state, desk.pulls, desk.branches()) == (State.UPSTREAM, [], [])


def test_a_merged_pull_request_is_the_end_of_it(desk):
    first = desk.publish()
    desk.github.merge(desk.pulls[0])
    assert desk.publish().state is State.UPSTREAM

    # Upstream changed it afterwards: the pull request of this package is still merged, and is not repeated.
    desk.github.push(desk.upstream, "dev", {f"{FOLDER}/readme.md": "edited by Microsoft"})
    again = desk.publish()
    assert (again.state, again.url) == (State.MERGED, first.url)
    assert len(desk.pulls) == 1


def test_a_pull_request_that_was_turned_down_is_not_opened_again(desk):
    desk.publish()
    desk.pulls[0].state = "closed"
    with pytest.raises(PublishError, match="closed without being merged"):
        desk.publish()
    assert len(desk.pulls) == 1


def test_the_next_version_goes_into_the_open_pull_request(desk):
    desk.publish()
    (pull,) = desk.pulls
    ticked = pull.body.replace(
        "- [ ] I attest that the connector works.", "- [x] I attest that the connector works."
    )
    pull.body = f"{ticked}\nscreenshots\n"
    first_head = pull.head_sha
    second = package_of(readme__md=b"# Better\n", extra__md=b"new", script__csx=None)

    published = desk.publish(second)

    assert published.state is State.UPDATED
    assert desk.pulls == [pull]
    assert desk.fork.git.commit(pull.head_sha).parents == (first_head,)
    assert desk.held(pull.head_ref, FOLDER) == dict(second.files)
    assert second.digest in pull.body
    assert package_of().digest not in pull.body
    assert "- [x] I attest that the connector works." in pull.body
    assert "screenshots" in pull.body
    assert desk.publish(second).state is State.OPEN


def test_what_a_reviewer_pushed_to_the_branch_is_not_overwritten(desk):
    desk.publish()
    (pull,) = desk.pulls
    desk.github.push(desk.fork, pull.head_ref, {f"{FOLDER}/readme.md": "a reviewer's words"})
    with pytest.raises(PublishError, match="Somebody pushed"):
        desk.publish(package_of(extra__md=b"new"))
    assert desk.held(pull.head_ref, FOLDER)["readme.md"] == b"a reviewer's words"


@pytest.mark.parametrize("path", ["readme.md", "images/new.png"])
@pytest.mark.parametrize("folder", [FOLDER, FOLDER.upper(), "certified-connectors/TIDEWATER STOCK"])
def test_somebody_elses_open_pull_request_for_the_connector_is_named(desk, folder, path):
    stranger = desk.github.fork(desk.upstream, "stranger")
    theirs = desk.github.open_pull(desk.upstream, {f"{folder}/{path}": "x"}, head=stranger, author="stranger")
    with pytest.raises(PublishError, match=f"/pull/{theirs.number}"):
        desk.publish()
    assert desk.branches() == []
    assert desk.github.writes() == []


def test_other_connectors_and_other_branches_are_nobodys_concern(desk):
    stranger = desk.github.fork(desk.upstream, "stranger")
    desk.github.push(desk.upstream, "other", {"x": "1"})
    desk.github.open_pull(desk.upstream, {f"{FOLDER} Two/readme.md": "x"}, head=stranger)
    desk.github.open_pull(
        desk.upstream, {f"{FOLDER}/readme.md": "x"}, head=stranger, branch="to-other", base_branch="dev"
    ).base_ref = "other"
    assert desk.publish().state is State.OPENED


def test_a_branch_of_that_name_with_other_content_is_left_alone(desk):
    plan = desk.plan()
    desk.github.push(desk.fork, plan.branch, {f"{FOLDER}/readme.md": "planted"})
    with pytest.raises(PublishError, match="does not hold the certified files"):
        desk.publish()
    assert desk.pulls == []


@pytest.mark.parametrize(
    "planted", [".github/workflows/evil.yml", "certified-connectors/Fabrikam/x.json", "readme.md"]
)
def test_a_branch_that_changes_more_than_the_connector_is_left_alone(desk, planted):
    plan = desk.plan()
    files = {f"{FOLDER}/{path}": data for path, data in package_of().files.items()}
    desk.github.push(desk.fork, plan.branch, files | {planted: "planted"})
    with pytest.raises(PublishError, match="changes more than"):
        desk.publish()
    assert desk.pulls == []


def test_commits_below_the_branch_cannot_smuggle_other_files_in(desk):
    desk.github.push(desk.fork, "work", {"certified-connectors/Fabrikam/evil.json": "{}"})
    plan = desk.plan()
    files = {f"{FOLDER}/{path}": data for path, data in package_of().files.items()}
    desk.github.push(desk.fork, plan.branch, files, start=desk.fork.git.branch("work"))
    with pytest.raises(PublishError, match=r"also changes certified-connectors/Fabrikam/evil\.json"):
        desk.publish()


def test_labels_are_set_where_we_may_and_forgiven_where_not(desk):
    refused = desk.publish(labels=("new connector",))
    assert refused.state is State.OPENED
    assert "labels" in refused.remarks[0]
    desk.upstream.permissions["contoso"] = "triage"
    assert desk.publish(labels=("new connector",)).remarks == ()
    assert desk.pulls[0].labels == ["new connector"]


def test_two_at_once_open_one_pull_request(desk):
    from threading import Thread

    plan = desk.plan()
    ends = []

    def once():
        user = desk.user()
        try:
            ends.append(publish(plan, user, user).state)
        except PublishError as error:
            ends.append(error)

    threads = [Thread(target=once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(desk.pulls) == len(desk.branches()) == 1
    assert set(ends) <= {State.OPENED, State.OPEN}
