"""Which line of which CSV of a data folder holds a printed row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from graph_builder.paths import default_sources
from graph_builder.sources.loading import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def table_lines() -> dict[str, tuple[str, int]]:
    """`<report>/table/<no>/row/<n>` (or `header`) -> file below the project, line from 1.

    Of the reports that ship with zhitu: only their folders are known.
    """
    found: dict[str, tuple[str, int]] = {}
    for folder in default_sources():
        report = str(read_settings(folder).get("id", folder.name))
        for path in sorted((folder / "tables").glob("*.csv")):
            file = f"data/{folder.name}/tables/{path.name}"
            for name, line in _rows(path):
                kind, dash, number = name.partition("-")
                row = f"{kind}/{number}" if dash else f"row/{name}"
                found[f"{report}/table/{path.stem}/{row}"] = file, line
    return found


def _rows(path: Path) -> Iterator[tuple[str, int]]:
    """The name of each row and the line on which it begins."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        begin = 1
        for row in reader:
            if row and begin > 1:
                yield row[0], begin
            begin = reader.line_num + 1
