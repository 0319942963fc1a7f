"""Names in sentences: every way of writing one leads to the thing, and no other does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.ask.linking import NameIndex, index_names, normalise
from graph_builder.names import ID, VET

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

TRANSPORT = f"{ID}school/liu-zhou-shi-jiao-tong-xue-xiao"
CLASSES = [VET + "School", VET + "Enterprise", VET + "Country"]


@pytest.fixture(scope="module")
def index(liuzhou: EmbeddedGraph) -> NameIndex:
    return index_names(liuzhou, CLASSES)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("市交校的荣誉", id="short name"),
        pytest.param("请问柳州市交通学校的荣誉", id="full name"),
        pytest.param("交通学校的荣誉", id="without the city"),
        pytest.param("柳州交校的荣誉", id="abbreviation"),
        pytest.param("柳州市交通学較的榮譽", id="a slip in traditional characters"),
        pytest.param("柳州市佼通学校的荣誉", id="a slip"),
        pytest.param("honours of LIUZHOU  TRANSPORT SCHOOL", id="English, capitals"),
        pytest.param("honours of the transport school", id="English, shortened"),
    ],
)
def test_a_school_is_found_by_all_its_names(index: NameIndex, sentence: str) -> None:
    (mention,) = index.mentions(normalise(sentence))
    assert set(mention.things) == {TRANSPORT}


@pytest.mark.parametrize(
    "sentence",
    ["市三职校的荣誉", "柳州市第三职业技术学校", "哪些学校", "职业学校", "教育中心", "体育学校"],
)
def test_a_school_that_is_not_there_is_not_found(index: NameIndex, sentence: str) -> None:
    assert index.mentions(normalise(sentence)) == []


def test_names_do_not_overlap_and_stand_in_their_order(index: NameIndex) -> None:
    text = normalise("旅游学校、横店集团和老挝有什么关系")
    assert [text[m.start : m.end] for m in index.mentions(text)] == ["旅游学校", "横店集团", "老挝"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("請問　旅遊學校", "请问旅游学校"),
        ("“市交校”、「市交校」", "市交校、市交校"),
        ("１Ａ  School", "1a school"),
        ("1+X 证书", "1+x证书"),
    ],
)
def test_ways_of_writing_are_evened_out(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text(max_size=60))
def test_evening_out_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert once == once.strip()
    assert not set("“”「」《》") & set(once)
