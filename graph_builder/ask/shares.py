"""The ways in which people say a rate that reports print under one name."""

from __future__ import annotations

import re

from graph_builder.ask.words import SLOT

_CHINESE = re.compile(r"(.{3,})(?:比例|占比|(?<!效)率)")
_ENGLISH = re.compile(r"(?:share|rate|pass rate) of (?:the )?(.+)")
_RATE = ("率", "比例", "比率", "占比", "比重", "百分比")
_SHARE = ("percentage of ", "proportion of ", "share of ", "rate of ")
#: What a sentence says beside a rate that it has named already: the percentage of ….
_BESIDE = re.compile(
    rf"(?:the )?(?:percentage|per ?cent|proportion|share|ratio) (?:of|is) (?:the )?(?={SLOT})"
    rf"|(?<={SLOT})的?(?:所占的?|占的?)?(?:比例|比率|占比|比重|百分比|百分率)"
    rf"|(?<={SLOT})(?:的|者|人)?(?:有|占|是)?(?:几成|百分之几|百分之多少)"
)


def ways_to_say_a_share(name: str) -> set[str]:
    """自主创业的比率 and 自主创业比例 for 自主创业率; nothing for the names of no share.

    Args:
        name: Normalised.
    """
    if chinese := _CHINESE.fullmatch(name):
        between = ("", "的", "所占", "所占的")
        return {chinese[1] + of + rate for of in between for rate in _RATE if of or rate != "率"}
    if english := _ENGLISH.fullmatch(name):
        return {share + english[1] for share in _SHARE}
    return set()


def without_share_beside(text: str) -> str:
    """A text whose slots stand for rates, without the words for a share next to them."""
    return _BESIDE.sub("", text)
