"""Twenty traces on 1, 100 and 1,000 reports in store folders, against networkx on one.

The corpus is that of `benchmarks.corpus`: the bundled report, from which the traces begin, and
made-up ones. Countries, honours, policies, programmes and industries are shared by all cities: they
are the hubs. With `--keep DIR` the stores stay in a folder and serve `benchmarks.many_reports` too.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import networkx as nx
import pyoxigraph as ox

from benchmarks.corpus import corpus, other_city
from benchmarks.measure import LEAST_RUNS, Timing, in_turns, machine, once, table
from graph_builder.graph.access import EmbeddedGraph, Graph, open_graph, open_store
from graph_builder.trace import Traced, is_station, trace_names
from graph_builder.trace.links import is_link

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1, 100)
RUNS = 7
#: networkx is stopped after this many seconds; it is given this many of the traces.
DEADLINE, PEER_TRACES = 5.0, 6
#: Start, and end or the kind of ends (`to:`), of the bundled report; {b} is another city's, and the
#: same report's when there is but one.
TRACES = (
    ("市交校", "五菱"),
    ("市交校", "东风柳汽"),
    ("市一职校", "马来西亚"),
    ("市交校", "泰国"),
    ("五菱", "泰国"),
    ("市交校", "航运产业"),
    ("市二职校", "国家级重点中等职业学校"),
    ("旅游学校", "横店集团"),
    ("市交校", "横店集团"),
    ("市交校", "{b}市一职校"),
    ("五菱", "{b}旅游学校"),
    ("马来西亚", "航运产业"),
    ("马来西亚", "国家级重点中等职业学校"),
    ("国家职业教育改革实施方案", "市一职校"),
    ("马来西亚汝来大学", "柳州铁道职业技术学院"),
    ("市交校", "to:industry"),
    ("市一职校", "to:enterprise"),
    ("旅游学校", "to:country"),
    ("航运产业", "to:school"),
    ("马来西亚", "to:university"),
)


class Measured(NamedTuple):
    """What a process of its own found out about one store.

    Attributes:
        seconds: Trace -> seconds of each run.
        queries: Trace -> number of queries.
        paths: Trace -> number of paths.
        cut: Trace -> whether something was cut off.
        memory: Most memory that the process took, in MB.
    """

    seconds: dict[str, list[float]]
    queries: dict[str, int]
    paths: dict[str, int]
    cut: dict[str, bool]
    memory: float


def report(runs: int, sizes: list[int], folder: Path) -> str:
    """Trace in graphs of growing size, each opened by a process of its own."""
    quads, measured = {}, {}
    for size in sorted(sizes):
        store = corpus(folder, size)
        quads[size] = len(ox.Store.read_only(str(store)))
        measured[size] = _apart(store, size, max(runs, 1))
    told = _summary(quads, measured) + "\n" + _details(measured)
    if 1 in sizes:
        told += "\n" + _networkx(corpus(folder, 1), max(runs, LEAST_RUNS))
    return told


def _named(end: str, size: int) -> str:
    return end.format(b=other_city(size))


def _work(graph: Graph, start: str, end: str, size: int) -> Traced:
    first, last = _named(start, size), _named(end, size)
    if last.startswith("to:"):
        return trace_names(graph, first, to=last.removeprefix("to:"))
    return trace_names(graph, first, last)


def _apart(folder: Path, size: int, runs: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.trace", "--store", folder, size, runs]
    done = subprocess.run([*map(str, command)], check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def _measure(folder: str, size: int, runs: int) -> Measured:
    graph = open_graph(folder)
    seconds: dict[str, list[float]] = {}
    queries, paths, cut = {}, {}, {}
    for start, end in TRACES:
        found = _work(graph, start, end, size)
        name = f"{start} → {end}"
        queries[name], paths[name] = found.queries, len(found.paths)
        cut[name] = not found.complete
        seconds[name] = [once(lambda s=start, e=end: _work(graph, s, e, size)) for _ in range(runs)]  # type: ignore[misc]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(seconds, queries, paths, cut, memory)


def _networkx(folder: Path, runs: int) -> str:
    """The traces between two names, by `all_simple_paths` on the whole network in memory."""
    graph = open_store(str(folder))
    network: nx.Graph[str] = nx.Graph()
    loading = Timing((once(lambda: _load(graph, network)),))
    ratios, stopped = [], []
    for start, end in TRACES[:PEER_TRACES]:
        found = _work(graph, start, end, 1)
        pairs = [
            (a, b)
            for a in found.asked.start.things
            for b in (found.asked.end.things if found.asked.end else ())
        ]
        work: dict[str, Callable[[], object]] = {
            "zhitu": lambda s=start, e=end: _work(graph, s, e, 1),  # type: ignore[misc]
            "networkx": lambda p=pairs: _all_paths(network, p),  # type: ignore[misc]
        }
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, DEADLINE)
        try:
            work["networkx"]()
        except _Stopped:
            stopped.append(f"{_named(start, 1)} → {_named(end, 1)}")
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        timings = in_turns(work, runs)
        ratios.append(timings["networkx"].median / timings["zhitu"].median)
    return (
        f"networkx `all_simple_paths` with the network in memory already (loading took "
        f"{loading.shown()}), one report, the first {PEER_TRACES} traces; zhitu resolves the "
        f"names and tells the paths too. networkx / zhitu: "
        f"{', '.join(f'{ratio:,.1f} ×' for ratio in ratios) or 'none'}; stopped after "
        f"{DEADLINE:.0f} s: {', '.join(stopped) or 'none'}.\n"
    )


def _load(graph: EmbeddedGraph, network: nx.Graph[str]) -> None:
    for s, p, o, _ in graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if not (isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode)) or s == o:
            continue
        if is_link(p.value) and is_station(s.value) and is_station(o.value):
            network.add_edge(s.value, o.value)


def _all_paths(network: nx.Graph[str], pairs: list[tuple[str, str]]) -> list[list[str]]:
    found: list[list[str]] = []
    for a, b in pairs:
        found += islice(nx.all_simple_paths(network, a, b, cutoff=5), 1_000_000)
    return sorted(found, key=len)[:20]


class _Stopped(BaseException):
    """The deadline is over."""


def _stop(_number: int, _frame: object) -> NoReturn:
    raise _Stopped


def _summary(quads: dict[int, int], measured: dict[int, Measured]) -> str:
    rows = []
    for size, found in measured.items():
        medians = [statistics.median(s) for s in found.seconds.values()]
        rows.append(
            [
                f"{size:,}",
                f"{quads[size]:,}",
                f"{statistics.median(medians) * 1e3:,.0f} ms",
                f"{max(medians) * 1e3:,.0f} ms",
                str(max(found.queries.values())),
                str(sum(found.cut.values())),
                f"{found.memory:,.0f} MB",
            ]
        )
    columns = ["reports", "quads", "median trace", "slowest", "most queries", "cut", "peak memory"]
    return f"### Trace: {len(TRACES)} traces, in a store folder\n\n" + table(columns, rows)


def _details(measured: dict[int, Measured]) -> str:
    columns = ["trace", *(f"{size:,}: ms, queries, paths" for size in measured)]
    rows = []
    for start, end in TRACES:
        name = f"{start} → {end}"
        cells = [
            f"{statistics.median(m.seconds[name]) * 1e3:,.0f}, {m.queries[name]}, {m.paths[name]}"
            for m in measured.values()
        ]
        rows.append([name, *cells])
    return table(columns, rows)


def main() -> None:
    """Carry out the benchmark as a command."""
    parser = argparse.ArgumentParser(description=report.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="REPORTS")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for what is built")
    parser.add_argument("--runs", type=int, default=RUNS)
    args = parser.parse_args()
    print(machine() + "\n", flush=True)
    if args.keep is not None:
        print(report(args.runs, args.sizes, args.keep))
        return
    with tempfile.TemporaryDirectory() as temporary:
        print(report(args.runs, args.sizes, Path(temporary)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--store"]:
        where, number, times = sys.argv[2:5]
        print(json.dumps(_measure(where, int(number), int(times))._asdict()))
    else:
        main()
