"""Which school holds which title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import the_entity
from graph_builder.ask.reports import in_printed_order, printed_order
from graph_builder.errors import GraphError
from graph_builder.export.content import Cell, Matrix, Table, View
from graph_builder.export.network import Edge, Named, Network, Node
from graph_builder.export.views.common import (
    called,
    edge_table,
    node_tables,
    places,
    report_titles,
    sources,
    texts,
)
from graph_builder.messages import message
from graph_builder.names import RULE, VET

if TYPE_CHECKING:
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

_CONFERRALS = """SELECT DISTINCT ?conferral ?recipient ?school ?title ?level ?year ?class WHERE {
  ?conferral vet:conferredOn ?recipient ; vet:confersTitle ?title .
  BIND(EXISTS { ?recipient a vet:School } AS ?school)
  OPTIONAL { ?conferral vet:hasLevel ?level } OPTIONAL { ?conferral vet:inYear ?year }
  OPTIONAL { ?conferral vet:hasHonourClass ?class }
} ORDER BY ?conferral ?recipient ?title ?level ?year ?class"""
_SAID = """SELECT DISTINCT ?s ?p ?o ?g WHERE { VALUES ?p { vet:conferredOn vet:confersTitle }
  GRAPH ?g { ?s ?p ?o } } ORDER BY ?s ?p ?o ?g"""
_SCHOOLS = "SELECT DISTINCT ?school WHERE { ?school a vet:School } ORDER BY ?school"
#: Levels from the highest; titles without a level come last.
_LEVELS = ("international", "national", "provincial", "city", "county", "school")


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    conferrals = texts(graph, _CONFERRALS)
    schools = in_printed_order((row[0] for row in texts(graph, _SCHOOLS)), printed_order(graph))
    if selection.school:
        schools = [the_entity(graph, selection.school, VET + "School").iri]
        conferrals = [row for row in conferrals if row[1] in schools]
    if not conferrals:
        raise GraphError("EXPORT-EMPTY", None)
    network = _network(graph, {row[0] for row in conferrals})
    of_titles = [row for row in conferrals if row[1] in schools]
    everything = {i for row in conferrals for i in row[:5] if i.startswith("http")} | set(schools)
    words = called(graph, everything, lang)
    evidence = {
        c: places([e for e in network.edges if e.source == c], lang) for c, *_ in conferrals
    }
    others = len({row[0] for row in conferrals if row[1] not in schools})
    notes = [*sources(graph, lang), message("honours.complete", lang)]
    if others:
        notes.append(message("honours.others", lang, count=others))
    title = message("honours.title", lang)
    if selection.school:
        title = message("honours.title-of", lang, name=words[schools[0]])
    picture = _matrix(of_titles, schools, words, evidence, lang) if of_titles else None

    def by_school(row: tuple[str, ...]) -> tuple[int, str, str, str]:
        known = row[1] in schools
        return schools.index(row[1]) if known else len(schools), row[1], words[row[3]], row[0]

    heads = ("recipient", "title", "level", "year", "class", "evidence")
    rows: list[list[str | int | float]] = [
        [words[r], words[t], words.get(level, ""), year, cls, evidence[c]]
        for c, r, _, t, level, year, cls in sorted(conferrals, key=by_school)
    ]
    columns = [message(f"column.{head}", lang) for head in heads]
    main = Table(message("sheet.honours", lang), columns, rows)
    tables = [main, *node_tables(network, lang), edge_table(network, lang)]
    return View("honours", lang, title, notes, picture, network, tables)


def _matrix(
    conferrals: list[tuple[str, ...]],
    schools: list[str],
    words: dict[str, str],
    evidence: dict[str, str],
    lang: str,
) -> Matrix:
    """Titles from the highest level down, each level from the most held title down."""
    levels: dict[str, set[str]] = {}
    holders: dict[str, set[str]] = {}
    for _, recipient, _, title, level, *_ in conferrals:
        levels.setdefault(title, set()).add(level)
        holders.setdefault(title, set()).add(recipient)
    titles = sorted(levels, key=lambda t: (_rank(levels[t]), -len(holders[t]), t))
    row = {title: i for i, title in enumerate(titles)}
    column = {school: j + 1 for j, school in enumerate(schools)}
    texts_of: dict[tuple[int, int], list[str]] = {}
    said: dict[tuple[int, int], list[str]] = {}
    for conferral, recipient, _, title, _, year, cls in conferrals:
        place = (row[title], column[recipient])
        texts_of.setdefault(place, []).append(" ".join(part for part in (year, cls) if part))
        said.setdefault(place, []).append(evidence[conferral])
    cells = {
        place: Cell(
            "、".join(dict.fromkeys(found for found in parts if found)) or "●",
            "stated",
            "；".join(dict.fromkeys(said[place])),
        )
        for place, parts in texts_of.items()
    }
    for title, i in row.items():
        level = "、".join(sorted(words[found] for found in levels[title] if found))
        if level:
            cells[i, 0] = Cell(level, "plain")
    heads = [message("column.level", lang), *(words[school] for school in schools)]
    return Matrix(message("column.title", lang), [words[t] for t in titles], heads, cells)


def _rank(levels: set[str]) -> int:
    ranks = {level.rpartition("/")[2] for level in levels}
    return min((_LEVELS.index(level) for level in ranks if level in _LEVELS), default=len(_LEVELS))


def _network(graph: Graph, conferrals: set[str]) -> Network:
    said: dict[tuple[str, str, str], list[str]] = {}
    for s, p, o, g in texts(graph, _SAID):
        if s in conferrals:
            said.setdefault((s, p, o), []).append(g)
    kept = {k: g for k, g in said.items() if not all(x.startswith(RULE) for x in g)}
    wanted = {end for triple in kept for end in triple}
    zh, en = (called(graph, wanted, lang) for lang in ("zh", "en"))
    titles = {o for _, p, o in kept if p == VET + "confersTitle"}

    def node(iri: str) -> Node:
        cls = (
            "HonourConferral"
            if iri in conferrals
            else "HonourTitle"
            if iri in titles
            else "Recipient"
        )
        layer = {"Recipient": 0, "HonourConferral": 1, "HonourTitle": 2}[cls]
        return Node(iri, cls, layer, zh[iri], en[iri], zh[iri], en[iri])

    ends = {end for s, _, o in kept for end in (s, o)}
    nodes = sorted((node(iri) for iri in ends), key=lambda n: (n.layer, n.iri))
    named = Named(graph)
    edges = [
        Edge(s, o, p, zh[p], en[p], tuple(g), named.of(g)) for (s, p, o), g in sorted(kept.items())
    ]
    return Network(nodes, edges, report_titles(graph))
