"""Mermaid files, read and drawn by Mermaid itself in a real browser."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_builder.export.formats.graphs import write
from graph_builder.export.render import render
from graph_builder.export.views.selection import Selection
from graph_builder.pages.ontology import ontology_page
from graph_builder.paths import bundled
from tests.export.pictures import seen
from tests.export.test_files import HOSTILE, hostile, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from graph_builder.export.network import Network

_SCRIPT = Path(__file__).parents[2] / "web" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
#: Nodes and edges as Mermaid's parser has them: id and text; ends, text and kind of line.
_PARSE = """async (text) => {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return { nodes: [...db.getVertices().values()].map((v) => [v.id, v.text]),
    edges: db.getEdges().map((e) => [e.start, e.end, e.text, e.stroke]) };
}"""
#: The words of the picture that Mermaid draws of a text.
_DRAW = """async (text) => {
  const holder = document.createElement("div");
  holder.innerHTML = (await mermaid.render("drawn", text)).svg;
  return [...holder.querySelectorAll(".nodeLabel")].map((e) => e.textContent);
}"""


@pytest.fixture(scope="module")
def mermaid(browser: Browser) -> Iterator[Page]:
    """A blank page with Mermaid, as sites that draw such files set it up."""
    if not _SCRIPT.is_file():
        reason = "Mermaid is not installed (python web/build.py check)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    page = browser.new_page()
    page.add_script_tag(path=_SCRIPT)
    page.evaluate("mermaid.initialize({ startOnLoad: false })")
    yield page
    page.close()


def parsed(mermaid: Page, text: str) -> dict[str, Any]:
    found: dict[str, Any] = mermaid.evaluate(_PARSE, text)
    return found


def plain(text: str) -> str:
    """A label as Mermaid keeps it until it draws, with its entity codes resolved."""
    return re.sub(r"ﬂ°°(\d+)¶ß", lambda m: chr(int(m[1])), text)


@pytest.mark.parametrize(
    ("name", "selection"),
    [
        ("flow", Selection()),
        ("partners", Selection()),
        ("honours", Selection()),
        ("ontology", Selection()),
        ("trace", Selection(start="市交校", end="五菱", hops=5)),
        ("network", Selection(around="市交校")),
    ],
)
def test_mermaid_reads_every_node_and_edge_of_a_view(
    mermaid: Page, name: str, selection: Selection
) -> None:
    view = seen(name, "zh", selection)
    network: Network | None = view.network
    assert network is not None
    found = parsed(mermaid, render(view, "mermaid").decode())
    names = {f"n{i}": n.brief_zh for i, n in enumerate(network.nodes)}
    assert {node: plain(text) for node, text in found["nodes"]} == names
    ids = {n.iri: f"n{i}" for i, n in enumerate(network.nodes)}
    edges = [
        [ids[e.source], ids[e.target], e.zh, "dotted" if e.derived else "normal"]
        for e in network.edges
    ]
    assert [[s, t, plain(text), stroke] for s, t, text, stroke in found["edges"]] == edges


def test_mermaid_draws_the_flow_with_its_labels(mermaid: Page) -> None:
    view = seen("flow", "zh", Selection(school="市交校"))
    assert view.network is not None
    drawn = mermaid.evaluate(_DRAW, render(view, "mermaid").decode())
    assert sorted(drawn) == sorted(n.brief_zh for n in view.network.nodes)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_is_drawn_as_it_is(mermaid: Page, tmp_path: Path, label: str) -> None:
    network = hostile(tmp_path, label)
    drawn = mermaid.evaluate(_DRAW, write(network, "mermaid", "zh").decode())
    assert " ".join(visible(label).split()) in {" ".join(words.split()) for words in drawn}
    assert len(drawn) == len(network.nodes)
    assert mermaid.evaluate("window.hacked") is None


def test_the_picture_in_the_page_of_the_ontology_is_read(mermaid: Page) -> None:
    picture = ontology_page(bundled("ontology")).partition("```mermaid\n")[2].partition("```")[0]
    assert mermaid.evaluate("async (text) => (await mermaid.parse(text)).diagramType", picture)


def test_mermaid_refuses_what_is_no_diagram(mermaid: Page) -> None:
    assert mermaid.evaluate("(t) => mermaid.parse(t, { suppressErrors: true })", "flowchart L") is (
        False
    )
