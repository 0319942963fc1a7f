"""The picture of a trace: read by networkx, and by the grammar of Mermaid flowcharts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.names import ID, VET
from graph_builder.trace import trace_names
from graph_builder.trace.diagrams import graphml, mermaid
from graph_builder.trace.picture import Picture, PictureEdge, PictureNode, picture_of

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

#: One line of a flowchart, as the documentation of Mermaid has it; a text stands between quotation
#: marks and holds none, nor anything else that Mermaid reads as markup.
_TEXT = r'"(?P<text>(?:[^"#&<>`\\*_\[\]{}|~$:\n]|#\d+;)+)"'
_A, _B, _C = (_TEXT.replace("text", group) for group in "abc")
_NODE = re.compile(
    rf"    (?P<id>n\d+)(?:\(\[{_A}\]\)|\[\[{_B}\]\]|\[{_C}\])",
)
_EDGE = re.compile(
    r"    (?P<source>n\d+) (?P<arrow>---?>?|-\.->?)\|" + _TEXT + r"\| (?P<target>n\d+)"
)


def parsed(text: str) -> tuple[dict[str, str], list[tuple[str, str, str, bool]]]:
    """Nodes by id, and edges with label and whether they are dotted; fails on any other line."""
    head, *lines = text.splitlines()
    assert head == "flowchart LR"
    assert text.endswith("\n")
    nodes: dict[str, str] = {}
    edges = []
    for line in lines:
        node, edge = _NODE.fullmatch(line), _EDGE.fullmatch(line)
        if node:
            assert node["id"] not in nodes
            nodes[node["id"]] = read(node["a"] or node["b"] or node["c"])
        else:
            assert edge, line
            assert {edge["source"], edge["target"]} <= nodes.keys()
            assert edge["arrow"] in {"-->", "---", "-.->", "-.-"}
            dotted = "." in edge["arrow"]
            label, ends = read(edge["text"]), (edge["source"], edge["target"])
            if not edge["arrow"].endswith(">"):
                assert label.startswith("← ")
                label, ends = label.removeprefix("← "), ends[::-1]
            edges.append((*ends, label, dotted))
    return nodes, edges


def read(text: str) -> str:
    """A text with its entities resolved, as Mermaid does."""
    return re.sub(r"#(\d+);", lambda m: chr(int(m.group(1))), text)


@pytest.fixture(scope="module")
def picture(liuzhou: EmbeddedGraph) -> Picture:
    return picture_of(trace_names(liuzhou, "市交校", "五菱", limit=10))


def test_a_picture_holds_each_station_and_each_statement_once(
    liuzhou: EmbeddedGraph, picture: Picture
) -> None:
    traced = trace_names(liuzhou, "市交校", "五菱", limit=10)
    steps = [step for path in traced.paths for step in path.steps]
    stations = {iri for step in steps for iri in (step.start, step.end)}
    assert [node.iri for node in picture.nodes if node.role == "start"] == [traced.paths[0].start]
    assert {node.iri for node in picture.nodes} == stations
    assert len(picture.nodes) == len(stations)
    said = {(s.start, s.end) if s.link.forward else (s.end, s.start): s.derived for s in steps}
    assert {(e.source, e.target): e.derived for e in picture.edges} == said
    assert all(edge.places for edge in picture.edges)
    layers = [node.layer for node in picture.nodes]
    assert layers == sorted(layers)


def test_networkx_reads_the_graphml(picture: Picture) -> None:
    graph = nx.read_graphml(io.BytesIO(graphml(picture).encode()))
    assert set(graph) == {node.iri for node in picture.nodes}
    assert graph.nodes[picture.nodes[0].iri] == {
        "label": "柳州市交通学校",
        "kind": "school",
        "layer": 0,
        "role": "start",
    }
    assert graph.number_of_edges() == len(picture.edges)
    for edge in picture.edges:
        data = graph.edges[edge.source, edge.target]
        assert data["derived"] is edge.derived
        assert data["property"] == edge.predicate
        assert data["passages"].split() == list(edge.graphs)


def test_the_flowchart_has_the_nodes_and_edges_of_the_picture(picture: Picture) -> None:
    nodes, edges = parsed(mermaid(picture))
    assert list(nodes.values()) == [node.label for node in picture.nodes]
    ids = {node.iri: name for node, name in zip(picture.nodes, nodes, strict=True)}
    assert edges == [
        (ids[edge.source], ids[edge.target], edge.label, edge.derived) for edge in picture.edges
    ]
    assert any(dotted for *_, dotted in edges)


@given(st.text(), st.text())
def test_no_name_breaks_out_of_a_picture(name: str, other: str) -> None:
    a, b = ID + "school/a", ID + "case/b"
    nodes = (
        PictureNode(a, name, "school", 0, "start"),
        PictureNode(b, other, "case", 1, "end"),
    )
    edge = PictureEdge(a, b, VET + "mentions", other, derived=False, places=(name,), graphs=())
    drawn = Picture("", nodes, (edge,))
    labels, edges = parsed(mermaid(drawn))
    assert (len(labels), len(edges)) == (2, 1)
    for label, typed in zip(labels.values(), (name, other), strict=True):
        shown = "".join(c if c.isprintable() else " " for c in typed)
        assert label == (shown or " ")
    graph = nx.read_graphml(io.BytesIO(graphml(drawn).encode()))
    assert set(graph) == {a, b}
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", name)
    assert graph.nodes[a].get("label", "") == re.sub("\r\n?", "\n", kept)


@pytest.mark.parametrize("label", ["1. 第一", "- x", "# 标题", '"', "&quot;", "end", "**b**"])
def test_what_markdown_would_change_comes_out_as_it_is(label: str) -> None:
    node = PictureNode(ID + "case/b", label, "case", 0, "start")
    nodes, _ = parsed(mermaid(Picture("", (node,), ())))
    assert list(nodes.values()) == [label]
