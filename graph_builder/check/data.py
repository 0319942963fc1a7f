"""The part of a graph that rules look at, by property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.names import OWL, RDF, RDFS
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph_builder.check.rules import Catalogue
    from graph_builder.check.shapes import Node, Targets, Term
    from graph_builder.graph.access import Graph

_PART = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?p {{ {0} }} ?s ?p ?o }}"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ONTOLOGY = f"ASK WHERE {{ ?ontology a <{OWL}Ontology> }}"


class Data:
    """Triples, each once: property -> subject -> objects."""

    def __init__(self, triples: Iterable[tuple[Node, str, Term]]) -> None:
        self.by_property: dict[str, dict[Node, dict[Term, None]]] = {}
        for subject, predicate, obj in triples:
            by_subject = self.by_property.setdefault(predicate, {})
            by_subject.setdefault(subject, {})[obj] = None

    def triples(self) -> Iterator[tuple[Node, str, Term]]:
        """Every triple, property by property."""
        for predicate, by_subject in self.by_property.items():
            for subject, objects in by_subject.items():
                for obj in objects:
                    yield subject, predicate, obj

    @property
    def has_blank_nodes(self) -> bool:
        """Whether a subject or object has no IRI."""
        return any(isinstance(t, ox.BlankNode) for s, _, o in self.triples() for t in (s, o))

    def focus(self, targets: Targets) -> set[Term]:
        """What the targets of a shape select.

        Counted apart from the engine, which says nothing about a shape that selected nothing.
        """
        found: set[Term] = set(targets.nodes)
        classes = {c for name in targets.classes for c in self._with_below(name)}
        for cls in classes:
            found.update(self._instances().get(cls, ()))
        for name in targets.subjects_of:
            found.update(self.by_property.get(name, ()))
        for name in targets.objects_of:
            for objects in self.by_property.get(name, {}).values():
                found.update(objects)
        return found

    def _with_below(self, cls: str) -> set[Term]:
        """A class and all below it."""
        found: set[Term] = {ox.NamedNode(cls)}
        waiting = list(found)
        above = self.by_property.get(RDFS + "subClassOf", {})
        while waiting:
            current = waiting.pop()
            below = [c for c, classes in above.items() if current in classes and c not in found]
            found.update(below)
            waiting += below
        return found

    def _instances(self) -> dict[Term, list[Node]]:
        """Class -> what has it as a type, made when first asked for."""
        if not hasattr(self, "_of_class"):
            self._of_class: dict[Term, list[Node]] = {}
            for subject, classes in self.by_property.get(RDF + "type", {}).items():
                for cls in classes:
                    self._of_class.setdefault(cls, []).append(subject)
        return self._of_class


def data_for(graph: Graph, catalogue: Catalogue) -> Data:
    """The facts of the default graph that the rules look at, with the hierarchy of classes.

    Rules look at a part of a graph only, and terms are slow to make.
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
    return Data(plain(triples))


def plain(triples: Iterable[ox.Triple]) -> Iterator[tuple[Node, str, Term]]:
    """The triples without those of RDF 1.2, which no SHACL engine reads."""
    for triple in triples:
        subject, obj = triple.subject, triple.object
        if not isinstance(obj, ox.Triple) and not isinstance(subject, ox.Triple):
            yield subject, triple.predicate.value, obj


def _hierarchy() -> list[ox.Triple]:
    """Which class of ours is below which, for a graph that does not bring the ontology along."""
    above = ox.NamedNode(RDFS + "subClassOf")
    quads = ox.parse(path=str(bundled("ontology") / "zhitu.ttl"), format=ox.RdfFormat.TURTLE)
    return [q.triple for q in quads if q.predicate == above]
