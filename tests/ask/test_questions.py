"""The catalogue of questions: each file is well made, and each answer is the one the report gives.

The expected rows of `tests/cases/questions/` were written from the printed report by hand. They are
compared in order, because a question's ORDER BY is part of its answer.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.answer import answer, shown
from graph_builder.ask.entities import expand
from graph_builder.ask.questions import VIEWS, Question, load_question, load_questions
from graph_builder.errors import InputError, QueryError
from graph_builder.graph.sparql_text import tokens
from graph_builder.names import ID, VET, XSD

if TYPE_CHECKING:
    from graph_builder.ask.questions import Parameter
    from graph_builder.graph.access import EmbeddedGraph

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "questions"
QUESTIONS = load_questions(ROOT / "queries")
FEWEST = 60
THEMES = {
    "cases",
    "clusters",
    "corpus",
    "honours",
    "indicators",
    "industries",
    "international",
    "partners",
    "provenance",
    "schools",
}
# Answers that are empty because the report says so: no industry and no partner of two schools.
NONE_IN_THE_REPORT = {"industries_at_several_schools", "shared_partners"}
# Questions whose answer is places or rules, not statements with a place or a rule.
PLACES_AND_RULES_THEMSELVES = {"joined_passages", "rules"}

every_question = pytest.mark.parametrize(
    "question", [pytest.param(question, id=question.name) for question in QUESTIONS]
)


def _case(name: str) -> tuple[dict[str, str], list[str], list[list[str]]]:
    params = tomllib.loads((CASES / name / "params.toml").read_text("utf-8"))
    with (CASES / name / "expected.csv").open(encoding="utf-8", newline="") as handle:
        head, *rows = csv.reader(handle)
    return params, head, rows


def _any_term(parameter: Parameter) -> ox.NamedNode | ox.Literal:
    """A value of the right kind that stands for nothing."""
    iri = expand(parameter.type) or ""
    if iri == XSD + "string":
        return ox.Literal("无")
    if iri.startswith(XSD):
        return ox.Literal("2099", datatype=ox.NamedNode(iri))
    return ox.NamedNode(ID + "none/none")


def _words(question: Question) -> list[str]:
    return [text.upper() for kind, text, _ in tokens(question.query) if kind == "word"]


def _order(question: Question) -> set[str]:
    _, _, last = question.query.rpartition("ORDER BY")
    return set(re.findall(r"\?(\w+)", last))


def _aggregated(question: Question) -> set[str]:
    """Projected variables that the GROUP BY of the outer SELECT fixes."""
    head = question.query.split("SELECT", 1)[1].split("WHERE", 1)[0]
    return set(re.findall(r"\((?:COUNT|SUM|MIN|MAX)\(.*?AS \?(\w+)\)", head))


def _computed(question: Question) -> set[str]:
    """Projected variables that are worked out of other projected ones."""
    head = question.query.split("SELECT", 1)[1].split("WHERE", 1)[0]
    return set(re.findall(r"\(\?\w+ - \?\w+ AS \?(\w+)\)", head))


# --- answers


def test_every_question_has_its_case_and_every_case_its_question() -> None:
    folders = sorted(path.name for path in CASES.iterdir())
    assert folders == sorted(question.name for question in QUESTIONS)
    assert len(folders) >= FEWEST
    assert sorted(p.name for p in CASES.glob("*/*")) == sorted(
        ["expected.csv", "params.toml"] * len(QUESTIONS)
    )


@every_question
def test_the_answer_is_what_the_report_says(liuzhou: EmbeddedGraph, question: Question) -> None:
    params, head, rows = _case(question.name)
    result = answer(liuzhou, question, params)
    assert head == list(result.rows.columns)
    assert shown(liuzhou, result.rows, "zh") == rows
    assert bool(rows) != (question.name in NONE_IN_THE_REPORT)


@every_question
def test_the_example_of_a_question_has_an_answer(
    liuzhou: EmbeddedGraph, question: Question
) -> None:
    params = {p.name: p.example for p in question.params if p.required}
    rows = answer(liuzhou, question, params).rows.rows
    assert bool(rows) != (question.name in NONE_IN_THE_REPORT)


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        pytest.param(question, parameter, id=f"{question.name}-{parameter.name}")
        for question in QUESTIONS
        for parameter in question.params
        if not parameter.required
    ],
)
def test_an_optional_parameter_only_narrows_the_answer(
    liuzhou: EmbeddedGraph, question: Question, parameter: Parameter
) -> None:
    params = {p.name: p.example for p in question.params if p.required}
    every_row = set(answer(liuzhou, question, params).rows.rows)
    params[parameter.name] = parameter.example
    narrowed = set(answer(liuzhou, question, params).rows.rows)
    assert narrowed
    assert narrowed <= every_row


@every_question
def test_nothing_is_known_of_an_empty_graph(nothing: EmbeddedGraph, question: Question) -> None:
    for parameters in ([p for p in question.params if p.required], question.params):
        bindings = {p.name: _any_term(p) for p in parameters}
        assert nothing.select(question.query, bindings).rows == []


@every_question
def test_a_value_that_fits_nothing_gives_no_rows(
    liuzhou: EmbeddedGraph, question: Question
) -> None:
    for parameter in question.params:
        bindings = {parameter.name: _any_term(parameter)}
        assert liuzhou.select(question.query, bindings).rows == []


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(question, id=question.name)
        for question in QUESTIONS
        if question.name != "schools_across_reports"  # it counts the reports
    ],
)
def test_a_second_report_leaves_the_answers_of_the_first_alone(
    liuzhou: EmbeddedGraph, liuzhou_and_twin: EmbeddedGraph, question: Question
) -> None:
    params = {p.name: p.example for p in question.params if p.required}
    alone = shown(liuzhou, answer(liuzhou, question, params).rows, "zh", iris=True)
    both = shown(liuzhou_and_twin, answer(liuzhou_and_twin, question, params).rows, "zh", iris=True)
    as_one = [[cell.replace("liuzhou-2024", "liuzhou-2023") for cell in row] for row in both]
    assert {tuple(row) for row in as_one} == {tuple(row) for row in alone}
    assert [row for row in both if not any("liuzhou-2024" in cell for cell in row)] == alone


# --- files


def test_the_catalogue_covers_its_themes() -> None:
    assert {question.theme for question in QUESTIONS} == THEMES


@every_question
def test_texts_and_columns_are_in_both_languages(question: Question) -> None:
    for texts in (question.title, question.description, *question.columns.values()):
        assert set(texts) == {"zh", "en"}
        assert all(texts.values())
    assert not question.complete_for or set(question.complete_for) == {"zh", "en"}
    assert question.view in VIEWS


@every_question
def test_parameters_have_a_type_that_is_known_and_an_example(question: Question) -> None:
    for parameter in question.params:
        assert expand(parameter.type)
        assert parameter.example
        assert f"?{parameter.name}" in question.query


@every_question
def test_the_query_declares_the_prefixes_it_uses(question: Question) -> None:
    ox.Store().query(question.query)  # without the prefixes that zhitu knows


@every_question
def test_the_order_of_the_rows_is_total(question: Question) -> None:
    head = set(question.columns) - _aggregated(question) - _computed(question)
    assert head <= _order(question)


@every_question
def test_the_query_keeps_to_what_every_engine_does(question: Question) -> None:
    words = _words(question)
    # oxigraph knows no alias in HAVING and says nothing; Virtuoso fails on Chinese in REGEX.
    assert not {"HAVING", "REGEX", "SERVICE", "FROM"} & set(words)
    # Parameters are bound at the head of the groups that WHERE introduces.
    assert words.count("WHERE") == words.count("SELECT")


@every_question
def test_the_query_is_for_any_report(question: Question) -> None:
    code = "".join(text for kind, text, _ in tokens(question.query) if kind != "comment")
    assert "柳州" not in code
    assert "liuzhou" not in code.lower()
    assert re.findall(r"/id/(?!country/zhong-guo)", code) == []


@every_question
def test_evidence_stands_where_the_query_looks_for_it(question: Question) -> None:
    if question.name in PLACES_AND_RULES_THEMSELVES:
        return
    for column in question.columns:
        if column.endswith("passage") or column == "rule":
            assert f"GRAPH ?{column} {{" in question.query


def test_no_two_questions_are_asked_in_the_same_words() -> None:
    phrases = Counter(phrase.lower() for question in QUESTIONS for phrase in question.ask_as)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


@every_question
def test_a_question_is_phrased_in_chinese_and_in_english(question: Question) -> None:
    assert any(not phrase.isascii() for phrase in question.ask_as)
    assert any(phrase.isascii() for phrase in question.ask_as)


def test_the_page_of_questions_names_every_question() -> None:
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    assert [q.name for q in QUESTIONS if f"| {q.title['zh']} | `{q.name}` |" not in page] == []


def test_titles_are_told_apart() -> None:
    for language in ("zh", "en"):
        titles = Counter(question.title[language] for question in QUESTIONS)
        assert [title for title, count in titles.items() if count > 1] == []


def test_every_class_of_parameter_is_in_the_ontology(liuzhou: EmbeddedGraph) -> None:
    classes = {
        expand(parameter.type) or ""
        for question in QUESTIONS
        for parameter in question.params
        if parameter.type.startswith("vet:")
    }
    for iri in classes:
        assert iri.startswith(VET)
        query = "ASK WHERE { ?class a <http://www.w3.org/2002/07/owl#Class> }"
        assert liuzhou.ask(query, {"class": ox.NamedNode(iri)})


# --- headers that are wrong

GOOD = """\
#+ title: {zh: "有哪些学校", en: "Which schools"}
#+ description: {zh: "全部学校。", en: "All schools."}
#+ params: {school: {type: vet:School, required: false, example: 市一职校}}
#+ columns: {school: {zh: 学校, en: school}, places: {zh: 处数, en: places}}
#+ ask_as: ["学校", "schools"]
#+ view: table
PREFIX vet: <https://w3id.org/zhitu/ontology#>

