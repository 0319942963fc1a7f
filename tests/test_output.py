"""Rows of text as table, CSV, TSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.output import FORMATS, one_line, render, safe_cell, width

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
GRID = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=5)
)


def parsed(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("柳州", 4),
        ("（2023）", 8),
        ("ｱ", 1),  # half-width katakana
        ("e\u0301", 1),
        ("A类", 3),
        ("—", 1),  # ambiguous: one column outside East Asian fonts
    ],
)
def test_a_text_takes_two_columns_for_each_wide_character(text: str, columns: int) -> None:
    assert width(text) == columns


@given(CELL, CELL)
def test_the_width_of_two_texts_is_the_sum_of_theirs(first: str, second: str) -> None:
    assert width(first + second) == width(first) + width(second)
    assert 0 <= width(first) <= 2 * len(first)


@given(GRID)
def test_the_columns_of_a_table_begin_at_the_same_place(grid: list[list[str]]) -> None:
    marked = [[f"|{one_line(cell)}" for cell in row] for row in grid]
    lines = render(marked[0], marked[1:], "table").rstrip("\n").split("\n")
    assert len(lines) == len(grid) + 1
    rule = lines.pop(1)
    for line, row in zip(lines, marked, strict=True):
        at = 0
        for column, cell in enumerate(row):
            assert prefix_of_width(line, at).endswith("  " if column else "")
            rest = line[len(prefix_of_width(line, at)) :]
            assert rest.startswith(cell.rstrip() if column == len(row) - 1 else cell[:1])
            at += max(width(r[column]) for r in marked) + 2
        assert width(line) <= width(rule)


def prefix_of_width(line: str, columns: int) -> str:
    """The beginning of a line that takes this many columns."""
    taken = 0
    for i, c in enumerate(line):
        if taken >= columns and not combining(c):
            return line[:i]
        taken += 0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1
    return line


def test_a_table_is_aligned_as_people_see_it() -> None:
    assert render(["学校", "n"], [["市交校", "5"], ["A", "10"]], "table") == (
        "学校    n\n──────  ──\n市交校  5\nA       10\n"
    )
    assert render(["只有表头"], [], "table") == "只有表头\n────────\n"


def test_control_characters_cannot_forge_a_line() -> None:
    hostile = "a\x1b[2J\nb\r\u2028\u200bc\x00"
    assert one_line(hostile) == "a [2J b   c "
    for form in ("table", "tsv", "md"):
        out = render(["x"], [[hostile]], form)
        assert out.count("\n") == len(out.splitlines())
        assert all(c.isprintable() for c in out.replace("\n", "").replace("\t", ""))


@given(GRID)
def test_a_csv_is_read_back_cell_for_cell(grid: list[list[str]]) -> None:
    text = render(grid[0], grid[1:], "csv")
    assert parsed(text) == [grid[0], *([safe_cell(cell) for cell in row] for row in grid[1:])]
    assert text.endswith("\n")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+86 772", "'+86 772"),
        ("-见表 2", "'-见表 2"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        ("-inf", "'-inf"),
        ("+nan", "'+nan"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-3.5", "-3.5"),
        ("+4", "+4"),
        ("79.04", "79.04"),
        ("16:1", "16:1"),
        ("市交校", "市交校"),
        ("", ""),
    ],
)
def test_no_cell_becomes_a_formula_and_numbers_stay_numbers(cell: str, written: str) -> None:
    assert safe_cell(cell) == written
    assert parsed(render(["a", "b"], [[cell, "x"]], "csv"))[1] == [written, "x"]


def test_a_csv_for_excel_begins_with_a_byte_order_mark_when_asked() -> None:
    assert render(["学校"], [["甲"]], "csv", bom=True).encode() == ("\ufeff学校\n甲\n".encode())
    for form in FORMATS:
        assert not render(["学校"], [["甲"]], form).startswith("\ufeff")
        assert form == "csv" or not render(["学校"], [["甲"]], form, bom=True).startswith("\ufeff")


@given(GRID)
def test_a_tsv_has_one_line_a_row_and_one_tab_a_gap(grid: list[list[str]]) -> None:
    text = render(grid[0], grid[1:], "tsv")
    rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    assert rows == [[one_line(cell) for cell in row] for row in grid]


@given(GRID)
def test_json_has_an_object_for_each_row(grid: list[list[str]]) -> None:
    columns = [f"{i}{name}" for i, name in enumerate(grid[0])]
    text = render(columns, grid[1:], "json")
    assert json.loads(text) == [dict(zip(columns, row, strict=True)) for row in grid[1:]]


def test_json_is_readable_chinese() -> None:
    assert "市交校" in render(["学校"], [["市交校"]], "json")


@given(GRID)
def test_a_markdown_table_keeps_its_shape_and_its_words(grid: list[list[str]]) -> None:
    lines = render(grid[0], grid[1:], "md").removesuffix("\n").split("\n")
    assert lines.pop(1) == "| " + " | ".join(["---"] * len(grid[0])) + " |"
    for line, row in zip(lines, grid, strict=True):
        if "|" not in "".join(row):
            cells = line[2:-2].split(" | ")
            assert [unmarked(cell) for cell in cells] == [one_line(cell) for cell in row]
        # A bar, a tag or an emphasis of the cell's own would show up bare.
        bare = re.sub(r"\\.", "", line)
        assert bare.count("|") == len(row) + 1
        assert "<" not in bare
        assert not re.search(r"[*_`\[\]~]", bare)


def unmarked(cell: str) -> str:
    """What a Markdown reader shows for an escaped cell."""
    plain = re.sub(r"\\([\\|*_`\[\]~])", r"\1", cell)
    return plain.replace("&lt;", "<").replace("&amp;", "&")
