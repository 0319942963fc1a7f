"""`zhitu ask` and `zhitu questions`."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.catalogue import find_question
from graph_builder.messages import message
from graph_builder.names import ID

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Zhitu

# Table 6-1, rows 14 to 18: the five clusters of 市交校, each with one core programme.
SHIPS = ["船舶驾驶专业群", "船舶驾驶", "航运产业", "表 6-1 第 15 行"]
ASK = ["ask", "school_to_industry", "school=市交校"]


def test_an_answer_is_a_table_with_title_and_count(zhitu: Zhitu) -> None:
    done = zhitu(*ASK)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "学校对接了哪些产业"
    assert lines[1].split() == ["专业群", "核心专业", "产业", "出处"]
    assert "  ".join(SHIPS[:1]) in done.out
    assert lines[-1] == "共 5 行。"
    # How complete the answer is does not get into what may be piped on.
    note = find_question("school_to_industry").complete_for["zh"]
    assert done.err == message("complete-for", "zh", note=note) + "\n"
    assert "没有列出不等于没有" in note


def test_an_answer_is_english_on_request(zhitu: Zhitu) -> None:
    done = zhitu(*ASK, "--lang", "en")
    assert done.code == 0
    assert done.out.startswith("Which industries a school reaches\ncluster ")
    assert "Table 6-1, row 15" in done.out
    assert done.out.endswith("5 rows.\n")
    assert done.err.startswith("Note: ")
    assert "absence is not a no" in done.err


def test_rows_come_as_csv_json_tsv_and_markdown(zhitu: Zhitu) -> None:
    head = ["专业群", "核心专业", "产业", "出处"]
    rows = list(csv.reader(io.StringIO(zhitu(*ASK, "--format", "csv").out)))
    assert rows[0] == head
    assert SHIPS in rows
    assert len(rows) == 6
    assert zhitu(*ASK, "--format", "csv", "--bom").out.startswith("\ufeff专业群,")
    objects = json.loads(zhitu(*ASK, "--format", "json").out)
    assert [list(o.values()) for o in objects] == rows[1:]
    tsv = zhitu(*ASK, "--format", "tsv").out
    assert [line.split("\t") for line in tsv.splitlines()] == rows
    assert f"| {' | '.join(SHIPS)} |" in zhitu(*ASK, "--format", "md").out


def test_things_are_shown_as_iris_on_request(zhitu: Zhitu) -> None:
    out = zhitu(*ASK, "--iris", "--format", "tsv").out
    assert "zid:report/liuzhou-2023/table/6-1/row/15" in out
    assert "航运产业" not in out


def test_a_limit_cuts_and_says_so(zhitu: Zhitu) -> None:
    done = zhitu(*ASK, "--limit", "2", "--format", "csv")
    assert len(done.out.splitlines()) == 3
    assert message("rows-cut", "zh", limit=2) in done.err
    assert message("rows-cut", "zh", limit=5) not in zhitu(*ASK, "--limit", "5").err


def test_explaining_shows_the_query_and_its_values_and_runs_nothing(zhitu: Zhitu) -> None:
    done = zhitu(*ASK, "--explain")
    assert (done.code, done.err) == (0, "")
    assert "SELECT ?cluster ?programme ?industry ?passage" in done.out
    school = f"<{ID}school/liu-zhou-shi-jiao-tong-xue-xiao>"
    assert done.out.startswith(f"# ?school = {school}\n")
    assert f"VALUES (?school) {{ ({school}) }}" in done.out
    assert "#+" not in done.out
    # What is shown is what runs: put in by hand, it gives the same rows.
    by_hand = zhitu("ask", "--sparql", done.out, "--format", "csv").out.splitlines()[1:]
    assert by_hand == zhitu(*ASK, "--format", "csv").out.splitlines()[1:]
    own = zhitu("ask", "--sparql", "SELECT ?s { ?s a vet:School }", "--explain").out
    assert own.startswith("PREFIX vet: <https://w3id.org/zhitu/ontology#>\nSELECT")


def test_an_empty_answer_is_an_answer(zhitu: Zhitu) -> None:
    # Table 6-1 does not list 柳州市体育运动学校 or any other school without clusters.
    without = zhitu("ask", "schools_without_cluster", "--format", "tsv").out.splitlines()[1:]
    assert len(without) == 9 - 5
    school = without[0].split("\t")[0]
    done = zhitu("ask", "school_to_industry", f"school={school}")
    assert done.code == 0
    assert "共 0 行。" in done.out


def test_one_s_own_query_is_answered_in_every_form(zhitu: Zhitu, tmp_path: Path) -> None:
    select = "SELECT ?s WHERE { ?r vet:presentsSchool ?s } ORDER BY ?s"
    done = zhitu("ask", "--sparql", select, "--limit", "3")
    assert (done.code, done.err) == (0, message("rows-cut", "zh", limit=3) + "\n")
    assert done.out.splitlines()[0] == "s"
    assert done.out.endswith("共 3 行。\n")
    path = tmp_path / "q.rq"
    path.write_text(select, "utf-8")
    rows = zhitu("ask", "--sparql", path, "--format", "tsv").out.splitlines()
    assert (rows[0], len(rows)) == ("s", 10)
    truth = "ASK { ?s a vet:School }"
    assert zhitu("ask", "--sparql", truth, "--format", "tsv").out == "ask\ntrue\n"
    assert zhitu("ask", "--sparql", truth).out == "是\n"
    assert zhitu("ask", "--sparql", "ASK { ?s vet:none 1 }", "--lang", "en").out == "no\n"
    construct = "CONSTRUCT WHERE { ?r vet:presentsSchool ?s }"
    triples = list(ox.parse(zhitu("ask", "--sparql", construct).out, format=ox.RdfFormat.TURTLE))
    assert len(triples) == 9
    cut = zhitu("ask", "--sparql", construct, "--limit", "4", "--format", "nt")
    assert (len(cut.out.splitlines()), cut.err.count("4")) == (4, 1)


def test_a_mistake_is_shown_below_its_sentence_with_a_caret(zhitu: Zhitu) -> None:
    done = zhitu("ask", "--sparql", "SELECT ?校\nWHERE { ?校 a vte:School }")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "第 2 行第 14 字：没有“vte:”这个前缀。是不是想写 vet: ？ [QUERY-PREFIX]",
        "  2 | WHERE { ?校 a vte:School }",
        "    |              " + " " + " ^"[1:],
    ]


def test_a_column_that_is_always_blank_is_noted(zhitu: Zhitu) -> None:
    done = zhitu("ask", "--sparql", "SELECT ?skool WHERE { ?school a vet:School }")
    assert done.code == 0
    assert done.err == "注意：条件里没有 ?skool，这一列总是空的。是不是想写 ?school？\n"


def test_a_runaway_query_of_one_s_own_is_stopped(zhitu: Zhitu) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    began = time.perf_counter()
    done = zhitu("ask", "--sparql", query, "--timeout", "0.05", "--lang", "en")
    assert time.perf_counter() - began < 5
    assert (done.code, done.out) == (2, "")
    assert "took longer than 0.05 seconds" in done.err


def test_another_graph_can_be_asked(zhitu: Zhitu, tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text("<https://w3id.org/zhitu/id/a> a <https://w3id.org/zhitu/ontology#School> .")
    out = zhitu("ask", "--graph", path, "--sparql", "SELECT ?s { ?s a vet:School }").out
    assert "zid:a" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ask"], "ASK-WHAT"),
        (["ask", "schools", "--sparql", "ASK {}"], "ASK-WHAT"),
        (["ask", "school_to_industry", "市交校"], "ASK-VALUE"),
        (["ask", "school_to_industry"], "PARAM-MISSING"),
        (["ask", "school_to_industry", "scool=市交校"], "PARAM-UNKNOWN"),
        (["ask", "--sparql", "SELECT ?s FROM <http://a/> WHERE { ?s ?p ?o }"], "QUERY-FROM"),
        (["ask", "--sparql", "SELECT ?s WHERE { ?s ?p ?o }", "--format", "ttl"], "QUERY-ROWS-ONLY"),
        (["ask", "--sparql", "ASK { ?s ?p ?o }", "--format", "nt"], "QUERY-ROWS-ONLY"),
        (["ask", "schools", "--format", "jsonld"], "QUERY-ROWS-ONLY"),
        (["ask", "--sparql", "DROP ALL {}"], "QUERY-UPDATE"),
        (["ask", "--sparql", "ASK { SERVICE <http://a/> {} }"], "QUERY-SERVICE"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    zhitu: Zhitu, words: list[str], code: str
) -> None:
    for lang in ("zh", "en"):
        done = zhitu(*words, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(f"[{code}]\n")
        assert done.err.count("\n") == 1


def test_questions_are_listed_and_searched(zhitu: Zhitu) -> None:
    every = zhitu("questions", "--format", "tsv").out.splitlines()
    assert every[0] == "名字\t问题\t参数（方括号里的可省）"
    assert "school_to_industry\t学校对接了哪些产业\tschool=市交校" in every
    for word in ("荣誉", "HONOUR"):
        found = zhitu("questions", word, "--format", "tsv").out.splitlines()
        assert 1 < len(found) < len(every)
        assert any(line.startswith("honours_of_school\t") for line in found)
    english = zhitu("questions", "--lang", "en").out
    assert "Which industries a school reaches" in english
    # An optional parameter stands in brackets.
    assert "[school=旅游学校]" in zhitu("questions", "cases_of_school").out


def test_several_words_find_what_has_them_all(zhitu: Zhitu) -> None:
    def names(*words: str) -> set[str]:
        lines = zhitu("questions", *words, "--format", "tsv").out.splitlines()[1:]
        return {line.partition("\t")[0] for line in lines}

    assert "school_to_industry" in names("学校", "产业")
    assert names("学校", "产业") == names("学校") & names("产业")


def test_a_word_that_no_question_has_is_told_with_near_titles(zhitu: Zhitu) -> None:
    done = zhitu("questions", "学校产业量子")
    assert (done.code, done.out) == (1, "")
    assert "没有含“学校产业量子”的问题。相近的有：" in done.err
    assert "产业" in done.err.partition("相近的有")[2]
    # What is near nothing gets no suggestion.
    assert "相近" not in zhitu("questions", "wqx").err


def test_every_question_without_parameters_answers_an_empty_graph(
    zhitu: Zhitu, tmp_path: Path
) -> None:
    path = tmp_path / "empty.nq"
    path.write_bytes(b"")
    for name in ("schools", "schools_compared", "policies", "rules", "template_tables"):
        done = zhitu("ask", name, "--graph", path, "--evidence")
        assert done.code == 0
        assert done.out.endswith("共 0 行。\n")
        note = find_question(name).complete_for
        assert done.err == (message("complete-for", "zh", note=note["zh"]) + "\n" if note else "")
