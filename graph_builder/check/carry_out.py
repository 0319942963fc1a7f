"""Rules are carried out: those with a query are asked, the others go to the SHACL engine.

Each is a piece of work with a time limit, and several are done at once. What comes out does not
depend on how many.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.check.data import data_for
from graph_builder.check.engine import choose_engine
from graph_builder.check.queries import ask_rule
from graph_builder.check.report import LEVELS, Outcome
from graph_builder.check.shapes import TARGETS, Shapes
from graph_builder.check.workers import Plan, Stopped, Task
from graph_builder.names import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph_builder.check.data import Data
    from graph_builder.check.engine import Engine, Result
    from graph_builder.check.report import Finding
    from graph_builder.check.rules import Catalogue, Rule
    from graph_builder.check.shapes import Node, Term
    from graph_builder.graph.access import Graph

#: Constraints whose cost cannot be told from their size; a rule that has one is done by itself.
_RISKY = {SH + name for name in ("sparql", "select", "ask", "pattern", "js", "nodeValidator")}
_EVERYWHERE = {SH + name for name in ("ConstraintComponent", "validator", "propertyValidator")}
_TARGETS = {SH + name for name in TARGETS}


class _Looked(NamedTuple):
    """What the engine found, by code; how much each rule looked at; what rules with a query may."""

    findings: dict[str, list[Finding]]
    counts: dict[str, int]
    focus: dict[str, set[Term]]


def plan_rules(
    graph: Graph,
    catalogue: Catalogue,
    *,
    engine: Engine | None = None,
    limit: float | None = None,
    skip: Iterable[str] = (),
) -> Plan[list[Outcome]]:
    """Tasks that tell what each rule of a catalogue looks at and finds, in its order.

    Args:
        graph: What to look at.
        catalogue: The rules.
        engine: Who does those without a query; `auto` unless given.
        limit: Seconds for each rule; one that takes longer is stopped and said to be.
        skip: Codes of rules for which the graph has no evidence.
    """
    data = partial(data_for, graph, catalogue)
    missing = frozenset(skip)
    asked = [r for r in catalogue.rules.values() if r.query and r.code not in missing]
    queries = {r.code: Task(partial(ask_rule, graph, r), limit) for r in asked}
    return _planned(data, catalogue, engine, limit, queries, missing)


def check_rules(
    graph: Graph,
    catalogue: Catalogue,
    *,
    engine: Engine | None = None,
    jobs: int = 1,
    limit: float | None = None,
    skip: Iterable[str] = (),
) -> list[Outcome]:
    """The same carried out, in `jobs` processes at once."""
    return plan_rules(graph, catalogue, engine=engine, limit=limit, skip=skip).carry_out(jobs)


def check_data(
    data: Data,
    catalogue: Catalogue,
    *,
    engine: Engine | None = None,
    jobs: int = 1,
    limit: float | None = None,
) -> list[Outcome]:
    """The same for plain triples and a catalogue of which no rule has a query."""
    return _planned(lambda: data, catalogue, engine, limit, {}, frozenset()).carry_out(jobs)


def in_order(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Worst level first, then by code."""
    return sorted(outcomes, key=lambda o: (LEVELS.index(o.rule.level), o.rule.code))


def _planned(
    data: Callable[[], Data],
    catalogue: Catalogue,
    engine: Engine | None,
    limit: float | None,
    queries: dict[str, Task],
    missing: frozenset[str],
) -> Plan[list[Outcome]]:
    parts = _parts(catalogue)
    if len(parts) > 1:
        made = data()
        data = lambda: made  # noqa: E731 -- every part looks at the same
    engine = engine or choose_engine()
    tasks = [
        Task(partial(_look, data, part, engine), None if limit is None else limit * len(part.rules))
        for part in parts
    ]

    def finish(results: Sequence[object]) -> list[Outcome]:
        asked = dict(zip(queries, results[len(parts) :], strict=True))
        done: dict[str, Outcome] = {}
        for part, looked in zip(parts, results[: len(parts)], strict=True):
            for code, rule in part.rules.items():
                done[code] = _outcome(rule, looked, asked.get(code), skipped=code in missing)
        return [done[code] for code in catalogue.rules]

    return Plan([*tasks, *queries.values()], finish)


def _outcome(rule: Rule, looked: object, asked: object, *, skipped: bool) -> Outcome:
    if skipped:
        return Outcome(rule, 0, (), "evidence")
    if not isinstance(looked, _Looked) or isinstance(asked, Stopped):
        return Outcome(rule, 0, (), "time")
    found = looked.findings.get(rule.code, [])
    if isinstance(asked, list):
        focus = looked.focus[rule.code]
        found = [f for f in asked if f.focus in focus]
    findings = tuple(sorted(set(found), key=lambda f: f.key()))
    said = {f.said for f in findings}
    if not rule.message and len(said) == 1:
        rule = rule._replace(message=dict(said.pop()))
    return Outcome(rule, looked.counts[rule.code], findings)


def _look(data: Callable[[], Data], catalogue: Catalogue, engine: Engine) -> _Looked:
    """Let the engine do the rules of a catalogue, and count what each looks at."""
    made = data()
    results = engine.validate(made, catalogue.core, catalogue.file)
    looked = _Looked(by_rule(catalogue, results), {}, {})
    for code, rule in catalogue.rules.items():
        focus = made.focus(rule.targets)
        looked.counts[code] = len(focus)
        if rule.query:
            looked.focus[code] = focus
    return looked


def by_rule(catalogue: Catalogue, results: Iterable[Result]) -> dict[str, list[Finding]]:
    """Code -> findings; those of a nested shape belong to the rule around it."""
    found: dict[str, list[Finding]] = {}
    for result in results:
        code, finding = catalogue.owners[result.shape], result.finding
        rule = catalogue.rules.get(code)
        if rule is not None and not rule.message:
            finding = finding._replace(said=tuple(sorted(result.message.items())))
        found.setdefault(code, []).append(finding)
    return found


def _parts(catalogue: Catalogue) -> list[Catalogue]:
    """The catalogue in parts that are carried out apart.

    Ours is one: its queries are asked, not left to the engine. Of a user's, each rule that may run
    away is a part, so that it can be stopped and named, and all others are one.
    """
    if not catalogue.file:
        return [catalogue]
    shapes = catalogue.core
    roots = {node.value: node for node in shapes.subjects()}
    uses = {p for _, p, _ in shapes.triples} | {getattr(o, "value", "") for *_, o in shapes.triples}
    apart = []
    for code, rule in catalogue.rules.items():
        root = roots[rule.iri]
        own = {root, *shapes.parts(root, named=True)}
        if uses & _EVERYWHERE or any(s in own and p in _RISKY for s, p, _ in shapes.triples):
            apart.append(code)
    groups = [[c for c in catalogue.rules if c not in apart], *([code] for code in apart)]
    return [_only(catalogue, roots, group) for group in groups if group]


def _only(catalogue: Catalogue, roots: dict[str, Node], codes: list[str]) -> Catalogue:
    """The catalogue in which only some rules look at anything; shapes may still use the others."""
    others = {roots[r.iri] for code, r in catalogue.rules.items() if code not in codes}
    kept = [
        (s, p, o)
        for s, p, o in catalogue.core.triples
        if s not in others
        or not (p in _TARGETS or (p == RDF + "type" and getattr(o, "value", "") == RDFS + "Class"))
    ]
    rules = {code: catalogue.rules[code] for code in codes}
    return catalogue._replace(rules=rules, core=Shapes(kept))
