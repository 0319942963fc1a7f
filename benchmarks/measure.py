"""Timing in turns, the machine in words, and tables in Markdown."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: Fewer runs than this are no measurement.
LEAST_RUNS = 7


class Timing(NamedTuple):
    """Seconds of each run of one piece of work."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def shown(self) -> str:
        """Median, and in brackets the fastest and slowest run."""
        return f"{_time(self.median)} ({_time(min(self.seconds))}–{_time(max(self.seconds))})"


def in_turns(work: Mapping[str, Callable[[], object]], runs: int) -> dict[str, Timing]:
    """Time pieces of work one after the other, round after round, after one round to warm up.

    Args:
        work: Name -> what to do.
        runs: Rounds, at least `LEAST_RUNS`.
    """
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for n in range(max(runs, LEAST_RUNS) + 1):
        for name, do in work.items():
            took = once(do)
            if n > 0:
                seconds[name].append(took)
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def once(do: Callable[[], object]) -> float:
    """Seconds of one run; rubbish of earlier runs is cleared away first, results after."""
    gc.collect()
    began = time.perf_counter()
    result = do()
    took = time.perf_counter() - began
    del result
    return took


def verdict(ratio: float, goal: float, *, at_least: bool) -> str:
    """`5.2 × (goal ≥ 5 ×: reached)`."""
    reached = ratio >= goal if at_least else ratio <= goal
    sign = "≥" if at_least else "≤"
    return f"{ratio:.1f} × (goal {sign} {goal:g} ×: {'reached' if reached else 'missed'})"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine() -> str:
    """The machine, its load and the versions, in one paragraph."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("zhitu", "pyoxigraph", "rdflib"))
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}; load before the run {load}. Python {platform.python_version()}, "
        f"{packages}. Times are medians, in brackets the fastest and the slowest run."
    )


def run(report: Callable[[int], str], runs: int) -> None:
    """Carry out a benchmark as a command: `--runs N`, then the machine and the report."""
    parser = argparse.ArgumentParser(description=report.__doc__)
    parser.add_argument("--runs", type=int, default=runs, help=f"rounds, at least {LEAST_RUNS}")
    args = parser.parse_args()
    print(machine() + "\n", flush=True)
    print(report(args.runs))


def _time(seconds: float) -> str:
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 0.1:
        return f"{seconds * 1e3:.1f} ms"
    if seconds < 1:
        return f"{seconds * 1e3:.0f} ms"
    return f"{seconds:.2f} s"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
