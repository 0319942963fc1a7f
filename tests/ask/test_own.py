"""Queries that people write themselves."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.own import MAX_LENGTH, form_of, read_query, run_query
from graph_builder.errors import QueryError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import ID, VET

if TYPE_CHECKING:
    from pathlib import Path

QUERY = "SELECT ?s WHERE { ?s ?p ?o }"


@pytest.fixture
def graph() -> EmbeddedGraph:
    store = ox.Store()
    for n in (1, 2):
        store.add(ox.Quad(ox.NamedNode(ID + "a"), ox.NamedNode(VET + "p"), ox.Literal(n)))
    return EmbeddedGraph(store)


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "ascii"))


def test_a_query_is_given_directly_in_a_file_or_on_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "问.rq"
    path.write_bytes(b"\xef\xbb\xbf" + QUERY.encode())
    assert read_query(QUERY) == QUERY
    assert read_query(str(path)) == QUERY
    stdin(monkeypatch, f"# 问\n{QUERY}".encode())
    assert read_query("-") == f"# 问\n{QUERY}"


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gb.rq").write_bytes("# 问".encode("gb18030"))
    (tmp_path / "blank.rq").write_text(" \n")
    for argument, code in (
        (str(tmp_path / "missing.rq"), "QUERY-FILE"),
        (str(tmp_path), "QUERY-FILE"),
        (str(tmp_path / "gb.rq"), "QUERY-FILE"),
        ("x" * 10_000, "QUERY-FILE"),
        ("nul\0byte", "QUERY-FILE"),
        ("", "QUERY-FILE"),
        (str(tmp_path / "blank.rq"), "QUERY-EMPTY"),
        (" \n ", "QUERY-EMPTY"),
        ("SELECT * WHERE {}" + " " * MAX_LENGTH, "QUERY-LONG"),
    ):
        with pytest.raises(QueryError) as caught:
            read_query(argument)
        assert caught.value.code == code
        assert "\n" not in caught.value.render("en").replace(argument, "")
    stdin(monkeypatch, b"\xff\xfe")
    with pytest.raises(QueryError, match="QUERY-FILE"):
        read_query("-")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (QUERY, "SELECT"),
        ("# SELECT\nask { ?s ?p 'SELECT' }", "ASK"),
        ("PREFIX select: <http://select/> CONSTRUCT WHERE { ?s select:p ?o }", "CONSTRUCT"),
        ("BASE <http://a/>\nDescribe <x>", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword(query: str, form: str) -> None:
    assert form_of(query) == form


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "QUERY-UPDATE"),
        ("load <http://a/>", "QUERY-UPDATE"),
        ("PREFIX a: <http://a/> insert data { a:b a:c a:d }", "QUERY-UPDATE"),
        ("DROP ALL", "QUERY-UPDATE"),
        ("hello { }", "QUERY-FORM"),
        ("#", "QUERY-FORM"),
    ],
)
def test_what_is_no_reading_query_is_refused(query: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        form_of(query)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("query", "limit", "expected"),
    [
        (QUERY, None, (["s"], [["zid:a"], ["zid:a"]], False)),
        (QUERY, 1, (["s"], [["zid:a"]], True)),
        ("ASK { ?s ?p 1 }", None, (["ask"], [["true"]], False)),
        ("ASK { ?s ?p 3 }", 1, (["ask"], [["false"]], False)),
        ("SELECT ?s WHERE { ?s ?p 3 }", 1, (["s"], [], False)),
    ],
)
def test_a_query_gives_columns_and_rows_of_text(
    graph: EmbeddedGraph,
    query: str,
    limit: int | None,
    expected: tuple[list[str], list[list[str]], bool],
) -> None:
    assert run_query(graph, query, "zh", timeout=30, limit=limit, iris=False) == expected


def test_triples_come_as_n_triples(graph: EmbeddedGraph) -> None:
    for query in ("CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{ID}a>"):
        columns, cells, cut = run_query(graph, query, "zh", timeout=30, limit=None, iris=False)
        assert (columns, cut) == (None, False)
        text = "".join(line for (line,) in cells)
        parsed = {q.triple for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
        assert parsed == {q.triple for q in graph.store}
    assert run_query(graph, query, "zh", timeout=30, limit=1, iris=False)[2]


def test_service_is_refused(graph: EmbeddedGraph) -> None:
    with pytest.raises(QueryError, match="QUERY-SERVICE"):
        run_query(graph, "ASK { SERVICE <http://a/> {} }", "zh", timeout=30, limit=None, iris=False)
