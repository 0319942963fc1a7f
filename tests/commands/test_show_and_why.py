"""`zhitu show` and `zhitu why`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from graph_builder.messages import message
from graph_builder.names import ID, RULE, VET
from tests.graph.samples import write_yunzhou

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Zhitu

SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"


def test_a_thing_is_shown_with_its_facts_grouped_and_their_places(zhitu: Zhitu) -> None:
    done = zhitu("show", "市交校")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == ["柳州市交通学校（中等职业学校）", f"<{SCHOOL}>"]
    assert "\n所印名称：\n  柳州市交通学校  〔表 1-1 第 3 行第 2 列〕\n" in done.out
    clusters = re.search(r"\n开设专业群：\n((?:  .*\n)+)", done.out)
    assert clusters is not None
    # Table 6-1, rows 14 to 18.
    assert len(clusters.group(1).splitlines()) == 5
    assert "  船舶驾驶专业群  〔表 6-1 第 15 行；推断：开设专业群：单元格合并" in done.out
    assert f"\n{message('show-incoming', 'zh', name='校方')}\n" in done.out
    # Each heading once, whatever the direction.
    heads = [line for line in lines if line.endswith("：")]
    assert len(heads) == len(set(heads))


def test_a_thing_is_shown_in_english(zhitu: Zhitu) -> None:
    done = zhitu("show", "五菱", "--lang", "en")
    assert done.out.startswith("Wuling (enterprise)\n")
    assert "is possibly the same as:\n" in done.out
    assert "section 5.1, paragraph 2, sentence 1; section 5.1" in done.out
    assert "；" not in done.out


@pytest.mark.parametrize(
    "name", ["柳州市交通学校", SCHOOL, f"<{SCHOOL}>", SCHOOL.replace(ID, "zid:")]
)
def test_any_name_shows_the_same(zhitu: Zhitu, name: str) -> None:
    assert zhitu("show", name) == zhitu("show", "市交校")


def test_json_says_the_same_for_programs(zhitu: Zhitu) -> None:
    told = json.loads(zhitu("show", "市交校", "--format", "json").out)
    assert (told["iri"], told["label"]) == (SCHOOL, "柳州市交通学校")
    offered = [f for f in told["facts"] if f["predicate"] == VET + "offersCluster"]
    assert len(offered) == 5
    for fact in offered:
        assert fact["direction"] == "out"
        assert fact["label"]
        assert fact["derived"] is False
        assert fact["graphs"][0].startswith(ID + "report/liuzhou-2023/table/6-1/row/")
    assert {f["direction"] for f in told["facts"]} == {"in", "out"}
    assert any(f["derived"] for f in told["facts"])


def test_a_name_of_several_things_lists_them(zhitu: Zhitu) -> None:
    done = zhitu("show", "柳州市第")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("“柳州市第”可指 ")
    assert done.err.count("（zid:") > 1
    assert done.err.endswith("[NAME-AMBIGUOUS]\n")


def test_values_cannot_forge_a_line(zhitu: Zhitu, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    say = f'<{ID}a> <{VET}hasName> "\\u001B[2J真\\n〔假〕" <{ID}report/x/section/1> .\n'
    path.write_text(
        say
        + f"<{ID}a> <{VET}p> _:b <{ID}report/x/section/1> .\n<{ID}a> a <{VET}School> .\n".replace(
            " a <", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <"
        )
    )
    done = zhitu("show", f"{ID}a", "--graph", path)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "   [2J真 〔假〕  〔第 1 节〕" in done.out


def test_a_derived_fact_is_explained_down_to_the_report(zhitu: Zhitu) -> None:
    done = zhitu("why", "市交校", "通达产业", "航运产业")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "柳州市交通学校 — 通达产业 → 航运产业\n"
        "  · 由规则“学校通达的产业”推得（途径 1），前提：\n"
        "   柳州市交通学校 — 开设专业群 → 船舶驾驶专业群\n"
        "     · 表 6-1 第 15 行\n"
        "   船舶驾驶（柳州市交通学校·船舶驾驶专业群） — 所属专业群 → 船舶驾驶专业群\n"
        "     · 表 6-1 第 15 行\n"
        "   船舶驾驶（柳州市交通学校·船舶驾驶专业群） — 对接产业 → 航运产业\n"
        "     · 表 6-1 第 15 行\n"
    )


def test_an_explanation_goes_down_two_rules(zhitu: Zhitu) -> None:
    group = zhitu("show", "市交校").out.partition("通达产业组：\n")[2].split()[0]
    out = zhitu("why", "市交校", "通达产业组", group).out
    assert "由规则“学校通达的产业组”推得" in out
    assert "\n     · 由规则“学校通达的产业”推得" in out
    assert "职图自备的名录与本体" in out


@pytest.mark.parametrize(
    "predicate", ["通达产业", "reaches industry", "vet:reachesIndustry", VET + "reachesIndustry"]
)
def test_the_property_goes_by_any_of_its_names(zhitu: Zhitu, predicate: str) -> None:
    told = json.loads(zhitu("why", "市交校", predicate, "航运产业", "--format", "json").out)
    assert (told["subject"], told["predicate"]) == (SCHOOL, VET + "reachesIndustry")
    assert [way["rule"] for way in told["ways"]] == [RULE + "reaches_industry"]
    premises = told["ways"][0]["premises"]
    assert [p["passages"] for p in premises] == [[ID + "report/liuzhou-2023/table/6-1/row/15"]] * 3


def test_a_stated_value_names_its_place(zhitu: Zhitu) -> None:
    done = zhitu("why", "市交校", "所印名称", "柳州市交通学校", "--lang", "en")
    assert done.code == 0
    assert done.out.splitlines()[1] == "  · Table 1-1, row 3, column 2"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["市交校", "对接国家", "航运产业"], "WHY-PREDICATE", "通达产业"),
        (["市交校", "通达产业", "航天产业"], "WHY-OBJECT", "航运产业"),
        (["市交校", "通达产业", "zzz"], "WHY-OBJECT", "产业"),
        (["不存在", "通达产业", "航运产业"], "NAME-UNKNOWN", "不存在"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    zhitu: Zhitu, words: list[str], code: str, told: str
) -> None:
    done = zhitu("why", *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.endswith(f"[{code}]\n")


def test_where_two_reports_are_cited_each_place_names_its_own(zhitu: Zhitu, tmp_path: Path) -> None:
    liuzhou, yunzhou = (
        "《柳州市中等职业教育质量年度报告 (2023)》",
        "《云州市中等职业教育质量年度报告（2031）》",
    )
    folder, both = write_yunzhou(tmp_path / "yunzhou-2031"), tmp_path / "both.nq"
    assert zhitu("build", "data/liuzhou-2023", folder, "-o", both).code == 0
    shown = zhitu("show", "五菱", "--graph", both).out
    # Both cities work with it: section 5.1 in Liuzhou, the one sentence of the other.
    assert f"{liuzhou}第 5.1 节第 2 段第 1 句" in shown
    assert yunzhou in shown
    # A school is spoken of by its own report only, which then need not be named.
    assert "《" not in zhitu("show", "云州市第二学校", "--graph", both).out
    asked = zhitu("ask", "partner_to_schools", "partner=五菱", "--graph", both, "--evidence")
    assert liuzhou in asked.out
    assert yunzhou in asked.out
