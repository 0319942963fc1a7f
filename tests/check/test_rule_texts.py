"""Each rule can be cited, explained and weighed, and looks at names that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph

from graph_builder.check.convert import to_rdflib
from graph_builder.check.data import Data
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import Rule, coded_rules, load_catalogue, shipped_shapes
from graph_builder.check.shapes import read_shapes
from graph_builder.check.words import ontology_terms, refuse_unknown_words
from graph_builder.names import ONTOLOGY_GRAPH, OWL, RDF, RDFS, SCHEMA, SCHEME, SKOS, VET
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue(load_profile())
RULES = list(CATALOGUE.rules.values())
CODES = [rule.code for rule in RULES]


def _written() -> dict[str, Rule]:
    """The rules with the severity that their shape states, not that of the profile."""
    return {
        rule.code: rule
        for path in shipped_shapes()
        for _, rule in coded_rules(read_shapes([path]), path.stem)
    }


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_rule_says_problem_and_remedy_reason_and_example_in_both_languages(rule: Rule) -> None:
    for texts in (rule.message, rule.why, rule.example):
        assert set(texts) == {"zh", "en"}
        assert texts["zh"].endswith("。")
        assert texts["en"].endswith(".")
    assert not [t for t in rule.message.values() if "{" in t]


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_rule_has_a_code_in_capitals_and_an_iri_of_ours(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]+(-[A-Z]+)*", rule.code)
    assert rule.iri.startswith("https://w3id.org/zhitu/shapes#")
    assert rule.targets


def test_the_profile_gives_each_rule_the_level_that_its_shape_states() -> None:
    assert {c: r.level for c, r in CATALOGUE.rules.items()} == {
        c: r.level for c, r in _written().items()
    }


def test_no_two_rules_share_an_iri() -> None:
    assert len({rule.iri for rule in RULES}) == len(RULES)


def test_every_file_of_rules_has_a_title() -> None:
    assert set(CATALOGUE.titles) == {path.stem for path in shipped_shapes()}
    assert all(set(title) == {"zh", "en"} for title in CATALOGUE.titles.values())


def test_the_shapes_given_to_the_engine_are_well_formed_shacl() -> None:
    shapes = Graph()
    for triple in to_rdflib(Data(CATALOGUE.core.triples)):
        shapes.add(triple)
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("path", shipped_shapes(), ids=lambda p: p.stem)
def test_the_words_of_a_file_of_rules_are_all_defined(path: Path) -> None:
    refuse_unknown_words(read_shapes([path]))


@pytest.mark.parametrize("rule", [r for r in RULES if r.query], ids=lambda r: r.code)
def test_the_terms_that_a_query_names_are_all_defined(rule: Rule) -> None:
    named = re.findall(r"\bvet:(\w+)|<https://w3id\.org/zhitu/ontology#(\w+)>", rule.query or "")
    assert {VET + (a or b) for a, b in named} <= ontology_terms()


def test_every_concept_that_a_rule_names_is_in_a_scheme() -> None:
    known = {
        term.value
        for path in (bundled("ontology") / "schemes").glob("*.ttl")
        for quad in ox.parse(path=str(path))
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    }
    text = "".join(path.read_text("utf-8") for path in shipped_shapes())
    named = set(re.findall(rf"<({SCHEME}[a-z/-]+)>", text))
    named |= {SCHEME + local for local in re.findall(r"\bzs:([a-z-]+)", text)}
    assert named
    assert named <= known


def test_a_query_says_where_the_ontology_and_our_registers_stand() -> None:
    text = "".join(rule.query or "" for rule in RULES)
    assert ONTOLOGY_GRAPH in text
    assert "https://w3id.org/zhitu/graph/identity" in text


def _ontology() -> dict[str, dict[str, set[str]]]:
    """IRI of each class and property -> predicate -> IRIs of its values."""
    about: dict[str, dict[str, set[str]]] = {}
    for quad in ox.parse(path=str(bundled("ontology") / "zhitu.ttl")):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            of = about.setdefault(quad.subject.value, {})
            of.setdefault(quad.predicate.value, set()).add(quad.object.value)
    return {iri: of for iri, of in about.items() if iri.startswith(VET)}


def test_every_class_is_looked_at_by_a_rule_of_its_own_or_of_a_class_above() -> None:
    about = _ontology()
    held = {cls for rule in RULES for cls in rule.targets.classes}
    text = "".join(path.read_text("utf-8") for path in shipped_shapes())
    held |= {VET + local for local in re.findall(r"\ba vet:(\w+)", text)}

    def above(cls: str) -> set[str]:
        own = about.get(cls, {}).get(RDFS + "subClassOf", set())
        return own.union(*(above(c) for c in own))

    classes = {iri for iri, of in about.items() if OWL + "Class" in of.get(RDF + "type", set())}
    # What a concept is, its scheme says; things with a code of their own have a target.
    held.add(SKOS + "Concept")
    assert {c for c in classes if c not in held and not above(c) & held} == set()


def test_every_property_is_held_to_what_it_joins_or_by_a_rule_of_its_own() -> None:
    text = "".join(path.read_text("utf-8") for path in shipped_shapes())
    named = {VET + local for local in re.findall(r"\bvet:(\w+)", text)}
    anything = {OWL + "Thing", RDFS + "Literal"}
    ends = (RDFS + "domain", RDFS + "range", SCHEMA + "domainIncludes", SCHEMA + "rangeIncludes")
    free = {
        iri
        for iri, of in _ontology().items()
        if RDFS + "domain" in of
        and not set().union(*(of.get(end, set()) for end in ends)) - anything
    }
    assert free - named == set()
