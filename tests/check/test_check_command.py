"""`zhitu check` says what is wrong with what, where it is printed, and what to do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph

from graph_builder.check.text import MOST_FINDINGS
from graph_builder.cli import main
from graph_builder.graph.build import serialise
from graph_builder.names import SHAPES
from graph_builder.pages.rules import rule_pages
from tests.check.worlds import CASES, REPORT, parse, world

ROOT = Path(__file__).resolve().parents[2]


def _file(folder: Path, *cases: str) -> str:
    """The world with faulty cases, as a file."""
    added = [q for case in cases for q in parse(next((CASES / case).glob("bad.*")))]
    path = folder / "graph.nq"
    path.write_bytes(serialise(world(*added).store, ".nq"))
    return str(path)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    return _file(tmp_path, "COOP-KIND", "OBS-UNIT-FITS", "EVIDENCE-STATEMENT")


def test_findings_are_grouped_by_rule_worst_first_with_name_value_and_place(
    faulty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--graph", faulty]) == 1
    text = capsys.readouterr().out
    lines = text.splitlines()[2:]
    assert "条规则" in lines[0]
    assert "不合规 2，警告 1" in lines[0]
    assert lines[2].startswith("【不合规】COOP-KIND，1 处：合作没有写形式。")
    assert lines[3] == "  · 市甲校与丙公司：合作：合作形式  〔第 1 节第 1 段第 1 句〕"
    assert "  · 示例市第一职业技术学校：所印名称“甲校”" in text
    (unit,) = (line for line in lines if "计量单位“个”" in line)
    assert unit == "  · 市甲校：毕业生人数：计量单位“个”，对照“人”  〔第 1 节第 1 段第 1 句〕"
    assert text.index("COOP-KIND") < text.index("EVIDENCE-STATEMENT") < text.index("OBS-UNIT-FITS")
    assert "没有可看的对象，不能算作通过" in text


def test_the_same_in_english(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--graph", faulty, "--lang", "en"]) == 1
    text = capsys.readouterr().out
    assert "[violation] COOP-KIND, 1 found: The cooperation has no kind." in text
    assert "Demo School No. 1: has name “甲校”" in text
    assert "〔section 1, paragraph 1, sentence 1〕" in text
    assert "【" not in text


@pytest.mark.parametrize(
    ("case", "fail_on", "status"),
    [
        ("COOP-KIND", "violation", 1),
        ("COOP-KIND", "never", 0),
        ("COOP-PARTNER", "violation", 0),
        ("COOP-PARTNER", "warning", 1),
        ("TITLE-USED", "warning", 0),
    ],
)
def test_the_exit_code_follows_the_level(
    case: str, fail_on: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--graph", _file(tmp_path, case), "--fail-on", fail_on]) == status
    assert case in capsys.readouterr().out


def test_a_finding_of_a_rule_about_passages_names_the_passage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--graph", _file(tmp_path, "EVIDENCE-OFFSETS")]) == 1
    assert "  · 第 2 节第 1 段第 1 句  〔第 2 节第 1 段第 1 句〕" in capsys.readouterr().out


def test_csv_has_a_line_for_each_finding(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--graph", faulty, "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {row["规则"]: row for row in rows}
    assert set(found) >= {"COOP-KIND", "EVIDENCE-STATEMENT", "OBS-UNIT-FITS"}
    assert found["OBS-UNIT-FITS"]["值"] == "个"
    assert found["OBS-UNIT-FITS"]["对照"] == "人"
    assert found["COOP-KIND"]["出处"] == "第 1 节第 1 段第 1 句"
    assert found["COOP-KIND"]["编号"].endswith("/cooperation/demo-2023--yi")


def test_csv_for_excel_begins_with_a_mark(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--graph", faulty, "--format", "csv", "--bom"])
    assert capsys.readouterr().out.startswith("\ufeff问的是,级别,规则")


def test_markdown_is_a_table(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--graph", faulty, "--format", "md"])
    assert "| 不合规 | COOP-KIND | 市甲校与丙公司：合作 |" in capsys.readouterr().out


def test_json_tells_what_every_rule_looked_at(
    faulty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--graph", faulty, "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert document["engine"].startswith(("pySHACL ", "shacl "))
    rules = {rule["code"]: rule for rule in document["rules"]}
    assert len(rules) == 185
    assert rules["COOP-KIND"]["focus_nodes"] == 1
    assert rules["COOP-KIND"]["findings"][0]["places"] == ["第 1 节第 1 段第 1 句"]
    assert rules["CLUSTER-CORE"]["findings"] == []
    assert document["counts"]["violation"] == 2
    assert "EVENT-KIND" in document["idle"]


def test_turtle_is_a_validation_report_of_the_standard(
    faulty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--graph", faulty, "--format", "ttl"])
    text = capsys.readouterr().out
    report = Graph().parse(data=text, format="turtle")
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    assert str(report.value(node, SH.conforms)) == "false"
    shapes = {str(s) for s in report.objects(None, SH.sourceShape)}
    assert {SHAPES + "coop-kind", SHAPES + "obs-unit-fits", SHAPES + "evidence-statement"} <= shapes
    assert len(set(report.objects(node, SH.result))) >= 3
    main(["check", "--graph", faulty, "--format", "ttl"])
    assert capsys.readouterr().out == text


def test_a_graph_without_fault_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--graph", _file(tmp_path), "--format", "ttl"]) == 0
    report = Graph().parse(data=capsys.readouterr().out, format="turtle")
    # Terms that so small a world has no use for are notes, so it does not conform in full.
    assert {str(s) for s in report.objects(None, SH.sourceShape)} == {SHAPES + "use-none"}


def test_many_findings_are_cut_short_on_the_terminal_and_complete_in_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(
        f"<https://w3id.org/zhitu/id/school/s{n}> a <https://w3id.org/zhitu/ontology#School> ,"
        f' <https://w3id.org/zhitu/ontology#Agent> ; <urn:note> "{n}" .\n'
        for n in range(50)
    )
    case = tmp_path / "many.ttl"
    case.write_text(many, "utf-8")
    path = tmp_path / "graph.nq"
    path.write_bytes(serialise(world(*parse(case)).store, ".nq"))
    assert main(["check", "--graph", str(path)]) == 1
    text = capsys.readouterr().out
    assert "THING-LABEL，50 处" in text
    assert f"还有 {50 - MOST_FINDINGS} 处，用 --format csv 看全部。" in text
    main(["check", "--graph", str(path), "--format", "csv"])
    assert capsys.readouterr().out.count(",THING-LABEL,") == 50


def test_a_graph_behind_a_folder_is_checked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    store = ox.Store(str(folder))
    store.bulk_extend(world(*parse(CASES / "COOP-KIND" / "bad.ttl")).store)
    store.flush()
    del store
    assert main(["check", "--graph", str(folder)]) == 1
    assert "COOP-KIND" in capsys.readouterr().out


# == Any RDF file against any SHACL file ==

SHAPES_FILE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:person a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ;
                  sh:message "没有姓名。"@zh , "There is no name."@en ] ;
    sh:property [ sh:path ex:age ; sh:maxInclusive 150 ] .
"""
PEOPLE = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a a ex:Person ; rdfs:label "甲"@zh ; ex:age 200 .
ex:b a ex:Person ; ex:name "乙" ; ex:age 20 .
"""


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".trig", ".rdf", ".jsonld"])
def test_any_rdf_file_is_checked_against_any_shacl_file(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES_FILE, "utf-8")
    form = ox.RdfFormat.from_extension(suffix[1:])
    assert form is not None
    quads = list(ox.parse(PEOPLE.encode(), format=ox.RdfFormat.TURTLE))
    (tmp_path / f"people{suffix}").write_bytes(ox.serialize(quads, format=form) or b"")
    words = [str(tmp_path / f"people{suffix}"), "--shapes", str(tmp_path / "shapes.ttl")]
    assert main(["check", *words, "--format", "json"]) == 1
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert rule["code"] == "person"
    assert rule["focus_nodes"] == 2
    assert [f["iri"] for f in rule["findings"]] == ["https://example.org/a"] * 2
    assert {f["thing"] for f in rule["findings"]} == {"甲"}
    assert "200" in {f["value"] for f in rule["findings"]}


def test_a_file_that_conforms_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES_FILE, "utf-8")
    (tmp_path / "people.ttl").write_text(PEOPLE.replace("ex:a a ex:Person", "ex:a a ex:Dog"))
    words = [str(tmp_path / "people.ttl"), "--shapes", str(tmp_path / "shapes.ttl")]
    assert main(["check", *words]) == 0
    assert "没有发现问题" in capsys.readouterr().out


# == What a rule says about itself ==


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["COOP-KIND（不合规）", "为什么有这条规则", "备忘录、协议、意向各不相同"]),
        ("en", ["COOP-KIND (violation)", "Why this rule exists", "Memorandum, agreement"]),
    ],
)
def test_a_rule_is_explained(
    lang: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--explain", "coop-kind", "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert all(words in text for words in said)


def test_the_pages_of_the_rules_are_up_to_date() -> None:
    folder = ROOT / "docs" / "rules"
    assert {p.name: p.read_text("utf-8") for p in folder.iterdir()} == rule_pages(CASES)


def test_a_place_is_that_of_the_property_at_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = ox.NamedNode(f"{REPORT}/table/1-1/row/1/column/1")
    school = ox.NamedNode("https://w3id.org/zhitu/id/school/jia")
    name = ox.NamedNode("https://w3id.org/zhitu/ontology#hasName")
    blank = ox.Literal(" 甲校", language="zh")
    path = tmp_path / "graph.nq"
    quads = [ox.Quad(school, name, blank, cell), ox.Quad(school, name, blank)]
    path.write_bytes(serialise(world(*quads).store, ".nq"))
    assert main(["check", "--graph", str(path)]) == 1
    assert "所印名称“ 甲校”  〔表 1-1 第 1 行第 1 列〕" in capsys.readouterr().out
