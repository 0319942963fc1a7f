"""Growth: the build of 1, 10 and 50 made-up reports, and one question asked of each graph."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Timing, in_turns, run, table
from benchmarks.synthetic import city, write_reports
from graph_builder.ask.answer import answer
from graph_builder.ask.questions import load_question
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from graph_builder.graph.build import Built

SIZES = (1, 10, 50)
RUNS = 7
ASK_RUNS = 51
QUESTION = "industries/school_to_industry.rq"
VALUES = {"school": f"{city(0).name}市交校"}


def report(runs: int = RUNS) -> str:
    """Build graphs of growing size from `benchmarks/synthetic.py` and ask each the same."""
    with tempfile.TemporaryDirectory() as temporary:
        sources = write_reports(Path(temporary), max(SIZES))
        counts, asked = _ask([build_graph(sources[:size]) for size in SIZES])
        work = {str(size): partial(_build, sources[:size]) for size in SIZES}
        built = in_turns(work, runs)
    first = str(SIZES[0])
    rows = [
        [
            size,
            f"{counts[size]['quads']:,}",
            f"{counts[size]['derived']:,}",
            built[size].shown(),
            f"{built[size].median / built[first].median:.1f}",
            f"{counts[size]['quads'] / counts[first]['quads']:.1f}",
            asked[size].shown(),
            f"{asked[size].median / asked[first].median:.2f}",
        ]
        for size in work
    ]
    columns = [
        "reports",
        "quads",
        "derived",
        "build",
        "times one report",
        "quads, times one report",
        "school_to_industry",
        "times one report",
    ]
    return "### Growth: made-up reports\n\n" + table(columns, rows)


def _ask(graphs: list[Built]) -> tuple[dict[str, dict[str, int]], dict[str, Timing]]:
    """Number of reports -> counts of the graph, and how long the question takes in it."""
    question = load_question(bundled("queries") / QUESTION)
    work = {
        str(len(built.reports)): partial(answer, EmbeddedGraph(built.store), question, VALUES)
        for built in graphs
    }
    if not all(ask().rows.rows for ask in work.values()):
        msg = "the made-up school has no industry"
        raise RuntimeError(msg)
    counts = {str(len(built.reports)): built.counts for built in graphs}
    return counts, in_turns(work, ASK_RUNS)


def _build(sources: list[Path]) -> bytes:
    return build_graph(sources).serialise(".nq")


if __name__ == "__main__":
    run(report, RUNS)
