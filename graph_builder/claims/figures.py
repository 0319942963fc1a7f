"""What a printed figure says: as printed, its value, its printed decimals."""

from __future__ import annotations

import re

from graph_builder import terms
from graph_builder.names import VET

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?):1\Z")
#: Full-width forms stand in Unicode at a fixed distance from those of ASCII.
_NARROW = {ord(c) + 0xFEE0: c for c in "0123456789.-:"}
#: Small numbers that Chinese prose writes out, as in 两次 or 四个模块.
NUMERALS = {c: str(n) for n, c in enumerate("零一二三四五六七八九十")} | {"两": "2"}


def is_number(printed: str) -> bool:
    """Whether the printed form is a plain decimal number in ASCII digits."""
    return _NUMBER.match(printed) is not None


def is_figure(printed: str) -> bool:
    """Whether the printed form is a number or a ratio to one, such as `16:1`, in any width."""
    narrow = printed.translate(_NARROW)
    return is_number(narrow) or _RATIO.match(narrow) is not None


def figure_statements(printed: str) -> list[tuple[str, str]]:
    """Predicate and object of what a printed figure says: as printed, as a number, its decimals.

    A ratio `16:1` has the value 16; any other ratio, and words such as 数百, have no single value.
    """
    statements = [(terms.iri(VET + "hasPrintedValue"), terms.plain(printed))]
    narrow = printed.translate(_NARROW)
    ratio = _RATIO.match(narrow)
    number = ratio.group(1) if ratio else NUMERALS.get(printed, narrow)
    if is_number(number):
        decimals = len(number.partition(".")[2])
        statements.append((terms.iri(VET + "hasValue"), terms.decimal(number)))
        statements.append((terms.iri(VET + "hasDecimals"), terms.integer(decimals)))
    return statements
