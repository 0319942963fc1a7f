"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID of what it holds.

Counts are of the default graph, where every statement stands once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.names import DCTERMS, ONTOLOGY, PREFIXES, RDF, RDFS, VOID, XSD
from graph_builder.serve import formats

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""
_CLASSES = """SELECT ?term (COUNT(*) AS ?count) WHERE { ?thing a ?term FILTER(isIRI(?term)) }
GROUP BY ?term ORDER BY ?term"""
_PROPERTIES = """SELECT ?term (COUNT(*) AS ?count) WHERE { ?s ?term ?o }
GROUP BY ?term ORDER BY ?term"""
_LABELS = """SELECT ?term ?label WHERE { ?term rdfs:label ?label
  FILTER(STRSTARTS(STR(?term), "%s")) } ORDER BY ?term ?label"""


def written(graph: Graph, url: str, name: str) -> bytes:
    """The description of the service at `url`, in a format of `formats.GRAPHS`."""
    writer = formats.GRAPHS[name].writer
    prefixes = {**PREFIXES, "sd": _SD}
    return ox.serialize(describe(graph, url), format=writer, prefixes=prefixes) or b""


def describe(graph: Graph, url: str) -> list[ox.Triple]:
    """The service at `url` and the data set that it offers."""
    service, whole = ox.NamedNode(url), ox.NamedNode(f"{url}#dataset")
    default = ox.NamedNode(f"{url}#default-graph")
    found = [
        _iri(service, RDF + "type", _SD + "Service"),
        _iri(service, _SD + "endpoint", url),
        _iri(service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        *(_iri(service, _SD + "resultFormat", _FORMATS + name) for name in _WRITTEN),
        _iri(service, _SD + "defaultDataset", whole.value),
        _iri(whole, RDF + "type", _SD + "Dataset"),
        _iri(whole, RDF + "type", VOID + "Dataset"),
        _iri(whole, VOID + "sparqlEndpoint", url),
        _iri(whole, VOID + "vocabulary", ONTOLOGY),
        _iri(whole, _SD + "defaultGraph", default.value),
        _iri(default, RDF + "type", _SD + "Graph"),
        *(
            ox.Triple(whole, ox.NamedNode(DCTERMS + "title"), ox.Literal(text, language=lang))
            for lang, text in (("zh", "职图"), ("en", "zhitu"))
        ),
    ]
    triples, subjects, objects = graph.select(_TOTALS).rows[0]
    for name, number in (
        ("triples", triples),
        ("distinctSubjects", subjects),
        ("distinctObjects", objects),
    ):
        found += [_number(node, VOID + name, number) for node in (whole, default)]
    labels: dict[ox.NamedNode, list[ox.Literal]] = {}
    for term, label in graph.select(_LABELS % ONTOLOGY).rows:
        labels.setdefault(term, []).append(label)  # type: ignore[arg-type]
    for kind, query, names in (
        ("class", _CLASSES, ("classPartition", "entities")),
        ("property", _PROPERTIES, ("propertyPartition", "triples")),
    ):
        for n, (term, number) in enumerate(graph.select(query).rows, 1):
            part = ox.NamedNode(f"{url}#{kind}-{n}")
            found.append(_iri(whole, VOID + names[0], part.value))
            found.append(_iri(part, VOID + kind, term.value))  # type: ignore[union-attr]
            found.append(_number(part, VOID + names[1], number))
            found += [
                ox.Triple(term, ox.NamedNode(RDFS + "label"), label)  # type: ignore[arg-type]
                for label in labels.get(term, ())  # type: ignore[arg-type]
            ]
    return found


def _iri(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))


def _number(subject: ox.NamedNode, predicate: str, value: object) -> ox.Triple:
    literal = ox.Literal(
        str(getattr(value, "value", value)), datatype=ox.NamedNode(XSD + "integer")
    )
    return ox.Triple(subject, ox.NamedNode(predicate), literal)
