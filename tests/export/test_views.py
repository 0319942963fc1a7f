"""What each view shows, compared with what the report prints."""

from __future__ import annotations

import itertools

import pytest

from graph_builder.errors import ZhituError
from graph_builder.export.content import Bars, Layers, Matrix
from graph_builder.export.render import render
from graph_builder.export.views.registry import view
from graph_builder.export.views.selection import Selection
from tests.export.pictures import report, seen

TRAFFIC = "柳州市交通学校"


def column(name: str, number: int, selection: Selection | None = None) -> set[str]:
    """The labels of the boxes in a column of a layered view."""
    picture = seen(name, "zh", selection or Selection()).picture
    assert isinstance(picture, Layers)
    return {box.label for box in picture.boxes if box.column == number}


def test_what_flows_into_a_box_flows_out_of_it() -> None:
    picture = seen("flow").picture
    assert isinstance(picture, Layers)
    for box in picture.boxes:
        into = sum(band.weight for band in picture.bands if band.target == box.key)
        out = sum(band.weight for band in picture.bands if band.source == box.key)
        assert into == out or box.column in {0, 3}
    assert sum(band.weight for band in picture.bands) == 3 * 36


def test_the_flow_of_one_school_is_its_rows_of_table_6_1() -> None:
    selection = Selection(school="市交校")
    assert column("flow", 0, selection) == {TRAFFIC}
    assert column("flow", 3, selection) == {
        "汽车产业链上中下游",
        "航运产业",
        "交通服务产业",
        "机械制造产业群",
        "建筑产业群",
    }


def test_the_flow_to_one_industry_or_one_group_comes_from_its_schools() -> None:
    assert column("flow", 0, Selection(industry="航运产业")) == {TRAFFIC}
    group = Selection(industry="汽车类产业（组）")
    assert column("flow", 3, group) == {
        "汽车产业链上中下游",
        "工程机械与汽车产业",
        "新能源汽车产业链",
    }
    assert len(column("flow", 0, group)) == 3


def test_an_intention_is_not_drawn_as_an_agreement() -> None:
    picture = seen("partners").picture
    assert isinstance(picture, Layers)
    labels = {box.key: box.label for box in picture.boxes}
    partners = {labels[b.target] for b in picture.bands if labels[b.source] == "合作意向"}
    assert partners == {"马来西亚国家能源大学"}
    assert column("partners", 3) == {"马来西亚", "塞尔维亚", "法国"}


def test_honours_stand_where_table_1_1_prints_them() -> None:
    picture = seen("honours").picture
    assert isinstance(picture, Matrix)
    # After the column of levels the schools, in the order of Table 1-1.
    assert len(picture.columns) == 1 + 9
    assert picture.columns[1:3] == ["柳州市第一职业技术学校", "柳州市第二职业技术学校"]
    assert picture.columns[-1] == "柳州市机械电子工业职业技术学校"
    row = picture.rows.index("广西五星级中职学校")
    holders = {picture.columns[j] for i, j in picture.cells if i == row and j}
    assert holders == {"柳州市第一职业技术学校", "柳州市第二职业技术学校"}
    funded = picture.rows.index("广西优质中职学校和专业立项建设单位")
    assert picture.cells[funded, picture.columns.index(TRAFFIC)].text == "2023 B类"


def test_a_programme_of_three_schools_names_the_industries_of_each() -> None:
    picture = seen("programmes").picture
    assert isinstance(picture, Matrix)
    assert picture.rows[0] == "旅游服务与管理"
    cells = {picture.columns[j]: c.text for (i, j), c in picture.cells.items() if i == 0}
    assert cells == {
        "柳州市第二职业技术学校": "休闲康养旅游产业",
        "柳州市第一职业技术学校": "旅游服务业",
        "柳州市旅游学校": "酒店业、旅游业",
    }


def test_every_path_begins_and_ends_where_it_was_asked_to() -> None:
    found = seen("trace", "zh", Selection(start="市交校", end="五菱", hops=5))
    picture = found.picture
    assert isinstance(picture, Layers)
    last = len(picture.columns) - 1
    assert {b.label for b in picture.boxes if b.column == 0} == {TRAFFIC}
    assert all("五菱" in b.label for b in picture.boxes if b.column == last)
    assert all(b.label.count("（") == b.label.count("）") >= 1 for b in picture.bands)
    sentences = [row[2] for row in found.tables[0].rows]
    assert any("技术合作" in str(sentence) for sentence in sentences)


