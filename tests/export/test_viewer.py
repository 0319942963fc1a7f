from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from graph_builder.export.formats.graphs import write
from graph_builder.export.network import Edge, Network, Node, network
from graph_builder.graph.access import open_graph
from graph_builder.names import ID
from tests.export import samples
from tests.export.browser import Viewer
from tests.export.test_files import HOSTILE, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

FIRST = "中职学校 · 云州市第一学校"
SECOND = "中职学校 · 云州市第二学校"
TREATY = "合作 · 一校与邦善大学：备忘录"
BREWING = "核心专业 · 茶艺（云州市第一学校·茶艺专业群）"
HULL = "船体（云州市第二学校·造船专业群）"
TEA_TRADE = "产业 · 茶产业"
COUNTRY = "国家 · 泰国"


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Viewer]]:
    """Opens a network in the browser; afterwards nothing may have gone wrong or left the page."""
    opened: list[Viewer] = []

    def show(found: Network, lang: str = "zh", **options: Any) -> Viewer:
        path = tmp_path / "网络.html"
        path.write_bytes(write(found, "html", lang))
        opened.append(Viewer(browser, path, **options))
        return opened[-1]

    yield show
    for viewer in opened:
        viewer.page.close()
        assert viewer.complaints == []
        assert [u for u in viewer.requests if not u.startswith(("file:", "data:", "blob:"))] == []


@pytest.fixture
def viewer(show: Callable[..., Viewer], sample: Network) -> Viewer:
    return show(sample)


def crowd(size: int) -> Network:
    """Many schools with long names, each with clusters, so that the columns are full."""
    nodes, edges = [], []
    for i in range(size):
        name = f"云州市第{i}职业技术学校与第{i}高级技工学校（筹建办公室）"
        english = f"Vocational and Technical School Number {i} of Yunzhou with its annexes"
        school = Node(f"{ID}school/{i}", "School", 3, name, english, name, english)
        nodes.append(school)
        for j in range(i % 4):
            cluster = Node(
                f"{ID}cluster/{i}-{j}", "ProgrammeCluster", 4, *([f"{i}号专业群{j}"] * 4)
            )
            nodes.append(cluster)
            edges.append(Edge(school.iri, cluster.iri, "p", "开设", "offers", (samples.ROW + "1",)))
    nodes.sort(key=lambda n: (n.layer, n.iri))
    return Network(nodes, edges, [])


def test_everything_is_drawn_and_nothing_else_is_asked_for(viewer: Viewer) -> None:
    assert viewer.names() == sorted(
        zh for cls, zh, _ in samples.THINGS.values() if cls not in {"Enterprise", "Programme"}
    )
    assert viewer.page.locator(".edge:not(.stated)[d^=M][marker-end]").count() == 13
    heads = viewer.page.locator(".heads text").all_text_contents()
    assert heads == [
        "国家与地方 1",
        "合作方 1",
        "合作与基地 1",
        "学校 2",
        "专业群 2",
        "核心专业 3",
        "产业 2",
    ]
    assert viewer.colours("#stage") > 30
    assert viewer.colours(viewer.node(FIRST)) > 5
    assert viewer.requests == [viewer.page.url]


def test_a_core_programme_is_drawn_by_its_short_name_and_told_by_its_long_one(
    viewer: Viewer,
) -> None:
    node = viewer.page.locator(viewer.node(BREWING))
    assert node.locator("text").text_content() == "茶艺"
    assert node.get_attribute("aria-label") == f"{BREWING.replace(' · ', '：')}，2 条联系"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_box_overlaps_another_and_every_label_keeps_inside_its_box(
    show: Callable[..., Viewer], lang: str, width: int
) -> None:
    page = show(crowd(30), lang, viewport={"width": width, "height": 800}).page
    boxes = page.evaluate("""() => [...document.querySelectorAll(".node")].map((node) => {
      const frame = (name) => node.querySelector(name).getBoundingClientRect();
      const [box, text] = [frame("rect"), frame("text")];
      return { left: box.left, right: box.right, top: box.top, bottom: box.bottom,
        inside: text.left > box.left && text.right < box.right && text.top >= box.top - 1
          && text.bottom <= box.bottom + 1 };
    })""")
    assert len(boxes) == 30 + sum(i % 4 for i in range(30))
    assert all(box["inside"] for box in boxes)
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            beside = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert beside or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("茶产", ["茶产业"], id="Chinese"),
        pytest.param("THAI", ["泰国"], id="English in a Chinese page"),
        pytest.param("  云州市第二 ", ["云州市第二学校", HULL], id="with spaces around it"),
        pytest.param("船", [HULL, "造船专业群", "造船业"], id="several"),
        pytest.param("<", [], id="markup"),
    ],
)
def test_search_marks_what_it_finds_and_says_how_many(
    viewer: Viewer, words: str, names: list[str]
) -> None:
    viewer.page.fill("#search", words)
    assert viewer.names(".node.hit") == sorted(names)
    status = viewer.page.locator("#status").text_content() or ""
    assert (f"找到 {len(names)} 个" in status) if names else (status == "没有找到")
    assert viewer.page.locator(".node:not(.hit):not(.dim)").count() == 0


