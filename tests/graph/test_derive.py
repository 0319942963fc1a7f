"""Each rule on a small case, and rules that are wrong."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.errors import InputError
from graph_builder.graph.derive import Rule, derive, derived_quads, load_rules, rule_quads
from graph_builder.names import RULE, SKOS, VET
from graph_builder.paths import bundled
from tests.graph.samples import store_of

RULES = {rule.name: rule for rule in load_rules(bundled("ontology") / "rules")}
CASES = Path(__file__).parents[1] / "cases" / "derive"
HEAD = (
    '#+ title: {zh: "规则", en: "Rule"}\n#+ description: {zh: "一条规则。", en: "A rule."}\n'
    "PREFIX vet: <https://w3id.org/zhitu/ontology#>\n"
)


def triples_of(path: Path) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)}


def write_rule(folder: Path, query: str, name: str = "rule") -> list[Rule]:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.rq").write_text(HEAD + query, "utf-8")
    return load_rules(folder)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {p.name for p in CASES.iterdir()} == set(RULES)
    assert len(RULES) == len(list((bundled("ontology") / "rules").glob("*.rq"))) >= 12


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_derives_exactly_what_its_case_expects(name: str) -> None:
    rule, given = RULES[name], triples_of(CASES / name / "input.ttl")
    expected = triples_of(CASES / name / "expected.ttl")
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in given)
    counts = derive(store, [rule])
    graph = ox.NamedNode(RULE + name)
    assert {q.triple for q in store.quads_for_pattern(None, None, None, graph)} == expected
    facts = {q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert facts == given | expected
    assert counts == {name: len(expected)}
    assert expected


def test_rules_build_on_each_other_in_any_order() -> None:
    case = """
    zid:report vet:presentsSchool zid:one , zid:two .
    zid:one vet:offersCluster zid:ships . zid:two vet:offersCluster zid:boats .
    zid:hulls vet:inCluster zid:ships ; vet:servesIndustry zid:shipping .
    zid:oars vet:inCluster zid:boats ; vet:servesIndustry zid:rowing .
    zid:shipping skos:broader zid:transport . zid:rowing skos:broader zid:transport ."""
    chain = ["shares_industry_group", "reaches_industry_group", "reaches_industry"]
    expected = {"shares_industry_group": 2, "reaches_industry_group": 2, "reaches_industry": 2}
    for names in (chain, chain[::-1]):
        store = store_of(case)
        rules = [RULES[name] for name in names]
        assert derive(store, rules) == expected
        quads = list(derived_quads(store, rules))
        assert len(quads) == 2 * sum(expected.values())
        assert {q.graph for q in quads} == {"", *(f"<{RULE}{name}>" for name in names)}


def test_what_is_stated_already_is_derived_too_and_counted_once() -> None:
    store = store_of("""
    zid:hulls vet:inCluster zid:ships ; vet:servesIndustry zid:shipping .
    zid:ships vet:clusterServes zid:shipping .""")
    assert derive(store, [RULES["cluster_serves"]]) == {"cluster_serves": 1}
    assert len(store) == 4
    assert derive(store, []) == {}


def test_rules_that_feed_each_other_without_end_are_an_error(tmp_path: Path) -> None:
    rules = write_rule(
        tmp_path / "rules",
        'CONSTRUCT { ?s vet:p ?new } WHERE { ?s vet:p ?o . BIND(CONCAT(?o, "!") AS ?new) }',
    )
    with pytest.raises(InputError, match="RULE-ENDLESS") as caught:
        derive(store_of('zid:a vet:p "x" .'), rules)
    assert caught.value.where is not None
    assert caught.value.where.file == str(tmp_path / "rules")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("CONSTRUCT { ?s vet:p } WHERE { ?s ?p ?o }", id="syntax"),
        pytest.param("SELECT ?s WHERE { ?s ?p ?o }", id="no CONSTRUCT"),
        pytest.param("DELETE WHERE { ?s ?p ?o }", id="update"),
    ],
)
def test_a_rule_that_is_no_construct_query_is_named(tmp_path: Path, query: str) -> None:
    rules = write_rule(tmp_path / "rules", query)
    with pytest.raises(InputError, match="RULE-SYNTAX") as caught:
        derive(store_of("zid:a vet:p 1 ."), rules)
    assert caught.value.where is not None
    assert caught.value.where.file == str(tmp_path / "rules" / "rule.rq")


@pytest.mark.parametrize("key", ["title", "description"])
def test_a_rule_without_a_title_or_a_description_is_named(tmp_path: Path, key: str) -> None:
    path = tmp_path / "rule.rq"
    path.write_text((HEAD + "CONSTRUCT WHERE { ?s ?p ?o }").replace(f"#+ {key}:", "#"), "utf-8")
    with pytest.raises(InputError, match="RULE-HEADER"):
        load_rules(tmp_path)


def test_the_rules_are_described_in_the_graph_of_the_ontology() -> None:
    quads = list(rule_quads([RULES["works_with"]]))
    assert {q.graph for q in quads} == {"", "<https://w3id.org/zhitu/ontology>"}
    told = {(q.predicate, q.object) for q in quads}
    description = RULES["works_with"].descriptions["zh"]
    assert (f"<{SKOS}definition>", f'"{description}"@zh') in told
    assert any(obj == f"<{VET}Rule>" for _, obj in told)
