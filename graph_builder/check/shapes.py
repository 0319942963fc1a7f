"""A shapes graph as plain triples: what it holds, what it targets, which properties it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.check.rdffile import parse_rdf
from graph_builder.errors import InputError, Place
from graph_builder.names import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Node = ox.NamedNode | ox.BlankNode
    Term = ox.NamedNode | ox.BlankNode | ox.Literal

_REST, _FIRST, _NIL = RDF + "rest", RDF + "first", RDF + "nil"
TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
#: Properties whose values are themselves properties of the data.
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


class Targets(NamedTuple):
    """What a shape looks at: nodes, classes, and properties whose subjects or objects it takes."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self[:])


class Shapes:
    """The triples of one or more SHACL files, by subject and predicate.

    Attributes:
        triples: All of them, in file order.
    """

    def __init__(self, triples: Iterable[tuple[Node, str, Term]]) -> None:
        self.triples = list(triples)
        self._about: dict[Node, dict[str, list[Term]]] = {}
        for subject, predicate, obj in self.triples:
            self._about.setdefault(subject, {}).setdefault(predicate, []).append(obj)

    def subjects(self) -> Iterator[Node]:
        """Every subject, in file order."""
        return iter(self._about)

    def objects(self, node: Term, predicate: str) -> list[Term]:
        """The values of a predicate, in file order."""
        if isinstance(node, ox.Literal):
            return []
        return self._about.get(node, {}).get(predicate, [])

    def iris(self, node: Term, predicate: str) -> tuple[str, ...]:
        """The values of a predicate that are IRIs."""
        return tuple(o.value for o in self.objects(node, predicate) if isinstance(o, ox.NamedNode))

    def texts(self, node: Term, predicate: str) -> dict[str, str]:
        """Language -> text of the literals of a predicate; "" for those without a language."""
        found: dict[str, str] = {}
        for value in self.objects(node, predicate):
            if isinstance(value, ox.Literal):
                found.setdefault(value.language or "", value.value)
        return found

    def targets(self, node: Node) -> Targets:
        """What a shape looks at; a shape that is a class looks at its instances."""
        implicit: tuple[str, ...] = ()
        if isinstance(node, ox.NamedNode) and RDFS + "Class" in self.iris(node, RDF + "type"):
            implicit = (node.value,)
        return Targets(
            tuple(self.objects(node, SH + "targetNode")),
            self.iris(node, SH + "targetClass") + implicit,
            self.iris(node, SH + "targetSubjectsOf"),
            self.iris(node, SH + "targetObjectsOf"),
        )

    def parts(self, node: Node, *, named: bool = False) -> Iterator[Node]:
        """What hangs on a node: nested shapes, lists and paths that are blank nodes.

        Args:
            node: Where to begin; it is not among the parts.
            named: Also follow named nodes that the file describes.
        """
        waiting: list[Node] = [node]
        seen: set[Node] = {node}
        while waiting:
            for values in self._about.get(waiting.pop(), {}).values():
                for value in values:
                    if isinstance(value, ox.Literal) or value in seen or value not in self._about:
                        continue
                    if named or isinstance(value, ox.BlankNode):
                        seen.add(value)
                        waiting.append(value)
                        yield value

    def path_properties(self, node: Term) -> list[str]:
        """The properties that a path is made of, in the order in which it walks them."""
        if isinstance(node, ox.NamedNode):
            return [] if node.value == _NIL else [node.value]
        found: list[str] = []
        if isinstance(node, ox.BlankNode):
            about = self._about.get(node, {})
            # The head of a list is walked before the rest of it.
            for predicate in sorted(about, key=lambda p: p == _REST):
                for value in about[predicate]:
                    found += self.path_properties(value)
        return found

    def properties(self) -> set[str]:
        """Every property of the data that a shape looks at."""
        found = {RDF + "type", RDFS + "subClassOf"}
        for subject, predicate, obj in self.triples:
            local = predicate.removeprefix(SH)
            if predicate == SH + "path":
                found.update(self.path_properties(obj))
            elif local in _PAIRS or local in {"targetSubjectsOf", "targetObjectsOf"}:
                found.update(self.iris(subject, predicate))
        return found

    @property
    def looks_everywhere(self) -> bool:
        """Whether a shape may look at any property: a closed one, or one with a query."""
        local = {p.removeprefix(SH) for _, p, _ in self.triples if p.startswith(SH)}
        return bool(local & {"closed", "sparql", "select", "ask", "rule", "js"})


def read_shapes(paths: Iterable[Path]) -> Shapes:
    """Read SHACL files in Turtle or N-Triples.

    Raises:
        InputError: A file is missing, is not RDF, or holds no shape.
    """
    triples: list[tuple[Node, str, Term]] = []
    for path in paths:
        own = list(_parse(path))
        if not is_shacl(own):
            raise InputError("CHECK-NO-SHAPES", Place(str(path)))
        triples += own
    return Shapes(triples)


def is_shacl(triples: Iterable[tuple[Node, str, Term]]) -> bool:
    """Whether something is declared a shape, has a target, or has constraints."""
    kinds = {SH + "NodeShape", SH + "PropertyShape"}
    return any(
        (predicate == RDF + "type" and isinstance(obj, ox.NamedNode) and obj.value in kinds)
        or predicate in {SH + name for name in (*TARGETS, "property")}
        for _, predicate, obj in triples
    )


def _parse(path: Path) -> Iterator[tuple[Node, str, Term]]:
    for quad in parse_rdf(path):
        if not isinstance(quad.object, ox.Triple) and not isinstance(quad.subject, ox.Triple):
            yield quad.subject, quad.predicate.value, quad.object
