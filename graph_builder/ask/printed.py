"""Years, numbers, places of print and quoted words, read from a sentence."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d人个项门所家万元%])")
_COUNTED = re.compile(
    r"(?:案例|挑战|case(?: study)?|challenge) ?(?:第|no\.?|number)? ?(\d{1,2})(?!\d)"
    r"|第 ?(\d{1,2}) ?(?:个|项|条|篇)?(?:典型)?(?=案例|挑战)"
    r"|(?<!\d)(\d{1,2}) ?号(?:典型)?(?=案例|挑战)"
)
_TABLE = re.compile(
    r"(?:附表|表|table) ?(?:第 ?)?(\d{1,2})(?![\d-])|第 ?(\d{1,2}) ?(?:张|个)?(?=附表|表)"
)
_SECTION = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d.])")
_CLASS = re.compile(r"([a-c]) ?类|class ([a-c])\b")
_ADDRESS = re.compile(r"(?:table|section)/[a-z0-9./-]+")
_PRINTED_ROW = re.compile(r"(?:table|表) ?(\d+(?:-\d+)?)[, ]*的?(?:第|row) ?(\d+) ?行?")
QUOTED = re.compile(r"[“\"「『‘'《](.+?)[”\"」』’'》]")
_FRAMED = re.compile(
    r"(?:带有?|含有?|包含|关于|讲到?|跟|和|与|名为)([\u4e00-\u9fffa-z0-9+]{2,8}?)"
    r"(?:有关|相关|两个字|二字|字样|这个词|的|$)"
)


#: A number that stands for one thing of its kind: 案例8, 附表3.
NUMBERED = re.compile(f"{_COUNTED.pattern}|{_TABLE.pattern}|{_PRINTED_ROW.pattern}")


def framed_words(text: str) -> list[str]:
    """Words that a normalised text marks as words: 带“示范”的, 关于示范的."""
    return _FRAMED.findall(text)


def read_literal(kind: str, name: str, text: str) -> tuple[int, int, str] | None:
    """Where a normalised text says a value of a kind, and the value.

    Args:
        kind: Local name of the XSD datatype.
        name: Of the parameter: what a string stands for.
        text: Normalised.
    """
    if kind == "gYear":
        patterns: tuple[re.Pattern[str], ...] = (YEAR,)
    elif kind == "integer":
        patterns = (_COUNTED,)
    else:
        patterns = {
            "address": (_ADDRESS, _PRINTED_ROW),
            "section": (_SECTION,),
            "table": (_TABLE,),
            "class": (_CLASS,),
        }.get(name, ())
    for pattern in patterns:
        match = pattern.search(text)
        if match is None:
            continue
        groups = [g for g in match.groups() if g]
        value = groups[0] if groups else match.group()
        if pattern is _PRINTED_ROW:
            value = f"table/{groups[0]}/row/{groups[1]}"
        elif pattern is _CLASS:
            value = f"{value.upper()}类"
        # The words beside a number stay: 案例, 附表.
        span = match.span() if len(groups) != 1 else match.span(match.lastindex or 0)
        return *span, value
    return None
