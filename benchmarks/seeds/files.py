"""Editing a copy of a report's data folder."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from benchmarks.seeds.world import Defect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = list[list[str]]


def edit(file: Path, change: Callable[[Rows], None]) -> None:
    """Change the rows of a CSV file, header first."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)


def printed(table: str, row: int, column: int, new: str, *rules: str, kind: str) -> Defect:
    """A printed cell with other words or another figure; rows from 1 without the header."""

    def make(folder: Path) -> None:
        def change(rows: Rows) -> None:
            body = next(r for r in rows if r[0] == str(row))
            body[column] = new

        edit(folder / "tables" / f"{table}.csv", change)

    return Defect(f"table {table} row {row} column {column}: {new}", kind, rules, files=make)


def fact(file: str, name: str, column: str, new: str, *rules: str, kind: str) -> Defect:  # noqa: D417
    """A cell of a table of facts with another word.

    Args:
        name: Id of the fact; its first line that has something in the column.
        new: What is written instead.
    """

    def make(folder: Path) -> None:
        def change(rows: Rows) -> None:
            where = rows[0].index(column)
            body = next(r for r in rows[1:] if r[0] == name and (r[where] or column == "passage"))
            body[where] = new

        edit(folder / "facts" / f"{file}.csv", change)

    return Defect(f"{file} {name}: {column} “{new}”", kind, rules, files=make)


def without(file: str, name: str, *rules: str) -> Defect:
    """All lines of a fact missing."""

    def make(folder: Path) -> None:
        def change(rows: Rows) -> None:
            kept = [r for r in rows if r[0] != name]
            if len(kept) == len(rows):
                raise LookupError(name)
            rows[:] = kept

        edit(folder / "facts" / f"{file}.csv", change)

    return Defect(f"{file} without {name}", "row missing", rules, files=make)
