from __future__ import annotations

import pytest

from graph_builder.errors import InputError
from graph_builder.sources import prose, reader
from graph_builder.sources.document import text_of
from graph_builder.sources.reader import read_report
from tests.sources.samples import (
    CONTENTS,
    ENOUGH,
    INDICATORS,
    LISTING,
    SCHOOLS,
    TITLE_PAGE,
    addresses,
    passage_at,
    read,
    report_text,
    table,
    whole_report,
)


def test_every_part_of_a_report_has_its_address() -> None:
    document = read_report(whole_report())
    assert addresses(document, "title-line") == [
        f"section/title-page/paragraph/{n}" for n in range(1, 6)
    ]
    assert addresses(document, "contents-line") == [
        f"section/contents/line/{n}" for n in range(1, 5)
    ]
    assert addresses(document, "heading") == [
        "section/preface",
        "section/contents",
        "section/1",
        "section/1.1",
        "section/2",
        "section/2.1",
    ]
    assert addresses(document, "case-heading") == ["section/1.1/case/1"]
    assert addresses(document, "caption") == ["section/1.1/caption/1"]
    assert addresses(document, "note") == ["table/1/note/1"]
    assert [t.number for t in document.tables] == ["1-1", "2-1", "6-1", "1", "1-listing"]
    assert [t.kind for t in document.tables] == [
        "schools",
        "competition-results",
        "cluster-chains",
        "indicators",
        "cluster-listing",
    ]
    assert document.notices == ()


def test_addresses_are_unique_and_passages_stand_in_reading_order() -> None:
    document = read_report(whole_report())
    listed = [p.address for p in document.passages]
    assert len(set(listed)) == len(listed)
    starts = [p.spans[0][0] for p in document.passages]
    assert starts == sorted(starts)


def test_a_paragraph_torn_by_a_page_break_is_one_and_its_sentence_has_two_spans() -> None:
    text = whole_report()
    document = read_report(text)
    sentence = passage_at(document, "section/1.1/paragraph/1/sentence/2")
    assert text_of(text.text, sentence) == "新校区在建设之中。"
    assert [text.text[a:b] for a, b in sentence.spans] == ["新校区在建设之", "中。"]
    assert ("joined-paragraph", "section/1.1/paragraph/1") in [r[:2] for r in document.repairs]


def test_a_case_ends_where_the_next_heading_begins() -> None:
    text, document = read("1. 甲", "正文。", "案例 2【乙】", "案例正文。", "1.1 丙", "又是正文。")
    cases = {p.address: p.case for p in document.passages if p.kind == "paragraph"}
    assert cases == {
        "section/1/paragraph/1": "",
        "section/1/paragraph/2": "2",
        "section/1.1/paragraph/1": "",
    }
    assert text_of(text.text, passage_at(document, "section/1/case/2")) == "案例 2【乙】"


def test_a_case_heading_torn_inside_its_bracket_is_one() -> None:
    text, document = read("1. 甲", "案例 1【茶香", "", "满园】", "正文。")
    assert text_of(text.text, passage_at(document, "section/1/case/1")) == "案例 1【茶香满园】"


def test_a_number_printed_twice_gets_an_address_of_its_own() -> None:
    _, document = read("1. 甲", "案例 1【乙】", "文。", "案例 1【丙】", "图 1 丁", "图 1 戊")
    assert addresses(document, "case-heading") == [
        "section/1/case/1",
        "section/1/case/1-occurrence-2",
    ]
    assert addresses(document, "caption") == ["section/1/caption/1", "section/1/caption/2"]
    _, document = read(*table("表 9 计分卡", INDICATORS))
    assert [t.number for t in document.tables] == ["9", "9-occurrence-2"]


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        pytest.param(["1. 甲", "2031年学校两所。", "2. 乙"], ["1", "2"], id="a year"),
        pytest.param(
            ["1. 甲", "设备值共计大约有整整齐齐的三十六点六又六六", "", "1.1 亿元"],
            ["1"],
            id="torn number",
        ),
        pytest.param(["1. 甲", "正文。", "5. 乙"], ["1"], id="out of order"),
        pytest.param(
            ["1. 甲", "1.1 乙", "1.1.1 丙", "2. 丁"], ["1", "1.1", "1.1.1", "2"], id="levels"
        ),
        pytest.param(["1. 甲", "1.1 乙", "1.1 乙"], ["1", "1.1"], id="a number twice"),
        pytest.param(
            ["目录", "1. 甲\t1", "2. 乙\t2", "4. 丙\t3", "1. 甲", "4. 丙"],
            ["contents", "1", "4"],
            id="announced",
        ),
        pytest.param(
            ["目录", "1. 甲", "2. 乙", "1. 甲", "2. 乙"], ["contents", "1", "2"], id="no pages"
        ),
        pytest.param(
            ["目录", "1. 甲\t1", "2. 很长的", "题目\t2", "1. 甲"],
            ["contents", "1"],
            id="entry torn",
        ),
        pytest.param(["挑战 1：甲", "1. 乙"], ["1"], id="challenge before chapters"),
        pytest.param(["1. 甲", "挑战 1：乙", "挑战 2：丙"], ["1", "1.1", "1.2"], id="challenges"),
        pytest.param(
            ["1. 甲", "1.1 乙", "挑战 1：丙"], ["1", "1.1"], id="challenge after a section"
        ),
    ],
)
def test_headings_are_told_from_numbers_in_the_text(lines: list[str], headings: list[str]) -> None:
    _, document = read(*lines)
    assert addresses(document, "heading") == [f"section/{h}" for h in headings]


