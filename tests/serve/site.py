"""A real server on a free port of this machine, run in a thread so that coverage sees it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx
import uvicorn

from graph_builder.serve.app import create_app
from graph_builder.serve.run import without_delay
from graph_builder.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette


class Site:
    """A running server.

    Attributes:
        url: Its address, without a slash at the end.
        app: The application that it serves.
        http: A client of it.
    """

    def __init__(self, url: str, app: Starlette, http: httpx.Client) -> None:
        self.url = url
        self.app = app
        self.http = http

    def sparql(self, query: str, accept: str = "", **more: str) -> httpx.Response:
        """Put a query by GET."""
        headers = {"Accept": accept} if accept else {}
        return self.http.get("/sparql", params={"query": query, **more}, headers=headers)

    def error(self, answer: httpx.Response) -> str:
        """The code of the error that an answer tells in JSON."""
        code: str = answer.json()["error"]["code"]
        return code


@contextlib.contextmanager
def running(settings: Settings) -> Iterator[Site]:
    """A server with these settings."""
    app = create_app(settings)
    listener = socket.create_server(("127.0.0.1", 0))
    without_delay(listener)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        # No cookie of one test may choose the language of another.
        none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        with httpx.Client(base_url=url, timeout=30, cookies=none) as http:
            yield Site(url, app, http)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def eventually(what: object, *, seconds: float = 10) -> bool:
    """Whether a condition comes true within some seconds."""
    assert callable(what)
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


__all__ = ["Settings", "Site", "eventually", "running"]
