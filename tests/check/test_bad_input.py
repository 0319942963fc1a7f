"""What cannot be checked is refused in one sentence: the file, the line, the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.cli import main
from graph_builder.graph.build import serialise
from tests.check.worlds import world

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix vet: <https://w3id.org/zhitu/ontology#> .
@prefix ex: <https://example.org/> .
"""
SHAPE = PREFIXES + "ex:one a sh:NodeShape ; sh:targetClass ex:Thing ; sh:nodeKind sh:IRI .\n"
DATA = PREFIXES + "ex:a a ex:Thing .\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPE, "utf-8")
    return tmp_path


def _refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["check", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    return shown.err


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        pytest.param("data.ttl", "不是 RDF", "RDF-SYNTAX", "data.ttl 第 1 行", id="no RDF"),
        pytest.param(
            "data.ttl", DATA + "ex:b ex:c\n", "RDF-SYNTAX", "data.ttl 第 7 行", id="line of a fault"
        ),
        pytest.param(
            "shapes.ttl", SHAPE + "ex: <", "RDF-SYNTAX", "shapes.ttl 第 6 行", id="shapes"
        ),
        pytest.param("shapes.ttl", DATA, "CHECK-NO-SHAPES", "shapes.ttl", id="no SHACL"),
        pytest.param("shapes.ttl", "", "CHECK-NO-SHAPES", "shapes.ttl", id="empty"),
        pytest.param(
            "shapes.ttl",
            PREFIXES + "ex:one a sh:NodeShape ; sh:nodeKind sh:IRI .",
            "CHECK-NO-TARGET",
            "shapes.ttl",
            id="no target",
        ),
        pytest.param(
            "shapes.ttl",
            SHAPE.replace("sh:nodeKind", "sh:nodekind"),
            "CHECK-WORD",
            "sh:nodeKind",
            id="misspelt word of SHACL",
        ),
        pytest.param(
            "shapes.ttl",
            SHAPE.replace("ex:Thing", "vet:Scool"),
            "CHECK-WORD",
            "vet:School",
            id="misspelt class",
        ),
        pytest.param(
            "shapes.ttl",
            PREFIXES
            + "ex:o a sh:PropertyShape ; sh:targetClass vet:School ; sh:path vet:hasNaem .",
            "CHECK-WORD",
            "vet:hasName",
            id="misspelt property",
        ),
        pytest.param(
            "shapes.ttl",
            PREFIXES + "ex:o a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:minCount 1 .",
            "CHECK-SHAPES",
            "shapes.ttl",
            id="shape without a path",
        ),
        pytest.param(
            "shapes.ttl",
            SHAPE.replace("sh:nodeKind sh:IRI", 'sh:pattern "("'),
            "CHECK-SHAPES",
            "shapes.ttl：",
            id="bad pattern",
        ),
        pytest.param(
            "shapes.ttl",
            SHAPE.replace("sh:nodeKind sh:IRI", 'sh:sparql [ sh:select "SELECT $this WHERE {" ]'),
            "CHECK-SHAPES",
            "shapes.ttl：",
            id="bad query",
        ),
        pytest.param(
            "shapes.ttl",
            SHAPE.replace("sh:nodeKind sh:IRI", "sh:node ex:two")
            + "ex:two a sh:NodeShape ; sh:node ex:one .",
            "CHECK-RECURSION",
            "shapes.ttl：",
            id="endless",
        ),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(
    name: str, text: str, code: str, said: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / name).write_text(text, "utf-8")
    error = _refused(capsys, "data.ttl", "--shapes", "shapes.ttl")
    assert f"[{code}]" in error
    assert said in error


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["none.ttl", "--shapes", "shapes.ttl"], "CHECK-FILE", id="missing data"),
        pytest.param(["data.ttl", "--shapes", "none.ttl"], "CHECK-FILE", id="missing shapes"),
        pytest.param(["data.txt", "--shapes", "shapes.ttl"], "CHECK-SUFFIX", id="kind of file"),
        pytest.param(["data.ttl"], "CHECK-WHAT", id="data without shapes"),
        pytest.param(["--shapes", "shapes.ttl"], "CHECK-WHAT", id="shapes without data"),
        pytest.param(
            ["data.ttl", "--shapes", "shapes.ttl", "--user-shapes", "shapes.ttl"],
            "CHECK-OPTIONS",
            id="options of the other use",
        ),
        pytest.param(["--graph", "data.ttl"], "CHECK-NO-REPORT", id="graph without a report"),
        pytest.param(["--explain", "COOP-KINT"], "CHECK-CODE", id="unknown code"),
        pytest.param(
            ["--graph", "data.ttl", "--user-shapes", "data.ttl"], "CHECK-NO-SHAPES", id="own shapes"
        ),
    ],
)
def test_a_wrong_command_is_refused(
    words: list[str], code: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "data.txt").write_text(DATA, "utf-8")
    assert f"[{code}]" in _refused(capsys, *words)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("code,level\nCOOP-KIND,error\n", "CHECK-LEVEL", "第 2 行“level”列"),
        ("code,level\nCOOP-KIND,info\nCOOP-KINT,info\n", "CHECK-CODE", "COOP-KIND"),
        ("code,level\nCOOP-KIND,info\nCOOP-KIND,info\n", "CHECK-CODE-TWICE", "第 3 行"),
        ("code;level\n", "CSV-HEADER", "code,level"),
        (None, "CSV-READ", "levels.csv"),
    ],
    ids=["level", "code", "twice", "header", "missing"],
)
def test_a_faulty_profile_is_refused(
    text: str | None, code: str, said: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (files / "levels.csv").write_text(text, "utf-8")
    error = _refused(capsys, "--graph", "data.ttl", "--profile", "levels.csv")
    assert f"[{code}]" in error
    assert said in error


def test_the_nearest_rule_is_offered(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert files.is_dir()
    assert "COOP-KIND" in _refused(capsys, "--explain", "COOP-KINT")
    assert "Nearest: COOP-KIND" in _refused(capsys, "--explain", "COOP-KINT", "--lang", "en")


@pytest.mark.parametrize("engine", ["pyshacl", "auto"])
def test_a_date_that_is_none_is_a_finding_and_no_traceback(
    engine: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = '"2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date>'
    report = ox.NamedNode("https://w3id.org/zhitu/id/report/demo-2023")
    bad = next(iter(ox.parse(f"<urn:s> <urn:p> {day} .", format=ox.RdfFormat.N_TRIPLES))).object
    issued = ox.NamedNode("http://purl.org/dc/terms/issued")
    quads = [ox.Quad(report, issued, bad, g) for g in (report, ox.DefaultGraph())]
    (files / "graph.nq").write_bytes(serialise(world(*quads).store, ".nq"))
    assert main(["check", "--graph", "graph.nq", "--engine", engine, "--no-audit"]) == 1
    shown = capsys.readouterr()
    assert "2023-02-30" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("command", "words", "code"),
    [
        pytest.param("check", ["--graph", "none.nq"], "GRAPH-FILE", id="no such graph"),
        pytest.param("audit", ["--graph", "none.nq"], "GRAPH-FILE", id="no such graph to audit"),
        pytest.param("check", ["--graph", "broken.nq"], "RDF-SYNTAX", id="broken graph"),
        pytest.param("audit", ["--graph", "broken.nq"], "RDF-SYNTAX", id="broken graph to audit"),
        pytest.param("check", ["--readings", "none.csv"], "CSV-READ", id="no readings"),
        pytest.param("check", ["--source", "none.txt"], "REPORT-MISSING", id="no document"),
        pytest.param("audit", ["--graph", "data.ttl"], "AUDIT-NO-REPORT", id="nothing to audit"),
        pytest.param("check", ["--explain", "SUM-PART"], "CHECK-CODE", id="code of the audit"),
        pytest.param("check", ["data.ttl", "--shapes", "shapes.ttl", "--readings", "r.csv"],
                     "CHECK-OPTIONS", id="readings for any file"),
    ],
)  # fmt: skip
def test_what_neither_command_can_do_is_one_clear_sentence(
    command: str, words: list[str], code: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "broken.nq").write_text("<a", "utf-8")
    graph = [] if "--graph" in words or "--shapes" in words else ["--graph", "graph.nq"]
    (files / "graph.nq").write_bytes(serialise(world().store, ".nq"))
    assert main([command, *graph, *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert f"[{code}]" in shown.err


@pytest.mark.parametrize("words", [["--rule-timeout", "0"], ["--jobs", "0"], ["--fail-on", "bad"]])
def test_a_wrong_option_is_misuse(
    words: list[str], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files.is_dir()
    assert main(["check", *words]) == 2
    assert words[1] in capsys.readouterr().err


def test_without_any_passage_the_data_are_checked_and_the_audit_says_why_it_cannot(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ox.Store()
    facts = world().store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    store.extend(list(facts))
    (files / "graph.nt").write_bytes(
        store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    )
    assert main(["check", "--graph", "graph.nt"]) == 1
    text = capsys.readouterr().out
    assert "EVIDENCE-NONE" in text
    assert "无从核对报告前后是否一致" in text.partition("== 二、")[2]
    assert main(["check", "--graph", "graph.nt", "--format", "html"]) == 1
    assert "无从核对报告前后是否一致" in capsys.readouterr().out
    assert main(["audit", "--graph", "graph.nt"]) == 2
    assert "[AUDIT-NO-EVIDENCE]" in capsys.readouterr().err
