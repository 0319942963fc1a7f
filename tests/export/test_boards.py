"""Matrices and bars as pages, in a real browser."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from graph_builder.export.content import Bar, Bars, Group, View
from graph_builder.export.render import render
from graph_builder.export.views.registry import view
from tests.export.browser import Viewer
from tests.export.pictures import report
from tests.export.test_files import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

TRAFFIC = "柳州市交通学校"
FUNDED = "广西优质中职学校和专业立项建设单位"


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Viewer]]:
    """Opens a view as a page; the page may complain of nothing and ask for nothing."""
    viewers: list[Viewer] = []

    def open_page(shown: str | View, **options: object) -> Viewer:
        found = view(report(), shown, both=True) if isinstance(shown, str) else shown
        path = tmp_path / f"{len(viewers)}.html"
        path.write_bytes(render(found, "html"))
        assert path.stat().st_size < 1_500_000
        viewers.append(Viewer(browser, path, **options))
        return viewers[-1]

    yield open_page
    for viewer in viewers:
        assert viewer.complaints == []
        assert [url for url in viewer.requests if not url.startswith(("file:", "blob:"))] == []
        viewer.page.close()


def rows(viewer: Viewer) -> list[str]:
    return viewer.page.locator('#stage tbody th[scope="row"]').all_text_contents()


def test_a_cell_of_the_matrix_of_honours_tells_where_it_is_printed(
    show: Callable[..., Viewer],
) -> None:
    viewer = show("honours")
    page = viewer.page
    heads = page.locator("#stage thead th").all_text_contents()
    assert len(heads) == 2 + 9
    assert heads[2:4] == ["柳州市第一职业技术学校", "柳州市第二职业技术学校"]
    assert viewer.colours("#stage") > 20
    page.click(f'button[aria-label="{FUNDED}，{TRAFFIC}：2023 B类"]')
    assert page.locator("#panel h2").text_content() == FUNDED
    # Table 1-1 lists the honours of the school in its third row.
    assert "表 1-1 第 3 行第 3 列" in page.locator("#panel .places li").all_text_contents()


def test_the_matrix_is_searched_narrowed_to_a_school_and_to_a_level(
    show: Callable[..., Viewer],
) -> None:
    viewer = show("honours")
    page = viewer.page
    everything = rows(viewer)
    page.fill("#search", "五星级")
    assert rows(viewer) == ["广西五星级中职学校"]
    assert f"共 {len(everything)} 行，现在显示 1 行" in (page.text_content("#status") or "")
    page.fill("#search", "没有这个")
    assert rows(viewer) == []
    page.press("#search", "Escape")
    assert rows(viewer) == everything
    page.select_option("#column", label=TRAFFIC)
    # The report lists nine honours of the school.
    assert len(rows(viewer)) == 9
    page.select_option("#plain", label="国家级")
    levels = set(page.locator("#stage td.plain").all_text_contents())
    assert levels == {"国家级"}


def test_the_page_changes_its_language_and_saves_what_is_seen(
    show: Callable[..., Viewer], tmp_path: Path
) -> None:
    viewer = show("honours")
    page = viewer.page
    page.select_option("#column", label=TRAFFIC)
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Liuzhou Transport School" in page.locator("#stage thead").inner_text()
    page.click("#language")
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as handle:
        saved = list(csv.reader(handle))
    assert saved[0][1:] == ["列", "内容", "出处"]
    assert len(saved) == 1 + 9
    (line,) = [line for line in saved if line[0] == FUNDED]
    assert line[1:3] == [TRAFFIC, "2023 B类"]
    assert "表 1-1 第 3 行第 3 列" in line[3]


def test_the_keyboard_goes_from_cell_to_cell(show: Callable[..., Viewer]) -> None:
    page = show("honours").page
    page.focus("#stage")
    page.keyboard.press("Tab")
    at = "[document.activeElement.dataset.row, document.activeElement.dataset.column]"
    first = page.evaluate(at)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) != first
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.locator("#panel .close").focus()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.className") == "cell"


def test_bars_are_as_long_as_their_figures_and_lead_to_their_cells(
    show: Callable[..., Viewer],
) -> None:
    viewer = show("indicators")
    page = viewer.page
    assert len(rows(viewer)) > 200
    section = page.locator("#section option", has_text="%").first.text_content() or ""
    page.select_option("#section", label=section)
    shown = page.evaluate(
        """() => [...document.querySelectorAll("#stage .long")].map((bar) =>
        [parseFloat(bar.querySelector("span").textContent),
          parseFloat(bar.querySelector("rect").getAttribute("width"))])"""
    )
    assert len(shown) > 10
    most = max(value for value, _ in shown)
    assert all(abs(length - 100 * value / most) < 0.02 for value, length in shown)
    page.locator("#stage .long").first.click()
    assert "第" in (page.text_content("#panel .places") or "")


@pytest.mark.parametrize("name", ["honours", "indicators"])
def test_no_page_is_wider_than_a_small_window(show: Callable[..., Viewer], name: str) -> None:
    page = show(name, viewport={"width": 390, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator("#stage button").first.is_visible()


@pytest.mark.parametrize("label", [HOSTILE[0], HOSTILE[2]])
def test_a_hostile_label_is_text(show: Callable[..., Viewer], label: str) -> None:
    bars = Bars([label], [Group(label, [Bar(1, label, 0, label)], label)])
    viewer = show(View("x", "zh", label, [label], bars, None, []))
    assert viewer.page.evaluate("window.hacked") is None
    assert viewer.page.locator("img").count() == 0
    viewer.page.locator("#stage button").click()
    assert viewer.page.locator("#panel").is_visible()


def test_a_hundred_thousand_rows_are_cut_and_the_page_says_so(show: Callable[..., Viewer]) -> None:
    groups = [Group(f"第 {n} 行", [Bar(n, str(n))]) for n in range(100_000)]
    viewer = show(View("x", "zh", "多", [], Bars([""], groups), None, []))
    assert len(rows(viewer)) == 2_000
    assert "共有 100000 行" in (viewer.page.text_content("#legend") or "")
