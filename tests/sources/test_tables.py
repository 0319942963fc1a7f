from __future__ import annotations

import pytest

from graph_builder.errors import InputError
from graph_builder.sources.document import PrintedTable, text_of
from graph_builder.sources.reader import read_report
from graph_builder.sources.tablespecs import list_columns, spec_of
from tests.sources.samples import (
    CHAINS,
    INDICATORS,
    LISTING,
    RESULTS,
    SCHOOLS,
    passage_at,
    report_text,
    table,
)

SURVEY = ["序号\t指标\t单位\t2031 年\t调查人次\t调查方式", "1\t满意度\t%\t90.5\t30\t网上"]


def only_table(caption: str, *lines: str) -> PrintedTable:
    found = read_report(report_text(*table(caption, list(lines)))).tables
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("caption", "lines", "kind"),
    [
        pytest.param("表 1 甲", SCHOOLS, "schools", id="schools"),
        pytest.param("表 1 甲", RESULTS, "competition-results", id="results"),
        pytest.param("表 1 甲", CHAINS, "cluster-chains", id="chains"),
        pytest.param("表 1 甲", LISTING, "cluster-listing", id="listing"),
        pytest.param("表 1 甲", INDICATORS, "indicators", id="indicators"),
        pytest.param("表 1 甲", SURVEY, "indicators", id="survey"),
    ],
)
def test_a_table_is_recognised_by_its_header_cells(
    caption: str, lines: list[str], kind: str
) -> None:
    assert only_table(caption, *lines).kind == kind


def test_the_order_of_columns_does_not_matter() -> None:
    reordered = [
        "核心专业名称\t学校名称\t选择对接产业链\t序号\t专业群名称",
        "茶艺\t一校\t茶产业\t1\t茶艺专业群",
        "",
        "评茶\t\t茶产业\t\t",
        "",
        "师\t\t\t\t",
    ]
    found = only_table("表 1 甲", *reordered)
    assert found.kind == "cluster-chains"
    assert found.rows == (
        ("茶艺", "一校", "茶产业", "1", "茶艺专业群"),
        ("评茶师", "", "茶产业", "", ""),
    )


def test_blank_columns_from_trailing_tabs_are_dropped() -> None:
    found = only_table("表 1 甲", *(line + "\t\t" for line in INDICATORS))
    assert found.header == (("序号", "指标", "单位", "2031 年"),)


def test_merged_cells_stay_blank_and_short_rows_are_padded() -> None:
    found = only_table("表 1 学校专业群", *CHAINS, "共计\t2\t2\t3")
    assert found.rows[1] == ("", "", "", "评茶", "茶产业")
    assert found.rows[-1] == ("共计", "2", "2", "3", "")


def test_two_header_rows_are_kept_apart() -> None:
    found = only_table("表 1 甲", *RESULTS)
    assert found.header[0] == ("年度", "国家级", "", "省级", "")
    assert found.header[1] == ("", "一等奖", "二等奖", "一等奖", "二等奖")
    assert len(found.rows) == 2


def test_a_row_torn_by_a_page_break_is_joined_cell_by_cell() -> None:
    lines = [
        CHAINS[0],
        "一校\t1\t茶艺\t茶艺与茶\t茶、",
        "",
        "",
        "\t\t专业群\t文化\t茶具",
        *CHAINS[3:],
    ]
    text = report_text(*table("表 6-1 学校专业群", lines))
    document = read_report(text)
    assert document.tables[0].rows[0] == ("一校", "1", "茶艺专业群", "茶艺与茶文化", "茶、茶具")
    assert [r[:2] for r in document.repairs] == [("joined-row", "table/6-1/row/1")]
    row = passage_at(document, "table/6-1/row/1")
    assert len(row.spans) == 2
    assert text_of(text.text, row, document.tables).split("\t") == list(document.tables[0].rows[0])


def test_a_row_that_begins_with_its_programme_is_whole_after_a_page_break() -> None:
    found = only_table("表 1 学校专业群", *CHAINS[:2], "", CHAINS[2])
    assert len(found.rows) == 2


def test_a_torn_list_of_honours_is_joined_by_a_space() -> None:
    lines = [SCHOOLS[0], SCHOOLS[1], "", "\t\t丙级学校", SCHOOLS[2]]
    text = report_text(*table("表 1 甲", lines))
    document = read_report(text)
    assert document.tables[0].rows[0][2] == "甲级学校 乙级学校 丙级学校"
    cell = passage_at(document, "table/1/row/1/column/3")
    assert text_of(text.text, cell, document.tables) == "甲级学校 乙级学校 丙级学校"
    assert text_of(text.text, cell) == "甲级学校 乙级学校丙级学校"
    row = passage_at(document, "table/1/row/1")
    assert text_of(text.text, row, document.tables).endswith("乙级学校 丙级学校")


def test_only_a_line_behind_a_page_break_continues_a_row() -> None:
    found = only_table("表 1 甲", INDICATORS[0], INDICATORS[1], "\t其中：\t\t", INDICATORS[2])
    assert len(found.rows) == 3


def test_the_first_line_below_the_header_is_a_row_whatever_it_holds() -> None:
    assert len(only_table("表 1 甲", SCHOOLS[0], "", "\t\t丙级学校").rows) == 1


