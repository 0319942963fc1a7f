"""Things that a sentence speaks of without naming them: this school, the country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph_builder.ask.entities import expand
from graph_builder.names import VET

if TYPE_CHECKING:
    from graph_builder.ask.questions import Parameter

#: What people call a thing that they do not name -> the class of the thing.
_NOUNS = {
    "School": "学校 校 school",
    "Enterprise": "企业 公司 enterprise company",
    "Agent": "企业 公司 单位 合作方 大学 院校 机构 部门 学校 校"
    " school enterprise company partner body",
    "IndustryTerm": "产业链 产业 industry",
    "ProgrammeCluster": "专业群 cluster",
    "Programme": "专业 programme",
    "Indicator": "指标 indicator",
    "HonourTitle": "荣誉 称号 honour",
    "Country": "国家 country",
    "Place": "地方 区域 县 国家 place country region",
    "Policy": "政策 文件 policy",
    "Rule": "规则 rule",
}
_CHINESE_NOUNS = sorted(
    {n for nouns in _NOUNS.values() for n in nouns.split() if not n.isascii()} | {"案例"},
    key=len,
    reverse=True,
)
_ENGLISH_NOUNS = sorted({n for nouns in _NOUNS.values() for n in nouns.split() if n.isascii()})
GENERIC = re.compile(
    r"(?:这|那|该|本|某|我们|咱们)(?:一|两)?(?:所|家|个|项|类|条|处|门|份|张|句|组|种)?"
    rf"(?P<zh>{'|'.join(_CHINESE_NOUNS)})(?!表|一览|列表|清单)"
    rf"|\b(?:this|the) (?P<en>{'|'.join(_ENGLISH_NOUNS)}|practice)\b"
    # 学校有哪些荣誉 leaves open which school.
    r"|^(?P<bare>学校)(?=有(?!没有|几所|(?:哪些|谁|多少所)[?。!]*$)|的|获|对接|开设|办|建)"
)

#: A school is also an agent, and a country a place, but each is first of all itself.
_FIRST = {
    "学校": "School",
    "校": "School",
    "school": "School",
    "国家": "Country",
    "country": "Country",
}
_SECOND = 0.9


def calls(generic: re.Match[str], parameter: Parameter) -> float:
    """How well "this school" or the like, as `GENERIC` found it, stands for a parameter: 0 to 1."""
    noun = generic["zh"] or generic["en"] or generic["bare"]
    cls = expand(parameter.type) or parameter.type
    first = _FIRST.get(noun)
    if not cls.startswith(VET):
        return float(first is None)
    name = cls.removeprefix(VET)
    if noun not in _NOUNS.get(name, "").split():
        return 0.0
    return 1.0 if first in {None, name} else _SECOND
