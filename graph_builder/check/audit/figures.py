"""The figures of two reports, indicator by indicator."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.check.audit.findings import address_key

if TYPE_CHECKING:
    from graph_builder.check.audit.run import AuditedReport
    from graph_builder.graph.access import Graph

_FIGURES = """
SELECT DISTINCT ?indicator ?level ?rank ?name ?levelName ?unit ?value ?decimals ?shown ?place ?label
WHERE {{
  GRAPH ?report {{ ?place vet:isPassageOf ?report ; vet:hasAddress ?address }}
  ?report vet:isAbout ?about ; vet:reportsYear ?reported .
  ?figure vet:printedIn ?place ; vet:isAbout ?about ; vet:hasIndicator ?indicator ;
          vet:hasPrintedValue ?shown .
  FILTER NOT EXISTS {{ ?figure vet:inYear ?year . FILTER (STR(?year) != STR(?reported)) }}
  ?indicator skos:prefLabel ?name . FILTER (LANG(?name) = "{lang}")
  OPTIONAL {{ ?figure vet:hasValue ?value ; vet:hasDecimals ?decimals }}
  OPTIONAL {{ ?figure vet:hasUnit ?own }}
  OPTIONAL {{ ?indicator vet:hasUnit ?usual }}
  BIND (COALESCE(?own, ?usual) AS ?measure)
  OPTIONAL {{ ?measure skos:prefLabel ?unit . FILTER (LANG(?unit) = "{lang}") }}
  OPTIONAL {{ ?figure vet:hasRank ?rank }}
  OPTIONAL {{ ?figure vet:hasLevel ?level .
             ?level skos:prefLabel ?levelName . FILTER (LANG(?levelName) = "{lang}") }}
  OPTIONAL {{
    GRAPH ?report {{
      ?place vet:inTable ?table ; vet:atRow ?row .
      ?head vet:inTable ?table ; vet:atRow ?row ; vet:atColumn "2" ; vet:hasPrintedText ?label .
    }}
    ?indicator vet:inTemplateTable ?table .
  }}
}} ORDER BY ?indicator ?place"""
#: Units of what is measured rather than counted: a figure without decimals may be rounded.
_MEASURED = frozenset(("%", "个百分点", "percentage points", "Mbps"))


class Figure(NamedTuple):
    """What a report prints for an indicator: in its table if it does, else in the first sentence.

    Attributes:
        name: The indicator, with level and rank where the figure has them.
        label: The words of its table row, without the star.
        unit: Label of its unit.
        printed: As printed.
        value: None where nothing can be reckoned with.
        half: By how much the value may have been rounded.
        several: Whether the report prints another value as well.
    """

    name: str
    label: str
    unit: str
    printed: str
    value: Decimal | None
    half: Decimal
    several: bool = False


class Change(NamedTuple):
    """An indicator in both reports, or in one."""

    before: Figure | None
    after: Figure | None

    @property
    def name(self) -> str:
        """The indicator."""
        figure = self.after or self.before
        return figure.name if figure else ""

    @property
    def state(self) -> str:
        """`same`, `changed`, `before` (only) or `after` (only)."""
        if self.before is None or self.after is None:
            return "after" if self.before is None else "before"
        if self.before.unit != self.after.unit:
            return "changed"
        if self.before.value is None or self.after.value is None:
            return "same" if self.before.printed == self.after.printed else "changed"
        return "same" if self.before.value == self.after.value else "changed"

    @property
    def difference(self) -> Decimal | None:
        """Later minus earlier, with the decimals of the coarser; None where units differ."""
        if self.before is None or self.after is None or self.before.unit != self.after.unit:
            return None
        old, new = self.before.value, self.after.value
        if old is None or new is None or ":" in self.before.printed + self.after.printed:
            return None
        return new - old

    @property
    def relative(self) -> str:
        """The change in per cent: as many decimals, at most one, as the printed figures settle."""
        if not self.difference or self.before is None or self.after is None:
            return ""
        old, new = self.before, self.after
        if not old.value or new.value is None or old.value - old.half <= 0:
            return ""
        if not new.value:
            return "-100%"
        low = 100 * ((new.value - new.half) / (old.value + old.half) - 1)
        high = 100 * ((new.value + new.half) / (old.value - old.half) - 1)
        for step in ("0.1", "1"):
            ends = [x.quantize(Decimal(step), ROUND_HALF_UP) for x in (low, high)]
            if ends[0] == ends[1]:
                return f"{ends[0]:+f}%" if ends[0] else "0%"
        return f"{ends[0]:+f}% … {ends[1]:+f}%"

    def size(self) -> tuple[int, Decimal, str]:
        """What changes are sorted by: from or to nothing, then by share, then the others."""
        if self.difference is None or self.before is None or not self.difference:
            return {"changed": 2, "after": 3, "before": 4, "same": 5}[self.state], Decimal(), ""
        if not self.before.value:
            return 0, -abs(self.difference), self.name
        return 1, -abs(self.difference / self.before.value), self.name


def changes_of(
    graph: Graph, before: AuditedReport, after: AuditedReport, lang: str
) -> tuple[Change, ...]:
    """Every indicator of either report, largest change first."""
    old, new = _figures(graph, before, lang), _figures(graph, after, lang)
    changes = [Change(old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new])]
    return tuple(sorted(changes, key=Change.size))


def _figures(graph: Graph, report: AuditedReport, lang: str) -> dict[tuple[str, ...], Figure]:
    """Indicator, level and rank -> its figure."""
    query = _FIGURES.format(lang=lang)
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for row in graph.select(query, {"report": ox.NamedNode(report.iri)}).rows:
        cells = ["" if t is None else getattr(t, "value", "") for t in row]
        rows.setdefault(tuple(cells[:3]), []).append(cells)
    return {key: _figure(report, found) for key, found in rows.items()}


def _figure(report: AuditedReport, found: list[list[str]]) -> Figure:
    found.sort(key=lambda cells: address_key(cells[9].removeprefix(f"{report.iri}/")))
    _, _, rank, name, level, unit, value, decimals, shown, _, label = found[0]
    places = int(decimals or 0)
    exact = places == 0 and unit not in _MEASURED and "元" not in unit and "yuan" not in unit
    half = Decimal(0) if exact else Decimal(5).scaleb(-places - 1)
    several = len({cells[6] for cells in found if cells[6]}) > 1
    full = " ".join(part for part in (name, level, rank) if part)
    amount = Decimal(value).quantize(Decimal(1).scaleb(-places)) if value else None
    return Figure(full, label.rstrip("*"), unit, shown, amount, half, several)
