"""Defects in printed tables other than their figures: rows, cells, units, names, numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.seeds.files import edit, printed
from benchmarks.seeds.world import Defect

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.seeds.files import Rows

CELL, UNIT, ROW, SWAP = "cell changed", "wrong unit", "row missing", "cells swapped"


def _last_row_missing(table: str, row: int, *rules: str) -> Defect:
    """A row of a printed table missing, in the table, the passages and the settings alike."""

    def make(folder: Path) -> None:
        def drop(rows: Rows) -> None:
            rows[:] = [r for r in rows if r[0] != str(row)]
            body = (r for r in rows if r[0].isdecimal())
            for number, cells in enumerate(body, 1):
                cells[0] = str(number)

        def passages(rows: Rows) -> None:
            where = re.compile(rf"table/{re.escape(table)}/row/(\d+)(.*)")
            kept = []
            for cells in rows:
                match = where.fullmatch(cells[0])
                if match is None or int(match[1]) < row:
                    kept.append(cells)
                elif int(match[1]) > row:
                    moved = f"table/{table}/row/{int(match[1]) - 1}{match[2]}"
                    kept.append([moved, *cells[1:]])
            rows[:] = kept

        edit(folder / "tables" / f"{table}.csv", drop)
        edit(folder / "passages.csv", passages)
        settings = folder / "report.toml"
        text = settings.read_text("utf-8")
        pattern = rf'(number = "{re.escape(table)}"\n(?:.*\n)*?rows = )(\d+)'
        settings.write_text(re.sub(pattern, lambda m: f"{m[1]}{int(m[2]) - 1}", text), "utf-8")

    return Defect(f"table {table} without row {row}", ROW, rules, files=make)


def _swapped(table: str, row: int, one: int, other: int, *rules: str) -> Defect:
    def make(folder: Path) -> None:
        def change(rows: Rows) -> None:
            cells = next(r for r in rows if r[0] == str(row))
            cells[one], cells[other] = cells[other], cells[one]

        edit(folder / "tables" / f"{table}.csv", change)

    name = f"table {table} row {row}: columns {one} and {other} swapped"
    return Defect(name, SWAP, rules, files=make)


def _rows_swapped(table: str, column: int, one: int, other: int, *rules: str) -> Defect:
    def make(folder: Path) -> None:
        def change(rows: Rows) -> None:
            a, b = (next(r for r in rows if r[0] == str(n)) for n in (one, other))
            a[column], b[column] = b[column], a[column]

        edit(folder / "tables" / f"{table}.csv", change)

    name = f"table {table} column {column}: rows {one} and {other} swapped"
    return Defect(name, SWAP, rules, files=make)


TABLES: tuple[Defect, ...] = (
    _last_row_missing("1-1", 4, "COUNT-LISTED", "ROW-NUMBERS"),
    _last_row_missing("6-1", 5, "COUNT-LISTED", "ROW-NUMBERS"),
    _last_row_missing("6-1", 23, "COUNT-LISTED"),
    _last_row_missing("3-listing", 8, "COUNT-LISTED", "LISTING-CLUSTERS", "ROW-NUMBERS"),
    _last_row_missing("3", 17, "SUM-PARTS", "IND-PRINTED"),
    _last_row_missing("1", 9, "SUM-KINDS", "IND-PRINTED"),
    _swapped("6-1", 9, 3, 5, "LISTING-CLUSTERS", "COUNT-LISTED"),
    _swapped("3-listing", 5, 2, 3, "LISTING-CLUSTERS"),
    _swapped("1", 1, 3, 4, "OBS-ROW", "IND-PRINTED"),
    _swapped("3", 8, 3, 4, "OBS-ROW", "IND-PRINTED"),
    _swapped("2", 3, 4, 5, "SURVEY-PARTS", "MEAN-RANGE", "FIGURE-TWICE"),
    _rows_swapped("3-listing", 4, 5, 8, "LISTING-CHAINS"),
    _rows_swapped("3-listing", 3, 6, 14, "LISTING-PROGRAMMES"),
    _rows_swapped("6-1", 5, 15, 18, "LISTING-CHAINS"),
    _rows_swapped("6-1", 4, 2, 10, "LISTING-PROGRAMMES"),
    _rows_swapped("1", 4, 8, 9, "FIGURE-TWICE"),
    _rows_swapped("3", 4, 15, 24, "FIGURE-TWICE"),
    _rows_swapped("6", 4, 8, 9, "FIGURE-TWICE"),
    printed("6", 1, 3, "万元", "OBS-ROW", "IND-PRINTED", kind=UNIT),
    printed("3", 19, 3, "本", "OBS-ROW", "IND-PRINTED", kind=UNIT),
    printed("4", 15, 3, "人", "OBS-ROW", "IND-PRINTED", kind=UNIT),
    printed("1", 6, 3, "斗", "OBS-ROW", "IND-PRINTED", kind=UNIT),
    printed("6-1", 3, 2, "4", "ROW-NUMBERS", kind=CELL),
    printed("1-1", 6, 1, "7", "ROW-NUMBERS", kind=CELL),
    printed("3-listing", 12, 1, "13", "ROW-NUMBERS", kind=CELL),
    printed("4", 6, 1, "3", "ROW-NUMBERS", kind=CELL),
    printed("6-1", 8, 5, "广西合道集团", "CHAIN-KIND", "LISTING-CHAINS", kind=CELL),
    printed("3-listing", 9, 4, "餐饮服务业", "LISTING-CHAINS", kind=CELL),
    printed("3-listing", 13, 3, "舞蹈表演", "LISTING-PROGRAMMES", kind=CELL),
    printed("1", 1, 2, "毕业人数*", "OBS-ROW", "IND-PRINTED", kind=CELL),
    printed("3-listing", 4, 2, "烹饪技术专业群", "LISTING-CLUSTERS", "COUNT-LISTED", kind=CELL),
    printed("6-1", 9, 4, "没有的专业", "CATALOGUE-UNKNOWN", "LISTING-PROGRAMMES", kind=CELL),
    printed("5", 9, 4, "—", "TABLE-NUMBER", "OBS-VALUE", kind=CELL),
    printed("2", 7, 4, "", "TABLE-NUMBER", "OBS-ROW", kind=CELL),
)
