"""The network of schools, clusters, programmes, industries and partners, as nodes and edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.addresses import Places, report_of
from graph_builder.ask.entities import labels
from graph_builder.ask.reports import printed_order, report_names
from graph_builder.names import RULE, VET, compact
from graph_builder.trace import is_station

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Graph

#: Layers of the picture from left to right; a node belongs to the first class that it has.
LAYERS: tuple[tuple[str, int], ...] = (
    ("Country", 0),
    ("Region", 0),
    ("Place", 0),
    ("School", 3),
    ("Enterprise", 1),
    ("University", 1),
    ("GovernmentBody", 1),
    ("Association", 1),
    ("Consortium", 1),
    ("Organisation", 1),
    ("UnidentifiedParty", 1),
    ("Unit", 2),
    ("Facility", 2),
    ("Cooperation", 2),
    ("ProgrammeCluster", 4),
    ("CoreProgramme", 5),
    ("IndustryTerm", 6),
)
_REPORTS = (
    "SELECT DISTINCT ?title WHERE { ?report a vet:Report ; rdfs:label ?title } ORDER BY ?title"
)
_PROGRAMMES = """SELECT DISTINCT ?core ?programme WHERE { ?core vet:ofProgramme ?programme }
ORDER BY ?core ?programme"""
_NODES = """SELECT DISTINCT ?thing ?class WHERE {
  VALUES ?class { %s } ?thing a ?class } ORDER BY ?thing ?class"""
_EDGES = """SELECT DISTINCT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o }
  FILTER(isIRI(?o) && STRSTARTS(STR(?p), "%s")) } ORDER BY ?s ?p ?o ?g"""
_EDGES_OF = """SELECT DISTINCT ?s ?p ?o ?g WHERE { VALUES ?p { %s } GRAPH ?g { ?s ?p ?o }
  FILTER(isIRI(?o)) } ORDER BY ?s ?p ?o ?g"""


class Node(NamedTuple):
    """A thing: IRI, local name of the class that places it, layer, labels.

    `brief_zh` and `brief_en` stand in the picture, where links tell what a label has to repeat: a
    core programme is drawn without its school and cluster.
    """

    iri: str
    cls: str
    layer: int
    zh: str
    en: str
    brief_zh: str
    brief_en: str


class Edge(NamedTuple):
    """A statement between two nodes: which ends, which property, which graphs hold it.

    `graphs` are IRIs of passages or of the rule that derived it. `named` are the reports of these
    passages with their short names in Chinese and English; empty where there is one report only.
    """

    source: str
    target: str
    predicate: str
    zh: str
    en: str
    graphs: tuple[str, ...]
    named: tuple[tuple[str, str, str], ...] = ()

    @property
    def derived(self) -> bool:
        """Whether no passage states it."""
        return all(g.startswith(RULE) for g in self.graphs)

    def places(self, lang: str) -> list[str]:
        """Where it is said, in words."""
        return [*map(self.say(lang), self.graphs)]

    def say(self, lang: str) -> Places:
        """Words for its places; of several reports, each place names its own."""
        return Places(
            lang, {r: zh if lang == "zh" else en for r, zh, en in self.named}, "address-in"
        )


class Named:
    """The short names of the reports of a graph, for the edges that cite them."""

    def __init__(self, graph: Graph) -> None:
        self._zh, self._en = (report_names(graph, lang) for lang in ("zh", "en"))

    def of(self, graphs: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
        """What an edge has to know of the reports that its graphs belong to."""
        if not self._zh:
            return ()
        reports = dict.fromkeys(r for g in graphs if (r := report_of(g)) in self._zh)
        return tuple((r, self._zh[r], self._en[r]) for r in reports if r)


class Network(NamedTuple):
    """Nodes by layer and IRI, schools as printed; edges by source, property, target; titles."""

    nodes: list[Node]
    edges: list[Edge]
    reports: list[str]


def network(
    graph: Graph,
    *,
    derived: bool = False,
    layers: tuple[tuple[str, int], ...] = LAYERS,
    links: tuple[str, ...] = (),
) -> Network:
    """The network of a graph; things that nothing connects are left out.

    Args:
        graph: Where from.
        derived: Also take statements that only a rule makes.
        layers: Local names of the classes to take, each with its layer, the first one first.
        links: Local names of the properties to take; all when there are none.
    """
    values = " ".join(f"<{VET}{cls}>" for cls, _ in layers)
    classes: dict[str, set[str]] = {}
    for thing, cls in _values(graph, _NODES % values):
        if is_station(thing):
            classes.setdefault(thing, set()).add(cls.removeprefix(VET))
    graphs: dict[tuple[str, str, str], list[str]] = {}
    named = " ".join(f"<{VET}{link}>" for link in links)
    for s, p, o, g in _values(graph, _EDGES_OF % named if links else _EDGES % VET):
        if s in classes and o in classes:
            graphs.setdefault((s, p, o), []).append(g)
    kept = {k: g for k, g in graphs.items() if derived or not all(x.startswith(RULE) for x in g)}
    connected = {end for s, _, o in kept for end in (s, o)}
    programmes = {row[0]: row[1] for row in _values(graph, _PROGRAMMES)}
    wanted = connected | {p for _, p, _ in kept} | set(programmes.values())
    zh, en = (labels(graph, wanted, lang) for lang in ("zh", "en"))
    for iri in wanted - set(programmes.values()):
        zh.setdefault(iri, compact(iri))
        en.setdefault(iri, compact(iri))
    nodes = []
    for iri in connected:
        cls, layer = next((c, layer) for c, layer in layers if c in classes[iri])
        brief = programmes.get(iri, iri)
        briefs = (zh.get(brief, zh[iri]), en.get(brief, en[iri]))
        nodes.append(Node(iri, cls, layer, zh[iri], en[iri], *briefs))
    order = printed_order(graph)
    nodes.sort(key=lambda n: (n.layer, order.get(n.iri, 0), n.iri))
    titled = Named(graph)
    edges = [
        Edge(s, o, p, zh[p], en[p], tuple(g), titled.of(g)) for (s, p, o), g in sorted(kept.items())
    ]
    reports = [title for (title,) in _values(graph, _REPORTS)]
    return Network(nodes, edges, reports)


def _values(graph: Graph, query: str) -> list[tuple[str, ...]]:
    """The rows of a query whose variables are always bound, as plain text."""
    return [tuple(term.value for term in row) for row in graph.select(query).rows]  # type: ignore[union-attr]
