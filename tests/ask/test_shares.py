"""Shares, numbers of cases and other ways of speaking that no list of phrasings can hold."""

from __future__ import annotations

from functools import cache

import pytest

from graph_builder.ask.questions import load_questions
from graph_builder.ask.shares import ways_to_say_a_share, without_share_beside
from graph_builder.ask.understand import Reader
from graph_builder.ask.words import SLOT, read_numbers
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.paths import bundled


@cache
def _reader() -> Reader:
    graph = EmbeddedGraph(build_graph(default_sources()).store)
    return Reader(graph, load_questions(bundled("queries")))


def test_a_rate_goes_by_the_words_for_a_share() -> None:
    assert {"自主创业的比率", "自主创业占比"} <= ways_to_say_a_share("自主创业率")
    assert "percentage of graduates" in ways_to_say_a_share("share of graduates")
    assert ways_to_say_a_share("毕业生人数") == set()


def test_a_rate_that_is_named_needs_no_word_for_a_share_beside_it() -> None:
    assert without_share_beside(f"what percentage of {SLOT}?") == f"what {SLOT}?"


def test_the_number_sign_of_a_case_denies_nothing() -> None:
    assert read_numbers("case study no. 11") == "case study 11"
    assert read_numbers("五号案例") == "5号案例"
    assert read_numbers("is there no case") == "is there no case"


@pytest.mark.parametrize(
    "sentence",
    ["升学人数占毕业生的多少", "毕业的人里头有几成升学了"],
    ids=["part first", "whole first"],
)
def test_the_part_and_the_whole_are_told_apart_in_either_order(sentence: str) -> None:
    chosen = _reader().understand(sentence).chosen
    assert chosen is not None
    assert chosen.question.name == "share_of_indicator"
    assert chosen.values["part"].endswith("/graduates-continuing-study")
    assert chosen.values["whole"].endswith("/graduates")


def test_a_school_of_another_city_is_no_slip_of_the_pen() -> None:
    assert _reader().understand("南宁市第一职业技术学校的荣誉有哪些").chosen is None
    assert _reader().understand("柳州市第一职业技术学校的荣誉有哪些").chosen is not None
