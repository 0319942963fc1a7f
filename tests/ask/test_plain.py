"""`zhitu ask` with a sentence: what it says it understood, and how it declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.running import Zhitu

SENTENCE = "市交校对接哪些产业链？"


def test_a_sentence_is_answered_like_the_question_it_puts(zhitu: Zhitu) -> None:
    by_name = zhitu("ask", "school_to_industry", "school=市交校")
    done = zhitu("ask", SENTENCE)
    assert (done.code, done.out) == (0, by_name.out)
    told, note = done.err.splitlines()
    assert told == "理解为：学校对接了哪些产业（school=柳州市交通学校）"
    assert note + "\n" == by_name.err


def test_what_was_understood_is_told_in_english_too(zhitu: Zhitu) -> None:
    done = zhitu("ask", "which", "industries", "does", "市交校", "serve", "--lang", "en")
    assert done.code == 0
    assert done.err.startswith(
        "Understood as: Which industries a school reaches (school=Liuzhou Transport School)\n"
    )


def test_explaining_a_sentence_shows_its_sparql(zhitu: Zhitu) -> None:
    done = zhitu("ask", SENTENCE, "--explain")
    assert done.code == 0
    assert "SELECT ?cluster ?programme ?industry ?passage" in done.out
    assert done.out.startswith("# ?school = <")


def test_a_value_beside_the_sentence_fills_what_it_lacks(zhitu: Zhitu) -> None:
    lacking = zhitu("ask", "这所学校和谁合作")
    assert (lacking.code, lacking.out) == (2, "")
    assert "school" in lacking.err
    assert "zhitu ask partners_of_school" in lacking.err
    assert lacking.err.endswith("[ASK-LACKS]\n")
    done = zhitu("ask", "这所学校和谁合作", "school=市交校")
    assert (done.code, done.out) == (0, zhitu("ask", "partners_of_school", "school=市交校").out)


def test_an_unclear_sentence_lists_three_ways_to_ask(zhitu: Zhitu) -> None:
    done = zhitu("ask", "企业")
    assert (done.code, done.out) == (2, "")
    *candidates, last = done.err.splitlines()
    assert len(candidates) == 3
    assert all("zhitu ask " in line for line in candidates)
    assert last.endswith("[ASK-UNSURE]")


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("今天天气怎么样", "ASK-FOREIGN"),
        ("", "ASK-EMPTY"),
        ("？ ！", "ASK-EMPTY"),
        ("问" * 10_000, "ASK-LONG"),
    ],
)
def test_what_is_no_question_gets_one_clear_line(zhitu: Zhitu, sentence: str, code: str) -> None:
    done = zhitu("ask", sentence)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.endswith(f"[{code}]")


def test_a_word_that_looks_like_a_name_is_one(zhitu: Zhitu) -> None:
    assert zhitu("ask", "scholls").err.endswith("[QUESTION-UNKNOWN]\n")
    assert zhitu("ask", "school_to_industry", "市交校").err.endswith("[ASK-VALUE]\n")


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("没有这个名字", id="unknown"),
        pytest.param("'; DROP TABLE 学校; -- <script>alert(1)</script>", id="SQL and HTML"),
        pytest.param("\x1b[31m红\x07\n第二行", id="control characters"),
        pytest.param("vet:a b", id="no IRI"),
        pytest.param("{{}}{0}{name}", id="braces"),
    ],
)
def test_hostile_sentences_are_declined_in_clean_lines(zhitu: Zhitu, sentence: str) -> None:
    done = zhitu("ask", sentence)
    assert (done.code, done.out) == (2, "")
    lines = done.err.splitlines()
    assert all(c.isprintable() for line in lines for c in line)
    assert lines[-1].endswith(("[ASK-FOREIGN]", "[ASK-UNSURE]", "[ASK-LACKS]"))
