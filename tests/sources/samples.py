"""Reports of an invented city, put together from parts that a test can change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.sources.reader import read_report
from graph_builder.sources.text import ReportText

if TYPE_CHECKING:
    from graph_builder.sources.document import Document, Passage

INDICATORS = ["序号\t指标\t单位\t2031 年", "1\t在校生人数\t人\t120", "\t其中：女生\t人\t61"]
SCHOOLS = [
    "序号\t学校名称\t学校荣誉",
    "1\t云州市第一学校\t甲级学校 乙级学校",
    "2\t云州市第二学校\t",
]
CHAINS = [
    "学校名称\t序号\t专业群名称\t核心专业名称\t选择对接产业链",
    "一校\t1\t茶艺专业群\t茶艺\t茶产业",
    "\t\t\t评茶\t茶产业",
    "\t2\t造船专业群\t船体\t造船业",
]
LISTING = ["\t专业群名称\t核心专业\t选择对接产业链", "1\t茶艺专业群\t茶艺\t茶产业"]
RESULTS = [
    "年度\t国家级\t\t省级\t",
    "\t一等奖\t二等奖\t一等奖\t二等奖",
    "2030\t1\t2\t3\t4",
    "2031\t0\t5\t6\t7",
]
TITLE_PAGE = [
    "云州市中等职业教育质量年度报告（2031）",
    "",
    "云州市教育局",
    "",
    "2032年03月",
    "公布地址：<http://yunzhou.example/nianbao>",
    "2032 年 3 月 9 日",
]
CONTENTS = ["目 录", "1.概况\t1", "1.1 规模\t1", "", "2.育人\t3", "表 1 计分卡\t9"]


def report_text(*lines: str) -> ReportText:
    """A report text of these lines, as if it had been loaded."""
    text = "\n".join(lines)
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return ReportText(Path("云州.txt"), text, digest, "utf-8")


def table(caption: str, lines: list[str]) -> list[str]:
    """A captioned table with blank lines around it."""
    return ["", caption, "", *lines, ""]


#: Any report needs a known table; this one stands last, so that nothing before it moves.
ENOUGH = table("表 9 计分卡", INDICATORS)


def read(*lines: str) -> tuple[ReportText, Document]:
    """Read a report of these lines, with a known table behind them."""
    text = report_text(*lines, *ENOUGH)
    return text, read_report(text)


def whole_report() -> ReportText:
    """A small report with every part that the template has."""
    return report_text(
        *TITLE_PAGE,
        "前言",
        "本报告介绍云州。请批评指正！",
        *CONTENTS,
        "1. 概况",
        "1.1 规模",
        "云州有学校两所（见表 1-1）；在校生一百二十人。新校区在建设之",
        "",
        "",
        "中。明年完工。",
        *table("表 1-1 云州市学校一览表", SCHOOLS),
        "案例 1【一校：茶香满园】",
        "一校开设茶艺课程。",
        "图 1: 茶艺课堂",
        "2. 育人",
        "挑战 1：招生",
        "学生少了。",
        *table("表 2-1 技能大赛获奖情况", RESULTS),
        *table("表 6-1 各学校专业群一览表", CHAINS),
        *table("表 1 计分卡", INDICATORS),
        "说明：请逐一列出",
        "",
        *LISTING,
    )


def addresses(document: Document, kind: str) -> list[str]:
    """Addresses of all passages of a kind, in document order."""
    return [passage.address for passage in document.passages if passage.kind == kind]


def passage_at(document: Document, address: str) -> Passage:
    """The passage of an address."""
    return next(p for p in document.passages if p.address == address)
