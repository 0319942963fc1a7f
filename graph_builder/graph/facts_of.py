"""What a graph says about a thing, in both directions, with the places that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import ID, IDENTITY_GRAPH, ONTOLOGY, RDF, RULE, VET

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Term

_OUT = """SELECT DISTINCT ?predicate ?other ?graph ?note WHERE {
  GRAPH ?graph { ?thing ?predicate ?other }
  OPTIONAL { ?predicate rdfs:label ?label . FILTER(LANG(?label) = "zh")
    GRAPH ?graph { ?thing vet:hasInferenceNote ?note } FILTER(STRSTARTS(STR(?note), STR(?label))) }
} ORDER BY ?predicate ?other ?graph ?note"""
_IN = """SELECT DISTINCT ?predicate ?other ?graph ?note WHERE {
  GRAPH ?graph { ?other ?predicate ?thing }
  OPTIONAL { ?predicate rdfs:label ?label . FILTER(LANG(?label) = "zh")
    GRAPH ?graph { ?other vet:hasInferenceNote ?note } FILTER(STRSTARTS(STR(?note), STR(?label))) }
} ORDER BY ?predicate ?other ?graph ?note"""


class Fact(NamedTuple):
    """A statement about a thing.

    Attributes:
        predicate: IRI.
        other: The other end: object of an outgoing fact, subject of an incoming one.
        outgoing: Whether the thing is the subject.
        graphs: IRIs of the graphs that hold it: passages, or the rule that derived it.
        notes: What had to be inferred from a passage to say so.
    """

    predicate: str
    other: Term
    outgoing: bool
    graphs: tuple[str, ...]
    notes: tuple[str, ...]

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
        graphs: dict[tuple[str, Term], dict[str, None]] = {}
        notes: dict[tuple[str, Term], dict[str, None]] = {}
        for predicate, other, where, note in graph.select(query, {"thing": ox.NamedNode(iri)}).rows:
            if not isinstance(predicate, ox.NamedNode) or other is None:
                continue
            key = (predicate.value, other)
            if isinstance(where, ox.NamedNode):
                graphs.setdefault(key, {})[where.value] = None
            if isinstance(note, ox.Literal):
                notes.setdefault(key, {})[note.value] = None
        facts.extend(
            Fact(key[0], key[1], outgoing, tuple(found), tuple(notes.get(key, ())))
            for key, found in graphs.items()
        )
    return [f for f in facts if not _is_bookkeeping(f)]


def _is_bookkeeping(fact: Fact) -> bool:
    """Passage descriptions and superclasses that only our register states."""
    if fact.predicate == VET + "hasInferenceNote":
        return True
    if fact.predicate == RDF + "type":
        return all(g in {IDENTITY_GRAPH, ONTOLOGY} for g in fact.graphs)
    return all(g == IDENTITY_GRAPH for g in fact.graphs) and not _between_things(fact)


def _between_things(fact: Fact) -> bool:
    return isinstance(fact.other, ox.NamedNode) and fact.other.value.startswith(ID)
