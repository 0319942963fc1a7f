"""Whether a graph is well formed: the rules of `ontology/shapes/`, and those of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.carry_out import in_order, plan_rules
from graph_builder.check.engine import choose_engine
from graph_builder.check.profile import load_profile
from graph_builder.check.report import Report
from graph_builder.check.rules import load_catalogue
from graph_builder.check.workers import Plan, beside
from graph_builder.errors import GraphError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.check.report import Outcome
    from graph_builder.check.rules import Catalogue
    from graph_builder.graph.access import Graph

_REPORTS = "ASK WHERE { ?report a vet:Report }"
_EVIDENCE = "ASK WHERE { GRAPH ?report { ?passage vet:isPassageOf ?report } }"
#: The rules that look at passages, and the one that says that there is none.
_TOPIC, _NONE = "evidence", "EVIDENCE-NONE"


def plan_check(
    graph: Graph,
    *,
    profile: Path | None = None,
    user_shapes: Path | None = None,
    shipped: bool = False,
    where: str = "",
    engine: str = "auto",
    limit: float | None = None,
) -> Plan[Report]:
    """Tasks that check a graph made by `zhitu build` against every rule.

    Args:
        graph: Facts in its default graph, evidence in its named graphs.
        profile: A file with other levels for some rules.
        user_shapes: A SHACL file with further rules.
        shipped: Whether it is the graph that ships with zhitu, in which every rule must have
            something to look at.
        where: How messages name the graph.
        engine: One of `engine.CHOICES`.
        limit: Seconds for each rule; one that takes longer is stopped and said to be.

    Raises:
        InputError: The profile or the user's shapes are faulty, or the engine is not installed.
        GraphError: The graph holds no report.
    """
    chosen = choose_engine(engine)
    catalogue = load_catalogue(load_profile(profile))
    own = None if user_shapes is None else _own_rules(user_shapes, catalogue)
    if not graph.ask(_REPORTS):
        raise GraphError("CHECK-NO-REPORT", Place(where) if where else None)
    # Without any passage every statement would be a finding, which tells nobody anything.
    skip = [] if graph.ask(_EVIDENCE) else _about_evidence(catalogue)
    plan = plan_rules(graph, catalogue, engine=chosen, limit=limit, skip=skip)
    titles, names = catalogue.titles, [chosen.name]
    further: Plan[list[Outcome]] = Plan((), lambda _: [])
    if own is not None:
        other = choose_engine(engine, shipped=False)
        further = plan_rules(graph, own, engine=other, limit=limit)
        titles = own.titles | titles
        names.append(other.name)
    name = " + ".join(dict.fromkeys(names))
    both = beside(plan, further)

    def finish(results: Sequence[object]) -> Report:
        shipped_ones, own_ones = both.finish(results)
        ordered = tuple(in_order([*shipped_ones, *own_ones]))
        return Report(ordered, name, titles, idle_is_wrong=shipped, limit=limit)

    return Plan(both.tasks, finish)


def check_graph(
    graph: Graph,
    *,
    profile: Path | None = None,
    user_shapes: Path | None = None,
    shipped: bool = False,
    where: str = "",
    engine: str = "auto",
    jobs: int = 1,
    limit: float | None = None,
) -> Report:
    """The same carried out, in `jobs` processes at once; what comes out does not depend on it."""
    return plan_check(
        graph,
        profile=profile,
        user_shapes=user_shapes,
        shipped=shipped,
        where=where,
        engine=engine,
        limit=limit,
    ).carry_out(jobs)


def _own_rules(path: Path, catalogue: Catalogue) -> Catalogue:
    from graph_builder.check.userrules import user_rules  # noqa: PLC0415 -- loads rdflib

    return user_rules(path, catalogue.rules)


def _about_evidence(catalogue: Catalogue) -> list[str]:
    return [r.code for r in catalogue.rules.values() if r.topic == _TOPIC and r.code != _NONE]
