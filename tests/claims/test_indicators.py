"""Indicator tables and competition results become observations of the national template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.indicators import (
    map_competition_results,
    map_indicators,
    match_template,
    template_label,
)
from graph_builder.claims.vocabulary import Vocabulary
from graph_builder.sources.document import PrintedTable
from tests.claims.samples import (
    TYPE,
    concept,
    context_of,
    objects,
    printed,
    refused,
    typed,
    vet,
    zh,
    zid,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.identity import Registry
    from graph_builder.claims.tables import Context

HEADER = "序号|指标|单位|2031 年"
SURVEY = "序号|指标|单位|2031 年|调查人次|调查方式"


@pytest.fixture
def context(registry: Registry, vocabulary: Vocabulary) -> Context:
    return context_of(registry, vocabulary)


def indicators(*rows: str, header: str = HEADER) -> PrintedTable:
    """An indicator table; cells are written with `|` between them, for units have strokes."""
    split = [tuple(row.split("|")) for row in (header, *rows)]
    return PrintedTable("3", "indicators", "教学资源表", "9", (split[0],), tuple(split[1:]))


def node(n: int, column: int = 4, table: str = "3") -> str:
    return zid(f"observation/yunzhou-2031--table-{table}-row-{n}-column-{column}")


def matched(vocabulary: Vocabulary, *rows: str) -> list[str | None]:
    """Slug of the template's indicator of each row."""
    found = match_template(indicators(*rows), vocabulary)
    return [i.iri.rpartition("/")[2] if i else None for i in found]


def predicates(claims: Iterable[Claim], subject: str) -> set[str]:
    return {c.predicate for c in claims if c.subject == subject}


# == Which indicator a row is ==


@pytest.mark.parametrize(
    ("printed_label", "label"),
    [
        ("毕业生人数*", "毕业生人数"),
        ("其中：面向第一产业", "面向第一产业"),
        (" 其中： 国家级数量 *", "国家级数量"),
        ("毕业三年　晋升比例", "毕业三年晋升比例"),
        ("A类：留在当地就业", "A类：留在当地就业"),
        ("", ""),
    ],
)
def test_the_label_of_a_row_is_without_blanks_star_and_of_which(
    printed_label: str, label: str
) -> None:
    assert template_label(printed_label) == label


def test_labels_that_come_back_are_told_apart_by_their_order(vocabulary: Vocabulary) -> None:
    rows = [
        "6|专业教学资源库数|个|49",
        "|其中：国家级数量*|个|0",
        "|接入国家智慧教育平台数量*|个|0",
        "|省级数量|个|6",
        "|接入国家智慧教育平台数量*|个|0",
        "8|虚拟仿真实训基地数|个|14",
        "|其中：国家级数量*|个|0",
        "|接入国家智慧教育平台数量*|个|4",
    ]
    found = match_template(indicators(*rows), vocabulary)
    # Places in table 3 of the template, counted by hand.
    assert [i.order if i else None for i in found] == [12, 13, 14, 15, 16, 28, 29, 30]
    assert len({i.iri for i in found if i}) == len(rows)


def test_one_label_with_two_units_is_two_indicators_and_merged_cells_repeat_it(
    vocabulary: Vocabulary,
) -> None:
    found = match_template(
        indicators("5|教学计划内课程总数*|门|1954", "||学时|166881", "|网络教学课程数|门|876"),
        vocabulary,
    )
    assert [i.order if i else None for i in found] == [6, 7, 10]


def test_a_row_that_the_template_lacks_matches_nothing_and_does_not_disturb_the_rest(
    vocabulary: Vocabulary,
) -> None:
    rows = ["1|毕业生人数*|人|12", "2|茶艺生人数|人|3", "3|月收入|元|3027.83"]
    assert matched(vocabulary, *rows) == ["graduates", None, "graduate-monthly-income"]


def test_a_label_with_another_unit_is_not_the_indicator(vocabulary: Vocabulary) -> None:
    rows = ["1|毕业生人数*|万元|12", "2|毕业去向落实人数|人|3"]
    assert matched(vocabulary, *rows) == [None, "graduates-placed"]


def test_a_row_out_of_order_is_not_taken_for_an_earlier_one(vocabulary: Vocabulary) -> None:
    rows = ["2|毕业去向落实人数|人|3", "1|毕业生人数*|人|12"]
    assert matched(vocabulary, *rows) == ["graduates-placed", None]


def test_the_template_table_that_fits_most_rows_is_taken(vocabulary: Vocabulary) -> None:
    # 其中：在校生数 stands in table 5 only behind 中外合作办学专业数.
    found = match_template(
        indicators("4|中外合作办学专业数|个|0", "|其中：在校生数|人|0"), vocabulary
    )
    assert [i.table if i else None for i in found] == ["5", "5"]


def test_without_a_template_nothing_matches() -> None:
    assert match_template(indicators("1|毕业生人数|人|1"), Vocabulary()) == [None]


