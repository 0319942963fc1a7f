"""Whole processes: a question asked on the command line, against importing the engine alone."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Timing, in_turns, once, run, table, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL = 3.0
RUNS = 31
COLD_RUNS = 7
ASK = ("ask", "school_to_industry", "school=市交校")
#: Would keep Python from storing compiled modules, or have it look elsewhere for them.
_UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONPATH")


def report(runs: int = RUNS) -> str:
    """Run `zhitu ask` and `zhitu --help` as processes, with a warm cache and compiled modules."""
    zhitu = str(Path(sys.executable).with_name("zhitu"))
    ask, peer = f"zhitu {' '.join(ASK)}", 'python -c "import pyoxigraph"'
    commands = {
        peer: (sys.executable, "-c", "import pyoxigraph"),
        ask: (zhitu, *ASK),
        "zhitu --help": (zhitu, "--help"),
        "python -c pass": (sys.executable, "-c", "pass"),
    }
    processor: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as cache:
        work = {
            name: _process(command, cache, processor[name]) for name, command in commands.items()
        }
        timings = in_turns(work, runs)
    cold = Timing(tuple(_first_ask(commands[ask]) for _ in range(COLD_RUNS)))
    base, base_work = timings[peer].median, statistics.median(processor[peer][1:])
    rows = [
        [
            f"`{name}`",
            timing.shown(),
            f"{timing.median / base:.1f}",
            f"{statistics.median(processor[name][1:]) * 1e3:.1f} ms",
            f"{statistics.median(processor[name][1:]) / base_work:.1f}",
        ]
        for name, timing in timings.items()
    ]
    first = "the very first `zhitu ask`, which builds the graph"
    rows.append([first, cold.shown(), f"{cold.median / base:.1f}", "", ""])
    ratio = timings[ask].median / base
    columns = ["process", "median", "times the import", "processor time", "times the import"]
    return (
        "### Start-up: whole processes\n\n"
        + table(columns, rows)
        + f"\nzhitu ask / import pyoxigraph: {verdict(ratio, GOAL, at_least=False)}\n"
    )


def _process(command: tuple[str, ...], cache: str, processor: list[float]) -> Callable[[], None]:
    """Run a command with a cache folder of its own, and note the processor time that it takes."""
    environment = {k: v for k, v in os.environ.items() if k not in _UNUSUAL}
    environment["XDG_CACHE_HOME"] = cache

    def start() -> None:
        before = _processor_time()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        processor.append(_processor_time() - before)

    return start


def _processor_time() -> float:
    """Seconds that all child processes so far have taken, in the kernel too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _first_ask(command: tuple[str, ...]) -> float:
    """Seconds of a question when nothing is in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        return once(_process(command, cache, []))


if __name__ == "__main__":
    run(report, RUNS)
