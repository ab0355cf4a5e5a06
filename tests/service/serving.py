"""The web application behind a real server on loopback, and a client for it."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import uvicorn

from certify.service.prompt import PromptProtocol

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp


@contextmanager
def serving(app: ASGIApp) -> Generator[httpx.Client]:
    """Serve the application while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=PromptProtocol, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.005)
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=300) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
