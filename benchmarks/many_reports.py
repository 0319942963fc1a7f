"""Every question on 1, 100 and 1,000 reports in store folders, against Virtuoso and rdflib.

The corpus is that of `benchmarks.corpus`: the bundled report, about which the questions are asked,
and made-up ones, each of a city of its own. Zhitu reads the store folder in this process. Virtuoso
holds the same statements, loaded by its own loader, and is asked over HTTP, the only way to it; the
time of an empty request is told beside, and what it sends is not parsed. rdflib holds them in
memory. Nothing that one peer gave up on fewer reports is put to it again.

Every question is asked until `--runs` runs or half a second are over, in a process that is stopped
at `--deadline` seconds. With `--keep DIR` the stores, the databases and what was measured stay in a
folder, so that sizes can be measured one after the other: what was measured before is told again.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from benchmarks.corpus import corpus, tell
from benchmarks.many_reports_told import Measured, Size, told
from benchmarks.measure import LEAST_RUNS, machine
from benchmarks.peers import PATIENCE, Rdflib, Timed, repeated, virtuoso_of
from graph_builder.ask.answer import bind
from graph_builder.ask.questions import Question, load_questions
from graph_builder.errors import LimitReached
from graph_builder.graph.access import EmbeddedGraph, open_graph, open_store, within
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_builder.graph.access import Bindings

P = ParamSpec("P")
T = TypeVar("T")

SIZES = (1, 100)
DEADLINE = 10.0


class Options(NamedTuple):
    """How to measure: see the command's options."""

    runs: int
    deadline: float
    virtuoso: bool
    rdflib: bool
    only: tuple[str, ...]


def report(sizes: list[int], options: Options, folder: Path) -> str:
    """Measure the sizes one after the other; told together with those measured before."""
    given_up: dict[str, list[str]] = {"virtuoso": [], "rdflib": []}
    for size in sorted(sizes):
        store = corpus(folder, size)
        began = time.perf_counter()
        found = _apart(_measure, store, size, options, given_up["virtuoso"])
        if options.rdflib:
            theirs = _apart(_measure_rdflib, store, options, given_up["rdflib"])
            for name, timed in theirs.items():
                found.questions[name] = found.questions[name]._replace(rdflib=timed.seconds)
        given_up["virtuoso"] += [n for n, m in found.questions.items() if m.virtuoso is None]
        given_up["rdflib"] += [n for n, m in found.questions.items() if m.rdflib is None]
        tell(f"{size} reports measured in {time.perf_counter() - began:.0f} s")
        (folder / f"found-{size}.json").write_text(found.as_json(), "utf-8")
    paths = folder.glob("found-*.json")
    known = [Size.from_json(path.read_text("utf-8")) for path in paths]
    return told(_questions(options), sorted(known, key=lambda s: s.size), sizes)


def _apart(work: Callable[P, T], *arguments: P.args, **more: P.kwargs) -> T:
    """Do the work in a fresh process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments, **more).result()


def _questions(options: Options) -> list[Question]:
    questions = load_questions(bundled("queries"))
    return [q for q in questions if not options.only or q.name in options.only]


def _bound(questions: list[Question]) -> list[tuple[Question, Bindings]]:
    """With the examples; a short name that every city has means the school of the bundled one."""
    names = open_graph()
    return [
        (q, bind(names, q, {p.name: p.example for p in q.params if p.example})) for q in questions
    ]


def _measure(store: Path, size: int, options: Options, given_up: list[str]) -> Size:
    graph = open_store(str(store))
    statements = len(graph.store)
    found: dict[str, Measured] = {}
    empty = 0.0
    with ExitStack() as stack:
        virtuoso = None
        if options.virtuoso:
            virtuoso = stack.enter_context(virtuoso_of(store, options.deadline, options.runs))
            empty = virtuoso.ask("SELECT ?x WHERE { VALUES ?x { 1 } }").seconds or 0.0
        for question, bindings in _bound(_questions(options)):
            ours, cpu = _embedded(graph, question.query, bindings, options)
            theirs: Timed | None = None
            if virtuoso is not None and question.name not in given_up:
                theirs = virtuoso.ask(question.query, bindings)
            found[question.name] = Measured(
                ours.rows,
                ours.seconds,
                cpu,
                theirs and theirs.seconds,
                None,
                differs=theirs is not None
                and None not in (theirs.seconds, ours.seconds)
                and theirs.rows != ours.rows,
            )
    used = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Size(size, statements, machine(), used / 1024, empty, found)


def _embedded(
    graph: EmbeddedGraph, query: str, bindings: Bindings, options: Options
) -> tuple[Timed, float | None]:
    """Rows and seconds, and seconds of the processor, which other work disturbs less."""

    def work() -> tuple[int, float, float]:
        began = time.perf_counter()
        rows = len(graph.select(query, bindings).rows)
        first = time.perf_counter() - began
        cpu: list[float] = []

        def timed() -> None:
            start = time.process_time()
            graph.select(query, bindings)
            cpu.append(time.process_time() - start)

        if first > PATIENCE:  # once more, now that everything is in memory
            began = time.perf_counter()
            timed()
            return rows, time.perf_counter() - began, cpu[0]
        seconds = repeated(timed, options.runs, first)
        return rows, seconds, sorted(cpu)[len(cpu) // 2]

    try:
        rows, seconds, processor = within(2 * options.deadline, work)
    except LimitReached:
        return Timed(0, None), None
    return Timed(rows, seconds), processor


def _measure_rdflib(store: Path, options: Options, given_up: list[str]) -> dict[str, Timed]:
    rdflib = Rdflib(store, options.deadline, options.runs)
    asked = [(q, b) for q, b in _bound(_questions(options)) if q.name not in given_up]
    return {question.name: rdflib.ask(question.query, bindings) for question, bindings in asked}


def main() -> None:
    """Carry out the benchmark as a command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="REPORTS")
    parser.add_argument("--virtuoso", action="store_true", help="measure Virtuoso too")
    parser.add_argument("--rdflib", action="store_true", help="measure rdflib too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for what is built")
    parser.add_argument("--only", nargs="+", default=(), metavar="QUESTION")
    parser.add_argument("--runs", type=int, default=LEAST_RUNS)
    parser.add_argument("--deadline", type=float, default=DEADLINE, metavar="SECONDS")
    args = parser.parse_args()
    options = Options(args.runs, args.deadline, args.virtuoso, args.rdflib, tuple(args.only))
    if args.keep is not None:
        print(report(args.sizes, options, args.keep))
        return
    with tempfile.TemporaryDirectory() as temporary:
        print(report(args.sizes, options, Path(temporary)))


if __name__ == "__main__":
    main()
