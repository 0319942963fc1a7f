"""Addresses in words, as a reader of the printed report would look them up."""

from __future__ import annotations

import pytest

from graph_builder.addresses import Places, describe, describe_graph, header_texts, rule_title
from graph_builder.names import ID, IDENTITY_GRAPH, ONTOLOGY, RULE
from graph_builder.paths import bundled


@pytest.mark.parametrize(
    ("address", "zh", "en"),
    [
        ("table/6-1/row/3", "表 6-1 第 3 行", "Table 6-1, row 3"),
        ("table/1-1/row/3/column/2", "表 1-1 第 3 行第 2 列", "Table 1-1, row 3, column 2"),
        ("table/2-1/header/2", "表 2-1 表头第 2 行", "Table 2-1, header row 2"),
        ("table/3/note/1", "表 3 说明 1", "Table 3, note 1"),
        (
            "table/3-listing/row/11",
            "附表 3 所附专业群列表第 11 行",
            "cluster listing in Table 3, row 11",
        ),
        (
            "section/2.5/paragraph/3/sentence/2",
            "第 2.5 节第 3 段第 2 句",
            "section 2.5, paragraph 3, sentence 2",
        ),
        ("section/6.1/case/9", "第 6.1 节案例 9", "section 6.1, case 9"),
        ("section/2.3/caption/2", "第 2.3 节第 2 幅图题", "section 2.3, caption 2"),
        ("section/title-page/paragraph/1", "扉页第 1 段", "title pages, paragraph 1"),
        ("section/preface", "前言", "preface"),
        ("section/contents/line/4", "目录第 4 行", "contents, line 4"),
        ("section/9", "第 9 节", "section 9"),
    ],
)
def test_an_address_is_told_in_words(address: str, zh: str, en: str) -> None:
    assert describe(address, "zh") == zh
    assert describe(address, "en") == en


def test_every_kind_of_passage_of_the_report_can_be_told() -> None:
    lines = (bundled("data") / "liuzhou-2023" / "passages.csv").read_text("utf-8").splitlines()
    for lang in ("zh", "en"):
        told = [describe(line.partition(",")[0], lang) for line in lines[1:]]
        assert len(set(told)) == len(told) > 1000
        assert all("{" not in text and "/" not in text for text in told)


@pytest.mark.parametrize(
    ("iri", "zh", "en"),
    [
        (ID + "report/liuzhou-2023/section/9", "第 9 节", "section 9"),
        (ID + "report/liuzhou-2023", "报告 liuzhou-2023", "report liuzhou-2023"),
        (RULE + "works_with", "推得：与学校合作者", "derived: Whom a school works with"),
        (RULE + "no_such_rule", "推得：no_such_rule", "derived: no_such_rule"),
        (IDENTITY_GRAPH, "职图自备的名录与本体", "zhitu's own registers and ontology"),
        (ONTOLOGY, "职图自备的名录与本体", "zhitu's own registers and ontology"),
    ],
)
def test_the_graph_of_a_statement_is_told_in_words(iri: str, zh: str, en: str) -> None:
    assert describe_graph(iri, "zh") == zh
    assert describe_graph(iri, "en") == en


def test_a_rule_from_elsewhere_cannot_name_a_file() -> None:
    assert rule_title("../schemes/level", "zh") == "../schemes/level"


def test_a_header_without_both_languages_has_no_texts() -> None:
    assert header_texts('#+ title: {zh: "甲", en: "A"}\n', "title") == {"zh": "甲", "en": "A"}
    assert header_texts('#+ title: {zh: "甲"}\n', "title") == {}


def test_a_place_names_its_report_where_several_are_cited() -> None:
    row = ID + "report/liuzhou-2023/table/6-1/row/3"
    titles = {ID + "report/liuzhou-2023": "柳州 2023", ID + "report/yunzhou-2031": "云州 2031"}
    assert Places("zh")(row) == "表 6-1 第 3 行"
    assert Places("zh", titles)(row) == "《柳州 2023》表 6-1 第 3 行"
    assert Places("en", titles)(row) == "柳州 2023, Table 6-1, row 3"
    # What a rule or our own tables say belongs to no report.
    assert Places("zh", titles).listed([row, RULE + "works_with"]) == (
        "《柳州 2023》表 6-1 第 3 行；推得：与学校合作者"
    )
