from __future__ import annotations

import io
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest
from payloads import SECRET

from certify.service.logs import configure_logs, log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.service.settings import ServiceSettings

TOKENS = [
    "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
    "ghs_123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
    "ghp_0123456789abcdefghij0123456789abcdef",
    "github_pat_11ABCDEFG0_abcdefghijklmnopqrstuvwxyz",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg",
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
]


@pytest.fixture
def logged(settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    import structlog

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logs(settings)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("secret", [*TOKENS, SECRET, "the next secret"])
def test_no_secret_is_logged_wherever_it_stands(logged: io.StringIO, secret: str) -> None:
    log.warning(
        f"asked with {secret}", error=ValueError(secret), parts=[{"deep": secret}], **{f"key {secret}": 1}
    )
    logging.getLogger("urllib3").error("Authorization: Bearer %s", secret)
    log.error("failed", exc_info=RuntimeError(f"https://x-access-token:{secret}@github.com/"))
    text = logged.getvalue()
    assert len(lines(logged)) == 3
    for part in secret.split("\n"):
        assert part not in text


def test_a_value_that_is_named_a_secret_is_hidden_whatever_it_is(logged: io.StringIO) -> None:
    log.info("settings", github_token="plain", password=["a"], number=3)
    (line,) = lines(logged)
    assert (line["github_token"], line["password"], line["number"]) == ("[hidden]", "[hidden]", 3)


@pytest.mark.parametrize(
    "text", ['x\n{"level": "info"}', "x\r\ny", "x\u2028y", "x\x85y", "x\x1b[31m", "x\x00y", "x" * 100_000]
)
def test_whatever_is_logged_stays_one_bounded_line(logged: io.StringIO, text: str) -> None:
    log.info("seen", text=text)
    logging.getLogger("library").warning(text)
    raw = logged.getvalue()
    assert raw.isascii()
    assert len(raw.split("\n")) == 3
    assert len(raw) < 12_000
    assert "\x1b" not in raw
