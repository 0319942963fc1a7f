"""Sentences in plain words: understood as the question meant, or left unanswered."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.phrasings import judge
from graph_builder.ask.questions import Question, load_questions
from graph_builder.ask.understand import MAX_LENGTH, Reader
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.names import ID

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = {q.name: q for q in load_questions(ROOT / "queries")}
PHRASINGS = ROOT / "tests" / "cases" / "phrasings"
TRANSPORT = f"{ID}school/liu-zhou-shi-jiao-tong-xue-xiao"
_READERS: dict[int, Reader] = {}


@pytest.fixture(scope="module")
def reader(liuzhou: EmbeddedGraph) -> Reader:
    return Reader(liuzhou, list(QUESTIONS.values()))


@pytest.mark.parametrize(
    "sentence",
    [
        "市交校对接哪些产业链？",
        "请问，柳州市交通学校对接了哪些产业",
        "“市交校”對接哪些產業鏈？",
        "交通学校对接的产业有哪些",
        "市交校 产业链",
        "Which industries does Liuzhou Transport School serve?",
    ],
)
def test_one_question_is_understood_however_it_is_put(reader: Reader, sentence: str) -> None:
    chosen = reader.understand(sentence).chosen
    assert chosen is not None
    assert (chosen.question.name, chosen.values) == ("school_to_industry", {"school": TRANSPORT})


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        pytest.param("哪些学校没有典型案例", "schools_without_case", id="absence"),
        pytest.param("各校有几个典型案例", "cases_by_school", id="count"),
        pytest.param("旅游学校有哪些典型案例", "cases_of_school", id="listing"),
        pytest.param("2023年有哪些荣誉", "honours_with_year", id="year"),
        pytest.param("案例八讲了什么", "case_mentions", id="number in words"),
        pytest.param("表6-1第15行说了什么", "what_a_passage_says", id="printed place"),
    ],
)
def test_what_kind_of_answer_is_wanted_decides(reader: Reader, sentence: str, name: str) -> None:
    chosen = reader.understand(sentence).chosen
    assert chosen is not None
    assert chosen.question.name == name


@pytest.mark.parametrize(
    "sentence",
    [
        "今天天气怎么样",
        "市交校学费多少钱",
        "桂林旅游学校有哪些荣誉",
        "柳州市三职校有哪些荣誉",
        "？",
        "",
        "tell me a joke",
    ],
)
def test_what_the_report_does_not_tell_is_not_answered(reader: Reader, sentence: str) -> None:
    assert reader.understand(sentence).chosen is None


def test_a_value_that_is_not_named_is_asked_for(reader: Reader) -> None:
    understanding = reader.understand("这所学校和谁合作")
    assert understanding.chosen is None
    assert understanding.lacking is not None
    assert understanding.lacking.question.name == "partners_of_school"
    assert understanding.lacking.missing == ("school",)


def test_unclear_sentences_get_the_three_best_candidates(reader: Reader) -> None:
    understanding = reader.understand("企业")
    assert understanding.chosen is None
    assert len(understanding.others) == 3
    likeness = [u.likeness for u in understanding.others]
    assert likeness == sorted(likeness, reverse=True)


def with_example(question: Question, phrase: str) -> str:
    """A phrasing that names its example where it speaks of this or that school."""
    required = [p for p in question.params if p.required]
    if len(required) != 1 or required[0].example in phrase:
        return phrase
    return re.sub(
        r"(这|某)一?(所|家|个|项|类|条|门|组|种)[^的和与是在有由归被为更分包跟对]{1,3}?"
        r"(?=[的和与是在有由归被为更分包跟对])"
        r"|^学校|(?<=从)学校"
        r"|\b(this|the) (school|enterprise|programme|cluster|industry|country|place)\b",
        required[0].example,
        phrase,
        count=1,
    )


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_each_phrasing_of_a_question_leads_to_it(reader: Reader, question: Question) -> None:
    declined = 0
    for phrase in question.ask_as:
        understanding = reader.understand(with_example(question, phrase))
        best = understanding.chosen or understanding.lacking
        declined += best is None
        # Two questions may be put in nearly the same words; then neither is answered.
        assert best is None or best.question.name == question.name, phrase
        assert question.name in {u.question.name for u in understanding.others}, phrase
    assert declined <= 0.6 * len(question.ask_as)


def test_phrasings_are_many_and_unlike() -> None:
    seen = Counter(phrase for q in QUESTIONS.values() for phrase in q.ask_as)
    assert [phrase for phrase, n in seen.items() if n > 1] == []
    for question in QUESTIONS.values():
        chinese = [p for p in question.ask_as if any("\u4e00" <= c <= "\u9fff" for c in p)]
        assert len(chinese) >= 4, question.name
        assert len(question.ask_as) - len([p for p in chinese if not p[0].isascii()]) >= 2


@pytest.mark.parametrize(
    ("name", "least", "right", "wrong"),
    [
        pytest.param("development", 400, 0.94, 0.01, id="by the author of the matcher"),
        pytest.param("development_by_another", 200, 0.88, 0.02, id="by someone else"),
        pytest.param("development_third", 200, 0.9, 0.005, id="to see where it fails"),
        pytest.param("development_fourth", 150, 0.88, 0.01, id="to see where it fails again"),
        pytest.param("development_fifth", 200, 0.9, 0.015, id="by a stranger, seen since"),
        pytest.param("second", 150, 0.88, 0.015, id="scored four times, then seen"),
        pytest.param("held_out", 200, 0.87, 0.01, id="by another stranger, seen since"),
        pytest.param("near_the_topic", 70, 0.94, 0.06, id="what the report does not tell"),
    ],
)
def test_the_development_sets_are_understood(
    liuzhou: EmbeddedGraph, name: str, least: int, right: float, wrong: float
) -> None:
    judged = judge(liuzhou, QUESTIONS, PHRASINGS / f"{name}.csv")
    counted = Counter(one.verdict for one in judged)
    assert len(judged) >= least
    assert counted["wrong"] <= wrong * len(judged), [
        one.sentence for one in judged if one.verdict == "wrong"
    ]
    assert counted["right"] >= right * len(judged)


@given(st.text(max_size=80) | st.text("学校市交产业哪些没有多少荣誉合作 ab12？", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    understanding = _reader().understand(text)
    assert len(understanding.others) <= 3
    if understanding.chosen:
        assert not understanding.chosen.missing


@given(
    st.sampled_from(
        [p for q in QUESTIONS.values() for p in q.ask_as if '"' not in p and "“" not in p]
    )
)
def test_full_width_and_outer_quotation_marks_change_nothing(phrase: str) -> None:
    def outcome(sentence: str) -> tuple[str | None, object]:
        chosen = _reader().understand(sentence).chosen
        return (chosen.question.name, chosen.values) if chosen else (None, None)

    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in phrase)
    assert outcome(phrase) == outcome(wide)


def test_a_long_sentence_is_read_only_so_far(reader: Reader) -> None:
    sentence = "市交校对接哪些产业" + "，" * MAX_LENGTH
    chosen = reader.understand(sentence + "旅游学校").chosen
    assert chosen is not None
    assert chosen.values == {"school": TRANSPORT}


def _reader() -> Reader:
    """A reader of the graph for tests that hypothesis runs, which take no fixtures of a module."""
    if 0 not in _READERS:
        graph = EmbeddedGraph(build_graph(default_sources()).store)
        _READERS[0] = Reader(graph, list(QUESTIONS.values()))
    return _READERS[0]
