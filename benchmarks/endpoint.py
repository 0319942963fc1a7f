"""The same questions over HTTP: our endpoint, the oxigraph server and rdflib-endpoint, in turns.

`pip install rdflib-endpoint` for the third, which is left out where it is not installed.
"""

from __future__ import annotations

import contextlib
import json
import math
import tempfile
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Timing, once, run, table, verdict
from benchmarks.servers import (
    Asker,
    form,
    free_port,
    oxigraph,
    process,
    rdflib_endpoint,
    write_graph,
    zhitu,
)
from graph_builder.ask.answer import bind
from graph_builder.ask.catalogue import bundled_questions
from graph_builder.graph.access import open_graph
from graph_builder.graph.sparql_text import with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNS = 9
#: Times faster than rdflib-endpoint, and slower than the oxigraph server, that we allow ourselves.
AGAINST_RDFLIB, AGAINST_OXIGRAPH = 50.0, 1.0
#: Seconds after which a query of a peer is given up; it counts with this time.
PATIENCE = 30.0
#: A round of a server that needs longer than this for a query is its only one.
SLOW = 3.0
QUESTIONS = (
    "schools",
    "school_to_industry",
    "cluster_structure_of_school",
    "honours_of_school",
    "schools_with_honour",
    "honours_by_school",
    "foreign_partners",
    "partners_of_school",
    "partner_to_schools",
    "indicator_values",
    "cases_by_school",
    "industry_to_schools",
)


def report(runs: int = RUNS) -> str:
    """Put each question to each server, round after round."""
    queries = _queries()
    with tempfile.TemporaryDirectory() as temporary, contextlib.ExitStack() as stack:
        folder = Path(temporary)
        file = write_graph(folder)
        askers: dict[str, Asker] = {}
        for name, command, port, path in _servers(file, folder / "store"):
            if command is not None:
                stack.enter_context(process(command, port))
                askers[name] = Asker(port, path, PATIENCE)
        return _measured(queries, askers, runs)


def _servers(file: Path, store: Path) -> list[tuple[str, list[str] | None, int, str]]:
    """Name, command, port and path of each endpoint."""
    ports = [free_port() for _ in range(3)]
    return [
        ("zhitu", zhitu(file, ports[0]), ports[0], "/sparql"),
        ("oxigraph server", oxigraph(store, ports[1]), ports[1], "/query"),
        ("rdflib-endpoint", rdflib_endpoint(file, ports[2]), ports[2], "/"),
    ]


def _queries() -> dict[str, str]:
    graph = open_graph()
    known = bundled_questions()
    queries = {}
    for name in QUESTIONS:
        question = known[name]
        values = {p.name: p.example for p in question.params if p.required}
        terms = {n: str(t) for n, t in bind(graph, question, values).items()}
        queries[name] = with_values(question.query, terms)
    return queries


def _measured(queries: dict[str, str], askers: dict[str, Asker], runs: int) -> str:
    number = count()
    rows, ratios = [], dict[str, list[float]]()
    differ = []
    for name, query in queries.items():
        # A comment that is never the same keeps any server from remembering the answer.
        work: dict[str, Callable[[], object]] = {}
        for who, asker in askers.items():
            bodies = [form(f"{query}\n# {next(number)}") for _ in range(runs + 1)]
            work[who] = partial(_next, asker, iter(bodies))
        work["zhitu, asked again"] = partial(askers["zhitu"].send, form(query))
        found = {who: _rows(do) for who, do in work.items()}
        differ += [f"{name}: {who}" for who, n in found.items() if n != found["zhitu"]]
        timings = _in_turns(work, runs)
        rows.append([name, str(found["zhitu"]), *(t.shown() for t in timings.values())])
        for who, timing in timings.items():
            ratios.setdefault(who, []).append(timing.median / timings["zhitu"].median)
    means = {
        who: math.exp(sum(map(math.log, values)) / len(values)) for who, values in ratios.items()
    }
    lines = [f"### SPARQL over HTTP: {len(queries)} questions of the catalogue\n\n"]
    lines.append(table(["question", "rows", *ratios], rows))
    if "oxigraph server" in means:
        shown = verdict(1 / means["oxigraph server"], AGAINST_OXIGRAPH, at_least=False)
        lines.append(f"\nzhitu / oxigraph server, geometric mean: {shown}\n")
        again = means["zhitu, asked again"] / means["oxigraph server"]
        lines.append(f"\nthe same for a query asked again: {again:.2f} ×\n")
    if "rdflib-endpoint" in means:
        shown = verdict(means["rdflib-endpoint"], AGAINST_RDFLIB, at_least=True)
        lines.append(f"\nrdflib-endpoint / zhitu, geometric mean: {shown}\n")
    if differ:
        lines.append(f"\nOther rows than zhitu, or none in {PATIENCE:.0f} s: {'; '.join(differ)}\n")
    return "".join(lines)


def _next(asker: Asker, bodies: Iterator[bytes]) -> bytes:
    return asker.send(next(bodies))


def _rows(do: Callable[[], object]) -> int:
    """Number of rows; -1 when there is no answer."""
    try:
        body = do()
    except OSError:
        return -1
    return len(json.loads(body)["results"]["bindings"])  # type: ignore[arg-type]


def _in_turns(work: dict[str, Callable[[], object]], runs: int) -> dict[str, Timing]:
    """As `measure.in_turns`, but a server that is very slow has one round."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, do in work.items():
            if not seconds[name] or seconds[name][0] < SLOW:
                seconds[name].append(once(partial(_quietly, do)))
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def _quietly(do: Callable[[], object]) -> object:
    with contextlib.suppress(OSError):
        return do()
    return None


if __name__ == "__main__":
    run(report, RUNS)
