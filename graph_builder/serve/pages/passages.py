"""Printed places: a table put together again, a section, and what one place states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.addresses import describe
from graph_builder.errors import NameNotFound
from graph_builder.graph.rebuild import rebuild_table
from graph_builder.graph.statistics import in_order
from graph_builder.messages import message
from graph_builder.names import VET, passage_iri, report_iri
from graph_builder.serve.context import graph_of, lang_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import Names, Ref, names
from graph_builder.serve.pages.report import heading_of, outline
from graph_builder.serve.pages.shell import known, page
from graph_builder.serve.pages.words import words_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.graph.access import Bindings, Graph

_STATED = """SELECT ?s ?p ?o WHERE { GRAPH ?passage { ?s ?p ?o } } ORDER BY ?s ?p ?o"""
#: Of a report and a passage. Constants in the text, not bindings joined afterwards: with many
#: reports in the graph that is the difference between 1 ms and 400 ms.
_DESCRIBED = """SELECT ?kind ?section ?table ?printed WHERE { GRAPH %s {
  VALUES ?passage { %s } ?passage vet:isPassageOf ?report .
  OPTIONAL { ?passage vet:hasPassageKind ?kind }
  OPTIONAL { ?passage vet:inSection ?section }
  OPTIONAL { ?passage vet:inTable ?table }
  OPTIONAL { ?passage vet:hasPrintedText ?printed }
} }"""
#: Of a report and the number of a table, or of a section.
_IN_TABLE = """SELECT ?address (COUNT(*) AS ?n) WHERE {
  GRAPH %s { ?passage vet:inTable %s ; vet:hasAddress ?address }
  GRAPH ?passage { ?s ?p ?o }
} GROUP BY ?address"""
_IN_SECTION = """SELECT ?address ?n WHERE {
  GRAPH %s { ?passage vet:inSection %s ; vet:hasAddress ?address }
  OPTIONAL { SELECT ?passage (COUNT(*) AS ?n) WHERE {
    GRAPH %s { ?passage vet:inSection %s } GRAPH ?passage { ?s ?p ?o }
  } GROUP BY ?passage }
}"""
_NOTE = VET + "hasInferenceNote"


class Line(NamedTuple):
    """One printed cell or row head: its text, the page of its place, what that place states."""

    text: str
    href: str
    stated: int
    marked: bool


class Row(NamedTuple):
    """A row of a printed table."""

    name: str
    head: bool
    link: Line
    cells: list[Line]


class Said(NamedTuple):
    """What a place says about one thing: the thing, and verb and object of each statement."""

    subject: Ref
    lines: dict[str, list[Ref]]
    notes: list[str]


class Spot(NamedTuple):
    """A place of a section: address, words that name it, number of statements, its own words."""

    href: str
    words: str
    stated: int
    text: str
    level: int


def table_page(request: Request, report: str, number: str) -> Response:
    """A printed table, cell for cell; each cell leads to what it states."""
    lang = lang_of(request)
    rows = printed_rows(graph_of(request), report, number, frozenset())
    address = f"table/{number}"
    title, words = describe(address, lang), words_of(request, report)
    return page(
        request,
        "table.html",
        crumbs=_crumbs(request, report),
        title=title,
        # The caption begins with the number that the title tells already.
        caption=words.get(address, "").removeprefix(title).strip(),
        rows=rows,
        stated=sum(c.stated for r in rows for c in (r.link, *r.cells)),
        iri=passage_iri(report, address),
    )


def printed_rows(
    graph: Graph,
    report: str,
    number: str,
    wanted: frozenset[str],
    only: frozenset[str] = frozenset(),
) -> list[Row]:
    """The rows of a table with links.

    Args:
        graph: Where the report stands.
        report: Its id.
        number: Of the table.
        wanted: Addresses that are to be marked.
        only: Names of the body rows that are shown; empty for all.

    Raises:
        NameNotFound: There is no such table.
    """
    lines = rebuild_table(graph, report, number)[1:]
    node = ox.NamedNode(report_iri(report))
    found = graph.select(_IN_TABLE % (node, ox.Literal(number)))
    at = found.columns.index
    counts = {value_of(r[at("address")]): int(value_of(r[at("n")])) for r in found.rows}
    base = f"/id/report/{report}/"
    made = []
    for name, *cells in lines:
        head = name.startswith("header-")
        row = f"table/{number}/" + (
            f"header/{name.removeprefix('header-')}" if head else f"row/{name}"
        )
        if only and not head and name not in only:
            continue
        line = Line("" if head else name, base + row, counts.get(row, 0), row in wanted)
        made.append(
            Row(name, head, line, [
                Line(text, base + (a := f"{row}/column/{n}"), counts.get(a, 0), a in wanted)
                for n, text in enumerate(cells, 1)
            ])
        )  # fmt: skip
    return made


def section_page(request: Request, report: str, number: str) -> Response:
    """A section: its places in order, and how many statements cite each."""
    graph, lang = graph_of(request), lang_of(request)
    named = (ox.NamedNode(report_iri(report)), ox.Literal(number))
    found = graph.select(_IN_SECTION % (*named, *named))
    at = found.columns.index
    counts = {value_of(r[at("address")]): int(value_of(r[at("n")]) or 0) for r in found.rows}
    if not counts:
        raise NameNotFound("WEB-UNKNOWN", None, found=passage_iri(report, f"section/{number}"))
    words = words_of(request, report)
    own = f"section/{number}"
    prose = [a for a in counts if a.startswith("section/") and a != own]
    # A paragraph is shown by its sentences.
    whole = {a for a in prose if any(b.startswith(a + "/sentence/") for b in prose)}
    spots = [
        Spot(
            f"/id/report/{report}/{a}",
            describe(a, lang).removeprefix(describe(own, lang)).strip() or describe(a, lang),
            counts[a],
            words.get(a, ""),
            a.count("/sentence/"),
        )
        for a in sorted(prose, key=in_order)
        if a not in whole
    ]
    sections = outline(known(request), report, lang)
    place = next((n for n, s in enumerate(sections) if s.number == number), 0)
    return page(
        request,
        "section.html",
        crumbs=_crumbs(request, report),
        title=describe(own, lang),
        heading=heading_of(words, number),
        section=sections[place],
        spots=spots,
        has_text=bool(words),
        before=sections[place - 1] if place else None,
        after=sections[place + 1] if place + 1 < len(sections) else None,
        report=report,
    )


def passage_page(request: Request, report: str, address: str) -> Response:
    """A place of a report: what is printed there and what it states.

    Raises:
        NameNotFound: The report has no such place.
    """
    graph, lang = graph_of(request), lang_of(request)
    iri = passage_iri(report, address)
    node, place_node = ox.NamedNode(report_iri(report)), ox.NamedNode(iri)
    rows = graph.select(_DESCRIBED % (node, place_node))
    if not rows.rows:
        raise NameNotFound("WEB-UNKNOWN", None, found=iri)
    described = dict(zip(rows.columns, rows.rows[0], strict=True))
    table = value_of(described["table"])
    section = value_of(described["section"])
    words = words_of(request, report)
    kinds = names(request, [described["kind"]])
    crumbs = _crumbs(request, report)
    if section:
        crumbs.append(
            Ref(describe(f"section/{section}", lang), f"/id/report/{report}/section/{section}")
        )
    if table:
        crumbs.append(Ref(describe(f"table/{table}", lang), f"/id/report/{report}/table/{table}"))
    excerpt: list[Row] = []
    if table:
        parts = address.split("/")
        place = dict(zip(parts[::2], parts[1::2], strict=False))
        only = frozenset({place.get("row", "-")})
        excerpt = printed_rows(graph, report, table, frozenset({address}), only)
    before, text, after = _around(address, words)
    return page(
        request,
        "passage.html",
        crumbs=crumbs,
        title=describe(address, lang),
        kind=kinds.ref(described["kind"]).text,
        iri=iri,
        said=stated(request, iri),
        inside=_inside(graph, report, address, lang),
        excerpt=excerpt,
        printed=value_of(described["printed"]) if not excerpt else "",
        before=before,
        text=text if not excerpt else "",
        after=after,
        has_text=bool(words),
        prose=not table,
    )


def stated(request: Request, passage: str) -> list[Said]:
    """What a place states, thing by thing."""
    graph, lang = graph_of(request), lang_of(request)
    rows = graph.select(_STATED, {"passage": ox.NamedNode(passage)})
    at = rows.columns.index
    triples = [(r[at("s")], value_of(r[at("p")]), r[at("o")]) for r in rows.rows]
    named = names(request, [t for s, p, o in triples for t in (s, p, o)])
    found: dict[str, Said] = {}
    for s, p, o in triples:
        said = found.setdefault(value_of(s), Said(named.ref(s), {}, []))
        if p == _NOTE:
            said.notes.append(value_of(o))
        else:
            said.lines.setdefault(_verb(p, named, lang), []).append(named.ref(o))
    return list(found.values())


def _verb(predicate: str, names: Names, lang: str) -> str:
    if predicate.endswith("#type"):
        return message("web-is-a", lang)
    return names.text(predicate)


def _inside(graph: Graph, report: str, address: str, lang: str) -> list[tuple[Ref, int]]:
    """Places within this one that state something, such as the cells of a row."""
    query = """SELECT ?address (COUNT(*) AS ?n) WHERE {
      GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:hasAddress ?address }
      FILTER(STRSTARTS(?address, ?within)) GRAPH ?passage { ?s ?p ?o }
    } GROUP BY ?address"""
    about: Bindings = {
        "report": ox.NamedNode(report_iri(report)),
        "within": ox.Literal(address + "/"),
    }
    rows = graph.select(query, about)
    at = rows.columns.index
    found = {value_of(r[at("address")]): int(value_of(r[at("n")])) for r in rows.rows}
    return [
        (Ref(describe(a, lang), f"/id/report/{report}/{a}", "passage"), found[a])
        for a in sorted(found, key=in_order)
    ]


def _around(address: str, words: dict[str, str]) -> tuple[str, str, str]:
    """The words of a place, with what stands before and behind it in its paragraph."""
    text = words.get(address, "")
    whole, _, sentence = address.rpartition("/sentence/")
    if not text or not sentence or text not in words.get(whole, ""):
        return "", text, ""
    before, _, after = words[whole].partition(text)
    return before, text, after


def _crumbs(request: Request, report: str) -> list[Ref]:
    facts = next((r for r in known(request).reports if r.id == report), None)
    if facts is None:
        raise NameNotFound("WEB-UNKNOWN", None, found=report_iri(report))
    return [Ref(facts.title, f"/id/report/{report}", "thing", "zh")]
