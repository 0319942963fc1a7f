"""What several views need: sources, rows of a query, bands and tables from edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import labels
from graph_builder.errors import GraphError
from graph_builder.export.content import Band, Table
from graph_builder.messages import message
from graph_builder.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.export.network import Edge, Network, Node
    from graph_builder.graph.access import Bindings, Graph

_REPORTS = (
    "SELECT DISTINCT ?title WHERE { ?report a vet:Report ; rdfs:label ?title } ORDER BY ?title"
)
#: More titles than this are counted instead of named.
_NAMED = 3


def report_titles(graph: Graph) -> list[str]:
    """The titles of the reports of a graph."""
    return [row[0] for row in texts(graph, _REPORTS)]


def sources(graph: Graph, lang: str) -> list[str]:
    """The sentence that names the reports; none where the graph names none."""
    titles = report_titles(graph)
    if not titles:
        return []
    if len(titles) > _NAMED:
        return [message("picture-sources", lang, count=len(titles), first=titles[0])]
    return [message("picture-source", lang, reports=message("between-names", lang).join(titles))]


def texts(graph: Graph, query: str, bindings: Bindings | None = None) -> list[tuple[str, ...]]:
    """The rows of a query as plain text, blank where a variable is unbound."""
    rows = graph.select(query, bindings).rows
    return [tuple(getattr(term, "value", "") for term in row) for row in rows]


def called(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    """IRI -> label, or the short form of the IRI where the graph has none."""
    wanted = set(iris)
    return {iri: compact(iri) for iri in wanted} | labels(graph, wanted, lang)


def name(node: Node, lang: str) -> str:
    """What is written for a node."""
    return node.zh if lang == "zh" else node.en


def brief(node: Node, lang: str) -> str:
    """What is written where the links tell the rest."""
    return node.brief_zh if lang == "zh" else node.brief_en


def places(edges: Iterable[Edge], lang: str) -> str:
    """Where the statements of these edges are said, each place once."""
    found = dict.fromkeys(place for edge in edges for place in edge.places(lang))
    return message("between-places", lang).join(found)


def told(edge: Edge, ends: dict[str, str], lang: str) -> str:
    """A statement in words, with its places."""
    said = edge.zh if lang == "zh" else edge.en
    return message(
        "picture-link",
        lang,
        source=ends[edge.source],
        link=said,
        target=ends[edge.target],
        places=places([edge], lang),
    )


def style(edges: Iterable[Edge]) -> str:
    """How a link is known that rests on all of these statements."""
    return "derived" if any(edge.derived for edge in edges) else "stated"


def line(edge: Edge, ends: dict[str, str], lang: str) -> Band:
    """The line of an edge."""
    return Band(edge.source, edge.target, style([edge]), 1, told(edge, ends, lang))


def edge_table(network: Network, lang: str) -> Table:
    """All statements of a network as rows, with their evidence."""
    names = {node.iri: name(node, lang) for node in network.nodes}
    heads = ("source", "link", "target", "evidence", "known", "source-iri", "target-iri")
    return Table(
        message("sheet.links", lang),
        [message(f"column.{head}", lang) for head in heads],
        [
            [
                names[e.source],
                e.zh if lang == "zh" else e.en,
                names[e.target],
                places([e], lang),
                message(f"style.{style([e])}", lang),
                e.source,
                e.target,
            ]
            for e in network.edges
        ],
    )


def node_tables(network: Network, lang: str) -> list[Table]:
    """A sheet for each kind of thing, each thing with the places that speak of it."""
    touching: dict[str, list[Edge]] = {node.iri: [] for node in network.nodes}
    for edge in network.edges:
        touching[edge.source].append(edge)
        touching[edge.target].append(edge)
    heads = ("name", "name-en" if lang == "zh" else "name-zh", "links", "evidence", "iri")
    columns = [message(f"column.{head}", lang) for head in heads]
    kinds = list(dict.fromkeys(node.cls for node in network.nodes))
    return [
        Table(
            message(f"kind.{kind}", lang),
            columns,
            [
                [
                    name(node, lang),
                    name(node, "en" if lang == "zh" else "zh"),
                    len(touching[node.iri]),
                    places(touching[node.iri], lang),
                    node.iri,
                ]
                for node in network.nodes
                if node.cls == kind
            ],
        )
        for kind in kinds
    ]


def only(network: Network, kept: set[str]) -> Network:
    """The part of a network between the things that are kept."""
    edges = [e for e in network.edges if e.source in kept and e.target in kept]
    return network._replace(nodes=[n for n in network.nodes if n.iri in kept], edges=edges)


def refuse_empty(network: Network) -> None:
    """Stop where there is nothing to show.

    Raises:
        GraphError: `EXPORT-EMPTY`.
    """
    if not network.nodes:
        raise GraphError("EXPORT-EMPTY", None)
