"""Defects of evidence: statements without passage, passages without address, graphs mixed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.seeds.world import Defect, World, iri, text
from graph_builder.names import ID, RULE

if TYPE_CHECKING:
    from collections.abc import Callable

KIND = "evidence"
_CELL = "SELECT ?p WHERE { GRAPH ?r { ?p vet:isPassageOf ?r ; vet:atColumn ?c } }"
_SENTENCE = (
    "SELECT ?p WHERE { GRAPH ?r { ?p vet:isPassageOf ?r ; vet:hasAddress ?a "
    'FILTER CONTAINS(?a, "/sentence/") } }'
)
_FACT = "SELECT ?s WHERE { ?s a vet:Cooperation ; vet:hasPartner ?o }"


def _passage(predicate: str, new: ox.Literal | None, *codes: str, where: str = _CELL) -> Defect:
    """A passage without a value of a property, or with another one."""

    def make(world: World) -> None:
        passage = world.middle(where)[0]
        report = world.quads(passage, "vet:isPassageOf")
        world.remove(world.quads(passage, predicate))
        if new is not None:
            world.put(passage, predicate, new, report)

    words = "without" if new is None else "with another"
    return Defect(f"a passage {words} {predicate}", KIND, codes, make)


def _fact(name: str, code: str, change: Callable[[World, list[ox.Quad]], None]) -> Defect:
    """A stated partner of a cooperation whose evidence is changed."""

    def make(world: World) -> None:
        change(world, world.quads(world.middle(_FACT)[0], "vet:hasPartner"))

    return Defect(name, KIND, (code,), make)


def _named(quads: list[ox.Quad]) -> list[ox.Quad]:
    return [q for q in quads if q.graph_name != ox.DefaultGraph()]


def _elsewhere(graph: str) -> Callable[[World, list[ox.Quad]], None]:
    """The evidence moves into another graph."""

    def change(world: World, quads: list[ox.Quad]) -> None:
        named = _named(quads)
        world.remove(named)
        world.add(ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph)) for q in named)

    return change


def _derived(world: World, _quads: list[ox.Quad]) -> None:
    (a, b) = world.middle("SELECT ?a ?b WHERE { ?a vet:clusterServes ?b }")
    world.put(a, "vet:clusterServes", b, [q for q in _quads if q in _named(_quads)])


def _blank(world: World, quads: list[ox.Quad]) -> None:
    world.put(ox.BlankNode("seed"), "rdf:type", iri("vet:Enterprise"), quads)


def _no_thing(world: World, quads: list[ox.Quad]) -> None:
    thing = ox.NamedNode(f"{ID}enterprise/mei-you-zhe-jia")
    identity = world.quads(quads[0].object, "rdf:type")  # type: ignore[arg-type]
    for cls in ("vet:Enterprise", "vet:Agent"):
        world.put(thing, "rdf:type", iri(cls), identity)
    world.put(thing, "rdfs:label", text("没有这家", "@zh"), identity)


EVIDENCE: tuple[Defect, ...] = (
    _passage("vet:hasAddress", None, "EVIDENCE-ADDRESS"),
    _passage("vet:hasAddress", text("table/9/row/1"), "EVIDENCE-ADDRESS"),
    _passage("vet:hasPassageKind", None, "EVIDENCE-KIND"),
    _passage("vet:startsAt", None, "EVIDENCE-OFFSETS"),
    _passage("vet:endsAt", text("1", "integer"), "EVIDENCE-OFFSETS"),
    _passage("vet:isPassageOf", None, "EVIDENCE-REPORT"),
    _passage("vet:atRow", text("99"), "EVIDENCE-TABLE"),
    _passage("vet:inTable", None, "EVIDENCE-TABLE"),
    _passage("vet:hasPrintedText", text("一句话", "@zh"), "EVIDENCE-TEXT", where=_SENTENCE),
    _fact("a statement without passage", "EVIDENCE-STATEMENT", lambda w, q: w.remove(_named(q))),
    _fact("a statement of a passage that is not in the default graph", "EVIDENCE-PLAIN",
          lambda w, q: w.remove(x for x in q if x not in _named(q))),
    _fact("a statement in the graph of nothing", "EVIDENCE-GRAPH", _elsewhere(f"{ID}report/x/y")),
    _fact("a statement in the graph of a rule", "EVIDENCE-RULE", _elsewhere(f"{RULE}works_with")),
    _fact("a derived property in a passage", "EVIDENCE-DERIVED", _derived),
    _fact("a blank node", "THING-BLANK", _blank),
    _fact("an enterprise that no report speaks of", "EVIDENCE-THING", _no_thing),
)  # fmt: skip
