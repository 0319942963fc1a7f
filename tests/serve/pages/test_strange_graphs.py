"""Graphs that are not the one that ships with zhitu: hostile labels, no report, little in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serve.site import Settings, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    page = strange.http.get("/quality", headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert page.status_code in {400, 503}
    assert "报告" in page.text
