"""The two peers of `benchmarks.many_reports`, both given the statements of a store folder.

Virtuoso keeps its database in a folder, so that a large corpus is loaded once. What takes longer
than the deadline it gives up by itself; a client that only went away would leave it working on.
rdflib holds everything in memory, in a process of its own.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pyoxigraph as ox

from benchmarks import plain_rdflib
from benchmarks.measure import once
from graph_builder.errors import ZhituError
from graph_builder.graph.facts_graph import FACTS_GRAPH
from graph_builder.graph.remote import RemoteGraph
from graph_builder.graph.sparql_text import with_values
from tests.graph.endpoints import OWNER, free_port, virtuoso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph_builder.graph.access import Bindings

#: Seconds for which a query is repeated at most.
PATIENCE = 0.5
#: Pages of 8 KB that Virtuoso keeps in memory: 1.6 GB.
BUFFERS = 200_000


class Timed(NamedTuple):
    """A query on one engine: number of rows, and the median in seconds; None when given up."""

    rows: int
    seconds: float | None


class Virtuoso:
    """A running Virtuoso that holds a corpus."""

    def __init__(self, graph: RemoteGraph, deadline: float, runs: int) -> None:
        self.graph, self.deadline, self.runs = graph, deadline, runs

    def ask(self, query: str, bindings: Bindings | None = None) -> Timed:
        """Ask over HTTP, the only way to it; what it sends is counted once, and not parsed."""
        send = partial(self.graph.send_select, query, bindings, self.deadline + 10)
        try:
            rows, first = _counted(send)
            return Timed(rows, repeated(send, self.runs, first))
        except ZhituError:
            return Timed(0, None)


def _counted(send: Callable[[], bytes]) -> tuple[int, float]:
    began = time.perf_counter()
    body = send()
    took = time.perf_counter() - began
    return len(json.loads(body)["results"]["bindings"]), took


@contextmanager
def virtuoso_of(store: Path, deadline: float, runs: int) -> Iterator[Virtuoso]:
    """A Virtuoso with the statements of a store folder, loaded unless it has them already."""
    folder = store.parent / f"virtuoso-{store.name}"
    loaded = folder / "loaded"
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    sql = f"127.0.0.1:{free_port()}"
    with virtuoso(
        folder, sql, most_rows=1_000_000, buffers=BUFFERS, most_seconds=int(deadline)
    ) as url:
        if not loaded.is_file():
            _load(store, folder, sql)
            loaded.touch()
        graph = RemoteGraph(url + "sparql")
        graph.facts_apart = True
        yield Virtuoso(graph, deadline, runs)


def _load(store: Path, folder: Path, sql: str) -> None:
    """Let Virtuoso load a file from its own folder; what is in no graph are facts."""
    file = folder / "graph.nq"
    ox.Store.read_only(str(store)).dump(output=str(file), format=ox.RdfFormat.N_QUADS)
    load = f"DB.DBA.TTLP_MT(file_open('{file.name}'), '', '{FACTS_GRAPH}', 512); checkpoint;"
    command = ["isql-vt", sql, OWNER, OWNER, f"exec={load}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    file.unlink()


class Rdflib:
    """rdflib with the statements of a store folder in memory."""

    def __init__(self, store: Path, deadline: float, runs: int) -> None:
        file = store.parent / f"{store.name}.nq"
        ox.Store.read_only(str(store)).dump(output=str(file), format=ox.RdfFormat.N_QUADS)
        self.dataset = plain_rdflib.load(file)
        file.unlink()
        self.deadline, self.runs = deadline, runs

    def ask(self, query: str, bindings: Bindings) -> Timed:
        """Written in Python, rdflib can be stopped by a signal."""
        text = with_values(query, {name: str(term) for name, term in bindings.items()})
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, self.deadline)
        try:
            began = time.perf_counter()
            rows = len(plain_rdflib.select(self.dataset, text))
            first = time.perf_counter() - began
        except _Stopped:
            return Timed(0, None)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return Timed(
            rows, repeated(lambda: plain_rdflib.select(self.dataset, text), self.runs, first)
        )


class _Stopped(BaseException):
    """The deadline is over; no `except Exception` of rdflib may catch it."""


def _stop(_number: int, _frame: object) -> NoReturn:
    raise _Stopped


def repeated(do: Callable[[], object], runs: int, first: float) -> float:
    """The median of some runs; fewer within `PATIENCE`, the first alone when that was long."""
    if first > PATIENCE:
        return first
    seconds: list[float] = []
    began = time.perf_counter()
    while len(seconds) < runs and (not seconds or time.perf_counter() - began < PATIENCE):
        seconds.append(once(do))
    return statistics.median(seconds)
