"""What the pages say, against the report and against the graph."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.export.render import Style, render
from graph_builder.export.views.registry import view
from graph_builder.names import ID
from tests.serve.pages.places import PAGES, REPORT, SCHOOL, WHY, address

if TYPE_CHECKING:
    import httpx

    from graph_builder.graph.access import EmbeddedGraph
    from tests.serve.site import Site

_TABLE_ROWS = {"1-1": 9, "2-1": 2, "6-1": 30}


def get(site: Site, path: str, lang: str = "zh") -> httpx.Response:
    site.http.cookies.clear()
    return site.http.get(address(path), headers={"Accept": "text/html", "Accept-Language": lang})


def text(answer: httpx.Response) -> str:
    """The words of a page, without markup."""
    bare = re.sub(r"<[^>]+>", " ", answer.text)
    return " ".join(html.unescape(bare).split())


def cells(answer: httpx.Response) -> list[list[str]]:
    """Rows of the data tables of a page."""
    rows = re.findall(r"<tr>(.*?)</tr>", answer.text, re.S)
    found = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
    return [[html.unescape(re.sub(r"<[^>]+>", "", c)).strip() for c in row] for row in found]


def test_the_first_page_counts_what_the_report_tells_of(site: Site) -> None:
    page = get(site, "/")
    assert {"9 学校", "22 专业群", "14 典型案例"} <= {
        " ".join(html.unescape(re.sub("<[^>]+>", " ", li)).split())
        for li in re.findall(r"<li><a href=\"/lists/.*?</li>", page.text)
    }
    assert "柳州市教育局 · 2024-01" in text(page)


@pytest.mark.parametrize("name", list(bundled_questions()))
def test_every_question_is_answered_with_its_example(site: Site, name: str) -> None:
    question = bundled_questions()[name]
    values = {p.name: p.example for p in question.params if p.required}
    page = site.http.get(f"/questions/{name}", params=values, headers={"Accept-Language": "zh"})
    assert page.status_code == 200
    assert question.title["zh"] in text(page)
    assert re.search(r"共 \d+ 行|报告里没有写到", text(page))


def test_an_answer_names_the_row_that_prints_it(site: Site) -> None:
    rows = cells(get(site, "/questions/school_to_industry?school=市交校"))
    assert rows[0] == ["专业群", "核心专业", "产业", "出处"]
    # Table 6-1, rows 14 to 18.
    assert [row[3] for row in rows[1:]] == [f"表 6-1 第 {n} 行" for n in range(14, 19)]
    assert [row[2] for row in rows[1:]] == [
        *("汽车产业链上中下游", "航运产业", "交通服务产业", "机械制造产业群", "建筑产业群"),
    ]


def test_a_download_of_an_answer_opens_in_excel(site: Site) -> None:
    answer = get(site, "/questions/school_to_industry.csv?school=市交校")
    assert answer.content.startswith("\ufeff专业群,核心专业,产业,出处\n".encode())
    assert answer.content.count(b"\n") == 6


def test_a_question_without_its_parameter_offers_every_school(site: Site) -> None:
    page = get(site, "/questions/school_to_industry")
    options = re.findall(r"<option>(.*?)</option>", page.text)
    assert len(options) == 9
    assert "柳州市交通学校" in options


def test_an_unknown_name_is_told_beside_the_form(site: Site) -> None:
    page = get(site, "/questions/school_to_industry?school=火星学校")
    assert page.status_code == 404
    assert "火星学校" in text(page)
    assert "<select" in page.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/questions/honours_by_schools", 404, "honours_by_school"),
        ("/questions/honours_with_year?year=abc", 400, "应为四位年份"),
        ("/questions/honours_by_school.docx", 400, "docx"),
        ("/trace?from=学校&to=五菱", 404, "请写得更具体"),
        ("/trace?from=火星&to=五菱", 404, "火星"),
        ("/trace?from=市交校", 200, "请把两头都填上"),
        ("/why?s=x", 400, "完整的网址"),
        ("/rules/CLUSTER", 404, "CLUSTER-CORE"),
        ("/lists/cooperations?form=nothing", 200, "没有同时符合这些条件的"),
        ("/lists/cooperations?page=9999999999", 200, "29 个中的 29 个"),
        ("/search?q=火星人", 200, "没有名称含“火星人”的事物"),
        ("/id/school/nowhere", 404, "/id/school/nowhere"),
        (f"{REPORT}/table/99", 404, "table/99"),
        (f"{REPORT}/section/99", 404, "section/99"),
        (f"{REPORT}/table/6-1/row/999", 404, "row/999"),
    ],
)
def test_a_wrong_address_is_answered_in_words_with_the_right_status(
    site: Site, path: str, status: int, words: str
) -> None:
    page = get(site, path)
    assert page.status_code == status
    assert words in text(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/pictures/trace.svg?from=市交校&to=横店&hops=1",
        "/pictures/indicators.graphml",
        "/pictures/honours.svg?school=广西融水民族卫生学校",
        "/trace?from=市交校&to=横店&hops=1",
        "/trace?from=市交校&to=柳州市交通学校",
        "/questions/honours_by_schools",
        "/ask?q=",
        f"{REPORT}/section/6.5/paragraph/2/sentence/4",
        f"{REPORT}/section/6.5",
        "/pictures/indicators",
    ],
)
def test_a_reader_of_pages_is_told_of_no_command_and_no_option(
    site: Site, path: str, lang: str
) -> None:
    page = get(site, path, lang)
    assert page.headers["content-type"].startswith("text/html")
    assert re.findall(r"(?<![\w-])--\w+|\bzhitu [a-z]+\b", text(page)) == []


def test_a_sentence_leads_to_its_answer_and_says_how_it_was_understood(site: Site) -> None:
    answer = get(site, "/ask?q=市交校对接哪些产业链？")
    assert answer.status_code == 303
    page = get(site, answer.headers["location"].replace("%E5", "%E5"))
    assert "您问的是“市交校对接哪些产业链？”，按“学校对接了哪些产业”回答。" in text(page)


@pytest.mark.parametrize("sentence", ["", "？？？", "今天天气怎么样", "x" * 2000])
def test_what_is_no_question_is_told_in_words(site: Site, sentence: str) -> None:
    page = get(site, f"/ask?q={sentence}")
    assert page.status_code in {200, 404}
    assert "这句话还没有听懂" in text(page)


def test_a_school_page_has_its_clusters_with_their_rows(site: Site) -> None:
    page = text(get(site, SCHOOL))
    for row, cluster in (("14", "汽车运用与维修专业群"), ("18", "道路与桥梁施工工程专业群")):
        assert f"{cluster} 表 6-1 第 {row} 行" in page
    assert "市交校 表 1-1 第 3 行第 2 列" in page


def test_a_derived_fact_leads_to_premises_with_places(site: Site) -> None:
    assert "/why?s=" in get(site, SCHOOL).text
    page = text(get(site, WHY))
    assert "船舶驾驶专业群" in page
    assert "表 6-1 第 15 行" in page


@pytest.mark.parametrize(("number", "rows"), _TABLE_ROWS.items())
def test_a_printed_table_has_as_many_rows_as_the_report_prints(
    site: Site, number: str, rows: int
) -> None:
    page = get(site, f"{REPORT}/table/{number}")
    assert len(set(re.findall(rf"table/{number}/row/(\d+)\"", page.text))) == rows


def test_a_cell_leads_to_what_it_states(site: Site) -> None:
    table = get(site, f"{REPORT}/table/6-1")
    assert f'<a href="{REPORT}/table/6-1/row/15/column/5">航运产业</a>' in table.text
    page = text(get(site, f"{REPORT}/table/6-1/row/15/column/5"))
    assert "航运产业" in page
    assert "表 6-1 第 15 行第 5 列" in page


def test_every_section_and_table_has_a_page(site: Site) -> None:
    report = get(site, REPORT).text
    links = sorted(set(re.findall(rf'href="({REPORT}/(?:section|table)/[^"]+)"', report)))
    assert len(links) > 50
    assert [link for link in links if get(site, link).status_code != 200] == []


def test_one_thing_of_every_kind_has_a_page_in_both_languages(
    site: Site, liuzhou: EmbeddedGraph
) -> None:
    query = f'SELECT DISTINCT ?s WHERE {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{ID}")) }}'
    things = [row[0].value.removeprefix(ID) for row in liuzhou.select(query).rows]  # type: ignore[union-attr]
    kinds = {thing.partition("/")[0]: thing for thing in sorted(things)}
    assert len(kinds) > 30
    for thing in kinds.values():
        for lang in ("zh", "en"):
            assert get(site, f"/id/{thing}", lang).status_code == 200, thing


def test_links_of_the_main_pages_lead_somewhere(site: Site) -> None:
    links = set()
    for name in ("home", "lists", "report", "why", "about", "downloads", "quality", "trace"):
        links |= set(re.findall(r'href="(/[^"#]*)', get(site, PAGES[name]).text))
    codes = {link: site.http.get(html.unescape(link)).status_code for link in sorted(links)[:60]}
    broken = {link: code for link, code in codes.items() if code not in {200, 303}}
    assert broken == {}


def test_a_list_is_narrowed_by_school_and_counts_what_the_graph_holds(
    site: Site, liuzhou: EmbeddedGraph
) -> None:
    slug = SCHOOL.rpartition("/")[2]
    pattern = f"?c vet:hasSchoolParty <{ID}school/{slug}> ; a vet:Cooperation"
    query = f"SELECT DISTINCT ?c WHERE {{ {pattern} }}"
    count = len(liuzhou.select(query).rows)
    page = text(get(site, f"/lists/cooperations?school={slug}"))
    assert f"29 个中的 {count} 个。" in page


@pytest.mark.parametrize("words", ["市交校", "shijiaoxiao", "sjx", "交通学校"])
def test_a_school_is_found_by_name_pinyin_and_initials(site: Site, words: str) -> None:
    assert "柳州市交通学校" in text(get(site, f"/search?q={words}"))


def test_quality_names_the_cells_of_a_contradiction(site: Site) -> None:
    assert site.http.get("/quality/findings.csv").status_code == 200  # waits until it is done
    page = get(site, "/quality")
    # Table 3 prints 36 courses, 37 of them at school level.
    assert "37 门，多于" in text(page)
    assert f'href="{REPORT}/table/3/row/26/column/4"' in page.text


def test_sparql_by_form_shows_results_and_the_place_of_an_error(site: Site) -> None:
    fine = get(site, "/sparql?query=SELECT (COUNT(?s) AS ?n) WHERE { ?s a vet:School }")
    assert cells(fine) == [["n"], ["9"]]
    wrong = get(site, "/sparql?query=SELECT ?s\nWHERE { ?s a vet:School")
    assert wrong.status_code == 400
    assert "第 2 行" in text(wrong)


@pytest.mark.parametrize("form", ["svg", "xlsx"])
def test_a_view_is_downloaded_as_the_file_that_the_command_writes(
    site: Site, liuzhou: EmbeddedGraph, form: str
) -> None:
    made = render(view(liuzhou, "honours"), form, Style(bom=True))
    answer = get(site, f"/pictures/honours.{form}?lang=zh")
    assert answer.content == made
    assert answer.headers["content-type"] in {
        "image/svg+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/questions/school_to_industry?school=市交校",
        "/trace?from=市交校&to=五菱",
        "/pictures/flow?school=柳州市交通学校",
    ],
)
def test_the_files_that_a_page_offers_are_there(site: Site, path: str) -> None:
    page = get(site, path)
    files = {html.unescape(f) for f in re.findall(r'"(/pictures/\w+\.\w+[^"]*)"', page.text)}
    assert {f.partition("?")[0].rpartition(".")[2] for f in files} >= {"svg", "xlsx"}
    assert {site.http.get(f).status_code for f in files if ".svg" in f or ".xlsx" in f} == {200}


@pytest.mark.parametrize(
    "path",
    [
        "flow.exe",
        "nothing.svg",
        "flow.svg?theme=pink",
        "flow.svg?size=a0",
        "question.svg",
        "nothing",
    ],
)
def test_a_picture_that_there_is_not_is_not_found(site: Site, path: str) -> None:
    assert get(site, f"/pictures/{path}").status_code == 404


def test_the_other_language_is_one_click_away_and_kept(site: Site) -> None:
    page = get(site, SCHOOL)
    (link,) = re.findall(r'class="tongue" href="([^"]+)"', page.text)
    other = site.http.get(html.unescape(link), headers={"Accept": "text/html"})
    assert "Liuzhou Transport School" in text(other)
    assert "zhitu-lang=en" in other.headers["set-cookie"]


@settings(max_examples=25)
@given(
    path=st.sampled_from(
        (
            "/ask?q=",
            "/search?q=",
            "/trace?from=五菱&to=",
            "/lists/schools?group=",
            "/lists/events?page=",
            "/questions?q=",
            "/questions/school_to_industry?school=",
            "/why?s=",
            "/sparql?question=",
            "/id/",
            "/scheme/",
            "/rules/",
            "/trace?hops=",
            "/questions/cases_with_word?word=",
            f"{REPORT}/",
            f"{REPORT}/table/",
        )
    ),
    value=st.text(max_size=60),
)
def test_nothing_that_stands_in_an_address_breaks_a_page(site: Site, path: str, value: str) -> None:
    from urllib.parse import quote  # noqa: PLC0415 -- only here

    answer = site.http.get(address(path) + quote(value.encode("utf-8", "replace")))
    assert answer.status_code < 500
