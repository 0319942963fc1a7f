"""Evidence, and the description of a graph, are the same wherever the graph is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.answer import answer
from graph_builder.ask.catalogue import find_question
from graph_builder.ask.evidence import evidence_of
from graph_builder.graph.access import open_graph
from graph_builder.graph.described import describe_dataset

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph


#: One for each kind of evidence: stated, counted, derived, grouped, absent, branches of a UNION.
QUESTIONS = (
    "school_to_industry",
    "honours_by_school",
    "schools_sharing_groups",
    "groups_by_schools",
    "schools_without_case",
    "enterprises_by_school",
)


def test_rows_rest_on_the_same_on_a_server(liuzhou: EmbeddedGraph, endpoint: str) -> None:
    remote = open_graph(endpoint)
    different = []
    for name in QUESTIONS:
        question = find_question(name)
        values = {p.name: p.example for p in question.params if p.required}
        found = answer(liuzhou, question, values)
        here = evidence_of(liuzhou, question.query, found.bindings, found.rows)
        there = evidence_of(remote, question.query, found.bindings, found.rows)
        if here != there:
            different.append(name)
    assert different == []


def test_a_graph_is_described_alike_on_a_server(liuzhou: EmbeddedGraph, endpoint: str) -> None:
    assert describe_dataset(open_graph(endpoint)) == describe_dataset(liuzhou)
