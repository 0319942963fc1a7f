"""What the title page says: title, publisher, dates, year and where the report is published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph_builder.sources.document import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED_TITLE = re.compile(r"《([^《》]{2,80}报告[^《》]{0,20})》")
_PUBLISHER = re.compile(
    r"[^，。；：、！？\s]{2,30}(?:教育局|教育厅|教育委员会|教委|教育和体育局|教育体育局|学校|学院|大学|中心)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONTH = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月")
_DAY = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_WHERE = re.compile(r"公布(?:地址|网址)\s*[:：]\s*<?(https?://[^\s<>]+)>?")
# Three characters are printed for zero; the first, U+3007, is the one that dates should have.
_ZEROS = "\u3007○零"
_CHINESE_DATE = re.compile(rf"二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}}年.*")
_CHINESE_NUMBER = re.compile(f"[{_ZEROS}一二三四五六七八九十]+")
_DIGITS = str.maketrans(_ZEROS + "一二三四五六七八九", "000123456789")

#: Keys in the order in which they are written; all but the title may be missing.
METADATA_KEYS = ("title", "publisher", "published", "declared", "year", "publication_address")


def read_metadata(lines: Sequence[str]) -> tuple[dict[str, str | int], list[Notice]]:
    """Read the lines of the title page by their shape.

    Args:
        lines: All lines of the title page that are not blank, without outer white space; for a
            document without one, its first line.

    Returns:
        What was found, keyed by `METADATA_KEYS` in this order: dates as `2024-01` or
        `2024-01-17`, the year as a number; and a notice for each key that is missing.
    """
    dates = [_western(line) for line in lines if len(line) <= len("二〇二三年十二月二十三日") * 3]
    found: dict[str, str | int | None] = {
        "title": _title(lines),
        "publisher": next((line for line in lines if _PUBLISHER.fullmatch(line)), None),
        "published": _date(_MONTH, dates),
        "declared": _date(_DAY, dates),
        "publication_address": _group(_WHERE, lines),
    }
    year = _YEAR.search(str(found["title"]))
    found["year"] = int(year.group(1)) if year else None
    kept = {key: value for key in METADATA_KEYS if (value := found[key]) is not None}
    notices = [
        Notice("metadata-missing", {"name": key}) for key in METADATA_KEYS if key not in kept
    ]
    return kept, notices


def _title(lines: Sequence[str]) -> str:
    """The first line that names a report; else a title in 《》; else the first line."""
    for line in lines:
        if "报告" in line and len(line) <= 80 and not line.endswith("。") and "《" not in line:  # noqa: PLR2004 -- a title fits one line
            return line
    return _group(_QUOTED_TITLE, lines) or (lines[0][:200] if lines else "")


def _group(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    matches = (pattern.search(line[:500]) for line in lines)
    return next((match.group(1) for match in matches if match), None)


def _date(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """The first line that is a possible date and nothing else, in ISO form."""
    for line in lines:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        year, *rest = (int(part) for part in match.groups())
        if all(1 <= part <= limit for part, limit in zip(rest, (12, 31), strict=False)):
            return "-".join([str(year), *(f"{part:02}" for part in rest)])
    return None


def _western(line: str) -> str:
    """`二〇二四年一月` as `2024年1月`; any other line as it is."""
    if not _CHINESE_DATE.fullmatch(line):
        return line

    def number(match: re.Match[str]) -> str:
        tens, _, ones = match.group().partition("十")
        if "十" not in match.group():
            return tens.translate(_DIGITS)
        return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")

    return _CHINESE_NUMBER.sub(number, line)
