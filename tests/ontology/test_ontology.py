"""The vocabulary parses, holds together, serves the facts tables and is what its page shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from graph_builder.claims.columns import TABLES
from graph_builder.names import ONTOLOGY, SCHEMA, VET
from graph_builder.pages.ontology import DERIVED, MAIN_CLASSES, ontology_page

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "ontology"
FILES = ("zhitu.ttl", "alignments.ttl", "shapes/terms.ttl")
LITERAL_KINDS = {
    "text": RDF.langString,
    "integer": XSD.integer,
    "decimal": XSD.decimal,
    "printed": XSD.string,
}
_VET = Namespace(VET)
_SCHEMA = Namespace(SCHEMA)


def _read(name: str) -> Graph:
    return Graph().parse(FOLDER / name, format="turtle")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return _read("zhitu.ttl")


def _terms(graph: Graph, kind: Node) -> set[str]:
    return {str(s).removeprefix(VET) for s in graph.subjects(RDF.type, kind)}


def _above(graph: Graph, cls: URIRef) -> set[Node]:
    found = graph.transitive_objects(cls, RDFS.subClassOf)
    return {cls, *(node for node in found if node is not None)}


@pytest.mark.parametrize("name", FILES)
def test_two_toolkits_read_the_same_number_of_triples(name: str) -> None:
    triples = list(ox.parse(path=str(FOLDER / name), format=ox.RdfFormat.TURTLE))
    assert len(triples) == len(_read(name)) > 0


@pytest.mark.parametrize("name", ["zhitu.ttl", "alignments.ttl"])
def test_there_is_no_blank_node(name: str) -> None:
    assert not [node for triple in _read(name) for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", FILES)
def test_lines_end_in_one_line_feed_and_no_space(name: str) -> None:
    source = (FOLDER / name).read_bytes()
    assert b"\r" not in source
    assert source.endswith(b"\n")
    assert not [line for line in source.split(b"\n") if line != line.rstrip()]


def test_every_class_and_property_of_the_facts_tables_is_defined(ontology: Graph) -> None:
    classes = _terms(ontology, OWL.Class)
    things = _terms(ontology, OWL.ObjectProperty)
    values = _terms(ontology, OWL.DatatypeProperty)
    for table in TABLES:
        assert {c for c in (table.cls, *table.classes) if c} <= classes
        for column in table.columns:
            if ":" in column.predicate:
                continue
            assert column.predicate in (things if column.kind in {"ref", "concept"} else values)


def test_a_facts_column_agrees_with_the_domain_of_its_property(ontology: Graph) -> None:
    for table in TABLES:
        for column in table.columns:
            prop = _VET[column.predicate]
            if ":" in column.predicate or not table.cls:
                continue
            listed = set(ontology.objects(prop, _SCHEMA.domainIncludes))
            domain = set(ontology.objects(prop, RDFS.domain)) - {OWL.Thing}
            allowed = listed or domain
            for cls in (table.cls, *table.classes):
                where = (table.file, column.name, cls)
                assert not allowed or _above(ontology, _VET[cls]) & allowed, where


def test_a_facts_column_agrees_with_the_range_of_its_property(ontology: Graph) -> None:
    for table in TABLES:
        for column in table.columns:
            prop = _VET[column.predicate]
            if ":" in column.predicate:
                continue
            range_ = ontology.value(prop, RDFS.range)
            if column.kind in LITERAL_KINDS:
                assert range_ == LITERAL_KINDS[column.kind], column
            elif column.kind == "date":
                assert range_ in {
                    RDFS.Literal,
                    XSD.gYear,
                }
            elif column.kind == "concept":
                known = {*ontology.subjects(RDFS.subClassOf, SKOS.Concept), SKOS.Concept}
                assert range_ in known, column
            else:
                listed = set(ontology.objects(prop, _SCHEMA.rangeIncludes))
                allowed = listed or {range_} - {OWL.Thing}
                for cls in column.of:
                    above = {OWL.Thing} if cls == "Thing" else _above(ontology, _VET[cls])
                    assert not allowed or above & allowed, (table.file, column.name, cls)


def test_no_two_terms_of_one_kind_share_a_name(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [
            label
            for term in ontology.subjects(RDF.type, kind)
            for label in ontology.objects(term, RDFS.label)
        ]
        assert len(labels) == len(set(labels))


def test_only_own_terms_are_declared_and_all_of_them_by_this_ontology(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            assert str(term).startswith(VET)
            assert set(ontology.objects(term, RDFS.isDefinedBy)) == {URIRef(ONTOLOGY)}


def test_examples_name_no_sentence(ontology: Graph) -> None:
    examples = [str(example) for example in ontology.objects(None, SKOS.example)]
    assert examples
    assert not [example for example in examples if example.endswith(("。", "！", "；"))]


def test_no_class_is_disjoint_with_one_above_or_below_it(ontology: Graph) -> None:
    for one, other in ontology.subject_objects(OWL.disjointWith):
        assert isinstance(one, URIRef)
        assert isinstance(other, URIRef)
        assert other not in _above(ontology, one)
        assert one not in _above(ontology, other)
        assert (other, OWL.disjointWith, one) not in ontology, "stated twice"


# == Reasoning by the OWL 2 RL/RDF rules ==


def _closed(graph: Graph) -> tuple[Graph, list[str]]:
    """The deductive closure of a copy, and what the reasoner found to be inconsistent."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    closure = owlrl.OWLRL_Semantics(copy, axioms=False, daxioms=False, rdfs=False)
    closure.closure()
    return copy, list(closure.error_messages)


