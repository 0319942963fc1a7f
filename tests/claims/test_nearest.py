from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.nearest import nearest
from graph_builder.claims.slugs import slug

SCHOOLS = ("云州市第一学校", "云州市第二学校", "云州市交通学校", "海国大学")
NAMES = st.text(alphabet="云州市第一二三学校大海国ab", max_size=8)


def test_a_slip_of_the_pen_finds_the_name_that_was_meant() -> None:
    assert nearest("云州市交同学校", SCHOOLS)[0] == "云州市交通学校"


def test_a_short_form_finds_the_name_that_contains_it() -> None:
    assert nearest("海国", SCHOOLS) == ["海国大学"]


def test_a_longer_form_finds_the_name_that_it_contains() -> None:
    assert nearest("海国大学分校", SCHOOLS)[0] == "海国大学"


def test_the_name_nearest_in_length_comes_first_of_those_that_contain_it() -> None:
    assert nearest("学校", ["云州市第一学校", "本学校", "某某学校"], 2) == ["本学校", "某某学校"]


def test_nothing_is_near_when_nothing_resembles_it() -> None:
    assert nearest("xyz", SCHOOLS) == []
    assert nearest("一", []) == []


def test_one_letter_is_too_little_to_be_part_of_a_name() -> None:
    assert nearest("海", SCHOOLS) == []


@given(NAMES, st.lists(NAMES), st.integers(1, 4))
def test_what_is_near_is_known_said_once_and_not_more_than_asked(
    name: str, known: list[str], count: int
) -> None:
    found = nearest(name, known, count)
    assert set(found) <= set(known)
    assert len(found) == len(set(found)) <= count
    assert nearest(name, reversed(known), count) == found


@given(NAMES.filter(lambda n: len(n) > 1), st.lists(NAMES))
def test_a_name_that_is_known_is_the_nearest_to_itself(name: str, known: list[str]) -> None:
    assert nearest(name, [*known, name])[0] == name


# == Slugs ==


def test_a_slug_is_the_pinyin_of_the_name() -> None:
    assert slug("餐饮服务业") == "can-yin-fu-wu-ye"
    assert slug("文化产业（A 类）") == "wen-hua-chan-ye-a-lei"


def test_a_name_of_signs_alone_still_has_a_slug() -> None:
    assert slug("？！") == "x"


@given(st.text(max_size=12))
def test_a_slug_is_ascii_and_fits_an_iri(name: str) -> None:
    made = slug(name)
    assert made.isascii()
    assert made
    assert all(part.isalnum() for part in made.split("-"))
    assert made == made.lower()
