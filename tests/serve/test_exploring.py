"""What the page of free exploration asks for: things, links between them, and where both stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_builder.names import ID, SCHEME
from graph_builder.serve.drawable import canvas_iri
from graph_builder.serve.exploring import MOST_THINGS

if TYPE_CHECKING:
    from tests.serve.site import Site

SCHOOL = "school/liu-zhou-shi-jiao-tong-xue-xiao"
GROUP = "scheme/industry/group-automotive"


def test_a_thing_is_told_with_its_facts_and_the_places_of_its_page(site: Site) -> None:
    found = site.http.get("/api/explore/thing", params={"iri": SCHOOL, "lang": "zh"}).json()
    assert found["thing"]["label"] == {"zh": "柳州市交通学校", "en": "Liuzhou Transport School"}
    assert [k["text"] for k in found["kinds"]] == ["中等职业学校"]
    assert {n["text"] for n in found["names"]} == {"柳州市交通学校", "市交校"}
    page = site.http.get(f"/id/{SCHOOL}", headers={"Accept": "text/html"}).text
    groups = {g["title"]: g for g in found["groups"]}
    clusters = groups["开设专业群"]
    # Table 6-1 lists five clusters of this school.
    assert (clusters["count"], clusters["basis"], clusters["drawn"]) == (5, "report", True)
    for item in clusters["items"]:
        assert item["id"].partition("/")[0] == "cluster"
        for place in item["places"]:
            assert place["text"] in page
            assert f'href="{place["href"]}"' in page


def test_links_between_things_say_which_a_rule_derived(site: Site) -> None:
    things = [SCHOOL, GROUP, "school/nobody", ID + "report/liuzhou-2023/table/6-1"]
    found = site.http.post("/api/explore/links", json={"things": things}).json()
    assert [t["id"] for t in found["things"]] == [SCHOOL, GROUP]
    assert [(link["s"], link["o"], link["derived"]) for link in found["links"]] == [
        (SCHOOL, GROUP, True)
    ]
    verb = found["links"][0]["p"]
    assert found["verbs"][verb]["zh"] == "通达产业组"


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        (SCHOOL, ID + SCHOOL),
        (ID + SCHOOL, ID + SCHOOL),
        (GROUP, f"{SCHEME}industry/group-automotive"),
        ("report/liuzhou-2023", f"{ID}report/liuzhou-2023"),
        ("report/liuzhou-2023/table/6-1", None),
        ("scheme/industry", None),
        ("school", None),
        ("school/a> ?p ?o } #", None),
        ("school/" + "x" * 600, None),
        ("", None),
        ("https://example.org/x> <y", None),
    ],
)
def test_only_things_concepts_and_reports_can_be_drawn(text: str, iri: str | None) -> None:
    assert canvas_iri(text) == iri


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "EXPLORE-BODY"),
        (b"[]", "EXPLORE-BODY"),
        (b'{"things": 5}', "EXPLORE-BODY"),
        (b'{"other": []}', "EXPLORE-BODY"),
        (b"\xff", "EXPLORE-BODY"),
        (b"[" * 100_000, "EXPLORE-BODY"),
    ],
)
def test_a_body_that_is_no_list_of_things_is_refused_in_words(
    site: Site, body: bytes, code: str
) -> None:
    answer = site.http.post("/api/explore/links", content=body)
    assert (answer.status_code, site.error(answer)) == (400, code)


def test_more_things_than_can_be_seen_are_refused(site: Site) -> None:
    things = [f"school/{n}" for n in range(MOST_THINGS + 1)]
    answer = site.http.post("/api/explore/links", json={"things": things})
    assert (answer.status_code, site.error(answer)) == (400, "EXPLORE-MANY")
    assert site.http.post("/api/explore/links", json={"things": things[1:]}).json()["things"] == []


def test_an_unknown_thing_is_said_to_be_unknown(site: Site) -> None:
    answer = site.http.get("/api/explore/thing", params={"iri": "school/nobody"})
    assert (answer.status_code, site.error(answer)) == (404, "WEB-UNKNOWN")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.text(max_size=40).map(lambda rest: ID + "school/" + rest),
    )
)
def test_no_name_is_a_fault(site: Site, text: str) -> None:
    name = text.encode("utf-8", "ignore").decode()
    asked = site.http.get("/api/explore/thing", params={"iri": name})
    assert asked.status_code in {400, 404}
    assert site.http.post("/api/explore/links", json={"things": [name]}).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_it_needs_and_where_else_to_look(site: Site, lang: str) -> None:
    page = site.http.get(f"/explore?lang={lang}", headers={"Accept": "text/html"}).text
    assert "JavaScript" in page
    for other in ("/lists", "/pictures/network", "/trace"):
        assert f'href="{other}"' in page
    assert f"/explore#t={SCHOOL}&amp;s={SCHOOL}" in page


def test_pages_of_things_and_search_results_lead_to_the_canvas(site: Site) -> None:
    target = f'href="/explore#t={SCHOOL}&amp;s={SCHOOL}"'
    html = {"Accept": "text/html"}
    assert target in site.http.get(f"/id/{SCHOOL}", headers=html).text
    assert target in site.http.get("/search?q=市交校", headers=html).text
