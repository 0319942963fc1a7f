"""What rows rest on: every question can say it, and says no more than the graph holds."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.addresses import Places
from graph_builder.ask.answer import answer
from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.evidence import UNKNOWN, evidence_of
from graph_builder.ask.evidence_text import basis_text, places_text
from graph_builder.ask.patterns import Unreadable, read_patterns
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import ID, RULE, VET

if TYPE_CHECKING:
    from graph_builder.ask.evidence import Evidence
    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import Term
    from tests.running import Zhitu

QUESTIONS = bundled_questions()
REPORT = ID + "report/liuzhou-2023/"
#: Questions of which every row is our own work, and says so.
OWN = {"grounds_of_grouping", "industries_in_national_classification", "similar_names"}


def evidence(graph: EmbeddedGraph, name: str, **values: str) -> dict[tuple[str, ...], Evidence]:
    """Row, by the last parts of its IRIs -> what it rests on."""
    question = QUESTIONS[name]
    given = {p.name: p.example for p in question.params if p.required} | values
    found = answer(graph, question, given)
    told = evidence_of(graph, question.query, found.bindings, found.rows)

    def short(term: Term | None) -> str:
        return getattr(term, "value", "").rpartition("/")[2]

    return {tuple(map(short, row)): one for row, one in zip(found.rows.rows, told, strict=True)}


def places(*addresses: str) -> tuple[str, ...]:
    return tuple(REPORT + address for address in addresses)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_every_row_of_every_question_says_what_it_rests_on(
    liuzhou: EmbeddedGraph, question: Question
) -> None:
    found = answer(liuzhou, question, {p.name: p.example for p in question.params if p.required})
    told = evidence_of(liuzhou, question.query, found.bindings, found.rows)
    for row, one in zip(found.rows.rows, told, strict=True):
        assert "unknown" not in one.bases
        named = [
            term.value
            for column, term in zip(found.rows.columns, row, strict=True)
            if column.endswith("passage") and isinstance(term, ox.NamedNode)
        ]
        # The place that a row names is among its places, a rule among its rules.
        assert set(named) <= {*one.passages, *one.rules, REPORT.removesuffix("/")}
        assert one.passages or set(one.bases) & {"own", "grouped", "derived"}
        assert all(p.startswith(REPORT.removesuffix("/")) for p in one.passages)
        assert all(r.startswith(RULE) for r in one.rules)
        assert bool(one.rules) == ("derived" in one.bases)
        assert len(set(one.passages)) == len(one.passages)
        if question.name in OWN:
            assert set(one.bases) <= {"own", "grouped"}


# Table 1-1, row 9, column 3: the two honours of 柳州市机械电子工业职业技术学校; none elsewhere.
def test_a_count_rests_on_the_places_of_what_was_counted(liuzhou: EmbeddedGraph) -> None:
    (one,) = [e for row, e in evidence(liuzhou, "honours_by_school").items() if "ji-xie" in row[1]]
    assert one.bases == ("stated", "computed")
    assert set(one.passages) >= set(places("table/1-1/row/9/column/3"))
    assert all(p.startswith(REPORT + "table/1-1/row/9/") for p in one.passages)


# Table 6-1, row 15: 市交校, 船舶驾驶专业群, 船舶驾驶, 航运产业.
def test_a_stated_row_rests_on_its_own_row_of_the_table(liuzhou: EmbeddedGraph) -> None:
    told = evidence(liuzhou, "school_to_industry", school="市交校")
    (one,) = [e for row, e in told.items() if row[2] == "hang-yun-chan-ye"]
    assert one.bases == ("stated",)
    assert all(p.startswith(REPORT + "table/6-1/row/15") for p in one.passages)


def test_a_derived_row_names_its_rules_and_the_places_of_their_premises(
    liuzhou: EmbeddedGraph,
) -> None:
    for one in evidence(liuzhou, "schools_sharing_groups").values():
        assert one.bases == ("derived", "grouped")
        assert RULE + "shares_industry_group" in one.rules
        # Both schools reach the group by rows of Table 6-1.
        assert len([p for p in one.passages if p.startswith(REPORT + "table/6-1/row/")]) >= 2
        assert basis_text(one, "zh").startswith("推得：")
        assert basis_text(one, "zh").endswith("职图归组")


def test_what_is_not_said_is_told_as_that(liuzhou: EmbeddedGraph) -> None:
    told = evidence(liuzhou, "schools_without_case")
    assert len(told) == 9 - 4  # the 14 cases come from four schools
    for row, one in told.items():
        assert one.bases == ("stated", "absent")
        assert one.passages == places("/".join(("table/1-1/row", _row(row[0]), "column/2")))


def _row(school: str) -> str:
    """Row of Table 1-1 that lists a school."""
    rows = {
        "liu-zhou-shi-cheng-shi-zhi-ye-xue-yuan-zhong-zhuan-bu": "4",
        "liu-zhou-shi-lu-zhai-zhi-ye-jiao-yu-zhong-xin": "5",
        "guang-xi-rong-shui-min-zu-wei-sheng-xue-xiao": "7",
        "rong-shui-miao-zu-zi-zhi-xian-min-zu-zhi-ye-ji-shu-xue-xiao": "8",
        "liu-zhou-shi-ji-xie-dian-zi-gong-ye-zhi-ye-ji-shu-xue-xiao": "9",
    }
    return rows[school]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_on_an_empty_graph_there_is_nothing_to_tell(
    nothing: EmbeddedGraph, question: Question
) -> None:
    bindings = {p.name: ox.NamedNode(ID + "none") for p in question.params if p.required}
    rows = nothing.select(question.query, bindings)
    assert evidence_of(nothing, question.query, bindings, rows) == []


# --- a small world


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(VET + name)


def place(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}report/r/section/1/sentence/{name}")


def world(*quads: tuple[str, str, str, str]) -> EmbeddedGraph:
    store = ox.Store()
    for s, p, o, g in quads:
        store.add(ox.Quad(iri(s), iri(p), iri(o), place(g)))
        store.add(ox.Quad(iri(s), iri(p), iri(o)))
    return EmbeddedGraph(store)


def told(graph: EmbeddedGraph, query: str) -> list[list[str]]:
    """For each row the ends of its places."""
    rows = graph.select(query)
    found = evidence_of(graph, query, {}, rows)
    return [[p.rpartition("/")[2] for p in one.passages] for one in found]


def test_a_statement_of_several_places_names_all_in_order() -> None:
    graph = world(("a", "p", "b", "10"), ("a", "p", "b", "9"), ("c", "p", "d", "1"))
    assert told(graph, "SELECT ?x WHERE { ?x vet:p ?y } ORDER BY ?x") == [["9", "10"], ["1"]]


def test_a_row_rests_only_on_the_branch_that_gave_it() -> None:
    # Both ways from a to b are stated; each row is of one of them.
    graph = world(("a", "p", "b", "1"), ("a", "q", "b", "2"))
    query = """SELECT ?x ?y ?way WHERE {
      { ?x vet:p ?y BIND("p" AS ?way) } UNION { ?x vet:q ?y BIND("q" AS ?way) } } ORDER BY ?way"""
    assert told(graph, query) == [["1"], ["2"]]
    # The same with sub-queries as branches.
    query = """SELECT ?x ?y ?way WHERE {
      { SELECT ?x ?y ?way WHERE { ?x vet:p ?y BIND("p" AS ?way) } } UNION
      { SELECT ?x ?y ?way WHERE { ?x vet:q ?y BIND("q" AS ?way) } } } ORDER BY ?way"""
    assert told(graph, query) == [["1"], ["2"]]


def test_of_several_properties_only_those_that_hold_count() -> None:
    graph = world(("a", "p", "b", "1"), ("a", "q", "b", "2"), ("c", "q", "d", "3"))
    query = "SELECT ?x ?g WHERE { GRAPH ?g { ?x vet:p|vet:q ?y } } ORDER BY ?g"
    assert told(graph, query) == [["1"], ["2"], ["3"]]


def test_what_an_optional_part_did_not_find_is_no_evidence() -> None:
    graph = world(("a", "p", "b", "1"), ("a", "q", "e", "2"), ("c", "p", "d", "3"))
    query = "SELECT ?x ?z WHERE { ?x vet:p ?y OPTIONAL { ?x vet:q ?z } } ORDER BY ?x"
    assert told(graph, query) == [["1", "2"], ["3"]]


def test_counts_in_sub_queries_rest_on_what_was_counted() -> None:
    graph = world(("a", "p", "b", "1"), ("a", "p", "c", "2"), ("a", "q", "z", "3"))
    query = """SELECT ?x ?n WHERE {
      { SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x vet:p ?y } GROUP BY ?x } ?x vet:q ?z } ORDER BY ?x"""
    assert told(graph, query) == [["1", "2", "3"]]


NODES, PLACES = st.sampled_from("abc"), st.sampled_from("123456")


@given(st.sets(st.tuples(NODES, st.sampled_from("pqr"), NODES, PLACES), max_size=12))
def test_a_chain_with_a_count_rests_on_just_the_places_of_its_links(
    quads: set[tuple[str, str, str, str]],
) -> None:
    graph = world(*quads)
    query = """SELECT ?x ?z (COUNT(?y) AS ?n) WHERE {
      ?x vet:p ?y . ?y vet:q|vet:r ?z FILTER NOT EXISTS { ?x vet:r ?x }
    } GROUP BY ?x ?z ORDER BY ?x ?z"""
    expected = []
    for x, z in product("abc", "abc"):
        if any(q[:3] == (x, "r", x) for q in quads):
            continue
        links: set[str] = set()
        for y in "abc":
            first = {q[3] for q in quads if q[:3] == (x, "p", y)}
            second = {q[3] for q in quads if q[0] == y and q[1] in "qr" and q[2] == z}
            if first and second:
                links |= first | second
        if links:
            expected.append(sorted(links))
    assert told(graph, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x WHERE { ?x vet:p/vet:q+ ?y }",
        "SELECT ?x WHERE { ?x vet:p+ ?y }",
        "SELECT ?x WHERE { ?x vet:p [ vet:q ?y ] }",
        "SELECT ?x WHERE { { SELECT ?x WHERE { ?x vet:p ?y } LIMIT 1 } }",
        "SELECT ?x WHERE { ?x ex:p ?y }",
        "ASK { ?x ?y ?z }",
    ],
)
def test_a_query_that_cannot_be_read_says_that_its_evidence_cannot_be_told(query: str) -> None:
    with pytest.raises(Unreadable):
        read_patterns(query)
    graph = world(("a", "p", "b", "1"))
    rows = graph.select("SELECT ?x WHERE { ?x ?y ?z }")
    assert evidence_of(graph, query, {}, rows) == [UNKNOWN]
    assert (basis_text(UNKNOWN, "zh"), places_text(UNKNOWN, Places("zh"), "zh")) == (
        "说不出依据",
        "",
    )


def test_with_too_many_solutions_the_evidence_cannot_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graph_builder.ask.evidence.MOST_SOLUTIONS", 1)
    graph = world(("a", "p", "b", "1"), ("c", "p", "d", "2"))
    query = "SELECT ?x WHERE { ?x vet:p ?y }"
    assert evidence_of(graph, query, {}, graph.select(query)) == [UNKNOWN, UNKNOWN]


def test_literals_in_patterns_are_matched_as_terms() -> None:
    store = ox.Store()
    for n, value in enumerate((ox.Literal(1), ox.Literal("1"), ox.Literal("一", language="zh"))):
        store.add(ox.Quad(iri("a"), iri("p"), value, place(str(n))))
        store.add(ox.Quad(iri("a"), iri("p"), value))
    graph = EmbeddedGraph(store)
    for text, expected in (("1", "0"), ("'1'", "1"), ('"一"@zh', "2"), ("'1'^^xsd:integer", "0")):
        assert told(graph, f"SELECT ?x WHERE {{ ?x vet:p {text} }}") == [[expected]]


# --- the command


def test_the_command_gives_evidence_in_every_format(zhitu: Zhitu) -> None:
    ask = ["ask", "school_to_industry", "school=市交校", "--evidence"]
    table = zhitu(*ask).out
    assert "依据" in table.splitlines()[1]
    assert "报告写明" in table
    rows = [line.split("\t") for line in zhitu(*ask, "--format", "tsv").out.splitlines()]
    assert rows[0][-2:] == ["依据", "全部出处"]
    assert rows[2][-2] == "报告写明"
    assert "表 6-1 第 15 行" in rows[2][-1].split("；")
    assert "| 依据 | 全部出处 |" in zhitu(*ask, "--format", "md").out
    assert ",依据,全部出处\n" in zhitu(*ask, "--format", "csv").out
    objects = json.loads(zhitu(*ask, "--format", "json").out)
    assert objects[1]["依据"]["bases"] == ["stated"]
    assert {"iri": REPORT + "table/6-1/row/15", "text": "表 6-1 第 15 行"} in objects[1]["依据"][
        "places"
    ]
    english = json.loads(zhitu(*ask, "--format", "json", "--lang", "en").out)
    assert english[1]["rests on"]["text"] == "stated in the report"


def test_a_terminal_shows_some_places_and_counts_the_rest(zhitu: Zhitu) -> None:
    ask = ["ask", "groups_by_schools", "--evidence"]
    table = zhitu(*ask).out
    # Table 6-1 prints the four terms of the group 商贸与电子商务 in rows 4, 9, 20 and 27; the
    # cluster of row 27 begins in row 26, which says whose it is.
    assert "表 6-1 第 4 行；表 6-1 第 9 行；表 6-1 第 20 行等 5 处" in table
    assert "处" not in zhitu(*ask, "--format", "tsv").out.splitlines()[1].rpartition("\t")[2]