def test_a_listing_without_numbers_has_no_rows_to_join() -> None:
    found = only_table(
        "表 1 甲", "专业群名称\t核心专业\t选择对接产业链", "茶\t茶艺\t茶业", "", "\t评茶\t茶业"
    )
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        pytest.param(
            [*CHAINS, "3\t焊接专业群\t焊接\t造船业\t"],
            ("", "3", "焊接专业群", "焊接", "造船业"),
            id="school lost",
        ),
        pytest.param(
            [*INDICATORS, "其中：男生\t人\t59\t"], ("", "其中：男生", "人", "59"), id="number lost"
        ),
    ],
)
def test_a_row_that_lost_its_first_cell_is_moved_right(
    lines: list[str], row: tuple[str, ...]
) -> None:
    document = read_report(report_text(*table("表 1 学校专业群", lines)))
    assert document.tables[0].rows[-1] == row
    assert [r.kind for r in document.repairs] == ["shifted-row"]
    filled = [
        p.address
        for p in document.passages
        if p.address.startswith(f"table/1/row/{len(document.tables[0].rows)}/")
    ]
    assert filled[0].endswith("/column/2")


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("合计\t\t\t", id="a row of totals"),
        pytest.param("甲\t女生\t人\t61", id="a full row"),
        pytest.param("3.\t女生\t人\t", id="a number with a dot"),
    ],
)
def test_other_rows_are_not_moved(last: str) -> None:
    found = only_table("表 1 甲", *INDICATORS, last)
    assert found.rows[-1] == tuple(last.split("\t"))


def test_a_header_repeated_on_the_next_page_is_left_out() -> None:
    document = read_report(
        report_text(*table("表 1 甲", [*INDICATORS, "", INDICATORS[0], "2\t教师\t人\t9"]))
    )
    assert len(document.tables[0].rows) == 3
    assert [r[:2] for r in document.repairs] == [("repeated-header", "table/1/header/1")]


def without(lines: list[str], column: int) -> list[str]:
    cells = [line.split("\t") for line in lines]
    return ["\t".join(c[:column] + c[column + 1 :]) for c in cells]


@pytest.mark.parametrize(
    ("caption", "lines", "missing"),
    [
        pytest.param("表 1 学校专业群", without(CHAINS, 0), "学校名称", id="chains: school"),
        pytest.param("表 1 甲", without(CHAINS, 2), "专业群名称", id="chains: cluster"),
        pytest.param("表 1 甲", without(CHAINS, 4), "选择对接产业链", id="chains: chain"),
        pytest.param("表 1 甲", without(LISTING, 2), "核心专业", id="listing: programme"),
        pytest.param("表 1 甲", without(INDICATORS, 0), "序号", id="indicators: number"),
        pytest.param("表 1 甲", without(INDICATORS, 3), "20xx 年", id="indicators: year"),
        pytest.param("表 1 甲", without(RESULTS, 0), "年度", id="results: year"),
        pytest.param("表 1 学校一览表", without(SCHOOLS, 2), "学校荣誉", id="schools: honours"),
    ],
)
def test_a_missing_column_is_named_with_its_line(
    caption: str, lines: list[str], missing: str
) -> None:
    with pytest.raises(InputError, match="TABLE-COLUMN-MISSING") as caught:
        only_table(caption, *lines)
    assert missing in str(caught.value.values["missing"])
    assert "云州.txt 第 4 行" in caught.value.render("zh")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([SCHOOLS[0] + "\t地址", *SCHOOLS[1:]], id="schools"),
        pytest.param(
            [INDICATORS[0] + "\t2032 年", *INDICATORS[1:]], id="indicators with two years"
        ),
        pytest.param([CHAINS[0] + "\t备注", *CHAINS[1:]], id="chains"),
    ],
)
def test_an_extra_column_is_named_with_its_line(lines: list[str]) -> None:
    with pytest.raises(InputError, match="TABLE-COLUMN-EXTRA") as caught:
        only_table("表 1 甲", *lines)
    assert caught.value.values["extra"] == lines[0].split("\t")[-1]
    assert caught.value.where is not None
    assert caught.value.where.line == 4


def test_a_row_wider_than_its_header_is_named_with_its_line() -> None:
    with pytest.raises(InputError, match="TABLE-WIDTH") as caught:
        only_table("表 1 甲", *INDICATORS, "2\t教师\t人\t9\t8")
    assert caught.value.where is not None
    assert caught.value.where.line == 7


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([RESULTS[0], RESULTS[2]], id="second row missing"),
        pytest.param([RESULTS[0]], id="only the first row"),
        pytest.param([RESULTS[0], "\t一等奖\t\t一等奖\t二等奖", RESULTS[2]], id="a blank rank"),
    ],
)
def test_a_table_of_results_needs_its_second_header_row(lines: list[str]) -> None:
    with pytest.raises(InputError, match="TABLE-SECOND-HEADER"):
        only_table("表 1 甲", *lines)


def test_an_unknown_table_is_kept_as_it_is_and_reported() -> None:
    lines = ["甲\t乙", "1\t2\t3", "", "\t4"]
    document = read_report(
        report_text(*table("表 5 花名册", lines), *table("表 9 计分卡", INDICATORS))
    )
    plain = document.tables[0]
    assert (plain.number, plain.kind, plain.caption) == ("5", "plain", "花名册")
    assert plain.header == (("甲", "乙", ""),)
    assert plain.rows == (("1", "2", "3"), ("", "4", ""))
    assert [n.key for n in document.notices if n.key == "table-unknown"] == ["table-unknown"]
    assert list_columns(plain) == frozenset()
    assert spec_of("plain") is None