def test_contents_without_page_numbers_may_list_challenges_and_tables() -> None:
    _, document = read("目录", "1. 甲", "挑战 1：乙", "表 3 丙", "1. 甲", "正文。")
    assert len(addresses(document, "contents-line")) == 3


def test_sections_that_the_contents_announce_but_the_text_lacks_are_named() -> None:
    _, document = read(*TITLE_PAGE, *CONTENTS, "1. 概况")
    missing = [n.values["number"] for n in document.notices if n.key == "heading-missing"]
    assert missing == ["1.1", "2"]


def test_short_lines_without_punctuation_are_not_joined_to_what_follows() -> None:
    _, document = read("1. 甲", "党建引领", "各校加强党建。", "（一）队伍", "各校加强队伍。")
    assert len(addresses(document, "paragraph")) == 4


def test_a_sentence_about_a_figure_is_text_and_a_caption_is_never_joined() -> None:
    _, document = read(
        "1. 甲", "各校不断地改进教学工作，情况见", "图 1 茶艺课堂", "图 2 说明了人数。"
    )
    assert addresses(document, "caption") == ["section/1/caption/1"]
    assert len(addresses(document, "paragraph")) == 2


def test_a_table_caption_without_a_table_is_a_caption_and_is_reported() -> None:
    _, document = read("1. 甲", "表 3 学校", "正文。")
    assert addresses(document, "caption") == ["section/1/caption/1"]
    assert [n.key for n in document.notices if n.key.startswith("table")] == ["table-absent"]


def test_tables_without_a_number_are_counted() -> None:
    _, document = read("1. 甲", "云州市学校一览表", *SCHOOLS, "正文在此。", *LISTING, "正文又来。")
    assert [(t.number, t.kind) for t in document.tables[:2]] == [
        ("unnumbered-1", "schools"),
        ("unnumbered-2", "cluster-listing"),
    ]


def test_a_header_of_another_kind_begins_a_table_of_its_own() -> None:
    document = read_report(
        report_text("表 3 教学资源表", *INDICATORS, *LISTING, "注：甲", "注：乙")
    )
    assert [(t.number, t.kind) for t in document.tables] == [
        ("3", "indicators"),
        ("3-listing", "cluster-listing"),
    ]
    assert addresses(document, "note") == ["table/3/note/1", "table/3/note/2"]


def test_a_single_line_with_a_tab_is_running_text() -> None:
    _, document = read("1. 甲", "\t首行缩进的一段。", "左\t右。", "尾。")
    assert len(addresses(document, "paragraph")) == 3


def test_a_note_away_from_tables_is_running_text() -> None:
    _, document = read("1. 甲", "说明：这一段是正文。")
    assert addresses(document, "note") == []


def test_a_report_without_a_known_table_is_refused() -> None:
    with pytest.raises(InputError, match="REPORT-NO-TABLE"):
        read_report(report_text("1. 甲", "正文。", "表 1 花名册", "姓\t名", "甲\t乙"))


def test_texts_far_longer_than_a_report_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_LINES", 50)
    with pytest.raises(InputError, match="REPORT-TOO-LONG"):
        read_report(report_text("x\n" * 60))
    monkeypatch.setattr(reader, "MAX_CELLS", 100)
    with pytest.raises(InputError, match="REPORT-TOO-LONG"):
        read_report(report_text(*ENOUGH))
    monkeypatch.setattr(prose, "MAX_PASSAGES", 2)
    with pytest.raises(InputError, match="REPORT-TOO-LONG"):
        read_report(report_text("甲", "乙", "丙"))
