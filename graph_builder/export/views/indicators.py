"""Figures as bars, those of one unit on one scale, years side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.entities import labels, the_entity
from graph_builder.ask.reports import named_places
from graph_builder.errors import GraphError
from graph_builder.export.content import Bar, Bars, Group, Table, View
from graph_builder.export.views.common import sources, texts
from graph_builder.messages import message
from graph_builder.names import VET

if TYPE_CHECKING:
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

_VALUES = """SELECT DISTINCT ?observation ?indicator ?value ?printed ?unit ?table ?order ?year
  ?about ?level ?rank ?place WHERE {
  ?observation vet:hasIndicator ?indicator ; vet:hasValue ?value ; vet:hasPrintedValue ?printed .
  OPTIONAL { ?observation vet:hasUnit ?unit } OPTIONAL { ?observation vet:inYear ?year }
  OPTIONAL { ?observation vet:isAbout ?about } OPTIONAL { ?observation vet:hasLevel ?level }
  OPTIONAL { ?observation vet:hasRank ?rank } OPTIONAL { ?observation vet:printedIn ?place }
  OPTIONAL { ?indicator vet:inTemplateTable ?table }
  OPTIONAL { ?indicator vet:hasTemplateOrder ?order }
} ORDER BY ?observation ?place"""
_QUALIFIERS = """SELECT DISTINCT ?observation ?qualifier WHERE {
  ?observation vet:hasQualifier ?qualifier } ORDER BY ?observation ?qualifier"""
#: Some notes stand in the graph of their passage only, so both are asked.
_STATED = """SELECT DISTINCT ?s ?p ?o ?g WHERE { ?s a vet:Observation .
  { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?s ?p ?o ?g"""
_TABLES = """SELECT DISTINCT ?table WHERE { ?indicator vet:inTemplateTable ?table }
ORDER BY ?table"""


#: Units of figures that are printed as `16:1`.
_RATIO = frozenset((":", "："))


class Figure(NamedTuple):
    """One printed figure; equal figures of the same thing share it, with all their places."""

    indicator: str
    about: str
    detail: str
    unit: str
    table: str
    order: int
    year: str
    value: float
    printed: str
    places: tuple[str, ...]
    observations: tuple[str, ...] = ()


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    figures = _figures(graph, lang)
    if selection.table:
        known = [row[0] for row in texts(graph, _TABLES)]
        if selection.table not in known:
            raise GraphError(
                "EXPORT-TABLE", None, found=selection.table, expected="、".join(known) or "—"
            )
        figures = [f for f in figures if f.table == selection.table]
    if selection.school:
        iri = the_entity(graph, selection.school, VET + "School").iri
        name = labels(graph, [iri], lang)[iri]
        figures = [f for f in figures if f.about == name]
    if not figures:
        raise GraphError("EXPORT-EMPTY", None)
    notes = [*sources(graph, lang), message("indicators.note", lang)]
    if _usual(figures):
        notes.append(message("indicators.usual", lang, name=_usual(figures)))
    title = message("indicators.title", lang)
    if selection.table:
        title = message("indicators.title-table", lang, table=selection.table)
    elif not selection.school:
        notes.append(message("indicators.part", lang))
    else:
        title = message("indicators.title-of", lang, name=figures[0].about)
    heads = ("indicator", "detail", "about", "year", "value", "printed", "unit", "evidence")
    between = message("between-places", lang)
    rows: list[list[str | int | float]] = [
        [
            f.indicator,
            f.detail,
            f.about,
            f.year,
            f.value,
            f.printed,
            f.unit,
            between.join(f.places),
        ]
        for f in figures
    ]
    columns = [message(f"column.{head}", lang) for head in heads]
    table = Table(message("sheet.figures", lang), columns, rows)
    quads = _statements(graph, {iri for figure in figures for iri in figure.observations})
    return View("indicators", lang, title, notes, _bars(figures, lang), None, [table], quads)


def _statements(graph: Graph, observations: set[str]) -> tuple[ox.Quad, ...]:
    """What is said of these observations, plainly and in each passage."""
    quads = []
    for s, p, o, g in graph.select(_STATED).rows:
        if isinstance(s, ox.NamedNode) and s.value in observations:
            quads.append(ox.Quad(s, p, o, g or ox.DefaultGraph()))  # type: ignore[arg-type]
    return tuple(quads)


def _figures(graph: Graph, lang: str) -> list[Figure]:
    rows = texts(graph, _VALUES)
    qualifiers: dict[str, list[str]] = {}
    for observation, words in texts(graph, _QUALIFIERS):
        qualifiers.setdefault(observation, []).append(words)
    wanted = {row[i] for row in rows for i in (1, 4, 8, 9, 10) if row[i].startswith("http")}
    names = labels(graph, wanted, lang)
    comma, say = message("between-names", lang), named_places(graph, lang)
    places: dict[Figure, list[str]] = {}
    observations: dict[Figure, list[str]] = {}
    for observation, indicator, value, printed, unit, table, order, year, about, *rest in rows:
        level, rank, place = rest
        details = [names.get(level, ""), names.get(rank, rank), *qualifiers.get(observation, [])]
        key = Figure(
            names.get(indicator, indicator),
            names.get(about, ""),
            comma.join(detail for detail in details if detail),
            names.get(unit, ""),
            table,
            int(order) if order else 0,
            year,
            float(value),
            printed,
            (),
        )
        said = places.setdefault(key, [])
        seen = observations.setdefault(key, [])
        if observation not in seen:
            seen.append(observation)
        if place and say(place) not in said:
            said.append(say(place))
    figures = [
        figure._replace(places=tuple(said), observations=tuple(observations[figure]))
        for figure, said in places.items()
    ]
    figures.sort(key=lambda f: (not f.table, f.table, f.order, f.indicator, f.about, f[2:]))
    return figures


def _usual(figures: list[Figure]) -> str:
    """What most figures are about."""
    counts = Counter(f.about for f in figures)
    return max(counts, key=lambda about: (counts[about], about))


def _bars(figures: list[Figure], lang: str) -> Bars:
    years = sorted({f.year for f in figures if f.year})
    compared = len(years) > 1
    undated = False
    usual = _usual(figures)
    groups: dict[tuple[str, str], list[Bar]] = {}
    units = list(dict.fromkeys(f.unit for f in figures))
    # A figure that prose repeats without its year is no second figure: dated ones come first.
    for f in sorted(figures, key=lambda f: not f.year):
        parts = [f.detail, f.about if f.about != usual else ""]
        details = message("between-names", lang).join(part for part in parts if part)
        label = f.indicator
        if details:
            label = message("indicators.label", lang, name=f.indicator, details=details)
        year = years.index(f.year) if f.year else len(years)
        year = year if compared else 0
        title = message("between-places", lang).join(f.places)
        bars = groups.setdefault((f.unit, label), [])
        alike = [b for b in bars if b.value == f.value and (b.series == year or not f.year)]
        same = alike[0] if alike else None
        if same is None:
            undated = undated or not f.year
            bars.append(Bar(f.value, f.printed, year, title))
        elif title:
            told = message("between-places", lang).join(x for x in (same.title, title) if x)
            bars[bars.index(same)] = same._replace(title=told)
    order = {pair: i for i, pair in enumerate(groups)}
    ordered = sorted(groups, key=lambda pair: (units.index(pair[0]), order[pair]))
    series = [*years, message("indicators.undated", lang)] if undated else years
    return Bars(
        series if compared else [""],
        [
            Group(
                label,
                sorted(groups[unit, label], key=lambda bar: bar.series),
                message("indicators.ratio", lang)
                if unit in _RATIO
                else message("indicators.unit", lang, unit=unit or "—"),
            )
            for unit, label in ordered
        ],
    )
