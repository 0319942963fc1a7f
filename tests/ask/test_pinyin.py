"""Sentences typed in pinyin or by initials, and signs that only sound right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.pinyin import Pinyin, without_tones
from graph_builder.ask.understand import Reader
from graph_builder.names import ID

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

TRANSPORT = f"{ID}school/liu-zhou-shi-jiao-tong-xue-xiao"
TOURISM = f"{ID}school/liu-zhou-shi-lv-you-xue-xiao"
FIRST = f"{ID}school/liu-zhou-shi-di-yi-zhi-ye-ji-shu-xue-xiao"
LUZHAI = f"{ID}school/liu-zhou-shi-lu-zhai-zhi-ye-jiao-yu-zhong-xin"
SMALL = Pinyin(
    ["对接", "产业", "专业群", "哪些"],
    [
        ("市交校", frozenset({"a"})),
        ("市一职校", frozenset({"b"})),
        ("石油职校", frozenset({"c"})),
    ],
    {"which", "partners", "does", "have"}.__contains__,
)


@pytest.fixture(scope="module")
def reader(liuzhou: EmbeddedGraph) -> Reader:
    return Reader(liuzhou, list(bundled_questions().values()))


@pytest.mark.parametrize(
    ("sentence", "question", "school"),
    [
        pytest.param("sjx duijie naxie chanye", "school_to_industry", TRANSPORT, id="initials"),
        pytest.param("SJX duijienaxiechanye", "school_to_industry", TRANSPORT, id="no spaces"),
        pytest.param(
            "shìjiāoxiào duìjiē nǎxiē chǎnyè", "school_to_industry", TRANSPORT, id="tones"
        ),
        pytest.param("sjx对接哪些产业", "school_to_industry", TRANSPORT, id="initials in Chinese"),
        pytest.param("市交校duijie哪些产业", "school_to_industry", TRANSPORT, id="one word"),
        pytest.param("which industries does sjx serve", "school_to_industry", TRANSPORT, id="en"),
        pytest.param("luyou xuexiao you naxie rongyu", "honours_of_school", TOURISM, id="lu"),
        pytest.param("lüyou xuexiao you naxie rongyu", "honours_of_school", TOURISM, id="lü"),
        pytest.param("shiyizhixiao you naxie anli", "cases_of_school", FIRST, id="four signs"),
        pytest.param("鹿寨中心办了哪些专业裙", "clusters_of_school", LUZHAI, id="sounds alike"),
    ],
)
def test_what_is_typed_by_its_sound_is_understood(
    reader: Reader, sentence: str, question: str, school: str
) -> None:
    chosen = reader.understand(sentence).chosen
    assert chosen is not None
    assert (chosen.question.name, chosen.values) == (question, {"school": school})


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("zzq duijie naxie chanye", id="initials of nothing"),
        pytest.param("szx有哪些荣誉", id="initials of nothing in Chinese"),
        pytest.param("nanning shi jiaotong xuexiao you naxie rongyu", id="another city"),
        pytest.param("how many women study there", id="women is not 我们"),
        pytest.param("asdf qwer", id="nothing at all"),
    ],
)
def test_letters_that_stand_for_nothing_are_not_answered(reader: Reader, sentence: str) -> None:
    assert reader.understand(sentence).chosen is None


def test_initials_of_several_things_stay_for_the_question_to_choose() -> None:
    assert SMALL.rewrite("syzx duijie naxie chanye") == "syzx对接哪些产业"
    assert set(SMALL.initials["syzx"]) == {"市一职校", "石油职校"}
    assert SMALL.rewrite("sjx duijie") == "市交校对接"


def test_english_stays_english() -> None:
    sentence = "which partners does chanye have"
    assert SMALL.rewrite(sentence) == sentence


def test_one_sign_that_sounds_right_is_mended_and_two_are_not() -> None:
    def unknown(text: str) -> list[str]:
        return [sign for sign in "裙砖叶" if sign in text]

    assert SMALL.heard("哪些专业裙", unknown) == "哪些专业群"
    assert SMALL.heard("砖叶群", unknown) == "砖叶群"


@given(st.text(max_size=60))
def test_marks_on_letters_are_taken_off_and_nothing_else_breaks(text: str) -> None:
    plain = without_tones(text)
    assert without_tones(plain) == plain
    SMALL.rewrite(plain.lower())
