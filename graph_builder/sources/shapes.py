"""What a line of a report is, told from its shape alone; nothing here knows any report.

Every pattern is applied to short lines only and begins at the line's start, so the time it takes
does not grow with the document.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: No heading, caption or entry of a table of contents is longer, in characters.
MAX_TITLE = 120

#: A full printed line of the template holds more characters; a shorter one without any
#: punctuation is a minor heading or a list item, and was not torn.
SHORT_LINE = 20

_ENDS = "。！？"
_CLOSERS = "”’」』）)】》〉\"'"
_INNER = re.compile(r"[，。；：、！？,;!?]")
_NUMBER = r"\d{1,2}(?:[-－–.．]\d{1,2})?"
_HEADING = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){0,3})([.．、]?)\s*((?<=\s)\S.*|\D.*)")
_CASE = re.compile(r"(?:典型)?案例\s*(\d+(?:[-－.]\d+)?)\s*(?:【.*|[:：].*)")
_CHALLENGE = re.compile(r"挑战\s*\d+\s*[:：]\s*\S.*")
_CAPTION = re.compile(rf"图\s*{_NUMBER}(?![\d年月])\s*[:：]?\s*\D.*|图\s*{_NUMBER}\s+\S.*")
_TABLE = re.compile(rf"表\s*({_NUMBER})(?!\d)\s*[:：]?\s*(.*)")
_NOTE = re.compile(r"(?:说明|注|备注)\s*[:：].*")
_PREFACE = re.compile(r"[前序]\s*言")
_CONTENTS = re.compile(r"目\s*录")
_ITEM = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[）、]|[①-⑳]"
)
_PAGE = "0123456789"
_LONGEST_PAGE = 4
_LEADER = ".·… \t\u3000\xa0"
#: Two characters that are spread over a line, with spaces between them.
_SPREAD = 12
_LIST_ITEM = re.compile(r"(?:其?[一二三四五六七八九十](?:是|、)|第[一二三四五六七八九十])")


class Numbered(NamedTuple):
    """A numbered line: its number with ASCII punctuation, and its title."""

    number: str
    title: str


def heading(text: str) -> Numbered | None:
    """`1. 基本情况` or `7.1.1 国家政策落实`; not `2023年…`, `1427.95 万元。` or `3 所学校`."""
    found = _HEADING.fullmatch(text) if _may_be_title(text) else None
    if found is None:
        return None
    number, dot, title = found.groups()
    if not dot and not re.search(r"[.．]", number):
        return None
    return Numbered(number.replace("．", "."), title)


def challenge(text: str) -> bool:
    """Whether the line is a heading such as `挑战 1: …`, which the last chapter uses."""
    return _may_be_title(text) and _CHALLENGE.fullmatch(text) is not None


def case_heading(text: str) -> str | None:
    """The number of a case study whose heading this is, such as `案例 3【…】`."""
    found = _CASE.fullmatch(text) if len(text) <= MAX_TITLE and text[-1] not in _ENDS else None
    return ascii_number(found.group(1)) if found else None


def caption(text: str) -> bool:
    """Whether the line is the caption of a figure; `图 3 显示……。` is a sentence."""
    return _may_be_title(text) and _CAPTION.fullmatch(text) is not None


def table_caption(text: str) -> Numbered | None:
    """Number and words of a table caption such as `表 6-1 …`; only with table lines below it."""
    found = _TABLE.fullmatch(text) if _may_be_title(text) else None
    return Numbered(ascii_number(found.group(1)), found.group(2).strip()) if found else None


def unnumbered_table_caption(text: str) -> bool:
    """Whether a line right above table lines can be their caption although it has no number."""
    return _may_be_title(text) and "表" in text and "。" not in text


def note(text: str) -> bool:
    """Whether the line is a note: `说明：…`, `注：…`."""
    return _NOTE.match(text[:10]) is not None


def preface(text: str) -> bool:
    """Whether the line is the heading of the preface."""
    return len(text) <= _SPREAD and _PREFACE.fullmatch(text) is not None


def contents(text: str) -> bool:
    """Whether the line is the heading of the table of contents."""
    return len(text) <= _SPREAD and _CONTENTS.fullmatch(text) is not None


def contents_entry(text: str) -> bool:
    """Whether the line ends in a page number, as entries of a table of contents do."""
    stem = text.rstrip(_PAGE)
    leader = stem[-1:].isspace() or stem.endswith(("…", "..", "··"))
    return (
        len(stem) < len(text) <= MAX_TITLE
        and len(text) - len(stem) <= _LONGEST_PAGE
        and leader
        and stem.rstrip(_LEADER) != ""
    )


def without_page(text: str) -> str:
    """An entry of a table of contents without its leader and page number."""
    return text.rstrip(_PAGE).rstrip(_LEADER) if contents_entry(text) else text


def may_be_torn(text: str, following: str) -> bool:
    """Whether a line that stands alone so far was torn from the one that follows it.

    Args:
        text: The last line of the paragraph, without outer white space.
        following: The next line, known to be no heading, caption, case or table line.
    """
    bare = text.rstrip(_CLOSERS)
    end = bare[-1:] or text[-1]
    if end in "。！？!?…：:" or (end == "." and not text[-2:-1].isdigit()):
        return False
    if end in "；;" and _LIST_ITEM.match(following):
        return False
    return _ITEM.match(following) is None


def is_short_line(text: str) -> bool:
    """Whether a line is too short, and too plain, to be the beginning of a torn paragraph."""
    return len(text) < SHORT_LINE and _INNER.search(text) is None


def same_title(one: str, other: str) -> bool:
    """Whether two titles have the same words; punctuation and spaces differ between places."""
    return _words(one) == _words(other)


def ascii_number(number: str) -> str:
    """A printed number with ASCII separators, fit for an address."""
    return number.translate(str.maketrans("－–．", "--."))


def _words(title: str) -> str:
    return "".join(c for c in title if c.isalnum())


def _may_be_title(text: str) -> bool:
    return len(text) <= MAX_TITLE and text[-1] not in "。！？；，、;,"
