"""What a graph says about a thing, in both directions, with the places that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import ID, IDENTITY_GRAPH, ONTOLOGY, RDF, RULE, VET

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Rows, Term

_OUT = """SELECT DISTINCT ?predicate ?other ?graph WHERE {
  GRAPH ?graph { ?thing ?predicate ?other }
} ORDER BY ?predicate ?other ?graph"""
_IN = """SELECT DISTINCT ?predicate ?other ?graph WHERE {
  GRAPH ?graph { ?other ?predicate ?thing }
} ORDER BY ?predicate ?other ?graph"""
_NOTES_OUT = """SELECT DISTINCT ?thing ?graph ?note WHERE {
  GRAPH ?graph { ?thing vet:hasInferenceNote ?note }
} ORDER BY ?note ?graph"""
_NOTES_IN = """SELECT DISTINCT ?other ?graph ?note WHERE {
  GRAPH ?graph { ?other ?predicate ?thing ; vet:hasInferenceNote ?note }
} ORDER BY ?note ?graph ?other"""
_LABELS = """SELECT DISTINCT ?predicate ?label WHERE {
  VALUES ?predicate { %s }
  ?predicate rdfs:label ?label . FILTER(LANG(?label) = "zh")
} ORDER BY ?predicate ?label"""


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


def facts_of(graph: Graph, iri: str, *, limit: int | None = None) -> list[Fact]:
    """Every fact about a thing: outgoing ones first, by predicate and other end.

    Names and classes from our own registers are left out where a passage says the same.

    Args:
        graph: Where it stands.
        iri: The thing.
        limit: Statements that are read in each direction, counted once for each place; None for
            all of them.
    """
    facts: list[Fact] = []
    about = {"thing": ox.NamedNode(iri)}
    for query, remarks, outgoing in ((_OUT, _NOTES_OUT, True), (_IN, _NOTES_IN, False)):
        graphs: dict[tuple[str, Term], list[str]] = {}
        for predicate, other, where in graph.select(query, about, limit=limit).rows:
            if isinstance(predicate, ox.NamedNode) and isinstance(where, ox.NamedNode) and other:
                graphs.setdefault((predicate.value, other), []).append(where.value)
        notes = _notes(graph, graph.select(remarks, about, limit=limit), {p for p, _ in graphs})
        for (name, other), found in graphs.items():
            subject = about["thing"] if outgoing else other
            said = dict.fromkeys(n for g in found for n in notes.get((name, subject, g), ()))
            facts.append(Fact(name, other, outgoing, tuple(found), tuple(said)))
    return [f for f in facts if not _is_bookkeeping(f)]


def _notes(
    graph: Graph, rows: Rows, predicates: set[str]
) -> dict[tuple[str, Term | None, str], list[str]]:
    """Property, subject and graph -> what was inferred; a note begins with the property's label."""
    if not rows.rows:
        return {}
    values = " ".join(f"<{p}>" for p in sorted(predicates))
    by_label: dict[str, list[str]] = {}
    for predicate, label in graph.select(_LABELS % values).rows:
        if isinstance(predicate, ox.NamedNode) and isinstance(label, ox.Literal):
            by_label.setdefault(label.value, []).append(predicate.value)
    notes: dict[tuple[str, Term | None, str], list[str]] = {}
    for subject, where, note in rows.rows:
        if isinstance(where, ox.NamedNode) and isinstance(note, ox.Literal):
            for predicate_iri in by_label.get(note.value.partition("：")[0], ()):
                notes.setdefault((predicate_iri, subject, where.value), []).append(note.value)
    return notes


def _is_bookkeeping(fact: Fact) -> bool:
    """Passage descriptions and superclasses that only our register states."""
    if fact.predicate == VET + "hasInferenceNote":
        return True
    if fact.predicate == RDF + "type":
        return all(g in {IDENTITY_GRAPH, ONTOLOGY} for g in fact.graphs)
    return all(g == IDENTITY_GRAPH for g in fact.graphs) and not _between_things(fact)


def _between_things(fact: Fact) -> bool:
    return isinstance(fact.other, ox.NamedNode) and fact.other.value.startswith(ID)
