# ruff: noqa: FBT001 -- parametrised values

from __future__ import annotations

import pytest

from graph_builder.sources import shapes


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1. 概况", "1"),
        ("1.概况", "1"),
        ("2、育人", "2"),
        ("7.1.1 国家政策", "7.1.1"),
        ("3．2 服务", "3.2"),
        ("2.3 1+X 证书", "2.3"),
        ("2031年学校共有两所", None),
        ("1427.95 万元。", None),
        ("3 所学校", None),
        ("1. 这是一句话。", None),
        ("1.1 " + "长" * 200, None),
    ],
)
def test_a_heading_is_a_numbered_line_without_an_end_mark(line: str, number: str | None) -> None:
    found = shapes.heading(line)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("图 1: 课堂", True),
        ("图3 2031年去向", True),
        ("图 10 2029—2031年师资", True),
        ("图 2-1 课堂", True),
        ("图 3 显示了人数。", False),
        ("图书馆有书", False),
    ],
)
def test_a_caption_begins_with_a_figure_number_and_is_no_sentence(
    line: str, expected: bool
) -> None:
    assert shapes.caption(line) is expected


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("案例 3【茶】", "3"),
        ("案例12 【茶】", "12"),
        ("典型案例 2-1：茶", "2-1"),
        ("案例 4 说明了这一点。", None),
        ("案例教学", None),
    ],
)
def test_a_case_heading_has_a_number_and_a_title_in_brackets(line: str, number: str | None) -> None:
    assert shapes.case_heading(line) == number


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("1.1 规模\t12", True),
        ("1.1 规模......12", True),
        ("1.1 规模……12", True),
        ("1.1 规模 12", True),
        ("1. 概况", False),
        ("1.1", False),
        ("12", False),
        ("……12", False),
        ("概况 123456", False),
    ],
)
def test_an_entry_of_the_contents_ends_in_a_page_number(line: str, entry: bool) -> None:
    assert shapes.contents_entry(line) is entry


@pytest.mark.parametrize(
    ("line", "following", "torn"),
    [
        pytest.param("课程建设之", "中。", True, id="inside a word"),
        pytest.param("设备值", "12.5 万元。", True, id="before a number"),
        pytest.param("贯彻落实、", "推进改革。", True, id="after a comma"),
        pytest.param("结束了。", "新的一段", False, id="full stop"),
        pytest.param("他说“好！”", "新的一段", False, id="closing quote"),
        pytest.param("措施如下：", "加强领导", False, id="colon"),
        pytest.param("一是领导；", "二是投入。", False, id="list item after a semicolon"),
        pytest.param("推进改革；", "加强领导", True, id="text after a semicolon"),
        pytest.param("加强领导", "（一）党建", False, id="before a numbered item"),
        pytest.param("see below.", "next", False, id="English full stop"),
        pytest.param("共1.", "5 个", True, id="decimal point"),
        pytest.param("”", "下文", True, id="only a closing mark"),
    ],
)
def test_a_line_is_torn_when_nothing_ends_it(line: str, following: str, torn: bool) -> None:
    assert shapes.may_be_torn(line, following) is torn
