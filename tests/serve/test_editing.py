"""What the query editor asks of the server: words, mistakes at their place, rows with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph_builder.graph.access import EmbeddedGraph, load_files
from graph_builder.names import PREFIXES, VET
from graph_builder.serve.vocabulary import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.site import Site

SCHOOL = f"{VET}School"


@pytest.mark.parametrize(
    ("query", "code", "place"),
    [
        ("SELECT ?a，?b WHERE { ?a a ?b }", "QUERY-WIDE", (1, 10, 1)),
        ("SELECT ?s\nWHERE { ?s a “学校” }", "QUERY-QUOTES", (2, 14, 1)),
        ("SELECT ?s\nWHERE { ?s a vet:School", "QUERY-BRACKET-OPEN", (2, 7, 1)),
        ("SELECT ?s {\n ?s a skoz:Concept }", "QUERY-PREFIX", (2, 7, 12)),
        ("SELECT COUNT(?s) { ?s a ?c }", "QUERY-AGGREGATE", (1, 8, 5)),
        ("SELECT ?x { ?s a vet:School }", "query-blank-column", (1, 8, 2)),
        ("SELECT ?school { ?schol a vet:School }", "query-blank-column-near", (1, 8, 7)),
        ("SELECT ?s {\n\n ?s a vet:Schol }", "diagnosis-term-near", (3, 7, 9)),
        ("SELECT ?s {\n ?s a vet:Zzzzzzzzz }", "diagnosis-term", (2, 7, 13)),
        ("\nINSERT DATA { }", "QUERY-UPDATE", (2, 1, 6)),
        ("SELECT ?s { SERVICE <http://x.y/> { } }", "QUERY-SERVICE", (1, 13, 7)),
        ("SELECT ?s { ?s a 学校 }", "QUERY-BARE", (1, 18, 2)),
    ],
)
def test_a_mistake_is_found_at_its_place_without_running_the_query(
    site: Site, query: str, code: str, place: tuple[int, int, int]
) -> None:
    (found,) = site.http.get("/api/mistakes", params={"query": query}).json()["mistakes"]
    assert (found["code"], (found["line"], found["column"], found["length"])) == (code, place)
    assert found["severity"] == ("error" if code.isupper() else "warning")


@pytest.mark.parametrize("query", ["", "  \n", "ASK { ?s a vet:School }"])
def test_what_is_right_or_not_begun_has_no_mistakes(site: Site, query: str) -> None:
    assert site.http.get("/api/mistakes", params={"query": query}).json() == {"mistakes": []}


def test_a_mistake_is_told_in_the_language_of_the_reader(site: Site) -> None:
    params = {"query": "SELECT ?s { ?s a vet:School", "lang": "en"}
    (found,) = site.http.get("/api/mistakes", params=params).json()["mistakes"]
    assert "lacks its" in found["text"]


def test_a_query_that_takes_long_to_read_is_let_pass(site: Site) -> None:
    many = " ".join(str(n) for n in range(300))
    blocks = " ".join(f"VALUES ?v{n} {{ {many} }}" for n in range(6))
    query = f"ASK {{ {blocks} FILTER(?v1 + ?v2 + ?v3 + ?v4 + ?v5 = -1) }}"
    answer = site.http.get("/api/mistakes", params={"query": query})
    assert (answer.status_code, answer.json()) == (200, {"mistakes": []})


def test_the_vocabulary_knows_which_properties_a_school_has_and_where_they_lead(site: Site) -> None:
    told = site.http.get("/api/vocabulary", params={"lang": "en"}).json()
    terms = {term["name"]: term for term in told["terms"]}
    school, offers = terms["vet:School"], terms["vet:offersCluster"]
    assert (school["kind"], school["zh"], school["initials"]) == ("class", "中等职业学校", "zdzyxx")
    # The report counts nine schools.
    assert school["uses"] == 9
    assert SCHOOL in offers["on"]
    assert f"{VET}ProgrammeCluster" in offers["to"]
    assert SCHOOL not in terms["vet:inCluster"]["on"]
    assert offers["definition"].isascii()
    assert told["prefixes"] == PREFIXES


def test_the_vocabulary_is_sent_once_as_long_as_it_stays_the_same(site: Site) -> None:
    first = site.http.get("/api/vocabulary")
    again = site.http.get("/api/vocabulary", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_graph_without_an_ontology_has_a_vocabulary_with_prefixes_to_declare(
    tmp_path: Path,
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix e: <http://example.org/terms#> .\n"
        'e:1 a foaf:Person ; foaf:name "Ann" ; e:knows e:2 . e:2 a foaf:Person .'
        " e:2 <http://example.org/9/a%20b> 1 ; <http://example.org/other#knows> e:1 .\n",
        "utf-8",
    )
    told: dict[str, Any] = vocabulary(EmbeddedGraph(load_files([str(path)])), "zh")
    by_name = {term["name"] or term["iri"]: term for term in told["terms"]}
    assert told["others"] == {
        "foaf": "http://xmlns.com/foaf/0.1/",
        "terms": "http://example.org/terms#",
        "other": "http://example.org/other#",
    }
    assert by_name["foaf:Person"]["uses"] == 2
    assert by_name["terms:knows"]["on"] == {"http://xmlns.com/foaf/0.1/Person": 1}
    assert by_name["terms:knows"]["zh"] == "knows"
    assert "http://example.org/9/a%20b" in by_name


def test_rows_carry_labels_links_and_types(site: Site) -> None:
    query = """SELECT ?school ?n WHERE {
      { SELECT ?school (COUNT(?c) AS ?n) WHERE { ?school vet:offersCluster ?c } GROUP BY ?school }
      ?school vet:hasName "柳州市交通学校"@zh }"""
    told = site.http.get("/api/rows", params={"query": query}).json()
    assert (told["kind"], told["columns"], told["total"]) == ("table", ["school", "n"], 1)
    ((school, number),) = told["rows"]
    slug = "/id/school/liu-zhou-shi-jiao-tong-xue-xiao"
    assert (school["text"], school["href"], school["kind"]) == ("柳州市交通学校", slug, "thing")
    # Table 6-1 lists four clusters of this school.
    assert number["type"] == "xsd:integer"
    assert int(number["text"]) >= 1


def test_a_graph_is_rows_of_three_and_an_ask_is_a_truth(site: Site) -> None:
    construct = "CONSTRUCT { ?s vet:offersCluster ?c } WHERE { ?s vet:offersCluster ?c }"
    graph = site.http.get("/api/rows", params={"query": construct}).json()
    assert (graph["kind"], len(graph["rows"]), len(graph["rows"][0])) == ("graph", 22, 3)
    truth = site.http.get("/api/rows", params={"query": "ASK { ?s a vet:School }"}).json()
    assert (truth["kind"], truth["truth"]) == ("truth", True)


def test_only_the_first_rows_come_and_the_total_is_told(site: Site) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 700"
    told = site.http.get("/api/rows", params={"query": query}).json()
    assert (len(told["rows"]), told["total"]) == (500, 700)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "API-MISSING"),
        ("SELECT ?s\nWHERE { ?s a vet:School", 400, "QUERY-BRACKET-OPEN"),
        ("SELECT ?a，?b WHERE { ?a a ?b }", 400, "QUERY-WIDE"),
        ("DELETE WHERE { ?s ?p ?o }", 403, "QUERY-UPDATE"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", 503, "QUERY-MEMORY"),
    ],
)
def test_a_query_that_cannot_be_answered_gets_one_clear_error(
    site: Site, query: str, status: int, code: str
) -> None:
    answer = site.http.get("/api/rows", params={"query": query})
    assert (answer.status_code, site.error(answer)) == (status, code)
    if code == "QUERY-BRACKET-OPEN":
        error = answer.json()["error"]
        assert (error["line"], error["column"]) == (2, 7)
