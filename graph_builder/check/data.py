"""The part of a graph that rules look at, as pySHACL wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.convert import plain, to_rdflib
from graph_builder.names import OWL, RDFS
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from graph_builder.check.readgraph import ReadGraph
    from graph_builder.check.rules import Catalogue
    from graph_builder.graph.access import Graph

_PART = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?p {{ {0} }} ?s ?p ?o }}"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ONTOLOGY = f"ASK WHERE {{ ?ontology a <{OWL}Ontology> }}"


def data_for(graph: Graph, catalogue: Catalogue) -> ReadGraph:
    """The facts of the default graph that the rules look at, with the hierarchy of classes.

    Rules look at a part of a graph only, and terms of rdflib are slow to make.
    """
    if catalogue.core.looks_everywhere:
        query = _ALL
    else:
        targets = [rule.targets for rule in catalogue.rules.values()]
        properties = catalogue.core.properties()
        properties.update(*(t.subjects_of for t in targets), *(t.objects_of for t in targets))
        query = _PART.format(" ".join(f"<{p}>" for p in sorted(properties)))
    triples = graph.construct(query)
    if not graph.ask(_ONTOLOGY):
        triples += _hierarchy()
    return to_rdflib(plain(triples))


def _hierarchy() -> list[ox.Triple]:
    """Which class of ours is below which, for a graph that does not bring the ontology along."""
    above = ox.NamedNode(RDFS + "subClassOf")
    quads = ox.parse(path=str(bundled("ontology") / "zhitu.ttl"), format=ox.RdfFormat.TURTLE)
    return [q.triple for q in quads if q.predicate == above]
