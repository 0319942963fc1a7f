from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import Built, build_graph, default_sources
from graph_builder.graph.bundle import write_store
from tests.graph.samples import write_yunzhou

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def yunzhou_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented city's report; not to be changed."""
    return write_yunzhou(tmp_path_factory.mktemp("reports") / "yunzhou-2031")


@pytest.fixture(scope="session")
def two_reports(yunzhou_folder: Path) -> EmbeddedGraph:
    """Liuzhou's report and that of the invented city in one graph; not to be changed."""
    return EmbeddedGraph(build_graph([*default_sources(), yunzhou_folder]).store)


@pytest.fixture(scope="session")
def store_folder(liuzhou_built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph that ships with zhitu in a store folder; not to be changed."""
    folder = tmp_path_factory.mktemp("stores") / "liuzhou"
    write_store(liuzhou_built.store, folder)
    return folder


@pytest.fixture(scope="session")
def endpoint(store_folder: Path) -> Iterator[str]:
    """URL of a real SPARQL server, the program `oxigraph`, that holds the same graph."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    arguments = ["--location", str(store_folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [program, "serve-read-only", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.kill()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the program oxigraph did not start; pip install -e '.[dev]' installs it")
