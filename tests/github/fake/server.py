"""The fake as a server on this machine: who asks, may they, is the request one of GitHub's, and what goes wrong."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import jwt

from fake import app_routes, git_routes, pull_routes
from fake.call import Call, No
from fake.contract import contract
from fake.faults import WRITES, Fault, Faults
from fake.state import State
from fake.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from fake.contract import Operation
    from fake.state import App, Credential

# GitHub's description forgets that the repository of a head may be deleted; its answers do not.
_DELETED_FORK = """'head', 'repo']: null is not of type "object\""""
ROUTES = git_routes.ROUTES | pull_routes.ROUTES | app_routes.ROUTES


@dataclass(frozen=True)
class Request:
    """A request as it was seen: `operation` is GitHub's name for it, `login` who asked, `status` the answer."""

    operation: str
    method: str
    path: str
    login: str
    status: int
    fault: Fault | None

    @property
    def is_write(self) -> bool:
        return self.method in WRITES


class FakeGitHub(World):
    """A GitHub of its own. Use it as a context manager; `url` is where its API is.

    `requests` is all that was asked; `violations` are requests that GitHub's description forbids, and answers of the
    fake that it forbids: tests hold it to be empty. `faults` make requests fail.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(State(), folder)
        self.faults = Faults()
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def writes(self) -> list[str]:
        """The operations that wrote something, in order; asking for a token is none."""
        return [
            one.operation
            for one in self.requests
            if one.is_write and one.status < 300 and "token" not in one.operation
        ]

    def answer(self, method: str, target: str, headers: dict[str, str], data: bytes) -> Answer:
        """Answer one request; requests are answered one after the other, as GitHub's database would."""
        parts = urlsplit(target)
        found = contract().find(method, parts.path)
        if found is None:
            self.violations.append(f"{method} {parts.path}: GitHub, as we use it, has no such operation")
            return Answer(404, {"message": "Not Found"})
        operation, parameters = found
        fault = self.faults.next(operation.name)
        with self._lock:
            login, answer = "", None
            if fault is None or fault.is_after:
                login, answer = self._do(
                    operation, parameters, parts.path, dict(parse_qsl(parts.query)), headers, data
                )
            if fault is not None:
                answer = self._failed(fault)
            assert answer is not None
            self.requests.append(Request(operation.name, method, target, login, answer.status, fault))
            return answer

    def _failed(self, fault: Fault) -> Answer:
        if fault in {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER}:
            return Answer(0, None, wait=self.faults.seconds)
        if fault is Fault.RESET:
            return Answer(0, None)
        retry_after = ("Retry-After", str(self.faults.retry_after))
        match fault:
            case Fault.SECONDARY_LIMIT:
                message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
                return Answer(403, {"message": message}, (retry_after,))
            case Fault.TOO_MANY_REQUESTS:
                return Answer(429, {"message": "Too many requests"}, (retry_after,))
            case Fault.PRIMARY_LIMIT:
                reset = str(int(datetime.now(UTC).timestamp()) + self.faults.retry_after)
                headers = (
                    ("X-RateLimit-Limit", "5000"),
                    ("X-RateLimit-Remaining", "0"),
                    ("X-RateLimit-Reset", reset),
                )
                return Answer(403, {"message": "API rate limit exceeded for installation ID 1."}, headers)
        return Answer(502, {"message": "Server Error"})

    def _do(
        self,
        operation: Operation,
        parameters: dict[str, str],
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        data: bytes,
    ) -> tuple[str, Answer]:
        try:
            body = json.loads(data) if data else None
        except ValueError:
            return "", Answer(400, {"message": "Problems parsing JSON"})
        if complaints := operation.complaints(query, body):
            self.violations += [f"{operation.name}: {complaint}" for complaint in complaints]
            return "", Answer(422, {"message": "Invalid request.", "errors": complaints})
        try:
            credential, app = self._who(headers.get("authorization", ""))
        except No as no:
            return "", Answer(no.status, no.content)
        call = Call(
            self.state,
            self.url,
            credential,
            app,
            {name: unquote(value) for name, value in parameters.items()},
            query,
            body if body is not None else {},
            path,
            sends=self.deliver,
        )
        try:
            status, content = ROUTES[operation.name](call)
        except No as no:
            return call.login, Answer(no.status, no.content)
        self.violations += [
            f"the fake's answer to {operation.name}: {complaint}"
            for complaint in operation.complaints_on_answer(status, content)
            if not complaint.endswith(_DELETED_FORK)
        ]
        return call.login, Answer(status, content, tuple(("Link", link) for link in call.links))

    def _who(self, authorization: str) -> tuple[Credential | None, App | None]:
        kind, _, token = authorization.partition(" ")
        if not token:
            return None, None
        if (credential := self.state.credentials.get(token)) is not None:
            if credential.expires_at is not None and credential.expires_at <= datetime.now(UTC):
                raise No(401, "Bad credentials")
            return credential, None
        if kind == "Bearer" and token.count(".") == 2:
            return None, self._app_of(token)
        raise No(401, "Bad credentials")

    def _app_of(self, token: str) -> App:
        for app in self.state.apps.values():
            try:
                jwt.decode(token, app.public_key, algorithms=["RS256"], issuer=str(app.id), leeway=60)
            except jwt.PyJWTError:
                continue
            return app
        raise No(401, "A JSON web token could not be decoded")


@dataclass(frozen=True)
class Answer:
    """An answer; status 0 closes the connection, after waiting for some seconds."""

    status: int
    content: Any
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    fake: FakeGitHub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""
        import sys

        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            answer = self.server.fake.answer(self.command, self.path, headers, data)
        except Exception as error:
            # A fault of the fake must fail the test that met it, not look like one of GitHub's.
            self.server.fake.violations.append(f"the fake broke at {self.command} {self.path}: {error!r}")
            raise
        if answer.status == 0:
            time.sleep(answer.wait)
            self.close_connection = True
            return
        content = b"" if answer.content is None else json.dumps(answer.content).encode()
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Tests read `requests` instead."""
