"""Any RDF file against any SHACL file, as with the `pyshacl` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.conformance import by_rule, in_order, outcome
from graph_builder.check.convert import plain, to_rdflib
from graph_builder.check.engine import engine_name, focus_nodes, validate
from graph_builder.check.rdffile import parse_rdf
from graph_builder.check.report import Report
from graph_builder.check.userrules import user_rules
from graph_builder.graph.access import EmbeddedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import Graph


def check_file(file: Path, shapes: Path) -> tuple[Graph, Report]:
    """Validate a file; statements of its named graphs count like those of the default graph.

    Returns:
        The file as a graph, for showing the findings by name, and what was found.

    Raises:
        InputError: A file is missing or faulty, or the shapes are not valid SHACL.
    """
    quads = parse_rdf(file)
    catalogue = user_rules(shapes, {})
    data = to_rdflib(plain(q.triple for q in quads))
    results = validate(data, catalogue.core, catalogue.file)
    found = by_rule(catalogue, results)
    said = {catalogue.owners[r.shape]: r.message for r in results}
    outcomes = [
        outcome(
            rule if rule.message else rule._replace(message=said.get(code, {})),
            len(focus_nodes(rule.targets, data)),
            found.get(code, []),
        )
        for code, rule in catalogue.rules.items()
    ]
    store = ox.Store()
    store.extend([*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)])
    return EmbeddedGraph(store), Report(tuple(in_order(outcomes)), engine_name())
