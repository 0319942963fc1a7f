"""A graph is opened to the audit: its rules, readings and document, and the result in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.check.audit.folders import readings_for
from graph_builder.check.audit.rules import load_reading_kinds, load_rules, rules_folder
from graph_builder.check.audit.run import Audit, plan_audit, reports_of
from graph_builder.check.audit.words import Words
from graph_builder.check.excerpts import Printed
from graph_builder.check.progress import Progress
from graph_builder.check.workers import Plan
from graph_builder.errors import ZhituError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.check.audit.source import Source
    from graph_builder.check.excerpts import Excerpt
    from graph_builder.graph.access import Graph

#: What makes an audit impossible without making the graph unusable, and what a document impossible.
_UNABLE = {"AUDIT-NO-EVIDENCE"}
_NO_SOURCE = {"AUDIT-SOURCE-OTHER", "AUDIT-SOURCE-REMOTE", "REPORT-NO-TABLE"}


class AuditWish(NamedTuple):
    """How a graph is to be audited.

    Attributes:
        lang: The reader's language.
        readings: Files of readings, or folders of reports; none for those that ship with zhitu.
        source: The document of a report.
        limit: Seconds for each rule.
        jobs: How many processes to use at once.
        most: Findings of one rule for which it is shown what is printed; 0 for none.
    """

    lang: str = "zh"
    readings: Sequence[Path] = ()
    source: Path | None = None
    limit: float | None = None
    jobs: int = 1
    most: int = 0


class Audited(NamedTuple):
    """An audit and all that is needed to show it.

    Attributes:
        audit: What was tested and found.
        words: The reader's language.
        source: The document of one of the reports.
        printed: Code of a rule -> for each of its first findings, what is printed at its places.
        graph: Which graph it was, where there are several.
    """

    audit: Audit
    words: Words
    source: Source | None = None
    printed: dict[str, tuple[tuple[Excerpt, ...], ...]] = {}  # noqa: RUF012 -- never changed
    graph: str = ""


def plan_audited(graph: Graph, wish: AuditWish, where: str = "") -> Plan[Audited]:
    """Tasks that ask every rule of a graph.

    Args:
        graph: Facts in its default graph, evidence in its named graphs.
        wish: How.
        where: How messages name the graph.

    Raises:
        GraphError: The graph holds no report, or no passage of one.
        InputError: A file of readings is faulty, or the document is that of another report.
    """
    folder = rules_folder()
    reports = reports_of(graph, where)
    readings = readings_for(graph, reports, load_reading_kinds(folder), wish.readings)
    source = None
    if wish.source is not None:
        from graph_builder.check.audit.source import read_source  # noqa: PLC0415 -- only then

        source = read_source(wish.source, reports)
        graph = source.beside(graph)
    rules = load_rules(folder).values()
    plan = plan_audit(graph, rules, readings, timeout=wish.limit, where=where)
    return Plan(plan.tasks, lambda results: _shown(graph, plan.finish(results), wish, source))


def audit_graph(graph: Graph, wish: AuditWish, where: str = "") -> Audited:
    """The same carried out."""
    return plan_audited(graph, wish, where).carry_out(wish.jobs, Progress(wish.lang))


def _shown(graph: Graph, result: Audit, wish: AuditWish, source: Source | None) -> Audited:
    found = Audited(result, Words(graph, result, wish.lang), source)
    if not wish.most:
        return found
    printed = Printed(graph, wish.lang, wish.source)
    shown = {
        code: tuple(
            printed.at(f"{f.report}/{place}" for place in f.places)
            for f in list(group)[: wish.most]
        )
        for code, group in groupby(result.findings, key=lambda f: f.code)
    }
    return found._replace(printed=shown)


def plan_if_possible(graph: Graph, wish: AuditWish, where: str = "") -> Plan[Audited] | None:
    """The plan; None for a graph without any passage, and without a document that does not fit."""
    try:
        return plan_audited(graph, wish, where)
    except ZhituError as error:
        if error.code in _UNABLE:
            return None
        if wish.source is None or error.code not in _NO_SOURCE:
            raise
    return plan_if_possible(graph, wish._replace(source=None), where)
