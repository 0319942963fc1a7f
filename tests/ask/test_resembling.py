"""Names that a text comes close to without saying them."""

from __future__ import annotations

from graph_builder.ask.resembling import Nearest

NAMES = [
    ("双师素质专任教师比例", "dual"),
    ("高级专业技术职务专任教师比例", "senior"),
    ("生师比", "ratio"),
    ("毕业生人数", "graduates"),
    ("毕业生月收入", "income"),
    ("green school of the region", "green"),
    ("key school of the region", "key"),
]


def never(_: str) -> bool:
    return False


def test_the_name_that_shares_most_is_found_with_its_place() -> None:
    near = Nearest(NAMES).find("请问双师素质教师比例多少", never)
    assert near is not None
    assert (near.iri, near.start, near.end) == ("dual", 2, 10)


def test_more_said_of_a_long_name_counts_more_than_all_of_a_short_one() -> None:
    near = Nearest([*NAMES, ("毕业生", "graduates")]).find("毕业生平均月收入", never)
    assert near is not None
    assert near.iri == "income"


def test_a_text_that_is_as_close_to_two_names_is_close_to_none() -> None:
    assert Nearest(NAMES).find("school of the region", never) is None


def test_numbers_and_idle_stretches_name_nothing() -> None:
    assert Nearest([("计划2020-2023", "plan")]).find("2023", never) is None
    assert Nearest(NAMES).find("生师比", lambda _: True) is None
