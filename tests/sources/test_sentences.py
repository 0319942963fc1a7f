# ruff: noqa: FBT001 -- parametrised values

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.sources.document import join_pieces
from graph_builder.sources.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"], id="three ends and a rest"),
        pytest.param("甲；乙。", ["甲；乙。"], id="a semicolon ends none"),
        pytest.param("他说“好。”然后走了。", ["他说“好。”", "然后走了。"], id="closing quote"),
        pytest.param("甲（乙。）】丙", ["甲（乙。）】", "丙"], id="closing brackets"),
        pytest.param("真的吗？！是。", ["真的吗？！", "是。"], id="two ends in a row"),
        pytest.param("读《何为美？》一书。好。", ["读《何为美？》一书。", "好。"], id="book title"),
        pytest.param("《未闭合。乙。", ["《未闭合。", "乙。"], id="title never closed"),
        pytest.param("甲。 乙。", ["甲。", "乙。"], id="space between"),
        pytest.param("1.38个", ["1.38个"], id="decimal point"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_sentence_ends_with_its_mark_and_what_closes_after_it(
    text: str, sentences: list[str]
) -> None:
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


@given(st.text(alphabet="甲乙a。！？”》《（） \t；1.", max_size=80))
def test_sentences_hold_all_of_a_text_but_white_space(text: str) -> None:
    found = split_sentences(text)
    joined = "".join(text[a:b] for a, b in found)
    assert "".join(joined.split()) == "".join(text.split())
    assert found == sorted(found)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in found)


@pytest.mark.parametrize(
    ("pieces", "spaced", "whole"),
    [
        pytest.param(["课", "时"], False, "课时", id="Chinese"),
        pytest.param(["值", "1427.95"], False, "值1427.95", id="number"),
        pytest.param(["20", "31"], False, "2031", id="digits"),
        pytest.param(["point", "of sale"], False, "point of sale", id="English words"),
        pytest.param(["甲校", "乙校"], True, "甲校 乙校", id="list"),
        pytest.param(["", "甲", ""], True, "甲", id="blank pieces"),
    ],
)
def test_pieces_join_without_a_space_unless_words_would_run_together(
    pieces: list[str],
    spaced: bool,
    whole: str,
) -> None:
    assert join_pieces(pieces, spaced=spaced) == whole
