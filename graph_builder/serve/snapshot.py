"""The graph as it stands at one moment: what a request sees from beginning to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.graph.access import open_graph

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph
    from graph_builder.serve.settings import Settings


class Snapshot:
    """An opened graph; it stays as it is while requests use it.

    Attributes:
        graph: The graph, for queries of our own.
        memory: What was worked out from this graph once and may be used again: key -> value.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.memory: dict[str, object] = {}


def open_snapshot(settings: Settings) -> Snapshot:
    """Open the graph of the settings."""
    return Snapshot(open_graph(settings.graph))
