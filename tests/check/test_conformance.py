"""The graph that ships with zhitu keeps the rules; levels, user's rules and engines are as said."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from graph_builder.check.carry_out import check_rules
from graph_builder.check.conformance import check_graph
from graph_builder.check.convert import ox_term, rdflib_term, to_rdflib
from graph_builder.check.data import Data, data_for, plain
from graph_builder.check.engine import PyshaclEngine
from graph_builder.check.profile import load_profile
from graph_builder.check.pyshacl_engine import validate
from graph_builder.check.queries import ask_rule
from graph_builder.check.rules import Rule, load_catalogue, shipped_shapes
from graph_builder.check.shapes import Shapes, read_shapes
from graph_builder.errors import GraphError, InputError
from graph_builder.graph.access import EmbeddedGraph
from tests.check.worlds import CASES, catalogue, parse, twice, world

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

    from graph_builder.check.report import Report

HAS_NAME = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix vet: <https://w3id.org/zhitu/ontology#> .
@prefix ex: <https://example.org/> .
ex:short-name a sh:NodeShape ; sh:targetClass vet:School ; sh:severity sh:Warning ;
    sh:property [ sh:path vet:hasShortName ; sh:minCount 1 ; sh:message "没有简称。"@zh ] .
"""


@pytest.fixture(scope="module")
def report(liuzhou: EmbeddedGraph) -> Report:
    return check_graph(liuzhou, shipped=True)


def test_no_rule_looks_at_nothing_in_the_shipped_graph(report: Report) -> None:
    assert [o.rule.code for o in report.idle] == []


def test_the_shipped_graph_keeps_every_rule_of_level_violation(report: Report) -> None:
    broken = {o.rule.code: o.findings for o in report.outcomes if o.findings}
    violations = {o.rule.code for o in report.outcomes if o.rule.level == "violation"}
    assert {code: found for code, found in broken.items() if code in violations} == {}


def test_a_rule_that_looks_at_nothing_fails_the_shipped_graph_and_no_other() -> None:
    found = check_graph(world())
    assert "COOP-KIND" in {o.rule.code for o in found.idle}
    assert not found.fails("warning")
    assert check_graph(world(), shipped=True).fails()


def test_a_profile_of_the_user_changes_the_level_of_a_rule(tmp_path: Path) -> None:
    profile = tmp_path / "levels.csv"
    profile.write_text("code,level\nCOOP-KIND,info\n", "utf-8")
    graph = world(*parse(CASES / "COOP-KIND" / "bad.ttl"))
    assert check_graph(graph).fails()
    mild = check_graph(graph, profile=profile)
    assert not mild.fails("warning")
    assert [o.rule.level for o in mild.outcomes if o.rule.code == "COOP-KIND"] == ["info"]


def test_shapes_of_the_user_are_rules_too(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(HAS_NAME, "utf-8")
    (own,) = (
        o for o in check_graph(world(), user_shapes=shapes).outcomes if o.rule.code == "short-name"
    )
    assert own.rule.level == "warning"
    assert own.focus_nodes == 2
    assert [f.focus.value for f in own.findings if isinstance(f.focus, ox.NamedNode)] == [
        "https://w3id.org/zhitu/id/school/yi"
    ]


def test_a_query_of_the_user_is_asked_by_the_engine(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        HAS_NAME
        + """ex:private a sh:NodeShape ; sh:targetClass vet:School ; sh:sparql [
            sh:message "不是公办。"@zh ; sh:select \"\"\"
            PREFIX vet: <https://w3id.org/zhitu/ontology#>
            SELECT $this WHERE { $this a vet:School .
              FILTER NOT EXISTS { $this vet:hasOwnership ?any } }\"\"\" ] .""",
        "utf-8",
    )
    found = {o.rule.code: o for o in check_graph(world(), user_shapes=shapes).outcomes}
    assert len(found["private"].findings) == 1


def test_a_code_of_the_user_must_not_be_one_of_ours(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(HAS_NAME.replace("ex:short-name", "ex:COOP-KIND"), "utf-8")
    with pytest.raises(InputError, match="COOP-KIND"):
        check_graph(world(), user_shapes=shapes)


def test_a_graph_without_a_report_is_refused() -> None:
    store = ox.Store()
    store.extend(
        twice(
            [ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))],
            "urn:graph",
        )
    )
    with pytest.raises(GraphError, match="vet:Report"):
        check_graph(EmbeddedGraph(store))


def test_a_graph_without_any_evidence_is_found() -> None:
    store = ox.Store()
    store.extend(ox.Quad(*q.triple) for q in world().store if q.graph_name == ox.DefaultGraph())
    found = {o.rule.code for o in check_graph(EmbeddedGraph(store)).outcomes if o.findings}
    assert "EVIDENCE-NONE" in found


def test_findings_and_their_order_are_the_same_in_every_run() -> None:
    graph = world(*parse(CASES / "OBS-SURVEY" / "bad.ttl"), *parse(CASES / "COOP-KIND" / "bad.ttl"))
    assert check_graph(graph).outcomes == check_graph(graph).outcomes


# == The engine ==


def _core_findings(data: Graph, shapes: Shapes) -> set[tuple[object, ...]]:
    return {(r.shape, *r.finding.key()) for r in validate(data, shapes)}


