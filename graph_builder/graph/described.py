"""A graph described for machines: a VoID dataset and a SPARQL 1.1 service description.

Everything is counted in the graph itself, in its default graph, so that the description is true of
any report. Partitions by class and by property, and linksets that name the class on both sides of a
property, let a client see what can be asked without reading the ontology. Nothing is a blank node.

Sources: VoID (W3C interest group note, 2011); SPARQL 1.1 Service Description (W3C, 2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox

from graph_builder import __version__
from graph_builder.names import (
    DATASET,
    DCTERMS,
    ID,
    ONTOLOGY,
    PREFIXES,
    RDF,
    SCHEMA,
    SCHEME,
    SD,
    VET,
    VOID,
    compact,
)
from graph_builder.turtle import turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.graph.access import Graph, Term

_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?things) WHERE { ?s a ?class }
GROUP BY ?class ORDER BY ?class"""
_PROPERTIES = """SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"""
_OF_CLASS = """SELECT ?class ?p (COUNT(*) AS ?triples) WHERE { ?s a ?class ; ?p ?o }
GROUP BY ?class ?p ORDER BY ?class ?p"""
_LINKS = """SELECT ?from ?p ?to (COUNT(*) AS ?triples) WHERE { ?s a ?from ; ?p ?o . ?o a ?to }
GROUP BY ?from ?p ?to ORDER BY ?from ?p ?to"""
_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""
_GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
_REPORTS = f"""SELECT DISTINCT ?report ?label WHERE {{
  ?report a <{VET}Report> OPTIONAL {{ ?report <http://www.w3.org/2000/01/rdf-schema#label> ?label }}
}} ORDER BY ?report ?label"""
_FORMATS = "http://www.w3.org/ns/formats/"
#: Seconds for each query; long enough for any graph, and what has a limit can be interrupted.
_TIMEOUT = 3600.0
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TITLE = {
    "zh": "职业教育质量年度报告知识图谱",
    "en": "Knowledge graph of annual reports on vocational education",
}
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "Turtle")
#: Vocabularies are told by the namespaces that classes and properties come from.
_OWN_TERMS = (ID, SCHEME)


class Described(NamedTuple):
    """A description and what it counts.

    Attributes:
        text: Turtle, sorted.
        classes: Number of class partitions.
        properties: Number of property partitions.
        links: Number of linksets.
    """

    text: bytes
    classes: int
    properties: int
    links: int


def describe_dataset(
    graph: Graph, *, dataset: str = DATASET, endpoint: str | None = None
) -> Described:
    """Describe a graph in VoID, and the service that holds it in SPARQL 1.1 terms.

    Args:
        graph: What to describe; six queries are put to it.
        dataset: IRI of the dataset; what is described hangs below it.
        endpoint: URL at which it can be asked, where there is one.
    """
    classes = graph.select(_CLASSES, timeout=_TIMEOUT).rows
    properties = graph.select(_PROPERTIES, timeout=_TIMEOUT).rows
    links = graph.select(_LINKS, timeout=_TIMEOUT).rows
    triples = list(_dataset(graph, dataset, endpoint))
    for cls, things in classes:
        triples += _class(dataset, _iri(cls), things)
    for predicate, count, subjects, objects in properties:
        triples += _property(dataset, _iri(predicate), count, subjects, objects)
    for cls, predicate, count in graph.select(_OF_CLASS, timeout=_TIMEOUT).rows:
        triples += _property_of_class(dataset, _iri(cls), _iri(predicate), count)
    for source, predicate, target, count in links:
        triples += _linkset(dataset, _iri(source), _iri(predicate), _iri(target), count)
    namespaces = {_namespace(_iri(term)) for term, *_ in (*classes, *properties)}
    root = ox.NamedNode(dataset)
    triples += [
        _triple(root, VOID + "vocabulary", ox.NamedNode(n)) for n in namespaces if n is not None
    ]
    prefixes = {**PREFIXES, "sd": SD, "formats": _FORMATS}
    return Described(turtle(triples, prefixes), len(classes), len(properties), len(links))


