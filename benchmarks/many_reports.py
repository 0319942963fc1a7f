"""Every question on one and on many reports: zhitu in this process against Virtuoso.

The first report is the bundled one, about which the questions are asked; the others are made up.
Zhitu reads a store folder. Virtuoso holds the same statements, loaded by its own loader, and is
asked over HTTP, the only way to it; the time of an empty request is told beside, and what it sends
is not parsed. For rdflib on one report see `benchmarks.questions`. Only a quiet machine gives
figures of worth: ten runs of a millisecond each mean little beside other work.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from benchmarks.measure import LEAST_RUNS, Timing, machine, once, table
from benchmarks.synthetic import write_report
from graph_builder.ask.answer import bind
from graph_builder.ask.questions import Question, load_questions
from graph_builder.errors import QueryError, ZhituError
from graph_builder.graph.access import EmbeddedGraph, open_graph, open_store
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.graph.facts_graph import FACTS_GRAPH
from graph_builder.graph.remote import RemoteGraph
from graph_builder.paths import bundled
from tests.graph.endpoints import OWNER, free_port, virtuoso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph_builder.graph.access import Bindings


SIZES = (1, 100)
#: Reports built together; what rules derive across cities stays within as many.
BATCH = 100
#: Seconds after which a query is given up, and for which one is repeated at most.
DEADLINE, PATIENCE = 20.0, 0.5
#: Goals: seconds on one report, growth of a question about one thing, zhitu against Virtuoso.
GOAL, GROWTH, PEER = 0.010, 3.0, 2.0
#: Kinds of a parameter that stand for one thing of one report.
_ONE_THING = ("vet:School", "vet:ProgrammeCluster", "vet:Enterprise", "vet:CaseStudy")


class Measured(NamedTuple):
    """One question on one graph: medians in seconds, None where it was given up.

    `cpu` is the processor's time of ours, which other work on the machine disturbs little.
    """

    rows: int
    ours: float | None
    cpu: float | None
    virtuoso: float | None


def report(runs: int = LEAST_RUNS, sizes: tuple[int, ...] = SIZES) -> str:
    """Ask every question of graphs of growing size."""
    questions = load_questions(bundled("queries"))
    found: dict[int, dict[str, Measured]] = {}
    told: list[str] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            began = time.perf_counter()
            graph, file = _build(Path(temporary), size)
            built = time.perf_counter() - began
            sql = f"127.0.0.1:{free_port()}"
            with virtuoso(
                Path(temporary) / "virtuoso", sql, most_rows=1_000_000, buffers=200_000
            ) as url:
                began = time.perf_counter()
                _load(file, sql)
                told.append(
                    f"- {size} reports: {len(graph.store):,} statements, built in {built:.0f} s, "
                    f"loaded by Virtuoso in {time.perf_counter() - began:.0f} s"
                )
                print(told[-1], flush=True)
                found[size] = _ask(questions, graph, RemoteGraph(url + "sparql"), runs)
    return "\n".join(["### Every question on many reports", "", *told, ""]) + (
        _summary(questions, found) + "\n" + _details(questions, found)
    )


def _build(parent: Path, size: int) -> tuple[EmbeddedGraph, Path]:
    """A store folder, and the same statements as a file for Virtuoso."""
    store = ox.Store(str(parent / "store"))
    file = parent / "graph.nq"
    with file.open("wb") as out:
        for start in range(0, size, BATCH):
            made_up = range(max(start, 1), min(size, start + BATCH))
            sources = [*(default_sources() if start == 0 else ()), *_written(parent, made_up)]
            lines = build_graph(sources).lines
            store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
            out.writelines(lines)
    store.flush()
    store.optimize()
    del store
    return open_store(str(parent / "store")), file


def _written(parent: Path, numbers: range) -> Iterator[Path]:
    for number in numbers:
        yield write_report(parent / "reports", number)


def _load(file: Path, sql: str) -> None:
    """Let Virtuoso load a file from the folder above its own; what is in no graph are facts."""
    target = file.parent / "virtuoso" / file.name
    file.rename(target)
    load = f"DB.DBA.TTLP_MT(file_open('{target.name}'), '', '{FACTS_GRAPH}', 512); checkpoint;"
    subprocess.run(
        ["isql-vt", sql, OWNER, OWNER, f"exec={load}"], check=True, stdout=subprocess.DEVNULL
    )


def _ask(
    questions: list[Question], graph: EmbeddedGraph, remote: RemoteGraph, runs: int
) -> dict[str, Measured]:
    def send(query: str, bindings: Bindings | None = None) -> bytes:
        return remote.send_select(query, bindings, DEADLINE)

    names = open_graph()
    empty = "SELECT ?x WHERE { VALUES ?x { 1 } }"
    overhead = Timing(tuple(once(partial(send, empty)) for _ in range(51)))
    print(f"  an empty request to Virtuoso: {overhead.shown()}", flush=True)
    found: dict[str, Measured] = {}
    for question in questions:
        values = {p.name: p.example for p in question.params if p.example}
        # A short name that every city has means the school of the bundled report.
        bindings = bind(names, question, values)
        rows, ours, cpu = _embedded(graph, question.query, bindings, runs)
        theirs = _median(partial(send, question.query, bindings), runs)
        found[question.name] = Measured(rows, ours, cpu, theirs)
    return found


def _embedded(
    graph: EmbeddedGraph, query: str, bindings: Bindings, runs: int
) -> tuple[int, float | None, float | None]:
    try:
        rows = len(graph.select(query, bindings, timeout=DEADLINE).rows)
    except QueryError:
        return 0, None, None
    do = partial(graph.select, query, bindings)
    cpu = []
    for _ in range(runs):
        began = time.process_time()
        do()
        cpu.append(time.process_time() - began)
    return rows, _median(do, runs), statistics.median(cpu)


def _median(do: Callable[[], object], runs: int) -> float | None:
    """The median of some runs; fewer when they take long, None when the first is given up."""
    seconds: list[float] = []
    began = time.perf_counter()
    try:
        do()  # to warm up
        while len(seconds) < runs and (not seconds or time.perf_counter() - began < PATIENCE):
            seconds.append(once(do))
    except ZhituError:
        return None
    return statistics.median(seconds)


def _summary(questions: list[Question], found: dict[int, dict[str, Measured]]) -> str:
    sizes = sorted(found)
    first, last = found[sizes[0]], found[sizes[-1]]
    slow = [n for n, m in first.items() if m.cpu is None or m.cpu >= GOAL]
    lines = [f"- on one report, each below {GOAL * 1e3:.0f} ms: " + _verdict(slow, first)]
    one = [q.name for q in questions if any(p.type in _ONE_THING and p.required for p in q.params)]
    grown = {n: _ratio(last[n].cpu, first[n].cpu) for n in last}
    lines.append(
        f"- about one thing ({len(one)} questions), growth from {sizes[0]} to {sizes[-1]} reports "
        f"below {GROWTH:g} ×: " + _verdict([n for n in one if grown[n] >= GROWTH], grown)
    )
    more = {n: g / (sizes[-1] / sizes[0]) for n, g in grown.items() if n not in one}
    lines.append(
        "- over everything, growth no more than 1.5 × that of the reports: "
        + _verdict([n for n, g in more.items() if g > 1.5], more)
    )
    for size in sizes:
        ratios = {
            n: _ratio(m.ours, m.virtuoso)
            for n, m in found[size].items()
            if m.ours is not None and m.virtuoso is not None
        }
        given_up = [n for n, m in found[size].items() if m.virtuoso is None]
        lines.append(
            f"- {size} reports, zhitu / Virtuoso: median "
            f"{statistics.median(ratios.values()):.2f} ×, "
            f"faster in {sum(r < 1 for r in ratios.values())} of {len(ratios)}; "
            f"none above {PEER:g} ×: "
            + _verdict([n for n, r in ratios.items() if r > PEER], ratios)
            + f"; given up by Virtuoso: {', '.join(given_up) or 'none'}"
        )
    return "\n".join(lines) + "\n"


def _ratio(one: float | None, other: float | None) -> float:
    if other is None:
        return 0.0
    return float("inf") if one is None else one / other


def _verdict(missed: list[str], of: Mapping[str, object]) -> str:
    if not missed:
        return "reached"
    return "missed by " + ", ".join(
        f"{n} ({of[n]:.1f} ×)" if isinstance(of[n], float) else n for n in missed
    )


def _details(questions: list[Question], found: dict[int, dict[str, Measured]]) -> str:
    columns = ["question"]
    for size in sorted(found):
        columns += [f"rows, {size}", f"zhitu ms, {size}", f"Virtuoso ms, {size}"]
    rows = []
    for question in questions:
        row = [f"{question.theme}/{question.name}"]
        for size in sorted(found):
            m = found[size][question.name]
            row += [str(m.rows), _ms(m.ours), _ms(m.virtuoso)]
        rows.append(row)
    return table(columns, rows)


def _ms(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds * 1e3:,.2f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=report.__doc__)
    parser.add_argument("--runs", type=int, default=LEAST_RUNS)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="REPORTS")
    args = parser.parse_args()
    print(machine() + "\n", flush=True)
    print(report(args.runs, tuple(args.sizes)))
