"""What a query may reach: graphs of the store always, the web only when it is allowed."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.outside import sources
from graph_builder.ask.own import run_query
from graph_builder.errors import GraphError, LimitReached, QueryError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.fetch import fetch_triples

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD = "http://example.org/held"
TURTLE = b"<http://a/> <http://p/> 1 , 2 , 3 ."


class _Site(BaseHTTPRequestHandler):
    calls = 0
    over = threading.Event()

    def do_GET(self) -> None:
        type(self).calls += 1
        kind, body = {
            "/a.ttl": ("text/turtle; charset=utf-8", TURTLE),
            "/plain.ttl": ("text/plain", TURTLE),
            "/page": ("text/html", b"<h1>hello</h1>"),
            "/broken.ttl": ("text/turtle", b"<http://a/> <http://p/> "),
            "/sparql": (
                "application/sparql-results+json",
                b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://far/"}}]}}',
            ),
        }.get(self.path.partition("?")[0], ("", b""))
        if self.path == "/slow":
            self.over.wait(20)
        if self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/a.ttl")
        else:
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    _Site.over.set()
    server.shutdown()
    server.server_close()


def graph(*, allow_remote: bool = False) -> EmbeddedGraph:
    store = ox.Store()
    store.add(
        ox.Quad(
            ox.NamedNode("http://s/"), ox.NamedNode("http://p/"), ox.Literal(1), ox.NamedNode(HELD)
        )
    )
    return EmbeddedGraph(store, allow_remote=allow_remote)


def count(found: EmbeddedGraph, query: str) -> int:
    rows = run_query(found, query, timeout=20).rows
    assert rows is not None
    return len(rows.rows)


@pytest.mark.parametrize(
    "clause",
    [
        f"FROM <{HELD}>",
        f"from\n<{HELD}>",
        f"FROM#why\n<{HELD}>",
        f"FROM<{HELD}>",
        "FROM <http://example.org/h\\u0065ld>",
    ],
)
def test_a_graph_of_the_store_may_be_named(clause: str) -> None:
    assert [s.iri for s in sources(f"SELECT * {clause} {{ ?s ?p ?o }}")] == [HELD]
    assert count(graph(), f"SELECT * {clause} {{ ?s ?p ?o }}") == 1
    assert count(graph(), "BASE <http://example.org/> SELECT * FROM <held> { ?s ?p ?o }") == 1
    assert count(graph(), "PREFIX e: <http://example.org/> SELECT * FROM e:held { ?s ?p ?o }") == 1
    assert count(graph(), f"SELECT * FROM NAMED <{HELD}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 1


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <U>",
        "from <U>",
        "FrOm\n<U>",
        "FROM # <http://example.org/held>\n <U>",
        "FROM<U>",
        "FROM NAMED <U>",
        "FROM\tnamed\n<U>",
        f"FROM <{HELD}> FROM <U>",
        "FROM e:x",
        "FROM unknown:x",
        "\\u0046ROM <U>",
        "FROMNAMED <U>",
    ],
)
def test_any_other_graph_is_refused_and_nobody_is_called(site: str, clause: str) -> None:
    before = _Site.calls
    query = f"PREFIX e: <{site}/> SELECT * {clause} {{ ?s ?p ?o }}".replace(
        "<U>", f"<{site}/a.ttl>"
    )
    with pytest.raises(QueryError) as caught:
        run_query(graph(), query, timeout=20)
    assert caught.value.code in {"QUERY-FROM", "QUERY-PREFIX-NEW"}
    assert _Site.calls == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'FROM <http://a/>' }",
        "SELECT * { ?s ?p ?o } # FROM <http://a/> SERVICE <http://a/> {}",
        "SELECT ?from ?service { ?from ?service ?o }",
        "SELECT * { ?s <http://a/FROM> 'SERVICE <http://a/> {}' }",
        'SELECT * { ?s ?p """\nFROM <http://a/>\nSERVICE <http://a/> {}\n""" }',
    ],
)
def test_the_words_in_strings_comments_and_names_mean_nothing(query: str) -> None:
    assert sources(query) == []
    run_query(graph(), query, timeout=20)


def test_with_leave_a_document_is_fetched_beside_graphs_of_the_store(site: str) -> None:
    open_ = graph(allow_remote=True)
    assert count(open_, f"SELECT * FROM <{site}/a.ttl> {{ ?s ?p ?o }}") == 3
    assert count(open_, f"SELECT * FROM <{site}/moved> FROM <{HELD}> {{ ?s ?p ?o }}") == 4
    assert (
        count(open_, f"SELECT * FROM NAMED <{site}/plain.ttl> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 3
    )


def test_with_leave_another_server_is_called_and_without_it_is_not(site: str) -> None:
    query = f"SELECT ?s {{ SERVICE <{site}/sparql> {{ ?s ?p ?o }} }}"
    assert count(graph(allow_remote=True), query) == 1
    before = _Site.calls
    with pytest.raises(QueryError, match="QUERY-SERVICE"):
        run_query(graph(), query, timeout=20)
    assert _Site.calls == before
    with pytest.raises(QueryError, match="QUERY-SERVICE-FAILED"):
        run_query(graph(allow_remote=True), query.replace("/sparql", "/page"), timeout=20)


def test_a_server_that_does_not_answer_is_given_up(site: str) -> None:
    for query in (
        f"SELECT * FROM <{site}/slow> {{ ?s ?p ?o }}",
        f"SELECT * {{ SERVICE <{site}/slow> {{ ?s ?p ?o }} }}",
    ):
        with pytest.raises(LimitReached, match="QUERY-TIMEOUT"):
            run_query(graph(allow_remote=True), query, timeout=0.3)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/page", "FETCH-FORMAT"),
        ("/broken.ttl", "RDF-SYNTAX"),
        ("/missing", "FETCH-FAILED"),
        ("/file", "FETCH-FAILED"),
    ],
)
def test_what_cannot_be_fetched_is_told(site: str, path: str, code: str) -> None:
    with pytest.raises(GraphError) as caught:
        fetch_triples(site + path, 10)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1:9/a", "urn:x", "http://127.0.0.1:1/"]
)
def test_only_the_web_is_spoken_to(url: str) -> None:
    with pytest.raises(GraphError, match="FETCH-FAILED"):
        fetch_triples(url, 10)


def test_a_document_that_is_too_large_is_not_read(site: str) -> None:
    with pytest.raises(GraphError, match="FETCH-LARGE"):
        fetch_triples(f"{site}/a.ttl", 10, most=10)
