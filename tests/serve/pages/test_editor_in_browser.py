"""The editor of queries in a real browser: what it offers, marks and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.serve.pages.watched import serious_findings

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.serve.pages.watched import Watched
    from tests.serve.site import Site


@pytest.fixture
def page(watched: Watched, site: Site) -> Page:
    """The page of queries with an empty editor that has the focus."""
    page = watched.page
    with page.expect_response("**/api/vocabulary*"):
        page.goto(f"{site.url}/sparql?lang=zh")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    return page


def typed(page: Page, text: str) -> None:
    """Type as a person does; what the editor offers is not taken."""
    page.keyboard.type(text, delay=5)


def test_a_class_is_found_by_its_chinese_name_and_put_in_by_its_own(page: Page) -> None:
    typed(page, "SELECT ?x WHERE { ?x a 中等职业学")
    offered = page.locator(".cm-tooltip-autocomplete li").first
    expect(offered).to_contain_text("vet:School")
    # So that a list that has only just opened takes no key meant for the text.
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("?x a vet:School")


def test_a_mistake_is_marked_in_its_line_and_told_in_words(page: Page) -> None:
    typed(page, "SELECT ?x WHERE {\n?x a nothing:School\n")
    page.keyboard.press("Escape")
    marker = page.locator(".cm-lint-marker-error")
    expect(marker).to_have_count(1)
    marker.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("nothing")


def test_the_keyboard_runs_a_query_and_the_address_keeps_it(page: Page) -> None:
    # Chapter 1: nine schools.
    typed(page, "SELECT ?s WHERE { ?s a vet:School }")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator("table.data tbody tr")).to_have_count(9)
    assert "query=SELECT" in page.url
    expect(page.locator(".cm-content")).to_contain_text("?s a vet:School")


def test_the_keyboard_leaves_the_editor(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.id || document.activeElement.tagName")
    assert focused == "run"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_and_has_no_serious_finding(
    watched: Watched, site: Site, lang: str, width: int
) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site.url}/sparql?lang={lang}")
    expect(page.locator(".cm-content")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert serious_findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
