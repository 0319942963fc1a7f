"""Any RDF file against any SHACL file, as with the `pyshacl` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.carry_out import check_data, in_order
from graph_builder.check.data import Data, plain
from graph_builder.check.engine import choose_engine
from graph_builder.check.rdffile import parse_rdf
from graph_builder.check.report import Report
from graph_builder.check.userrules import user_rules
from graph_builder.graph.access import EmbeddedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import Graph


def check_file(
    file: Path,
    shapes: Path,
    *,
    engine: str = "auto",
    jobs: int = 1,
    limit: float | None = None,
) -> tuple[Graph, Report]:
    """Validate a file; statements of its named graphs count like those of the default graph.

    Args:
        file: Any RDF file.
        shapes: A SHACL file.
        engine: One of `engine.CHOICES`.
        jobs: How many processes to use at once.
        limit: Seconds for each rule that has a query or a pattern.

    Returns:
        The file as a graph, for showing the findings by name, and what was found.

    Raises:
        InputError: A file is missing or faulty, the shapes are not valid SHACL, or the engine is
            not installed.
    """
    chosen = choose_engine(engine, shipped=False)
    quads = parse_rdf(file)
    catalogue = user_rules(shapes, {})
    data = Data(plain(q.triple for q in quads))
    outcomes = check_data(data, catalogue, engine=chosen, jobs=jobs, limit=limit)
    store = ox.Store()
    store.extend([*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)])
    return EmbeddedGraph(store), Report(
        tuple(in_order(outcomes)), chosen.name, catalogue.titles, limit=limit
    )
