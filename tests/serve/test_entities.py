"""Things at the path of their IRI, and what every answer carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from graph_builder.serve.accept import best, weights
from graph_builder.serve.language import choose_language
from graph_builder.serve.middleware import POLICY

if TYPE_CHECKING:
    from tests.serve.site import Site

THING = "/id/school/liu-zhou-shi-jiao-tong-xue-xiao"
IRI = f"https://w3id.org/zhitu{THING}"
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "trig": ("application/trig", "trig"),
    "nq": ("application/n-quads", "nquads"),
}


@pytest.mark.parametrize("suffix", FORMS)
def test_who_asks_for_rdf_is_sent_to_a_document_about_the_thing(site: Site, suffix: str) -> None:
    media, _ = FORMS[suffix]
    sent = site.http.get(THING, headers={"Accept": media})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/data{THING}.{suffix}")
    assert "Accept" in sent.headers["vary"]
    document = site.http.get(sent.headers["location"])
    assert document.headers["content-type"].partition(";")[0] == media
    assert document.headers["link"] == f'<{IRI}>; rel="describes"'


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_format_of_triples_says_the_same(site: Site) -> None:
    read = []
    for suffix in ("ttl", "nt", "jsonld", "rdf"):
        data = site.http.get(f"/data{THING}.{suffix}").content
        read.append(set(rdflib.Graph().parse(data=data, format=FORMS[suffix][1])))
    assert read[0] == read[1] == read[2] == read[3]
    asked = site.sparql(
        f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{"
        f" {{ BIND(<{IRI}> AS ?s) <{IRI}> ?p ?o }} UNION {{ BIND(<{IRI}> AS ?o) ?s ?p <{IRI}> }}"
        f" UNION {{ BIND(<{IRI}> AS ?s) GRAPH ?g {{ <{IRI}> ?p ?o }} }} }} }}",
        "text/csv",
    )
    assert len(read[0]) == int(asked.text.split()[1])


def test_quads_tell_which_passage_says_what(site: Site) -> None:
    data = site.http.get(f"/data{THING}.nq").content
    quads = set(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    row = "https://w3id.org/zhitu/id/report/liuzhou-2023/table/6-1/row/14"
    said = [q for q in quads if q.graph_name == ox.NamedNode(row)]
    assert ox.NamedNode("https://w3id.org/zhitu/ontology#offersCluster") in [
        q.predicate for q in said
    ]
    # What a passage says stands in the default graph too.
    assert all(ox.Quad(q.subject, q.predicate, q.object) in quads for q in said)
    trig = set(ox.parse(site.http.get(f"/data{THING}.trig").content, format=ox.RdfFormat.TRIG))
    assert trig == quads


def test_links_name_the_other_forms(site: Site) -> None:
    link = site.http.get(THING, headers={"Accept": "text/turtle"}).headers["link"]
    for suffix, (media, _) in FORMS.items():
        assert f'</data{THING}.{suffix}>; rel="alternate"; type="{media}"' in link


@pytest.mark.parametrize(
    "path",
    [
        THING,
        "/id/report/liuzhou-2023",
        "/id/report/liuzhou-2023/table/6-1/row/14",
        "/scheme/industry",
        "/rule/shares_industry",
        "/ontology",
    ],
)
def test_things_passages_schemes_rules_and_the_ontology_are_there(site: Site, path: str) -> None:
    answer = site.http.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.status_code == 200
    assert len(rdflib.Graph().parse(data=answer.content, format="turtle")) > 1


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/id/school/nobody", "text/turtle", 404),
        ("/id/", "text/turtle", 404),
        ("/id/%3E%20%3Chttp://x/%3E", "text/turtle", 404),
        (THING, "image/png", 406),
        (f"/data{THING}.png", "*/*", 404),
        (f"/data{THING}", "*/*", 404),
        ("/data/id/school/nobody.ttl", "*/*", 404),
        ("/data/../../etc/passwd", "*/*", 404),
        ("/data/%2e%2e/%2e%2e/etc/passwd.ttl", "*/*", 404),
        ("/static/../app.py", "*/*", 404),
        ("/static/%2e%2e/app.py", "*/*", 404),
        ("/static/..%5capp.py", "*/*", 404),
        ("/static//etc/passwd", "*/*", 404),
        ("/%00", "*/*", 404),
        ("/%ff", "*/*", 400),
    ],
)
def test_what_is_not_there_is_said_in_words(
    site: Site, path: str, accept: str, status: int
) -> None:
    answer = site.http.get(path, headers={"Accept": accept})
    assert answer.status_code == status
    assert "root:" not in answer.text
    assert "create_app" not in answer.text


def test_every_answer_forbids_what_no_page_needs(site: Site) -> None:
    assert "unsafe" not in POLICY
    for path in ("/healthz", "/nothing", "/sparql", "/api/questions", THING, "/%ff", "/metrics"):
        headers = site.http.get(path, headers={"Accept": "*/*"}).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers or "Python" not in headers["server"]


def test_what_is_typed_into_an_address_is_escaped(site: Site) -> None:
    for nasty in ("<script>alert(1)</script>", '"onload="x', "\u202e😀", "柳" * 2000):
        page = site.http.get(f"/{nasty}", headers={"Accept": "text/html"})
        assert page.status_code == 404
        assert "<script>alert" not in page.text
        assert 'onload="x' not in re.sub(r"&#34;|&quot;", "", page.text)


def test_an_error_is_a_page_for_a_browser_in_its_language(site: Site) -> None:
    browser = {"Accept": "text/html,*/*;q=0.8"}
    page = site.http.get("/nothing", headers=browser)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (page.headers["content-language"], 'lang="zh' in page.text) == ("zh", True)
    english = site.http.get("/nothing?lang=en", headers=browser)
    assert 'lang="en"' in english.text
    cookie = english.headers["set-cookie"]
    assert cookie.startswith("zhitu-lang=en;")
    assert "HttpOnly" in cookie
    assert "SameSite" in cookie
    assert "Cookie" in english.headers["vary"]


def test_operators_see_that_it_lives_what_it_serves_and_how_it_fares(site: Site) -> None:
    assert site.http.get("/healthz").text == "ok\n"
    ready = site.http.get("/readyz").json()
    assert ready["ready"] is True
    assert ready["problem"] is None
    site.sparql("broken")
    text = site.http.get("/metrics").text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) \w+ .+|zhitu_\w+(\{[^{}]*\})? [-\d.e+]+", line), line
    assert int(re.findall(r'failures_total\{code="QUERY-SYNTAX-AT"\} (\d+)', text)[0]) >= 1
    assert f"zhitu_graph_quads {ready['quads']}" in text


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/*", "b/z"),
        ("a/y", "a/y"),
        ("A/Y;q=0.5, a/x;q=0.4", "a/y"),
        ("a/*;q=0.9, a/x;q=0", "a/y"),
        ("a/x;q=abc", "a/x"),
        ("c/d", None),
        ("a/x;q=0", None),
        (",,;q=1", "a/x"),
        ("a/x;level=1;q=0.2, b/z;q=0.3", "b/z"),
        ("a/x;q=1e400, b/z", "a/x"),
        (",".join(["c/d"] * 1000 + ["a/x"]), None),
    ],
)
def test_a_reader_gets_what_is_liked_best_of_what_is_there(
    header: str, expected: str | None
) -> None:
    assert best(header, ("a/x", "a/y", "b/z")) == expected
    assert all(0 <= q <= 1 for _, q in weights(header))


@pytest.mark.parametrize(
    ("query", "cookie", "header", "expected"),
    [
        ("", "", "", "zh"),
        ("en", "zhitu-lang=zh", "zh", "en"),
        ("fr", "zhitu-lang=en", "zh", "en"),
        ("", "zhitu-lang=fr", "en-GB,en;q=0.9", "en"),
        ("", "", "fr, zh-CN;q=0.8, en;q=0.9", "en"),
        ("", "", "en;q=0", "zh"),
        ("", "a=b; =; zhitu-lang", "de", "zh"),
    ],
)
def test_the_language_is_that_of_the_address_the_cookie_or_the_browser(
    query: str, cookie: str, header: str, expected: str
) -> None:
    headers = {"cookie": cookie, "accept-language": header}
    assert choose_language({"lang": query} if query else {}, headers, "zh") == expected
