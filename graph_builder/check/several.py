"""One graph or several: each is checked and put into words, and the results become one."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.check.audit.audited import AuditWish, plan_if_possible
from graph_builder.check.conformance import plan_check
from graph_builder.check.excerpts import Printed
from graph_builder.check.progress import Progress
from graph_builder.check.report import Outcome, Report
from graph_builder.check.shown import shown
from graph_builder.check.workers import Task, beside, run_tasks
from graph_builder.graph.access import open_graph
from graph_builder.graph.copied import copied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.check.audit.audited import Audited
    from graph_builder.check.shown import Shown
    from graph_builder.check.workers import Told
    from graph_builder.graph.access import Graph


class Wish(NamedTuple):
    """How graphs are to be checked and shown.

    Attributes:
        lang: The reader's language.
        profile: A file with other levels for some rules.
        user_shapes: A SHACL file with further rules.
        engine: One of `engine.CHOICES`.
        limit: Seconds for each rule.
        jobs: How many processes to use at once.
        source: The document of a report.
        tables: Whether to show the printed table rows of findings.
        most: Findings of one rule for which it is shown what is printed.
        cut: Whether no further findings of a rule are shown at all.
        audit: Whether it is also asked if the reports agree with themselves.
        readings: Files of readings for that; none for those that ship with zhitu.
    """

    lang: str = "zh"
    profile: Path | None = None
    user_shapes: Path | None = None
    engine: str = "auto"
    limit: float | None = None
    jobs: int = 1
    source: Path | None = None
    tables: bool = False
    most: int = 0
    cut: bool = False
    audit: bool = True
    readings: tuple[Path, ...] = ()


class Checked(NamedTuple):
    """A report, its findings in words, and what the reader is told about the check itself.

    Attributes:
        report: What was looked at and found.
        findings: The findings, in the order of the report; the first of each rule with `Wish.cut`.
        graphs: What was checked, as the user named it.
        source_fits: Whether the given document is that of a report; None when none was given.
        audits: For each graph, whether its reports agree with themselves; None where nobody asked.
    """

    report: Report
    findings: list[Shown]
    graphs: tuple[str, ...] = ()
    source_fits: bool | None = None
    audits: tuple[Audited, ...] | None = None


def check_graphs(wheres: Sequence[str], wish: Wish) -> Checked:
    """Check graphs, one process for each where `wish.jobs` allows, and join what was found.

    Args:
        wheres: Files, store folders or endpoints; none for the graph that ships with zhitu.
        wish: How.

    Raises:
        ZhituError: A graph or a file of the user's is missing or faulty.
    """
    if len(wheres) < 2:  # noqa: PLR2004 -- one graph has all jobs for itself
        return _check(wheres[0] if wheres else None, wish, Progress(wish.lang))
    alone = wish._replace(jobs=1)
    tasks = [Task(partial(_check, where, alone)) for where in wheres]
    done = run_tasks(tasks, wish.jobs, Progress(wish.lang))
    return _joined(wheres, done)  # type: ignore[arg-type]


def put_into_words(graph: Graph, report: Report, wish: Wish) -> Checked:
    """The findings in words, with what is printed at their places where it is wished for."""
    findings = shown(graph, report, wish.lang, wish.most if wish.cut else None)
    if not wish.tables and wish.source is None:
        return Checked(report, findings)
    printed = Printed(graph, wish.lang, wish.source)
    with_print: list[Shown] = []
    for _, group in groupby(findings, key=lambda f: f.rule.code):
        own = list(group)
        for f in own[: wish.most]:
            excerpts = printed.at(p.iri for p in f.places)
            kept = tuple(e for e in excerpts if wish.tables or e.sentence)
            with_print.append(f._replace(printed=kept))
        with_print += own[wish.most :]
    fits = None if wish.source is None else printed.has_text
    return Checked(report, with_print, source_fits=fits)


def _check(where: str | None, wish: Wish, told: Told | None = None) -> Checked:
    graph = copied(open_graph(where))
    plan = plan_check(
        graph,
        profile=wish.profile,
        user_shapes=wish.user_shapes,
        shipped=where is None,
        where=where or "",
        engine=wish.engine,
        limit=wish.limit,
    )
    graphs = (where,) if where else ()
    if not wish.audit:
        report = plan.carry_out(wish.jobs, told)
        return put_into_words(graph, report, wish)._replace(graphs=graphs)
    most = wish.most if wish.tables else 0
    own = AuditWish(wish.lang, wish.readings, wish.source, wish.limit, wish.jobs, most)
    audit = plan_if_possible(graph, own, where or "")
    audits: tuple[Audited, ...] = ()
    if audit is None:
        report = plan.carry_out(wish.jobs, told)
    else:
        report, audited = beside(plan, audit).carry_out(wish.jobs, told)
        audits = (audited,)
    return put_into_words(graph, report, wish)._replace(graphs=graphs, audits=audits)


def _joined(wheres: Sequence[str], results: Sequence[Checked]) -> Checked:
    """Rule by rule, and for each rule graph by graph."""
    first = results[0].report
    outcomes: list[Outcome] = []
    findings: list[Shown] = []
    words: dict[tuple[int, str], list[Shown]] = {}
    for n, result in enumerate(results):
        for f in result.findings:
            words.setdefault((n, f.rule.code), []).append(f._replace(graph=wheres[n]))
    for own in zip(*(r.report.outcomes for r in results), strict=True):
        found = tuple(f for outcome in own for f in outcome.findings)
        focus = sum(outcome.focus_nodes for outcome in own)
        untested = next((o.untested for o in own if o.untested), "")
        outcomes.append(Outcome(own[0].rule, focus, found, untested))
        for n in range(len(results)):
            findings += words.get((n, own[0].rule.code), [])
    fits = [r.source_fits for r in results]
    audits = tuple(
        audited._replace(graph=wheres[n])
        for n, r in enumerate(results)
        for audited in r.audits or ()
    )
    return Checked(
        first._replace(outcomes=tuple(outcomes)),
        findings,
        tuple(wheres),
        None if fits[0] is None else any(fits),
        None if results[0].audits is None else audits,
    )
