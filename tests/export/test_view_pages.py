"""The views as pages, in a real browser: the flow with its bands, the others as networks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from graph_builder.export.content import View
from graph_builder.export.network import Edge, Network, Node
from graph_builder.export.render import render
from graph_builder.names import ID
from tests.export import samples
from tests.export.browser import Viewer
from tests.export.pictures import seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def flow(browser: Browser, tmp_path: Path) -> Iterator[Viewer]:
    """The flow of the bundled report."""
    path = tmp_path / "flow.html"
    path.write_bytes(render(seen("flow"), "html"))
    viewer = Viewer(browser, path)
    yield viewer
    assert viewer.complaints == []
    assert viewer.requests == [path.as_uri()]
    viewer.page.close()


ENDS = """() => [...document.querySelectorAll("#stage .band")].map((band) => {
  const [, x1, y1, x2, y2] = band.getAttribute("d").match(/^M(\\S+) (\\S+)C.* (\\S+) (\\S+)$/);
  return [x1, y1, x2, y2, band.getAttribute("stroke-width")].map(Number);
})"""


def test_bands_of_the_flow_are_as_thick_as_the_links_that_they_carry(flow: Viewer) -> None:
    bands = flow.page.evaluate(ENDS)
    assert len(bands) == 87
    unit = min(band[4] for band in bands)
    # Table 6-1 prints 36 links from a core programme to an industry; each crosses three gaps.
    assert sum(band[4] / unit for band in bands) == 3 * 36
    assert {band[4] / unit for band in bands} == {1, 2, 3, 6}


def test_bands_that_begin_at_one_box_do_not_lie_on_each_other(flow: Viewer) -> None:
    starts: dict[float, list[tuple[float, float]]] = {}
    for x1, y1, x2, y2, width in flow.page.evaluate(ENDS):
        starts.setdefault(x1, []).append((y1, width))
        starts.setdefault(x2, []).append((y2, width))
    for ends in starts.values():
        ends.sort()
        for (y, width), (below, other) in itertools.pairwise(ends):
            assert below - y >= (width + other) / 2 - 1.1  # pixels are whole


def test_a_click_on_a_band_shows_the_place_that_states_it(flow: Viewer) -> None:
    flow.page.locator("#stage .band").evaluate_all(
        """(bands) => bands.find((band) => band.textContent.includes("航运产业"))
        .dispatchEvent(new MouseEvent("click", { bubbles: true }))"""
    )
    panel = flow.page.locator("#panel")
    assert panel.locator("h3").text_content() == "最短路径：1 步"
    assert panel.locator(".places li").all_text_contents() == ["表 6-1 第 15 行"]


@pytest.mark.parametrize("name", ["partners", "ontology"])
def test_other_views_are_pages_too(browser: Browser, tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(render(seen(name), "html"))
    assert path.stat().st_size < 1_500_000
    viewer = Viewer(browser, path)
    found = seen(name).network
    assert found is not None
    assert len(viewer.names()) == len(found.nodes)
    assert viewer.page.title().startswith(seen(name).title)
    viewer.page.click("#language")
    assert viewer.page.title().startswith(seen(name, "en").title)
    assert viewer.complaints == []
    viewer.page.close()


def test_fifty_thousand_things_are_counted_by_class_and_the_page_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    schools = [Node(f"{ID}school/{i}", "School", 3, *[f"学校{i}"] * 4) for i in range(10_000)]
    clusters = [
        Node(f"{ID}cluster/{i}", "ProgrammeCluster", 4, *[f"群{i}"] * 4) for i in range(40_000)
    ]
    edges = [
        Edge(schools[i // 4].iri, clusters[i].iri, "p", "开设专业群", "offers", (samples.ROW,))
        for i in range(40_000)
    ]
    big = Network([*schools, *clusters], edges, ["全国"])
    view = View("network", "zh", "全国", [], None, big, [])
    path = tmp_path / "big.html"
    path.write_bytes(render(view, "html"))
    assert path.stat().st_size < 100_000
    viewer = Viewer(browser, path)
    assert viewer.names() == ["专业群 40000 个", "中职学校 10000 个"]
    words = viewer.page.locator("#legend").text_content() or ""
    assert "共有 50000 个节点" in words
    assert "合并计数" in words
    assert viewer.complaints == []
    viewer.page.close()
    assert render(view, "zip").count(b"PK\x01\x02") == 2
