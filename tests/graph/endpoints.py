"""Real SPARQL servers on free loopback ports: the programs `oxigraph` and Virtuoso."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

VIRTUOSO = "virtuoso-t"
#: The name and password that a fresh Virtuoso has.
OWNER = "dba"
_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 8
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryExecutionTime = {most_seconds}
"""
#: Rows that Virtuoso sends at most, as the Debian package sets it.
MOST_ROWS = 10_000


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """An empty oxigraph server that takes updates; gives its address without `/query`."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    arguments = ["serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running([str(program), *arguments], folder.parent, f"http://127.0.0.1:{port}/") as url:
        yield url


@contextmanager
def virtuoso(
    folder: Path,
    sql: str = "",
    *,
    most_rows: int = MOST_ROWS,
    buffers: int = 20_000,
    most_seconds: int = 0,
) -> Iterator[str]:
    """A Virtuoso, empty in a new folder; gives its address without `sparql` or `sparql-auth`.

    Args:
        folder: Of its database; Virtuoso may read files from it.
        sql: `host:port` where it is to listen for `isql-vt`; a free one unless given.
        most_rows: Rows that it sends at most.
        buffers: Pages of 8 KB that it keeps in memory.
        most_seconds: After which it gives up a query; 0 for never.
    """
    if shutil.which(VIRTUOSO) is None:
        missing = "Virtuoso is not installed (Debian: apt-get install virtuoso-opensource-7-bin)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    http = free_port()
    folder.mkdir(exist_ok=True)
    ini = _INI.format(
        sql=sql or f"127.0.0.1:{free_port()}",
        http=http,
        most_rows=most_rows,
        buffers=buffers,
        dirty=buffers * 3 // 4,
        most_seconds=most_seconds,
    )
    (folder / "virtuoso.ini").write_text(ini, "utf-8")
    arguments = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(arguments, folder, f"http://127.0.0.1:{http}/") as url:
        yield url


@contextmanager
def _running(arguments: list[str], folder: Path, url: str) -> Iterator[str]:
    with subprocess.Popen(
        arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(url, server)
            yield url
        finally:
            server.kill()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 -- our own server
        except urllib.error.HTTPError as answered:
            answered.close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    pytest.fail(f"{server.args!r} did not start")
