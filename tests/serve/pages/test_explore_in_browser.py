"""Free exploration in a real browser: found, followed, read, undone, sent, and saved."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from tests.export.browser import _COLOURS
from tests.serve.pages.watched import Watched, serious_findings
from tests.serve.site import Settings, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.serve.site import Site

SCHOOL = "school/liu-zhou-shi-jiao-tong-xue-xiao"
START = f"/explore#t={SCHOOL}&s={SCHOOL}"
#: Table 6-1, rows of this school: the word of the column of industry chains in each.
CHAINS = {"航运产业", "建筑产业群", "交通服务产业", "汽车产业链上中下游", "机械制造产业群"}
_OVER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def page(watched: Watched) -> Page:
    """The reader's page, which begins without a past."""
    watched.page.goto("about:blank")
    return watched.page


def colours(page: Page) -> int:
    """Number of colours that are seen on the canvas."""
    picture = b64encode(page.locator("#stage").screenshot()).decode()
    blank = page.context.browser.new_page()  # type: ignore[union-attr]
    try:
        return int(blank.evaluate(_COLOURS, picture))
    finally:
        blank.close()


def things(page: Page) -> set[str]:
    """What the list beside the canvas holds."""
    return set(page.locator(".thing > span").all_inner_texts())


def has(page: Page, count: int) -> None:
    """Wait until so many things are on the canvas."""
    expect(page.locator(".thing")).to_have_count(count)


def test_a_school_is_searched_and_its_industries_are_drawn(page: Page, site: Site) -> None:
    page.goto(site.url + "/explore")
    page.fill("#seek", "市交校")
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("Enter")
    has(page, 1)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    assert things(page) == {"柳州市交通学校", *CHAINS}
    assert colours(page) > 50
    page.locator(".chip", has_text="开设专业群 5").click()
    has(page, 11)
    places = page.locator("#panel .place.passage").all_inner_texts()
    assert {f"表 6-1 第 {row} 行" for row in range(14, 19)} <= set(places)


def test_a_link_shows_the_same_to_who_opens_it_in_either_language(page: Page, site: Site) -> None:
    page.goto(site.url + START)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    has(page, 6)
    assert page.url == address  # which holds the place of each thing
    assert page.locator("#stage").get_attribute("aria-label") == (
        "图：6 个事物，5 条关联。同样的内容见清单和详情。"
    )
    assert colours(page) > 50
    page.click("a.tongue")
    page.wait_for_selector(".thing >> text=Liuzhou Transport School")
    has(page, 6)
    assert page.url.partition("#")[2] == address.partition("#")[2]
    page.click("a.tongue")


def test_back_and_forward_undo_and_redo(page: Page, site: Site) -> None:
    page.goto(site.url + START)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    page.get_by_role("button", name="撤销").click()
    has(page, 1)
    assert page.get_by_role("button", name="撤销").is_disabled()
    page.get_by_role("button", name="重做").click()
    has(page, 6)
    page.get_by_role("button", name="清空").click()
    page.wait_for_selector("#starts:not([hidden])")
    page.go_back()
    has(page, 6)


def test_everything_is_done_by_keyboard(page: Page, site: Site) -> None:
    page.goto(site.url + "/explore")
    page.focus("#seek")
    page.keyboard.type("市交校")
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    has(page, 1)
    page.locator(".chip", has_text="通达产业 5").focus()
    page.keyboard.press("Enter")
    has(page, 6)
    # The focus is still where it was, though all of the panel is new.
    assert page.evaluate("document.activeElement.className").startswith("chip full")
    page.locator(".thing[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#panel h2:has-text('{name}')")
    page.keyboard.press("Delete")
    has(page, 5)
    assert name not in things(page)


def test_things_are_hidden_pinned_folded_and_filtered(page: Page, site: Site) -> None:
    page.goto(site.url + START)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    label = page.locator("#stage")
    page.locator("[data-key='kind-IndustryTerm']").uncheck()
    page.wait_for_url(re.compile("&k=IndustryTerm"))
    assert "1 个事物，0 条关联" in str(label.get_attribute("aria-label"))
    page.locator("[data-key='kind-IndustryTerm']").check()
    page.locator("[data-key='link-https://w3id.org/zhitu/ontology#reachesIndustry']").uncheck()
    page.wait_for_url(re.compile("&l=reachesIndustry"))
    assert "6 个事物，0 条关联" in str(label.get_attribute("aria-label"))
    page.locator(".thing", has_text="航运产业").click()
    page.wait_for_selector("#panel h2:has-text('航运产业')")
    page.get_by_role("button", name="固定位置").click()
    page.wait_for_url(re.compile("hang-yun[^;&]*@p"))
    page.get_by_role("button", name="隐藏", exact=True).click()
    page.wait_for_selector(".thing.off")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.locator(".thing.off")).to_have_count(0)
    page.locator(".thing", has_text="柳州市交通学校").click()
    page.wait_for_selector("#panel h2:has-text('柳州市交通学校')")
    page.get_by_role("button", name="收起", exact=True).click()
    has(page, 2)  # the school, and what is pinned


