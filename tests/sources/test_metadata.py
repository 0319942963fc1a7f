from __future__ import annotations

import pytest

from graph_builder.sources.reader import read_report
from tests.sources.samples import read, whole_report

METADATA = {
    "title": "云州市中等职业教育质量年度报告（2031）",
    "publisher": "云州市教育局",
    "published": "2032-03",
    "declared": "2032-03-09",
    "year": 2031,
    "publication_address": "http://yunzhou.example/nianbao",
}


def test_the_title_page_gives_title_publisher_dates_year_and_address() -> None:
    metadata = read_report(whole_report()).metadata
    assert {key: metadata[key] for key in METADATA} == METADATA
    assert list(metadata) == [*METADATA, "language", "sha256"]


def test_what_the_title_page_lacks_is_left_out_with_a_notice() -> None:
    _, document = read("某校情况", "1. 甲")
    assert document.metadata["title"] == "某校情况"
    missing = [n.values["name"] for n in document.notices if n.key == "metadata-missing"]
    assert missing == ["publisher", "published", "declared", "year", "publication_address"]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("二〇三一年十二月", "published", "2031-12"),
        ("二○三一年三月", "published", "2031-03"),
        ("二〇三一年十月二十一日", "declared", "2031-10-21"),
        ("2031 年 13 月", "published", None),
        ("2031 年 1 月 40 日", "declared", None),
        ("云州市第一职业学校", "publisher", "云州市第一职业学校"),
        ("内容属于《云州市质量年度报告（2031）》。", "title", "云州市质量年度报告（2031）"),
    ],
)
def test_metadata_are_told_by_shape(line: str, key: str, value: str | None) -> None:
    _, document = read(line, "1. 甲")
    assert document.metadata.get(key) == value


def test_a_report_that_begins_with_a_heading_takes_it_for_its_title() -> None:
    _, document = read("1. 概况", "正文。")
    assert document.metadata["title"] == "1. 概况"
