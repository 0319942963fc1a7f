"""An audit as text, JSON, CSV and Markdown; a rule explained."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from graph_builder.check.audit import text
from graph_builder.check.audit.readings import Reading
from graph_builder.check.audit.render import render_audit
from graph_builder.check.audit.rules import load_rules
from graph_builder.check.audit.run import Audit, audit
from graph_builder.check.audit.text import explanation
from graph_builder.check.audit.words import Words
from tests.check.audit.samples import HEADER, QUERY, case_graph, rules, write_rules

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import EmbeddedGraph

REPORT = "https://w3id.org/zhitu/id/report/yunzhou-2031"
CELLS = tuple(f"table/3/row/{row}/column/4" for row in (12, 15, 17))
READING = Reading(
    "libraries", "PARTS-OVERLAP", "explained", CELLS, "省级的也算校级。", "6.2 写明。"
)


def sample() -> tuple[EmbeddedGraph, Audit]:
    """The bad case of SUM-PARTS, explained by a reading, and a rule with nothing to test."""
    graph = case_graph("SUM-PARTS", "bad")
    chosen = [rules()[c] for c in ("SUM-PARTS", "SUM-KINDS", "FIGURE-NUMBERS", "PART-EXCEEDS")]
    reading = READING._replace(passages=(*CELLS, "table/3/row/13/column/4"))
    return graph, audit(graph, chosen, {REPORT: [reading]})


def rendered(form: str, lang: str = "zh", *, bom: bool = False) -> str:
    graph, result = sample()
    return render_audit(result, Words(graph, result, lang), form, bom=bom)


def test_the_text_groups_by_rule_and_says_what_holds_and_what_had_nothing_to_test() -> None:
    assert rendered("table").splitlines() == [
        "《云州市中等职业教育质量年度报告 (2031)》前后一致性核查",
        "核对 4 项关系，相符 3 项；矛盾 0，待定 0，已有解释 1，提示 0。",
        "",
        "SUM-PARTS 合计与分列的各行：核对 1，相符 0，已有解释 1",
        "  〔已有解释〕表 3 第 12 行第 4 列：“专业教学资源库数” 20 个，分项之和 21 个"
        "（国家级数量 1、省级数量 4、校级数量 16），多 1 个。"
        "请核对合计或分项，或写明一件是否算入几处。 [SUM-PARTS]",
        "      另见 表 3 第 13 行第 4 列、表 3 第 15 行第 4 列、表 3 第 17 行第 4 列",
        "      读法 libraries（已有解释）：省级的也算校级。理由：6.2 写明。",
        "",
        "全部相符：PART-EXCEEDS 3",
        "没有可核对的内容：SUM-KINDS",
        "要有报告全文才能核对（--source）：FIGURE-NUMBERS",
        "zhitu audit --explain 代码 说明一条规则。",
    ]


def test_the_english_text_says_the_same() -> None:
    lines = rendered("table", "en").splitlines()
    assert lines[1] == (
        "4 relations tested, 3 hold; 0 contradictions, 0 open, 1 explained, 0 for information."
    )
    assert "Nothing to test: SUM-KINDS" in lines
    assert any("its parts add up to 21" in line and "1 more." in line for line in lines)


def test_json_holds_rules_findings_figures_and_the_reading() -> None:
    data = json.loads(rendered("json"))
    assert data["reports"] == [
        {"id": "yunzhou-2031", "title": "云州市中等职业教育质量年度报告 (2031)"}
    ]
    assert (data["tested"], data["held"]) == (4, 3)
    assert data["verdicts"] == {"contradiction": 0, "open": 0, "explained": 1, "info": 0}
    assert [r["code"] for r in data["rules"]] == [
        "FIGURE-NUMBERS",
        "PART-EXCEEDS",
        "SUM-KINDS",
        "SUM-PARTS",
    ]
    (finding,) = data["findings"]
    assert finding["code"] == "SUM-PARTS"
    assert finding["verdict"] == "explained"
    assert finding["passages"] == [f"table/3/row/{row}/column/4" for row in (12, 13, 15, 17)]
    assert finding["values"]["wholePrinted"] == "20"
    assert finding["values"]["sum"] == "21"
    assert [part["printed"] for part in finding["values"]["parts"]] == ["1", "4", "16"]
    assert finding["reading"]["id"] == "libraries"
    assert finding["remarks"] == []


def test_csv_has_a_line_for_each_finding_and_a_mark_for_excel_when_asked() -> None:
    heads, row = csv.reader(io.StringIO(rendered("csv")))
    assert heads == ["报告", "规则", "判断", "出处", "发现", "请核对", "全部出处", "读法", "理由"]
    assert row[1:4] == ["SUM-PARTS", "已有解释", "表 3 第 12 行第 4 列"]
    assert row[7:] == ["libraries：省级的也算校级。", "6.2 写明。"]
    assert rendered("csv", bom=True).startswith("\ufeff报告")


def test_markdown_is_a_list_under_a_heading_for_each_rule() -> None:
    lines = rendered("md").splitlines()
    assert lines[0] == "# 《云州市中等职业教育质量年度报告 (2031)》前后一致性核查"
    assert "## SUM-PARTS 合计与分列的各行：核对 1，相符 0，已有解释 1" in lines
    assert any(line.startswith("- **已有解释** 表 3 第 12 行第 4 列：") for line in lines)
    assert "  读法 libraries（已有解释）：省级的也算校级。理由：6.2 写明。" in lines


def test_markup_in_a_report_stays_text() -> None:
    graph = case_graph("PRIZE-LISTED", "bad")
    for quad in list(graph.store):
        if str(quad.object) == '"焊接"@zh':
            graph.store.remove(quad)
            graph.store.add(type(quad)(quad.subject, quad.predicate, hostile(), quad.graph_name))
    result = audit(graph, [rules()["PRIZE-LISTED"]])
    words = Words(graph, result, "zh")
    assert r"\<script>\*\*\[x](y)" in render_audit(result, words, "md")
    assert "\x1b" not in render_audit(result, words, "table")


def hostile() -> object:
    import pyoxigraph as ox  # noqa: PLC0415 -- only here

    return ox.Literal("<script>**[x](y)\x1b[31m", language="zh")


def test_many_findings_are_cut_in_text_and_whole_in_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "SHOWN", 2)
    query = QUERY.replace("SELECT ?report ?holds", "SELECT ?report ?row ?holds").replace(
        "BIND (false AS ?holds)", "VALUES ?row { 1 2 3 4 5 } BIND (false AS ?holds)"
    )
    graph = case_graph("SUM-KINDS", "ok")
    result = audit(graph, load_rules(write_rules(tmp_path, mine=HEADER + query)).values())
    words = Words(graph, result, "zh")
    lines = render_audit(result, words, "table").splitlines()
    assert sum("[MINE]" in line for line in lines) == 2
    assert "  还有 3 项没有显示；--format csv 列出全部。" in lines
    assert render_audit(result, words, "csv").count("MINE") == 5


def test_a_rule_that_was_stopped_is_named() -> None:
    graph, result = sample()
    stopped = result.outcomes[-1]._replace(tested=0, stopped=True)
    result = result._replace(outcomes=(*result.outcomes[:-1], stopped))
    out = render_audit(result, Words(graph, result, "zh"), "table")
    assert f"超时停下、没有核对：{stopped.rule.code}" in out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(rules()))
def test_a_rule_is_explained_in_full(code: str, lang: str) -> None:
    rule = rules()[code]
    out = explanation(rule, lang)
    for part in (code, rule.title[lang], rule.why[lang], rule.example[lang], rule.remedy[lang]):
        assert part in out
    assert f"ontology/audit/{code.lower()}.rq" in out
    assert ("--source" in out) is rule.needs_source
    assert all(kind in out for kind in rule.answered_by)