@given(st.data())
def test_rows_of_a_template_table_match_in_order_and_each_by_its_own_label(
    shipped_vocabulary: Vocabulary, data: st.DataObject
) -> None:
    template = shipped_vocabulary.indicators["3"]
    units = {iri: label for label, iri in reversed(shipped_vocabulary.concepts["unit"].items())}
    kept = data.draw(st.lists(st.sampled_from(template), min_size=1, unique=True))
    kept.sort(key=lambda i: i.order)
    rows = [f"|{i.label}|{units[i.unit]}|1" for i in kept]
    found = match_template(indicators(*rows), shipped_vocabulary)
    orders = [i.order for i in found if i]
    assert orders == sorted(set(orders))
    for wanted, got in zip(kept, found, strict=True):
        assert got is not None
        assert (got.label, got.unit) == (wanted.label, wanted.unit)
    whole = [f"|{i.label}|{units[i.unit]}|1" for i in template]
    assert match_template(indicators(*whole), shipped_vocabulary) == template


# == What a row says ==


def test_a_row_says_indicator_subject_value_unit_and_year(context: Context) -> None:
    claims = list(map_indicators(context, indicators("2|年生均财政拨款水平|元|7646.90")))
    found = {(c.predicate, c.object) for c in claims if c.subject == node(1)}
    cell = "table/3/row/1/column/4"
    assert found == {
        (TYPE, vet("Observation")),
        (vet("hasIndicator"), concept("indicator/fiscal-appropriation-per-student")),
        (vet("isAbout"), zid("school-group/yun-zhou")),
        (vet("printedIn"), zid(f"report/yunzhou-2031/{cell}")),
        (vet("hasPrintedValue"), '"7646.90"'),
        (vet("hasValue"), typed("7646.9", "decimal")),
        (vet("hasDecimals"), typed("2", "integer")),
        (vet("hasUnit"), concept("unit/yuan")),
        (vet("inYear"), typed("2031", "gYear")),
    }
    assert context.notices == []
    zh_label, en_label = context.labels[node(1).strip("<>")]
    assert zh_label == "云州市中等职业学校：年生均财政拨款水平 7646.90"
    assert en_label.startswith("Secondary schools of Yunzhou: ")


def test_a_ratio_and_a_unit_with_a_stroke_are_read(context: Context) -> None:
    rows = ["1|生师比*|:|16:1", "12|生均校内实践教学工位数*|个/生|1.38"]
    claims = list(map_indicators(context, indicators(*rows)))
    assert objects(claims, node(1), "hasValue") == [typed("16", "decimal")]
    assert objects(claims, node(1), "hasUnit") == [concept("unit/ratio")]
    assert objects(claims, node(2), "hasUnit") == [concept("unit/per-student")]


def test_a_star_behind_the_label_is_kept_with_its_cell(context: Context) -> None:
    rows = ["1|毕业生人数*|人|12", "2|毕业去向落实人数|人|3"]
    claims = list(map_indicators(context, indicators(*rows)))
    (starred,) = [c for c in claims if c.predicate == vet("isStarred")]
    assert (starred.subject, starred.object) == (node(1), typed("true", "boolean"))
    assert (starred.passage, starred.surfaces) == ("table/3/row/1/column/2", ("*",))


@pytest.mark.parametrize(
    ("words", "reason"),
    [("中职不填报", "not-for-secondary-schools"), ("高职填报", "only-for-colleges")],
)
def test_a_reason_stands_where_a_figure_is_missing(
    context: Context, words: str, reason: str
) -> None:
    claims = list(map_indicators(context, indicators(f"1|毕业生人数*|人|{words}")))
    assert objects(claims, node(1), "isAbsentBecause") == [concept(f"absence-reason/{reason}")]
    assert not predicates(claims, node(1)) & {vet("hasPrintedValue"), vet("hasValue")}
    assert objects(claims, node(1), "hasUnit") == [concept("unit/person")]


@pytest.mark.parametrize("survey", [False, True])
def test_a_blank_figure_makes_no_observation(context: Context, *, survey: bool) -> None:
    tail, header = ("|100|网上调查", SURVEY) if survey else ("", HEADER)
    table = indicators(f"1|毕业生人数*|人|{tail}", f"2|毕业去向落实人数|人|3{tail}", header=header)
    claims = list(map_indicators(context, table))
    assert {c.subject for c in claims} == {node(2)}


def test_a_survey_says_how_many_were_asked_and_how(context: Context) -> None:
    rows = ["1|在校生满意度|%|79.04|22971|网上调查", "3|教职工满意度|%|94.13||"]
    claims = list(map_indicators(context, indicators(*rows, header=SURVEY)))
    assert objects(claims, node(1), "hasRespondents") == [typed("22971", "integer")]
    assert objects(claims, node(1), "hasSurveyMethod") == [zh("网上调查")]
    assert {c.passage for c in claims if c.predicate == vet("hasRespondents")} == {
        "table/3/row/1/column/5"
    }
    assert not predicates(claims, node(2)) & {vet("hasRespondents"), vet("hasSurveyMethod")}


