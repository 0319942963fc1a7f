"""Checking each claim against the words of its passage, when the document is at hand.

`exact`: one of the claim's printed forms stands in the passage. `normalised`: it does once width,
white space, quotation marks and dashes are made alike, a date is read as printed (2023年5月4日),
or a small number is read from a Chinese numeral. `inferred`: the fact says itself what had to be
inferred. `structural`: the claim rests on no words of its own (a class, the cell that prints a
figure). Everything else is `unresolved`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.figures import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph_builder.claims.claim import Claim

#: How a claim can stand to its passage, best first.
STATUSES = ("exact", "normalised", "inferred", "structural", "unresolved")

_ALIKE = str.maketrans(
    dict.fromkeys("“”„‟〝〞＂「」『』", '"')
    | dict.fromkeys("‘’\u201a\u201b\uff07", "'")
    | dict.fromkeys("—–―\u2010\u2011−－~～", "-")
)
_DATE_TYPES = ("#gYear>", "#gYearMonth>", "#date>")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATE = re.compile(
    r"((?:19|20)\d\d)年(?:度)?(\d{1,2})月(?:份)?"
    r"(?:(\d{1,2})(?:日|(?=[-至到](?:\d{1,2}月)?\d{1,2}日)))?"
    r"(?:[-至到](?:(\d{1,2})月(?:份)?)?(?:(\d{1,2})日)?)?"
)
_NUMERALS = dict(
    zip(
        map(str, range(11)),
        ("零", "一", "二两", "三", "四", "五", "六", "七", "八", "九", "十"),
        strict=True,
    )
)
#: A numeral beside one of these is part of another number, as in 十三, 二十, 五百, 数十.
_BESIDE = "零一二两三四五六七八九十百千万亿数几"


class Checked(NamedTuple):
    """A claim and how it stands to its passage: `status` is one of `STATUSES`."""

    claim: Claim
    status: str


def verify_claims(claims: Iterable[Claim], words: Mapping[str, str]) -> list[Checked]:
    """Check claims against the document.

    Args:
        claims: What a report is said to say.
        words: Address -> words of the passage, from the document itself.

    Returns:
        One result per claim, in the order of `claims`. A claim whose passage the document does
        not have is `unresolved`.
    """
    prepared: dict[str, _Printed] = {}
    results = []
    for claim in claims:
        printed = prepared.get(claim.passage)
        if printed is None:
            printed = prepared[claim.passage] = _Printed(words.get(claim.passage))
        results.append(Checked(claim, _status(claim, printed)))
    return results


class _Printed:
    """The words of a passage, with what is worked out from them when it is first needed."""

    def __init__(self, words: str | None) -> None:
        self.words = words
        self._normal: str | None = None
        self._dates: set[str] | None = None

    @property
    def normal(self) -> str:
        if self._normal is None:
            self._normal = normalise(self.words or "")
        return self._normal

    @property
    def dates(self) -> set[str]:
        if self._dates is None:
            self._dates = printed_dates(self.words or "")
        return self._dates


def _status(claim: Claim, printed: _Printed) -> str:
    if printed.words is None:
        return "unresolved"
    if claim.inferred:
        return "inferred"
    if not claim.surfaces:
        return "structural"
    if claim.object.endswith(_DATE_TYPES):
        return _date_status(claim.surfaces, printed)
    return _word_status(claim.surfaces, printed, printed.words)


def _word_status(forms: tuple[str, ...], printed: _Printed, words: str) -> str:
    if any(_stands_in(form, words) for form in forms):
        return "exact"
    alike = any(_stands_in(normalise(form), printed.normal) for form in forms)
    if alike or any(_is_written_out(form, words) for form in forms):
        return "normalised"
    return "unresolved"


def _date_status(forms: tuple[str, ...], printed: _Printed) -> str:
    if any(form in printed.dates for form in forms):
        year_only = all("-" not in form for form in forms)
        return "exact" if year_only else "normalised"
    return "unresolved"


def _stands_in(form: str, words: str) -> bool:
    """Whether a printed form stands in the words; a number must not be part of a longer one."""
    if not form or form not in words:
        return False
    before = r"(?<![\d.])" if is_figure(form) or form[0].isdecimal() else ""
    after = r"(?!\d|\.\d)" if form[-1].isdecimal() else ""
    return not (before or after) or bool(re.search(before + re.escape(form) + after, words))


def _is_written_out(form: str, words: str) -> bool:
    """Whether a small number stands in the words as a Chinese numeral of its own."""
    return any(
        re.search(f"(?<![{_BESIDE}]){numeral}(?![{_BESIDE}])", words)
        for numeral in _NUMERALS.get(form, "")
    )


def normalise(text: str) -> str:
    """The text with width, white space, quotation marks, dashes and letter case made alike."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_ALIKE))).lower()


def printed_dates(words: str) -> set[str]:
    """Every date that the words print, as 2023, 2023-05 or 2023-05-04; both ends of a range."""
    dates = set(_YEAR.findall(unicodedata.normalize("NFKC", words)))
    text = normalise(words)
    for year, month, day, last_month, last_day in _DATE.findall(text):
        dates.add(f"{year}-{int(month):02}")
        if day:
            dates.add(f"{year}-{int(month):02}-{int(day):02}")
        if last_day:
            dates.add(f"{year}-{int(last_month or month):02}-{int(last_day):02}")
        if last_month:
            dates.add(f"{year}-{int(last_month):02}")
    return dates
