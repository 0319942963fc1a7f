"""Reading SPARQL text: nothing is lost, and no spelling of SERVICE gets past it to the engine."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.errors import QueryError
from graph_builder.graph.sparql_text import position, refuse_outside_access, tokens, with_values
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS = sorted(bundled("queries").glob("*/*.rq"))


class Listener:
    """A server that counts who calls, and hangs up."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            with caller:
                caller.recv(65536)
                caller.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()


def calls_out(query: str, listener: Listener) -> bool:
    """Whether the engine, asked without our guard, calls the listener."""
    before = listener.calls
    prefixes = {"": listener.url, "ux": listener.url, "ex": "http://ex/"}
    with suppress(OSError, RuntimeError, SyntaxError):
        list(ox.Store().query(query, prefixes=prefixes))  # type: ignore[arg-type]
    return listener.calls > before


def refused(query: str) -> bool:
    try:
        refuse_outside_access(query)
    except QueryError:
        return True
    return False


PIECES = st.sampled_from(
    [*"\"'<>#\\?$@:.-{}()\n\r\t ", '"""', "'''", "\\u0022", "a", "ex:a", "SERVICE", "WHERE", "二"]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_the_tokens_put_together_are_the_text(text: str) -> None:
    found = list(tokens(text))
    assert "".join(part for _, part, _ in found) == text
    assert [offset for *_, offset in found] == [
        sum(len(part) for _, part, _ in found[:n]) for n in range(len(found))
    ]


def test_the_tokens_of_every_question_put_together_are_the_question() -> None:
    assert len(QUESTIONS) >= 10
    for path in QUESTIONS:
        query = path.read_text("utf-8")
        assert "".join(part for _, part, _ in tokens(query)) == query
        assert not refused(query)


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        "a.",
        "a-",
        '"',
        "'''\"",
        "<a",
        "\\",
        "\\u0053",
        "'\\",
        '"""a\\',
        "'\"\n",
        "''' \\'",
        ":\\",
    ],
)
def test_reading_takes_time_in_proportion_to_the_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    refuse_outside_access(text)
    # Reading that goes back again and again takes minutes.
    assert time.perf_counter() - began < 5


# Each of these was seen to make pyoxigraph 0.5.13 call the server.
SPELLINGS = [
    "SERVICE <U> {}",
    "service <U> {}",
    "SeRvIcE SILENT <U> {}",
    "SERVICE\n# why\n<U>\n{}",
    "SERVICE<U>{}",
    "SERVICESILENT<U>{}",
    "SERVICE:x {}",
    "SERVICE:x#c\n{}",
    "SERVICESILENT:x{}",
    "SERVICEux:x {}",
    "SERVICE :x {}",
    "{}SERVICE<U>{}",
    "OPTIONAL{ SERVICE <U> {} }",
    "?s ?p true.SERVICE<U>{}",
    "BIND(1<2 AS ?z)SERVICE<U>{}",
    "FILTER(1<2) SERVICE <U> {} FILTER(3>2)",
    "MINUS{ ?s ?p <http://x/\\u0041#> } SERVICE <U> {}",
    "MINUS{ ?s ?p ex:a\\' } SERVICE <U> {} MINUS{ ?s ?p ex:a\\' }",
    "MINUS{ ?s ?p ex:a\\#b } SERVICE <U> {}",
    "{ SERVICE<U>{} ?s ?p ex:. }",
    "OPTIONAL{ ?s ?p ex:.SERVICE<U>{} }",
    "OPTIONAL{ ?s ?p ex:a.b.SERVICE<U>{} }",
    "MINUS{ ?s ?p 'a\\'' } SERVICE <U> {}",
    'VALUES ?v {"""abc"} SERVICE <U> {} MINUS { ?s ?p ex:a\\#b } VALUES ?w {"""abc"}',
    "VALUES ?v {'''abc'} SERVICE <U> {} MINUS { ?s ?p ex:a\\-b } VALUES ?w {'''abc'}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_that_calls_another_server_is_refused(
    spelling: str, listener: Listener
) -> None:
    query = f"SELECT * WHERE {{ {spelling} }}".replace("<U>", f"<{listener.url}>")
    assert calls_out(query, listener)
    assert refused(query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * WHERE { \\u0053ERVICE <http://a/> {} }", id="escaped keyword"),
        pytest.param("SELECT * WHERE { ?s ?p 'a\\u0027 SERVICE <http://a/> {} #' }", id="quote"),
        pytest.param("SELECT * WHERE { # \\u000A SERVICE <http://a/> {}\n }", id="line break"),
    ],
)
def test_what_an_engine_that_resolves_escapes_first_would_read_is_refused(query: str) -> None:
    assert refused(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?s ?p 'SERVICE <http://a/> {}' }",
        'SELECT * WHERE { ?s ?p """SERVICE\n <http://a/> {}""" }',
        "SELECT * WHERE { # SERVICE <http://a/> {}\n ?s ?p ?o }",
        "SELECT ?service WHERE { ?service ?p $SERVICE }",
        "SELECT * WHERE { ?s ?p <http://a/SERVICE/> }",
        "SELECT * WHERE { <http://a/service> ?p ?o }",
        "SELECT * WHERE { ?s ex:service ?o }",
        "PREFIX service: <http://a/> SELECT * WHERE { ?s service:p ?o }",
        "SELECT * WHERE { ?s ?p 'it\\'s SERVICE' }",
        "SELECT * WHERE { ?s ?p 'x'@en ; ?q 'SERVICE'@zh }",
        "SELECT * WHERE { ?s ?p '\\\\u0053ERVICE' }",
        "SELECT * WHERE { ?s ?p '\\UFFFFFFFF' }",
    ],
)
def test_the_word_is_harmless_in_strings_comments_and_names(query: str) -> None:
    assert not refused(query)


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(QueryError) as caught:
        refuse_outside_access("SELECT *\nWHERE {\n  {} SERVICE <http://a/> {} }")
    assert (caught.value.values["line"], caught.value.values["column"]) == (3, 6)
    assert position("ab\ncd", 0) == (1, 1)
    assert position("ab\ncd", 4) == (2, 2)


