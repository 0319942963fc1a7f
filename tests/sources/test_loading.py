"""Every fault that a person can make in a data folder is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from graph_builder.errors import InputError
from graph_builder.sources.folder import load_folder

if TYPE_CHECKING:
    from pathlib import Path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


class Fault(NamedTuple):
    """An edit of one file, and the error that it must lead to, with its place."""

    name: str
    file: str
    old: str
    new: str
    code: str
    place: str


FAULTS = [
    Fault("no TOML", "report.toml", "id = ", "id ", "DATA-TOML", "report.toml 第 1 行"),
    Fault("no digest", "report.toml", "sha256 = ", "sha = ", "DATA-KEY", "report.toml："),
    Fault(
        "title a number", "report.toml", 'title = "', 'title = 3 # "', "DATA-KEY", "report.toml："
    ),
    Fault(
        "no counts", "report.toml", "[counts]", "counts = 3\n[other]", "DATA-KEY", "report.toml："
    ),
    Fault(
        "count a text",
        "report.toml",
        "sentence = ",
        'sentence = "x" #',
        "DATA-KEY",
        "report.toml：",
    ),
    Fault(
        "entry bare",
        "report.toml",
        "[[tables]]",
        "[[x]]\n[[tables]]\nrow = 1\n[[tables]]",
        "DATA-KEY",
        "report.toml：",
    ),
    Fault(
        "repairs twice",
        "report.toml",
        "[counts]",
        "repairs = 3\n[counts]",
        "DATA-TOML",
        "report.toml",
    ),
    Fault(
        "rows a truth value",
        "report.toml",
        "header_rows = 1",
        "header_rows = true",
        "DATA-KEY",
        "report.toml：",
    ),
    Fault(
        "table kind",
        "report.toml",
        'kind = "schools"',
        'kind = "school"',
        "DATA-KIND",
        "report.toml：",
    ),
    Fault(
        "table number",
        "report.toml",
        'number = "1-1"',
        'number = "../x"',
        "DATA-TABLE-NUMBER",
        "report.toml：",
    ),
    Fault(
        "table twice",
        "report.toml",
        'number = "1-1"',
        'number = "6-1"',
        "DATA-TABLE-TWICE",
        "report.toml：",
    ),
    Fault(
        "table not listed",
        "report.toml",
        'number = "1-1"',
        'number = "1-2"',
        "DATA-TABLE-UNLISTED",
        "tables/1-1.csv：",
    ),
    Fault(
        "header",
        "passages.csv",
        "address,kind",
        "kind,address",
        "CSV-HEADER",
        "passages.csv 第 1 行",
    ),
    Fault(
        "width", "passages.csv", "title-page,,", "title-page,", "CSV-WIDTH", "passages.csv 第 2 行"
    ),
    Fault(
        "address",
        "passages.csv",
        "section/title-page/paragraph/1,",
        "sektion 1,",
        "DATA-ADDRESS",
        "passages.csv 第 2 行“address”列",
    ),
    Fault(
        "address twice",
        "passages.csv",
        "paragraph/2,",
        "paragraph/1,",
        "DATA-ADDRESS-TWICE",
        "passages.csv 第 3 行“address”列",
    ),
    Fault(
        "passage kind",
        "passages.csv",
        ",title-line,",
        ",titel,",
        "DATA-KIND",
        "passages.csv 第 2 行“kind”列",
    ),
    Fault(
        "span no number",
        "passages.csv",
        ",,0-",
        ",,x-",
        "DATA-SPANS",
        "passages.csv 第 2 行“spans”列",
    ),
    Fault(
        "span backwards",
        "passages.csv",
        ",,0-",
        ",,99-",
        "DATA-SPANS",
        "passages.csv 第 2 行“spans”列",
    ),
    Fault(
        "quotation mark",
        "passages.csv",
        "section/title-page/paragraph/1,",
        '"sec\ntion',
        "CSV-SYNTAX",
        "passages.csv 第",
    ),
    Fault(
        "table header",
        "tables/1-1.csv",
        "row,1,2,3",
        "row,1,2,4",
        "CSV-HEADER",
        "tables/1-1.csv 第 1 行",
    ),
    Fault(
        "row number", "tables/1-1.csv", "\n2,", "\n3,", "DATA-ROW", "tables/1-1.csv 第 4 行“row”列"
    ),
    Fault(
        "row missing",
        "tables/1-1.csv",
        "\n2,2,云州市第二学校,",
        "",
        "DATA-ROWS",
        "tables/1-1.csv：",
    ),
    Fault(
        "row extra",
        "tables/1-1.csv",
        "\n2,2,云州市第二学校,\n",
        "\n2,2,云州市第二学校,\n3,,,\n",
        "DATA-ROW",
        "tables/1-1.csv 第 5 行“row”列",
    ),
    Fault("row width", "tables/1-1.csv", "\n2,2,", "\n2,", "CSV-WIDTH", "tables/1-1.csv 第 4 行"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_a_data_folder_is_named_with_its_place(folder: Path, fault: Fault) -> None:
    edit(folder / fault.file, fault.old, fault.new)
    with pytest.raises(InputError) as caught:
        load_folder(folder)
    assert caught.value.code == fault.code
    assert f"yunzhou-2031/{fault.place}" in caught.value.render("zh")
    assert caught.value.render("en").endswith(f"[{fault.code}]")


def test_an_entry_that_is_no_list_of_tables_is_named(folder: Path) -> None:
    text = (folder / "report.toml").read_text("utf-8").partition("[counts]")[0]
    (folder / "report.toml").write_text(text + "tables = 3\n", "utf-8")
    with pytest.raises(InputError, match="DATA-KEY"):
        load_folder(folder)


@pytest.mark.parametrize("file", ["report.toml", "passages.csv", "tables/6-1.csv"])
def test_a_file_that_is_missing_a_folder_or_not_utf_8_is_named(folder: Path, file: str) -> None:
    (folder / file).write_bytes("云州".encode("gb18030"))
    with pytest.raises(InputError, match="CSV-ENCODING"):
        load_folder(folder)
    (folder / file).unlink()
    with pytest.raises(InputError, match="DATA-MISSING") as caught:
        load_folder(folder)
    assert caught.value.where is not None
    assert caught.value.where.file == f"yunzhou-2031/{file}"
    (folder / file).mkdir()
    with pytest.raises(InputError, match="CSV-READ"):
        load_folder(folder)
