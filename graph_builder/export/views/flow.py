"""From schools through clusters and core programmes to industries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import labels, the_entity
from graph_builder.ask.reports import printed_order
from graph_builder.export.content import Band, Box, Layers, Table, View
from graph_builder.export.marks import HUES
from graph_builder.export.network import network
from graph_builder.export.views.common import (
    brief,
    edge_table,
    name,
    node_tables,
    only,
    places,
    refuse_empty,
    sources,
    style,
    texts,
    told,
)
from graph_builder.graph.statistics import in_order
from graph_builder.messages import message
from graph_builder.names import VET

if TYPE_CHECKING:
    from graph_builder.export.network import Edge, Network, Node
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

LAYERS = (("School", 0), ("ProgrammeCluster", 1), ("CoreProgramme", 2), ("IndustryTerm", 3))
LINKS = ("offersCluster", "inCluster", "servesIndustry")
_SCHOOLS = "SELECT (COUNT(DISTINCT ?school) AS ?n) WHERE { ?school a vet:School }"
_GROUP = """SELECT DISTINCT ?term WHERE {
  ?term a vet:IndustryTerm . ?term skos:broader* ?group } ORDER BY ?term"""


class Flow:
    """The flow of a graph: its network, and the ways that lead from a school to an industry.

    Attributes:
        network: Schools, clusters, core programmes, industries and the statements between them.
        ways: The three statements of each way: offers, is in, serves; schools as the report
            presents them, the ways of each as it prints them.
    """

    def __init__(self, graph: Graph, selection: Selection) -> None:
        found = network(graph, layers=LAYERS, links=LINKS)
        layer = {node.iri: node.layer for node in found.nodes}
        offers: dict[str, list[Edge]] = {}
        within: dict[str, list[Edge]] = {}
        for edge in found.edges:
            if layer[edge.source] == 0:
                offers.setdefault(edge.target, []).append(edge)
            elif layer[edge.target] == 1:
                within.setdefault(edge.source, []).append(edge)
        ways = [
            (offer, inside, serves)
            for serves in found.edges
            if layer[serves.target] == LAYERS[-1][1]
            for inside in within.get(serves.source, ())
            for offer in offers.get(inside.target, ())
        ]
        if selection.school:
            school = the_entity(graph, selection.school, VET + "School").iri
            ways = [way for way in ways if way[0].source == school]
        if selection.industry:
            terms = industries(graph, selection.industry)
            ways = [way for way in ways if way[2].target in terms]
        order = printed_order(graph)
        last = len(order)
        ways.sort(
            key=lambda way: (
                order.get(way[0].source, last),
                way[0].source,
                in_order(way[2].graphs[0]),
                way[2].target,
            )
        )
        self.ways = ways
        used = {end for way in ways for edge in way for end in (edge.source, edge.target)}
        part = only(found, used)
        edges = {edge for way in ways for edge in way}
        self.network: Network = part._replace(edges=[e for e in part.edges if e in edges])


def industries(graph: Graph, typed: str) -> set[str]:
    """The industry terms that a name stands for: one term, or all of a group."""
    thing = the_entity(graph, typed, VET + "IndustryTerm") if _is_term(graph, typed) else None
    iri = thing.iri if thing else the_entity(graph, typed).iri
    import pyoxigraph as ox  # noqa: PLC0415 -- loaded with the graph

    return {row[0] for row in texts(graph, _GROUP, {"group": ox.NamedNode(iri)})}


def _called(graph: Graph, typed: str, lang: str) -> str:
    """The label of an industry, or of a group of industries, by any of its names."""
    cls = VET + "IndustryTerm" if _is_term(graph, typed) else ""
    iri = the_entity(graph, typed, cls).iri if cls else the_entity(graph, typed).iri
    return labels(graph, [iri], lang).get(iri) or typed


def _is_term(graph: Graph, typed: str) -> bool:
    from graph_builder.ask.entities import find_entities  # noqa: PLC0415 -- as above

    return bool(find_entities(graph, typed, VET + "IndustryTerm"))


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    flow = Flow(graph, selection)
    refuse_empty(flow.network)
    nodes = {node.iri: node for node in flow.network.nodes}
    schools = [node for node in flow.network.nodes if node.cls == "School"]
    all_schools = texts(graph, _SCHOOLS)[0][0]
    notes = sources(graph, lang)
    notes.append(message("flow.complete", lang, count=len(schools), schools=all_schools))
    part = selection.school or selection.industry
    if part:
        chosen = name(schools[0], lang) if selection.school else _called(graph, part, lang)
        title = message("flow.title-of", lang, name=chosen)
    else:
        title = message("flow.title", lang)
    tables = [
        flow_rows(flow, nodes, lang),
        *node_tables(flow.network, lang),
        edge_table(flow.network, lang),
    ]
    picture = _picture(flow, nodes, lang)
    return View("flow", lang, title, notes, picture, flow.network, tables)


def _picture(flow: Flow, nodes: dict[str, Node], lang: str) -> Layers:
    """Each way is one unit thick from the school to the industry."""
    schools = list(dict.fromkeys(way[0].source for way in flow.ways))
    hues = {s: HUES[i] if len(schools) <= len(HUES) else -1 for i, s in enumerate(schools)}
    ends = {iri: name(node, lang) for iri, node in nodes.items()}
    bands: dict[tuple[str, str], list[tuple[Edge, int]]] = {}
    seen: dict[str, set[int]] = {}
    for offer, inside, serves in flow.ways:
        hue = hues[offer.source]
        steps = (
            (offer.source, offer.target, offer),
            (inside.target, inside.source, inside),
            (serves.source, serves.target, serves),
        )
        for source, target, edge in steps:
            bands.setdefault((source, target), []).append((edge, hue))
            for end in (source, target):
                seen.setdefault(end, set()).add(hue)
    boxes = [
        Box(iri, n.layer, brief(n, lang), n.cls, 1, ends[iri], _one(seen[iri]))
        for iri, n in nodes.items()
    ]
    drawn = [
        Band(
            source,
            target,
            style(edge for edge, _ in found),
            len(found),
            told(found[0][0], ends, lang),
            _one({hue for _, hue in found}),
        )
        for (source, target), found in bands.items()
    ]
    heads = [message(f"flow-column-{layer}", lang) for _, layer in LAYERS]
    return Layers(heads, boxes, drawn, message("flow.unit", lang))


def _one(hues: set[int]) -> int:
    return next(iter(hues)) if len(hues) == 1 else -1


def flow_rows(flow: Flow, nodes: dict[str, Node], lang: str) -> Table:
    """Each way from a school to an industry as a row, with its evidence."""
    heads = ("school", "cluster", "core", "industry", "evidence", "known")
    rows: list[list[str | int | float]] = [
        [
            name(nodes[offer.source], lang),
            name(nodes[offer.target], lang),
            brief(nodes[serves.source], lang),
            name(nodes[serves.target], lang),
            places([serves], lang),
            message(f"style.{style([offer, inside, serves])}", lang),
        ]
        for offer, inside, serves in flow.ways
    ]
    columns = [message(f"column.{head}", lang) for head in heads]
    return Table(message("sheet.flow", lang), columns, rows)
