"""Two reports beside each other: every place, list, entity and hit says which of them it is of."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.synthetic import write_report
from graph_builder.graph.build import build_graph
from graph_builder.paths import bundled
from tests.serve.pages.places import SCHOOL, address
from tests.serve.site import Settings, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serve.site import Site

#: A made-up city beside the real one; it has as many schools, of which one bears no city's name.
OTHER_SCHOOL = "/id/school/lan-xu-shi-jiao-tong-xue-xiao"
SHARED = "/id/country/ma-lai-xi-ya"


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("cities")
    folders = [bundled("data") / "liuzhou-2023", write_report(folder, 0)]
    path = folder / "graph.nq"
    path.write_bytes(build_graph(folders).serialise(".nq"))
    with running(Settings(graph=str(path), workers=1, watch=0)) as site:
        yield site


def get(site: Site, path: str, lang: str = "zh") -> str:
    answer = site.http.get(address(path), headers={"Accept": "text/html", "Accept-Language": lang})
    assert answer.status_code == 200
    return answer.text


def places(page: str) -> list[str]:
    """The words of every printed place that a page cites."""
    return [html.unescape(x) for x in re.findall(r'class="place passage"[^>]*>([^<]*)<', page)]


@pytest.mark.parametrize(
    ("path", "city"),
    [
        (SCHOOL, "柳州市 2023："),
        (OTHER_SCHOOL, "岚墟市 2023："),
        ("/questions/school_to_industry?school=市交校", "柳州市 2023："),
        ("/trace?from=市交校&to=五菱", "柳州市 2023："),
        ("/lists/cooperations?report=lanxu-2023", "岚墟市 2023："),
    ],
)
def test_every_place_names_its_report(cities: Site, path: str, city: str) -> None:
    found = places(get(cities, path))
    assert len(found) >= 5
    assert [place for place in found if not place.startswith(city)] == []


def test_a_place_names_its_report_in_english_too(cities: Site) -> None:
    found = places(get(cities, SCHOOL, "en"))
    assert {place.partition(": ")[0] for place in found} == {"Liuzhou 2023"}
    assert "Liuzhou 2023: Table 6-1, row 14" in found


def test_an_entity_page_lists_the_reports_that_speak_of_it(cities: Site) -> None:
    def named(path: str) -> list[str]:
        return re.findall(r'class="place report"[^>]*>([^<]*)<', get(cities, path))

    assert named(SCHOOL) == ["柳州市 2023"]
    assert named(OTHER_SCHOOL) == ["岚墟市 2023"]
    assert named(SHARED) == ["岚墟市 2023", "柳州市 2023"]


def test_a_hit_says_which_report_speaks_of_it(cities: Site) -> None:
    page = get(cities, "/search?q=交通学校")
    hits = dict(re.findall(r'<li><a class="thing" href="([^"]+)".*?report"[^>]*>([^<]*)<', page))
    assert hits[SCHOOL] == "柳州市 2023"
    assert hits[OTHER_SCHOOL] == "岚墟市 2023"


def test_the_search_for_a_table_offers_that_of_each_report(cities: Site) -> None:
    assert places(get(cities, "/search?q=表6-1")) == ["岚墟市 2023：表 6-1", "柳州市 2023：表 6-1"]


def test_a_list_is_narrowed_to_a_report(cities: Site) -> None:
    everything = get(cities, "/lists/schools")
    assert set(re.findall(r"report=(\w+-2023)", everything)) == {"lanxu-2023", "liuzhou-2023"}
    # Table 1-1 has nine rows.
    assert "个中的 9 个" in get(cities, "/lists/schools?report=liuzhou-2023")
    csv = cities.http.get("/lists/schools.csv", headers={"Accept-Language": "zh"})
    assert csv.text.startswith("\ufeff学校,报告,")


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/lists/schools", r'<th scope="row"><a[^>]*>([^<]*)<'),
        ("/questions/school_to_industry", r"<option>([^<]*)<"),
        ("/pictures/honours", r"<option>([^<]*)<"),
    ],
)
def test_schools_stand_in_the_order_of_table_1_1(site: Site, path: str, pattern: str) -> None:
    schools = re.findall(pattern, get(site, path))
    assert len(schools) == 9
    assert schools[:3] == ["柳州市第一职业技术学校", "柳州市第二职业技术学校", "柳州市交通学校"]
    assert schools[-1] == "柳州市机械电子工业职业技术学校"


def test_one_report_alone_need_not_be_named(site: Site) -> None:
    found = places(get(site, SCHOOL))
    assert "表 6-1 第 14 行" in found
    assert "report=" not in get(site, "/lists/schools")
    assert "这些报告里写到" not in get(site, SCHOOL)
