from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from graph_builder.addresses import describe_graph
from graph_builder.export.layout import layered
from graph_builder.export.marks import MARKS, SHAPES
from graph_builder.export.network import LAYERS, Edge, Network, Node, network
from graph_builder.graph.access import open_graph
from graph_builder.messages import catalogue
from graph_builder.names import ID, VET
from tests.export import samples

if TYPE_CHECKING:
    from pathlib import Path


def test_stated_links_are_taken_and_things_without_any_left_out(graph_file: Path) -> None:
    found = network(open_graph(graph_file))
    assert {n.iri for n in found.nodes} == {
        iri for iri, (cls, _, _) in samples.THINGS.items() if cls not in {"Enterprise", "Programme"}
    }
    assert {(e.source, e.predicate, e.target, e.graphs) for e in found.edges} == {
        (s, VET + p, o, tuple(graphs)) for s, p, o, graphs in samples.STATED
    }
    assert not any(e.derived for e in found.edges)
    assert found.reports == [samples.TITLE]


def test_derived_links_come_on_request_and_say_so(sample: Network) -> None:
    derived = [e for e in sample.edges if e.derived]
    assert {(e.source, e.target) for e in derived} == {(s, o) for s, _, o, _ in samples.DERIVED}
    assert len(sample.edges) == len(samples.STATED) + len(samples.DERIVED)
    assert derived[0].places("zh") == [describe_graph(samples.REACHES, "zh")]


def test_nodes_stand_in_the_layer_of_their_class_and_have_labels(sample: Network) -> None:
    layers = dict(LAYERS)
    for node in sample.nodes:
        cls, zh, en = samples.THINGS[node.iri]
        assert (node.cls, node.layer, node.zh, node.en) == (cls, layers[cls], zh, en or zh)
    assert [n.layer for n in sample.nodes] == sorted(n.layer for n in sample.nodes)


def test_a_core_programme_is_drawn_by_the_name_of_its_programme(sample: Network) -> None:
    briefs = {n.iri: (n.brief_zh, n.brief_en) for n in sample.nodes}
    assert briefs[samples.BREWING] == ("茶艺", "Tea brewing")
    assert briefs[samples.HULL] == samples.THINGS[samples.HULL][1:]


def test_a_thing_without_a_label_is_shown_by_its_short_iri(tmp_path: Path) -> None:
    path = samples.write_graph(tmp_path / "graph.nq", {samples.SHIPYARDS: ""})
    nodes = {n.iri: n for n in network(open_graph(path)).nodes}
    assert nodes[samples.SHIPYARDS].zh == nodes[samples.SHIPYARDS].brief_en == "zs:industry/ships"


def crossings(net: Network) -> int:
    place = layered(net)
    edges = [sorted((place[e.source], place[e.target])) for e in net.edges]
    return sum(
        a[0][0] == b[0][0] and a[1][0] == b[1][0] and (a[0][1] - b[0][1]) * (a[1][1] - b[1][1]) < 0
        for a, b in itertools.combinations(edges, 2)
    )


def two_columns(links: list[tuple[int, int]]) -> Network:
    nodes = [Node(f"{ID}a/{i}", "School", 3, "", "", "", "") for i in range(4)]
    nodes += [Node(f"{ID}b/{i}", "ProgrammeCluster", 4, "", "", "", "") for i in range(4)]
    edges = [Edge(f"{ID}a/{i}", f"{ID}b/{j}", "p", "", "", ()) for i, j in links]
    return Network(nodes, edges, [])


@pytest.mark.parametrize(
    "links",
    [
        pytest.param([(0, 3), (1, 2), (2, 1), (3, 0)], id="reversed"),
        pytest.param([(0, 2), (0, 3), (1, 0), (2, 1), (3, 0)], id="a fork"),
        pytest.param([], id="no link"),
    ],
)
def test_columns_that_can_be_drawn_without_crossings_are(links: list[tuple[int, int]]) -> None:
    assert crossings(two_columns(links)) == 0


def test_each_column_is_numbered_from_the_top(sample: Network) -> None:
    place = layered(sample)
    for layer in {n.layer for n in sample.nodes}:
        rows = sorted(place[n.iri][1] for n in sample.nodes if n.layer == layer)
        assert rows == list(range(len(rows)))


def test_marks_differ_within_a_column_in_colour_and_in_shape() -> None:
    assert set(MARKS) == {cls for cls, _ in LAYERS}
    assert len(set(MARKS.values())) == len(MARKS)
    assert {shape for _, shape in MARKS.values()} <= set(SHAPES)
    for layer in {layer for _, layer in LAYERS}:
        marks = [MARKS[cls] for cls, at in LAYERS if at == layer]
        for values in zip(*marks, strict=True):
            assert len(set(values)) == len(values)


def test_every_class_and_column_has_words_in_both_languages() -> None:
    keys = [f"kind.{cls}" for cls, _ in LAYERS] + [f"viewer.layer-{layer}" for _, layer in LAYERS]
    assert [key for key in keys if set(catalogue().get(key, {})) != {"zh", "en"}] == []
