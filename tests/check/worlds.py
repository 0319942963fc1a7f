"""Graphs for the tests of rules: a small world that keeps every rule, and a case added to it.

A case in Turtle states facts; they are put where `zhitu build` would put them, into the graph of a
passage and into the default graph. A case in TriG is taken as it is: it is about evidence.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.carry_out import check_rules
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import Catalogue, load_catalogue, shipped_shapes
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import ONTOLOGY_GRAPH, RDF, RDFS, RULE, VET, concept_iri, report_iri
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.check.report import Finding, Outcome

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "cases" / "rules"
REPORT = report_iri("demo-2023")
SENTENCE = f"{REPORT}/section/1/paragraph/1/sentence/1"
#: Rules about the terms of the ontology; only cases that change the ontology can break them.
TERMS = "terms"

_PASSAGES = f"""
@prefix vet: <{VET}> .
<{REPORT}> {{
  <{SENTENCE}> a vet:Passage ; vet:isPassageOf <{REPORT}> ; vet:inSection "1" ;
    vet:hasAddress "section/1/paragraph/1/sentence/1" ; vet:startsAt 10 ; vet:endsAt 30 ;
    vet:hasPassageKind <{concept_iri("passage-kind", "sentence")}> .
  <{REPORT}/table/1-1/row/1> a vet:Passage ; vet:isPassageOf <{REPORT}> ; vet:inSection "1" ;
    vet:hasAddress "table/1-1/row/1" ; vet:inTable "1-1" ; vet:atRow "1" ;
    vet:startsAt 40 ; vet:endsAt 60 ;
    vet:hasPassageKind <{concept_iri("passage-kind", "table-row")}> .
  <{REPORT}/table/1-1/row/1/column/1> a vet:Passage ; vet:isPassageOf <{REPORT}> ;
    vet:inSection "1" ; vet:hasAddress "table/1-1/row/1/column/1" ; vet:inTable "1-1" ;
    vet:atRow "1" ; vet:atColumn "1" ; vet:startsAt 40 ; vet:endsAt 50 ;
    vet:hasPrintedText "市甲校"@zh ;
    vet:hasPassageKind <{concept_iri("passage-kind", "table-cell")}> .
}}
"""


def parse(path: Path) -> list[ox.Quad]:
    """The quads of a file; Turtle becomes quads of a passage and of the default graph."""
    quads = list(ox.parse(path=str(path)))
    return quads if path.suffix == ".trig" else twice((q.triple for q in quads), SENTENCE)


def twice(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    """Each triple in a named graph and in the default graph."""
    made: list[ox.Quad] = []
    for t in triples:
        made.append(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph)))
        made.append(ox.Quad(t.subject, t.predicate, t.object))
    return made


@cache
def world_quads() -> tuple[ox.Quad, ...]:
    """The ontology, one derivation rule, a report with its passages, and what the world says."""
    ontology = [
        q.triple
        for q in ox.parse(path=str(bundled("ontology") / "zhitu.ttl"), format=ox.RdfFormat.TURTLE)
    ]
    rule = ox.NamedNode(RULE + "reaches_industry")
    described = [
        ox.Triple(rule, ox.NamedNode(RDF + "type"), ox.NamedNode(VET + "Rule")),
        ox.Triple(rule, ox.NamedNode(RDFS + "label"), ox.Literal("通达产业", language="zh")),
        ox.Triple(rule, ox.NamedNode(RDFS + "label"), ox.Literal("reaches", language="en")),
    ]
    return (
        *twice([*ontology, *described], ONTOLOGY_GRAPH),
        *ox.parse(_PASSAGES.encode(), format=ox.RdfFormat.TRIG),
        *parse(HERE / "world.ttl"),
    )


def world(*added: ox.Quad) -> EmbeddedGraph:
    """The world with further quads."""
    store = ox.Store()
    store.extend([*world_quads(), *added])
    return EmbeddedGraph(store)


@cache
def catalogue(*, terms: bool) -> Catalogue:
    """The rules about terms and their use, or all others."""
    paths = [p for p in shipped_shapes() if terms == (p.stem in {TERMS, "vocabulary"})]
    return load_catalogue(load_profile(), paths)


def outcomes(*added: ox.Quad, terms: bool = False) -> dict[str, Outcome]:
    """Code -> what the rule finds in the world with further quads."""
    return {o.rule.code: o for o in check_rules(world(*added), catalogue(terms=terms))}


@cache
def known(*, terms: bool) -> frozenset[tuple[str, Finding]]:
    """What is found in the world alone: terms that so small a world has no use for."""
    return findings(outcomes(terms=terms))


def findings(found: dict[str, Outcome]) -> frozenset[tuple[str, Finding]]:
    """Code and finding of each finding."""
    return frozenset((code, f) for code, o in found.items() for f in o.findings)
