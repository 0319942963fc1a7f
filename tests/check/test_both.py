"""`zhitu check` answers two questions beside each other, and every format keeps them apart."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDF, SH, Graph

from graph_builder.check.audit.rules import load_rules, rules_folder
from graph_builder.check.profile import load_profile
from graph_builder.cli import main
from graph_builder.names import AUDIT, SHAPES
from tests.check.audit.samples import case_graph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("warm_cache")
#: The contradiction that the printed words of Table 3 prove: 37 of 36 courses.
COURSES = "“在线精品课程数（校级）” 37 门，多于所属的“在线精品课程数（门）” 36 门。"
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .\n"
CODES = {**load_profile(), **load_rules(rules_folder())}


class Maker:
    """Runs a command once for each set of words; the file that it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[tuple[str, ...], str] = {}

    def __call__(self, name: str, *words: str, command: str = "check") -> str:
        key = (command, name, *words)
        if key not in self.done:
            out = self.folder / name
            assert main([command, *words, "-o", str(out)]) in {0, 1}
            self.done[key] = out.read_text("utf-8")
        return self.done[key]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("both"))


def test_the_terminal_shows_the_data_first_and_then_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    text = capsys.readouterr().out
    data, found, report = text.partition("== 二、报告前后是否一致 ==")
    assert found
    assert data.startswith("== 一、数据是否合格 ==")
    assert "OBS-UNIT-FITS" in data
    assert COURSES not in data
    assert COURSES in report
    assert "全部相符：" in report
    assert text.endswith("或单用 zhitu audit。\n")


