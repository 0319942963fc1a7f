"""Conformance: one report against the pyshacl command, and how it grows with made-up reports."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from benchmarks.measure import LEAST_RUNS, Timing, run, table
from benchmarks.synthetic import write_reports
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import coded_rules, load_catalogue, shipped_shapes
from graph_builder.check.shapes import read_shapes
from graph_builder.graph.build import build_graph, default_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph_builder.check.shapes import Node, Term

SIZES = (1, 10, 50)
RUNS = 7
#: Runs for commands that take longer than a few seconds.
FEW = 1
#: Seconds after which a command is given up; its time is then at least that.
LIMIT = 180.0
_STARTER = """
import resource, subprocess, sys, time
began = time.perf_counter()
try:
    code = subprocess.run(
        sys.argv[2:],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=float(sys.argv[1]),
    ).returncode
except subprocess.TimeoutExpired:
    code = 0
took = time.perf_counter() - began
print(code, took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
#: Where the commands are installed.
BIN = Path(sys.executable).parent


class Measured(NamedTuple):
    """Seconds of each run, and the memory of the largest process, in MB."""

    timing: Timing
    memory: float


def report(runs: int = RUNS) -> str:
    """Whole processes: `zhitu check` with both engines, plain `pyshacl`, and growth."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        return _one(folder, max(runs, LEAST_RUNS)) + "\n" + _growth(folder)


def _one(folder: Path, runs: int) -> str:
    built = build_graph(default_sources())
    graph, facts = folder / "one.nq", folder / "facts.nt"
    graph.write_bytes(built.serialise(".nq"))
    default = ox.DefaultGraph()
    _write(facts, (q.triple for q in built.store.quads_for_pattern(None, None, None, default)))
    everything, core, each = folder / "all.nt", folder / "core.nt", folder / "each.nt"
    _write(everything, _triples(read_shapes(shipped_shapes()).triples))
    _write(core, _triples(load_catalogue(load_profile()).core.triples))
    _write(each, _per_observation())
    both = [str(BIN / "zhitu"), "check", "--graph", str(graph), "--fail-on", "never"]
    check = [*both, "--no-audit"]
    plain = [str(BIN / "pyshacl"), "-sf", "nt", "-df"]
    work = {
        "zhitu, audit too, fast engine, 2 jobs": [*both, "--engine", "fast", "--jobs", "2"],
        "zhitu, audit too, pySHACL, 2 jobs": [*both, "--engine", "pyshacl", "--jobs", "2"],
        "zhitu, fast engine, 2 jobs": [*check, "--engine", "fast", "--jobs", "2"],
        "zhitu, fast engine, 1 job": [*check, "--engine", "fast", "--jobs", "1"],
        "zhitu, pySHACL, 2 jobs": [*check, "--engine", "pyshacl", "--jobs", "2"],
        "zhitu, pySHACL, 1 job": [*check, "--engine", "pyshacl", "--jobs", "1"],
        "pyshacl, the rules without a query only": [*plain, "nt", "-s", str(core), str(facts)],
    }
    measured = _in_turns(work, runs)
    slow = _in_turns(
        {
            "pyshacl, sh:sparql for each observation only": [
                *plain, "nt", "-s", str(each), str(facts)
            ],
            "pyshacl, all rules": [*plain, "auto", "-s", str(everything), str(graph)],
        },
        FEW,
        0,
    )  # fmt: skip
    base = measured["zhitu, fast engine, 2 jobs"].timing.median
    rows = [
        [name, _shown(m.timing), f"{m.timing.median / base:.1f}", f"{m.memory:,.0f}"]
        for name, m in {**measured, **slow}.items()
    ]
    titles = ["command", "whole process", "times the first", "largest process, MB"]
    return "### One report\n\n" + table(titles, rows)


def _growth(folder: Path) -> str:
    sources = write_reports(folder, max(SIZES))
    single = []
    for n, source in enumerate(sources):
        single.append(folder / f"report-{n}.nq")
        single[-1].write_bytes(build_graph([source]).serialise(".nq"))
    rows = []
    for size in SIZES:
        whole = folder / f"whole-{size}.nq"
        whole.write_bytes(build_graph(sources[:size]).serialise(".nq"))
        files = [word for path in single[:size] for word in ("--graph", str(path))]
        for name, words in (("one graph", ["--graph", str(whole)]), ("a graph each", files)):
            cells = [str(size), name]
            for engine, jobs in (("fast", 1), ("fast", 2), ("pyshacl", 2)):
                command = [str(BIN / "zhitu"), "check", *words, "--fail-on", "never"]
                command += ["--engine", engine, "--jobs", str(jobs), "--rule-timeout", "600"]
                command += ["--format", "csv", "-o", os.devnull]
                m = _in_turns({"": command}, FEW, 0)[""]
                cells.append(f"{m.timing.median:.1f} s, {m.memory:,.0f} MB")
            rows.append(cells)
    titles = ["reports", "as", "fast, 1 job", "fast, 2 jobs", "pySHACL, 2 jobs"]
    return "### Growth: made-up reports\n\n" + table(titles, rows)


def _shown(timing: Timing) -> str:
    return f"given up after {LIMIT:.0f} s" if timing.median >= LIMIT else timing.shown()


def _in_turns(work: dict[str, list[str]], runs: int, warm: int = 1) -> dict[str, Measured]:
    """Run commands one after the other, round after round."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    memory: dict[str, float] = dict.fromkeys(work, 0.0)
    for n in range(runs + warm):
        for name, command in work.items():
            took, used = command_cost(command)
            memory[name] = max(memory[name], used)
            if n >= warm:
                seconds[name].append(took)
    return {name: Measured(Timing(tuple(s)), memory[name]) for name, s in seconds.items()}


def command_cost(command: Sequence[str], limit: float = LIMIT) -> tuple[float, float]:
    """Seconds and megabytes of a command; 0 and 1 are good exit codes.

    A command that takes longer than `limit` seconds is given up, and its time is the limit.
    """
    # The system counts the memory of the process that starts another as the other's: a small one.
    starter = [sys.executable, "-S", "-c", _STARTER, str(limit), *command]
    done = subprocess.run(starter, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    code, took, kilobytes = done.stdout.split()
    if int(code) not in (0, 1) and float(took) < limit:
        raise subprocess.CalledProcessError(int(code), list(command))
    return float(took), int(kilobytes) / 1024


def _per_observation() -> Iterable[ox.Triple]:
    """The rules with a query that look at each observation by itself, and at facts only."""
    for path in shipped_shapes():
        shapes = read_shapes([path])
        for node, rule in coded_rules(shapes, path.stem):
            observed = any(name.endswith("#Observation") for name in rule.targets.classes)
            if rule.query and observed and "GRAPH" not in rule.query:
                own = {node, *shapes.parts(node)}
                yield from _triples(t for t in shapes.triples if t[0] in own)


def _triples(triples: Iterable[tuple[Node, str, Term]]) -> Iterable[ox.Triple]:
    return (ox.Triple(s, ox.NamedNode(p), o) for s, p, o in triples)


def _write(path: Path, triples: Iterable[ox.Triple]) -> None:
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


if __name__ == "__main__":
    run(report, RUNS)
