"""Every method of the port, once and for real, against the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from certify.github.app import GitHubApp
from certify.github.credentials import AppKey
from certify.github.errors import NotFound, Refused
from certify.github.port import Annotation, Conclusion, Level, Suggestion

UPSTREAM = "microsoft/Connectors"
pytestmark = pytest.mark.usefixtures("upstream")


@pytest.fixture
def upstream(github):
    return github.repository(UPSTREAM, {"readme.md": "hello", "a/b.json": b"{}"}, branch="dev")


@pytest.fixture
def client(client_of, upstream):
    upstream.permissions["bot"] = "write"
    return client_of("bot")


@pytest.fixture
def app(github, upstream):
    app, key = github.app("certify")
    installation = github.install(app, upstream.full_name)
    return GitHubApp(AppKey(app.id, key), github.url, pause=0).client(installation)


def test_a_pull_request_is_read_as_it_is_now(github, client, upstream):
    fork = github.fork(upstream, "contoso")
    pull = github.open_pull(
        upstream, {"a/c.json": "1"}, head=fork, author="contoso", title="Add it", body="Why"
    )

    read = client.pull_request(UPSTREAM, pull.number)

    assert (read.number, read.is_open, read.is_merged, read.title, read.author) == (
        1,
        True,
        False,
        "Add it",
        "contoso",
    )
    assert (read.head_sha, read.head_ref, read.head_repository) == (pull.head_sha, "change", fork.full_name)
    assert (read.base_sha, read.base_ref, read.body) == (upstream.git.branch("dev"), "dev", "Why")


def test_a_pull_request_of_a_deleted_fork_has_no_head_repository(github, client, upstream):
    pull = github.open_pull(upstream, {"x": "1"}, head=github.fork(upstream, "gone"))
    pull.head_repository = None
    assert client.pull_request(UPSTREAM, pull.number).head_repository is None


def test_pull_requests_are_found_by_head_and_state_over_all_pages(github, client, upstream):
    fork = github.fork(upstream, "contoso")
    pull = github.open_pull(upstream, {"x": "1"}, head=fork)
    for number in range(2, 104):
        upstream.pulls[number] = replace(pull, number=number, head_ref=f"b{number}")
    pull.state = "closed"

    assert len(client.pull_requests(UPSTREAM)) == 102
    assert len(client.pull_requests(UPSTREAM, state="all")) == 103
    assert [one.head_ref for one in client.pull_requests(UPSTREAM, head="contoso:b7")] == ["b7"]


def test_a_pull_request_is_opened_from_a_fork_and_edited(github, client_of):
    contoso = client_of("contoso")
    fork = contoso.fork(UPSTREAM)
    github.push(github.state.repositories[fork.lower()], "certify/one", {"c": "1"})

    made = contoso.create_pull_request(UPSTREAM, head=f"{fork}:certify/one", base="dev", title="T", body="B")
    edited = contoso.update_pull_request(UPSTREAM, made.number, title="T2", body="B2")

    assert (made.head_repository, made.title, made.body) == (fork, "T", "B")
    assert (edited.number, edited.title, edited.body) == (made.number, "T2", "B2")


def test_forking_twice_gives_the_same_fork(client_of):
    contoso = client_of("contoso")
    assert contoso.fork(UPSTREAM) == contoso.fork(UPSTREAM) == "contoso/Connectors"
    assert contoso.fork(UPSTREAM, "an-organization") == "an-organization/Connectors"


def test_a_fork_is_brought_up_to_its_parent(github, client_of, upstream):
    contoso = client_of("contoso")
    fork = contoso.fork(UPSTREAM)
    newer = github.push(upstream, "dev", {"new": "1"})

    with pytest.raises(NotFound):
        contoso.commit(fork, newer)
    contoso.sync_fork(fork, "dev")

    assert contoso.branch(fork, "dev") == newer


def test_changed_files_have_their_status_and_previous_path(github, client, upstream):
    github.push(upstream, "dev", {"old": "a long enough line to be found again\n" * 5, "gone": "1"})
    moved = upstream.git.blob(upstream.git.add_blob(b"a long enough line to be found again\n" * 5))
    pull = github.open_pull(
        upstream, {"readme.md": "bye", "new": "2", "gone": None, "old": None, "moved": moved}
    )

    files = {
        file.path: (file.status, file.previous_path) for file in client.changed_files(UPSTREAM, pull.number)
    }

    assert files == {
        "readme.md": ("modified", None),
        "new": ("added", None),
        "gone": ("removed", None),
        "moved": ("renamed", "old"),
    }


def test_labels_are_added(github, client, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    client.add_labels(UPSTREAM, pull.number, ["certified", "update"])
    assert pull.labels == ["certified", "update"]


def test_commits_trees_and_blobs_are_read(client):
    head = client.branch(UPSTREAM, "dev")
    assert head is not None
    commit = client.commit(UPSTREAM, head)

    everything = client.tree(UPSTREAM, head)
    top = client.subtree(UPSTREAM, commit.tree_sha)

    assert commit.parents == ()
    assert commit.message == "first commit"
    assert everything.is_complete
    assert everything.sha == top.sha == commit.tree_sha
    assert [entry.path for entry in everything.entries] == ["a", "a/b.json", "readme.md"]
    assert [(entry.path, entry.mode, entry.size) for entry in top.entries] == [
        ("a", "040000", None),
        ("readme.md", "100644", 5),
    ]
    assert client.blob(UPSTREAM, top.entries[1].sha) == b"hello"


def test_a_branch_that_is_not_there_is_told_from_a_repository_that_is_not(client):
    assert client.default_branch(UPSTREAM) == "dev"
    assert client.branch(UPSTREAM, "certify/one") is None
    with pytest.raises(NotFound):
        client.branch("microsoft/Nothing", "dev")


def test_a_commit_is_made_of_blobs_and_put_on_a_branch(github, client, upstream):
    head = client.branch(UPSTREAM, "dev")
    blob = client.create_blob(UPSTREAM, b"\x00\xffbytes")
    tree = client.create_tree(
        UPSTREAM, client.commit(UPSTREAM, head).tree_sha, [("a/new", blob), ("a/b.json", None)]
    )
    commit = client.create_commit(UPSTREAM, message="One", tree=tree, parents=[head])
    client.create_branch(UPSTREAM, "certify/one", commit)

    assert github.files(upstream, "certify/one") == {"readme.md": b"hello", "a/new": b"\x00\xffbytes"}
    with pytest.raises(Refused, match="Reference already exists") as refused:
        client.create_branch(UPSTREAM, "certify/one", commit)
    assert refused.value.status == 422


def test_a_branch_moves_forward_only(client, upstream):
    first = client.branch(UPSTREAM, "dev")
    tree = client.commit(UPSTREAM, first).tree_sha
    second = client.create_commit(UPSTREAM, message="Two", tree=tree, parents=[first])

    client.update_branch(UPSTREAM, "dev", second)

    assert upstream.git.branch("dev") == second
    with pytest.raises(Refused, match="fast forward"):
        client.update_branch(UPSTREAM, "dev", first)


@pytest.mark.parametrize(
    ("role", "permission"),
    [("admin", "admin"), ("maintain", "write"), ("write", "write"), ("triage", "read"), ("read", "read")],
)
def test_a_permission_is_admin_write_read_or_none(github, client, upstream, role, permission):
    github.user("someone")
    upstream.permissions["someone"] = role
    assert client.permission(UPSTREAM, "someone") == permission


def test_nobody_has_no_permission(client):
    assert client.permission(UPSTREAM, "nobody/../x") == "none"


def test_comments_are_written_read_edited_and_deleted(github, app, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    github.comment(pull, "stranger", "first")

    mine = app.create_comment(UPSTREAM, pull.number, "second")
    edited = app.update_comment(UPSTREAM, mine.id, "third")
    app.react(UPSTREAM, mine.id, "eyes")

    read = list(app.comments(UPSTREAM, pull.number))
    assert [(one.author, one.app_id is None, one.body) for one in read] == [
        ("stranger", True, "first"),
        ("certify[bot]", False, "third"),
    ]
    assert read[1] == edited
    assert upstream.comments[mine.id].reactions == [("certify[bot]", "eyes")]
    app.delete_comment(UPSTREAM, mine.id)
    assert [one.body for one in app.comments(UPSTREAM, pull.number)] == ["first"]


def test_all_pages_of_comments_are_read(github, app, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    for number in range(205):
        github.comment(pull, "stranger", str(number))
    assert [one.body for one in app.comments(UPSTREAM, pull.number)] == [str(number) for number in range(205)]


def test_a_review_suggests_changes_of_one_line_and_of_several(github, app, upstream):
    pull = github.open_pull(upstream, {"x": "1\n2\n3\n"})
    suggestions = [Suggestion("x", 1, 1, "one"), Suggestion("x", 2, 3, "several")]

    app.review_with_suggestions(
        UPSTREAM, pull.number, head_sha=pull.head_sha, body="See", suggestions=suggestions
    )

    (review,) = pull.reviews
    assert (review.event, review.commit_id) == ("COMMENT", pull.head_sha)
    assert review.comments == [
        {"path": "x", "body": "one", "line": 1, "side": "RIGHT"},
        {"path": "x", "body": "several", "line": 3, "side": "RIGHT", "start_line": 2, "start_side": "RIGHT"},
    ]


def test_a_check_run_is_begun_annotated_in_batches_and_completed(github, app, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    begun = app.create_check_run(
        UPSTREAM, name="certify", head_sha=pull.head_sha, external_id="job", title="Looking", summary="..."
    )
    assert (begun.conclusion, begun.annotations, begun.external_id) == (None, 0, "job")

    batch = [Annotation("x", 1, 1, Level.FAILURE, "title", "message", 1, 2)] * 49
    batch.append(Annotation("x", 1, 3, Level.NOTICE, "several lines", "no columns here", 1, 2))
    app.annotate(UPSTREAM, begun.id, title="Looking", summary="...", annotations=batch)
    assert (
        app.annotate(UPSTREAM, begun.id, title="Looking", summary="...", annotations=batch[:3]).annotations
        == 53
    )

    done = app.complete_check_run(
        UPSTREAM,
        begun.id,
        conclusion=Conclusion.FAILURE,
        completed_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        title="Changes required",
        summary="One error",
        text="Details",
    )
    assert done.conclusion == "failure"
    assert upstream.check_runs[begun.id].completed_at == "2026-01-02T03:04:05Z"
    assert app.check_runs(UPSTREAM, pull.head_sha, "certify") == (done,)
    assert app.check_runs(UPSTREAM, pull.head_sha, "another") == ()


def test_check_runs_of_other_apps_are_not_ours(github, app, upstream):
    pull = github.open_pull(upstream, {"x": "1"})
    other, key = github.app("other")
    theirs = GitHubApp(AppKey(other.id, key), github.url, pause=0).client(github.install(other, UPSTREAM))
    theirs.create_check_run(
        UPSTREAM, name="certify", head_sha=pull.head_sha, external_id="", title="T", summary="S"
    )

    assert app.check_runs(UPSTREAM, pull.head_sha, "certify") == ()


@pytest.mark.parametrize("name", ["../admin", "microsoft", "a/b/c", "a/..", "a/b?c", "a/b#c", "", "a/b c"])
def test_what_is_no_repository_is_not_asked_for(github, client, name):
    with pytest.raises(NotFound):
        client.default_branch(name)
    assert github.requests == []


@pytest.mark.parametrize("sha", ["dev", "../../x", "", "A" * 40])
def test_what_is_no_object_is_not_asked_for(github, client, sha):
    for read in (client.commit, client.tree, client.subtree, client.blob):
        with pytest.raises(NotFound):
            read(UPSTREAM, sha)
    assert github.requests == []


def test_no_request_is_made_that_nobody_asked_for(github, client):
    client.pull_requests(UPSTREAM)
    client.branch(UPSTREAM, "dev")
    assert [one.operation for one in github.requests] == ["pulls/list", "git/get-ref"]
