"""Every page in a real browser: draws, asks nobody outside, fits, can be used without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serve.pages.places import PAGES, address
from tests.serve.pages.watched import Watched, serious_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.serve.site import Site

_OVER = "document.documentElement.scrollWidth - window.innerWidth"
_BELOW = """[...document.querySelectorAll("main h1, main p, main table, main form, main dl")]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 8).length"""


@pytest.fixture(scope="module", params=["zh", "en"])
def reader(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Watched]:
    """A reader of one language."""
    assert site.url
    watched = Watched(chromium, lang=request.param)
    yield watched
    watched.context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_draws_fits_two_widths_asks_nobody_else_and_passes_axe(
    reader: Watched, site: Site, path: str
) -> None:
    reader.complaints.clear()
    reader.requests.clear()
    page = reader.page
    page.set_viewport_size({"width": 390, "height": 800})
    answer = page.goto(site.url + address(path))
    assert answer is not None
    assert answer.status == 200
    if page.locator("[role=status]", has_text="几秒").count():
        page.wait_for_selector(".tiles")
    assert page.evaluate(_OVER) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(_OVER) <= 0
    assert page.evaluate(_BELOW) == 0
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") in {"zh-CN", "en"}
    assert reader.complaints == []
    assert [url for url in reader.requests if not url.startswith(site.url + "/")] == []
    if page.locator("html").get_attribute("lang") == "zh-CN":
        assert serious_findings(page) == []


@pytest.fixture(scope="module")
def plain_reader(chromium: Browser) -> Iterator[Watched]:
    """A reader of Chinese."""
    watched = Watched(chromium)
    yield watched
    watched.context.close()


@pytest.mark.parametrize("name", ["home", "trace", "quality", "thing"])
def test_axe_finds_nothing_serious_in_the_dark_and_on_a_small_screen(
    chromium: Browser, site: Site, name: str
) -> None:
    small = {"width": 390, "height": 800}
    watched = Watched(chromium, color_scheme="dark", viewport=small)
    watched.page.goto(site.url + address(PAGES[name]))
    assert serious_findings(watched.page) == []
    watched.context.close()


def test_the_first_tab_stop_skips_to_the_text(plain_reader: Watched, site: Site) -> None:
    page = plain_reader.page
    page.goto(site.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_link_and_field_of_the_first_page_is_reached_by_keyboard(
    plain_reader: Watched, site: Site
) -> None:
    page = plain_reader.page
    page.goto(site.url + "/")
    stops = page.evaluate(
        "document.querySelectorAll('a[href], button, input, [tabindex=\"0\"]').length"
    )
    reached = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )
    assert len(reached) == stops


def test_a_question_is_asked_and_its_place_opened_without_a_mouse(
    plain_reader: Watched, site: Site
) -> None:
    page = plain_reader.page
    page.goto(site.url + "/")
    page.focus("#ask")
    page.keyboard.type("市交校对接哪些产业链？")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/school_to_industry**")
    assert page.locator("table.data tbody tr").count() == 5
    place = page.locator("table.data a.passage").first
    assert place.inner_text() == "表 6-1 第 14 行"
    place.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/table/6-1/row/14")
    assert page.locator("td.here").all_inner_texts()[-1] == "汽车产业链上中下游"


def test_pages_work_without_javascript(chromium: Browser, site: Site) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    page.goto(site.url + "/trace")
    page.fill("main #from", "市交校")
    page.fill("main #to", "五菱")
    page.press("main #to", "Enter")
    page.wait_for_selector(".path")
    first = page.locator(".path").first.inner_text()
    assert "柳州五菱新能源汽车有限公司" in first
    assert "第 3.2 节第 3 段第 1 句" in first
    watched.context.close()
