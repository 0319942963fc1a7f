"""Which statements and things a trace may use: `--avoid`, `--stated-only`, `--year`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import QueryError
from graph_builder.names import ID, RULE, VET
from graph_builder.trace.links import is_derived

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Graph

_REPORTS = "SELECT ?report ?year WHERE { ?report vet:reportsYear ?year } ORDER BY ?year ?report"
DATES = (
    "SELECT ?thing ?p ?date WHERE { VALUES ?thing { %s }"
    " VALUES ?p { vet:inYear vet:startsOn vet:endsOn } ?thing ?p ?date }"
)


class Scope(NamedTuple):
    """What a trace may use.

    Attributes:
        avoid: IRIs that no path goes through.
        stated_only: Leave out what only rules say.
        year: Take only statements of reports about this year, between things that are not dated
            otherwise; what rules derive has no year and is left out.
        reports: IRIs of the reports about that year.
    """

    avoid: frozenset[str] = frozenset()
    stated_only: bool = False
    year: int | None = None
    reports: tuple[str, ...] = ()

    def kept(self, graphs: list[str]) -> tuple[str, ...] | None:
        """The graphs of a statement that count, sorted; None when it may not be used."""
        found = tuple(sorted(set(graphs)))
        if self.year is not None:
            found = tuple(g for g in found if self._of_the_year(g))
            if not found:
                return None
        elif self.stated_only and is_derived(found):
            return None
        return found

    def _of_the_year(self, graph: str) -> bool:
        """Our own tables (in which country a university is) hold in every year."""
        if graph.startswith(ID + "report/"):
            return graph.startswith(self.reports)
        return not graph.startswith(RULE)

    def dated_otherwise(self, dates: Iterable[tuple[str, str]]) -> bool:
        """Whether a thing with these dates, as (property, date), belongs to other years only."""
        if self.year is None:
            return False
        years: dict[str, list[int]] = {"inYear": [], "startsOn": [], "endsOn": []}
        for name, value in dates:
            if value[:4].isdecimal():
                years[name].append(int(value[:4]))
        starts, ends = years["startsOn"] or years["endsOn"], years["endsOn"] or years["startsOn"]
        span = range(min(starts), max(ends) + 1) if starts else range(0)
        known = bool(years["inYear"] or span)
        return known and self.year not in span and self.year not in years["inYear"]


def scope_of_year(
    graph: Graph, year: int, avoid: frozenset[str], *, timeout: float | None = None
) -> Scope:
    """The scope of one year.

    Raises:
        QueryError: `TRACE-YEAR`: no report is about that year; names the years that there are.
    """
    rows = graph.select(_REPORTS, timeout=timeout).rows
    found = [(row[0].value, row[1].value[:4]) for row in rows]  # type: ignore[union-attr]
    reports = tuple(f"{report}/" for report, of in found if of == str(year))
    if not reports:
        years = "、".join(dict.fromkeys(of for _, of in found)) or "—"
        raise QueryError("TRACE-YEAR", None, found=year, known=years)
    return Scope(avoid=avoid, year=year, reports=reports)


def local_name(iri: str) -> str:
    """The local name of a property of ours."""
    return iri.removeprefix(VET)
