"""Queries that people write themselves."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.own import (
    MAX_LENGTH,
    Result,
    as_run,
    form_of,
    read_query,
    remarks,
    run_query,
)
from graph_builder.ask.written import written
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
    for form in ("DESCRIBE <http://a/>", "select ?s", "ASK", "drop all", "BASE <http://a/> ASK b"):
        assert read_query(form) == form
    monkeypatch.chdir(tmp_path)
    (tmp_path / "select one.rq").write_text(QUERY)
    assert read_query("select one.rq") == QUERY
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
        ("", "QUERY-EMPTY"),
        (str(tmp_path / "blank.rq"), "QUERY-EMPTY"),
        (" \n ", "QUERY-EMPTY"),
        ("SELECT * WHERE {}" + " " * MAX_LENGTH, "QUERY-LONG"),
    ):
        with pytest.raises(QueryError) as caught:
            read_query(argument)
        assert caught.value.code == code
        assert "\n" not in caught.value.render("en").replace(argument, "")
    with pytest.raises(QueryError, match="QUERY-LONG"):
        read_query("/dev/zero")
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
        ("SELECT * { ?s ?p ?o }; drop all", "QUERY-UPDATE"),
        ("ASK { ?s ?p ?o } ; INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "QUERY-UPDATE"),
        ("hello { }", "QUERY-FORM"),
        ("#", "QUERY-FORM"),
    ],
)
def test_what_is_no_reading_query_is_refused(query: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        form_of(query)
    assert caught.value.code == code


def run(graph: EmbeddedGraph, query: str, limit: int | None = None) -> Result:
    return run_query(graph, query, timeout=30, limit=limit)


def test_a_select_gives_rows_and_says_when_there_are_more(graph: EmbeddedGraph) -> None:
    whole, cut = run(graph, QUERY), run(graph, QUERY, 1)
    assert whole.rows is not None
    assert cut.rows is not None
    assert (len(whole.rows.rows), whole.truncated) == (2, False)
    assert (len(cut.rows.rows), cut.truncated) == (1, True)
    assert not run(graph, QUERY, 2).truncated


def test_an_ask_gives_a_truth(graph: EmbeddedGraph) -> None:
    assert run(graph, "ASK { ?s ?p 1 }").truth is True
    assert run(graph, "ASK { ?s ?p 3 }").truth is False


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{ID}a>"])
def test_construct_and_describe_give_triples(graph: EmbeddedGraph, query: str) -> None:
    found = run(graph, query)
    assert found.triples is not None
    assert set(found.triples) == {q.triple for q in graph.store}
    assert not found.truncated
    cut = run(graph, query, 1)
    assert cut.triples is not None
    assert (len(cut.triples), cut.truncated) == (1, True)
    # A limit that is just enough cuts nothing.
    assert not run(graph, query, 2).truncated


def test_service_is_refused(graph: EmbeddedGraph) -> None:
    with pytest.raises(QueryError, match="QUERY-SERVICE"):
        run(graph, "ASK { SERVICE <http://a/> {} }")


def test_a_column_that_nothing_fills_is_told_with_the_nearest_variable(
    graph: EmbeddedGraph,
) -> None:
    found = run(graph, "SELECT ?scool ?s (1 AS ?one) WHERE { ?school ?p ?s }")
    assert found.blank == [("scool", "school")]
    assert remarks(found) == [("query-blank-column-near", {"found": "scool", "nearest": "school"})]
    far = run(graph, "SELECT ?zzz WHERE { ?s ?p ?o }")
    assert remarks(far) == [("query-blank-column", {"found": "zzz"})]
    for whole in (QUERY, "SELECT * WHERE { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"):
        assert run(graph, whole).blank == []


def test_terms_that_the_vocabulary_lacks_are_told_when_nothing_is_found(
    liuzhou: EmbeddedGraph,
) -> None:
    empty = run(liuzhou, "SELECT ?s { ?s a vet:Schol ; vet:zzzzzzzz ?x }")
    assert empty.unknown == [("vet:Schol", "vet:School"), ("vet:zzzzzzzz", "")]
    assert [key for key, _ in remarks(empty)] == ["query-term-near", "query-term"]
    assert run(liuzhou, "ASK { ?s vet:offersClster ?x }").unknown == [
        ("vet:offersClster", "vet:offersCluster")
    ]
    assert run(liuzhou, "CONSTRUCT WHERE { ?s vet:Schol ?x }").unknown
    assert not run(liuzhou, "SELECT ?s { ?s a vet:School }").unknown
    assert not run(liuzhou, "SELECT ?s { ?s a vet:School ; vet:offersCluster 1 }").unknown


def test_values_are_bound_and_the_text_is_left_alone(graph: EmbeddedGraph) -> None:
    query = "SELECT ?s WHERE { ?s ?p ?o } # \u201c?o\u201d \\u0053"
    found = run_query(graph, query, {"o": ox.Literal(1)}, timeout=30)
    assert found.rows is not None
    assert len(found.rows.rows) == 1
    assert as_run(query) == query


def test_what_is_explained_runs_by_itself_and_gives_the_same(graph: EmbeddedGraph) -> None:
    text = as_run("#+ title: x\nSELECT ?s WHERE { ?s vet:p ?o }\n", {"o": ox.Literal(2)})
    assert text.startswith("PREFIX vet: <")
    assert "#+" not in text
    assert len(list(graph.store.query(text))) == 1  # type: ignore[arg-type]
    # A prefix that the query declares, perhaps otherwise, is not declared again.
    own = "PREFIX vet: <http://other/>\nSELECT ?s WHERE { ?s vet:p ?o }"
    assert as_run(own) == own


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("table", ox.RdfFormat.TURTLE),
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_triples_are_written_in_several_forms_and_always_alike(
    graph: EmbeddedGraph, form: str, kind: ox.RdfFormat
) -> None:
    triples = [q.triple for q in graph.store]
    text = written(graph, triples, form, "zh", iris=False)
    assert {q.triple for q in ox.parse(text, format=kind)} == set(triples)
    assert written(graph, triples[::-1], form, "zh", iris=False) == text


def test_triples_are_rows_too(graph: EmbeddedGraph) -> None:
    triples = [q.triple for q in graph.store]
    text = written(graph, triples, "tsv", "en", iris=True)
    assert text.splitlines() == ["subject\tpredicate\tobject", "zid:a\tvet:p\t1", "zid:a\tvet:p\t2"]
