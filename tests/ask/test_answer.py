"""Parameters become terms, and rows become text that people know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.answer import answer, shown, titles
from graph_builder.ask.catalogue import find_question
from graph_builder.ask.questions import Parameter, Question
from graph_builder.errors import LimitReached, NameNotFound, QueryError
from graph_builder.graph.access import Rows
from graph_builder.names import ID, RULE, VET, XSD

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

SCHOOL = ox.NamedNode(ID + "school/liu-zhou-shi-jiao-tong-xue-xiao")


def question(query: str, *params: Parameter, **columns: dict[str, str]) -> Question:
    texts = {"zh": "问", "en": "ask"}
    return Question("q", "t", texts, texts, list(params), columns, {}, [], "table", query)


def echo(type_: str, *, required: bool = True) -> Question:
    """A question that gives its parameter back."""
    query = "SELECT ?v WHERE { BIND(?x AS ?v) }"
    return question(query, Parameter("x", type_, required, "示例"))


@pytest.mark.parametrize(
    ("type_", "typed", "term"),
    [
        pytest.param("vet:School", "市交校", SCHOOL, id="thing"),
        pytest.param("xsd:string", "市交校", ox.Literal("市交校"), id="text"),
        pytest.param(
            "xsd:gYear", "2023", ox.Literal("2023", datatype=ox.NamedNode(XSD + "gYear")), id="year"
        ),
        pytest.param("xsd:integer", "0042", ox.Literal(42), id="number"),
        pytest.param("xsd:integer", "000", ox.Literal(0), id="zero"),
        pytest.param(
            "xsd:integer",
            "1" * 5000,
            ox.Literal("1" * 5000, datatype=ox.NamedNode(XSD + "integer")),
            id="number of 5,000 digits",
        ),
    ],
)
def test_what_is_typed_becomes_a_term_of_the_right_kind(
    liuzhou: EmbeddedGraph, type_: str, typed: str, term: ox.NamedNode | ox.Literal
) -> None:
    found = answer(liuzhou, echo(type_), {"x": typed})
    assert found.bindings == {"x": term}
    assert found.rows.rows == [(term,)]


@pytest.mark.parametrize(
    ("type_", "typed", "code"),
    [
        ("xsd:gYear", "23", "PARAM-YEAR"),
        ("xsd:gYear", "二〇二三", "PARAM-YEAR"),
        ("xsd:gYear", "２０２２", "PARAM-YEAR"),
        ("xsd:gYear", "2023年", "PARAM-YEAR"),
        ("xsd:integer", "-1", "PARAM-NUMBER"),
        ("xsd:integer", "1.5", "PARAM-NUMBER"),
        ("xsd:integer", "２", "PARAM-NUMBER"),
        ("xsd:integer", "", "PARAM-NUMBER"),
    ],
)
def test_what_is_no_year_or_number_is_told(
    liuzhou: EmbeddedGraph, type_: str, typed: str, code: str
) -> None:
    with pytest.raises(QueryError, match=code) as caught:
        answer(liuzhou, echo(type_), {"x": typed})
    assert caught.value.values == {"name": "x", "found": typed}


def test_a_parameter_that_may_be_left_out_is(liuzhou: EmbeddedGraph) -> None:
    found = answer(liuzhou, echo("xsd:string", required=False), {})
    assert (found.bindings, found.rows.rows) == ({}, [(None,)])
    with pytest.raises(QueryError, match="PARAM-MISSING") as caught:
        answer(liuzhou, echo("xsd:string"), {})
    assert caught.value.values == {"name": "x", "question": "q", "example": "示例"}


def test_a_parameter_that_the_question_does_not_have_is_told_with_those_it_has(
    liuzhou: EmbeddedGraph,
) -> None:
    with pytest.raises(QueryError, match="PARAM-UNKNOWN") as caught:
        answer(liuzhou, echo("xsd:string"), {"x": "1", "whatever": "2"})
    assert caught.value.values == {"found": "whatever", "question": "q", "nearest": "x"}
    with pytest.raises(QueryError, match="PARAM-UNKNOWN") as caught:
        answer(liuzhou, question("SELECT ?s WHERE { ?s ?p ?o }"), {"x": "1"})
    assert caught.value.values["nearest"] == "—"


def test_limits_reach_the_graph(liuzhou: EmbeddedGraph) -> None:
    every = question("SELECT ?s WHERE { ?s ?p ?o }")
    found = answer(liuzhou, every, {}, limit=3)
    assert (len(found.rows.rows), found.rows.truncated) == (3, True)
    runaway = question("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with pytest.raises(LimitReached, match="QUERY-TIMEOUT"):
        answer(liuzhou, runaway, {}, timeout=0.3)


PLACE = ox.NamedNode(ID + "report/liuzhou-2023/table/6-1/row/15")
NAMELESS = ox.NamedNode(VET + "noSuchProperty")


@pytest.mark.parametrize(
    ("lang", "iris", "expected"),
    [
        pytest.param(
            "zh",
            False,
            ["柳州市交通学校", "表 6-1 第 15 行", "推得：学校通达的产业", "vet:noSuchProperty"],
            id="Chinese",
        ),
        pytest.param(
            "en",
            False,
            [
                "Liuzhou Transportation School",
                "Table 6-1, row 15",
                "derived: Industries a school reaches",
                "vet:noSuchProperty",
            ],
            id="English",
        ),
        pytest.param(
            "zh",
            True,
            [
                "zid:school/liu-zhou-shi-jiao-tong-xue-xiao",
                "zid:report/liuzhou-2023/table/6-1/row/15",
                "rule:reaches_industry",
                "vet:noSuchProperty",
            ],
            id="IRIs",
        ),
    ],
)
def test_things_are_shown_by_their_labels_and_places_in_words(
    liuzhou: EmbeddedGraph, lang: str, *, iris: bool, expected: list[str]
) -> None:
    rule = ox.NamedNode(RULE + "reaches_industry")
    rows = Rows(tuple("abcd"), [(SCHOOL, PLACE, rule, NAMELESS)], truncated=False)
    if lang == "en":
        english = liuzhou.select(
            "SELECT ?l WHERE { ?s rdfs:label ?l FILTER(LANG(?l) = 'en') }", {"s": SCHOOL}
        ).rows[0][0]
        expected = [english.value, *expected[1:]]  # type: ignore[union-attr]
    assert shown(liuzhou, rows, lang, iris=iris) == [expected]


def test_values_are_shown_as_they_are_and_gaps_as_blanks(liuzhou: EmbeddedGraph) -> None:
    triple = ox.Triple(SCHOOL, NAMELESS, ox.Literal(1))
    values = (ox.Literal("16:1"), ox.Literal("茶", language="zh"), None, ox.BlankNode("b"), triple)
    rows = Rows(tuple("abcde"), [values], truncated=False)
    first, second, third, fourth, fifth = shown(liuzhou, rows, "zh")[0]
    assert (first, second, third, fourth) == ("16:1", "茶", "", "_:b")
    assert "noSuchProperty" in fifth


def test_columns_have_titles_in_both_languages_or_their_own_names() -> None:
    asked = question("SELECT ?a ?b WHERE { }", a={"zh": "甲", "en": "A"}, b={"zh": "乙"})
    assert titles(asked, ["a", "b", "c"], "zh") == ["甲", "乙", "c"]
    assert titles(asked, ["a", "b", "c"], "en") == ["A", "b", "c"]


def test_prizes_of_a_team_that_schools_trained_are_found_by_the_team(
    liuzhou: EmbeddedGraph,
) -> None:
    asked = find_question("prizes_trained_by_school")
    found = answer(liuzhou, asked, {"winner": "广西代表队"})
    # Sections 2.6 and 3.3: two ranks trained by 市二职校, two by 市一职校.
    assert len(found.rows.rows) == 4
    with pytest.raises(NameNotFound) as caught:
        answer(liuzhou, asked, {"school": "广西代表队"})
    assert caught.value.code == "PARAM-OTHER"
    assert "winner=广西代表队" in str(caught.value)
