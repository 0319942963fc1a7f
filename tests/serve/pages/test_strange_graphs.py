"""Graphs that are not the one that ships with zhitu: hostile labels, no report, little in them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.serve.pages.places import address
from tests.serve.site import Settings, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.serve.site import Site

SCRIPT = "<script>alert(1)</script>"
LABELS = {
    "script": SCRIPT + "x" * 10_000,
    "turned": "\u202eright to left\u202c مدرسة",
    "emoji": "学校 🏫👩‍🏫",
    "quotes": "\"'><img src=x onerror=alert(1)>",
}


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path: Path = tmp_path_factory.mktemp("strange") / "graph.ttl"
    lines = ["@prefix vet: <https://w3id.org/zhitu/ontology#> ."]
    for name, label in LABELS.items():
        escaped = label.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(
            f"<https://w3id.org/zhitu/id/school/{name}> a vet:School ; "
            f'<http://www.w3.org/2000/01/rdf-schema#label> "{escaped}"@zh .'
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with running(Settings(graph=str(path), workers=1, watch=0)) as site:
        yield site


@pytest.mark.parametrize("name", LABELS)
def test_a_label_never_becomes_markup(strange: Site, name: str) -> None:
    for path in (f"/id/school/{name}", "/lists/schools", "/search?q=script", "/trace", "/"):
        page = strange.http.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert SCRIPT not in page.text
        assert "<img src=x" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/questions",
        "/questions/honours_by_school",
        "/lists",
        "/reports",
        "/about",
    ],
)
def test_a_graph_without_a_report_has_pages_that_say_so(strange: Site, path: str) -> None:
    assert strange.http.get(path, headers={"Accept": "text/html"}).status_code == 200


def test_a_graph_without_a_report_cannot_be_checked_and_the_page_says_why(strange: Site) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "zh"}
    page = strange.http.get("/quality", headers=headers)
    until = time.monotonic() + 20
    while page.status_code == 200 and time.monotonic() < until:  # it is being worked out
        page = strange.http.get("/quality", headers=headers)
    assert page.status_code in {400, 503}
    assert "报告" in page.text


REPORT = "https://w3id.org/zhitu/id/report/yunzhou-2031"
PARTNERS = 3_000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One school with three thousand partners, and one cooperation of each strange school."""
    facts = []

    def add(thing: str, cls: str, label: str, more: str = "") -> None:
        escaped = label.replace("\\", "\\\\").replace('"', '\\"')
        facts.append(f'id:{thing} a vet:{cls} ; rdfs:label "{escaped}"@zh {more}.')

    def cooperate(name: str, school: str, partner: str) -> None:
        ends = f"; vet:hasSchoolParty id:{school} ; vet:hasPartner id:{partner} "
        add(
            f"cooperation/{name}",
            "Cooperation",
            f"合作 {name}",
            f"{ends}; vet:hasCooperationKind id:x ",
        )

    add("school/big", "School", "云州市第一学校")
    for n in range(PARTNERS):
        add(f"enterprise/e{n}", "Enterprise", f"云州第{n}公司")
        cooperate(f"c{n}", "school/big", f"enterprise/e{n}")
    for name, label in LABELS.items():
        add(f"school/{name}", "School", label)
        cooperate(name, f"school/{name}", "enterprise/e1")
    said = "\n".join(facts).replace("id:", "<https://w3id.org/zhitu/id/")
    said = re.sub(r"(<https://w3id.org/zhitu/id/[\w/]+)", r"\1>", said)
    path: Path = tmp_path_factory.mktemp("crowded") / "graph.trig"
    prefixes = (
        "@prefix vet: <https://w3id.org/zhitu/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    report = f'<{REPORT}> a vet:Report ; rdfs:label "年报"@zh .\n'
    path.write_text(f"{prefixes}{report}{said}\n<{REPORT}/section/1> {{\n{said}\n}}\n", "utf-8")
    with running(Settings(graph=str(path), workers=1, watch=0)) as site:
        yield site


CROWDED = (
    *("/lists/cooperations", "/lists/schools", "/id/school/big", "/search?q=云州", "/trace"),
    *("/id/school/script", "/id/school/turned", "/id/school/emoji", "/search?q=script"),
)


@pytest.mark.parametrize("path", CROWDED)
def test_pages_of_a_crowded_graph_stay_small_and_say_what_they_leave_out(
    crowded: Site, path: str
) -> None:
    page = crowded.http.get(address(path), headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert page.status_code == 200
    assert len(page.content) < 150_000
    assert SCRIPT not in page.text
    if path == "/id/school/big":
        # Of the cooperations, twelve are shown at once and three hundred behind a fold.
        assert f"另有 {PARTNERS - 12 - 300} 条没有列在这里" in page.text
    if path == "/lists/cooperations":
        assert f"{PARTNERS + len(LABELS)} 个中的" in page.text


def test_no_strange_label_makes_a_page_wider_than_its_window(
    crowded: Site, chromium: Browser
) -> None:
    page = chromium.new_page()
    for path in CROWDED:
        page.goto(crowded.url + address(path))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.close()


@pytest.mark.parametrize("path", ["network.svg", "partners.svg", "network.html", "partners.xlsx"])
def test_pictures_of_a_crowded_graph_are_counted_together(crowded: Site, path: str) -> None:
    answer = crowded.http.get(f"/pictures/{path}", headers={"Accept-Language": "zh"}, timeout=60)
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    if path == "network.svg":
        assert "合并" in answer.text