def test_enter_goes_from_hit_to_hit_and_brings_each_into_view(viewer: Viewer) -> None:
    page = viewer.page
    page.keyboard.press("1")
    for _ in range(6):
        page.click("#zoom-in")
    page.fill("#search", "船")
    visited = []
    for _ in range(4):
        page.press("#search", "Enter")
        assert viewer.seen(".node.chosen")
        visited += viewer.names(".node.chosen")
    assert visited[:3] == ["造船业", "造船专业群", HULL], "the name with the least beside it first"
    assert visited[3] == visited[0]
    page.press("#search", "Shift+Enter")
    assert viewer.names(".node.chosen") == [visited[2]]


def test_a_class_can_be_hidden_and_shown_again(viewer: Viewer) -> None:
    box = viewer.page.locator('#legend input[value="ProgrammeCluster"]')
    box.uncheck()
    assert not [name for name in viewer.names() if name.endswith("专业群")]
    assert len(viewer.names()) == 10
    assert viewer.page.locator("#stage .edge:not(.off)").count() == 13 - 5
    assert viewer.page.locator(".heads text", has_text="专业群").count() == 0
    box.check()
    assert len(viewer.names()) == 12
    assert viewer.page.locator("#stage .edge:not(.off)").count() == 13


def test_one_kind_of_link_can_be_shown_alone(viewer: Viewer) -> None:
    viewer.page.select_option("#links", label="对接产业 3")
    assert viewer.page.locator("#stage .edge:not(.off)").count() == 3
    assert len(viewer.names()) == 5
    viewer.page.select_option("#links", label="全部联系")
    assert viewer.page.locator("#stage .edge:not(.off)").count() == 13


def test_with_every_class_hidden_the_viewer_still_answers(viewer: Viewer) -> None:
    for box in viewer.page.locator("#legend input").all():
        box.uncheck()
    assert viewer.names() == []
    for tool in ("#fit", "#readable", "#zoom-in", "#language"):
        viewer.page.click(tool)
    viewer.page.fill("#search", "茶")
    viewer.page.locator('#legend input[value="School"]').check()
    assert len(viewer.names()) == 2


def test_a_click_lights_the_neighbours_and_lists_every_statement_with_its_places(
    viewer: Viewer,
) -> None:
    viewer.page.click(viewer.node(TREATY))
    assert viewer.names(".node:not(.dim)") == [
        "一校与邦善大学：备忘录",
        "云州市第一学校",
        "泰国邦善大学",
    ]
    panel = viewer.page.locator("#panel")
    assert panel.locator("h2").text_content() == "一校与邦善大学：备忘录"
    assert panel.locator("h3").all_text_contents() == ["由此指向 2"]
    facts = panel.locator(".facts > li > p").all_text_contents()
    assert sorted(facts) == ["合作方泰国邦善大学", "校方云州市第一学校"]
    partner = panel.locator(".facts > li", has_text="泰国邦善大学").locator(".places li")
    assert partner.all_text_contents() == ["第 2.5 节第 3 段第 2 句", "第 4.2 节第 1 段第 1 句"]


def test_statements_in_both_directions_are_listed_and_derived_ones_marked(viewer: Viewer) -> None:
    viewer.page.click(viewer.node(FIRST))
    panel = viewer.page.locator("#panel")
    assert panel.locator("h3").all_text_contents() == ["由此指向 2", "指向这里 1"]
    stated = panel.locator(".facts > li", has_text="开设专业群").locator(".places li")
    assert stated.all_text_contents() == ["表 6-1 第 1 行"]
    assert stated.get_attribute("class") == ""
    derived = panel.locator(".facts > li", has_text="通达产业").locator(".places li")
    assert (derived.text_content() or "").startswith("推得")
    assert derived.get_attribute("class") == "derived"
    assert viewer.page.locator("#stage .edge.derived.lit").count() == 1


def test_a_name_in_the_panel_leads_on_even_when_a_filter_hides_it(viewer: Viewer) -> None:
    viewer.page.locator('#legend input[value="University"]').uncheck()
    viewer.page.click(viewer.node(TREATY))
    viewer.page.click('#panel .jump:has-text("泰国邦善大学")')
    assert viewer.names(".node.chosen") == ["泰国邦善大学"]
    assert viewer.page.locator('#legend input[value="University"]').is_checked()
    assert viewer.page.locator("#panel h2").text_content() == "泰国邦善大学"


