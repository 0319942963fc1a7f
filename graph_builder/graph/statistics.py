"""What a graph holds, in numbers: things by class, statements by section, sentences cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import SCHEME, VET

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Term

_CLASSES = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing a ?class . FILTER(STRSTARTS(STR(?class), "%s"))
} GROUP BY ?class ORDER BY DESC(?count) ?class"""
_SECTIONS = """SELECT ?section (COUNT(*) AS ?count) WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inSection ?section }
  GRAPH ?passage { ?s ?p ?o }
} GROUP BY ?section ORDER BY ?section"""
_PASSAGES = """SELECT DISTINCT ?section ?address ?passage WHERE {
  VALUES ?kind { %s }
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:hasPassageKind ?kind ;
                  vet:inSection ?section ; vet:hasAddress ?address }
} ORDER BY ?section ?address"""
_CITED = """SELECT DISTINCT ?passage WHERE {
  VALUES ?kind { %s }
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:hasPassageKind ?kind }
  GRAPH ?passage { ?s ?p ?o }
} ORDER BY ?passage"""
_USED = """SELECT DISTINCT ?term WHERE {
  { ?thing ?term ?value } UNION { ?thing a ?term } UNION { GRAPH ?g { ?thing ?term ?value } }
  UNION { GRAPH ?g { ?thing a ?term } }
  FILTER(STRSTARTS(STR(?term), "%s"))
} ORDER BY ?term"""
_DEFINED = """SELECT DISTINCT ?term ?kind WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?kind . FILTER(STRSTARTS(STR(?term), "%s"))
} ORDER BY ?term"""
#: Kinds of passage that say something of their own in running text.
PROSE = ("sentence", "caption", "case-heading")


class Coverage(NamedTuple):
    """How much of a section's prose something cites.

    Attributes:
        section: Its number, or `preface` and so on.
        passages: Number of sentences, captions and case titles.
        uncited: IRI and address of each that no statement cites, in document order.
    """

    section: str
    passages: int
    uncited: tuple[tuple[str, str], ...]

    @property
    def cited(self) -> int:
        """Number of passages that a statement cites."""
        return self.passages - len(self.uncited)


def things_by_class(graph: Graph) -> list[tuple[str, int]]:
    """IRI of each class of ours and the number of its things, most first."""
    return [(_value(c), int(_value(n))) for c, n in graph.select(_CLASSES % VET).rows]


def statements_by_section(graph: Graph) -> list[tuple[str, int]]:
    """Section and number of statements that its passages make, in document order."""
    rows = [(_value(s), int(_value(n))) for s, n in graph.select(_SECTIONS).rows]
    return sorted(rows, key=lambda row: in_order(row[0]))


def coverage(graph: Graph) -> list[Coverage]:
    """The prose of each section and what of it is cited, in document order."""
    kinds = " ".join(f"<{SCHEME}passage-kind/{kind}>" for kind in PROSE)
    cited = {_value(row[0]) for row in graph.select(_CITED % kinds).rows}
    sections: dict[str, list[tuple[str, str]]] = {}
    for section, address, passage in graph.select(_PASSAGES % kinds).rows:
        sections.setdefault(_value(section), []).append((_value(passage), _value(address)))
    return [
        Coverage(
            section,
            len(passages),
            tuple(p for p in sorted(passages, key=lambda p: in_order(p[1])) if p[0] not in cited),
        )
        for section, passages in sorted(sections.items(), key=lambda item: in_order(item[0]))
    ]


def term_use(graph: Graph) -> tuple[list[str], list[str]]:
    """IRIs of the ontology's classes and properties: those in use, and those that are not."""
    used = {_value(row[0]) for row in graph.select(_USED % VET).rows}
    defined = sorted({_value(row[0]) for row in graph.select(_DEFINED % VET).rows})
    return [t for t in defined if t in used], [t for t in defined if t not in used]


def in_order(place: str) -> list[tuple[int, int, str]]:
    """A key that sorts sections and addresses as the document has them: 2 before 10."""
    front = {"title-page": 0, "preface": 1, "contents": 2}
    return [
        (3, int(part), "") if part.isdecimal() else (front.get(part, 4), 0, part)
        for part in re.split(r"[/.]", place)
    ]


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
