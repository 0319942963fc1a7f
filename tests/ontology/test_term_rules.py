"""The rules about terms: the ontology passes them, and each one finds the fault it is there for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, XSD

from graph_builder.names import ONTOLOGY, SCHEMA, VET

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
ABOUT = URIRef(ONTOLOGY)
CLASS, THINGS, VALUES = OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty
_VET = Namespace(VET)
_SCHEMA = Namespace(SCHEMA)


@cache
def _parsed(name: str) -> Graph:
    return Graph().parse(FOLDER / name, format="turtle")


def _read(name: str) -> Graph:
    """A copy of a file's graph, free to be changed."""
    copy = Graph()
    for triple in _parsed(name):
        copy.add(triple)
    return copy


def _results(data: Graph) -> list[tuple[str, Node | None]]:
    """Code and focus node of each result; the shapes are read afresh, pySHACL adds to its graph."""
    shapes = _read("shapes/terms.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    assert isinstance(report, Graph)
    return [
        (
            str(shapes.value(report.value(result, SH.sourceShape), DCTERMS.identifier)),
            report.value(result, SH.focusNode),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


def test_the_ontology_keeps_every_rule_about_terms() -> None:
    assert _results(_read("zhitu.ttl")) == []


def test_the_shapes_are_well_formed_shacl() -> None:
    conforms, _, text = pyshacl.validate(
        _read("zhitu.ttl"), shacl_graph=_read("shapes/terms.ttl"), inference="none", meta_shacl=True
    )
    assert conforms, text


def _rules() -> list[URIRef]:
    return sorted(
        s for s in _read("shapes/terms.ttl").subjects(DCTERMS.identifier) if isinstance(s, URIRef)
    )


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: str(rule).rpartition("#")[2])
def test_a_rule_has_code_reason_level_and_a_message_in_each_language(rule: URIRef) -> None:
    shapes = _read("shapes/terms.ttl")
    assert len(list(shapes.objects(rule, DCTERMS.identifier))) == 1
    assert len(list(shapes.objects(rule, SH.severity))) == 1
    for predicate in (SH.message, RDFS.comment):
        texts = list(shapes.objects(rule, predicate))
        assert sorted(t.language or "" for t in texts if isinstance(t, Literal)) == ["en", "zh"]
        assert all(str(t).endswith(("。", ".")) for t in texts)
        assert not [t for t in texts if "{" in str(t)]


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: str(rule).rpartition("#")[2])
def test_a_rule_looks_at_something(rule: URIRef) -> None:
    ontology, shapes = _read("zhitu.ttl"), _read("shapes/terms.ttl")
    targets = list(shapes.objects(rule, SH.targetClass))
    assert targets
    assert all(any(ontology.subjects(RDF.type, target)) for target in targets)


# == One fault for each rule ==


def _drop(subject: Node, predicate: Node) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        assert (subject, predicate, None) in graph
        graph.remove((subject, predicate, None))

    return change


def _drop_lang(subject: Node, predicate: URIRef, lang: str) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        found = [
            o
            for o in graph.objects(subject, predicate)
            if isinstance(o, Literal) and o.language == lang
        ]
        assert len(found) == 1
        graph.remove((subject, predicate, found[0]))

    return change


def _add(*triples: tuple[Node, Node, Node]) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        for triple in triples:
            assert triple not in graph
            graph.add(triple)

    return change


def _replace(subject: Node, predicate: Node, value: Node) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        _drop(subject, predicate)(graph)
        graph.add((subject, predicate, value))

    return change


def _rename(old: URIRef, new: URIRef) -> Callable[[Graph], None]:
    """Give a term another name wherever it stands."""

    def change(graph: Graph) -> None:
        assert (old, None, None) in graph
        for s, p, o in list(graph):
            if old in (s, o):
                graph.remove((s, p, o))
                graph.add((new if s == old else s, p, new if o == old else o))

    return change


def _new_class(name: Node, *above: Node) -> Callable[[Graph], None]:
    """A class described in full, that no property knows."""

    def change(graph: Graph) -> None:
        for predicate, value in list(graph.predicate_objects(_VET.Challenge)):
            if predicate not in {RDFS.subClassOf, OWL.disjointWith}:
                graph.add((name, predicate, value))
        for cls in above:
            graph.add((name, RDFS.subClassOf, cls))

    return change


S, I = _VET.School, _VET.servesIndustry  # noqa: E741 -- short names keep the table of faults readable
V = _VET.hasValue

FAULTS = [
    ("TERM-LABEL", _drop_lang(S, RDFS.label, "en"), S, "no English label"),
    ("TERM-LABEL", _drop_lang(I, RDFS.label, "zh"), I, "no Chinese label"),
    ("TERM-LABEL", _drop(V, RDFS.label), V, "no label"),
    ("TERM-LABEL", _add((S, RDFS.label, Literal("中专", lang="zh"))), S, "two Chinese labels"),
    ("TERM-LABEL", _add((I, RDFS.label, Literal("dient", lang="de"))), I, "a third language"),
    ("TERM-LABEL", _add((I, RDFS.label, Literal("serves"))), I, "a label without language"),
    ("TERM-DEFINITION", _drop_lang(S, SKOS.definition, "zh"), S, "no Chinese definition"),
    ("TERM-DEFINITION", _add((V, SKOS.definition, Literal("A number.", lang="en"))), V, "two"),
    ("TERM-SCOPE", _drop_lang(I, SKOS.scopeNote, "en"), I, "no English scope note"),
    ("TERM-SCOPE", _add((S, SKOS.scopeNote, Literal("不是大学。", lang="zh"))), S, "two"),
    ("TERM-EXAMPLE", _drop(I, SKOS.example), I, "no example"),
    ("TERM-EXAMPLE", _add((S, SKOS.example, Literal("a school", lang="en"))), S, "in English"),
    ("TERM-SOURCE", _drop(S, DCTERMS.source), S, "no source"),
    ("TERM-DEFINED-BY", _drop(V, RDFS.isDefinedBy), V, "none"),
    ("TERM-DEFINED-BY", _replace(S, RDFS.isDefinedBy, URIRef("urn:other")), S, "another ontology"),
    ("TERM-CLASS-NAME", _rename(S, _VET.school), _VET.school, "small letter"),
    ("TERM-CLASS-NAME", _new_class(BNode("nameless"), _VET.Place), BNode("nameless"), "blank node"),
    ("TERM-PROPERTY-NAME", _rename(I, _VET.ServesIndustry), _VET.ServesIndustry, "capital"),
    ("TERM-PROPERTY-NAME", _rename(V, _VET.has_value), _VET.has_value, "underscore"),
    (
        "TERM-KIND",
        _add((S, RDF.type, THINGS), (S, RDFS.domain, S), (S, RDFS.range, S)),
        S,
        "class and property",
    ),
    ("TERM-DOMAIN", _drop(I, RDFS.domain), I, "none"),
    ("TERM-DOMAIN", _add((V, RDFS.domain, _VET.Prize)), V, "two"),
    ("TERM-RANGE", _drop(V, RDFS.range), V, "none"),
    ("TERM-RANGE", _add((I, RDFS.range, _VET.Programme)), I, "two"),
    ("TERM-RANGE-VALUE", _replace(V, RDFS.range, _VET.Indicator), V, "a class"),
    ("TERM-RANGE-THING", _replace(I, RDFS.range, XSD.string), I, "a datatype"),
    ("TERM-UNDEFINED", _replace(I, RDFS.range, _VET.IndustryTrem), I, "misspelt range"),
    ("TERM-UNDEFINED", _add((S, RDFS.subClassOf, _VET.Agnet)), S, "misspelt superclass"),
    (
        "TERM-UNDEFINED",
        _add((_VET.inYear, _SCHEMA.domainIncludes, _VET.Evnt)),
        _VET.inYear,
        "misspelt use",
    ),
    ("TERM-UNCONNECTED", _new_class(_VET.Lonely), _VET.Lonely, "a class alone"),
    ("TERM-INVERSE", _add((I, OWL.inverseOf, URIRef("urn:is-served-by"))), I, "an inverse"),
    ("TERM-INVERSE", _add((URIRef("urn:is-served-by"), OWL.inverseOf, I)), I, "is an inverse"),
    ("TERM-CYCLE", _add((_VET.Agent, RDFS.subClassOf, S)), ABOUT, "two classes"),
    ("TERM-CYCLE", _add((S, RDFS.subClassOf, S)), ABOUT, "a class above itself"),
    ("TERM-CYCLE", _add((I, RDFS.subPropertyOf, I)), ABOUT, "a property above itself"),
    ("ONTOLOGY-METADATA", _drop(ABOUT, DCTERMS.license), ABOUT, "no licence"),
    ("ONTOLOGY-METADATA", _drop_lang(ABOUT, DCTERMS.abstract, "zh"), ABOUT, "no Chinese abstract"),
    ("ONTOLOGY-METADATA", _drop(ABOUT, OWL.versionIRI), ABOUT, "no version"),
    (
        "ONTOLOGY-IMPORTS",
        _add((ABOUT, OWL.imports, URIRef("http://www.w3.org/ns/org"))),
        ABOUT,
        "imports",
    ),
]


@pytest.mark.parametrize(
    ("code", "break_it", "focus"),
    [
        pytest.param(code, change, focus, id=f"{code}: {what}")
        for code, change, focus, what in FAULTS
    ],
)
def test_a_fault_in_a_term_is_found_by_its_rule_alone(
    code: str, break_it: Callable[[Graph], None], focus: Node
) -> None:
    graph = _read("zhitu.ttl")
    break_it(graph)
    assert set(_results(graph)) == {(code, focus)}


def test_a_definition_that_is_no_sentence_is_found() -> None:
    graph = _read("zhitu.ttl")
    _drop_lang(S, SKOS.definition, "zh")(graph)
    graph.add((S, SKOS.definition, Literal("学校", lang="zh")))
    assert set(_results(graph)) == {("TERM-DEFINITION", S)}


def test_every_rule_has_a_fault_that_it_finds() -> None:
    codes = {str(c) for c in _read("shapes/terms.ttl").objects(None, DCTERMS.identifier)}
    assert codes == {code for code, *_ in FAULTS}
