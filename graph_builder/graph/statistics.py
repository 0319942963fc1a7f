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
_SECTIONS = """SELECT ?report ?section (COUNT(*) AS ?count) WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inSection ?section }
  GRAPH ?passage { ?s ?p ?o }
} GROUP BY ?report ?section ORDER BY ?report ?section"""
_PASSAGES = """SELECT DISTINCT ?report ?section ?address ?passage WHERE {
  VALUES ?kind { %s }
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:hasPassageKind ?kind ;
                  vet:inSection ?section ; vet:hasAddress ?address }
} ORDER BY ?report ?section ?address"""
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
        report: IRI of the report; two reports have a section 1.1 each.
        section: Its number, or `preface` and so on.
        passages: Number of sentences, captions and case titles.
        uncited: IRI and address of each that no statement cites, in document order.
    """

    report: str
    section: str
    passages: int
    uncited: tuple[tuple[str, str], ...]

    @property
    def iri(self) -> str:
        """IRI of the section."""
        return f"{self.report}/section/{self.section}"

    @property
    def cited(self) -> int:
        """Number of passages that a statement cites."""
        return self.passages - len(self.uncited)


def things_by_class(graph: Graph) -> list[tuple[str, int]]:
    """IRI of each class of ours and the number of its things, most first."""
    return [(_value(c), int(_value(n))) for c, n in graph.select(_CLASSES % VET).rows]


def statements_by_section(graph: Graph) -> list[tuple[str, int]]:
    """IRI of each section and number of statements that its passages make.

    Report by report, in the order of the document.
    """
    rows = [(_value(r), _value(s), int(_value(n))) for r, s, n in graph.select(_SECTIONS).rows]
    rows.sort(key=lambda row: (row[0], in_order(row[1])))
    return [(f"{report}/section/{section}", count) for report, section, count in rows]


def coverage(graph: Graph) -> list[Coverage]:
    """The prose of each section and what of it is cited, report by report, in document order."""
    kinds = " ".join(f"<{SCHEME}passage-kind/{kind}>" for kind in PROSE)
    cited = {_value(row[0]) for row in graph.select(_CITED % kinds).rows}
    sections: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for report, section, address, passage in graph.select(_PASSAGES % kinds).rows:
        of_section = sections.setdefault((_value(report), _value(section)), [])
        of_section.append((_value(passage), _value(address)))
    in_document_order = sorted(
        sections.items(), key=lambda item: (item[0][0], in_order(item[0][1]))
    )
    return [
        Coverage(
            report,
            section,
            len(passages),
            tuple(p for p in sorted(passages, key=lambda p: in_order(p[1])) if p[0] not in cited),
        )
        for (report, section), passages in in_document_order
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
