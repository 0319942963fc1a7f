"""Asking the rules of a graph."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.check.audit.findings import address_key, findings_of
from graph_builder.check.audit.rules import VERDICTS
from graph_builder.check.workers import Plan, Task
from graph_builder.errors import GraphError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.audit.readings import Reading
    from graph_builder.check.audit.rules import AuditRule
    from graph_builder.graph.access import Graph

_REPORTS = """
SELECT DISTINCT ?report ?subject ?title ?digest WHERE {
  ?report a vet:Report .
  OPTIONAL { ?report vet:isAbout ?subject }
  OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report vet:hasDigest ?digest }
} ORDER BY ?report"""
_ADDRESSES = """
SELECT ?address WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:hasAddress ?address }
}"""
_EVIDENCE = "ASK WHERE { GRAPH ?report { ?passage vet:isPassageOf ?report } }"


class AuditedReport(NamedTuple):
    """A report of the graph: its IRI, what it is about, its title and the digest of its text."""

    iri: str
    subject: str
    title: str
    digest: str

    @property
    def id(self) -> str:
        """Its id, as in `report.toml`."""
        return self.iri.rpartition("/")[2]


class Outcome(NamedTuple):
    """What one rule tested and found.

    Attributes:
        rule: The rule.
        tested: How many relations it could test.
        findings: Those that do not hold, worst first.
        stopped: Whether it ran into the time limit, so that nothing was tested.
    """

    rule: AuditRule
    tested: int
    findings: tuple[Finding, ...]
    stopped: bool = False

    @property
    def held(self) -> int:
        """How many relations hold."""
        return self.tested - len(self.findings)

    def count(self, verdict: str) -> int:
        """How many findings have this verdict."""
        return sum(f.verdict == verdict for f in self.findings)


class Audit(NamedTuple):
    """The result: the reports, and an outcome for each rule, worst first."""

    reports: tuple[AuditedReport, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def tested(self) -> int:
        """How many relations were tested."""
        return sum(o.tested for o in self.outcomes)

    @property
    def held(self) -> int:
        """How many of them hold."""
        return sum(o.held for o in self.outcomes)

    @property
    def findings(self) -> list[Finding]:
        """All findings, in the order of the outcomes."""
        return [f for o in self.outcomes for f in o.findings]

    def count(self, verdict: str) -> int:
        """How many findings have this verdict."""
        return sum(o.count(verdict) for o in self.outcomes)

    def fails(self, at: str = "contradiction") -> bool:
        """Whether there is a finding of verdict `at` or worse, or a rule that was stopped."""
        if at == "never":
            return False
        worst = VERDICTS[: VERDICTS.index(at) + 1]
        return any(o.stopped for o in self.outcomes) or any(self.count(v) for v in worst)


def reports_of(graph: Graph, where: str = "") -> tuple[AuditedReport, ...]:
    """The reports of a graph, by IRI.

    Raises:
        GraphError: It holds no report, or no passage of one.
    """
    place = Place(where) if where else None
    rows = graph.select(_REPORTS).rows
    if not rows:
        raise GraphError("AUDIT-NO-REPORT", place)
    if not graph.ask(_EVIDENCE):
        raise GraphError("AUDIT-NO-EVIDENCE", place)
    reports: dict[str, AuditedReport] = {}
    for row in rows:
        cells = ["" if term is None else getattr(term, "value", "") for term in row]
        reports.setdefault(cells[0], AuditedReport(*cells))
    return tuple(reports.values())


def addresses_of(graph: Graph, report: AuditedReport) -> set[str]:
    """Every address of a report."""
    rows = graph.select(_ADDRESSES, {"report": ox.NamedNode(report.iri)}).rows
    return {row[0].value for row in rows if isinstance(row[0], ox.Literal)}


def plan_audit(
    graph: Graph,
    rules: Iterable[AuditRule],
    readings: Mapping[str, Sequence[Reading]] | None = None,
    *,
    timeout: float | None = None,
    where: str = "",
) -> Plan[Audit]:
    """Tasks that ask every rule of a graph.

    Args:
        graph: Facts in its default graph, evidence in its named graphs.
        rules: What to ask.
        readings: IRI of a report -> its readings.
        timeout: Seconds for each rule; a rule that takes longer is stopped and said to be.
        where: How messages name the graph.

    Raises:
        GraphError: The graph holds no report, or no passage of one.
    """
    reports = reports_of(graph, where)
    asked = list(rules)

    def finish(results: Sequence[object]) -> Audit:
        outcomes = [
            done if isinstance(done, Outcome) else Outcome(rule, 0, (), stopped=True)
            for rule, done in zip(asked, results, strict=True)
        ]
        return Audit(reports, tuple(sorted(outcomes, key=_order)))

    return Plan([Task(partial(_ask, graph, r, readings or {}), timeout) for r in asked], finish)


def audit(
    graph: Graph,
    rules: Iterable[AuditRule],
    readings: Mapping[str, Sequence[Reading]] | None = None,
    *,
    timeout: float | None = None,
    jobs: int = 1,
    where: str = "",
) -> Audit:
    """The same carried out, in `jobs` processes at once; what comes out does not depend on it.

    Raises:
        QueryError: A rule is not valid SPARQL.
    """
    return plan_audit(graph, rules, readings, timeout=timeout, where=where).carry_out(jobs)


def _ask(graph: Graph, rule: AuditRule, readings: Mapping[str, Sequence[Reading]]) -> Outcome:
    found = graph.select(rule.query)
    relations = list(findings_of(rule, found.columns, found.rows, readings))
    findings = sorted((r for r in relations if r is not None), key=_finding_order)
    return Outcome(rule, len(relations), tuple(findings))


def _finding_order(finding: Finding) -> tuple[int, str, list[object], str]:
    places: list[object] = [address_key(place) for place in finding.places]
    return VERDICTS.index(finding.verdict), finding.report, places, str(finding.values)


def _order(outcome: Outcome) -> tuple[list[int], str]:
    """Most of the worst verdict first."""
    return [-outcome.count(verdict) for verdict in VERDICTS], outcome.rule.code
