"""The phrasings of the catalogue as features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.phrases import Phrasings, learn, learn_bundled, text_features
from graph_builder.ask.words import SLOT, Words
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(bundled("queries") / "synonyms.toml")


@pytest.mark.parametrize(
    ("question", "phrase", "masked"),
    [
        pytest.param(
            "school_to_industry", "市交校对接哪些产业链", f"{SLOT}对接哪些产业链", id="example"
        ),
        pytest.param(
            "school_to_industry", "学校对接哪些产业链", f"{SLOT}对接哪些产业链", id="school"
        ),
        pytest.param("case_mentions", "案例8讲了什么", f"案例{SLOT}讲了什么", id="number"),
        pytest.param("group_to_schools", "汽车类产业有谁", f"{SLOT}有谁", id="without the mark"),
        pytest.param("cooperations_of_kind", "合作协议有哪些", "合作协议有哪些", id="a kind stays"),
    ],
)
def test_examples_become_slots(words: Words, question: str, phrase: str, masked: str) -> None:
    questions = bundled_questions()
    phrasings = Phrasings(questions.values(), words)
    assert phrasings.masked(questions[question], phrase) == masked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("哪些学校没有案例", "?school"),
        ("学校有哪些荣誉", "?honour"),
        ("对接航运产业的学校", "?school"),
        ("schools without a case study", "?school"),
        ("how many honours does it have", "?honour"),
    ],
)
def test_the_noun_that_is_asked_for_is_a_feature(words: Words, text: str, asked: str) -> None:
    assert {f for f in text_features(text, words) if f[0] == "?"} == {asked}


def test_what_is_kept_is_what_was_learnt(
    words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    questions = list(bundled_questions().values())[:5]
    first = learn_bundled(questions, words)
    (kept,) = tmp_path.glob("zhitu/*.phrasings.json")
    assert first == learn(questions, words) == learn_bundled(questions, words)
    kept.write_text("[1")
    assert learn_bundled(questions, words) == first
