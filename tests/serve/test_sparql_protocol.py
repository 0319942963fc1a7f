"""`/sparql` by the SPARQL 1.1 Protocol: three ways to ask, formats by Accept, errors in words."""

from __future__ import annotations

import gzip
import json
import warnings
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest
import rdflib

if TYPE_CHECKING:
    from tests.serve.site import Site

ASK = "ASK { ?s ?p ?o }"
#: Table 6-1 lists 5 clusters of 市交校, in rows 14 to 18.
CLUSTERS = """SELECT ?cluster WHERE {
  ?school vet:hasShortName "市交校"@zh ; vet:offersCluster ?cluster } ORDER BY ?cluster"""
TWO = "CONSTRUCT { ?s a ?c } WHERE { { SELECT ?s ?c { ?s a ?c } ORDER BY ?s LIMIT 2 } }"
FORM = "application/x-www-form-urlencoded"


def test_a_query_comes_by_get_by_form_or_as_the_body(site: Site) -> None:
    got = site.http.get("/sparql", params={"query": CLUSTERS})
    form = site.http.post("/sparql", data={"query": CLUSTERS})
    kind = {"Content-Type": "application/sparql-query; charset=utf-8"}
    body = site.http.post("/sparql", content=CLUSTERS.encode(), headers=kind)
    assert got.status_code == form.status_code == body.status_code == 200
    assert got.json() == form.json() == body.json()
    assert len(got.json()["results"]["bindings"]) == 5


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html;q=0.1, text/*", "text/csv; charset=utf-8"),
        ("image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.5", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(site: Site, accept: str, expected: str) -> None:
    answer = site.sparql(CLUSTERS, accept or "")
    if not accept:
        answer = httpx.get(f"{site.url}/sparql", params={"query": CLUSTERS}, headers={"Accept": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == expected
    assert "Accept" in answer.headers["vary"]


def test_every_format_of_rows_tells_the_same(site: Site) -> None:
    tables = []
    for name, form in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        read = ox.parse_query_results(site.sparql(CLUSTERS, name).content, format=form)
        assert isinstance(read, ox.QuerySolutions)
        tables.append([str(row["cluster"]) for row in read])
    csv = site.sparql(CLUSTERS, "text/csv").text.split()
    assert tables[0] == tables[1] == tables[2] == [f"<{iri}>" for iri in csv[1:]]
    assert csv[0] == "cluster"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_triples_come_in_four_formats_that_rdflib_reads(site: Site, accept: str, form: str) -> None:
    answer = site.sparql(TWO, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader of JSON-LD warns
        assert len(rdflib.Graph().parse(data=answer.content, format=form)) == 2


def test_yes_or_no_comes_in_json_and_xml(site: Site) -> None:
    assert site.sparql(ASK).json()["boolean"] is True
    assert "<boolean>true</boolean>" in site.sparql(ASK, "application/sparql-results+xml").text


def test_an_answer_that_no_accepted_format_can_hold_is_406(site: Site) -> None:
    for query, accept in ((ASK, "image/png"), (TWO, "text/csv"), (CLUSTERS, "text/turtle")):
        answer = site.sparql(query, accept)
        assert (answer.status_code, site.error(answer)) == (406, "QUERY-NO-FORMAT")


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * WHERE {\n ?s ?p ", 2, 8),
        ("SELECT ?s WHERE { ?s nope:x ?o }", 1, 29),
        ("SELEKT", 1, 7),
        ("", 1, 1),
    ],
)
def test_a_mistake_is_400_and_tells_its_place(
    site: Site, query: str, line: int, column: int
) -> None:
    answer = site.sparql(query)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["line"]) == ("QUERY-SYNTAX-AT", line)
    assert 1 <= error["column"] <= column
    assert "[]" not in error["message"]
    assert len(error["message"]) < 500


def test_the_place_of_a_mistake_counts_characters_and_not_bytes(site: Site) -> None:
    chinese, latin = (
        site.sparql(f'SELECT * {{ ?s ?p "{two}" ] }}').json()["error"] for two in ("柳州", "ab")
    )
    assert (chinese["line"], chinese["column"]) == (latin["line"], latin["column"])


def test_errors_speak_the_language_of_the_reader(site: Site) -> None:
    english = site.http.get("/sparql", params={"query": "x", "lang": "en"}).json()["error"]
    assert english["message"].startswith("the query breaks the syntax")
    header = {"Accept-Language": "fr, en;q=0.5, zh;q=0.4"}
    answer = site.http.get("/sparql", params={"query": "x"}, headers=header)
    assert answer.json()["error"]["message"] == english["message"]
    assert "不合" in site.sparql("x").json()["error"]["message"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("update=INSERT+DATA+%7B%7D", FORM, 403, "SERVE-UPDATE"),
        ("INSERT DATA {}", "application/sparql-update", 403, "SERVE-UPDATE"),
        ("query=ASK%7B%7D&using-graph-uri=http%3A%2F%2Fx%2F", FORM, 403, "SERVE-UPDATE"),
        ("a=b", FORM, 400, "SERVE-QUERY-MISSING"),
        ("query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400, "SERVE-QUERY-TWICE"),
        ("query=%FF", FORM, 400, "SERVE-ENCODING"),
        ("&".join(["a=b"] * 1000), FORM, 400, "SERVE-PARAMETERS"),
        ("ASK {}", "text/plain", 415, "SERVE-MEDIA"),
        ("ASK {}", "", 415, "SERVE-MEDIA"),
    ],
)
def test_what_is_no_query_is_refused_in_words(
    site: Site, content: str, kind: str, status: int, code: str
) -> None:
    answer = site.http.post("/sparql", content=content, headers={"Content-Type": kind})
    assert (answer.status_code, site.error(answer)) == (status, code)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_update_in_the_place_of_a_query_changes_nothing(site: Site) -> None:
    insert = "INSERT DATA { <http://x/> <http://x/> <http://x/> }"
    assert site.sparql(insert).status_code == 400
    assert site.sparql("ASK { <http://x/> ?p ?o }").json()["boolean"] is False


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:1/x.ttl> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/x.ttl>",
    ],
)
def test_no_query_reaches_another_server(site: Site, query: str) -> None:
    answer = site.sparql(query)
    assert answer.status_code == 400
    assert site.error(answer) in {"QUERY-SERVICE", "QUERY-GRAPH", "QUERY-SYNTAX-AT"}


def test_the_dataset_of_the_request_replaces_that_of_the_store(site: Site) -> None:
    # Row 14 of table 6-1 is the first of 市交校; the passage is a named graph.
    row = "https://w3id.org/zhitu/id/report/liuzhou-2023/table/6-1/row/14"
    count = "SELECT (COUNT(*) AS ?n) { ?s vet:offersCluster ?o }"
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s vet:offersCluster ?o } }"
    one = site.sparql(count, "text/csv", **{"default-graph-uri": row}).text.split()
    assert one == ["n", "1"]
    named = site.sparql(graphs, "text/csv", **{"named-graph-uri": row}).text.split()
    assert named == ["g", row]
    nothing = site.sparql(count, "text/csv", **{"named-graph-uri": row}).text.split()
    assert nothing == ["n", "0"]
    for name in ("default-graph-uri", "named-graph-uri"):
        for unknown in ("http://example.org/elsewhere", "no iri", "file:///etc/passwd"):
            answer = site.sparql(count, **{name: unknown})
            assert (answer.status_code, site.error(answer)) == (400, "QUERY-GRAPH")


def test_browsers_of_other_sites_may_read(site: Site) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = site.http.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for query in (ASK, "broken"):
        answer = site.http.get("/sparql", params={"query": query}, headers=asked)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_other_methods_are_405_and_head_is_get_without_body(site: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = site.http.request(method, "/sparql")
        assert (answer.status_code, site.error(answer)) == (405, "SERVE-METHOD")
        assert "GET" in answer.headers["allow"]
    head = site.http.head("/sparql", params={"query": ASK})
    got = site.sparql(ASK)
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["content-type"] == got.headers["content-type"]


def test_a_large_answer_is_streamed_whole_and_compressed_on_request(site: Site) -> None:
    query = "SELECT * { ?s ?p ?o }"
    plain = httpx.get(
        f"{site.url}/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"}
    )
    assert "content-encoding" not in plain.headers
    assert len(plain.content) > 1 << 20
    assert plain.headers.get("content-length", str(len(plain.content))) == str(len(plain.content))
    with site.http.stream(
        "GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert len(raw) * 5 < len(plain.content)
    assert json.loads(gzip.decompress(raw)) == plain.json()


def test_who_has_the_answer_already_is_told_so(site: Site) -> None:
    first = site.sparql(CLUSTERS)
    tag = first.headers["etag"]
    again = site.http.get("/sparql", params={"query": CLUSTERS}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert site.sparql(CLUSTERS, "text/csv").headers["etag"] != tag
    assert site.sparql(CLUSTERS).content == first.content


def test_a_link_may_name_the_format_of_a_download(site: Site) -> None:
    answer = site.sparql(CLUSTERS, "text/html,*/*;q=0.8", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="zhitu.csv"'
    # The header of the protocol goes before what some clients add to the address.
    both = site.sparql(CLUSTERS, "application/sparql-results+xml", format="json")
    assert both.headers["content-type"] == "application/sparql-results+xml"


def test_without_a_query_the_service_describes_itself(site: Site) -> None:
    graphs = []
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        answer = site.http.get("/sparql", headers={"Accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == accept
        graphs.append(rdflib.Graph().parse(data=answer.content, format=form))
    turtle, xml = graphs
    assert len(turtle) == len(xml)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert set(turtle.objects(None, sd.endpoint)) == {rdflib.URIRef(f"{site.url}/sparql")}
    (dataset,) = turtle.subjects(void.sparqlEndpoint, None)
    total = site.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    assert int(str(turtle.value(dataset, void.triples))) == int(total)
    answer = site.http.get("/sparql", headers={"Accept": "image/png"})
    assert answer.status_code == 406
