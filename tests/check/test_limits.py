"""Rules that run away are stopped and named; several graphs give one result, however many jobs."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.check.conformance import check_graph
from graph_builder.cli import main
from graph_builder.graph.build import serialise
from tests.check.worlds import CASES, parse, world

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix vet: <https://w3id.org/zhitu/ontology#> .
@prefix ex: <https://example.org/> .
"""
SHORT_NAME = """ex:short-name a sh:NodeShape ; sh:targetClass vet:School ; sh:severity sh:Warning ;
    sh:property [ sh:path vet:hasShortName ; sh:minCount 1 ; sh:message "没有简称。"@zh ] .
"""
#: A cross product of everything with everything, three times over.
QUERY = """ex:runs-away a sh:NodeShape ; sh:targetClass vet:Report ; sh:sparql [ sh:message "m" ;
    sh:select "SELECT $this WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?b = ?f && ?e = ?i) }" ] .
"""
#: Tries every way to split the digest before it gives up.
PATTERN = """ex:splits a sh:NodeShape ; sh:targetClass vet:Report ;
    sh:property [ sh:path vet:hasDigest ; sh:pattern "^([0-9a-f]+)+x$" ] .
"""


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHITU_LANG", raising=False)


def _file(folder: Path, name: str, *cases: str) -> str:
    added = [q for case in cases for q in parse(next((CASES / case).glob("bad.*")))]
    path = folder / name
    path.write_bytes(serialise(world(*added).store, ".nq"))
    return str(path)


@pytest.mark.parametrize(("code", "shape"), [("runs-away", QUERY), ("splits", PATTERN)])
def test_a_rule_that_runs_away_is_stopped_named_and_the_others_are_carried_out(
    code: str, shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(PREFIXES + SHORT_NAME + shape, "utf-8")
    graph = _file(tmp_path, "graph.nq")
    words = ["check", "--graph", graph, "--user-shapes", str(shapes), "--rule-timeout", "1.5"]
    began = time.monotonic()
    # It has not passed, so neither has the graph.
    assert main(words) == 1
    assert time.monotonic() - began < 40
    text = capsys.readouterr().out
    assert f"有 1 条规则超过 1.5 秒的时限，已停下，没有结果：{code}。" in text
    assert main([*words, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["stopped"] == [code]
    rules = {rule["code"]: rule for rule in document["rules"]}
    assert rules["short-name"]["focus_nodes"] > 0
    assert main([*words, "--fail-on", "never", "--format", "html"]) == 0
    assert "超过了 1.5 秒的时限" in capsys.readouterr().out


def test_a_rule_of_a_foreign_file_is_stopped_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shapes.ttl").write_text(PREFIXES + QUERY.replace("vet:", "ex:"), "utf-8")
    lines = [f"ex:s{n} ex:p{n % 7} ex:o{n} , 'w{n}' .\n" for n in range(300)]
    (tmp_path / "data.ttl").write_text(PREFIXES + "ex:r a ex:Report .\n" + "".join(lines), "utf-8")
    words = [str(tmp_path / "data.ttl"), "--shapes", str(tmp_path / "shapes.ttl")]
    assert main(["check", *words, "--rule-timeout", "1"]) == 1
    assert "已停下，没有结果：runs-away。" in capsys.readouterr().out


def test_a_graph_without_evidence_has_one_finding_for_it_and_says_what_cannot_be_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*q.triple) for q in world().store if q.graph_name == ox.DefaultGraph())
    path = tmp_path / "graph.nt"
    store.dump(str(path), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert main(["check", "--graph", str(path)]) == 1
    text = capsys.readouterr().out
    assert "EVIDENCE-NONE，1 处" in text
    assert "EVIDENCE-STATEMENT，" not in text
    assert "图里没有任何出处，" in text
    assert "EVIDENCE-STATEMENT" in text


def test_a_hundred_thousand_findings_are_grouped_and_complete_in_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    country = ox.NamedNode("https://w3id.org/zhitu/ontology#Country")
    things = [ox.NamedNode(f"https://w3id.org/zhitu/id/country/c{n}") for n in range(25_000)]
    quads = [ox.Quad(thing, kind, country) for thing in things]
    path, found = tmp_path / "graph.nq", tmp_path / "found.csv"
    path.write_bytes(serialise(world(*quads).store, ".nq"))
    words = ["check", "--graph", str(path), "--no-audit"]
    assert main(words) == 1
    text = capsys.readouterr().out
    assert "THING-LABEL，25000 处" in text
    assert len(text.splitlines()) < 400
    assert main([*words, "-o", str(found)]) == 1
    rows = found.read_text("utf-8").count
    # No name, no code, no class above that of the country, no evidence.
    for code in ("THING-LABEL", "COUNTRY-CODE", "THING-SUPERCLASS", "EVIDENCE-STATEMENT"):
        assert rows(f",{code},") == 25_000


# == Several graphs ==


@pytest.fixture
def graphs(tmp_path: Path) -> list[str]:
    return [
        _file(tmp_path, "a.nq", "COOP-KIND"),
        _file(tmp_path, "b.nq"),
        _file(tmp_path, "c.nq", "COOP-KIND", "OBS-UNIT-FITS"),
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv", "html", "junit", "sarif", "ttl"])
def test_the_result_does_not_depend_on_the_number_of_jobs(
    form: str, graphs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for graph in graphs for word in ("--graph", graph)]
    made = []
    for jobs in ("1", "2", "5"):
        assert main(["check", *words, "--jobs", jobs, "--format", form]) == 1
        made.append(capsys.readouterr().out)
    assert made[0] == made[1] == made[2]


def test_findings_of_several_graphs_name_theirs(
    graphs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for graph in graphs for word in ("--graph", graph)]
    assert main(["check", *words, "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {(row["规则"], row["图"]) for row in rows}
    assert {g for code, g in found if code == "COOP-KIND"} == {graphs[0], graphs[2]}
    assert {g for code, g in found if code == "OBS-UNIT-FITS"} == {graphs[2]}
    assert main(["check", *words]) == 1
    text = capsys.readouterr().out
    assert f"合作形式  〔{graphs[0]}〕  〔第 1 节第 1 段第 1 句〕" in text
    assert "COOP-KIND，2 处" in text


def test_a_faulty_graph_among_several_is_named(
    graphs: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("<a", "utf-8")
    assert main(["check", "--graph", graphs[0], "--graph", str(broken)]) == 2
    assert "broken.nq 第 1 行" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_one_graph_gives_the_same_however_many_jobs(jobs: int) -> None:
    graph = world(*parse(CASES / "COOP-KIND" / "bad.ttl"))
    assert check_graph(graph, jobs=jobs, limit=60).outcomes == check_graph(graph).outcomes
