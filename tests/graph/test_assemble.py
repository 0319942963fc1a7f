"""What becomes of the claims of a report: every one has its passage, and stands as a plain fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.names import ID, RULE
from tests.graph.samples import values

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph
    from graph_builder.graph.build import Built

REPORT = ID + "report/liuzhou-2023"
DEFAULT = ox.DefaultGraph()


def test_every_claim_stands_in_the_graph_of_its_passage_and_in_the_default_graph(
    liuzhou_built: Built,
) -> None:
    lines = set(liuzhou_built.lines)
    (report,) = liuzhou_built.reports
    assert len(report.claims) > 5000
    for claim in report.claims:
        triple = f"{claim.subject} {claim.predicate} {claim.object}"
        assert f"{triple} .\n".encode() in lines
        assert f"{triple} <{REPORT}/{claim.passage}> .\n".encode() in lines


def test_every_fact_has_a_named_graph_and_only_descriptions_are_left_out_of_the_facts(
    liuzhou: EmbeddedGraph,
) -> None:
    default = {q.triple for q in liuzhou.store.quads_for_pattern(None, None, None, DEFAULT)}
    named: dict[ox.Triple, list[str]] = {}
    for quad in liuzhou.store:
        if isinstance(quad.graph_name, ox.NamedNode):
            named.setdefault(quad.triple, []).append(quad.graph_name.value)
    assert [triple for triple in default if triple not in named] == []
    hidden = {
        graph for triple, graphs in named.items() if triple not in default for graph in graphs
    }
    notes = {
        row[0]
        for row in values(
            liuzhou, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s vet:hasInferenceNote ?n } }"
        )
    }
    assert hidden - notes == {REPORT}


def test_nothing_that_is_written_is_a_blank_node(liuzhou: EmbeddedGraph) -> None:
    for quad in liuzhou.store:
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert not isinstance(quad.graph_name, ox.BlankNode)
        assert str(quad.subject).isascii()


def test_every_passage_is_described_once_and_only_in_the_graph_of_its_report(
    liuzhou: EmbeddedGraph, liuzhou_built: Built
) -> None:
    addresses = values(
        liuzhou,
        f"SELECT ?address ?g WHERE {{ GRAPH ?g {{ ?p vet:hasAddress ?address ; vet:startsAt ?a ;"
        f" vet:endsAt ?b ; vet:hasPassageKind ?kind ; vet:isPassageOf <{REPORT}> }} }}",
    )
    expected = sorted(p.address for p in liuzhou_built.reports[0].data.passages)
    assert sorted(address for address, _ in addresses) == expected
    assert {graph for _, graph in addresses} == {REPORT}
    assert not liuzhou.ask("ASK WHERE { ?passage vet:hasAddress ?address }")


def test_a_cell_keeps_its_place_and_its_printed_words(liuzhou: EmbeddedGraph) -> None:
    query = f"""SELECT ?table ?row ?column ?printed ?section WHERE {{ GRAPH ?g {{
        <{REPORT}/table/6-1/row/13/column/3> vet:inTable ?table ; vet:atRow ?row ;
        vet:atColumn ?column ; vet:hasPrintedText ?printed ; vet:inSection ?section }} }}"""
    # The row that the document shows shifted by one cell.
    assert values(liuzhou, query) == [("6-1", "13", "3", "交通运输专业群", "6.1")]


def test_a_passage_torn_by_a_page_names_both_of_its_parts(liuzhou: EmbeddedGraph) -> None:
    query = (
        f"SELECT ?spans WHERE {{ GRAPH ?g {{ <{REPORT}/table/1-1/row/2> vet:hasSpans ?spans }} }}"
    )
    ((spans,),) = values(liuzhou, query)
    parts = [tuple(map(int, part.split("-"))) for part in spans.split()]
    assert len(parts) == 2
    assert parts[0][0] < parts[0][1] < parts[1][0] < parts[1][1]


def test_an_inference_says_what_was_inferred_in_the_graph_of_the_passage(
    liuzhou: EmbeddedGraph,
) -> None:
    # Row 15 of Table 6-1 prints no school: its cell is merged with that of row 14.
    query = f"""SELECT ?note WHERE {{ GRAPH <{REPORT}/table/6-1/row/15> {{
        ?s vet:hasInferenceNote ?note }} }}"""
    notes = [note for (note,) in values(liuzhou, query)]
    assert notes == ["开设专业群：单元格合并，名称印在第 14 行"]
    assert not liuzhou.ask("ASK WHERE { ?s vet:hasInferenceNote ?note }")


def test_the_report_says_who_published_it_when_and_about_what(liuzhou: EmbeddedGraph) -> None:
    query = f"""SELECT ?title ?year ?issued ?publisher ?place WHERE {{
        <{REPORT}> a vet:Report ; dcterms:title ?title ; vet:reportsYear ?year ;
        dcterms:issued ?issued ; vet:hasPublisherName ?publisher ; vet:covers ?place }}"""
    assert values(liuzhou, query) == [
        (
            "柳州市中等职业教育质量年度报告 (2023)",
            "2023",
            "2024-01",
            "柳州市教育局",
            ID + "place/liu-zhou-shi",
        )
    ]


def test_names_that_resemble_each_other_stay_apart_with_the_reason(
    liuzhou: EmbeddedGraph,
) -> None:
    wuling = ID + "enterprise/wu-ling"
    query = f"""SELECT ?other ?reason WHERE {{ <{wuling}> vet:possiblySameAs ?other .
        ?other vet:possiblySameAs <{wuling}> .
        ?pair vet:resembles <{wuling}> , ?other ; vet:hasReason ?reason }} ORDER BY ?other"""
    found = values(liuzhou, query)
    assert [other.removeprefix(ID + "enterprise/") for other, _ in found] == [
        "liu-zhou-wu-ling-xin-neng-yuan-qi-che-you-xian-gong-si",
        "shang-qi-tong-yong-wu-ling-ke-hu-fu-wu-zhong-xin",
    ]
    assert all(reason for _, reason in found)


def test_a_school_is_also_of_every_class_above_school(liuzhou: EmbeddedGraph) -> None:
    school = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"
    assert liuzhou.ask(f"ASK WHERE {{ <{school}> a vet:School , vet:Agent }}")
    where = values(liuzhou, f"SELECT ?g WHERE {{ GRAPH ?g {{ <{school}> a vet:School }} }}")
    assert (REPORT + "/table/1-1/row/3/column/2",) in where


def test_no_rule_claims_to_be_a_passage(liuzhou: EmbeddedGraph) -> None:
    graphs = [g for (g,) in values(liuzhou, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")]
    assert any(g.startswith(RULE) for g in graphs)
    assert {g.partition("/zhitu/")[2].partition("/")[0] for g in graphs} == {
        "id",
        "rule",
        "graph",
        "ontology",
    }
