"""The peer: rdflib as its documentation shows it, holding the same quads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef

from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.query import ResultRow

    RdflibQuad = tuple[URIRef, URIRef, URIRef | Literal, URIRef | None]


class Words(NamedTuple):
    """A literal as text, before rdflib makes a term of it."""

    value: str
    language: str | None
    datatype: str


class PlainQuad(NamedTuple):
    """A quad as text: IRIs, and `Words` for a literal; `graph` None for the default graph."""

    subject: str
    predicate: str
    object: str | Words
    graph: str | None


def plain(quads: Iterable[ox.Quad]) -> list[PlainQuad]:
    """Quads as text, the form from which a program that uses rdflib would start."""
    return [
        PlainQuad(
            _iri(quad.subject),
            quad.predicate.value,
            Words(quad.object.value, quad.object.language, quad.object.datatype.value)
            if isinstance(quad.object, ox.Literal)
            else _iri(quad.object),
            None if isinstance(quad.graph_name, ox.DefaultGraph) else _iri(quad.graph_name),
        )
        for quad in quads
    ]


def terms(quads: Iterable[PlainQuad]) -> list[RdflibQuad]:
    """The same quads as rdflib terms."""
    return [
        (
            URIRef(quad.subject),
            URIRef(quad.predicate),
            _literal(quad.object) if isinstance(quad.object, Words) else URIRef(quad.object),
            None if quad.graph is None else URIRef(quad.graph),
        )
        for quad in quads
    ]


def add_and_serialise(quads: Iterable[RdflibQuad]) -> bytes:
    """Add quads to a fresh Dataset and write it as N-Quads.

    A graph's name is turned into a Graph once only, which rdflib would else do for every quad.
    """
    dataset = Dataset()
    graphs: dict[URIRef | None, Graph] = {None: dataset.default_graph}
    for subject, predicate, obj, name in quads:
        graph = graphs.get(name)
        if graph is None:
            graph = graphs[name] = dataset.get_context(name)
        dataset.add((subject, predicate, obj, graph))
    return dataset.serialize(format="nquads", encoding="utf-8")


def load(path: Path) -> Dataset:
    """Read an N-Quads file into a fresh Dataset."""
    dataset = Dataset()
    dataset.parse(path, format="nquads")
    return dataset


def select(dataset: Dataset, query: str) -> list[ResultRow]:
    """Run a SELECT query over the default graph, with the prefixes that zhitu knows."""
    return list(dataset.query(query, initNs=PREFIXES))  # type: ignore[arg-type]


def _iri(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        raise TypeError(term)  # the graph has neither blank nodes nor quoted triples
    return term.value


def _literal(words: Words) -> Literal:
    if words.language:
        return Literal(words.value, lang=words.language)
    return Literal(words.value, datatype=URIRef(words.datatype))
