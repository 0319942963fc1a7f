"""Opening the graph and answering one question, against rdflib doing both on the same file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import plain_rdflib
from benchmarks.measure import in_turns, run, table, verdict
from graph_builder.ask.answer import Answer, answer
from graph_builder.ask.questions import load_question
from graph_builder.graph.access import open_graph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.graph.bundle import write_store
from graph_builder.graph.sparql_text import with_values
from graph_builder.paths import bundled

GOAL = 10.0
RUNS = 11
QUESTION = "industries/school_to_industry.rq"
VALUES = {"school": "市交校"}


def report(runs: int = RUNS) -> str:
    """Open the bundled graph and ask which industries a school reaches."""
    question = load_question(bundled("queries") / QUESTION)
    built = build_graph(default_sources())
    with tempfile.TemporaryDirectory() as temporary:
        file, folder = Path(temporary) / "graph.nq", Path(temporary) / "store"
        file.write_bytes(built.serialise(".nq"))
        write_store(built.store, folder)

        def ours(where: Path) -> Answer:
            return answer(open_graph(where), question, VALUES)

        def theirs() -> int:
            return len(plain_rdflib.select(plain_rdflib.load(file), query))

        first = ours(file)
        query = with_values(question.query, {n: str(t) for n, t in first.bindings.items()})
        if theirs() != len(first.rows.rows):
            msg = "the two give different answers"
            raise RuntimeError(msg)
        timings = in_turns(
            {
                "zhitu, file": lambda: ours(file),
                "zhitu, store folder": lambda: ours(folder),
                "rdflib, file": theirs,
            },
            runs,
        )
    peer = timings["rdflib, file"].median
    rows = [[name, t.shown(), f"{peer / t.median:.1f}"] for name, t in timings.items()]
    ratio = peer / timings["zhitu, file"].median
    return (
        f"### Open and ask: {len(built.lines):,} quads, {question.name} "
        f"school={VALUES['school']}, {len(first.rows.rows)} rows\n\n"
        + table(["", "median", "times faster than rdflib"], rows)
        + f"\nrdflib / zhitu on the file: {verdict(ratio, GOAL, at_least=True)}\n"
    )


if __name__ == "__main__":
    run(report, RUNS)
