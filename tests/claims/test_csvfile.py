"""Files that people edit are read strictly, and each fault is named with its line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.csvfile import Row, read_rows, several
from tests.claims.samples import refused

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("id", "name")
SHOWN = "identity/schools.csv"
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


def read(path: Path, data: bytes | str) -> list[Row]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return list(read_rows(path, COLUMNS, SHOWN))


def test_rows_have_their_line_and_their_cells_without_outer_white_space(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", "id,name\na, 一校　\n\nb,二校\n")
    assert rows == [
        Row(SHOWN, 2, {"id": "a", "name": "一校"}),
        Row(SHOWN, 4, {"id": "b", "name": "二校"}),
    ]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = read(tmp_path / "a.csv", "id,name\na,一校\n")
    assert read(tmp_path / "b.csv", "\ufeffid,name\r\na,一校\r\n") == plain


def test_a_cell_in_quotation_marks_may_hold_commas_and_line_ends(tmp_path: Path) -> None:
    (row, after) = read(tmp_path / "a.csv", 'id,name\na,"一,""二""\n三"\nb,四\n')
    assert row.cells["name"] == '一,"二"\n三'
    # An editor shows the row where it ends, and counts the lines inside it.
    assert after.line == 4


def test_a_header_alone_gives_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "id,name\n") == []


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    with refused("CSV-ENCODING", SHOWN):
        read(tmp_path / "a.csv", "id,name\na,云州市第一学校\n".encode("gb18030"))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param("id,nome\na,一校\n", "id,nome", id="another name"),
        pytest.param("name,id\n一校,a\n", "name,id", id="another order"),
        pytest.param("id\na\n", "“id”", id="too few"),
        pytest.param("id,name,note\na,一校,\n", "id,name,note", id="too many"),
        pytest.param("", "“”", id="empty file"),
    ],
)
def test_another_header_is_refused_and_both_are_shown(
    tmp_path: Path, data: str, found: str
) -> None:
    with refused("CSV-HEADER", SHOWN, 1, found=found):
        read(tmp_path / "a.csv", data)
    with refused("CSV-HEADER", SHOWN, 1, found="id,name"):
        read(tmp_path / "a.csv", data)


@pytest.mark.parametrize(("line", "width"), [("b", "1"), ("b,二校,x", "3"), ("b,二校,", "3")])
def test_a_row_of_another_width_is_refused_with_its_line(
    tmp_path: Path, line: str, width: str
) -> None:
    with refused("CSV-WIDTH", SHOWN, 3, found=width):
        read(tmp_path / "a.csv", f"id,name\na,一校\n{line}\n")


@pytest.mark.parametrize("cell", ['"一校', '"一"校'], ids=["not closed", "closed too early"])
def test_quotation_marks_that_do_not_pair_are_refused(tmp_path: Path, cell: str) -> None:
    with refused("CSV-SYNTAX", SHOWN, 3):
        read(tmp_path / "a.csv", f"id,name\na,一校\nb,{cell}")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with refused("CSV-READ", SHOWN):
            list(read_rows(path, COLUMNS, SHOWN))


@given(st.lists(st.tuples(WORDS.map(lambda w: "a" + w), WORDS), max_size=5))
def test_what_a_spreadsheet_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([COLUMNS, *rows])
    found = [tuple(row.cells.values()) for row in read_rows(path, COLUMNS, SHOWN)]
    assert found == [(a.strip(), b.strip()) for a, b in rows]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        (" | ", []),
        ("一校", ["一校"]),
        ("一校|二校", ["一校", "二校"]),
        ("a | b|", ["a", "b"]),
    ],
)
def test_values_of_a_cell_stand_between_bars(cell: str, values: list[str]) -> None:
    assert several(cell) == values


@given(st.lists(WORDS.filter(lambda w: "|" not in w and w == w.strip() and w)))
def test_any_values_without_bars_come_back_in_order(values: list[str]) -> None:
    assert several(" | ".join(values)) == values
