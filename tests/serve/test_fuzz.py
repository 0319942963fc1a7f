"""Whatever is typed into an address: never a fault of ours."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.serve.api import ENDPOINTS

if TYPE_CHECKING:
    from tests.serve.site import Site

#: One server for all examples; it only reads.
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "柳" * 500,
            "\u202e😀\u200f",
            "%s%d{0}{x}",
            "1 OR 1=1",
            "?x . } UNION { ?s ?p ?o",
            '"> <http://x> "',
            "<https://w3id.org/zhitu/id/school/x>",
            "vet:School",
            "https://w3id.org/zhitu/id/ ><",
            "-1",
            "1e309",
            "NaN",
            "٣",
            "",
        ]
    ),
)
NAMES = sorted(
    {p.name for e in ENDPOINTS for p in e.parameters}
    | {p.name for q in bundled_questions().values() for p in q.params}
    | {"lang", "query", "default-graph-uri", "named-graph-uri", "format", "update"}
)
PATHS = [f"/api/{e.name}" for e in ENDPOINTS if e.name != "check"] + ["/sparql", "/"]


def fine(status: int) -> bool:
    """Answered, or refused in words; 503 only for a query that took too much."""
    return 200 <= status < 500 or status == 503


@quick
@given(
    path=st.sampled_from(PATHS),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), NASTY), max_size=6),
    accept=st.one_of(st.just("*/*"), st.sampled_from(["text/html", "text/turtle;q=x", ",;="])),
)
def test_no_parameter_is_a_fault(
    site: Site, path: str, pairs: list[tuple[str, str]], accept: str
) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    answer = site.http.get(f"{path}?{query}", headers={"Accept": accept})
    assert fine(answer.status_code), (path, pairs, answer.text)


@quick
@given(
    question=st.sampled_from(sorted(bundled_questions())),
    values=st.lists(NASTY, min_size=3, max_size=3),
)
def test_no_value_of_a_question_is_a_fault(site: Site, question: str, values: list[str]) -> None:
    names = [p.name for p in bundled_questions()[question].params]
    query = urlencode(
        {"question": question, **dict(zip(names, values, strict=False))}, errors="surrogatepass"
    )
    answer = site.http.get(f"/api/ask?{query}")
    assert fine(answer.status_code), (question, values, answer.text)


@quick
@given(
    root=st.sampled_from(["id", "scheme", "rule", "data", "static", "ontology", "x"]),
    rest=st.binary(max_size=40),
)
def test_no_path_is_a_fault(site: Site, root: str, rest: bytes) -> None:
    answer = site.http.get(f"/{root}/{quote_from_bytes(rest, safe='/.:%')}")
    assert fine(answer.status_code), (root, rest, answer.text)


@quick
@given(body=st.binary(max_size=200), kind=st.sampled_from(["form", "query", "json", "multi"]))
def test_no_body_is_a_fault(site: Site, body: bytes, kind: str) -> None:
    types = {
        "form": "application/x-www-form-urlencoded",
        "query": "application/sparql-query",
        "json": "application/json",
        "multi": "multipart/form-data; boundary=x",
    }
    answer = site.http.post("/sparql", content=body, headers={"Content-Type": types[kind]})
    assert fine(answer.status_code), (body, kind, answer.text)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /\xff\xfe?q=\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/search?q=\xe6\x9f\xb3 HTTP/1.1\r\nHost: x\r\n\r\n",
        b'GET /sparql HTTP/1.1\r\nHost: <>"{}|\\^`\r\nAccept: text/turtle\r\n\r\n',
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: \xff=\xff; zhitu-lang=\xff\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAccept: \xff\r\nAccept-Language: \xff\r\n\r\n",
        b"GET /sparql?" + b"query=x&" * 3000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00",
    ],
)
def test_no_bytes_on_the_wire_are_a_fault(site: Site, raw: bytes) -> None:
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65536)
    if answer:
        status = int(answer.split(b" ", 2)[1])
        assert fine(status), answer
    assert site.http.get("/healthz").status_code == 200
