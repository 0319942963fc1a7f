from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import Built, build_graph, default_sources
from graph_builder.graph.bundle import write_store
from graph_builder.graph.push import push
from tests.graph.endpoints import OWNER, oxigraph, virtuoso
from tests.graph.samples import write_yunzhou

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
def oxigraph_server(
    liuzhou: EmbeddedGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server whose default graph stands by itself; it holds the graph that ships with zhitu."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph") / "store") as url:
        push(liuzhou, url + "query")
        yield url


@pytest.fixture(scope="session")
def virtuoso_server(
    liuzhou: EmbeddedGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server whose default graph is all graphs together; it holds the same."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso") / "server") as url:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ZHITU_USER", OWNER)
            patch.setenv("ZHITU_PASSWORD", OWNER)
            push(liuzhou, url + "sparql-auth")
        yield url


@pytest.fixture(params=["oxigraph", "virtuoso"])
def endpoint(request: pytest.FixtureRequest) -> str:
    """The address of each server in turn, at which it answers queries."""
    server: str = request.getfixturevalue(f"{request.param}_server")
    return server + {"oxigraph": "query", "virtuoso": "sparql"}[request.param]


@pytest.fixture(scope="session")
def liuzhou_file(liuzhou_built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph that ships with zhitu as a file."""
    file = tmp_path_factory.mktemp("files") / "liuzhou.nq"
    file.write_bytes(liuzhou_built.serialise(".nq"))
    return file
