from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from graph_builder.export.formats.graphs import FORMATS, write
from graph_builder.export.network import Network, network
from graph_builder.graph.access import open_graph
from tests.export import samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READERS: dict[str, Callable[[BytesIO], Any]] = {
    "graphml": nx.read_graphml,
    "gexf": nx.read_gexf,
}
IDS = re.compile(rb'<edge [^>]*\bid="([^"]*)"')
#: Labels that would break a file, or a reader, that took them for markup.
HOSTILE = [
    pytest.param("</script><script>window.hacked=1</script>", id="ends the script"),
    pytest.param("<!--<script>", id="opens a comment in a script"),
    pytest.param("<img src=x onerror=window.hacked=1>", id="an image"),
    pytest.param("]]><a>&lt;&amp;\"'", id="ends a CDATA section"),
    pytest.param("行\u2028分\u2029段", id="line separators"),
    pytest.param("\u202e反\u2066向", id="turns the direction of writing"),
    pytest.param("制\x01表\x0b\x1b[31m\x7f\x85\ufffe\uffff", id="control characters"),
    pytest.param('${x}`\\u003c{n}{name}"', id="templates"),
    pytest.param(' lastmodifieddate="2031-01-01"', id="looks like the date of a GEXF"),
    pytest.param("😀𠮷", id="outside the basic plane"),
]


def read_back(form: str, data: bytes) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Nodes by IRI and edges with their ends, as networkx reads them."""
    graph = READERS[form](BytesIO(data))
    edges = [{"source": s, "target": t, **d} for s, t, d in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), edges


def hostile(tmp_path: Path, label: str) -> Network:
    path = samples.write_graph(tmp_path / "hostile.nq", {samples.FIRST: label})
    return network(open_graph(path))


def visible(label: str) -> str:
    """The label as files hold it: what XML forbids is replaced."""
    for sign in "\x01\x0b\x1b\ufffe\uffff":
        label = label.replace(sign, "\ufffd")
    return label


@pytest.mark.parametrize("form", READERS)
def test_a_graph_file_read_by_networkx_is_the_network(sample: Network, form: str) -> None:
    nodes, edges = read_back(form, write(sample, form, "zh"))
    assert set(nodes) == {n.iri for n in sample.nodes}
    for n in sample.nodes:
        read = {k: nodes[n.iri][k] for k in ("label", "label_en", "kind", "layer")}
        assert read == {"label": n.zh, "label_en": n.en, "kind": n.cls, "layer": n.layer}
    assert len(edges) == len(sample.edges)
    found = {(e["source"], e["property"], e["target"]): e for e in edges}
    for edge in sample.edges:
        read = found[edge.source, edge.predicate, edge.target]
        assert read["label_en"] == edge.en
        assert read["passages"].split() == list(edge.graphs)
        assert read["places"] == "；".join(edge.places("zh"))
        assert bool(read["derived"]) == edge.derived


def test_two_links_between_the_same_things_stay_two(sample: Network) -> None:
    twice = [e._replace(predicate=f"{e.predicate}-2") for e in sample.edges]
    both = sample._replace(edges=sorted(sample.edges + twice))
    for form in READERS:
        data = write(both, form, "zh")
        assert len(read_back(form, data)[1]) == len(both.edges) == 2 * len(sample.edges)
        assert len(set(IDS.findall(data))) == len(both.edges)


def test_cytoscape_json_holds_the_whole_network(sample: Network) -> None:
    content = json.loads(write(sample, "json", "zh"))
    assert content["data"]["reports"] == [samples.TITLE]
    nodes, edges = ([one["data"] for one in part] for part in content["elements"].values())
    assert [n["id"] for n in nodes] == [n.iri for n in sample.nodes]
    assert len({e["id"] for e in edges}) == len(edges)
    ends = {(e["source"], e["predicate"], e["target"]): e for e in edges}
    assert len(ends) == len(sample.edges)
    for e in sample.edges:
        read = ends[e.source, e.predicate, e.target]
        assert (read["graphs"], read["places"]) == (list(e.graphs), e.places("zh"))
        assert read["derived"] == e.derived


@pytest.mark.parametrize("form", FORMATS)
def test_two_runs_write_the_same_bytes(graph_file: Path, form: str) -> None:
    code = (
        "import sys; from graph_builder.export.formats.graphs import write;"
        "from graph_builder.export.network import network;"
        "from graph_builder.graph.access import open_graph;"
        "found = network(open_graph(sys.argv[1]), derived=True);"
        "sys.stdout.buffer.write(write(found, sys.argv[2], 'zh'))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(graph_file), form],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].endswith(b"\n")
    assert not runs[0].endswith(b"\n\n")


def test_gexf_does_not_hold_the_day_it_was_written(sample: Network) -> None:
    data = write(sample, "gexf", "zh")
    assert b"lastmodifieddate" not in data
    assert ET.fromstring(data).tag.endswith("gexf")  # noqa: S314 -- our own file


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("label", HOSTILE)
def test_any_label_comes_back_from_a_graph_file(tmp_path: Path, form: str, label: str) -> None:
    nodes, _ = read_back(form, write(hostile(tmp_path, label), form, "zh"))
    assert nodes[samples.FIRST]["label"] == visible(label)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script" and data.strip():
            self.scripts.append(data)


@pytest.mark.parametrize("label", HOSTILE)
def test_any_label_stays_data_in_the_page(tmp_path: Path, label: str) -> None:
    found = hostile(tmp_path, label)
    page = Page(write(found._replace(reports=[label]), "html", "zh").decode())
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert not [tag for tag, _ in page.elements if tag in {"img", "a"}]
    data = json.loads(page.scripts[0])
    assert visible(label) in {node[4] for node in data["nodes"]}
    assert visible(label) in data["titles"]["zh"]


def test_the_page_allows_nothing_but_its_own_script_and_style(sample: Network) -> None:
    page = Page(write(sample, "html", "en").decode())
    policy = next(
        a["content"] for t, a in page.elements if t == "meta" and "http-equiv" in a and a["content"]
    )
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"].startswith("'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert attributes.get("src") is None


def test_the_page_opens_in_the_language_asked_for(sample: Network) -> None:
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        page = Page(write(sample, "html", lang).decode())
        assert page.elements[0] == ("html", {"lang": code})
        assert json.loads(page.scripts[0])["lang"] == lang


def test_the_scripts_stay_small(sample: Network) -> None:
    page = Page(write(sample, "html", "zh").decode())
    assert len(page.scripts[1]) < 40_000
