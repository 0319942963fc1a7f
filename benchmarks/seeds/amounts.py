"""A digit changed in every appendix figure that the prose prints too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.seeds.files import printed

if TYPE_CHECKING:
    from benchmarks.seeds.world import Defect

KIND = "digit changed, figure printed twice"
#: Table -> rows whose figure stands in a sentence of the report as well, read off its text.
TWICE = {
    "1": (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12),
    "2": (1, 2, 3, 4, 5, 6, 7, 8, 9, 11),
    "3": (4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 17, 19, 20, 24, 25, 26, 31, 33, 35, 36, 37, 38, 40, 41,
          42, 43),
    "4": (1, 11, 15, 16, 17, 18),
    "5": (4,),
    "6": (1, 2, 4, 5, 6, 7, 8, 9, 11, 14, 15, 16, 17, 18, 19, 21),
}  # fmt: skip
FIGURES_COLUMN = 4


def _changed(table: str, row: int) -> Defect:
    """The first digit one higher, 9 one lower."""
    made = partial(printed, table, row, FIGURES_COLUMN, kind=KIND)
    return made(_raised(_figure(table, row)), "FIGURE-TWICE")


def _figure(table: str, row: int) -> str:
    import csv  # noqa: PLC0415 -- only here

    from graph_builder.paths import bundled  # noqa: PLC0415 -- as above

    path = bundled("data") / "liuzhou-2023" / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return next(r[FIGURES_COLUMN] for r in csv.reader(handle) if r[0] == str(row))


def _raised(figure: str) -> str:
    first = int(figure[0])
    return f"{first + 1 if first < 9 else first - 1}{figure[1:]}"


AMOUNTS: tuple[Defect, ...] = tuple(_changed(t, r) for t, rows in TWICE.items() for r in rows)
