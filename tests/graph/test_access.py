"""Opening a graph and asking it: kinds of files, bound parameters, limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import GraphError, LimitReached, QueryError
from graph_builder.graph.access import EmbeddedGraph, Graph, load_files, open_graph, within
from graph_builder.graph.bundle import write_store
from graph_builder.names import VET
from tests.graph.samples import graph_of, turtle

if TYPE_CHECKING:
    from collections.abc import Callable

TEA = "zid:tea a vet:Thing ; rdfs:label '茶'@zh ; vet:hasNumber 7 ."
#: Billions of rows, of which the first comes after all have been counted.
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NUMBER = "SELECT ?n WHERE { ?thing vet:hasNumber ?n }"


def children(pid: int | str = "self") -> list[int]:
    """Processes that a process has started and that still run."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread that has just ended
            found += [int(child) for child in (task / "children").read_text().split()]
    return [child for child in found if running(child)]


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's /proc")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("graph.nq", ox.RdfFormat.N_QUADS, id="N-Quads"),
        pytest.param("graph.trig", ox.RdfFormat.TRIG, id="TriG"),
        pytest.param("graph.ttl", ox.RdfFormat.TURTLE, id="Turtle"),
        pytest.param("graph.nt", ox.RdfFormat.N_TRIPLES, id="N-Triples"),
        pytest.param("GRAPH.TTL", ox.RdfFormat.TURTLE, id="suffix in capitals"),
    ],
)
def test_a_file_is_read_by_its_suffix(tmp_path: Path, name: str, form: ox.RdfFormat) -> None:
    triples = [q.triple for q in graph_of(TEA).store]
    (tmp_path / name).write_bytes(ox.serialize(triples, format=form) or b"")
    for where in (tmp_path / name, str(tmp_path / name)):
        assert open_graph(where).select(NUMBER).rows == [(ox.Literal(7),)]


def test_named_graphs_stay_apart_from_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    path.write_text(turtle(f"{TEA} zid:place {{ {TEA} }}"), "utf-8")
    graph = open_graph(path)
    assert len(graph.select(NUMBER).rows) == 1
    where = graph.select("SELECT ?g WHERE { GRAPH ?g { ?thing vet:hasNumber 7 } }")
    assert where.rows == [(ox.NamedNode("https://w3id.org/zhitu/id/place"),)]


def test_a_store_folder_is_opened_for_reading(tmp_path: Path) -> None:
    write_store(graph_of(TEA).store, tmp_path / "store")
    graph = open_graph(tmp_path / "store")
    assert graph.select(NUMBER).rows == [(ox.Literal(7),)]
    assert isinstance(graph, EmbeddedGraph)
    with pytest.raises(RuntimeError, match="read-write"):
        graph.store.add(ox.Quad(ox.NamedNode(VET), ox.NamedNode(VET), ox.Literal("x")))


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        pytest.param("a.nq", "<x> .\n", "RDF-SYNTAX", 1, id="first line of N-Quads"),
        pytest.param(
            "a.ttl", "@prefix a: <http://a/> .\n\na:b a:c\n", "RDF-SYNTAX", 4, id="unfinished"
        ),
        pytest.param("a.trig", "<http://a> {\n<b>", "RDF-SYNTAX", None, id="open brace"),
        pytest.param("a.nt", b"\xb2\xe8", "RDF-SYNTAX", None, id="not UTF-8"),
        pytest.param("a.csv", "a,b", "GRAPH-SUFFIX", None, id="unknown suffix"),
        pytest.param("a", "", "GRAPH-SUFFIX", None, id="no suffix"),
        pytest.param("a.nq", None, "GRAPH-FILE", None, id="missing"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(
    tmp_path: Path, name: str, content: str | bytes | None, code: str, line: int | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GraphError) as caught:
        open_graph(path)
    assert caught.value.code == code
    assert caught.value.where is not None
    assert caught.value.where.file == str(path)
    if line is not None:
        assert caught.value.where.line == line
    assert caught.value.exit_code == 2


def test_a_folder_that_is_no_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="GRAPH-STORE"):
        open_graph(tmp_path)


def test_several_files_make_one_graph(tmp_path: Path) -> None:
    paths = []
    for n in (1, 2):
        path = tmp_path / f"{n}.ttl"
        path.write_text(turtle(f"zid:tea vet:hasNumber {n} ."), "utf-8")
        paths.append(str(path))
    assert len(load_files(paths)) == 2


