"""The fake keeps to GitHub's description, and does not wave wrong requests through."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from fake.contract import contract
from fake.server import ROUTES


def _ask(github, method, path, body=None, token=""):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"token {token}"} if token else {}
    try:
        with urlopen(Request(github.url + path, data, headers, method=method), timeout=5) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def test_every_operation_that_is_described_is_answered():
    assert {operation.name for operation in contract().operations} == ROUTES.keys()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/repos/a/b/pulls", {"title": "no head and no base"}),
        ("POST", "/repos/a/b/pulls", {"head": "x", "base": 7}),
        ("POST", "/repos/a/b/git/trees", {"tree": [{"path": "x", "mode": "777", "sha": None}]}),
        ("POST", "/repos/a/b/check-runs", {"name": "x", "head_sha": "y", "conclusion": "fine"}),
        ("PATCH", "/repos/a/b/check-runs/1", {"output": {"summary": "x" * 65_536}}),
        ("POST", "/repos/a/b/issues/1/comments", {"body": "x", "colour": "red"}),
        ("POST", "/repos/a/b/issues/1/comments", None),
        ("GET", "/repos/a/b/pulls?state=ajar", None),
        ("GET", "/repos/a/b/pulls?wanted=all", None),
        ("GET", "/repos/a/b/nothing", None),
    ],
)
def test_a_request_that_github_does_not_describe_is_a_violation(github, method, path, body):
    status, _ = _ask(github, method, path, body)
    assert status in {404, 422}
    assert github.violations
    github.violations.clear()


def test_fifty_one_annotations_are_a_violation(github):
    annotation = {"path": "x", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
    output = {"title": "t", "summary": "s", "annotations": [annotation] * 51}
    status, _ = _ask(github, "PATCH", "/repos/a/b/check-runs/1", {"output": output})
    assert status == 422
    assert github.violations
    github.violations.clear()


def test_a_private_repository_is_not_there_for_strangers(github):
    github.repository("contoso/secret", {"x": "1"}, is_private=True)
    assert _ask(github, "GET", "/repos/contoso/secret", token=github.user("stranger"))[0] == 404
    assert _ask(github, "GET", "/repos/contoso/secret", token=github.user("contoso"))[0] == 200
    assert _ask(github, "GET", "/repos/contoso/secret", token="ghp_wrong")[0] == 401


def test_a_merged_pull_request_is_in_its_base(github):
    upstream = github.repository("microsoft/Connectors", {"x": "1"}, branch="dev")
    fork = github.fork(upstream, "contoso")
    pull = github.open_pull(upstream, {"x": None, "y": "2"}, head=fork)
    github.merge(pull)
    assert github.files(upstream, "dev") == {"y": b"2"}
    assert pull.state == "closed"