SELECT ?school (COUNT(DISTINCT ?place) AS ?places)
WHERE {
  GRAPH ?place { ?report vet:presentsSchool ?school }
}
GROUP BY ?school
ORDER BY ?school
"""


def _file(folder: Path, text: str, name: str = "schools/which.rq") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_good_header_is_read(tmp_path: Path) -> None:
    question = load_question(_file(tmp_path, GOOD))
    assert (question.name, question.theme) == ("which", "schools")
    assert list(question.columns) == ["school", "places"]
    assert question.params[0].type == "vet:School"
    assert not question.params[0].required


def test_an_unknown_key_names_file_line_and_nearest_key(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD.replace("#+ ask_as:", "#+ ask_like:"))
    with pytest.raises(InputError) as caught:
        load_question(path)
    error = caught.value
    assert error.code == "QUESTION-KEY"
    assert error.where is not None
    assert (error.where.file, error.where.line) == (str(path), 5)
    assert error.values == {"found": "ask_like", "nearest": "ask_as"}
    assert "ask_like" in error.render("zh")
    assert "ask_as" in error.render("en")


def test_a_key_like_no_other_lists_all_keys(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD.replace("#+ view: table", "#+ zzzzzzzz: table"))
    with pytest.raises(InputError) as caught:
        load_question(path)
    assert "complete_for" in str(caught.value.values["nearest"])


@pytest.mark.parametrize(
    ("good", "wrong", "code"),
    [
        pytest.param("view: table", "view: chart", "QUESTION-VIEW", id="unknown view"),
        pytest.param(
            ', en: "Which schools"}', "}", "QUESTION-LANGUAGES", id="title in one language"
        ),
        pytest.param(
            '{zh: "全部学校。", en: "All schools."}',
            "全部学校。",
            "QUESTION-LANGUAGES",
            id="description without languages",
        ),
        pytest.param("type: vet:School, ", "", "QUESTION-PARAM", id="parameter without a type"),
        pytest.param(
            "required: false", "needed: false", "QUESTION-PARAM", id="unknown key of a parameter"
        ),
        pytest.param(
            ", places: {zh: 处数, en: places}}", "}", "QUESTION-COLUMNS", id="column without title"
        ),
        pytest.param("SELECT ?school ", "SELECT ", "QUESTION-COLUMNS", id="title without column"),
        pytest.param(
            "SELECT ?school (COUNT(DISTINCT ?place) AS ?places)",
            "SELECT (COUNT(DISTINCT ?place) AS ?places) ?school",
            "QUESTION-COLUMNS",
            id="columns in another order",
        ),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, good: str, wrong: str, code: str) -> None:
    assert good in GOOD
    path = _file(tmp_path, GOOD.replace(good, wrong, 1))
    with pytest.raises(InputError) as caught:
        load_question(path)
    assert caught.value.code == code
    assert caught.value.where is not None
    assert caught.value.where.file == str(path)


def test_a_header_that_is_no_yaml_names_the_line(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD.replace('"学校", "schools"]', '"学校, schools]'))
    with pytest.raises(InputError) as caught:
        load_question(path)
    assert caught.value.code == "QUESTION-HEADER"
    assert caught.value.where is not None
    assert caught.value.where.line is not None
    assert caught.value.where.line >= 5


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    _file(tmp_path, GOOD, "schools/which.rq")
    _file(tmp_path, GOOD, "cases/which.rq")
    with pytest.raises(InputError) as caught:
        load_questions(tmp_path)
    assert caught.value.code == "QUESTION-TWICE"


# --- values that are wrong


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        pytest.param("hops_from_school", {}, "PARAM-MISSING", id="missing"),
        pytest.param("hops_from_school", {"scool": "市一职校"}, "PARAM-UNKNOWN", id="misspelt"),
        pytest.param("case_mentions", {"number": "八"}, "PARAM-NUMBER", id="no number"),
        pytest.param("competition_results", {"year": "今年"}, "PARAM-YEAR", id="no year"),
    ],
)
def test_a_wrong_value_is_refused(
    liuzhou: EmbeddedGraph, name: str, values: dict[str, str], code: str
) -> None:
    question = next(q for q in QUESTIONS if q.name == name)
    with pytest.raises(QueryError) as caught:
        answer(liuzhou, question, values)
    assert caught.value.code == code
