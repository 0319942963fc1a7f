"""Sentences about what no report tells, and names that no graph has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.ask.questions import load_questions
from graph_builder.ask.understand import Reader
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph


@pytest.fixture(scope="module")
def reader(liuzhou: EmbeddedGraph) -> Reader:
    return Reader(liuzhou, load_questions(bundled("queries")))


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("桂林有哪些学校对接旅游业", id="another city"),
        pytest.param("市交校和德国有合作吗", id="a country that the report does not name"),
        pytest.param("宏图公司和哪些学校合作", id="an unknown firm"),
        pytest.param("广西大学的荣誉", id="a university made of known words"),
        pytest.param("柳州市三职校有哪些专业群", id="a school of another number"),
        pytest.param("2019年毕业生人数", id="a year of no report"),
        pytest.param("市交校毕业生月收入是多少", id="a figure that is the city's only"),
        pytest.param("旅游学校有多少个女老师", id="a word outside the report"),
        pytest.param(
            "Which schools in Guangzhou offer e-commerce?", id="an unknown capital letter"
        ),
        pytest.param("你能帮我算一下 37*24 吗", id="arithmetic"),
        pytest.param("有哪些", id="only a question word"),
    ],
)
def test_what_is_not_in_the_report_is_not_answered(reader: Reader, sentence: str) -> None:
    assert reader.understand(sentence).chosen is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        pytest.param("2023年毕业生人数", "indicator_values", id="the year of the report"),
        pytest.param("柳州有哪些中职学校", "schools", id="the city of the report"),
        pytest.param("麻烦帮我看看市交校的荣誉，谢谢", "honours_of_school", id="politeness"),
        pytest.param("柳工跟哪所学校合作", "partner_to_schools", id="part of a firm's name"),
        pytest.param("双师型教师占比", "indicator_values", id="a figure in other words"),
        pytest.param("振兴杯比赛谁得奖了", "prizes_with_word", id="a word of a contest's name"),
        pytest.param(
            "市交校对接航运产业吗", "industry_to_schools|school_to_industry", id="whether"
        ),
        pytest.param(
            "旅游学校开中餐烹饪吗",
            "programme_across_schools|programmes_of_school",
            id="whether in it",
        ),
    ],
)
def test_what_is_in_the_report_is_found_however_it_is_named(
    reader: Reader, sentence: str, name: str
) -> None:
    chosen = reader.understand(sentence).chosen
    assert chosen is not None
    assert chosen.question.name in name.split("|")
