"""Round trip: every printed table comes back from the graph as its CSV has it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from graph_builder.errors import NameNotFound
from graph_builder.graph.rebuild import rebuild_table
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import EmbeddedGraph

TABLES = bundled("data") / "liuzhou-2023" / "tables"
#: Header rows and body rows of each table that the report prints, counted in the document.
PRINTED = {
    "1-1": (1, 9),
    "2-1": (2, 2),
    "6-1": (1, 30),
    "1": (1, 12),
    "2": (1, 12),
    "3": (1, 43),
    "3-listing": (1, 22),
    "4": (1, 18),
    "5": (1, 16),
    "6": (1, 22),
}


def lines_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def test_every_table_of_the_report_is_tried() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == set(PRINTED)


@pytest.mark.parametrize("number", PRINTED)
def test_a_printed_table_comes_back_cell_for_cell(liuzhou: EmbeddedGraph, number: str) -> None:
    rebuilt = rebuild_table(liuzhou, "liuzhou-2023", number)
    assert rebuilt == lines_of(TABLES / f"{number}.csv")
    headers, rows = PRINTED[number]
    assert len(rebuilt) == 1 + headers + rows
    assert [line[0] for line in rebuilt[1 : headers + 1]] == [
        f"header-{n}" for n in range(1, headers + 1)
    ]


@pytest.mark.parametrize("number", ["1", "1-1", "2-1", "6-1", "1-listing"])
def test_so_does_one_of_a_second_report_in_the_same_graph(
    two_reports: EmbeddedGraph, yunzhou_folder: Path, number: str
) -> None:
    rebuilt = rebuild_table(two_reports, "yunzhou-2031", number)
    assert rebuilt == lines_of(yunzhou_folder / "tables" / f"{number}.csv")


def test_an_unknown_table_is_told_with_those_that_there_are(liuzhou: EmbeddedGraph) -> None:
    with pytest.raises(NameNotFound, match="TABLE-UNKNOWN") as caught:
        rebuild_table(liuzhou, "liuzhou-2023", "7")
    assert set(str(caught.value.values["known"]).split("、")) == set(PRINTED)
    with pytest.raises(NameNotFound, match="TABLE-UNKNOWN") as caught:
        rebuild_table(liuzhou, "nowhere-2023", "1")
    assert caught.value.values["known"] == "—"
