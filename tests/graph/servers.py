"""A server on a loopback port that misbehaves in one of several ways, told by the path."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELECT_RESULT = json.dumps(
    {
        "head": {"vars": ["n"]},
        "results": {"bindings": [{"n": {"type": "literal", "value": str(n)}} for n in range(200)]},
    }
).encode()
TURTLE_RESULT = b"<http://a> <http://p> 1 .\n<http://b> <http://p> 2 .\n"
SPARQL_JSON = "application/sparql-results+json"


class _Handler(BaseHTTPRequestHandler):
    #: Set when a test is over, so that no slow answer keeps the server.
    over: threading.Event

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            getattr(self, self.path.strip("/").partition("/")[0])()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(
        self, status: int, body: bytes, kind: str = SPARQL_JSON, promised: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def sound(self) -> None:
        self.answer(200, SELECT_RESULT)

    def html(self) -> None:
        self.answer(200, b"<!DOCTYPE html><title>Welcome</title>", "text/html")

    def broken(self) -> None:
        self.answer(200, SELECT_RESULT[:-40])

    def other_json(self) -> None:
        self.answer(200, b'{"hello": "world"}')

    def odd_value(self) -> None:
        self.answer(200, SELECT_RESULT.replace(b"literal", b"figure"))

    def empty(self) -> None:
        self.answer(200, b"")

    def cut(self) -> None:
        self.answer(200, SELECT_RESULT[:500], promised=len(SELECT_RESULT))

    def cut_turtle(self) -> None:
        # What is left is whole Turtle, so that only the length tells.
        head = TURTLE_RESULT[: TURTLE_RESULT.index(b"\n") + 1]
        self.answer(200, head, "text/turtle", promised=len(TURTLE_RESULT))

    def turtle(self) -> None:
        self.answer(200, TURTLE_RESULT, "text/turtle")

    def status(self) -> None:
        self.answer(int(self.path.rpartition("/")[2]), b"no", "text/plain")

    def refuses(self) -> None:
        self.answer(400, "第 1 行：不懂\n更多".encode(), "text/plain; charset=utf-8")

    def refuses_silently(self) -> None:
        self.answer(400, b"", "text/plain")

    def hangs_up(self) -> None:
        self.close_connection = True

    def slow(self) -> None:
        self.over.wait(30)

    def drips(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", SPARQL_JSON)
        self.end_headers()
        while not self.over.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()


@contextmanager
def misbehaving() -> Iterator[str]:
    """Run the server; gives its URL, to which a path is to be added."""
    over = threading.Event()
    handler = type("Handler", (_Handler,), {"over": over})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            over.set()
            server.shutdown()
