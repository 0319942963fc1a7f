"""The reports of a graph: short names that tell them apart, what each speaks of, its own order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph_builder.addresses import Places, report_of
from graph_builder.ask.entities import labels
from graph_builder.graph.statistics import in_order
from graph_builder.messages import message
from graph_builder.names import ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Graph, Term

_REPORT = ID + "report/"
#: A report is about schools or one school, and covers an area.
_REPORTS = """SELECT ?report ?title ?year ?area ?school WHERE {
  ?report a vet:Report . OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report vet:reportsYear ?year } OPTIONAL { ?report vet:covers ?area }
  OPTIONAL { ?report vet:isAbout ?school . ?school a vet:School }
} ORDER BY ?report ?title ?year ?area ?school"""
_SPEAKS = """SELECT DISTINCT ?thing ?passage WHERE {
  { SELECT DISTINCT ?thing WHERE { %s } }
  { GRAPH ?passage { ?thing ?p ?any } } UNION { GRAPH ?passage { ?any ?p ?thing } }
}"""
_PRESENTED = """SELECT DISTINCT ?thing ?passage WHERE {
  ?thing a vet:School . GRAPH ?passage { ?thing a vet:School } }"""


def report_names(graph: Graph, lang: str) -> dict[str, str]:
    """IRI of each report -> a short name; empty where there are fewer than two to tell apart.

    The school or area with the year (柳州市 2023), the title where two reports share these, and
    the id where they share the title as well.
    """
    facts: dict[str, list[str]] = {}
    for row in graph.select(_REPORTS).rows:
        facts.setdefault(_text(row[0]), [_text(term) for term in row[1:]])
    if len(facts) < 2:  # noqa: PLR2004 -- one report need not be named
        return {}
    areas = labels(graph, {iri for *_, area, school in facts.values() for iri in (area, school)
                           if iri}, lang)  # fmt: skip
    tries: list[dict[str, str]] = [{}, {}, {}]
    for report, (title, year, area, school) in facts.items():
        name = areas.get(school) or areas.get(area) or ""
        said = message("report-short", lang, name=name, year=year).strip() if name else title
        tries[0][report], tries[1][report] = said, title
        tries[2][report] = report.rpartition("/")[2]
    found: dict[str, str] = {}
    for names in tries:
        left = {r: n for r, n in names.items() if r not in found and n}
        often = Counter(left.values())
        found |= {r: n for r, n in left.items() if often[n] == 1 and n not in found.values()}
    return found


def named_places(graph: Graph, lang: str) -> Places:
    """Words for places; with several reports in the graph each place names its own, shortly."""
    return Places(lang, report_names(graph, lang), "address-in")


def reports_of(graph: Graph, pattern: str) -> dict[str, list[str]]:
    """IRI of each thing -> IRIs of the reports in which something is said of it, sorted.

    Args:
        graph: Where to look.
        pattern: SPARQL that finds `?thing`; it may hold no text from outside.
    """
    found: dict[str, set[str]] = {}
    for thing, passage in graph.select(_SPEAKS % pattern).rows:
        report = report_of(_text(passage))
        if report is not None and report != _text(passage):
            found.setdefault(_text(thing), set()).add(report)
    return {thing: sorted(reports) for thing, reports in found.items()}


def printed_order(graph: Graph) -> dict[str, int]:
    """IRI of each school -> its place in the order in which the reports present them, from 0.

    A report presents its schools in a table; those that none presents come last, by IRI.
    """
    first: dict[str, tuple[str, list[tuple[int, int, str]]]] = {}
    for row in graph.select(_PRESENTED).rows:
        school, passage = map(_text, row)
        report, _, address = passage.removeprefix(_REPORT).partition("/")
        # Graphs that are no passage of a report sort behind all of them.
        key = (report, in_order(address)) if passage.startswith(_REPORT) else ("\uffff", [])
        first[school] = min(first.get(school, key), key)
    return {school: n for n, school in enumerate(sorted(first, key=lambda s: (first[s], s)))}


def in_printed_order(schools: Iterable[str], order: dict[str, int]) -> list[str]:
    """Schools as `printed_order` has them; what it does not know comes last, by IRI."""
    return sorted(schools, key=lambda iri: (order.get(iri, len(order)), iri))


def _text(term: Term | None) -> str:
    return "" if term is None else getattr(term, "value", str(term))
