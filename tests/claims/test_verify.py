"""How a claim stands to the words of its passage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder import terms
from graph_builder.claims.claim import Claim
from graph_builder.claims.verify import STATUSES, normalise, printed_dates, verify_claims
from graph_builder.errors import Place
from tests.claims.samples import WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = Place("facts/events.csv", 2)
DATES = st.dates(date(1990, 1, 1), date(2099, 12, 31))
NUMBERS = st.one_of(
    st.integers(11, 10**6).map(str),
    st.tuples(st.integers(0, 999), st.integers(0, 99)).map(lambda n: f"{n[0]}.{n[1]}"),
)


def claim(*surfaces: str, obj: str = '"x"', inferred: str = "", passage: str = "p") -> Claim:
    return Claim("<a:s>", "<a:p>", obj, passage, surfaces, PLACE, inferred)


def status(words: str, *surfaces: str, obj: str = '"x"', inferred: str = "") -> str:
    (result,) = verify_claims([claim(*surfaces, obj=obj, inferred=inferred)], {"p": words})
    return result.status


def date_status(words: str, value: str) -> str:
    return status(words, value, obj=terms.date(value))


# == The five results ==


def test_words_that_stand_in_the_passage_are_exact() -> None:
    assert status("市交校联合五菱共同协作。", "五菱") == "exact"


def test_any_one_of_the_printed_forms_is_enough() -> None:
    assert status("市交校联合五菱共同协作。", "柳州市交通学校", "市交校") == "exact"


@pytest.mark.parametrize(
    ("words", "form"),
    [
        pytest.param("广西（柳州）汽车产教联合体", "广西(柳州)汽车产教联合体", id="brackets"),
        pytest.param("广西(柳州)汽车产教联合体", "广西（柳州）汽车产教联合体", id="wide brackets"),
        pytest.param("ISO9001".translate(WIDE), "ISO9001", id="width"),
        pytest.param("新零售电商 O2O 电商", "新零售电商O2O电商", id="spaces"),
        pytest.param("绘五彩　斑斓", "绘五彩斑斓", id="wide space"),
        pytest.param("提质培优行动计划（2020-2023）", "提质培优行动计划（2020—2023）", id="dashes"),
        pytest.param("“三全育人”典型学校", '"三全育人"典型学校', id="quotation marks"),
        pytest.param("「三全育人」典型学校", "“三全育人”典型学校", id="corner marks"),
        pytest.param("Vr/Ar 技术", "VR/AR", id="letter case"),
        pytest.param("生师比为16：1", "16:1", id="colon of a ratio"),
        pytest.param("共１２项", "12", id="full-width digits"),
    ],
)
def test_words_written_otherwise_are_normalised(words: str, form: str) -> None:
    assert status(words, form) == "normalised"


@pytest.mark.parametrize(
    ("form", "words"), [("2", "两次"), ("2", "第二批"), ("4", "四个模块"), ("10", "十大歌手")]
)
def test_a_small_number_is_read_from_a_chinese_numeral(form: str, words: str) -> None:
    assert status(words, form) == "normalised"


@pytest.mark.parametrize(
    ("form", "words"), [("3", "十三门"), ("10", "二十项"), ("2", "二十项"), ("5", "五百人")]
)
def test_a_numeral_that_is_part_of_a_longer_one_is_another_number(form: str, words: str) -> None:
    assert status(words, form) == "unresolved"


def test_a_claim_that_says_what_was_inferred_is_inferred_even_where_words_agree() -> None:
    assert status("学校开展活动。", "市交校", inferred="主语承上句") == "inferred"
    assert status("市交校开展活动。", "市交校", inferred="主语承上句") == "inferred"


def test_a_claim_without_words_of_its_own_is_structural() -> None:
    assert status("市交校开展活动。") == "structural"


@pytest.mark.parametrize("form", ["市二职校", "2003", ""])
def test_words_that_do_not_stand_there_are_unresolved(form: str) -> None:
    assert status("市交校 2023 年开展活动。", form) == "unresolved"


@pytest.mark.parametrize("inferred", ["", "主语承上句"])
@pytest.mark.parametrize("surfaces", [(), ("市交校",)])
def test_a_passage_that_the_document_lacks_is_unresolved(
    inferred: str, surfaces: Sequence[str]
) -> None:
    (result,) = verify_claims([claim(*surfaces, inferred=inferred, passage="q")], {"p": "市交校"})
    assert result.status == "unresolved"


def test_results_come_in_the_order_of_the_claims_each_with_its_claim() -> None:
    claims = [claim("甲"), claim("丙"), claim(), claim("乙")]
    results = verify_claims(claims, {"p": "甲乙"})
    assert [r.claim for r in results] == claims
    assert [r.status for r in results] == ["exact", "unresolved", "structural", "exact"]
    assert {r.status for r in results} <= set(STATUSES)


# == Numbers ==


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("5", "5483 人"),
        ("1", "第 5.1 节"),
        ("83", "5483 人"),
        ("5483", "15483 人"),
        ("78", "78.60%"),
        ("78.6", "78.60%"),
        ("60", "78.60%"),
        ("8.60", "78.60%"),
        ("16:1", "116:1"),
        ("16:1", "16:12"),
        ("4:6", "14:60"),
        ("4:6", "4:65"),
    ],
)
def test_a_number_is_not_found_inside_a_longer_one(form: str, words: str) -> None:
    assert status(words, form) == "unresolved"
    assert status(words.translate(WIDE), form) == ("unresolved")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("5483", "共5483人"),
        ("78.60", "为78.60%。"),
        ("5", "第5."),
        ("4:6", "约为 4:6。"),
    ],
)
def test_a_number_ends_where_its_digits_end(form: str, words: str) -> None:
    assert status(words, form) == "exact"


@given(NUMBERS, NUMBERS)
def test_a_number_is_exact_only_where_it_is_printed_digit_for_digit(one: str, other: str) -> None:
    assert status(f"共{one}人", one) == "exact"
    assert (status(f"共{one}人", other) == "exact") == (one == other)
    assert status(f"共{one}人、{other}人", other) == "exact"


# == Dates ==


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        pytest.param("2023年，学校", "2023", "exact", id="year"),
        pytest.param("2023 年 1 月 17 日", "2024", "unresolved", id="another year"),
        pytest.param("2023年5月4日", "2023-05-04", "normalised", id="day"),
        pytest.param("2023年5月4日", "2023-05", "normalised", id="month of a day"),
        pytest.param("2023年5月4日", "2023-05-05", "unresolved", id="another day"),
        pytest.param("２０２３年５月４日", "2023-05-04", "normalised", id="full width"),
        pytest.param("2024 年 1 月 17 日", "2024-01-17", "normalised", id="spaces"),
        pytest.param("2023年3月获评", "2023-03", "normalised", id="month"),
        pytest.param("2023年3月获评", "2023-03-01", "unresolved", id="no day is made up"),
        pytest.param("2023年度 6 月份", "2023-06", "normalised", id="month with words"),
        pytest.param("2023年6月27至29日", "2023-06-27", "normalised", id="start of days"),
        pytest.param("2023年6月27至29日", "2023-06-29", "normalised", id="end of days"),
        pytest.param("2023年6月27至29日", "2023-06-28", "unresolved", id="day between"),
        pytest.param("2023 年 4 月 15 日—16 日", "2023-04-16", "normalised", id="days with marks"),
        pytest.param("2023 年 3 月-4 月", "2023-03", "normalised", id="start of months"),
        pytest.param("2023 年 3 月-4 月", "2023-04", "normalised", id="end of months"),
        pytest.param("2023年6月27日到7月3日", "2023-07-03", "normalised", id="over a month's end"),
        pytest.param("2023年6月至10所学校", "2023-06-10", "unresolved", id="a count is no day"),
        pytest.param("2023年6月20人", "2023-06-20", "unresolved", id="a count is no day either"),
        pytest.param("2022—2023 年", "2022", "exact", id="first of two years"),
        pytest.param("2022—2023 年", "2023", "exact", id="last of two years"),
        pytest.param("编号120231", "2023", "unresolved", id="inside a number"),
    ],
)
def test_a_date_is_read_as_it_is_printed(words: str, value: str, expected: str) -> None:
    assert date_status(words, value) == expected


def test_a_date_that_was_inferred_says_so() -> None:
    year = terms.date("2023")
    assert status("活动。", "2023", obj=year, inferred="由上句“2023年”") == "inferred"


def parts(day: date) -> set[str]:
    """A date with its month and year."""
    return {f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"}


def words_of(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@given(DATES)
def test_a_day_prints_itself_its_month_and_its_year_and_nothing_else(day: date) -> None:
    assert printed_dates(f"于{words_of(day)}举行") == parts(day)


@given(DATES, DATES, st.sampled_from("至到-—～"))
def test_a_range_prints_its_two_ends_and_nothing_else(one: date, other: date, mark: str) -> None:
    assert printed_dates(f"{words_of(one)}{mark}{words_of(other)}") == parts(one) | parts(other)
    shorter = f"{words_of(one)}{mark}{other.month}月{other.day}日"
    end = f"{one.year}-{other:%m-%d}"
    assert printed_dates(shorter) == parts(one) | {end, end[:7]}


# == Normalised words ==


@given(st.text(alphabet=[chr(c) for c in range(0x20, 0x7F)] + list("云州学校")))
def test_full_width_and_half_width_are_the_same_words(words: str) -> None:
    assert normalise(words.translate(WIDE)) == normalise(words)


@given(st.text(alphabet='云州 学校“”"（）()—-Ab1１', min_size=1), st.text(max_size=5))
def test_words_are_found_in_any_passage_that_prints_them(form: str, around: str) -> None:
    expected = {"exact", "normalised"} if form.strip() else {"exact"}
    assert status(f"文{form}字{around}", f"文{form}字") in expected


@given(st.text(), st.text())
def test_any_words_have_one_of_the_five_results(words: str, form: str) -> None:
    assert status(words, form) in STATUSES
