"""What a graph says about a thing, in both directions, with the places that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import ID, IDENTITY_GRAPH, ONTOLOGY, RDF, RULE

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Term

_OUT = """SELECT DISTINCT ?predicate ?other ?graph WHERE {
  GRAPH ?graph { ?thing ?predicate ?other } } ORDER BY ?predicate ?other ?graph"""
_IN = """SELECT DISTINCT ?predicate ?other ?graph WHERE {
  GRAPH ?graph { ?other ?predicate ?thing } } ORDER BY ?predicate ?other ?graph"""


class Fact(NamedTuple):
    """A statement about a thing.

    Attributes:
        predicate: IRI.
        other: The other end: object of an outgoing fact, subject of an incoming one.
        outgoing: Whether the thing is the subject.
        graphs: IRIs of the graphs that hold it: passages, or the rule that derived it.
    """

    predicate: str
    other: Term
    outgoing: bool
    graphs: tuple[str, ...]

    @property
    def derived(self) -> bool:
        """Whether only rules say it."""
        return all(g.startswith(RULE) for g in self.graphs)


def facts_of(graph: Graph, iri: str) -> list[Fact]:
    """Every fact about a thing: outgoing ones first, by predicate and other end.

    Names and classes from our own registers are left out where a passage says the same.
    """
    facts: list[Fact] = []
    for query, outgoing in ((_OUT, True), (_IN, False)):
        graphs: dict[tuple[str, Term], list[str]] = {}
        rows = graph.select(query, {"thing": ox.NamedNode(iri)})
        at = {name: rows.columns.index(name) for name in ("predicate", "other", "graph")}
        for row in rows.rows:
            predicate, other, where = (row[at[n]] for n in ("predicate", "other", "graph"))
            if predicate is not None and other is not None and where is not None:
                graphs.setdefault((predicate.value, other), []).append(where.value)  # type: ignore[union-attr]
        facts.extend(Fact(p, o, outgoing, tuple(g)) for (p, o), g in graphs.items())
    return [f for f in facts if not _is_bookkeeping(f)]


def _is_bookkeeping(fact: Fact) -> bool:
    """Passage descriptions and superclasses that only our register states."""
    if fact.predicate == RDF + "type":
        return all(g in {IDENTITY_GRAPH, ONTOLOGY} for g in fact.graphs)
    return all(g == IDENTITY_GRAPH for g in fact.graphs) and not _between_things(fact)


def _between_things(fact: Fact) -> bool:
    return isinstance(fact.other, ox.NamedNode) and fact.other.value.startswith(ID)
