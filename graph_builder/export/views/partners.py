"""Who works with whom: schools, kinds of cooperation, partners, their countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import the_entity
from graph_builder.ask.reports import printed_order
from graph_builder.errors import GraphError
from graph_builder.export.content import Band, Box, Layers, Table, View
from graph_builder.export.marks import HUES
from graph_builder.export.network import LAYERS, network
from graph_builder.export.views.common import (
    called,
    edge_table,
    name,
    node_tables,
    only,
    places,
    refuse_empty,
    sources,
    texts,
)
from graph_builder.messages import message
from graph_builder.names import VET

if TYPE_CHECKING:
    from graph_builder.export.network import Edge, Network, Node
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

LINKS = ("hasSchoolParty", "hasPartner", "inCountry")
_KINDS = """SELECT DISTINCT ?cooperation ?kind WHERE { ?cooperation vet:hasCooperationKind ?kind }
ORDER BY ?cooperation ?kind"""
_STATUS = (
    "SELECT ?cooperation ?status WHERE { ?cooperation vet:hasStatus ?status } ORDER BY ?status"
)
#: Stands for the partner of a cooperation that names none.
NOBODY = "nobody"


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    found = network(graph, layers=LAYERS, links=LINKS)
    if selection.school:
        found = _of(found, the_entity(graph, selection.school, VET + "School").iri)
    nodes = {node.iri: node for node in found.nodes}
    found = only(found, {i for e in found.edges for i in (e.source, e.target)})
    refuse_empty(found)
    order = printed_order(graph)
    ways = sorted(
        _ways(found, nodes, texts(graph, _KINDS)),
        key=lambda way: (order.get(way[0], len(order)), way),
    )
    if not ways:
        raise GraphError("EXPORT-EMPTY", None)
    kinds = called(graph, {way[1] for way in ways}, lang)
    title = message("partners.title", lang)
    if selection.school:
        school = next(n for n in found.nodes if n.cls == "School")
        title = message("partners.title-of", lang, name=name(school, lang))
    notes = [*sources(graph, lang), message("partners.complete", lang)]
    states = {row[0]: row[1] for row in texts(graph, _STATUS)}
    said = called(graph, states.values(), lang)
    status = {cooperation: said.get(state, "") for cooperation, state in states.items()}
    tables = [
        _rows(found, nodes, ways, kinds, status, lang),
        *node_tables(found, lang),
        edge_table(found, lang),
    ]
    picture = _picture(nodes, ways, kinds, _countries(found), lang)
    return View("partners", lang, title, notes, picture, found, tables)


def _of(found: Network, school: str) -> Network:
    """The cooperations of one school, with their partners and the countries of these."""
    kept = {school}
    for _ in range(2):
        for edge in found.edges:
            if edge.source in kept and edge.source != school:
                kept.add(edge.target)
            elif edge.target == school:
                kept.add(edge.source)
    schools = {n.iri for n in found.nodes if n.cls == "School"} - {school}
    return only(found, kept - schools)


#: School, kind, partner (or `NOBODY`), cooperation.
_Way = tuple[str, str, str, str]


def _ways(found: Network, nodes: dict[str, Node], kinds: list[tuple[str, ...]]) -> list[_Way]:
    """One way for each school, kind and partner of each cooperation."""
    schools: dict[str, list[str]] = {}
    partners: dict[str, list[str]] = {}
    for edge in found.edges:
        if edge.predicate == VET + "hasSchoolParty" and nodes[edge.target].cls == "School":
            schools.setdefault(edge.source, []).append(edge.target)
        elif edge.predicate == VET + "hasPartner":
            partners.setdefault(edge.source, []).append(edge.target)
    return [
        (school, kind, partner, cooperation)
        for cooperation, kind in kinds
        for school in schools.get(cooperation, ())
        for partner in partners.get(cooperation, [NOBODY])
    ]


def _countries(found: Network) -> dict[str, str]:
    return {e.source: e.target for e in found.edges if e.predicate == VET + "inCountry"}


def _picture(
    nodes: dict[str, Node],
    ways: list[_Way],
    kinds: dict[str, str],
    countries: dict[str, str],
    lang: str,
) -> Layers:
    schools = list(dict.fromkeys(way[0] for way in ways))
    hues = {s: HUES[i] if len(schools) <= len(HUES) else -1 for i, s in enumerate(schools)}
    boxes: dict[str, Box] = {}
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def box(iri: str, column: int, hue: int = -1) -> None:
        if iri == NOBODY:
            words = message("partners.nobody", lang)
            boxes[iri] = Box(iri, column, words, "UnidentifiedParty")
        elif iri in kinds:
            boxes[iri] = Box(iri, column, kinds[iri], "Cooperation")
        else:
            node = nodes[iri]
            boxes[iri] = Box(iri, column, name(node, lang), node.cls, hue=hue)

    for school, kind, partner, cooperation in ways:
        box(school, 0, hues[school])
        box(kind, 1)
        box(partner, 2)
        about = name(nodes[cooperation], lang)
        steps = [(school, kind), (kind, partner)]
        if partner in countries:
            box(countries[partner], 3)
            steps.append((partner, countries[partner]))
        for step in steps:
            found.setdefault(step, []).append((hues[school], about))
    bands = []
    for (source, target), members in found.items():
        colours = {hue for hue, _ in members}
        told = "；".join(dict.fromkeys(about for _, about in members))
        style = "grouped" if len(members) > 1 else "stated"
        hue = next(iter(colours)) if len(colours) == 1 else -1
        bands.append(Band(source, target, style, len(members), told, hue))
    width = 1 + max(b.column for b in boxes.values())
    heads = [message(f"partners-column-{i}", lang) for i in range(width)]
    return Layers(heads, list(boxes.values()), bands, message("partners.unit", lang))


def _rows(
    found: Network,
    nodes: dict[str, Node],
    ways: list[_Way],
    kinds: dict[str, str],
    status: dict[str, str],
    lang: str,
) -> Table:
    of: dict[str, list[Edge]] = {}
    for edge in found.edges:
        of.setdefault(edge.source, []).append(edge)
    countries = _countries(found)
    rows: list[list[str | int | float]] = []
    for school, kind, partner, cooperation in ways:
        said = [e for e in of[cooperation] if e.target in {school, partner}]
        rows.append(
            [
                name(nodes[school], lang),
                kinds[kind],
                "" if partner == NOBODY else name(nodes[partner], lang),
                "" if partner == NOBODY else message(f"kind.{nodes[partner].cls}", lang),
                name(nodes[countries[partner]], lang) if partner in countries else "",
                status.get(cooperation, ""),
                name(nodes[cooperation], lang),
                places(said, lang),
            ]
        )
    heads = ("school", "form", "partner", "kind", "country", "status", "cooperation", "evidence")
    columns = [message(f"column.{head}", lang) for head in heads]
    return Table(message("sheet.partners", lang), columns, rows)
