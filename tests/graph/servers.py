"""A server on a loopback port that misbehaves in one of several ways, told by the path."""

from __future__ import annotations

import gzip
import json
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

SELECT_RESULT = json.dumps(
    {
        "head": {"vars": ["n"]},
        "results": {"bindings": [{"n": {"type": "literal", "value": str(n)}} for n in range(200)]},
    }
).encode()
BOMB = gzip.compress(b" " * (64 << 20), 9)
TURTLE_RESULT = b"<http://a> <http://p> 1 .\n<http://b> <http://p> 2 .\n"
NO = b'{"head": {}, "boolean": false}'
SPARQL_JSON = "application/sparql-results+json"


class _Handler(BaseHTTPRequestHandler):
    #: Set when a test is over, so that no slow answer keeps the server.
    over: threading.Event

    #: Path -> how often it was asked, and with which `Authorization`, since the server runs.
    asked: dict[str, list[str | None]]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.query = parse_qs(self.rfile.read(length).decode()).get("query", [""])[0]
        seen = self.asked.setdefault(self.path, [])
        seen.append(self.headers.get("Authorization"))
        self.turn = len(seen)
        try:
            getattr(self, self.path.strip("/").partition("/")[0])()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(
        self,
        status: int,
        body: bytes,
        kind: str = SPARQL_JSON,
        promised: int | None = None,
        **headers: str,
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def sound(self) -> None:
        """Answer as a server does that keeps no facts apart."""
        if self.query.startswith("ASK"):
            self.answer(200, NO)
        elif "CONSTRUCT" in self.query:
            self.answer(200, TURTLE_RESULT, "text/turtle")
        else:
            self.answer(200, SELECT_RESULT)

    def or_sound(self, status: int, wait: str) -> None:
        """Refuse the first two questions, then answer."""
        if self.turn > 2:
            self.sound()
        else:
            self.answer(status, b"later", "text/plain", Retry_After=wait)

    def busy(self) -> None:
        self.or_sound(503, "soon")

    def busy_until(self) -> None:
        self.or_sound(429, "1")

    def busy_for_an_hour(self) -> None:
        self.answer(503, b"later", "text/plain", Retry_After="3600")

    def redirect(self) -> None:
        """`redirect/STATUS/TARGET`; the host is this one unless the target names another."""
        _, status, target = self.path.strip("/").split("/", 2)
        self.answer(int(status), b"", Location=unquote(target))

    def password(self) -> None:
        if self.headers.get("Authorization") == "Basic " + b64encode(b"a:b").decode():
            self.sound()
        else:
            self.answer(401, b"", WWW_Authenticate='Basic realm="x"')

    def token(self) -> None:
        if self.headers.get("Authorization") == "Bearer secret":
            self.sound()
        else:
            self.answer(401, b"", WWW_Authenticate="Bearer")

    def packed(self) -> None:
        body = NO if self.query.startswith("ASK") else SELECT_RESULT
        self.answer(200, gzip.compress(body), Content_Encoding="gzip")

    def packed_and_cut(self) -> None:
        body = gzip.compress(NO)[:-9]
        self.answer(200, body, Content_Encoding="gzip")

    def packed_oddly(self) -> None:
        self.answer(200, b"?", Content_Encoding="br")

    def bomb(self) -> None:
        """A few kilobytes that unpack to 64 MB."""
        self.answer(200, BOMB, Content_Encoding="gzip")

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", SPARQL_JSON)
        self.end_headers()
        while not self.over.is_set():
            self.wfile.write(b" " * 65536)

    def drips_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.over.wait(0.05):
            self.wfile.write(b"y")
            self.wfile.flush()

    def fails(self) -> None:
        self.answer(500, "内部错误\n堆栈".encode(), "text/plain; charset=utf-8")

    def deep(self) -> None:
        self.answer(200, b"[" * 100_000)

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
        if self.query.startswith("ASK"):
            self.answer(200, NO)
            return
        # What is left is whole Turtle, so that only the length tells.
        head = TURTLE_RESULT[: TURTLE_RESULT.index(b"\n") + 1]
        self.answer(200, head, "text/turtle", promised=len(TURTLE_RESULT))

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


class Misbehaving(NamedTuple):
    """The server: its URL, to which a path is to be added, and who asked with what."""

    url: str
    asked: dict[str, list[str | None]]


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """Run the server."""
    over = threading.Event()
    asked: dict[str, list[str | None]] = {}
    handler = type("Handler", (_Handler,), {"over": over, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield Misbehaving(f"http://127.0.0.1:{server.server_address[1]}/", asked)
        finally:
            over.set()
            server.shutdown()
