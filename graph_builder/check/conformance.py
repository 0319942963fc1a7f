"""Whether a graph is well formed: the rules of `ontology/shapes/`, and those of a user."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from graph_builder.check.convert import rdflib_term
from graph_builder.check.data import data_for
from graph_builder.check.engine import Result, engine_name, focus_nodes, validate
from graph_builder.check.profile import load_profile
from graph_builder.check.queries import ask_rule
from graph_builder.check.report import LEVELS, Outcome, Report
from graph_builder.check.rules import load_catalogue
from graph_builder.check.userrules import user_rules
from graph_builder.check.words import refuse_unknown_words
from graph_builder.errors import GraphError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph_builder.check.report import Finding
    from graph_builder.check.rules import Catalogue, Rule
    from graph_builder.graph.access import Graph

_REPORTS = "ASK WHERE { ?report a vet:Report }"


def check_graph(
    graph: Graph,
    *,
    profile: Path | None = None,
    user_shapes: Path | None = None,
    shipped: bool = False,
    where: str = "",
) -> Report:
    """Check a graph made by `zhitu build` against every rule.

    Args:
        graph: Facts in its default graph, evidence in its named graphs.
        profile: A file with other levels for some rules.
        user_shapes: A SHACL file with further rules.
        shipped: Whether it is the graph that ships with zhitu, in which every rule must have
            something to look at.
        where: How messages name the graph.

    Raises:
        InputError: The profile or the user's shapes are faulty.
        GraphError: The graph holds no report.
    """
    catalogue = load_catalogue(load_profile(profile))
    own = None if user_shapes is None else user_rules(user_shapes, catalogue.rules)
    if not graph.ask(_REPORTS):
        raise GraphError("CHECK-NO-REPORT", Place(where) if where else None)
    refuse_unknown_words(catalogue.core)
    outcomes = check_rules(graph, catalogue)
    if own is not None:
        outcomes += check_rules(graph, own)
    return Report(tuple(in_order(outcomes)), engine_name(), idle_is_wrong=shipped)


def check_rules(graph: Graph, catalogue: Catalogue) -> list[Outcome]:
    """What each rule of a catalogue looks at and finds, in its order.

    Rules with a query are asked beside the SHACL engine: queries run outside Python, so that the
    two can use two cores.
    """
    with ThreadPoolExecutor(1) as beside:
        asked = {
            code: beside.submit(ask_rule, graph, rule)
            for code, rule in catalogue.rules.items()
            if rule.query
        }
        data = data_for(graph, catalogue)
        results = by_rule(catalogue, validate(data, catalogue.core, catalogue.file))
        outcomes = []
        for code, rule in catalogue.rules.items():
            focus = focus_nodes(rule.targets, data)
            if code in asked:
                findings = [f for f in asked[code].result() if rdflib_term(f.focus) in focus]
            else:
                findings = results.get(code, [])
            outcomes.append(outcome(rule, len(focus), findings))
    return outcomes


def by_rule(catalogue: Catalogue, results: Iterable[Result]) -> dict[str, list[Finding]]:
    """Code -> findings; those of a nested shape belong to the rule around it."""
    found: dict[str, list[Finding]] = {}
    for result in results:
        found.setdefault(catalogue.owners[result.shape], []).append(result.finding)
    return found


def outcome(rule: Rule, focus: int, findings: Iterable[Finding]) -> Outcome:
    """What a rule found, each finding once and in a stable order."""
    return Outcome(rule, focus, tuple(sorted(set(findings), key=lambda f: f.key())))


def in_order(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Worst level first, then by code."""
    return sorted(outcomes, key=lambda o: (LEVELS.index(o.rule.level), o.rule.code))
