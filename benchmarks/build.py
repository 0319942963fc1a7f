"""Building the graph: tables and facts to N-Quads, against rdflib writing the very same quads."""

from __future__ import annotations

from benchmarks import plain_rdflib
from benchmarks.measure import in_turns, run, table, verdict
from graph_builder.graph.build import build_graph, default_sources

GOAL = 5.0
RUNS = 11


def report(runs: int = RUNS) -> str:
    """Build the bundled graph; rdflib adds the same quads to a Dataset and serialises it."""
    quads = plain_rdflib.plain(build_graph(default_sources()).store)
    ready = plain_rdflib.terms(quads)
    ours, theirs = _ours(), plain_rdflib.add_and_serialise(ready)
    if not ours.count(b"\n") == theirs.strip().count(b"\n") + 1 == len(quads):
        msg = "the two do not write the same number of quads"
        raise RuntimeError(msg)
    timings = in_turns(
        {
            "zhitu": _ours,
            "rdflib": lambda: plain_rdflib.add_and_serialise(plain_rdflib.terms(quads)),
            "rdflib, terms ready": lambda: plain_rdflib.add_and_serialise(ready),
        },
        runs,
    )
    what = {
        "zhitu": "reads tables, facts, identity and ontology, checks them, derives, writes",
        "rdflib": "makes terms of the same quads, adds them to a Dataset, writes it",
        "rdflib, terms ready": "only adds the terms to a Dataset and writes it",
    }
    zhitu = timings["zhitu"].median
    rows = [
        [name, what[name], timing.shown(), f"{timing.median / zhitu:.1f}"]
        for name, timing in timings.items()
    ]
    ratio = timings["rdflib"].median / zhitu
    return (
        f"### Build: {len(quads):,} quads, {len(ours) / 1e6:.1f} MB of N-Quads\n\n"
        + table(["", "does", "median", "times zhitu"], rows)
        + f"\nrdflib / zhitu: {verdict(ratio, GOAL, at_least=True)}\n"
    )


def _ours() -> bytes:
    return build_graph(default_sources()).serialise(".nq")


if __name__ == "__main__":
    run(report, RUNS)