def test_years_stand_side_by_side_where_the_report_prints_two() -> None:
    picture = seen("indicators").picture
    assert isinstance(picture, Bars)
    assert picture.series == ["2022", "2023", "没有写年份"]
    prizes = {
        group.label: [(bar.series, bar.text) for bar in group.bars]
        for group in picture.groups
        if group.label.startswith("技能大赛获奖数")
    }
    # Table 2-1: 131 prizes in 2022, 169 in 2023; of the highest level 2 and 0 first prizes.
    assert [(0, "131"), (1, "169")] in prizes.values()
    assert [(0, "2"), (1, "0")] in prizes.values()
    # Annex table 6, row 5, prints the staff; section 6.4 repeats the figure without a year.
    staff = next(g for g in picture.groups if g.label == "教职工总数")
    assert [(bar.series, bar.text) for bar in staff.bars] == [(1, "2063")]


def test_bars_of_different_units_are_never_on_one_scale() -> None:
    for selection in (Selection(), Selection(table="3")):
        picture = seen("indicators", "zh", selection).picture
        assert isinstance(picture, Bars)
        sections = [group.section for group in picture.groups]
        changes = sum(a != b for a, b in itertools.pairwise(sections))
        assert len(set(sections)) == changes + 1


def test_the_ontology_says_how_often_each_property_is_used() -> None:
    assert "开设专业群（22）" in column("ontology", 1)
    assert "核心专业" in column("ontology", 0)
    assert "owl:Thing" not in column("ontology", 2)


@pytest.mark.parametrize(
    ("question", "values", "kind"),
    [
        ("school_to_industry", {"school": "市交校"}, Layers),
        ("partners_of_school", {"school": "市交校"}, Layers),
        ("groups_by_schools", {}, Bars),
        ("rules", {}, type(None)),
    ],
)
def test_an_answer_is_drawn_as_its_question_says(
    question: str, values: dict[str, str], kind: type
) -> None:
    found = seen("question", "zh", Selection(question=question, values=tuple(values.items())))
    assert isinstance(found.picture, kind)


@pytest.mark.parametrize(
    ("sparql", "kind"),
    [
        (
            "SELECT ?s (COUNT(?c) AS ?n) WHERE { ?s vet:offersCluster ?c } GROUP BY ?s ORDER BY ?s",
            Bars,
        ),
        ("SELECT ?s ?c WHERE { ?s vet:offersCluster ?c } ORDER BY ?s ?c", type(None)),
        ("ASK { ?s a vet:School }", type(None)),
    ],
)
def test_an_own_query_is_drawn_by_its_columns(sparql: str, kind: type) -> None:
    found = seen("question", "zh", Selection(sparql=sparql))
    assert isinstance(found.picture, kind)
    assert render(found, "svg").startswith(b"<svg")


def test_what_an_own_query_constructs_is_written_as_rdf() -> None:
    query = "CONSTRUCT { ?s vet:offersCluster ?c } WHERE { ?s vet:offersCluster ?c }"
    lines = render(seen("question", "zh", Selection(sparql=query)), "nq").decode().splitlines()
    assert len(lines) == 22


@pytest.mark.parametrize(
    ("name", "selection", "code", "named"),
    [
        ("indicators", Selection(table="99"), "EXPORT-TABLE", "1、2、3"),
        ("indicators", Selection(school="没有这所"), "NAME-UNKNOWN", "没有这所"),
        ("flow", Selection(school="市卫校"), "EXPORT-EMPTY", "没有"),
        ("trace", Selection(start="市交校", end="塞尔维亚", hops=1), "EXPORT-NO-PATH", "塞尔维亚"),
        ("question", Selection(question="scool"), "QUESTION-UNKNOWN", "scool"),
        ("question", Selection(question="school_to_industry"), "PARAM-MISSING", "school"),
        ("question", Selection(sparql="SELECT ?x WHERE { ?x a vet:Scool }"), "EXPORT-NO-ROWS", ""),
        ("question", Selection(sparql="INSERT DATA { vet:a vet:b vet:c }"), "QUERY-UPDATE", ""),
    ],
)
def test_a_wrong_selection_ends_in_one_sentence(
    name: str, selection: Selection, code: str, named: str
) -> None:
    with pytest.raises(ZhituError) as caught:
        view(report(), name, selection, "zh")
    if code == "EXPORT-EMPTY":
        assert caught.value.code in {code, "NAME-UNKNOWN"}
    else:
        assert caught.value.code == code
    assert named in caught.value.render("zh")
    assert caught.value.render("en")
