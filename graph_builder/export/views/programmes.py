"""Which school offers which programme, and for which industries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import Cell, Matrix, View
from graph_builder.export.views.common import (
    brief,
    edge_table,
    name,
    node_tables,
    places,
    refuse_empty,
    sources,
)
from graph_builder.export.views.flow import Flow, flow_rows
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.export.network import Edge, Node
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    flow = Flow(graph, selection)
    refuse_empty(flow.network)
    nodes = {node.iri: node for node in flow.network.nodes}
    found = flow.network
    tables = [flow_rows(flow, nodes, lang), *node_tables(found, lang), edge_table(found, lang)]
    notes = [*sources(graph, lang), message("programmes.complete", lang)]
    title = message("programmes.title", lang)
    return View("programmes", lang, title, notes, _matrix(flow, nodes, lang), found, tables)


def _matrix(flow: Flow, nodes: dict[str, Node], lang: str) -> Matrix:
    """Programmes that most schools offer come first; a cell names the industries."""
    schools = list(dict.fromkeys(way[0].source for way in flow.ways))
    held: dict[str, dict[str, list[Edge]]] = {}
    for offer, _, serves in flow.ways:
        programme = brief(nodes[serves.source], lang)
        held.setdefault(programme, {}).setdefault(offer.source, []).append(serves)
    rows = sorted(held, key=lambda programme: (-len(held[programme]), programme))
    comma = message("between-names", lang)
    cells = {
        (i, schools.index(school)): Cell(
            comma.join(dict.fromkeys(name(nodes[edge.target], lang) for edge in edges)),
            "stated",
            places(edges, lang),
        )
        for i, programme in enumerate(rows)
        for school, edges in held[programme].items()
    }
    heads = [name(nodes[school], lang) for school in schools]
    return Matrix(message("column.core", lang), rows, heads, cells)
