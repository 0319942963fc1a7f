"""The description of a graph: its numbers are those of the graph, and its parts fit together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, VOID

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.described import describe_dataset
from graph_builder.names import DATASET, ID, PREFIXES, SD, VET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Zhitu

ROOT = rdflib.URIRef(DATASET)
SERVICE = rdflib.URIRef(DATASET + "#service")


def read(text: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="module")
def described(liuzhou: EmbeddedGraph) -> rdflib.Graph:
    return read(describe_dataset(liuzhou).text)


def facts(graph: EmbeddedGraph) -> list[ox.Quad]:
    return list(graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def number(described: rdflib.Graph, node: rdflib.term.Node, predicate: rdflib.URIRef) -> int:
    return int(str(described.value(node, predicate)))


def test_totals_are_those_of_the_graph(liuzhou: EmbeddedGraph, described: rdflib.Graph) -> None:
    quads = facts(liuzhou)
    assert number(described, ROOT, VOID.triples) == len(quads)
    assert number(described, ROOT, VOID.distinctSubjects) == len({q.subject for q in quads})
    assert number(described, ROOT, VOID.distinctObjects) == len({q.object for q in quads})
    parts = list(described.objects(ROOT, VOID.propertyPartition))
    assert sum(number(described, part, VOID.triples) for part in parts) == len(quads)


def test_each_class_counts_its_things(liuzhou: EmbeddedGraph, described: rdflib.Graph) -> None:
    classes = Counter(q.object.value for q in facts(liuzhou) if q.predicate.value == str(RDF.type))  # type: ignore[union-attr]
    told = {
        str(described.value(part, VOID["class"])): number(described, part, VOID.entities)
        for part in described.objects(ROOT, VOID.classPartition)
    }
    assert told == dict(classes)
    assert told[VET + "School"] == 9


def test_a_property_is_told_with_the_class_on_both_sides(described: rdflib.Graph) -> None:
    # Table 6-1 lists 22 clusters, each of one school.
    predicate = rdflib.URIRef(VET + "offersCluster")
    sides = {}
    for link in described.subjects(VOID.linkPredicate, predicate):
        assert (ROOT, VOID.subset, link) in described
        ends = []
        for side in (VOID.subjectsTarget, VOID.objectsTarget):
            part = described.value(link, side)
            assert (ROOT, VOID.classPartition, part) in described
            ends.append(str(described.value(part, VOID["class"])).removeprefix(VET))
        sides[tuple(ends)] = number(described, link, VOID.triples)
    assert sides["School", "ProgrammeCluster"] == 22


def test_licence_vocabularies_and_an_example_are_told(described: rdflib.Graph) -> None:
    licence = described.value(ROOT, DCTERMS.license)
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
    vocabularies = {str(v) for v in described.objects(ROOT, VOID.vocabulary)}
    assert {VET, PREFIXES["skos"], PREFIXES["org"], PREFIXES["rdfs"]} <= vocabularies
    examples = [str(e) for e in described.objects(ROOT, VOID.exampleResource)]
    assert ID + "report/liuzhou-2023" in examples


def test_the_service_is_told_and_its_address_only_when_it_is_known(
    liuzhou: EmbeddedGraph, described: rdflib.Graph
) -> None:
    sd = rdflib.Namespace(SD)
    assert (SERVICE, RDF.type, sd.Service) in described
    assert described.value(SERVICE, sd.defaultDataset) == ROOT
    assert described.value(described.value(ROOT, sd.defaultGraph), RDF.type) == sd.Graph
    assert described.value(SERVICE, sd.endpoint) is None
    url = "https://example.org/sparql"
    known = read(describe_dataset(liuzhou, dataset="https://example.org/d", endpoint=url).text)
    root = rdflib.URIRef("https://example.org/d")
    assert str(known.value(rdflib.URIRef(f"{root}#service"), sd.endpoint)) == url
    assert str(known.value(root, VOID.sparqlEndpoint)) == url


def test_the_description_is_stable_and_holds_no_blank_nodes(
    liuzhou: EmbeddedGraph, described: rdflib.Graph
) -> None:
    assert describe_dataset(liuzhou).text == describe_dataset(liuzhou).text
    assert not [n for t in described for n in t if isinstance(n, rdflib.BNode)]


def test_an_empty_graph_is_described_as_empty() -> None:
    found = describe_dataset(EmbeddedGraph(ox.Store()))
    assert (found.classes, found.properties, found.links) == (0, 0, 0)
    assert number(read(found.text), ROOT, VOID.triples) == 0


def test_untyped_and_odd_terms_are_described_too() -> None:
    store = ox.Store()
    odd = ox.NamedNode("urn:x:学校#%20'")
    store.add(ox.Quad(ox.BlankNode(), ox.NamedNode("http://a/b c".replace(" ", "-")), odd))
    store.add(ox.Quad(odd, ox.NamedNode(str(RDF.type)), ox.NamedNode("urn:class")))
    found = read(describe_dataset(EmbeddedGraph(store)).text)
    assert number(found, ROOT, VOID.triples) == 2


def test_the_command_prints_or_writes(zhitu: Zhitu, tmp_path: Path) -> None:
    printed = zhitu("void")
    assert (printed.code, printed.err) == (0, "")
    path = tmp_path / "void.ttl"
    done = zhitu("void", "-o", path)
    assert (done.code, done.out) == (0, "")
    assert path.read_text("utf-8") == printed.out
    for wrong in (["--endpoint", "nowhere"], ["--dataset", "a b"], ["--graph", tmp_path]):
        refused = zhitu("void", *wrong)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
