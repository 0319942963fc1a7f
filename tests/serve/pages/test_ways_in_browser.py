"""From the picture of the city to a school, an industry, a thing, and back, by clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serve.pages.places import SCHOOL, address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.serve.site import Site

TRAFFIC = "柳州市交通学校"


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """A reader of Chinese at the page of traces."""
    context = chromium.new_context(extra_http_headers={"Accept-Language": "zh"})
    found = context.new_page()
    found.goto(site.url + "/trace")
    yield found
    context.close()


def drawn(page: Page) -> int:
    """Width of the first picture once the browser has decoded it: drawn, and not only there."""
    picture = page.locator("figure.picture img").first
    picture.scroll_into_view_if_needed()
    width: int = picture.evaluate("async (img) => { await img.decode(); return img.naturalWidth; }")
    return width


def test_the_city_leads_to_a_school_to_its_industry_and_back_to_the_schools(page: Page) -> None:
    page.click("figure.picture a")
    page.wait_for_url("**/pictures/flow")
    page.click(f'main .chips a:text-is("{TRAFFIC}")')
    page.wait_for_url("**/pictures/flow?school=*")
    picture = page.locator("figure.picture img")
    assert drawn(page) > 500
    assert TRAFFIC in (picture.get_attribute("alt") or "")
    # Table 6-1 prints five clusters of the school, each with one industry.
    assert page.locator('main .chips a[href*="industry="]').count() == 5
    page.click('main .chips a:text-is("航运产业")')
    page.wait_for_url("**/pictures/flow?industry=*")
    assert page.locator('main .chips a[href*="school="]').all_inner_texts() == [TRAFFIC]
    page.click('main p a:text-is("航运产业")')
    page.wait_for_url("**/scheme/industry/*")
    assert page.locator("h1").inner_text() == "航运产业"
    page.click(f'main a:text-is("{TRAFFIC}")')
    page.wait_for_url(f"**{SCHOOL}")
    page.click("figure.picture a")
    page.wait_for_url("**/pictures/flow?school=*")


def test_a_choice_survives_the_change_of_language(page: Page, site: Site) -> None:
    page.goto(site.url + address(f"/pictures/flow?school={TRAFFIC}"))
    page.click(".tongue")
    assert page.locator("#school option:checked").inner_text() == "Liuzhou Transport School"
    assert page.locator('main .chips a[href*="industry="]').count() == 5


def test_a_path_is_asked_for_read_and_exported(page: Page) -> None:
    page.fill("main #from", "市交校")
    page.fill("main #to", "五菱")
    page.click("main form button")
    page.wait_for_selector(".path")
    assert "第 3.2 节第 3 段第 1 句" in page.locator(".path").first.inner_text()
    for form in ("PDF", "XLSX"):
        with page.expect_download() as download:
            page.click(f'.tools a:text-is("{form}")')
        assert download.value.suggested_filename == f"trace.{form.lower()}"
        assert download.value.path().stat().st_size > 3000


def test_a_question_has_choices_by_name_a_picture_its_sparql_and_files(
    page: Page, site: Site
) -> None:
    page.goto(site.url + "/questions/school_to_industry")
    page.select_option("main select", label=TRAFFIC)
    page.click("main form button")
    page.wait_for_selector("table.data")
    assert "school=" in page.url
    assert page.locator("thead th").all_inner_texts()[-1] == "出处"
    assert drawn(page) > 500
    page.click("details.block summary")
    assert "vet:offersCluster" in page.locator("details.block pre").first.inner_text()
    for words, suffix in (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json")):
        with page.expect_download() as download:
            page.locator(".tools a", has_text=words).first.click()
        assert download.value.path().stat().st_size > 300, suffix
    page.emulate_media(media="print")
    assert page.locator("header nav").is_hidden()
    assert page.locator("table.data").is_visible()


def test_a_thing_has_a_picture_all_its_names_and_its_data(page: Page, site: Site) -> None:
    page.goto(site.url + SCHOOL)
    names = page.locator("aside li span:first-child").all_inner_texts()
    assert {TRAFFIC, "市交校", "Liuzhou Transport School"} <= set(names)
    assert drawn(page) > 500
    files = page.locator("aside .chips a").all_inner_texts()
    assert files == ["Turtle", "JSON-LD", "N-Triples", "RDF/XML"]
    page.goto(site.url + "/id/country/ma-lai-xi-ya")
    assert drawn(page) > 500
    assert page.locator("aside li span").first.inner_text() == "马来西亚"
