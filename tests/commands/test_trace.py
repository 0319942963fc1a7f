"""`zhitu trace`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.names import ID, RULE

if TYPE_CHECKING:
    from tests.running import Zhitu


def test_paths_are_told_step_by_step_with_their_places(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱")
    assert (done.code, done.err) == (0, "")
    first, second, *_ = done.out.splitlines()
    assert first.startswith("“五菱”在报告里可指 3 个事物，都算在内：")
    for name in ("柳州五菱新能源汽车有限公司", "上汽通用五菱客户服务中心"):
        assert name in first
    assert second == "路径 1（2 步）"
    steps = [line for line in done.out.splitlines() if line.startswith("   ")]
    assert steps
    assert all("〔第 " in step or "〔表 " in step or "〔推得：" in step for step in steps)
    assert "〔推得：" not in steps[0]


def test_paths_are_told_in_english(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱", "--lang", "en", "--limit", "1")
    assert done.out.startswith("“五菱” may mean 3 things in the report; all are taken: Wuling, ")
    assert "\nPath 1 (2 steps)\n" in done.out
    assert "Path 2" not in done.out
    assert "Liuzhou Transport School ←has school party— " in done.out


def test_json_has_every_step(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "航运产业", "--format", "json", "--max-hops", "3")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["complete"] is True
    school = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"
    for path in told["paths"]:
        assert path[0]["start"] == school
        assert path[-1]["end_label"] == "航运产业"
        assert len(path) <= 3
    # Table 6-1, row 15: school, cluster, core programme, industry.
    row = ID + "report/liuzhou-2023/table/6-1/row/15"
    assert [step["graphs"] for step in told["paths"][0]] == [[row]] * 3
    derived = [path for path in told["paths"] if len(path) == 1]
    assert derived[0][0]["graphs"] == [RULE + "reaches_industry"]
    assert derived[0][0]["derived"] is True


def test_no_path_is_a_finding(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "横店", "--max-hops", "1")
    assert done.code == 1
    assert "1 步以内没有路径。从起点能到" in done.out
    told = zhitu("trace", "市交校", "横店", "--max-hops", "1", "--format", "json")
    assert (told.code, json.loads(told.out)["paths"]) == (1, [])


def test_a_name_that_stands_for_nothing_is_told(zhitu: Zhitu) -> None:
    for words in (["市交校", "不存在的公司"], ["不存在的公司", "市交校"]):
        done = zhitu("trace", *words)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith("[NAME-UNKNOWN]\n")
