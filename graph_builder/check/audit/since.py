"""Two reports of one body compared: figures, lists and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.check.audit.figures import Change, changes_of
from graph_builder.check.audit.reworded import Reworded, reworded
from graph_builder.errors import GraphError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.audit.run import Audit, AuditedReport
    from graph_builder.graph.access import Graph

_YEARS = "SELECT ?report ?year WHERE { ?report vet:reportsYear ?year }"
#: Kind of thing -> what a report says of it, as `?thing` or as a pair with `?of`.
_LISTS = {
    "school": "?report vet:presentsSchool ?thing .",
    "cluster": "GRAPH ?place { ?school vet:offersCluster ?thing }",
    "honour": "GRAPH ?place { ?c vet:confersTitle ?thing } ?c vet:conferredOn ?of .",
    "partner": "GRAPH ?place { ?c vet:hasPartner ?thing }",
}
_LIST = """
SELECT DISTINCT ?thing ?name ?of ?ofName WHERE {{
  {said}
  {passage}
  OPTIONAL {{ ?thing rdfs:label ?name . FILTER (LANG(?name) = "{lang}") }}
  {whose}
}} ORDER BY ?thing ?of"""
_WHOSE = 'OPTIONAL {{ ?of rdfs:label ?ofName . FILTER (LANG(?ofName) = "{lang}") }}'
_PASSAGE = "GRAPH ?report { ?place vet:isPassageOf ?report }"


class Listed(NamedTuple):
    """What came or went of one kind: names, in the order of their IRIs."""

    kind: str
    came: tuple[str, ...]
    went: tuple[str, ...]


class Comparison(NamedTuple):
    """A report and the earlier one of the same body.

    Attributes:
        before: The earlier report.
        after: The later report.
        changes: Every indicator of either, largest change first.
        rows: Rows of the indicator tables that are worded otherwise or in another unit.
        lists: Schools, clusters, honours, partners that came or went.
        new: Findings that only the later report has.
        gone: Findings that only the earlier report has.
        kept: Findings of the later report that the earlier has as well.
    """

    before: AuditedReport
    after: AuditedReport
    changes: tuple[Change, ...]
    rows: tuple[Reworded, ...]
    lists: tuple[Listed, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    kept: tuple[Finding, ...]

    def count(self, state: str) -> int:
        """How many indicators are `same`, `changed`, `before` (only), `after` (only)."""
        return sum(c.state == state for c in self.changes)


def compare(graph: Graph, audited: Audit, since: str, lang: str = "zh") -> list[Comparison]:
    """Compare each report with that of the same body and of the year `since`.

    Args:
        graph: Holds both.
        audited: The audit of the whole graph.
        since: A year, or the id of the earlier report.
        lang: The reader's language.

    Raises:
        GraphError: There is one report only.
        InputError: No report is of that year, or none of the same body is there.
    """
    reports = audited.reports
    if len(reports) == 1:
        raise GraphError("AUDIT-SINCE-ONE", None, titles=reports[0].title or reports[0].id)
    years = _years(graph)
    shown = "、".join(f"{r.id} ({years.get(r.iri, '—')})" for r in reports)
    earlier = [r for r in reports if since in {r.id, years.get(r.iri)}]
    if not earlier:
        raise InputError("AUDIT-SINCE-YEAR", None, since=since, reports=shown)
    pairs = [(r, later) for r in earlier if (later := _later(r, reports, years))]
    if not pairs:
        ids = "、".join(r.id for r in earlier)
        raise InputError("AUDIT-SINCE-BODY", None, report=ids, reports=shown)
    return [_compared(graph, audited, *pair, lang) for pair in pairs]


def _years(graph: Graph) -> dict[str, str]:
    rows = graph.select(_YEARS).rows
    return {getattr(report, "value", ""): getattr(year, "value", "") for report, year in rows}


def _later(
    report: AuditedReport, reports: Sequence[AuditedReport], years: dict[str, str]
) -> AuditedReport | None:
    """The next report of the same body."""
    own = years.get(report.iri, "")
    later = [r for r in reports if r.subject == report.subject and years.get(r.iri, "") > own]
    return min(later, key=lambda r: years[r.iri], default=None)


def _compared(
    graph: Graph, audited: Audit, before: AuditedReport, after: AuditedReport, lang: str
) -> Comparison:
    old = {_same(f, before): f for f in audited.findings if f.report == before.iri}
    new = {_same(f, after): f for f in audited.findings if f.report == after.iri}
    lists = [_listed(graph, kind, before, after, lang) for kind in _LISTS]
    return Comparison(
        before,
        after,
        changes_of(graph, before, after, lang),
        reworded(graph, before, after),
        tuple(listed for listed in lists if listed.came or listed.went),
        tuple(f for key, f in new.items() if key not in old),
        tuple(f for key, f in old.items() if key not in new),
        tuple(f for key, f in new.items() if key in old),
    )


def _same(finding: Finding, report: AuditedReport) -> tuple[str, ...]:
    """What makes a finding the same in another year: its rule and the things it is about.

    Figures, years and places may differ; without things, the places tell.
    """
    things = [v.value for v in finding.values.values() if isinstance(v, ox.NamedNode)]
    named = [t.replace(f"{report.id}--", "") for t in things if t != report.iri]
    return (finding.code, *(named or finding.places))


def _listed(
    graph: Graph, kind: str, before: AuditedReport, after: AuditedReport, lang: str
) -> Listed:
    old, new = (_names(graph, kind, report, lang) for report in (before, after))
    came = tuple(name for key, name in new.items() if key not in old)
    return Listed(kind, came, tuple(name for key, name in old.items() if key not in new))


def _names(graph: Graph, kind: str, report: AuditedReport, lang: str) -> dict[tuple[str, str], str]:
    """Thing, or pair of things, that a report lists -> its name."""
    said = _LISTS[kind]
    passage = _PASSAGE if "?place" in said else ""
    whose = _WHOSE.format(lang=lang) if "?of " in said else ""
    query = _LIST.format(said=said, passage=passage, whose=whose, lang=lang)
    found = {}
    for row in graph.select(query, {"report": ox.NamedNode(report.iri)}).rows:
        thing, name, of, of_name = ("" if t is None else getattr(t, "value", "") for t in row)
        label = name or thing.rpartition("/")[2]
        owner = of_name or of.rpartition("/")[2]
        found[thing, of] = f"{label} ({owner})" if owner else label
    return found