def test_our_graph_gives_the_engine_the_same_answers_as_that_of_rdflib() -> None:
    graph = world(*(q for p in CASES.glob("*/bad.ttl") for q in parse(p)))
    rules = catalogue(terms=False)
    quick = to_rdflib(data_for(graph, rules))
    plainly = Graph()
    for triple in quick.triples((None, None, None)):
        plainly.add(triple)
    assert len(plainly) == len(quick)
    found = _core_findings(quick, rules.core)
    assert found == _core_findings(plainly, rules.core)
    assert len(found) > 50


def test_the_graph_answers_every_pattern_like_that_of_rdflib() -> None:
    triples = list(plain(q.triple for q in parse(CASES / "COOP-KIND" / "ok.ttl")))
    quick, plainly = to_rdflib(Data(triples)), Graph()
    for s, p, o in triples:
        plainly.add((rdflib_term(s), URIRef(p), rdflib_term(o)))
    some = next(iter(plainly))
    masks = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    for mask in masks:
        pattern = tuple(t if m else None for t, m in zip(some, mask, strict=True))
        assert set(quick.triples(pattern)) == set(plainly.triples(pattern))  # type: ignore[arg-type]
    assert set(quick.objects()) == set(plainly.objects())
    assert set(quick.subjects()) == set(plainly.subjects())


#: Rules whose query needs no named graph and no whole-graph scan: pySHACL can ask it as well.
_ASKED_BY_BOTH = [
    rule
    for rule in catalogue(terms=False).rules.values()
    if rule.query
    and "GRAPH" not in rule.query
    and "MINUS" not in rule.query
    and not any("Ontology" in c for c in rule.targets.classes)
]


@pytest.mark.parametrize("rule", _ASKED_BY_BOTH, ids=lambda r: r.code)
def test_one_query_for_the_graph_finds_what_the_engine_finds_node_by_node(rule: Rule) -> None:
    graph = world(*parse(CASES / rule.code / "bad.ttl"))
    only = catalogue(terms=False)._replace(rules={rule.code: rule}, core=Shapes(()))
    (ours,) = check_rules(graph, only, engine=PyshaclEngine())
    blamed = {f.focus for f in ours.findings}
    data = Graph()
    everything = Data(plain(graph.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")))
    for triple in to_rdflib(everything):
        data.add(triple)
    own = read_shapes([p for p in shipped_shapes() if p.stem == rule.topic])
    root = ox.NamedNode(rule.iri)
    parts = {root, *own.parts(root)}
    alone = Graph()
    for triple in to_rdflib(Data(t for t in own.triples if t[0] in parts)):
        alone.add(triple)
    # Node by node is slow: the nodes at fault and ten others, chosen by name.
    looked_at = sorted(getattr(n, "value", "") for n in everything.focus(rule.targets))
    asked = {f.value for f in blamed if isinstance(f, ox.NamedNode)} | set(looked_at[:10])
    _, results, _ = pyshacl.validate(data, shacl_graph=alone, focus_nodes=sorted(asked))
    assert isinstance(results, Graph)
    nodes: set[Node] = set(results.objects(None, SH.focusNode))
    assert {ox_term(n) for n in nodes} == blamed
    assert (None, RDF.type, SH.ValidationResult) in results


def test_the_help_does_not_load_the_engine() -> None:
    code = (
        "import sys; from graph_builder.cli import main; main(['check', '--explain', 'COOP-KIND']);"
        "print([m for m in ('pyshacl', 'rdflib', 'SPARQLWrapper') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_graph_without_the_ontology_borrows_the_hierarchy_of_classes(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(HAS_NAME.replace("vet:School", "vet:Agent"), "utf-8")
    store = ox.Store()
    bare = ox.NamedNode("https://w3id.org/zhitu/id/school/bing")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    report = ox.NamedNode("https://w3id.org/zhitu/id/report/demo-2023")
    vet = "https://w3id.org/zhitu/ontology#"
    store.add(ox.Quad(bare, kind, ox.NamedNode(vet + "School")))
    store.add(ox.Quad(report, kind, ox.NamedNode(vet + "Report")))
    found = check_graph(EmbeddedGraph(store), user_shapes=shapes)
    (own,) = (o for o in found.outcomes if o.rule.code == "short-name")
    assert own.focus_nodes == 1
    assert "USE-UNDEFINED" in {o.rule.code for o in found.idle}


def test_a_rule_without_a_level_or_with_a_code_in_use_is_refused() -> None:
    paths = [p for p in shipped_shapes() if p.stem == "report"]
    with pytest.raises(InputError, match="CHECK-NO-LEVEL"):
        load_catalogue({}, paths)
    with pytest.raises(InputError, match="CHECK-CODE-TWICE"):
        load_catalogue(load_profile(), [*paths, *paths])


@pytest.mark.parametrize("query", ["SELECT ?value { ?value a ?class }", "SELECT $this ?odd {}"])
def test_a_query_that_projects_other_variables_is_refused(query: str) -> None:
    rule = next(iter(catalogue(terms=False).rules.values()))._replace(query=query)
    with pytest.raises(InputError, match="CHECK-QUERY"):
        ask_rule(world(), rule)


def test_a_closed_shape_of_the_user_sees_every_property(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        HAS_NAME + "ex:bare a sh:NodeShape ; sh:targetClass vet:Country ; sh:closed true .", "utf-8"
    )
    found = {o.rule.code: o for o in check_graph(world(), user_shapes=shapes).outcomes}
    assert {f.path for f in found["bare"].findings} >= {
        "http://purl.org/dc/terms/identifier",
        "http://www.w3.org/2000/01/rdf-schema#label",
    }