def _dataset(graph: Graph, dataset: str, endpoint: str | None) -> Iterator[ox.Triple]:
    root, service = ox.NamedNode(dataset), ox.NamedNode(f"{dataset}#service")
    for kind in (VOID + "Dataset", SD + "Dataset"):
        yield _triple(root, RDF + "type", ox.NamedNode(kind))
    for lang, title in _TITLE.items():
        yield _triple(root, DCTERMS + "title", ox.Literal(title, language=lang))
    yield _triple(root, DCTERMS + "license", ox.NamedNode(_LICENCE))
    yield _triple(root, DCTERMS + "conformsTo", ox.NamedNode(ONTOLOGY))
    yield _triple(root, SCHEMA + "version", ox.Literal(__version__))
    for form in ("N-Quads", "TriG"):
        yield _triple(root, VOID + "feature", ox.NamedNode(_FORMATS + form))
    yield _triple(root, VOID + "uriSpace", ox.Literal(ID))
    for report, *_ in graph.select(_REPORTS, timeout=_TIMEOUT).rows:
        yield _triple(root, DCTERMS + "source", _iri(report))
        yield _triple(root, VOID + "exampleResource", _iri(report))
    for cls in ("School", "Enterprise"):
        example = graph.select(f"SELECT ?s WHERE {{ ?s a <{VET}{cls}> }} ORDER BY ?s", limit=1)
        for (thing,) in example.rows:
            yield _triple(root, VOID + "exampleResource", _iri(thing))
    (totals,) = graph.select(_TOTALS, timeout=_TIMEOUT).rows
    default = ox.NamedNode(f"{dataset}#default-graph")
    yield _triple(root, SD + "defaultGraph", default)
    yield _triple(default, RDF + "type", ox.NamedNode(SD + "Graph"))
    for node in (root, default):
        for name, value in zip(
            ("triples", "distinctSubjects", "distinctObjects"), totals, strict=True
        ):
            yield _triple(node, VOID + name, _literal(value))
    ((graphs,),) = graph.select(_GRAPHS, timeout=_TIMEOUT).rows
    remark = f"{_literal(graphs).value} 个命名图，每个是一处出处、一条规则或一份登记"
    yield _triple(root, DCTERMS + "description", ox.Literal(remark, language="zh"))
    remark = f"{_literal(graphs).value} named graphs, each a printed place, a rule or a register"
    yield _triple(root, DCTERMS + "description", ox.Literal(remark, language="en"))
    yield _triple(service, RDF + "type", ox.NamedNode(SD + "Service"))
    yield _triple(service, SD + "defaultDataset", root)
    yield _triple(service, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query"))
    for form in _RESULTS:
        yield _triple(service, SD + "resultFormat", ox.NamedNode(_FORMATS + form))
    if endpoint is not None:
        yield _triple(service, SD + "endpoint", ox.NamedNode(endpoint))
        yield _triple(root, VOID + "sparqlEndpoint", ox.NamedNode(endpoint))


def _class(dataset: str, cls: ox.NamedNode, things: Term | None) -> list[ox.Triple]:
    node = _part(dataset, "class", cls)
    return [
        _triple(ox.NamedNode(dataset), VOID + "classPartition", node),
        _triple(node, RDF + "type", ox.NamedNode(VOID + "Dataset")),
        _triple(node, VOID + "class", cls),
        _triple(node, VOID + "entities", _literal(things)),
    ]


def _property(
    dataset: str,
    predicate: ox.NamedNode,
    count: Term | None,
    subjects: Term | None,
    objects: Term | None,
) -> list[ox.Triple]:
    node = _part(dataset, "property", predicate)
    return [
        _triple(ox.NamedNode(dataset), VOID + "propertyPartition", node),
        _triple(node, RDF + "type", ox.NamedNode(VOID + "Dataset")),
        _triple(node, VOID + "property", predicate),
        _triple(node, VOID + "triples", _literal(count)),
        _triple(node, VOID + "distinctSubjects", _literal(subjects)),
        _triple(node, VOID + "distinctObjects", _literal(objects)),
    ]


def _property_of_class(
    dataset: str, cls: ox.NamedNode, predicate: ox.NamedNode, count: Term | None
) -> list[ox.Triple]:
    node = _part(dataset, "class", cls, predicate)
    return [
        _triple(_part(dataset, "class", cls), VOID + "propertyPartition", node),
        _triple(node, RDF + "type", ox.NamedNode(VOID + "Dataset")),
        _triple(node, VOID + "property", predicate),
        _triple(node, VOID + "triples", _literal(count)),
    ]


def _linkset(
    dataset: str,
    source: ox.NamedNode,
    predicate: ox.NamedNode,
    target: ox.NamedNode,
    count: Term | None,
) -> list[ox.Triple]:
    node = _part(dataset, "link", source, predicate, target)
    return [
        _triple(ox.NamedNode(dataset), VOID + "subset", node),
        _triple(node, RDF + "type", ox.NamedNode(VOID + "Linkset")),
        _triple(node, VOID + "linkPredicate", predicate),
        _triple(node, VOID + "subjectsTarget", _part(dataset, "class", source)),
        _triple(node, VOID + "objectsTarget", _part(dataset, "class", target)),
        _triple(node, VOID + "triples", _literal(count)),
    ]


def _part(dataset: str, kind: str, *terms: ox.NamedNode) -> ox.NamedNode:
    """IRI of a part of the dataset, by the terms that it is about: `#class-vet:School`."""
    names = "-".join(quote(compact(term.value), safe=":") for term in terms)
    return ox.NamedNode(f"{dataset}#{kind}-{names}")


def _namespace(term: ox.NamedNode) -> str | None:
    for separator in ("#", "/"):
        head, found, _ = term.value.rpartition(separator)
        if found and not term.value.startswith(_OWN_TERMS):
            return head + separator
    return None


def _iri(term: Term | None) -> ox.NamedNode:
    if not isinstance(term, ox.NamedNode):
        raise TypeError(term)
    return term


def _literal(term: Term | None) -> ox.Literal:
    if not isinstance(term, ox.Literal):
        raise TypeError(term)
    return term


def _triple(subject: ox.NamedNode, predicate: str, obj: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), obj)