def test_a_row_that_the_template_lacks_is_reported_and_not_used(context: Context) -> None:
    claims = list(map_indicators(context, indicators("1|茶艺生人数|人|3", "2|月收入|元|3000")))
    assert {c.subject for c in claims} == {node(2)}
    assert context.notices == [
        ("indicator-unknown", {"address": "table/3/row/1", "name": "茶艺生人数"})
    ]


@pytest.mark.parametrize("words", ["约 12", "12人", "1,234", "12%", "-", "十二", "4:6", "不填"])
def test_words_that_are_neither_a_number_nor_a_reason_are_refused(
    context: Context, words: str
) -> None:
    table = indicators("1|毕业生人数*|人|12", f"2|毕业去向落实人数|人|{words}")
    with refused("TABLE-NUMBER", "yunzhou-2031/tables/3.csv", 4, "4", found=words):
        list(map_indicators(context, table))


@pytest.mark.parametrize("words", ["两万", "100.5", "-3"])
def test_a_number_of_people_asked_that_is_none_is_refused(context: Context, words: str) -> None:
    table = indicators(f"1|在校生满意度|%|79.04|{words}|网上调查", header=SURVEY)
    with refused("TABLE-NUMBER", "yunzhou-2031/tables/3.csv", 3, "5", found=words):
        list(map_indicators(context, table))


# == Competition results ==


def results(
    *rows: str, heads: tuple[str, str] = ("年度/国家级//自治区级/", "/一等奖/二等奖/一等奖/二等奖")
) -> PrintedTable:
    first = printed("competition-results", "2-1", heads[0], *rows)
    return first._replace(header=(first.header[0], tuple(heads[1].split("/"))))


def test_a_cell_of_results_has_year_level_and_rank_from_its_row_and_column(
    context: Context,
) -> None:
    claims = list(map_competition_results(context, results("2030/1/2/3/4", "2031/5/6/7/8")))
    found = []
    for row in (1, 2):
        for column in (2, 3, 4, 5):
            cell = node(row, column, "2-1")
            assert objects(claims, cell, "hasIndicator") == [
                concept("indicator/skills-competition-prizes")
            ]
            assert objects(claims, cell, "hasUnit") == [concept("unit/project")]
            (year,), (level,), (rank,), (value,) = (
                objects(claims, cell, p) for p in ("inYear", "hasLevel", "hasRank", "hasValue")
            )
            found.append((year, level, rank, value))
    national, provincial = concept("level/national"), concept("level/provincial")
    first, second = zh("一等奖"), zh("二等奖")
    assert found == [
        (typed(year, "gYear"), level, rank, typed(value, "decimal"))
        for year, level, rank, value in (
            ("2030", national, first, "1"),
            ("2030", national, second, "2"),
            ("2030", provincial, first, "3"),
            ("2030", provincial, second, "4"),
            ("2031", national, first, "5"),
            ("2031", national, second, "6"),
            ("2031", provincial, first, "7"),
            ("2031", provincial, second, "8"),
        )
    ]


def test_a_blank_cell_of_results_is_not_nought(context: Context) -> None:
    claims = list(map_competition_results(context, results("2031/0//3/")))
    assert {c.subject for c in claims} == {node(1, 2, "2-1"), node(1, 4, "2-1")}


def test_a_level_that_no_scheme_has_is_left_out_and_the_figure_kept(context: Context) -> None:
    table = results("2031/1/2", heads=("年度/校际联盟/", "/一等奖/二等奖"))
    claims = list(map_competition_results(context, table))
    assert not [c for c in claims if c.predicate == vet("hasLevel")]
    assert len({c.subject for c in claims}) == 2


@pytest.mark.parametrize("printed_year", ["2031", "2031年", "2031 年", "2031年度"])
def test_the_year_of_results_is_a_year_however_it_is_printed(
    context: Context, printed_year: str
) -> None:
    claims = list(map_competition_results(context, results(f"{printed_year}/1/2/3/4")))
    years = {(c.object, c.surfaces) for c in claims if c.predicate == vet("inYear")}
    assert years == {(typed("2031", "gYear"), ("2031",))}


@pytest.mark.parametrize("words", ["合计", "31", "2030-2031"])
def test_results_of_no_single_year_are_refused(context: Context, words: str) -> None:
    with refused("FACT-DATE", "yunzhou-2031/tables/2-1.csv", 4, "1", found=words):
        list(map_competition_results(context, results(f"{words}/1/2/3/4")))


@pytest.mark.parametrize("words", ["三", "3项", "中职不填报"])
def test_a_number_of_prizes_that_is_none_is_refused(context: Context, words: str) -> None:
    table = results("2030/1/2/3/4", f"2031/1/2/3/{words}")
    with refused("TABLE-NUMBER", "yunzhou-2031/tables/2-1.csv", 5, "5", found=words):
        list(map_competition_results(context, table))
