"""The graph that defects are made in, and what a defect is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Term = ox.NamedNode | ox.BlankNode | ox.Literal
    #: What replaces a value: a term, or made from the graph, the thing and its old value.
    New = Term | Callable[["World", ox.NamedNode, Term], Term]


class Defect(NamedTuple):
    """One defect.

    Attributes:
        name: What is wrong.
        kind: What sort of defect it is, for the summary.
        rules: Codes of the rules, or of the errors of the build, that are meant to find it.
        graph: Makes it in a graph; None when it is made in files.
        files: Makes it in a copy of the data folder of the report.
    """

    name: str
    kind: str
    rules: tuple[str, ...]
    graph: Callable[[World], None] | None = None
    files: Callable[[Path], None] | None = None


def iri(short: str) -> ox.NamedNode:
    """The IRI of a short form such as `vet:hasUnit`."""
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def text(value: str, kind: str = "") -> ox.Literal:
    """A literal: of a language (`@zh`), of a type of XML Schema (`decimal`), or plain."""
    if kind.startswith("@"):
        return ox.Literal(value, language=kind[1:])
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind)) if kind else ox.Literal(value)


class World:
    """A store that remembers what was done to it, so that it can be undone."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.removed: list[ox.Quad] = []
        self.added: list[ox.Quad] = []

    def middle(self, query: str) -> list[ox.NamedNode]:
        """The middle row of a query, so that the choice is neither random nor the first in a file.

        Raises:
            LookupError: There is no row.
        """
        found = self.store.query(query, prefixes=PREFIXES)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(query)
        rows = sorted(([*solution] for solution in found), key=str)
        if not rows:
            raise LookupError(query)
        return rows[len(rows) // 2]

    def a(self, cls: str, *properties: str, lang: str = "") -> ox.NamedNode:
        """A thing of a class that has one value, of a language, for each of these properties."""
        conditions = "".join(
            f"{{ SELECT ?s WHERE {{ ?s {p} ?o "
            + (f"FILTER (LANG(?o) = '{lang}') " if lang else "")
            + "} GROUP BY ?s HAVING (COUNT(*) = 1) }\n"
            for p in properties
        )
        kind = f"?s a {cls} ." if cls else ""
        return self.middle(f"SELECT DISTINCT ?s WHERE {{ {conditions} {kind} }}")[0]

    def quads(self, subject: Term | None, predicate: str, obj: Term | None = None) -> list[ox.Quad]:
        """Statements in any graph."""
        if isinstance(subject, ox.Literal):
            raise TypeError(predicate)
        found = self.store.quads_for_pattern(subject, iri(predicate), obj, None)
        return sorted(found, key=str)

    def value(self, subject: Term, predicate: str) -> Term:
        """The value of a property."""
        found = self.quads(subject, predicate)[0].object
        if isinstance(found, ox.Triple):
            raise TypeError(predicate)
        return found

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Take statements out."""
        for quad in quads:
            self.store.remove(quad)
            self.removed.append(quad)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Put statements in."""
        for quad in quads:
            if quad not in self.store:
                self.store.add(quad)
                self.added.append(quad)

    def put(self, subject: Term, predicate: str, new: Term, like: Iterable[ox.Quad]) -> None:
        """State something in the graphs in which other statements stand."""
        if isinstance(subject, ox.Literal):
            raise TypeError(predicate)
        graphs = {quad.graph_name for quad in like}
        self.add(ox.Quad(subject, iri(predicate), new, g) for g in sorted(graphs, key=str))

    def undo(self) -> None:
        """Make everything as it was."""
        for quad in self.added:
            self.store.remove(quad)
            name = quad.graph_name
            if next(self.store.quads_for_pattern(None, None, None, name), None) is None:
                # An empty graph is still listed as one.
                self.store.remove_graph(name)
        self.store.extend(self.removed)
        self.added, self.removed = [], []


def drop(cls: str, predicate: str, *rules: str, lang: str = "", backwards: bool = False) -> Defect:
    """A thing whose only value of a property is missing; `backwards` when it is the value."""

    def make(world: World) -> None:
        if backwards:
            query = (
                f"SELECT ?s WHERE {{ {{ SELECT ?s (COUNT(DISTINCT ?o) AS ?n) WHERE "
                f"{{ ?s a {cls} . ?o {predicate} ?s }} GROUP BY ?s }} FILTER (?n = 1) }}"
            )
            world.remove(world.quads(None, predicate, world.middle(query)[0]))
            return
        thing = world.a(cls, predicate, lang=lang)
        quads = world.quads(thing, predicate)
        world.remove(q for q in quads if not lang or getattr(q.object, "language", "") == lang)

    words = f"{cls or 'a thing'} without {'^' if backwards else ''}{predicate}"
    return Defect(f"{words}{' in ' + lang if lang else ''}", "statement missing", rules, make)


def replace(  # noqa: D417 -- the others are named as in `drop`
    kind: str, cls: str, predicate: str, new: New, *rules: str, name: str = ""
) -> Defect:
    """A thing with another value of a property.

    Args:
        new: The value, or how to make it.
        name: What is wrong, where class and property do not say it.
    """

    def make(world: World) -> None:
        thing = world.a(cls, predicate)
        quads = world.quads(thing, predicate)
        value = new(world, thing, world.value(thing, predicate)) if callable(new) else new
        world.remove(quads)
        world.put(thing, predicate, value, quads)

    return Defect(name or f"{predicate} of {cls}: {kind}", kind, rules, make)


def second(cls: str, predicate: str, new: New, *rules: str, lang: str = "") -> Defect:
    """A thing with a further value of a property."""

    def make(world: World) -> None:
        thing = world.a(cls, predicate, lang=lang)
        quads = world.quads(thing, predicate)
        value = new(world, thing, world.value(thing, predicate)) if callable(new) else new
        world.put(thing, predicate, value, quads)

    return Defect(f"{predicate} of {cls} twice", "one value too many", rules, make)
