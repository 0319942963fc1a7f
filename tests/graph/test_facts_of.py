"""What a graph says about a thing, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.graph.facts_of import Fact, facts_of
from graph_builder.names import ID, IDENTITY_GRAPH, RDF, RDFS, RULE, VET
from tests.graph.samples import graph_of

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

REPORT = ID + "report/liuzhou-2023/"
SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"


def one(facts: list[Fact], predicate: str, **wanted: object) -> Fact:
    """The only fact with this property and these attributes."""
    (fact,) = (
        f
        for f in facts
        if f.predicate == predicate and all(getattr(f, k) == v for k, v in wanted.items())
    )
    return fact


def test_facts_come_in_both_directions_with_the_places_that_say_them(
    liuzhou: EmbeddedGraph,
) -> None:
    facts = facts_of(liuzhou, SCHOOL)
    assert len({(f.predicate, f.other, f.outgoing) for f in facts}) == len(facts)
    named = one(facts, VET + "hasName")
    assert (named.outgoing, named.derived) == (True, False)
    assert named.graphs == (REPORT + "table/1-1/row/3/column/2",)
    listed = one(facts, VET + "presentsSchool")
    assert not listed.outgoing
    assert listed.other == ox.NamedNode(ID + "report/liuzhou-2023")
    # 市交校 has 5 of the clusters of Table 6-1.
    clusters = [f for f in facts if f.predicate == VET + "offersCluster"]
    assert len(clusters) == 5
    directions = [f.outgoing for f in facts]
    assert directions == sorted(directions, reverse=True)


def test_what_had_to_be_inferred_goes_with_the_fact_it_is_about(liuzhou: EmbeddedGraph) -> None:
    ships = ID + "cluster/liu-zhou-shi-jiao-tong-xue-xiao--chuan-bo-jia-shi-zhuan-ye-qun"
    fact = one(facts_of(liuzhou, SCHOOL), VET + "offersCluster", other=ox.NamedNode(ships))
    assert fact.notes == ("开设专业群：单元格合并，名称印在第 14 行",)
    back = one(facts_of(liuzhou, ships), VET + "offersCluster")
    assert (back.outgoing, back.notes) == (False, fact.notes)
    assert one(facts_of(liuzhou, ships), VET + "hasName").notes == ()


def test_what_only_a_rule_says_is_derived(liuzhou: EmbeddedGraph) -> None:
    found = [f for f in facts_of(liuzhou, SCHOOL) if f.predicate == VET + "reachesIndustry"]
    assert len(found) == 5
    assert all(f.derived and f.graphs == (RULE + "reaches_industry",) for f in found)


def test_a_thing_nobody_speaks_of_has_no_facts(liuzhou: EmbeddedGraph) -> None:
    assert facts_of(liuzhou, ID + "school/nobody") == []


def test_bookkeeping_is_left_out_and_what_links_two_things_is_kept() -> None:
    identity = f"<{IDENTITY_GRAPH}>"
    graph = graph_of(f"""
    {identity} {{ zid:a a vet:School , vet:Agent ; rdfs:label "甲"@zh ; vet:possiblySameAs zid:b }}
    zid:sentence {{ zid:a a vet:School ; vet:hasName "甲"@zh ; vet:hasInferenceNote "名称：x"@zh }}
    """)
    facts = {(f.predicate, str(f.other)): f.graphs for f in facts_of(graph, ID + "a")}
    assert facts == {
        (RDF + "type", f"<{VET}School>"): (IDENTITY_GRAPH, ID + "sentence"),
        (VET + "hasName", '"甲"@zh'): (ID + "sentence",),
        (VET + "possiblySameAs", f"<{ID}b>"): (IDENTITY_GRAPH,),
    }
    assert (RDFS + "label", '"甲"@zh') not in facts
