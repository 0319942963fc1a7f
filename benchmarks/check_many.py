"""Many reports, a graph each: does `zhitu check` take time in line with their number?

The reports are made up (`benchmarks.synthetic`); in every fifth one a school has lost its class,
which is one defect that conformance must find, and no other report may gain or lose a violation by
it. `python -m benchmarks.check_many [--sizes 25 50 100 200]`
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from pathlib import Path

from benchmarks.check import BIN, command_cost
from benchmarks.measure import machine, table
from benchmarks.synthetic import write_report
from graph_builder.graph.build import build_graph
from graph_builder.names import RDF, VET

SIZES = (25, 50, 100, 200)
#: One report in so many has a defect.
EVERY = 5


def report(sizes: tuple[int, ...] = SIZES) -> str:
    """Seconds and memory of one command over so many graphs, with one and with two processes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        graphs = [_graph(folder, number) for number in range(max(sizes))]
        rows = []
        for size in sizes:
            words = [word for path in graphs[:size] for word in ("--graph", str(path))]
            cells = [str(size)]
            for jobs in (1, 2):
                found = folder / "found.csv"
                command = [str(BIN / "zhitu"), "check", *words, "--fail-on", "never"]
                command += ["--engine", "fast", "--jobs", str(jobs), "-o", str(found)]
                seconds, megabytes = command_cost(command, limit=600)
                cells.append(f"{seconds:.1f} s, {seconds / size * 1000:.0f} ms each")
                cells.append(f"{megabytes:,.0f}")
            cells.append(f"{_defects(found)} of {len(range(0, size, EVERY))}")
            rows.append(cells)
    titles = ["reports", "1 job", "MB", "2 jobs", "MB", "defects found"]
    return "### Many reports, a graph each\n\n" + table(titles, rows)


def _graph(folder: Path, number: int) -> Path:
    """The graph of a made-up report; with a defect if it is its turn."""
    data = build_graph([write_report(folder, number)]).serialise(".nq")
    if number % EVERY == 0:
        lines = data.splitlines(keepends=True)
        classed = f"<{RDF}type> <{VET}School>".encode()
        first = next(line for line in lines if classed in line)
        school = first.split(b" ", 1)[0] + b" "
        data = b"".join(n for n in lines if not (n.startswith(school) and b"#type>" in n))
    path = folder / f"report-{number}.nq"
    path.write_bytes(data)
    return path


def _defects(found: Path) -> int:
    """Number of graphs in which a thing without a class was found; the last column names them."""
    with found.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    return len({row[-1] for row in rows if "THING-TYPE" in row})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    print(machine())
    print()
    print(report(tuple(parser.parse_args().sizes)))
