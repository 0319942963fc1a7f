"""Seeded errors: which defects made on purpose are found, by which rule, and what else is said.

`python -m benchmarks.seeded` makes every defect of `benchmarks/seeds/`, one at a time, in the graph
of the real report or in a copy of its tables and facts, and prints Markdown. See
`benchmarks/seeds/trial.py` for what counts as found and what as a false alarm.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import table
from benchmarks.seeds import DEFECTS
from benchmarks.seeds.trial import BY_OTHER, BY_RULE, MISSED, Outcome, try_defect

if TYPE_CHECKING:
    from collections.abc import Sequence


def outcomes(defects: Sequence[int], jobs: int = 1, engine: str = "pyshacl") -> list[Outcome]:
    """What became of these defects, by their numbers.

    Args:
        defects: Numbers in `DEFECTS`.
        jobs: How many processes to use at once.
        engine: As in `trial.try_defect`.
    """
    if jobs == 1:
        return [try_defect(DEFECTS[number], engine) for number in defects]
    # Not a pool of multiprocessing: its processes may have no children, and the fast engine has.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        found = list(pool.map(partial(_plain, engine=engine), defects, chunksize=8))
    return [o._replace(defect=DEFECTS[n]) for n, o in zip(defects, found, strict=True)]


def _plain(number: int, engine: str) -> Outcome:
    """The outcome without what makes the defect: functions cannot go to another process."""
    outcome = try_defect(DEFECTS[number], engine)
    return outcome._replace(defect=outcome.defect._replace(graph=None, files=None))


def report(found: Sequence[Outcome]) -> str:
    """Shares by kind of defect, and each defect that its rule did not find."""
    kinds = dict.fromkeys(o.defect.kind for o in found)
    rows = [_row(kind, [o for o in found if o.defect.kind == kind]) for kind in kinds]
    rows.append(_row("**all**", found))
    heads = ["kind of defect", "defects", BY_RULE, BY_OTHER, MISSED, "false alarms", "lost"]
    parts = ["### Seeded errors\n", table(heads, rows)]
    rest = [o for o in found if o.verdict != BY_RULE or o.false_alarms or o.lost]
    if rest:
        lines = [
            [
                o.defect.name,
                " ".join(o.defect.rules),
                o.verdict,
                " ".join(o.codes) or "—",
                " ".join(sorted({c for c, _ in o.false_alarms})) or "—",
                " ".join(sorted({c for c, _ in o.lost})) or "—",
            ]
            for o in rest
        ]
        heads = ["defect", "meant for", "verdict", "new findings of", "false alarms", "lost"]
        parts += ["Not found by the rule meant for it, or with findings elsewhere:\n"]
        parts.append(table(heads, lines))
    differ = [f"{o.defect.name}: {' '.join(o.differs)}" for o in found if o.differs]
    parts.append(f"The engines differ on {len(differ)} of {len(found)}. {'; '.join(differ)}\n")
    return "\n".join(parts)


def _row(name: str, found: Sequence[Outcome]) -> list[str]:
    counts = [sum(o.verdict == verdict for o in found) for verdict in (BY_RULE, BY_OTHER, MISSED)]
    shares = [f"{n} ({100 * n / len(found):.1f}%)" if n else "0" for n in counts]
    alarms = sum(len(o.false_alarms) for o in found)
    lost = sum(len(o.lost) for o in found)
    return [name, str(len(found)), *shares, str(alarms), str(lost)]


def main() -> None:
    """Make every defect, or some, and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth defect only")
    engines = ("pyshacl", "fast", "both")
    parser.add_argument("--engine", choices=engines, default="both", help="who does the SHACL")
    args = parser.parse_args()
    print(report(outcomes(range(0, len(DEFECTS), args.every), args.jobs, args.engine)))


if __name__ == "__main__":
    main()
