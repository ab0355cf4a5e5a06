"""Publishing that is cut off anywhere, or that GitHub fails: run again, it ends in one branch and one pull request."""

from __future__ import annotations

import time

import pytest
from fake import Fault
from publishing import Desk, package_of

from certify.github.errors import GitHubError, Unreachable
from certify.github.publish import State, publish

FOLDER = "certified-connectors/Tidewater Stock"
WRITES = (
    "create_blob",
    "create_tree",
    "create_commit",
    "create_branch",
    "update_branch",
    "create_pull_request",
    "update_pull_request",
    "sync_fork",
    "add_labels",
)


class Killed(BaseException):
    """The process ended."""


class Mortal:
    """A client whose process ends after its n-th write."""

    def __init__(self, client, writes):
        self._client = client
        self._left = writes

    def __getattr__(self, name):
        method = getattr(self._client, name)
        if name not in WRITES:
            return method

        def write(*arguments, **named):
            result = method(*arguments, **named)
            self._left -= 1
            if self._left == 0:
                raise Killed
            return result

        return write


@pytest.fixture
def desk(github):
    return Desk.at(github)


def _holds_exactly(desk, package):
    (pull,) = desk.pulls
    assert desk.branches() == [pull.head_ref]
    assert pull.head_sha == desk.fork.git.branch(pull.head_ref)
    assert desk.held(pull.head_ref, FOLDER) == dict(package.files)
    assert package.digest in pull.body


# A sync of the fork, four blobs, tree, commit, branch, pull request and labels.
@pytest.mark.parametrize("writes", range(1, 11))
def test_killed_after_any_write_the_next_run_finishes(desk, writes):
    desk.upstream.permissions["contoso"] = "triage"
    desk.github.push(desk.upstream, "dev", {"newer": "1"})
    plan, user = desk.plan(labels=("new",)), desk.user()
    with pytest.raises(Killed):
        publish(plan, mortal := Mortal(user, writes), mortal)

    assert publish(plan, user, user).state in {State.OPENED, State.OPEN}
    _holds_exactly(desk, package_of())
    assert len(desk.fork.git.entries(f"refs/heads/{plan.branch}")) == 5


@pytest.mark.parametrize("writes", range(1, 6))
def test_an_update_killed_after_any_write_is_finished_by_the_next_run(desk, writes):
    desk.publish()
    second = package_of(readme__md=b"# Second\n", script__csx=None)
    plan, user = desk.plan(second), desk.user()
    with pytest.raises(Killed):
        publish(plan, mortal := Mortal(user, writes), mortal)

    publish(desk.plan(second), user, user)
    _holds_exactly(desk, second)


def test_the_base_may_move_between_two_runs(desk):
    user = desk.user()
    with pytest.raises(Killed):
        publish(desk.plan(), mortal := Mortal(user, 7), mortal)
    desk.github.push(desk.upstream, "dev", {"certified-connectors/Another/readme.md": "1"})

    assert desk.publish().state is State.OPENED
    _holds_exactly(desk, package_of())


REPEATED = {"git/create-blob", "git/create-tree", "git/create-commit"}


@pytest.mark.parametrize(
    "operation", ["git/create-blob", "git/create-tree", "git/create-commit", "git/create-ref", "pulls/create"]
)
@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY_BEFORE, Fault.BAD_GATEWAY_AFTER, Fault.SECONDARY_LIMIT])
def test_each_write_may_fail_with_and_without_its_effect(desk, operation, fault):
    # What has no second effect is tried three times before the failure is told.
    desk.github.faults.plan(fault, operation, times=3 if operation in REPEATED else 1)
    with pytest.raises(GitHubError):
        desk.publish()
    desk.github.faults.stop()
    desk.publish()
    _holds_exactly(desk, package_of())


def test_an_answer_that_never_comes_is_no_second_pull_request(desk):
    desk.github.faults.seconds = 1.5
    desk.github.faults.plan(Fault.TIMEOUT_AFTER, "pulls/create")
    plan, user = desk.plan(), desk.user()
    user._transport._requester._Requester__timeout = 1
    with pytest.raises(Unreachable):
        publish(plan, user, user)
    time.sleep(0.1)
    assert desk.publish().state is State.OPEN
    _holds_exactly(desk, package_of())


@pytest.mark.parametrize("seed", range(20))
def test_one_request_in_ten_may_fail(desk, seed):
    plan, user = desk.plan(), desk.user()
    desk.github.faults.chaos(seed, 0.1)
    for _ in range(50):
        try:
            publish(plan, user, user)
        except GitHubError:
            continue
        break
    desk.github.faults.stop()
    assert desk.publish().state is State.OPEN
    _holds_exactly(desk, package_of())
