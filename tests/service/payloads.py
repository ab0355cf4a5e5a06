"""Signed deliveries as GitHub sends them."""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SECRET = "a secret of the tests"


@functools.cache
def app_key() -> str:
    """The private key of an App, in PEM. One for all tests of a process, as making one takes a while."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def pull_request(
    number: int = 1,
    head: str = "a" * 40,
    *,
    action: str = "synchronize",
    repository: str = "contoso/connectors",
    repository_id: int = 7,
    installation: int = 5,
    **more: Any,
) -> bytes:
    return json.dumps(
        {
            "action": action,
            "number": number,
            "pull_request": {
                "number": number,
                "head": {"sha": head, "repo": None},
                "base": {"ref": "dev", "repo": {"id": repository_id}},
                "body": None,
            },
            "repository": {"id": repository_id, "full_name": repository},
            "installation": {"id": installation},
            "sender": {"login": "octocat", "type": "User"},
            **more,
        }
    ).encode()


def comment(
    text: str,
    *,
    comment_id: int = 11,
    number: int = 1,
    action: str = "created",
    sender: str = "User",
    is_pull_request: bool = True,
) -> bytes:
    issue: dict[str, Any] = {"number": number}
    if is_pull_request:
        issue["pull_request"] = {"url": "https://api.github.com/"}
    return json.dumps(
        {
            "action": action,
            "issue": issue,
            "comment": {"id": comment_id, "body": text, "user": {"type": sender}},
            "repository": {"id": 7, "full_name": "contoso/connectors"},
            "installation": {"id": 5},
            "sender": {"login": "octocat", "type": sender},
        }
    ).encode()


def check_run(head: str, *, action: str = "rerequested", numbers: tuple[int, ...] = ()) -> bytes:
    return json.dumps(
        {
            "action": action,
            "check_run": {
                "head_sha": head,
                "pull_requests": [{"number": number, "base": {"repo": {"id": 7}}} for number in numbers],
            },
            "repository": {"id": 7, "full_name": "contoso/connectors"},
            "installation": {"id": 5},
        }
    ).encode()


def sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers(
    body: bytes, *, event: str = "pull_request", guid: str | None = None, secret: str = SECRET
) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": guid or str(uuid.uuid4()),
        "X-Hub-Signature-256": sign(body, secret),
    }
