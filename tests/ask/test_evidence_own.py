"""What the rows of a query of one's own rest on: the places of its own statements, or no answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graph_builder.ask.evidence_own import own_evidence, refuse_without_rows
from graph_builder.errors import LimitReached, QueryError
from graph_builder.names import ID

if TYPE_CHECKING:
    from graph_builder.ask.evidence import Evidence
    from graph_builder.graph.access import EmbeddedGraph
    from tests.running import Zhitu

REPORT = ID + "report/liuzhou-2023/"
TRANSPORT = f"<{ID}school/liu-zhou-shi-jiao-tong-xue-xiao>"
CLUSTERS = f"{TRANSPORT} vet:offersCluster ?c"
#: Table 6-1: 市交校 has rows 14 to 18, one cluster each.
ROWS = tuple(f"{REPORT}table/6-1/row/{n}" for n in range(14, 19))


def told(graph: EmbeddedGraph, query: str, *, timeout: float = 30) -> list[Evidence]:
    rows = graph.select(query)
    return own_evidence(graph, query, rows, timeout=timeout)


def places(found: list[Evidence]) -> list[tuple[str, ...]]:
    return sorted(one.passages for one in found)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(f"SELECT ?c {{ {CLUSTERS} }}", id="variable"),
        pytest.param(f"SELECT * WHERE {{ {CLUSTERS} }}", id="all variables"),
        pytest.param(f"SELECT (STR(?c) AS ?t) {{ {CLUSTERS} }}", id="reckoned"),
        pytest.param(
            f"SELECT ?c ?n {{ {CLUSTERS} OPTIONAL {{ ?c vet:hasCount ?n }} }}",
            id="a column without values",
        ),
        pytest.param(
            f"SELECT ?c {{ {CLUSTERS} }} ORDER BY ?c LIMIT 5 OFFSET 0",
            id="part of the rows",
        ),
        pytest.param(
            f"SELECT ?i {{ {TRANSPORT} vet:offersCluster/^vet:inCluster/vet:servesIndustry ?i }}",
            id="path of three steps",
        ),
        pytest.param(
            f"SELECT ?c (COUNT(?p) AS ?n) {{ {CLUSTERS} . ?p vet:inCluster ?c }}"
            " GROUP BY ?c HAVING (COUNT(?p) > 0)",
            id="groups",
        ),
    ],
)
def test_each_row_rests_on_the_row_of_the_table_that_says_it(
    liuzhou: EmbeddedGraph, query: str
) -> None:
    assert places(told(liuzhou, query)) == [(row,) for row in ROWS]


def test_a_count_of_everything_rests_on_all_that_was_counted(liuzhou: EmbeddedGraph) -> None:
    query = f"SELECT (COUNT(?c) AS ?n) {{ {CLUSTERS} }}"
    (one,) = told(liuzhou, query)
    assert (one.passages, one.bases) == (ROWS, ("stated", "computed"))


def test_a_path_and_the_same_with_variables_rest_on_the_same(liuzhou: EmbeddedGraph) -> None:
    path = "SELECT DISTINCT ?s ?i { ?s vet:offersCluster/^vet:inCluster/vet:servesIndustry ?i }"
    steps = (
        "SELECT DISTINCT ?s ?i { ?s vet:offersCluster ?c ."
        " ?p vet:inCluster ?c ; vet:servesIndustry ?i }"
    )
    assert places(told(liuzhou, path)) == places(told(liuzhou, steps))


def test_what_is_not_there_is_told_as_absent(liuzhou: EmbeddedGraph) -> None:
    query = (
        "SELECT ?s { ?s a vet:School FILTER NOT EXISTS { ?s vet:offersCluster ?c } } ORDER BY ?s"
    )
    found = told(liuzhou, query)
    # Table 6-1 has five of the nine schools.
    assert len(found) == 4
    assert all("absent" in one.bases for one in found)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT ?c { ?c rdfs:subClassOf* vet:School }", "*"),
        ("SELECT ?c { ?s (vet:offersCluster|vet:inCluster)/rdfs:label ?c }", "("),
        ("SELECT ?c { [] vet:offersCluster ?c }", "["),
        ("SELECT ?s { ?s a vet:School FILTER EXISTS { ?s vet:offersCluster ?c } }", "EXISTS"),
        ("SELECT (COUNT(?c) AS ?n) { ?s vet:offersCluster ?c } GROUP BY ?s", "GROUP BY"),
        ("SELECT ?c { ?s vet:offersCluster ?c } VALUES ?s { vet:x }", "VALUES"),
        ("SELECT ?c { { SELECT ?c { ?s vet:offersCluster ?c } LIMIT 2 } }", "LIMIT"),
    ],
)
def test_what_cannot_be_traced_is_refused_by_name(
    liuzhou: EmbeddedGraph, query: str, named: str
) -> None:
    with pytest.raises(QueryError, match="ASK-EVIDENCE-FORM") as caught:
        told(liuzhou, query)
    assert caught.value.values["found"] == named


@pytest.mark.parametrize("form", ["ASK { ?s ?p ?o }", "DESCRIBE vet:School"])
def test_queries_without_rows_are_refused(form: str) -> None:
    with pytest.raises(QueryError, match="ASK-EVIDENCE-SELECT"):
        refuse_without_rows(form)


def test_too_many_solutions_and_too_little_time_are_told(liuzhou: EmbeddedGraph) -> None:
    many = "SELECT (COUNT(*) AS ?n) { ?a a vet:CoreProgramme . ?b a ?x . ?c a vet:School }"
    with pytest.raises(QueryError, match="ASK-EVIDENCE-MANY"):
        told(liuzhou, many)
    with pytest.raises(LimitReached):
        told(liuzhou, f"SELECT ?c {{ {CLUSTERS} }}", timeout=1e-6)


def test_the_command_shows_the_places_and_gives_them_as_json(zhitu: Zhitu) -> None:
    query = f"SELECT ?c {{ {CLUSTERS} }} ORDER BY ?c"
    shown = zhitu("ask", "--sparql", query, "--evidence")
    assert shown.code == 0
    assert all(f"表 6-1 第 {n} 行" in shown.out for n in range(14, 19))
    rows = json.loads(zhitu("ask", "--sparql", query, "--evidence", "--format", "json").out)
    found = sorted(place["iri"] for row in rows for place in row["依据"]["places"])
    assert found == list(ROWS)
    mistaken = zhitu("ask", "--sparql", "SELECT ?c { ?c", "--evidence")
    assert (mistaken.code, mistaken.out) == (2, "")
    assert "[QUERY-BRACKET-OPEN]" in mistaken.err