TERMS = st.sampled_from(
    [
        *[
            r"ex:a.b",
            r"ex:a.b.c",
            r"ex:",
            r"ex:a\'",
            r"ex:a\#b",
            r"ex:a-",
            r"_:b.c",
            r"true",
            r"1.",
            r"1e5",
            r"'a\'b'",
            r"?o",
            r"'#'",
            r"[]",
        ],
        r'""',
        r'"\u0022"',
        r'"x"@en',
        r'"\uD800"',
        r'"\q"',
        r"<http://x/\u0041#>",
        r'"""a"b"""',
    ]
)
ELEMENTS = st.one_of(
    st.tuples(st.sampled_from(["?s ?p ", "[] ?p ", "?s ex:p "]), TERMS).map("".join),
    st.sampled_from(
        [
            *[
                r"{}",
                r"OPTIONAL{}",
                r"FILTER(1<2)",
                r"FILTER(?a>?b)",
                r"BIND('\'' AS ?y)",
                r"GRAPH?g{}",
            ],
            r"MINUS{ ?s ?p ex:a\#b }",
            r"MINUS{ ?s ?p 'a\'' }",
            "FILTER(?a<?b#>\n)",
            "#'\n",
            "VALUES ?v {'''abc'}",
            'VALUES ?v {"""abc"}',
        ]
    ),
)
GAPS = st.sampled_from(["", " ", ".", " . ", "#c\n", "\n", "; "])
CALLS = st.tuples(
    st.sampled_from(["SERVICE", "Service ", "SERVICESILENT", "SERVICE SILENT", "SERVICEux:x", ""]),
    st.sampled_from(["<U>", ":x", " :x", ""]),
    st.sampled_from(["{}", " {}", "#'\n{}"]),
).map("".join)


@settings(max_examples=400)
@given(
    st.lists(st.tuples(ELEMENTS, GAPS).map("".join), max_size=4).map("".join),
    CALLS,
    st.lists(st.tuples(GAPS, ELEMENTS).map("".join), max_size=2).map("".join),
)
def test_a_query_that_is_not_refused_calls_nobody(
    listener: Listener, before: str, call: str, after: str
) -> None:
    query = f"SELECT * WHERE {{{before}{call}{after}}}".replace("<U>", f"<{listener.url}>")
    assert refused(query) or not calls_out(query, listener)


def test_values_stand_at_the_head_of_every_where_group_and_nowhere_else() -> None:
    query = "SELECT * WHERE { ?a ?b ?c . { SELECT ?a where\n{ } } FILTER EXISTS { } }"
    bound = with_values(query, {"a": "<http://x>", "b": '"y"'})
    block = ' VALUES (?a ?b) { (<http://x> "y") } '
    assert bound == query.replace("WHERE {", "WHERE {" + block).replace("\n{", "\n{" + block)
    assert with_values(query, {}) == query
