from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.export.network import Network, network
from graph_builder.graph.access import open_graph
from tests.export import browser as browsers
from tests.export.samples import write_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of the system; one for all tests of a module."""
    yield from browsers.start()


@pytest.fixture
def graph_file(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "graph.nq")


@pytest.fixture
def sample(graph_file: Path) -> Network:
    """The sample with its derived links: 12 nodes, 13 edges."""
    return network(open_graph(graph_file), derived=True)
