"""`/api/*`: the objects of the command line, over HTTP, and their description."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.serve.api import ENDPOINTS
from graph_builder.serve.openapi import document
from graph_builder.serve.search import Index

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph
    from tests.running import Zhitu
    from tests.serve.site import Site

#: Table 6-1, rows 14 to 18.
INDUSTRIES = ["汽车产业链上中下游", "航运产业", "交通服务产业", "机械制造产业群", "建筑产业群"]
SCHOOL = "https://w3id.org/zhitu/id/school/liu-zhou-shi-jiao-tong-xue-xiao"


def test_a_question_by_name_and_in_words_gets_the_rows_of_the_command(
    site: Site, zhitu: Zhitu
) -> None:
    by_name = site.http.get(
        "/api/ask", params={"question": "school_to_industry", "school": "市交校"}
    ).json()
    in_words = site.http.get("/api/ask", params={"q": "市交校对接哪些产业链？"}).json()
    assert by_name == in_words
    assert sorted(row["产业"] for row in by_name["rows"]) == sorted(INDUSTRIES)
    assert by_name["values"] == {"school": SCHOOL}
    assert by_name["value_labels"] == {"school": "柳州市交通学校"}
    assert by_name["rows"][0]["出处"] == "表 6-1 第 14 行"
    done = zhitu("ask", "school_to_industry", "school=市交校", "--format", "json")
    assert json.loads(done.out) == by_name["rows"]


def test_an_answer_comes_in_english_as_iris_and_cut(site: Site) -> None:
    base = {"question": "school_to_industry", "school": SCHOOL}
    english = site.http.get("/api/ask", params={**base, "lang": "en", "limit": "2"}).json()
    assert english["title"] == "Which industries a school reaches"
    assert (len(english["rows"]), english["truncated"]) == (2, True)
    iris = site.http.get("/api/ask", params={**base, "iris": "1"}).json()
    assert all(value.startswith("zs:industry/") for row in iris["rows"] for value in [row["产业"]])


def test_a_sentence_that_is_not_clear_gets_candidates(site: Site) -> None:
    answer = site.http.get("/api/ask", params={"q": "天气怎么样"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "ASK-FOREIGN")
    assert {c["question"] for c in error["candidates"]} <= set(bundled_questions())


def test_a_trace_is_that_of_the_command(site: Site, zhitu: Zhitu) -> None:
    found = site.http.get("/api/trace", params={"from": "市交校", "to": "五菱", "limit": 3}).json()
    done = zhitu("trace", "市交校", "五菱", "--limit", "3", "--format", "json")
    assert found == json.loads(done.out)
    assert len(found["paths"]) == 3
    assert found["start"]["things"] == [{"iri": SCHOOL, "label": "柳州市交通学校"}]
    # The report never says which 五菱 is which (docs/decisions): all three are meant.
    assert len(found["end"]["things"]) == 3


def test_a_trace_is_looked_for_once(site: Site) -> None:
    calls = site.app.state.snapshot.calls
    pair = {"from": "市交校", "to": "航运产业", "max_hops": "3"}
    first = site.http.get("/api/trace", params=pair)
    before = calls.kept.hits
    assert site.http.get("/api/trace", params=pair).content == first.content
    assert calls.kept.hits == before + 1
    # What is wrong is not kept: the next one gets its error afresh.
    wrong = {"from": "nobody", "to": "nothing"}
    for _ in range(2):
        assert site.http.get("/api/trace", params=wrong).status_code == 404
    assert calls.kept.hits == before + 1


def test_what_is_said_about_a_thing_is_that_of_the_command(site: Site, zhitu: Zhitu) -> None:
    found = site.http.get("/api/show", params={"name": "市交校"}).json()
    assert found == json.loads(zhitu("show", "市交校", "--format", "json").out)
    assert site.http.get("/api/show", params={"name": SCHOOL}).json() == found


def test_a_check_is_carried_out_once_and_asks_both_questions(site: Site) -> None:
    first = site.http.get("/api/check").json()
    assert first["counts"]["violation"] == 0
    assert {"AGENT-COUNTRY", "OBS-TWICE"} <= {rule["code"] for rule in first["rules"]}
    # Table 3 of the report prints 36 courses as the total of 0, 5 and 37.
    (audit,) = first["audits"]
    assert audit["findings"]
    began = time.monotonic()
    assert site.http.get("/api/check").json() == first
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("市交校", "市交校"),
        ("市交通学校", "柳州市交通学校"),
        ("shijiaoxiao", "市交校"),
        ("Shi Jiao Xiao", "市交校"),
        ("lzsjtxx", "柳州市交通学校"),
        ("LZSJT", "柳州市交通学校"),
        ("柳州巿交通学校", None),
        ("Liuzhou Transport", "Liuzhou Transport School"),
        ("市交校！", "市交校"),
        ("柳州市交通學校", "柳州市交通学校"),
    ],
)
def test_a_school_is_found_by_signs_pinyin_initials_and_english(
    site: Site, typed: str, found: str | None
) -> None:
    answer = site.http.get("/api/search", params={"q": typed, "kind": "vet:School"}).json()
    if found is None:
        assert answer["results"] == []
    else:
        assert answer["results"][0]["iri"] == SCHOOL
        assert answer["results"][0]["name"] == found
        assert answer["results"][0]["kinds"][0]["label"] == "中等职业学校"


def test_the_best_fit_comes_first_and_the_rest_is_cut(liuzhou: EmbeddedGraph) -> None:
    index = Index(liuzhou)
    found = index.search("五菱", limit=3)
    assert found[0].name == "五菱"
    assert [f.fit for f in found] == sorted(f.fit for f in found)
    assert len(index.search("学校", limit=7)) == 7
    assert index.search("") == index.search(" ·") == index.search("😀") == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/ask", 400, "API-ASK-WHAT"),
        ("/api/ask?q=x&question=y", 400, "API-ASK-WHAT"),
        ("/api/ask?question=school_to_industri", 400, "QUESTION-UNKNOWN"),
        ("/api/ask?question=school_to_industry", 400, "PARAM-MISSING"),
        ("/api/ask?question=school_to_industry&schol=x", 400, "PARAM-UNKNOWN"),
        ("/api/ask?question=school_to_industry&school=nobody", 404, "NAME-UNKNOWN"),
        ("/api/ask?q=" + "x" * 600, 400, "ASK-LONG"),
        ("/api/trace", 400, "API-MISSING"),
        ("/api/trace?from=x", 400, "API-MISSING"),
        ("/api/trace?from=nobody&to=nothing", 404, "NAME-UNKNOWN"),
        ("/api/trace?from=nobody&to=nobody", 400, "TRACE-SAME"),
        ("/api/trace?from=a&to=b&max_hops=0", 400, "API-NUMBER"),
        ("/api/trace?from=a&to=b&limit=-1", 400, "API-NUMBER"),
        ("/api/trace?from=a&to=b&limit=1e9", 400, "API-NUMBER"),
        ("/api/show?name=", 400, "API-MISSING"),
        ("/api/show?name=nobody", 404, "NAME-UNKNOWN"),
        ("/api/search", 400, "API-MISSING"),
        ("/api/search?q=x&limit=%C2%B2", 400, "API-NUMBER"),
        ("/api/nothing", 404, "SERVE-NOTHING-HERE"),
        ("/api/search?q=%ff", 400, "SERVE-ENCODING"),
        ("/api/search?" + "&".join(["q=x"] * 1000), 400, "SERVE-PARAMETERS"),
    ],
)
def test_a_wrong_request_gets_one_clear_error(
    site: Site, path: str, status: int, code: str
) -> None:
    answer = site.http.get(path)
    assert (answer.status_code, site.error(answer)) == (status, code)
    error = answer.json()["error"]
    assert error["status"] == status
    assert len(error["message"]) < 1000


def test_numbers_that_are_too_large_count_as_the_largest(site: Site) -> None:
    params = {"q": "学校", "limit": "9" * 50}
    assert len(site.http.get("/api/search", params=params).json()["results"]) == 200


def test_no_parameter_of_a_question_is_taken_by_the_interface() -> None:
    own = {p.name for e in ENDPOINTS if e.open for p in e.parameters} | {"lang"}
    for question in bundled_questions().values():
        assert own.isdisjoint(p.name for p in question.params), question.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_description_is_valid_openapi_and_names_every_route(site: Site, lang: str) -> None:
    told = site.http.get("/api/openapi.json", params={"lang": lang}).json()
    assert told == document(lang)
    validate(told)
    paths = {str(getattr(route, "path", "")) for route in site.app.routes}
    served = {path for path in paths if path.startswith(("/api/", "/sparql"))}
    assert set(told["paths"]) == served - {"/api/openapi.json"}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("ask", "q=市交校对接哪些产业链？"),
        ("questions", ""),
        ("trace", "from=市交校&to=五菱"),
        ("show", "name=市交校"),
        ("search", "q=sjx"),
        ("check", ""),
        ("vocabulary", ""),
        ("mistakes", "query=SELECT ?s WHERE { ?s a vet:School"),
        ("rows", "query=SELECT ?s WHERE { ?s a vet:School }"),
    ],
)
def test_what_an_endpoint_answers_is_what_its_description_says(
    site: Site, name: str, query: str
) -> None:
    described = document("en")["paths"][f"/api/{name}"]["get"]  # type: ignore[index]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    answer = site.http.get(f"/api/{name}?{query}")
    assert answer.status_code == 200
    Draft202012Validator(schema).validate(answer.json())
    assert answer.headers["access-control-allow-origin"] == "*"