def _value(range_: Node | None) -> Literal:
    if range_ == RDF.langString:
        return Literal("词", lang="zh")
    text = {"integer": "3", "decimal": "3.5", "boolean": "true", "gYear": "2023"}
    local = str(range_).rpartition("#")[2]
    return Literal(text[local], datatype=str(range_)) if local in text else Literal("词")


@pytest.fixture(scope="module")
def instances(ontology: Graph) -> Graph:
    """The ontology with one thing of each class, and each property used wherever it may be."""
    graph = Graph()
    for triple in (*ontology, *_read("alignments.ttl")):
        graph.add(triple)
    for cls in sorted(_terms(ontology, OWL.Class)):
        graph.add((URIRef(f"urn:thing:{cls}"), RDF.type, _VET[cls]))

    def ends(prop: Node, plain: URIRef, includes: URIRef) -> list[URIRef]:
        classes = set(ontology.objects(prop, includes)) or set(ontology.objects(prop, plain))
        return [URIRef(f"urn:thing:{str(c).removeprefix(VET)}") for c in sorted(map(str, classes))]

    for prop in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        for start in ends(prop, RDFS.domain, _SCHEMA.domainIncludes):
            graph.add((start, prop, _value(ontology.value(prop, RDFS.range))))
    for prop in ontology.subjects(RDF.type, OWL.ObjectProperty):
        for start in ends(prop, RDFS.domain, _SCHEMA.domainIncludes):
            for end in ends(prop, RDFS.range, _SCHEMA.rangeIncludes):
                graph.add((start, prop, end))
    return graph


def test_every_class_can_have_members_and_every_property_can_be_used(instances: Graph) -> None:
    closed, faults = _closed(instances)
    assert faults == []
    assert not list(closed.subjects(RDF.type, OWL.Nothing))


def test_use_as_foreseen_makes_nothing_a_member_of_an_unrelated_class(instances: Graph) -> None:
    closed, _ = _closed(instances)
    for cls in sorted(_terms(instances, OWL.Class)):
        inferred = {
            str(t)
            for t in closed.objects(URIRef(f"urn:thing:{cls}"), RDF.type)
            if str(t).startswith(VET)
        }
        assert inferred == {str(c) for c in _above(instances, _VET[cls]) if str(c).startswith(VET)}


def test_the_reasoner_notices_a_member_of_any_two_disjoint_classes(ontology: Graph) -> None:
    pairs = sorted((str(a), str(b)) for a, b in ontology.subject_objects(OWL.disjointWith))
    graph = Graph()
    for triple in ontology:
        graph.add(triple)
    for number, pair in enumerate(pairs):
        for cls in pair:
            graph.add((URIRef(f"urn:both:{number}"), RDF.type, URIRef(cls)))
    _, faults = _closed(graph)
    assert len(pairs) > 50
    noticed = {fault.rpartition(" ")[2] for fault in faults}
    assert noticed == {f"urn:both:{number}" for number in range(len(pairs))}


# == Alignments ==


def test_alignments_start_from_defined_terms_and_lead_to_other_vocabularies(
    ontology: Graph,
) -> None:
    known = {str(s) for s in ontology.subjects(RDF.type) if str(s).startswith(VET)}
    links = [t for t in _read("alignments.ttl") if str(t[1]).startswith(str(SKOS))]
    assert len(links) > 30
    for start, predicate, end in links:
        assert str(start) in known
        assert predicate in {SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch, SKOS.exactMatch}
        assert not str(end).startswith(VET)


def test_two_terms_have_one_alignment_at_most() -> None:
    links = [t for t in _read("alignments.ttl") if str(t[1]).startswith(str(SKOS))]
    assert len({(start, end) for start, _, end in links}) == len(links)


# == The page ==


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_the_same_at_every_run(lang: str) -> None:
    assert ontology_page(FOLDER, lang) == ontology_page(FOLDER, lang)


def test_the_page_in_docs_is_up_to_date() -> None:
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == ontology_page(FOLDER)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_one_entry_for_each_term_and_no_broken_link(
    ontology: Graph, lang: str
) -> None:
    page = ontology_page(FOLDER, lang)
    terms = {
        name
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for name in _terms(ontology, kind)
    }
    anchors = [part.partition('"')[0] for part in page.split('<a id="')[1:]]
    linked = {part.partition(")")[0] for part in page.split("](#")[1:]}
    assert sorted(anchors) == sorted(terms)
    assert linked <= terms


def test_the_first_language_of_the_page_comes_first() -> None:
    assert ontology_page(FOLDER, "zh").startswith("# 职图本体")
    assert ontology_page(FOLDER, "en").startswith("# The zhitu ontology")


def test_the_picture_shows_the_main_classes_and_no_derived_link(ontology: Graph) -> None:
    picture = ontology_page(FOLDER).partition("```mermaid")[2].partition("```")[0]
    assert picture.count("  class ") == len(MAIN_CLASSES)
    derived = [
        str(label)
        for prop, source in ontology.subject_objects(URIRef("http://purl.org/dc/terms/source"))
        if str(source).startswith(DERIVED)
        for label in ontology.objects(prop, RDFS.label)
        if isinstance(label, Literal) and label.language == "zh"
    ]
    assert len(derived) == 12
    assert not [label for label in derived if f": {label}\n" in picture]
    assert "CoreProgramme --> IndustryTerm : 对接产业" in picture


def test_words_that_are_markdown_signs_are_shown_as_they_are(tmp_path: Path) -> None:
    source = (FOLDER / "zhitu.ttl").read_text(encoding="utf-8")
    (tmp_path / "zhitu.ttl").write_text(
        source.replace("毕业生人数* → true", "<b>*a|b*</b> → true"), encoding="utf-8"
    )
    page = ontology_page(tmp_path)
    assert r"\<b\>\*a\|b\*\</b\>" in page
    assert "<b>" not in page
