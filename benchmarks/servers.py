"""Servers as processes of their own, and a client that costs as little as can be."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graph_builder.graph.build import build_graph, default_sources
from graph_builder.graph.bundle import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def write_graph(folder: Path) -> Path:
    """The bundled graph as a file; beside it, in `store`, as a store folder."""
    built = build_graph(default_sources())
    file = folder / "graph.nq"
    file.write_bytes(built.serialise(".nq"))
    write_store(built.store, folder / "store")
    return file


@contextlib.contextmanager
def process(words: list[str], port: int, *, path: str = "/", seconds: float = 60) -> Iterator[int]:
    """A server that answers at a port; gives its process number."""
    with subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            until = time.monotonic() + seconds
            while not _answers(port, path):
                if server.poll() is not None or time.monotonic() > until:
                    msg = f"{words[0]} does not start"
                    raise RuntimeError(msg)
                time.sleep(0.05)
            yield server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _answers(port: int, path: str) -> bool:
    """Whether a server answers anything at all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def zhitu(file: Path, port: int, *more: str) -> list[str]:
    """The command of our server."""
    words = [sys.executable, "-m", "graph_builder", "serve", "--graph", str(file)]
    return [*words, "--port", str(port), *more]


def oxigraph(folder: Path, port: int) -> list[str] | None:
    """The command of the oxigraph server; None where it is not installed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        return None
    return [program, "serve-read-only", "-l", str(folder), "-b", f"127.0.0.1:{port}"]


def rdflib_endpoint(file: Path, port: int) -> list[str] | None:
    """The command of rdflib-endpoint; None where it is not installed."""
    program = shutil.which("rdflib-endpoint", path=str(Path(sys.executable).parent))
    if program is None:
        return None
    return [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(file)]


class Asker:
    """A client that keeps its connection.

    Args:
        port: Of the server.
        path: Of the endpoint.
        timeout: Seconds.
    """

    def __init__(self, port: int, path: str, timeout: float = 60) -> None:
        self.port, self.path, self.timeout = port, path, timeout
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, query: str) -> bytes:
        """The answer to a query as SPARQL results in JSON.

        Raises:
            OSError: The server gave none in time.
        """
        return self.send(form(query))

    def send(self, body: bytes) -> bytes:
        """The answer to a query that is a `form` already, so that only the server is timed.

        Raises:
            OSError: The server gave none in time.
        """
        for _ in range(2):
            kept = self._connection is not None
            try:
                return self._sent(body)
            except ConnectionError:
                # A server closes a connection that was idle for long; a fresh one is none.
                if not kept:
                    raise
        raise ConnectionError

    def _sent(self, body: bytes) -> bytes:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=self.timeout
            )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        try:
            self._connection.request("POST", self.path, body, headers)
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            self._connection = None
            if isinstance(error, OSError):
                raise
            raise OSError(error) from error
        if answer.status != http.client.OK:
            msg = f"{answer.status}: {said[:200]!r}"
            raise OSError(msg)
        return said


def form(query: str) -> bytes:
    """A query as the body of a form."""
    return urlencode({"query": query}).encode()


def memory(pid: int) -> int:
    """Bytes of a process and all below it, shared pages counted once."""
    total = 0
    for one in (pid, *descendants(pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
            total += int(re.findall(r"Pss: +(\d+) kB", text)[0]) * 1024
    return total


def descendants(pid: int) -> list[int]:
    """Processes below a process."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                found += [int(child), *descendants(int(child))]
    return found
