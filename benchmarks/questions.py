"""Every question of the catalogue, asked in this process, against rdflib running the same query."""

from __future__ import annotations

import gc
import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from benchmarks import plain_rdflib
from benchmarks.measure import LEAST_RUNS, Timing, once, run, table
from graph_builder.ask.answer import Answer, answer
from graph_builder.ask.questions import Question, load_questions
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.graph.sparql_text import with_values
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from rdflib import Dataset

#: Seconds.
GOAL = 0.010
#: rdflib repeats a query until this many seconds are spent, at most as often as zhitu ...
PATIENCE = 0.5
#: ... and is stopped after this many.
DEADLINE = 5.0
RUNS = 11


class Asked(NamedTuple):
    """What came of one question.

    Attributes:
        question: The question.
        rows: Number of rows of the answer.
        ours: How long zhitu took, the look-up of names included.
        theirs: How long rdflib took for the query alone; nothing when it was stopped.
        same: Whether rdflib gave as many rows.
    """

    question: Question
    rows: int
    ours: Timing
    theirs: Timing | None
    same: bool


def report(runs: int = RUNS) -> str:
    """Ask every question with the example values of its header."""
    runs = max(runs, LEAST_RUNS)
    built = build_graph(default_sources())
    graph = EmbeddedGraph(built.store)
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "graph.nq"
        file.write_bytes(built.serialise(".nq"))
        dataset = plain_rdflib.load(file)
    # Else every search for cycles would walk through all of rdflib's terms.
    gc.collect()
    gc.freeze()
    try:
        results = [_ask(q, graph, dataset, runs) for q in load_questions(bundled("queries"))]
    finally:
        gc.unfreeze()
    return _summary(results) + "\n" + _details(results)


def _ask(question: Question, graph: EmbeddedGraph, dataset: Dataset, runs: int) -> Asked:
    values = {p.name: p.example for p in question.params if p.example}

    def ours() -> Answer:
        return answer(graph, question, values)

    first = ours()
    rows = len(first.rows.rows)
    timing = Timing(tuple(once(ours) for _ in range(runs)))
    query = with_values(question.query, {n: str(t) for n, t in first.bindings.items()})
    theirs, count = _rdflib(dataset, query, runs)
    return Asked(question, rows, timing, theirs, count == rows)


def _rdflib(dataset: Dataset, query: str, runs: int) -> tuple[Timing | None, int]:
    """Time rdflib, which is written in Python and can therefore be stopped by a signal."""
    began = time.perf_counter()
    seconds: list[float] = []
    count = -1

    def do() -> None:
        nonlocal count
        count = len(plain_rdflib.select(dataset, query))

    signal.signal(signal.SIGALRM, _stop)
    try:
        while not seconds or (len(seconds) < runs and time.perf_counter() - began < PATIENCE):
            signal.setitimer(signal.ITIMER_REAL, DEADLINE)
            seconds.append(once(do))
    except _Stopped:
        return None, -1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Timing(tuple(seconds)), count


class _Stopped(BaseException):
    """The deadline is over; no `except Exception` of rdflib may catch it."""


def _stop(_number: int, _frame: object) -> NoReturn:
    raise _Stopped


def _summary(results: list[Asked]) -> str:
    medians = [r.ours.median for r in results]
    slow = [r for r in results if r.ours.median >= GOAL]
    ratios = [r.theirs.median / r.ours.median for r in results if r.theirs]
    stopped = [r.question.name for r in results if r.theirs is None]
    different = [r.question.name for r in results if r.theirs is not None and not r.same]
    lines = [
        f"### Every question, asked in one process: {len(results)} questions",
        "",
        f"- zhitu, median over the questions {statistics.median(medians) * 1e3:.2f} ms, slowest "
        f"{max(medians) * 1e3:.2f} ms; goal each < {GOAL * 1e3:.0f} ms: "
        + ("reached" if not slow else "missed by " + ", ".join(r.question.name for r in slow)),
        f"- rdflib / zhitu: median {statistics.median(ratios):,.0f} ×, lowest {min(ratios):,.0f} ×,"
        f" highest {max(ratios):,.0f} ×",
        f"- rdflib stopped after {DEADLINE:.0f} s: {', '.join(stopped) or 'none'}",
        f"- rdflib gave another number of rows: {', '.join(different) or 'none'}",
    ]
    return "\n".join(lines) + "\n"


def _details(results: list[Asked]) -> str:
    rows = [
        [
            f"{r.question.theme}/{r.question.name}",
            str(r.rows),
            f"{r.ours.median * 1e3:.2f}",
            f"{r.theirs.median * 1e3:,.0f}" if r.theirs else f"> {DEADLINE * 1e3:,.0f}",
            str(len(r.theirs.seconds)) if r.theirs else "0",
            f"{r.theirs.median / r.ours.median:,.0f}"
            if r.theirs
            else f"> {DEADLINE / r.ours.median:,.0f}",
        ]
        for r in results
    ]
    return table(["question", "rows", "zhitu ms", "rdflib ms", "rdflib runs", "ratio"], rows)


if __name__ == "__main__":
    run(report, RUNS)
