"""`zhitu trace`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from graph_builder.names import ID, RULE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Zhitu

SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"
_SENTENCE = re.compile(r" [ ※] .+。〔.+〕")


def test_paths_are_told_in_sentences_with_their_places(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱")
    assert (done.code, done.err) == (0, "")
    first, second, third, *_ = done.out.splitlines()
    assert first.startswith("“五菱”可指 3 个事物，都算在内：")
    for name in ("柳州五菱新能源汽车有限公司", "上汽通用五菱客户服务中心"):
        assert name in first
    assert second == "路径 1：柳州市交通学校 → 柳州五菱新能源汽车有限公司（2 步）"
    # Section 3.2: the school and the company work together in technology, on new energy.
    assert third == (
        "   柳州市交通学校与柳州五菱新能源汽车有限公司有一项合作，形式是“技术合作”，"
        "内容是“新能源”。〔第 3.2 节第 3 段第 1 句〕"
    )
    steps = [line for line in done.out.splitlines() if line.startswith(" ")]
    assert all(_SENTENCE.fullmatch(line) for line in steps)
    assert all(("〔推得：" in line) == line.startswith(" ※") for line in steps)
    assert "\n※ 这一步是推得的" in done.out


def test_paths_are_told_in_english(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱", "--lang", "en", "--limit", "1")
    assert done.out.startswith("“五菱” may mean 3 things; all are taken: Wuling, ")
    assert "\nPath 1: Liuzhou Transport School → " in done.out
    assert "Path 2" not in done.out
    assert " have a cooperation on “新能源”; its form: “technical cooperation”. 〔" in done.out
    assert "There are more; these are the best 1." in done.out


def test_json_has_every_step(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "航运产业", "--format", "json", "--max-hops", "3")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["complete"] is True
    for path in told["paths"]:
        assert path["start"] == {"iri": SCHOOL, "label": "柳州市交通学校"}
        assert path["steps"][-1]["end_label"] == path["end"]["label"] == "航运产业"
        assert path["hops"] == len(path["steps"]) <= 3
        assert sum(s["steps"] for s in path["sentences"]) == path["hops"]
    # Table 6-1, row 15: school, cluster, core programme, industry.
    row = ID + "report/liuzhou-2023/table/6-1/row/15"
    assert [step["graphs"] for step in told["paths"][0]["steps"]] == [[row]] * 3
    assert told["paths"][0]["sentences"][0]["places"] == ["表 6-1 第 15 行"]
    derived = [path for path in told["paths"] if path["hops"] == 1]
    assert derived[0]["steps"][0]["graphs"] == [RULE + "reaches_industry"]
    assert derived[0]["derived"] is True


def test_no_path_is_a_finding_that_says_how_far_each_side_reaches(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "横店", "--max-hops", "1")
    assert done.code == 1
    assert "1 步以内，“市交校”和“横店”之间没有路径。" in done.out
    assert "“市交校”一侧，1 步以内能到 " in done.out
    assert "“横店”一侧，1 步以内能到 " in done.out
    # The two schools serve industries of one group, and the other school works with 横店集团.
    assert "再走 1 步就能连上：最短的路径有 2 步，" in done.out
    told = zhitu("trace", "市交校", "横店", "--max-hops", "1", "--format", "json")
    content = json.loads(told.out)
    assert (told.code, content["paths"]) == (1, [])
    assert content["gap"]["sentences"][0].startswith("1 步以内")


def test_everything_of_a_kind_comes_with_its_best_path(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "--to", "产业", "--stated-only", "--max-hops", "3")
    assert done.code == 0
    # Table 6-1, rows 14 to 18: one core programme and one chain each.
    lines = done.out.splitlines()
    assert lines[0] == "从“市交校”出发，3 步以内能到的“产业”有 5 个："
    heads = sorted(line.partition("→ ")[2] for line in lines if line.startswith("路径"))
    assert heads == sorted(
        f"{industry}（3 步）"
        for industry in (
            "汽车产业链上中下游",
            "航运产业",
            "交通服务产业",
            "机械制造产业群",
            "建筑产业群",
        )
    )
    assert "※" not in done.out


def test_a_kind_that_is_out_of_reach_is_a_finding(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "--to", "企业", "--stated-only", "--max-hops", "1")
    assert done.code == 1
    first, second = done.out.splitlines()
    assert first == "1 步以内，从“市交校”到不了任何“企业”。"
    assert second.startswith("“市交校”一侧，1 步以内能到 ")


def test_paths_go_through_what_is_wanted_and_not_through_what_is_ruled_out(zhitu: Zhitu) -> None:
    university = "马来西亚汽车工业大学"
    through = zhitu("trace", "市交校", "五菱", "--via", university, "--format", "json")
    around = zhitu("trace", "市交校", "五菱", "--avoid", university, "--format", "json")
    for done, wanted in ((through, True), (around, False)):
        paths = json.loads(done.out)["paths"]
        assert paths
        for path in paths:
            stations = {step["end_label"] for step in path["steps"]}
            assert (university in stations) is wanted


def test_a_year_takes_only_what_its_report_states(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱", "--year", "2023", "--format", "json")
    paths = json.loads(done.out)["paths"]
    assert paths
    assert not any(path["derived"] for path in paths)
    other = zhitu("trace", "市交校", "五菱", "--year", "2019")
    assert (other.code, other.out) == (2, "")
    assert "图里没有 2019 年的报告。有这些年份的：2023。" in other.err


def test_a_markdown_page_has_a_heading_for_each_path(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "五菱", "--format", "md", "--limit", "2")
    assert done.out.startswith("# 从市交校到五菱\n\n")
    assert done.out.count("\n## 路径 ") == 2
    assert "\n- 柳州市交通学校与柳州五菱新能源汽车有限公司有一项合作" in done.out


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        (".md", "# 从市交校到五菱"),
        (".json", "{"),
        (".mmd", "flowchart LR"),
        (".graphml", "<?xml"),
        (".txt", "“五菱”可指"),
    ],
)
def test_a_file_is_written_in_the_format_of_its_suffix(
    zhitu: Zhitu, tmp_path: Path, suffix: str, begins: str
) -> None:
    path = tmp_path / f"路径{suffix}"
    done = zhitu("trace", "市交校", "五菱", "-o", path, "--limit", "2")
    assert (done.code, done.out) == (0, f"已写入 {path}：2 条路径。\n")
    written = path.read_bytes()
    assert written.decode().startswith(begins)
    zhitu("trace", "市交校", "五菱", "-o", path, "--limit", "2")
    assert path.read_bytes() == written


def test_a_picture_is_drawn_as_svg_with_stations_and_places(zhitu: Zhitu, tmp_path: Path) -> None:
    path = tmp_path / "路径.svg"
    done = zhitu("trace", "市交校", "五菱", "--limit", "3", "-o", path)
    assert (done.code, done.out) == (0, f"已写入 {path}：3 条路径。\n")
    drawn = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 -- our own file
    words = "".join(drawn.itertext())
    for word in ("柳州市交通学校", "五菱", "创新创业培训", "第 2.5 节第 5 段第 1 句"):
        assert word in words
    other = tmp_path / "无.svg"
    none = zhitu("trace", "市交校", "横店", "--max-hops", "1", "-o", other)
    assert (none.code, other.exists()) == (1, False)
    assert "之间没有路径" in none.err


def test_a_picture_without_a_path_says_why_on_the_side(zhitu: Zhitu) -> None:
    done = zhitu("trace", "市交校", "横店", "--max-hops", "1", "--format", "mermaid")
    assert done.code == 1
    assert done.out.startswith("flowchart LR\n")
    assert "之间没有路径" in done.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["市交校", "不存在的公司"], "NAME-UNKNOWN", id="unknown end"),
        pytest.param(["不存在的公司", "市交校"], "NAME-UNKNOWN", id="unknown start"),
        pytest.param(["市交校", "五菱", "--via", "不存在"], "NAME-UNKNOWN", id="unknown via"),
        pytest.param(["市交校", "五菱", "--avoid", "不存在"], "NAME-UNKNOWN", id="unknown avoid"),
        pytest.param(["", "五菱"], "TRACE-EMPTY", id="empty name"),
        pytest.param(["  ", "五菱"], "TRACE-EMPTY", id="blank name"),
        pytest.param(["字" * 10_000, "五菱"], "TRACE-LONG", id="10,000 characters"),
        pytest.param(["<script>alert(1)</script>", "五菱"], "NAME-UNKNOWN", id="HTML"),
        pytest.param(["x' } ; DROP ALL #", "五菱"], "NAME-UNKNOWN", id="an update"),
        pytest.param(['"@zh . } #', "五菱"], "NAME-UNKNOWN", id="a literal cut short"),
        pytest.param(["vet:School", "五菱"], "TRACE-STATION", id="a class"),
        pytest.param(["市交校"], "TRACE-NO-END", id="no end"),
        pytest.param(["市交校", "五菱", "--to", "企业"], "TRACE-TWO-ENDS", id="two ends"),
        pytest.param(["市交校", "--to", "泰国"], "TRACE-KIND", id="no kind"),
        pytest.param(["市交校", "柳州市交通学校"], "TRACE-SAME", id="one thing twice"),
        pytest.param(["市交校", "市交校"], "TRACE-SAME", id="one name twice"),
        pytest.param(["市交校", "五菱", "--avoid", "市交校"], "TRACE-AVOID", id="end avoided"),
        pytest.param(["市交校", "五菱", *["--via", "横店"] * 5], "TRACE-VIA", id="many via"),
        pytest.param(["市交校", "五菱", "--max-hops", "99"], "TRACE-HOPS", id="too long"),
        pytest.param(["市交校", "五菱", "--max-hops", "-1"], "ARGUMENTS", id="negative"),
        pytest.param(["市交校", "五菱", "--year", "23"], "ARGUMENTS", id="half a year"),
        pytest.param(["市交校", "五菱", "--format", "docx"], "ARGUMENTS", id="unknown format"),
        pytest.param(["市交校", "五菱", "-o", "a.docx"], "TRACE-SUFFIX", id="unknown suffix"),
        pytest.param(["市交校", "五菱", "--graph", "."], "GRAPH-STORE", id="a folder"),
        pytest.param(["市交校", "五菱", "--timeout", "0.0001"], "QUERY-TIMEOUT", id="no time"),
    ],
)
def test_wrong_input_ends_in_one_clear_error(zhitu: Zhitu, words: list[str], code: str) -> None:
    done = zhitu("trace", *words)
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err
    assert len(done.err) < 1100
    english = zhitu("trace", *words, "--lang", "en")
    assert f"[{code}]" in english.err