def test_paths_between_two_things_are_found_and_drawn(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/explore#t={SCHOOL};enterprise/wu-ling")
    has(page, 2)
    page.locator(".finder summary").click()
    page.select_option("#path-from", SCHOOL)
    page.select_option("#path-to", "enterprise/wu-ling")
    page.get_by_role("button", name="找路径", exact=True).click()
    page.wait_for_selector(".onepath")
    expect(page.locator(".thing").nth(2)).to_be_visible()
    assert page.locator(".onepath").first.locator(".place.passage").count() > 0
    assert page.locator(".onepath .chip.full").count() == 1


def test_a_line_tells_who_states_it(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/explore#t={SCHOOL}@-200,0;scheme/industry/hang-yun-chan-ye@200,0")
    has(page, 2)
    box = page.locator("#stage").bounding_box()
    assert box
    # Both places are fitted to the middle of the canvas; so is the line between them.
    for down in range(-24, 25, 3):
        page.mouse.click(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + down)
        if page.locator("#panel h2", has_text="一条关联").count():
            break
    expect(page.locator("#panel .statement")).to_contain_text("通达产业")
    expect(page.locator("#panel")).to_contain_text("按规则从别的事实推得")
    assert page.locator("#panel a.rule").get_attribute("href", timeout=2000)


def test_what_is_seen_is_saved_as_pictures_and_as_statements(
    page: Page, site: Site, tmp_path: Path
) -> None:
    page.goto(site.url + START)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    files = {}
    for key, name in (("SVG", "svg"), ("PNG", "png"), ("Turtle", "ttl")):
        with page.expect_download() as taken:
            page.locator(".toolbar button", has_text=key).click()
        files[name] = tmp_path / f"picture.{name}"
        taken.value.save_as(files[name])
    drawn = files["svg"].read_text("utf-8")
    assert "柳州市交通学校" in drawn
    assert drawn.count('marker-end="url(#arrow)"') == 5
    assert files["png"].read_bytes().startswith(b"\x89PNG")
    triples = {q.triple for q in ox.parse(files["ttl"].read_bytes(), format=ox.RdfFormat.TURTLE)}
    reached = [t for t in triples if t.predicate.value.endswith("#reachesIndustry")]
    assert len(reached) == 5
    assert all(t.subject.value.endswith(SCHOOL) for t in reached)
    asked = [
        f"ASK {{ <{t.subject.value}> <{t.predicate.value}> <{t.object.value}> }}" for t in reached
    ]
    assert all(
        site.sparql(ask, "application/sparql-results+json").json()["boolean"] for ask in asked
    )


def test_the_page_fits_a_small_screen_in_the_dark_and_passes_axe(
    chromium: Browser, site: Site
) -> None:
    small = {"width": 390, "height": 800}
    watched = Watched(chromium, color_scheme="dark", viewport=small, reduced_motion="reduce")
    page = watched.page
    page.goto(site.url + START)
    page.locator(".chip", has_text="通达产业 5").click()
    has(page, 6)
    assert page.evaluate(_OVER) <= 0
    assert colours(page) > 50
    assert serious_findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    assert page.evaluate(_OVER) <= 0
    assert serious_findings(page) == []
    assert watched.complaints == []
    watched.context.close()


def test_a_link_to_what_is_gone_says_so_and_a_broken_one_starts_anew(
    page: Page, site: Site
) -> None:
    page.goto(f"{site.url}/explore#t={SCHOOL};school/nobody;%3Cscript%3E")
    has(page, 1)
    page.wait_for_selector("#status >> text=链接里有 2 个事物不在当前的图里")
    page.goto("about:blank")
    page.goto(f"{site.url}/explore#t=%;;@@&k=%E0%A4%A")
    page.wait_for_selector("#starts:not([hidden])")


def test_a_label_that_looks_like_markup_is_text(chromium: Browser, tmp_path: Path) -> None:
    label = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        "@prefix vet: <https://w3id.org/zhitu/ontology#> .\n"
        "@prefix zid: <https://w3id.org/zhitu/id/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f'<https://w3id.org/zhitu/id/school/a> a vet:School ; rdfs:label "{label}"@zh ;'
        " vet:worksWith <https://w3id.org/zhitu/id/enterprise/b> .\n"
        '<https://w3id.org/zhitu/id/enterprise/b> a vet:Enterprise ; rdfs:label "乙"@zh .\n',
        "utf-8",
    )
    watched = Watched(chromium)
    with running(Settings(graph=str(graph), workers=1, watch=0)) as strange:
        page = watched.page
        page.goto(f"{strange.url}/explore#t=school/a;enterprise/b&s=school/a")
        has(page, 2)
        page.wait_for_selector("#panel h2")
        assert label in page.locator("#panel h2").inner_text()
        # A graph without passages has links, too.
        assert "1 条关联" in str(page.locator("#stage").get_attribute("aria-label"))
        assert page.locator("#explore script, #explore img").count() == 0
    assert watched.complaints == []
    watched.context.close()


def test_without_a_script_the_page_says_where_else_to_look(chromium: Browser, site: Site) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    watched.page.goto(site.url + "/explore")
    assert watched.page.locator("#explore a[href='/lists']").is_visible()
    assert not watched.page.locator("#starts").is_visible()
    watched.context.close()