def test_without_a_place_the_bundled_graph_is_opened(warm_cache: Path) -> None:
    rows = open_graph().select("SELECT ?s WHERE { ?report vet:presentsSchool ?s }").rows
    assert len(rows) == 9
    # Other programs that the tests run, such as a browser, may keep something there too.
    assert (warm_cache / "zhitu").is_dir()


def test_select_ask_and_construct_give_what_they_promise() -> None:
    graph = graph_of(TEA)
    rows = graph.select("SELECT ?l ?none WHERE { ?s rdfs:label ?l OPTIONAL { ?s vet:x ?none } }")
    assert rows == (("l", "none"), [(ox.Literal("茶", language="zh"), None)], False)
    assert graph.ask("ASK WHERE { ?s vet:hasNumber 7 }") is True
    assert graph.ask("ASK WHERE { ?s vet:hasNumber 8 }") is False
    (triple,) = graph.construct(
        "CONSTRUCT { ?s vet:y ?n } WHERE { ?s vet:hasNumber ?n }", timeout=30
    )
    assert triple.object == ox.Literal(7)


@pytest.mark.parametrize(
    ("ask", "form"),
    [
        pytest.param(lambda g: g.select("ASK WHERE { ?s ?p ?o }"), "SELECT", id="select"),
        pytest.param(lambda g: g.ask("SELECT * WHERE { ?s ?p ?o }"), "ASK", id="ask"),
        pytest.param(lambda g: g.construct("ASK WHERE { ?s ?p ?o }"), "CONSTRUCT", id="construct"),
    ],
)
def test_another_form_of_query_is_refused(ask: Callable[[Graph], object], form: str) -> None:
    with pytest.raises(QueryError, match="QUERY-FORM") as caught:
        ask(graph_of(TEA))
    assert caught.value.values["expected"] == form


@pytest.mark.parametrize("timeout", [None, 30], ids=["here", "in a process"])
def test_a_syntax_error_says_where(timeout: float | None) -> None:
    with pytest.raises(QueryError, match="QUERY-SYNTAX") as caught:
        graph_of(TEA).select("SELECT ?s WHERE {\n ?s ?p }", timeout=timeout)
    assert "2:" in str(caught.value.values["reason"])


def test_an_update_cannot_get_in() -> None:
    graph = graph_of(TEA)
    with pytest.raises(QueryError, match="QUERY-SYNTAX"):
        graph.select("DELETE WHERE { ?s ?p ?o }")
    assert len(graph.store) == 3


HOSTILE = [
    '"',
    "'",
    "\\",
    '\\"',
    "\n",
    "\r\n\t",
    "}",
    "{ ?s ?p ?o }",
    '" } UNION { ?thing ?p ?o } #',
    "') } #",
    "\\u0022 ) } #",
    "\\U00000022",
    "<script>alert(1)</script>",
    "'; DROP TABLE schools; --",
    "?thing",
    "\x00\x01\x7f",
    "　全角 “引号”",
    "\U0001f600",
    "WHERE {",
    "SERVICE <http://127.0.0.1/>",
    "VALUES ?x { 1 }",
    "#",
    '"""',
    "",
]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ANY_TERM = st.one_of(
    ANY_TEXT.map(ox.Literal),
    st.tuples(ANY_TEXT, st.sampled_from(["zh", "en", "zh-Hans-CN"])).map(
        lambda pair: ox.Literal(pair[0], language=pair[1])
    ),
    ANY_TEXT.map(lambda t: ox.Literal(t, datatype=ox.NamedNode(VET + "own"))),
    st.integers().map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(VET + "n"))),
)


