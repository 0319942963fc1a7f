"""Why a statement stands: its passages, or its rule and the premises with theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.errors import InputError
from graph_builder.graph.derive import Rule, load_rules
from graph_builder.graph.why import MAX_DEPTH, MAX_WAYS, Reason, Statement, why
from graph_builder.names import ID, IDENTITY_GRAPH, RULE, SCHEME, SKOS, VET
from graph_builder.paths import bundled
from tests.graph.samples import graph_of, values

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import EmbeddedGraph

RULES = load_rules(bundled("ontology") / "rules")
REPORT = ID + "report/liuzhou-2023/"
SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"


def thing(local: str) -> ox.NamedNode:
    return ox.NamedNode(ID + local)


def industry(graph: EmbeddedGraph, name: str) -> ox.NamedNode:
    ((iri,),) = set(
        values(
            graph, f"SELECT ?i WHERE {{ ?c vet:servesIndustry ?i . ?i skos:prefLabel '{name}'@zh }}"
        )
    )
    return ox.NamedNode(iri)


def places(reason: Reason) -> list[tuple[str, ...]]:
    """The passages of each premise of the first way, without the report."""
    return [tuple(p.removeprefix(REPORT) for p in r.passages) for r in reason.ways[0].premises]


def test_a_stated_fact_names_its_passages(liuzhou: EmbeddedGraph) -> None:
    name = Statement(SCHOOL, VET + "hasName", ox.Literal("柳州市交通学校", language="zh"))
    reason = why(liuzhou, name, RULES)
    assert reason == (name, (REPORT + "table/1-1/row/3/column/2",), (), ())


def test_a_derived_fact_names_its_premises_with_their_passages(liuzhou: EmbeddedGraph) -> None:
    # Row 15 of Table 6-1: 船舶驾驶专业群, 船舶驾驶, 航运产业.
    target = industry(liuzhou, "航运产业")
    reason = why(liuzhou, Statement(SCHOOL, VET + "reachesIndustry", target), RULES)
    assert (reason.passages, reason.registers) == ((), ())
    (way,) = reason.ways
    assert way.rule == RULE + "reaches_industry"
    assert [p.statement.predicate.removeprefix(VET) for p in way.premises] == [
        "offersCluster",
        "inCluster",
        "servesIndustry",
    ]
    assert places(reason) == [("table/6-1/row/15",)] * 3
    assert way.premises[0].statement.subject == SCHOOL
    assert way.premises[2].statement.object == target


def test_a_premise_that_was_derived_itself_is_explained_in_turn(liuzhou: EmbeddedGraph) -> None:
    query = f"SELECT ?g WHERE {{ <{industry(liuzhou, '航运产业').value}> skos:broader ?g }}"
    ((group,),) = values(liuzhou, query)
    statement = Statement(SCHOOL, VET + "reachesIndustryGroup", ox.NamedNode(group))
    reason = why(liuzhou, statement, RULES)
    ways = {w.rule: w for w in reason.ways}
    assert set(ways) == {RULE + "reaches_industry_group"}
    reached = {w.premises[0].statement.object: w.premises for w in reason.ways}
    first, second = reached[industry(liuzhou, "航运产业")]
    assert first.ways[0].rule == RULE + "reaches_industry"
    assert places(first) == [("table/6-1/row/15",)] * 3
    # The grouping is ours; no passage says it.
    assert second.statement.predicate == SKOS + "broader"
    assert second.passages == ()
    assert second.registers == ("https://w3id.org/zhitu/ontology",)


def test_what_only_our_registers_say_is_told_so(liuzhou: EmbeddedGraph) -> None:
    wuling, other = (
        "enterprise/wu-ling",
        "enterprise/liu-zhou-wu-ling-xin-neng-yuan-qi-che-you-xian-gong-si",
    )
    reason = why(liuzhou, Statement(ID + wuling, VET + "possiblySameAs", thing(other)), RULES)
    assert reason[1:] == ((), (IDENTITY_GRAPH,), ())


def test_what_the_graph_does_not_say_has_no_reason(liuzhou: EmbeddedGraph) -> None:
    reason = why(liuzhou, Statement(SCHOOL, VET + "reachesIndustry", thing("nowhere")), RULES)
    assert reason[1:] == ((), (), ())


def rule(folder: Path, text: str) -> list[Rule]:
    path = folder / "rule.rq"
    path.write_text(
        '#+ title: {zh: "规则", en: "Rule"}\n#+ description: {zh: "规则。", en: "Rule."}\n' + text,
        "utf-8",
    )
    return load_rules(folder)


FOLLOWS = "CONSTRUCT { ?a vet:after ?c }\nWHERE { ?a vet:after ?b . ?b vet:after ?c }"


def test_ways_and_depth_are_bounded(tmp_path: Path) -> None:
    rules = rule(tmp_path, f"#+ premises: '?a vet:after ?b . ?b vet:after ?c'\n{FOLLOWS}")
    many = " ".join(f"zid:a vet:after zid:b{n} . zid:b{n} vet:after zid:c ." for n in range(30))
    graph = graph_of(f"{many} rule:rule {{ zid:a vet:after zid:c . zid:b0 vet:after zid:c }}")
    statement = Statement(ID + "a", VET + "after", thing("c"))
    assert len(why(graph, statement, rules).ways) == MAX_WAYS
    # A rule that rests on its own conclusions in a circle ends all the same.
    circle = "zid:a vet:after zid:b . zid:b vet:after zid:a ."
    loop = graph_of(
        f"{circle} zid:a vet:after zid:a . rule:rule {{ {circle} zid:a vet:after zid:a }}"
    )
    assert depth(why(loop, Statement(ID + "a", VET + "after", thing("b")), rules)) <= MAX_DEPTH


def depth(reason: Reason) -> int:
    return max((1 + depth(p) for w in reason.ways for p in w.premises), default=0)


def test_a_statement_is_never_its_own_premise(tmp_path: Path) -> None:
    rules = rule(tmp_path, f"#+ premises: '?a vet:after ?b . ?b vet:after ?c'\n{FOLLOWS}")
    graph = graph_of("zid:a vet:after zid:a . rule:rule { zid:a vet:after zid:a }")
    assert why(graph, Statement(ID + "a", VET + "after", thing("a")), rules).ways == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FOLLOWS, id="no premises"),
        pytest.param(
            "#+ premises: '?a vet:after ?b'\n"
            "CONSTRUCT { ?a vet:after ?b . ?b vet:before ?a } WHERE { ?a vet:after ?b }",
            id="two conclusions",
        ),
    ],
)
def test_a_rule_whose_premises_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    rules = rule(tmp_path, text)
    graph = graph_of("zid:a vet:after zid:c . rule:rule { zid:a vet:after zid:c }")
    with pytest.raises(InputError, match="RULE-PREMISES") as caught:
        why(graph, Statement(ID + "a", VET + "after", thing("c")), rules)
    assert caught.value.where is not None
    assert caught.value.where.file == str(tmp_path / "rule.rq")


def test_the_premises_of_every_rule_are_found_for_everything_it_derived(
    liuzhou: EmbeddedGraph,
) -> None:
    for one in RULES:
        query = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{one.iri}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
        for subject, predicate, obj in liuzhou.select(query, limit=3).rows:
            assert isinstance(subject, ox.NamedNode)
            assert isinstance(predicate, ox.NamedNode)
            reason = why(liuzhou, Statement(subject.value, predicate.value, obj), RULES)  # type: ignore[arg-type]
            ways = [w for w in reason.ways if w.rule == one.iri]
            assert ways, one.name
            assert all(p.passages or p.registers or p.ways for w in ways for p in w.premises)


def test_a_concept_of_a_scheme_can_be_a_premise() -> None:
    said = f"zid:one vet:reachesIndustry <{SCHEME}industry/x> ."
    more = said.replace("one", "two")
    derived = "rule:shares_industry { zid:one vet:sharesIndustryWith zid:two }"
    listed = "zid:report vet:presentsSchool zid:one , zid:two ."
    graph = graph_of(
        f"{said} {more} {listed} zid:here {{ {said} }} zid:there {{ {more} }}"
        f" zid:list {{ {listed} }} {derived}"
    )
    statement = Statement(ID + "one", VET + "sharesIndustryWith", thing("two"))
    premises = why(graph, statement, RULES).ways[0].premises
    places = [(ID + p,) for p in ("list", "list", "here", "there")]
    assert [p.passages for p in premises] == places