def test_shift_click_shows_the_shortest_path_with_its_places(viewer: Viewer) -> None:
    viewer.page.click(viewer.node(COUNTRY))
    viewer.page.click("#fit")  # the panel covers what it leads to
    viewer.page.click(viewer.node(TEA_TRADE), modifiers=["Shift"])
    panel = viewer.page.locator("#panel")
    assert panel.locator("h3").text_content() == "最短路径：4 步"
    steps = panel.locator("ol > li > p").all_text_contents()
    assert steps == [
        "泰国邦善大学所在国家泰国",
        "一校与邦善大学：备忘录合作方泰国邦善大学",
        "一校与邦善大学：备忘录校方云州市第一学校",
        "云州市第一学校通达产业茶产业",
    ]
    assert viewer.page.locator("#stage .edge.lit").count() == 4
    assert viewer.seen(viewer.node(COUNTRY))
    assert viewer.seen(viewer.node(TEA_TRADE))


def test_without_the_derived_links_the_path_takes_the_stated_ones(
    show: Callable[..., Viewer], graph_file: Path
) -> None:
    viewer = show(network(open_graph(graph_file)))
    viewer.page.click(viewer.node(FIRST))
    viewer.page.click("#fit")
    viewer.page.click("#panel button:has-text('找最短路径')")
    viewer.page.click(viewer.node(TEA_TRADE))
    assert viewer.page.locator("#panel h3").text_content() == "最短路径：3 步"
    viewer.page.click(viewer.node(FIRST))
    viewer.page.click(viewer.node(SECOND), modifiers=["Shift"])
    assert "不相连" in (viewer.page.locator("#panel").text_content() or "")


def test_the_page_changes_language_and_back(viewer: Viewer) -> None:
    page = viewer.page
    page.click(viewer.node(FIRST))
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#panel h2").text_content() == "First School of Yunzhou"
    assert "Table 6-1, row 1" in (page.locator("#panel").text_content() or "")
    assert page.locator(".heads text").last.text_content() == "Industries 2"
    assert "Thailand" in viewer.names()
    assert "造船业" in viewer.names(), "what has no English label keeps its Chinese one"
    assert page.evaluate("document.activeElement.id") == "language"
    page.click("#language")
    assert page.title() == f"{samples.TITLE} · 关系图"
    assert "泰国" in viewer.names()


def test_the_keyboard_alone_will_do(viewer: Viewer) -> None:
    page = viewer.page
    page.focus("#stage")
    page.keyboard.press("Tab")
    focused = "document.activeElement.querySelector('title').textContent"
    assert page.evaluate(focused) == COUNTRY
    outline = "getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
    assert page.evaluate(outline) == "3px"
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate(focused) == FIRST
    page.keyboard.press("Enter")
    assert viewer.names(".node.chosen") == ["云州市第一学校"]
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == SECOND
    page.keyboard.press("Shift+Enter")
    assert page.locator("#panel h3").text_content() == "在现在显示的联系里，两者不相连。"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")
    page.fill("#search", "茶")
    page.press("#search", "Enter")
    page.locator("#panel .jump").first.focus()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.input_value("#search") == ""
    assert page.locator(".node.hit, .node.dim").count() == 0
    assert page.evaluate(focused) == BREWING


MATRIX = "document.querySelector('#stage svg > g').transform.baseVal.consolidate().matrix"


def transform(viewer: Viewer) -> tuple[float, float, float]:
    """Shift to the right and down, and scale, of the picture."""
    x, y, scale = viewer.page.evaluate(f"(({{ e, f, a }}) => [e, f, a])({MATRIX})")
    return x, y, scale


def test_wheel_buttons_and_keys_zoom_and_drag_and_arrows_move(viewer: Viewer) -> None:
    page = viewer.page
    page.focus("#stage")
    home = transform(viewer)
    page.mouse.move(600, 500)
    steps: list[tuple[Callable[[], object], Callable[[], object]]] = [
        (lambda: page.mouse.wheel(0, -200), lambda: page.mouse.wheel(0, 200)),
        (lambda: page.click("#zoom-in"), lambda: page.click("#zoom-out")),
        (lambda: page.press("#stage", "+"), lambda: page.press("#stage", "-")),
    ]
    for more, less in steps:
        more()
        page.wait_for_function(f"{MATRIX}.a > {home[2]}")
        less()
        page.wait_for_function(f"Math.abs({MATRIX}.a - {home[2]}) < 1e-4")
    before = transform(viewer)
    page.mouse.move(500, 600)
    page.mouse.down()
    page.mouse.move(540, 630, steps=4)
    page.mouse.up()
    after = transform(viewer)
    assert after[0] - before[0] == pytest.approx(40, abs=1)
    assert after[1] - before[1] == pytest.approx(30, abs=1)
    assert page.locator("#panel").is_hidden()
    page.press("#stage", "ArrowLeft")
    assert transform(viewer)[0] - after[0] == 60


