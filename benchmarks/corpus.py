"""Store folders of many reports for the benchmarks: built once, kept where they are wanted again.

The first report of a corpus is the bundled one; every other is a report of `benchmarks.synthetic`:
a city of its own with schools, enterprises, figures and industries of its own, written as a data
folder and built like any report. Reports are built `BATCH` at a time and loaded in bulk, so that
memory stays small; what rules derive stays within one report and so is not changed by that.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.synthetic import city, write_report
from graph_builder.graph.build import build_graph, default_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Reports built together.
BATCH = 25
#: A made-up city whose things are asked and traced beside those of the bundled report.
OTHER = 7


def corpus(folder: Path, size: int) -> Path:
    """The store folder of a number of reports; built when it is not there.

    An interrupted build is taken up again after the last whole batch.

    Args:
        folder: Where the stores are kept, one for each size.
        size: Number of reports, at most 1,000.
    """
    store_folder = folder / f"store-{size}"
    done_file = folder / f"store-{size}.batches"
    starts = list(range(0, size, BATCH))
    done = int(done_file.read_text("ascii")) if done_file.is_file() else 0
    if done == len(starts):
        return store_folder
    folder.mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(store_folder))
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        jobs = [
            (Path(temporary) / f"{start}.nq", start, min(size, start + BATCH))
            for start in starts[done:]
        ]
        for number, file in enumerate(_built(jobs), start=done + 1):
            store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
            store.flush()
            file.unlink()
            if number < len(starts):
                done_file.write_text(str(number), "ascii")
            tell(f"built {min(size, number * BATCH)} of {size} reports")
    store.optimize()
    store.flush()
    done_file.write_text(str(len(starts)), "ascii")
    tell(f"{size} reports built in {time.perf_counter() - began:.0f} s")
    return store_folder


def other_city(size: int) -> str:
    """How names of the other city's things begin; empty when there is just the bundled report."""
    return city(min(OTHER, size - 1)).name if size > 1 else ""


def _built(jobs: list[tuple[Path, int, int]]) -> Iterable[Path]:
    if len(jobs) == 1:
        return map(_build, jobs)
    # `map` of a pool would run far ahead of the loading; so many files at a time are enough.
    return _ahead(jobs)


def _ahead(jobs: list[tuple[Path, int, int]]) -> Iterable[Path]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_build, job) for job in jobs[:3]]
        for job in [*jobs[3:], None, None, None][: len(jobs)]:
            first = waiting.pop(0)
            if job is not None:
                waiting.append(pool.submit(_build, job))
            yield first.result()


def _build(job: tuple[Path, int, int]) -> Path:
    """Write the graph of some reports as N-Quads."""
    file, start, end = job
    with tempfile.TemporaryDirectory() as temporary:
        made_up = [write_report(Path(temporary), n) for n in range(max(start, 1), end)]
        sources = [*(default_sources() if start == 0 else ()), *made_up]
        with file.open("wb") as out:
            out.writelines(build_graph(sources).lines)
    return file


def tell(text: str) -> None:
    """Say how far it is, where it does not mix with the report."""
    print(f"  {text}", file=sys.stderr, flush=True)
