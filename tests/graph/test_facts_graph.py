"""A query put to a server that keeps the default graph's facts in a graph of their own.

Asked of a store that is laid out like that and whose default graph is all graphs together, the
rewritten query has the answer that the query itself has from the graph as zhitu builds it.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph_builder.ask.questions import load_questions
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.facts_graph import FACTS_GRAPH, HAS_FACTS_GRAPH, of_facts_graph
from graph_builder.graph.sparql_text import with_limit, with_values
from graph_builder.names import PREFIXES
from graph_builder.paths import bundled

A, B = (ox.NamedNode(f"http://x/{name}") for name in "ab")
PLACE = ox.NamedNode("http://x/place")
P = ox.NamedNode("http://x/p")


@pytest.fixture(scope="module")
def plain() -> ox.Store:
    """Two facts and the place of each; a third statement stands in a place only."""
    quads = [ox.Quad(A, P, B), ox.Quad(B, P, A), ox.Quad(A, P, B, PLACE), ox.Quad(B, P, A, PLACE)]
    store = ox.Store()
    store.extend([*quads, ox.Quad(PLACE, P, A, PLACE)])
    return store


@pytest.fixture(scope="module")
def apart(plain: ox.Store) -> ox.Store:
    """The same with the facts in their graph, and nothing in the default graph itself."""
    facts = ox.NamedNode(FACTS_GRAPH)
    store = ox.Store()
    for s, p, o, g in plain:
        store.add(ox.Quad(s, p, o, facts if isinstance(g, ox.DefaultGraph) else g))
    return store


def rows(result: object) -> list[str]:
    if isinstance(result, ox.QuerySolutions):
        return sorted(str(list(row)) for row in result)
    if isinstance(result, ox.QueryTriples):
        return sorted(map(str, result))
    return [str(bool(result))]


QUERIES = [
    "SELECT ?s ?o WHERE { ?s <http://x/p> ?o }",
    "select * { ?s <http://x/p> ?o }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?g ?s WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s ?g WHERE { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s ?g WHERE { ?s ?p ?o OPTIONAL { GRAPH ?g { ?o ?p ?s FILTER(?s != ?o) } } }",
    "SELECT * WHERE { { GRAPH $g { ?s ?p ?o } } UNION { ?s ?p ?o } }",
    "SELECT ?s WHERE { GRAPH <http://x/place> { ?s ?p ?o } }",
    "SELECT ?s WHERE { { SELECT DISTINCT ?s WHERE { ?s ?p ?o } } } ORDER BY ?s LIMIT 1",
    "SELECT ?s WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?o ?p <http://x/b> } } }",
    "SELECT ?s WHERE { ?s ?p ?o } VALUES ?s { <http://x/a> }",
    "SELECT ?s WHERE { ?s ?p ?o FILTER(STR(?s) != '} GRAPH ?g {') } # GRAPH ?x { }",
    "ASK { ?s <http://x/p> <http://x/a> FILTER(?s = <http://x/place>) }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?g } WHERE { GRAPH ?g { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_rewritten_query_has_the_same_answer(
    plain: ox.Store, apart: ox.Store, query: str
) -> None:
    expected = rows(plain.query(query))
    assert expected
    assert rows(apart.query(of_facts_graph(query))) == expected
    together = apart.query(of_facts_graph(query), use_default_graph_as_union=True)
    assert rows(together) == expected


def test_every_question_can_be_rewritten_and_still_be_read() -> None:
    nothing = ox.Store()
    for question in load_questions(bundled("queries")):
        rewritten = of_facts_graph(question.query)
        assert FACTS_GRAPH in rewritten
        nothing.query(rewritten, prefixes=PREFIXES)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://x/place> WHERE { ?s ?p ?o }",
        "DESCRIBE <http://x/a>",
        "SELECT ?s WHERE { ?s ?p ?o",
        "SELECT ?s WHERE ?s }",
        "",
        "{ }",
    ],
)
def test_what_has_its_own_graphs_or_no_group_is_left_alone(query: str) -> None:
    assert of_facts_graph(query) == query


def test_a_server_that_keeps_them_is_told_from_one_that_does_not(
    plain: ox.Store, apart: ox.Store
) -> None:
    assert EmbeddedGraph(apart).ask(HAS_FACTS_GRAPH)
    assert not EmbeddedGraph(plain).ask(HAS_FACTS_GRAPH)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT ?s { ?s ?p ?o }", 1),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s # LIMIT 9", 1),
        ("SELECT ?s { ?s ?p ?o } LIMIT 2", 2),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 2 } }", 1),
        ("SELECT ?s { ?s ?p ?o } VALUES ?s { <http://x/a> <http://x/b> }", 1),
    ],
)
def test_a_limit_is_added_where_the_query_has_none(plain: ox.Store, query: str, count: int) -> None:
    assert len(rows(plain.query(with_limit(query, 1)))) == count
    assert with_values(query, {}) == query