def test_fit_shows_the_whole_network(show: Callable[..., Viewer]) -> None:
    viewer = show(crowd(40))
    assert not all(viewer.seen(f".node[data-i='{i}']") for i in range(40))
    viewer.page.click("#fit")
    assert all(viewer.seen(f".node[data-i='{i}']") for i in range(0, 100, 7))
    viewer.page.click("#readable")
    height = viewer.page.locator(".node text").first.evaluate(
        "(text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
    )
    assert height >= 10


def test_the_saved_picture_is_what_is_seen(viewer: Viewer, tmp_path: Path) -> None:
    viewer.page.locator('#legend input[value="Country"]').uncheck()
    viewer.page.click(viewer.node(FIRST))
    with viewer.page.expect_download() as download:
        viewer.page.click("#save")
    assert download.value.suggested_filename == "zhitu.svg"
    download.value.save_as(tmp_path / "saved.svg")
    root = ET.parse(tmp_path / "saved.svg").getroot()  # noqa: S314 -- our own file
    text = "".join(root.itertext())
    assert "云州市第一学校" in text
    assert "泰国 " not in text
    stage = viewer.page.locator("#stage").bounding_box()
    assert stage is not None
    assert root.get("viewBox") == f"0 0 {round(stage['width'])} {round(stage['height'])}"
    shapes = [element for element in root.iter() if element.tag.endswith(("rect", "path"))]
    assert len(shapes) > 30
    assert all((shape.get("fill") or "").startswith(("rgb", "none")) for shape in shapes)
    assert not [e for e in root.iter() if e.get("class") or e.get("style") or e.get("tabindex")]


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_is_shown_as_it_is_and_does_nothing(
    show: Callable[..., Viewer], tmp_path: Path, label: str
) -> None:
    path = samples.write_graph(tmp_path / "hostile.nq", {samples.FIRST: label})
    viewer = show(network(open_graph(path)))
    node = viewer.page.locator(".node.School").first
    titles = viewer.page.locator(".node.School > title").all_text_contents()
    assert f"中职学校 · {visible(label)}" in titles
    viewer.page.locator(".node.School").nth(titles.index(f"中职学校 · {visible(label)}")).click()
    assert viewer.page.locator("#panel h2").text_content() == visible(label)
    assert viewer.page.evaluate("window.hacked") is None
    assert viewer.page.locator("img, #panel script").count() == 0
    with viewer.page.expect_download() as download:
        viewer.page.click("#save")
    ET.parse(download.value.path())  # noqa: S314 -- our own file
    assert node.count() == 1


def test_a_script_put_into_the_page_is_refused(
    browser: Browser, sample: Network, tmp_path: Path
) -> None:
    page = write(sample, "html", "zh").decode()
    path = tmp_path / "changed.html"
    path.write_text(page.replace("</header>", "</header><script>window.hacked=1</script>"), "utf-8")
    viewer = Viewer(browser, path)
    assert viewer.page.evaluate("window.hacked") is None
    assert len(viewer.complaints) == 1
    assert "Content Security Policy" in viewer.complaints[0]
    viewer.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_holds_everything(
    show: Callable[..., Viewer], sample: Network, scheme: str
) -> None:
    viewer = show(sample, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page = viewer.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for tool in page.locator("#tools button, #tools input, #tools select").all():
        box = tool.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert viewer.seen(viewer.node(FIRST))
    page.click(viewer.node(FIRST))
    panel = page.locator("#panel").bounding_box()
    assert panel is not None
    assert panel["height"] < 400
    assert viewer.seen(viewer.node(FIRST))


def test_dark_and_light_differ_and_paper_is_always_white(
    show: Callable[..., Viewer], sample: Network
) -> None:
    page = show(sample, color_scheme="dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) != dark
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator("#tools").is_hidden()
    assert page.locator("#stage svg").is_visible()


def test_the_print_is_one_page_and_the_screen_is_as_before(viewer: Viewer, tmp_path: Path) -> None:
    before = transform(viewer)
    viewer.page.pdf(path=tmp_path / "print.pdf", format="A4")
    assert transform(viewer) == before
    assert (tmp_path / "print.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_every_text_and_tool_has_a_name_for_a_screen_reader(viewer: Viewer) -> None:
    page = viewer.page
    for element in page.locator(
        "button, input[type=search], select, #stage, #stage svg, .node"
    ).all():
        named = element.get_attribute("aria-label") or element.text_content()
        assert named
        assert "{" not in named
    assert page.locator(".node[tabindex='0']").count() == 1
    assert json.loads(page.locator("#data").text_content() or "")["lang"] == "zh"