@pytest.mark.parametrize(("fail_on", "status"), [("contradiction", 1), ("never", 0)])
def test_a_contradiction_of_the_report_fails_when_it_is_asked_for(
    fail_on: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--fail-on", fail_on, "--format", "csv"]) == status
    assert COURSES in capsys.readouterr().out


def test_only_the_data_are_checked_when_that_is_wished(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-audit"]) == 0
    text = capsys.readouterr().out
    assert "OBS-UNIT-FITS" in text
    assert "前后" not in text
    assert "==" not in text


def test_the_page_carries_both_with_the_row_rebuilt_the_cells_marked_and_the_verdict(
    made: Maker,
) -> None:
    text = made("report.html")
    data, found, report = text.partition('<section class="part" id="audit">')
    assert found
    assert "OBS-UNIT-FITS" in data
    assert f'<span class="level bad">矛盾</span> {COURSES}' in report
    assert "<td><mark>36</mark></td>" in report
    assert "<td><mark>37</mark></td>" in report
    assert '<span class="level good">已有解释</span>' in report
    assert '<p class="note-of-reviewer">读法 ' in report
    assert "要有报告全文才能核对（--source）。" in report
    # 11 + 73 + 9 = 93 textbooks of 83: explained, since one may be counted in several kinds.
    assert "各行合计 93 本" in report


def test_the_page_of_the_audit_alone_is_that_part(made: Maker) -> None:
    both, alone = made("both.html"), made("alone.html", command="audit")
    part = both[both.index('<section class="part" id="audit">') : both.index("</main>")]
    assert part.replace("二、", "") in alone.replace("二、", "")
    assert 'id="conformance"' not in alone
    english = made("en.html", "--lang", "en", command="audit")
    assert "contradictions follow from the printed words alone" in english
    assert "矛盾" not in english


def test_csv_has_every_finding_of_either_under_its_question(made: Maker) -> None:
    rows = list(csv.DictReader(io.StringIO(made("both.csv"))))
    own = list(csv.DictReader(io.StringIO(made("audit.csv", command="audit"))))
    report = [row for row in rows if row["问的是"] == "报告"]
    assert [(row["规则"], row["事物"]) for row in report] == [(r["规则"], r["发现"]) for r in own]
    assert {row["级别"] for row in report} == {"矛盾", "待定", "已有解释", "提示"}
    assert "OBS-UNIT-FITS" in {row["规则"] for row in rows if row["问的是"] == "数据"}


def test_json_and_markdown_hold_both(made: Maker) -> None:
    document = json.loads(made("both.json"))
    (audit,) = document["audits"]
    assert audit == json.loads(made("audit.json", command="audit"))
    assert document["counts"]["violation"] == 0
    markdown = made("both.md")
    assert "\n# 二、报告前后是否一致\n" in markdown
    assert "| 警告 | OBS-UNIT-FITS |" in markdown


def test_sarif_tells_the_rules_apart_and_suppresses_what_a_reading_explains(made: Maker) -> None:
    (run,) = json.loads(made("both.sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(CODES)
    results = run["results"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)
    errors = {r["ruleId"] for r in results if r["level"] == "error"}
    assert errors == {"PART-EXCEEDS", "FIGURE-TWICE"}
    explained = [r for r in results if r["properties"].get("verdict") == "已有解释"]
    assert explained
    assert all(r["suppressions"][0]["justification"] for r in explained)


@pytest.mark.parametrize(
    ("command", "fail_on", "failing"),
    [
        ("check", "violation", set()),
        ("check", "contradiction", {"PART-EXCEEDS", "FIGURE-TWICE"}),
        ("audit", "contradiction", {"PART-EXCEEDS", "FIGURE-TWICE"}),
        ("audit", "never", set()),
    ],
)
def test_junit_fails_the_rules_that_the_command_fails_for(
    command: str, fail_on: str, failing: set[str], made: Maker
) -> None:
    text = made("both.xml", "--fail-on", fail_on, command=command)
    cases = list(ET.fromstring(text).iter("testcase"))  # noqa: S314 -- our own output
    assert {c.attrib["name"] for c in cases if c.find("failure") is not None} == failing
    assert "SUM-PARTS" in {c.attrib["name"] for c in cases}


def test_turtle_holds_one_validation_report_whose_shapes_tell_them_apart(made: Maker) -> None:
    graph = Graph().parse(data=made("both.ttl"), format="turtle")
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(node, SH.conforms)) == "false"
    shapes = {str(shape) for shape in graph.objects(None, SH.sourceShape)}
    assert {AUDIT + "part-exceeds", SHAPES + "obs-unit-fits"} <= shapes
    for result in graph.subjects(DCTERMS.type):
        assert graph.value(result, SH.focusNode)
        assert graph.value(result, SH.resultSeverity) in {SH.Violation, SH.Warning, SH.Info}
    bad = set(graph.subjects(SH.resultSeverity, SH.Violation))
    assert {str(graph.value(r, DCTERMS.type)) for r in bad} == {"contradiction"}


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("code", ["SUM-PARTS", "sum-parts", "CLUSTER-CORE", "cluster-core"])
def test_either_command_explains_every_rule(
    command: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--explain", code]) == 0
    assert capsys.readouterr().out.startswith(code.upper())


def test_a_rule_of_the_user_is_explained_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.ttl"
    shape = 'ex:no-bag a sh:NodeShape ; sh:targetClass ex:Bag ; sh:message "没有袋。"@zh .'
    own.write_text(PREFIXES + shape, "utf-8")
    assert main(["check", "--explain", "no-bag", "--user-shapes", str(own)]) == 0
    assert "没有袋。" in capsys.readouterr().out


def test_several_graphs_are_audited_each_by_itself(tmp_path: Path, made: Maker) -> None:
    words = []
    for code in ("SUM-KINDS", "FIGURE-TWICE"):
        path = tmp_path / f"{code}.nq"
        path.write_bytes(case_graph(code, "bad").store.dump(format=ox.RdfFormat.N_QUADS) or b"")
        words += ["--graph", str(path)]
    rows = csv.DictReader(io.StringIO(made("both.csv", *words, "--jobs", "2")))
    report = [row for row in rows if row["问的是"] == "报告"]
    found = {(row["规则"], row["图"]) for row in report}
    assert found == {("SUM-KINDS", words[1]), ("FIGURE-TWICE", words[3])}
    page = made("both.html", *words).partition('id="audit"')[2]
    for graph in (words[1], words[3]):
        # Once for each finding in it.
        assert page.count(f"（{graph}）") == sum(row["图"] == graph for row in report)
