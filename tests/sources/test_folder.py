from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import InputError
from graph_builder.sources.document import Document, Passage, PrintedTable, Repair
from graph_builder.sources.folder import load_folder, write_folder
from graph_builder.sources.reader import read_report
from tests.sources.samples import ENOUGH, report_text, whole_report

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def assert_round_trip(document: Document, folder: Path) -> None:
    report = write_folder(document, folder)
    found = load_folder(folder)
    assert found.passages == document.passages
    assert found.tables == document.tables
    assert found.repairs == document.repairs
    assert found.metadata == {"id": report, **document.metadata}
    assert found.counts["table"] == len(document.tables)
    assert sum(found.counts.values()) == len(document.passages) + len(document.tables)


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    assert_round_trip(read_report(whole_report()), tmp_path / "yunzhou-2031")


CELLS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=9
)


@given(cell=CELLS, title=CELLS)
def test_any_cell_and_any_title_survive_the_files(
    tmp_path_factory: pytest.TempPathFactory, cell: str, title: str
) -> None:
    printed = PrintedTable("1", "plain", title, "9", (("甲", cell),), ((cell, '"=,'), ("", "")))
    document = Document(
        {"title": title, "language": "zh", "sha256": "0", "year": 2031},
        (Passage("table/1/row/1", "table-row", "9", "3-1", ((1, 5), (7, 9))),),
        (printed,),
        (Repair("joined-row", "table/1/row/1", "1+2"),),
        (),
    )
    assert_round_trip(document, tmp_path_factory.mktemp("folder") / "x-1")


def test_the_same_report_gives_the_same_bytes_with_line_feeds_only(folder: Path) -> None:
    first = contents(folder)
    write_folder(read_report(whole_report()), folder)
    assert contents(folder) == first
    assert all(
        b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") for data in first.values()
    )
    assert sorted(first) == [
        "passages.csv",
        "report.toml",
        "tables/1-1.csv",
        "tables/1-listing.csv",
        "tables/1.csv",
        "tables/2-1.csv",
        "tables/6-1.csv",
    ]


def test_a_table_file_numbers_its_rows(folder: Path) -> None:
    lines = (folder / "tables/2-1.csv").read_text("utf-8").splitlines()
    assert lines == [
        "row,1,2,3,4,5",
        "header-1,年度,国家级,,省级,",
        "header-2,,一等奖,二等奖,一等奖,二等奖",
        "1,2030,1,2,3,4",
        "2,2031,0,5,6,7",
    ]


def test_tables_of_an_earlier_reading_go_and_other_files_stay(folder: Path) -> None:
    (folder / "facts").mkdir()
    (folder / "facts/events.csv").write_text("mine")
    (folder / "readings.csv").write_text("mine")
    write_folder(read_report(report_text(*ENOUGH)), folder)
    assert sorted(contents(folder)) == [
        "facts/events.csv",
        "passages.csv",
        "readings.csv",
        "report.toml",
        "tables/9.csv",
    ]


def test_the_id_in_an_existing_report_stays_when_the_folder_is_renamed(folder: Path) -> None:
    renamed = folder.rename(folder.parent / "云州")
    assert write_folder(read_report(whole_report()), renamed) == "yunzhou-2031"


def test_a_folder_name_that_is_no_id_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="REPORT-ID"):
        write_folder(read_report(whole_report()), tmp_path / "云州")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_report_without_a_good_id_is_refused(folder: Path) -> None:
    (folder / "report.toml").write_text('id = "Not An Id"\n')
    with pytest.raises(InputError, match="REPORT-ID"):
        write_folder(read_report(whole_report()), folder)