@given(st.one_of(ANY_TERM, st.sampled_from(HOSTILE).map(ox.Literal)))
def test_a_bound_term_is_that_very_term_and_changes_nothing_else(term: ox.Literal) -> None:
    store = ox.Store()
    subject, predicate = ox.NamedNode(VET + "a"), ox.NamedNode(VET + "b")
    store.add(ox.Quad(subject, predicate, term))
    store.add(ox.Quad(subject, predicate, ox.Literal("another, never to be found")))
    graph = EmbeddedGraph(store)
    echo = graph.select("SELECT ?echo WHERE { BIND(?x AS ?echo) }", {"x": term})
    assert echo.rows == [(term,)]
    found = graph.select("SELECT ?s ?x WHERE { ?s ?p ?x }", {"x": term})
    assert found.rows == [(subject, term)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    graph = graph_of(TEA)
    query = "SELECT ?thing WHERE { ?thing rdfs:label ?name }"
    assert graph.select(query, {"name": ox.Literal(text, language="zh")}).rows == []
    assert graph.ask("ASK WHERE { ?t ?p ?x }", {"x": ox.Literal(text)}) is False


def test_several_names_are_bound_together() -> None:
    graph = graph_of("zid:a vet:p 1 . zid:b vet:p 2 . zid:b vet:p 1 .")
    names: dict[str, ox.NamedNode | ox.Literal]
    names = {"s": ox.NamedNode("https://w3id.org/zhitu/id/b"), "n": ox.Literal(1)}
    assert len(graph.select("SELECT ?s WHERE { ?s vet:p ?n }", names).rows) == 1


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?n { ?thing vet:hasNumber ?n }", id="no WHERE"),
        pytest.param("SELECT ?n # WHERE {\n{ ?thing vet:hasNumber ?n }", id="in a comment"),
        pytest.param("SELECT ('WHERE {' AS ?n) { }", id="in a string"),
        pytest.param("DESCRIBE zid:tea", id="no group at all"),
    ],
)
def test_a_query_without_where_would_lose_its_bindings_and_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="QUERY-UNBOUND") as caught:
        graph_of(TEA).select(query, {"n": ox.Literal(7)})
    assert caught.value.values["names"] == "?n"


def test_a_subquery_is_bound_too() -> None:
    graph = graph_of("zid:a vet:p 1 , 2 . zid:b vet:p 3 .")
    query = """SELECT ?c where{ { SELECT ?s (COUNT(*) AS ?c) WHERE
        # the group may stand on a later line
        { ?s vet:p ?o } GROUP BY ?s } }"""
    rows = graph.select(query, {"s": ox.NamedNode("https://w3id.org/zhitu/id/a")}).rows
    assert rows == [(ox.Literal(2),)]


@pytest.mark.parametrize("timeout", [None, 30], ids=["here", "in a process"])
def test_a_row_limit_cuts_and_says_so(timeout: float | None) -> None:
    graph = graph_of("zid:a vet:p 1 , 2 , 3 .")
    query = "SELECT ?n WHERE { ?s vet:p ?n } ORDER BY ?n"
    cut = graph.select(query, limit=2, timeout=timeout)
    assert cut.rows == [(ox.Literal(1),), (ox.Literal(2),)]
    assert cut.truncated
    assert not graph.select(query, limit=3, timeout=timeout).truncated
    assert len(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }", limit=2)) == 2


@needs_proc
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda g: g.select(RUNAWAY, timeout=0.3), id="select"),
        pytest.param(
            lambda g: g.ask("ASK { { " + RUNAWAY + " } FILTER(?n < 0) }", timeout=0.3),
            id="ask",
        ),
        pytest.param(
            lambda g: g.construct(
                "CONSTRUCT { ?s ?p ?n } WHERE { ?s ?p ?o { " + RUNAWAY + " } }", timeout=0.3
            ),
            id="construct",
        ),
    ],
)
def test_a_runaway_query_is_really_stopped(
    liuzhou: EmbeddedGraph, ask: Callable[[Graph], object]
) -> None:
    before = children()
    began = time.monotonic()
    with pytest.raises(LimitReached, match="QUERY-TIMEOUT"):
        ask(liuzhou)
    assert time.monotonic() - began < 5
    assert children() == before


def test_a_process_that_dies_is_told_apart_from_an_answer() -> None:
    with pytest.raises(QueryError, match="QUERY-DIED"):
        within(30, lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_a_fault_in_the_process_comes_out_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        within(30, lambda: 1 / 0)


@needs_proc
def test_no_query_outlives_a_parent_that_was_killed(store_folder: Path) -> None:
    words = ["ask", "--graph", str(store_folder), "--timeout", "1", "--sparql", RUNAWAY]
    with subprocess.Popen([sys.executable, "-m", "graph_builder", *words]) as parent:
        deadline = time.monotonic() + 20
        while not (found := children(parent.pid)):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        parent.kill()
    while running(found[0]):
        assert time.monotonic() < deadline
        time.sleep(0.02)
