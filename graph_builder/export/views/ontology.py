"""Classes and the properties that connect them, with how often they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import labels
from graph_builder.errors import GraphError
from graph_builder.export.content import Band, Box, Layers, Table, View
from graph_builder.export.network import Edge, Network, Node
from graph_builder.export.views.common import edge_table, report_titles, sources, texts
from graph_builder.messages import message
from graph_builder.names import ONTOLOGY_GRAPH, OWL, RDFS, SKOS, VET, compact

if TYPE_CHECKING:
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

_ENDS = """SELECT DISTINCT ?property ?link ?class WHERE {
  ?property a owl:ObjectProperty ; ?link ?class .
  FILTER(?link = rdfs:domain || ?link = rdfs:range || ?link = schema:domainIncludes
    || ?link = schema:rangeIncludes)
  FILTER(isIRI(?class)) } ORDER BY ?property ?link ?class"""
_ABOVE = """SELECT DISTINCT ?class ?above WHERE { ?class a owl:Class ; rdfs:subClassOf ?above .
  ?above a owl:Class } ORDER BY ?class ?above"""
_USED = """SELECT ?property (COUNT(*) AS ?n) WHERE { ?property a owl:ObjectProperty .
  ?s ?property ?o } GROUP BY ?property ORDER BY ?property"""
_TEXTS = """SELECT ?term ?definition WHERE { ?term %s ?definition .
  FILTER(LANG(?definition) = "%s") } ORDER BY ?term ?definition"""
_SUBCLASS = RDFS + "subClassOf"


def make(graph: Graph, selection: Selection, lang: str) -> View:  # noqa: ARG001 -- all of it
    """The view; see `graph_builder.export.views.registry.view`."""
    ends = texts(graph, _ENDS)
    above = texts(graph, _ABOVE)
    used = {row[0]: int(row[1]) for row in texts(graph, _USED)}
    if not ends:
        raise GraphError("EXPORT-EMPTY", None)
    properties = {row[0] for row in ends}
    classes = {row[2] for row in ends} | {iri for row in above for iri in row}
    wanted = properties | classes | {row[1] for row in ends} | {_SUBCLASS}
    zh, en = (labels(graph, wanted, code) for code in ("zh", "en"))
    names = {
        iri: (zh.get(iri) or _general(iri, "zh"), en.get(iri) or _general(iri, "en"))
        for iri in wanted
    }

    def node(iri: str, cls: str, layer: int) -> Node:
        return Node(iri, cls, layer, *names[iri], *names[iri])

    nodes = [node(iri, "OntologyClass", 0) for iri in sorted(classes)]
    nodes += [node(iri, "OntologyProperty", 1) for iri in sorted(properties - classes)]
    links = [*ends, *((cls, _SUBCLASS, upper) for cls, upper in above)]
    edges = [Edge(s, o, p, *names[p], (ONTOLOGY_GRAPH,)) for s, p, o in links]
    network = Network(nodes, edges, report_titles(graph))
    own = 0 if lang == "zh" else 1
    label = {iri: both[own] for iri, both in names.items()}
    notes = [*sources(graph, lang), message("ontology.note", lang)]
    title = message("ontology.title", lang)
    picture = _picture(ends, used, label, lang)
    tables = [_rows(graph, ends, used, label, lang), edge_table(network, lang)]
    return View("ontology", lang, title, notes, picture, network, tables)


def _general(iri: str, lang: str) -> str:
    """What a term of another vocabulary is called, which the graph does not label."""
    if iri == OWL + "Thing":
        return message("ontology.thing", lang)
    if iri == OWL + "Class":
        return message("ontology.class", lang)
    return message("ontology.concept", lang) if iri == SKOS + "Concept" else compact(iri)


def _side(link: str) -> int:
    """0 where a link says whose property it is, 1 where it says what its values are."""
    return 0 if "domain" in link else 1


def _picture(
    ends: list[tuple[str, ...]], used: dict[str, int], label: dict[str, str], lang: str
) -> Layers:
    """Properties that the graph uses; those used most come first when not all fit."""
    boxes: dict[str, Box] = {}
    bands: list[Band] = []
    for prop, link, cls in ends:
        if prop not in used:
            continue
        count = message("ontology.used", lang, name=label[prop], count=used[prop])
        boxes[prop] = Box(prop, 1, count, "OntologyProperty", title=prop)
        side = _side(link)
        key = f"{side} {cls}"
        boxes[key] = Box(key, 2 * side, label[cls], cls.removeprefix(VET), title=cls)
        pair = (key, prop) if side == 0 else (prop, key)
        bands.append(Band(*pair, "defined", used[prop], label[prop]))
    heads = [message(f"ontology-column-{i}", lang) for i in range(3)]
    return Layers(heads, list(boxes.values()), bands)


def _rows(
    graph: Graph,
    ends: list[tuple[str, ...]],
    used: dict[str, int],
    label: dict[str, str],
    lang: str,
) -> Table:
    said, printed = (
        {row[0]: row[1] for row in texts(graph, _TEXTS % (of, lang))}
        for of in ("skos:definition", "dcterms:source")
    )
    comma = message("between-names", lang)
    sides: dict[str, tuple[list[str], list[str]]] = {}
    for prop, link, cls in ends:
        sides.setdefault(prop, ([], []))[_side(link)].append(label[cls])
    heads = ("property", "domain", "range", "uses", "definition", "evidence", "iri")
    rows: list[list[str | int | float]] = [
        [
            label[p],
            comma.join(of),
            comma.join(to),
            used.get(p, 0),
            said.get(p, ""),
            printed.get(p, ""),
            compact(p),
        ]
        for p, (of, to) in sides.items()
    ]
    columns = [message(f"column.{head}", lang) for head in heads]
    return Table(message("sheet.properties", lang), columns, sorted(rows, key=str))
