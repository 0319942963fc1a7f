from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph_builder.graph.access import EmbeddedGraph


@pytest.fixture(scope="session")
def nothing() -> EmbeddedGraph:
    """A graph without a single statement."""
    return EmbeddedGraph(ox.Store())


@pytest.fixture(scope="session")
def liuzhou_and_twin(liuzhou: EmbeddedGraph) -> EmbeddedGraph:
    """The report of Liuzhou beside a second one that says the same of the same schools."""
    quads = (liuzhou.store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode()
    store = ox.Store()
    store.bulk_load(quads.encode(), format=ox.RdfFormat.N_QUADS)
    twin = quads.replace("liuzhou-2023", "liuzhou-2024")
    store.bulk_load(twin.encode(), format=ox.RdfFormat.N_QUADS)
    return EmbeddedGraph(store)
