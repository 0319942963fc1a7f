"""Mistakes in SPARQL are told by line and column, with the known causes in words."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.ask.mistakes import check_spelling, excerpt, explain
from graph_builder.ask.own import run_query
from graph_builder.ask.signs import brackets, fourth_term, signs
from graph_builder.errors import QueryError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.output import width
from graph_builder.paths import bundled

QUESTIONS = sorted(bundled("queries").glob("*/*.rq"))
NOTHING = EmbeddedGraph(ox.Store())
NEAR_OPTIONAL = {"found": "OPTINAL", "nearest": "OPTIONAL"}
WU_LING = {
    "found": "zid:enterprise/wu-ling",
    "expected": "<https://w3id.org/zhitu/id/enterprise/wu-ling>",
}
#: Query, with ⟪ before the mistake; code; what is named.
MISTAKES = [
    ("SELECT ?x⟪，?y WHERE { ?x ?p ?y }", "QUERY-WIDE", {"found": "，", "expected": ","}),
    ("SELECT ?x WHERE { ?x a ?y⟪。}", "QUERY-WIDE", {"found": "。", "expected": "."}),
    ("SELECT ⟪？x WHERE { ?x a ?y }", "QUERY-WIDE", {"found": "？", "expected": "?"}),
    ("SELECT ?x WHERE ⟪【 ?x a ?y }", "QUERY-WIDE", {"found": "【", "expected": "["}),
    ("SELECT ?x WHERE { ?x a vet⟪：School }", "QUERY-WIDE", {"found": "：", "expected": ":"}),
    ("SELECT ?x⟪\u3000WHERE { ?x a ?y }", "QUERY-WIDE", {"found": "\u3000", "expected": " "}),
    ("SELECT ?x { ?x rdfs:label ⟪“校” }", "QUERY-QUOTES", {"found": "“"}),
    ("SELECT ?x { ?x rdfs:label ⟪「校」 }", "QUERY-QUOTES", {"found": "「"}),
    ("DESCRIBE zid:enterprise⟪/wu-ling", "QUERY-SLASH", WU_LING),
    ("SELECT * FROM zid:enterprise⟪/wu-ling { ?s ?p ?o }", "QUERY-SLASH", WU_LING),
    ('SELECT ?x { ?x rdfs:label ⟪"校 }', "QUERY-STRING", {"found": '"'}),
    ("SELECT ?x WHERE { ?x a ⟪vte:School }", "QUERY-PREFIX", {"found": "vte", "nearest": "vet"}),
    ("SELECT ?x WHERE { ?x a ⟪zzzz:y }", "QUERY-PREFIX-NEW", {"found": "zzzz"}),
    ("SELECT ?x WHERE { _:b a ?x } ⟪LIMIT ?x", "QUERY-LIMIT", {"found": "LIMIT"}),
    ("SELECT ⟪COUNT(?x) WHERE { ?x a ?y }", "QUERY-AGGREGATE", {"found": "COUNT"}),
    ("SELECT (⟪COUNT(?x)) WHERE { ?x a ?y }", "QUERY-AGGREGATE", {"found": "COUNT"}),
    ("SELECT (⟪sum(?x) AS n) WHERE { ?x a ?y }", "QUERY-AGGREGATE", {"found": "SUM"}),
    ("SELECT ?x⟪, ?y WHERE { ?x a ?y }", "QUERY-COMMA", {}),
    ("SELECT ?x\nWHERE ⟪{\n  ?x a ?y .\n", "QUERY-BRACKET-OPEN", {"found": "{", "expected": "}"}),
    ("SELECT ?x { ?x a ?y FILTER⟪(?x > 1 }", "QUERY-BRACKET-OPEN", {"found": "(", "expected": ")"}),
    ("SELECT ?x { ?x a ?y } ⟪}", "QUERY-BRACKET-CLOSE", {"found": "}", "expected": "{"}),
    ("SELECT ?x ⟪WHERE ?x a ?y", "QUERY-WHERE", {}),
    ("⟪SELECT ?x", "QUERY-WHERE", {}),
    ("SELECT ?x { ?x a ?y } ⟪ORDER ?x", "QUERY-BY", {"found": "ORDER"}),
    ("SELECT ?x { ?x a ?y } ⟪LIMIT ?x", "QUERY-LIMIT", {"found": "LIMIT"}),
    ("SELECT ?x { ?x a ?y ⟪FILTER ?x = 1 }", "QUERY-FILTER", {}),
    ("SELECT ?x { ?x a ?y FILTER(?x ⟪== 1) }", "QUERY-EQUALS", {}),
    ("⟪SELCT ?x { ?x a ?y }", "QUERY-KEYWORD", {"found": "SELCT", "nearest": "SELECT"}),
    (
        "SELECT ?x { ⟪OPTINAL { ?x a ?y } }",
        "QUERY-KEYWORD",
        NEAR_OPTIONAL,
    ),
    ("SELECT ⟪name WHERE { ?x a ?y }", "QUERY-WORD", {"found": "name"}),
    ("SELECT ?x { ?x a ?y ⟪?y a ?z }", "QUERY-DOT", {"found": "?y"}),
    ("SELECT ?x { ?x a vet:A ; vet:n 1.5 ⟪?y a 2 }", "QUERY-DOT", {"found": "?y"}),
    ("SELECT ?x { ?x a/rdfs:subClassOf* ?y\n⟪?z a 1 }", "QUERY-DOT", {"found": "?z"}),
    ("SELECT ⟪?z ?y { ?x a ?y } GROUP BY ?y", "QUERY-UNGROUPED", {"found": "z"}),
    ("SELECT ⟪?x (COUNT(?y) AS ?n) { ?x a ?y }", "QUERY-UNGROUPED", {"found": "x"}),
    ("SELECT ?x { ?x a ?y BIND(1 AS ⟪?y) }", "QUERY-BIND", {"found": "y"}),
]


@pytest.mark.parametrize(("marked", "code", "named"), MISTAKES)
def test_a_mistake_is_told_where_it_is_and_in_words(
    marked: str, code: str, named: dict[str, str]
) -> None:
    before, _, after = marked.partition("⟪")
    with pytest.raises(QueryError) as caught:
        run_query(NOTHING, before + after, timeout=30)
    error = caught.value
    assert error.code == code
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert error.values == {"line": line, "column": column, **named}
    shown, caret = error.excerpt.split("\n")
    # The caret stands below the character, of which Chinese ones are two columns wide.
    text = (before + after).split("\n")[line - 1]
    assert shown == f"  {line} | {text.replace(chr(0x3000), ' ')}"
    assert len(caret) - 1 == width(shown[: len(f"  {line} | ") + column - 1])


def test_what_has_no_known_cause_is_told_as_the_engine_tells_it() -> None:
    with pytest.raises(QueryError) as caught:
        run_query(NOTHING, "SELECT ?x { ?x a ?y }\n GROUP BY", timeout=30)
    assert caught.value.code in {"QUERY-UNREAD", "QUERY-UNREADABLE"}
    assert caught.value.values["line"] == 2
    assert len(caught.value.render("zh")) < 200
    with pytest.raises(QueryError, match="QUERY-UNREAD") as caught:
        run_query(NOTHING, "SELECT ?x { ?x a ?y } ORDER BY", timeout=30)
    # Code points of the classes of characters that the engine lists are left out.
    assert set(str(caught.value.values["expected"]).split()) == {'"$"', '"("', '":"', '"<"', '"?"'}


# Nothing is wrong with these, though they look like it.
SOUND = [
    "SELECT ?x { ?x rdfs:label '中文，全角。“引号”' } # 注释，“也”可以。",
    "SELECT ?校 { ?校 a vet:School }",
    "SELECT (COUNT(?x) + 1 AS ?n) { ?x a ?y }",
    "SELECT (MAX(STRLEN(?l)) AS ?n) { ?x rdfs:label ?l }",
    "SELECT ?x { ?x a ?y ; vet:p 'a'@en , 1.5 , '2023'^^xsd:gYear . ?x ^vet:q ?z }",
    "SELECT ?x { { SELECT ?x ?y ?z ?w { ?x ?y ?z } GROUP BY ?x ?y ?z ?w } ?x a ?k }",
    "SELECT ?x { VALUES (?x ?y) { (1 2) (3 4) } FILTER NOT EXISTS { ?x ?y ?z } ?a ?b ?c }",
    "SELECT ?x { GRAPH ?g { ?x a ?y } ?x (vet:a|vet:b)/vet:c ?z }",
    "SELECT ?x { ?x a ?y FILTER(?x = 1 || ?y != 2) ?z ?p ?o }",
    "PREFIX : <http://x/> BASE <http://y/> SELECT ?x { ?x :p <z> }",
    "CONSTRUCT { ?x a ?y } WHERE { ?x a ?y }",
    "DESCRIBE <http://x/>",
    "SELECT ?x { ?x rdfs:seeAlso/a/rdfs:subClassOf ?y }",
    "SELECT ?x { ?x vet:p [ vet:q 1 ] . ?x vet:r ( 1 2 3 ) }",
]


@pytest.mark.parametrize("query", SOUND)
def test_what_only_looks_wrong_runs(query: str) -> None:
    run_query(NOTHING, query, timeout=30)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)
def test_no_cause_is_found_in_a_question_of_the_catalogue(path: object) -> None:
    query = path.read_text("utf-8")  # type: ignore[attr-defined]
    check_spelling(query)
    found = signs(query)
    pairs, lone = brackets(found)
    assert lone is None
    assert fourth_term(found, pairs) is None
    assert explain(query, "") is None


WORDS = "SELECT WHERE COUNT AS BIND VALUES FILTER GROUP BY ORDER GRAPH LIMIT a ?x ex:a 1.5 校"
SIGNS = [*"\"'<>#\\?$@:.-{}()[]^/|,;=\n\t ", '"""', "，"]
PIECES = st.sampled_from([*SIGNS, *WORDS.split()])


@given(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=30))
def test_any_text_is_explained_without_a_fault(query: str, told: str) -> None:
    found = signs(query)
    assert all(query.startswith(s.text, s.offset) for s in found)
    for said in ("", told, "error at 1:1: expected SELECT"):
        error = explain(query, said)
        assert error is None or error.render("zh")
    with suppress(QueryError):
        run_query(NOTHING, query, timeout=30)


@given(st.text(max_size=200), st.integers(0, 200))
def test_an_excerpt_is_two_short_lines(query: str, offset: int) -> None:
    shown = excerpt(query, min(offset, len(query)))
    assert len(shown.split("\n")) == 2
    assert all(len(line) < 170 for line in shown.split("\n"))
