"""Requests to GitHub through PyGithub: what is tried again, what went wrong, and no token in any word of it."""

from __future__ import annotations

import logging
import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests
from urllib3.util import Retry

import github as pygithub
from certify.github.errors import GitHubError, NotFound, RateLimited, Refused, Unreachable
from certify.github.pace import OwnPace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from github.Auth import Auth

    from certify.github.pace import Pace

PUBLIC_URL = "https://api.github.com"
PAGE = 100
PAUSE = 1.0
"""The seconds between two writes that GitHub asks for."""
_REPETITIONS = 2
"""So often a write of which a second has no effect is sent again."""
_MOST_PAGES = 1_000
_LONGEST_MESSAGE = 500
_DEFAULT_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=1)
_SECRET = re.compile(
    r"gh[a-z]_\w+(?:[.\w-]+)?|github_pat_\w+|ey[\w-]{8,}(?:\.[\w-]+)+|-----BEGIN.*", re.DOTALL
)
_SERVER_ERRORS = (500, 502, 503, 504)

# At its debug level PyGithub logs whole answers, and among them fresh installation tokens.
logging.getLogger("github.Requester").setLevel(logging.WARNING)


class Transport:
    """Requests with one set of credentials. After a server error reads are tried again, and writes of which a second has no effect.

    Any other write may have been done although no answer came: who sends it reads back before sending it again.

    Nothing here waits for a rate limit: RateLimited says until when. `pause` is the time between writes that
    GitHub asks for, or the pace of all that write as the same installation; `retry_wait` the first wait before something is
    tried again; both in seconds.
    """

    def __init__(
        self,
        auth: Auth,
        base_url: str = PUBLIC_URL,
        *,
        timeout: int = 30,
        pause: float | Pace = PAUSE,
        retry_wait: float = 0.5,
    ) -> None:
        reads_only = Retry(
            total=3,
            allowed_methods={"GET", "HEAD"},
            status_forcelist=_SERVER_ERRORS,
            backoff_factor=retry_wait,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        client = pygithub.Github(
            auth=auth,
            base_url=base_url.rstrip("/"),
            timeout=timeout,
            user_agent="certify",
            per_page=PAGE,
            retry=reads_only,
            seconds_between_requests=0,
            seconds_between_writes=0,
            lazy=True,
        )
        self._requester = client.requester
        self._retry_wait = retry_wait
        self._writes = OwnPace(pause) if isinstance(pause, float | int) else pause

    def get(self, path: str, **query: str | int) -> Any:
        """The content of the answer."""
        return self._ask("GET", path, query=query)[1]

    def pages(self, path: str, **query: str | int) -> Iterator[Any]:
        """The content of each page, until there is no next one."""
        query.setdefault("per_page", PAGE)
        for _ in range(_MOST_PAGES):
            headers, content = self._ask("GET", path, query=query)
            yield content
            following = _next_page(headers)
            if following is None:
                return
            path, query = following, {}
        raise Unreachable(f"GitHub has more than {_MOST_PAGES:,} pages of {path.partition('?')[0]}.")

    def send(
        self, verb: str, path: str, body: Mapping[str, Any] | None = None, *, is_repeatable: bool = False
    ) -> Any:
        """Write something. The content of the answer.

        With `is_repeatable` it is sent again after a server error: what it says is so after one request as after two.
        """
        for repetition in range(_REPETITIONS if is_repeatable else 0):
            self._writes.wait()
            try:
                return self._ask(verb, path, body=body)[1]
            except Unreachable:
                time.sleep(self._retry_wait * 2**repetition)
        self._writes.wait()
        return self._ask(verb, path, body=body)[1]

    def _ask(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> tuple[dict[str, Any], Any]:
        what = f"{verb} {path.partition('?')[0]}"
        parameters = {name: str(value) for name, value in (query or {}).items()}
        try:
            return self._requester.requestJsonAndCheck(verb, path, parameters=parameters, input=body)
        except pygithub.GithubException as error:
            raise _translated(what, error) from None
        except (requests.RequestException, RuntimeError, AssertionError, ValueError) as error:
            # Their texts may quote the request; the kind of the error says enough.
            raise Unreachable(f"GitHub did not answer {what} ({type(error).__name__}).") from None


def without_secrets(text: str) -> str:
    """The text, without anything that looks like a token or a key."""
    return _SECRET.sub("(secret)", text)


def _translated(what: str, error: pygithub.GithubException) -> GitHubError:
    """What PyGithub raised, as one of our errors."""
    status = error.status
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    said = without_secrets(_said(error.data))[:_LONGEST_MESSAGE]
    if status in {403, 429} and (status == 429 or _is_limit(headers, said)):
        until = _until(headers)
        return RateLimited(
            f"GitHub takes no more requests for now ({what}); ask again after {until:%H:%M:%S} UTC.", until
        )
    if status == 404:
        return NotFound(f"GitHub has nothing there, or these credentials may not see it ({what}).")
    if status == 401:
        return Refused(f"GitHub does not take these credentials ({what}): {said}", status)
    if 400 <= status < 500:
        return Refused(f"GitHub refused {what} ({status}): {said}", status)
    return Unreachable(f"GitHub failed at {what} ({status}).")


def _said(data: Any) -> str:
    """GitHub's own words for what is wrong."""
    if not isinstance(data, dict):
        return "no reason given"
    errors = data.get("errors")
    details = [
        str(one.get("message") or f"{one.get('field', '?')} {one.get('code', 'is wrong')}")
        if isinstance(one, dict)
        else str(one)
        for one in (errors if isinstance(errors, list) else [])
    ]
    return "; ".join([str(data.get("message", "no reason given")), *details])


def _is_limit(headers: Mapping[str, Any], said: str) -> bool:
    return (
        "retry-after" in headers
        or str(headers.get("x-ratelimit-remaining")) == "0"
        or "rate limit" in said.lower()
    )


def _until(headers: Mapping[str, Any]) -> datetime:
    now = datetime.now(UTC)
    after, reset = str(headers.get("retry-after", "")), str(headers.get("x-ratelimit-reset", ""))
    if after.isdecimal():
        wait = timedelta(seconds=min(int(after), _LONGEST_WAIT.total_seconds()))
    elif reset.isdecimal() and str(headers.get("x-ratelimit-remaining")) == "0":
        seconds = int(reset) - now.timestamp()
        wait = timedelta(seconds=max(1.0, min(seconds, _LONGEST_WAIT.total_seconds())))
    else:
        wait = _DEFAULT_WAIT
    return now + wait


def _next_page(headers: Mapping[str, Any]) -> str | None:
    links = requests.utils.parse_header_links(str(headers.get("link", "")))
    return next((link["url"] for link in links if link.get("rel") == "next"), None)
