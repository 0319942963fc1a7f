"""A report: its title page in words, its sections with what of them is cited, its tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from starlette.routing import Route

from graph_builder.addresses import describe
from graph_builder.errors import NameNotFound
from graph_builder.graph.statistics import PROSE, in_order
from graph_builder.names import SCHEME, report_iri
from graph_builder.serve.context import lang_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.shell import known, page, to
from graph_builder.serve.pages.words import words_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.serve.pages.known import Known

_SECTIONS = """SELECT ?section (COUNT(DISTINCT ?passage) AS ?cited) (COUNT(*) AS ?n) WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inSection ?section }
  GRAPH ?passage { ?s ?p ?o }
} GROUP BY ?section"""
_ALL = """SELECT DISTINCT ?section WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inSection ?section } }"""
#: Of kinds of passage and a report, twice: every passage, and those that something cites.
_PROSE = """SELECT DISTINCT ?section ?passage ?cited WHERE {
  { SELECT ?section ?passage WHERE {
    VALUES ?kind { %(kinds)s }
    GRAPH %(report)s { ?passage vet:hasPassageKind ?kind ; vet:inSection ?section } } }
  OPTIONAL { SELECT DISTINCT ?passage (true AS ?cited) WHERE {
    VALUES ?kind { %(kinds)s }
    GRAPH %(report)s { ?passage vet:hasPassageKind ?kind } GRAPH ?passage { ?s ?p ?o } } }
}"""
_TABLES = """SELECT ?table ?section (COUNT(DISTINCT ?row) AS ?rows) WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inTable ?table ; vet:inSection ?section .
    OPTIONAL { ?passage vet:atRow ?row } }
} GROUP BY ?table ?section"""


class Section(NamedTuple):
    """A section: its number, its name in words, and how much of it is cited."""

    number: str
    words: str
    depth: int
    sentences: int
    cited: int
    statements: int
    tables: list[Table]


class Table(NamedTuple):
    """A printed table: its number, its name in words, its number of body rows."""

    number: str
    words: str
    rows: int


def reports(request: Request) -> Response:
    """All reports; straight to it when there is only one."""
    found = known(request).reports
    if len(found) == 1:
        return to(f"/id/report/{found[0].id}")
    return page(request, "reports.html", found=found)


def report_page(request: Request, report: str) -> Response:
    """One report.

    Raises:
        NameNotFound: The graph has no such report.
    """
    seen, lang = known(request), lang_of(request)
    facts = next((r for r in seen.reports if r.id == report), None)
    if facts is None:
        raise NameNotFound("WEB-UNKNOWN", None, found=report_iri(report))
    sections = outline(seen, report, lang)
    headings = words_of(request, report)
    return page(
        request,
        "report.html",
        facts=facts,
        sections=[(s, heading_of(headings, s.number)) for s in sections],
        sentences=sum(s.sentences for s in sections),
        cited=sum(s.cited for s in sections),
        statements=sum(s.statements for s in sections),
        has_text=bool(headings),
    )


def heading_of(words: dict[str, str], number: str) -> str:
    """The heading of a section without its number; blank without the document."""
    return words.get(f"section/{number}", "").strip().removeprefix(number).lstrip(". ．、")


def outline(seen: Known, report: str, lang: str) -> list[Section]:
    """The sections of a report in its order; kept with the graph."""
    key = f"outline {report} {lang}"
    found = seen.kept.get(key)
    if isinstance(found, list):
        return found
    about = {"report": ox.NamedNode(report_iri(report))}
    rows = seen.graph.select(_SECTIONS, about)
    at = rows.columns.index
    statements = {value_of(r[at("section")]): int(value_of(r[at("n")])) for r in rows.rows}
    everything = seen.graph.select(_ALL, about)
    numbers = {value_of(r[everything.columns.index("section")]) for r in everything.rows}
    tables: dict[str, list[Table]] = {}
    printed = seen.graph.select(_TABLES, about)
    at = printed.columns.index
    for r in printed.rows:
        number = value_of(r[at("table")])
        table = Table(number, describe(f"table/{number}", lang), int(value_of(r[at("rows")])))
        tables.setdefault(value_of(r[at("section")]), []).append(table)
    prose: Counter[str] = Counter()
    cited: Counter[str] = Counter()
    kinds = " ".join(f"<{SCHEME}passage-kind/{kind}>" for kind in PROSE)
    node = ox.NamedNode(report_iri(report))
    sentences = seen.graph.select(_PROSE % {"kinds": kinds, "report": node})
    at = sentences.columns.index
    for r in sentences.rows:
        prose[value_of(r[at("section")])] += 1
        cited[value_of(r[at("section")])] += r[at("cited")] is not None
    made = []
    for number in sorted(numbers, key=in_order):
        made.append(
            Section(
                number,
                describe(f"section/{number}", lang),
                number.count(".") if number[:1].isdecimal() else 0,
                prose[number],
                cited[number],
                statements.get(number, 0),
                sorted(tables.get(number, []), key=lambda t: in_order(t.number.replace("-", "."))),
            )
        )
    seen.kept[key] = made
    return made


routes = [Route("/reports", reports)]
