"""The concept schemes parse, hold together, and cover what code, tables and indicators refer to."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from graph_builder.claims.columns import TABLES
from graph_builder.claims.slugs import slug
from graph_builder.claims.vocabulary import Vocabulary, load_vocabulary
from graph_builder.names import SCHEME, VET, concept_iri
from graph_builder.sources.document import PASSAGE_KINDS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "ontology"
TABLES_FOLDER = ROOT / "data" / "liuzhou-2023" / "tables"
# Drafts are somebody's unfinished work and are judged when they are taken into a scheme.
FILES = sorted(
    path.name for path in (FOLDER / "schemes").glob("*.ttl") if not path.name.startswith("draft-")
)
FEWEST_FILES = 13
STAGES = {"生产制造", "测试装调", "设备运维"}
CHAIN_COLUMN = "选择对接产业链"
_VET = Namespace(VET)


@cache
def _read(name: str) -> Graph:
    return Graph().parse(FOLDER / "schemes" / name, format="turtle")


@cache
def _all() -> Graph:
    graph = Graph()
    for name in FILES:
        for triple in _read(name):
            graph.add(triple)
    return graph


def _concepts(graph: Graph) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def _industry_terms(graph: Graph) -> dict[str, URIRef]:
    """Printed wording -> term, of the terms and not of the groups."""
    return {
        _label(graph, term, "zh"): term
        for term in graph.subjects(RDF.type, _VET.IndustryTerm)
        if isinstance(term, URIRef)
    }


def _label(graph: Graph, concept: URIRef, lang: str) -> str:
    found = [
        str(o)
        for o in graph.objects(concept, SKOS.prefLabel)
        if isinstance(o, Literal) and o.language == lang
    ]
    assert len(found) == 1, concept
    return found[0]


def _printed(table: str) -> list[list[str]]:
    """The lines of a printed table of the report: row numbers, header, body."""
    with (TABLES_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def _chain_items(table: str) -> set[str]:
    """The items of the chain column of a printed table, divided at the commas."""
    _, header, *rows = _printed(table)
    column = header.index(CHAIN_COLUMN)
    return {item for row in rows for item in row[column].split("、") if item}


def _enterprises() -> set[str]:
    with (ROOT / "data" / "identity" / "partners.csv").open(encoding="utf-8", newline="") as handle:
        return {row["name"] for row in csv.DictReader(handle) if row["class"] == "Enterprise"}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """The vocabulary as code reads it, without drafts."""
    folder = tmp_path_factory.mktemp("ontology")
    (folder / "schemes").mkdir()
    for name in ("zhitu.ttl", "alignments.ttl", *(f"schemes/{name}" for name in FILES)):
        shutil.copy(FOLDER / name, folder / name)
    return load_vocabulary(folder)


def test_the_schemes_are_found() -> None:
    assert len(FILES) >= FEWEST_FILES


@pytest.mark.parametrize("name", FILES)
def test_two_toolkits_read_the_same_triples_and_no_blank_node(name: str) -> None:
    triples = list(ox.parse(path=str(FOLDER / "schemes" / name), format=ox.RdfFormat.TURTLE))
    assert len(triples) == len(_read(name)) > 0
    assert not [node for triple in _read(name) for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", FILES)
def test_lines_end_in_one_line_feed_and_no_space(name: str) -> None:
    source = (FOLDER / "schemes" / name).read_bytes()
    assert b"\r" not in source
    assert source.endswith(b"\n")
    assert not source.endswith(b"\n\n")
    assert not [line for line in source.split(b"\n") if line != line.rstrip()]


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_one_scheme_with_title_description_creator_and_licence(name: str) -> None:
    graph = _read(name)
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    for predicate in (DCTERMS.title, DCTERMS.description):
        texts = list(graph.objects(scheme, predicate))
        assert sorted(t.language or "" for t in texts if isinstance(t, Literal)) == ["en", "zh"]
    assert len(list(graph.objects(scheme, DCTERMS.creator))) == 1
    assert len(list(graph.objects(scheme, DCTERMS.license))) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_concept_is_in_the_scheme_of_its_file_and_its_iri_says_so(name: str) -> None:
    graph = _read(name)
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    assert _concepts(graph)
    for concept in _concepts(graph):
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme], concept
        assert concept.startswith(f"{scheme}/"), concept
        assert concept.removeprefix(f"{scheme}/").isascii(), concept


@pytest.mark.parametrize("name", FILES)
def test_a_concept_has_one_label_and_one_definition_in_each_language(name: str) -> None:
    graph = _read(name)
    for concept in _concepts(graph):
        for predicate, most in ((SKOS.prefLabel, 1), (SKOS.definition, 1)):
            texts = [o for o in graph.objects(concept, predicate) if isinstance(o, Literal)]
            assert Counter(t.language for t in texts) == {"zh": most, "en": most}, concept
        definitions = [str(o) for o in graph.objects(concept, SKOS.definition)]
        assert all(text.endswith(("。", ".")) for text in definitions), concept


@pytest.mark.parametrize("name", FILES)
def test_a_scope_note_is_a_sentence_in_both_languages_or_missing(name: str) -> None:
    graph = _read(name)
    for concept in _concepts(graph):
        notes = [o for o in graph.objects(concept, SKOS.scopeNote) if isinstance(o, Literal)]
        assert sorted(n.language or "" for n in notes) in ([], ["en", "zh"]), concept
        assert all(str(n).endswith(("。", ".")) for n in notes), concept


@pytest.mark.parametrize("name", FILES)
def test_no_two_concepts_of_a_scheme_bear_the_same_label(name: str) -> None:
    graph = _read(name)
    bearers: dict[str, set[URIRef]] = {}
    for concept in _concepts(graph):
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
            for label in graph.objects(concept, predicate):
                bearers.setdefault(str(label), set()).add(concept)
    assert not {label: found for label, found in bearers.items() if len(found) > 1}


@pytest.mark.parametrize("name", FILES)
def test_a_concept_is_at_the_top_of_its_scheme_or_below_another(name: str) -> None:
    graph = _read(name)
    above = {SKOS.broader, _VET.isPartOfIndicator}
    for concept in _concepts(graph):
        top = (concept, SKOS.topConceptOf, None) in graph
        below = any((concept, predicate, None) in graph for predicate in above)
        assert top != below, concept


@pytest.mark.parametrize("predicate", [SKOS.broader, _VET.isPartOfIndicator])
def test_no_concept_is_above_itself(predicate: URIRef) -> None:
    graph = _all()
    parents: dict[str, list[str]] = {}
    for concept, parent in graph.subject_objects(predicate):
        parents.setdefault(str(concept), []).append(str(parent))
    assert parents
    assert list(TopologicalSorter(parents).static_order())


def test_links_between_concepts_lead_to_concepts_that_exist() -> None:
    graph = _all()
    known = set(_concepts(graph))
    predicates = (SKOS.broader, SKOS.related, _VET.hasUnit, _VET.isPartOfIndicator, _VET.restsOn)
    for predicate in (*predicates, _VET.linksFrom, _VET.linksTo):
        targets = set(graph.objects(None, predicate))
        assert targets
        assert targets <= known, predicate


def test_every_label_leads_to_its_concept(vocabulary: Vocabulary) -> None:
    graph = _all()
    for concept in _concepts(graph):
        scheme = concept.removeprefix(SCHEME).partition("/")[0]
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for label in graph.objects(concept, predicate):
                assert vocabulary.find(scheme, str(label)) == str(concept)


# == What others refer to ==


def test_every_scheme_of_the_facts_tables_exists() -> None:
    schemes = {c.of[0] for table in TABLES for c in table.columns if c.kind == "concept"}
    assert {SCHEME + scheme for scheme in schemes} <= {
        str(s) for s in _all().subjects(RDF.type, SKOS.ConceptScheme)
    }


def test_every_unit_printed_in_a_table_has_a_concept(vocabulary: Vocabulary) -> None:
    printed: set[str] = set()
    for number in range(1, 7):
        _, header, *rows = _printed(str(number))
        printed |= {row[header.index("单位")] for row in rows}
    assert len(printed) > 10
    assert not [unit for unit in printed if vocabulary.find("unit", unit) is None]


def test_units_that_reports_tell_apart_are_different_concepts(vocabulary: Vocabulary) -> None:
    for one, other in [("学时", "课时"), ("人", "人次"), ("元", "万元"), ("人日", "天")]:
        assert vocabulary.find("unit", one) != vocabulary.find("unit", other)


def test_kinds_that_are_easily_taken_for_each_other_are_different_concepts(
    vocabulary: Vocabulary,
) -> None:
    kinds = ["备忘录", "协议", "意向", "联合申报", "共建", "订单班", "协助"]
    assert len({vocabulary.find("cooperation-kind", kind) for kind in kinds}) == len(kinds)
    states = ["意向", "申报", "获批", "立项", "建设中", "验收"]
    assert len({vocabulary.find("status", state) for state in states}) == len(states)


def test_every_kind_of_passage_has_a_concept_of_that_slug() -> None:
    known = {str(c) for c in _concepts(_read("passage-kind.ttl"))}
    assert known == {concept_iri("passage-kind", kind) for kind in PASSAGE_KINDS}


@pytest.mark.parametrize(
    ("scheme", "concept", "label"),
    [
        ("ownership", "private", "民办"),
        ("cooperation-kind", "intention", "意向"),
        ("unit", "project", "项"),
        ("absence-reason", "not-for-secondary-schools", "中职不填报"),
        ("level", "provincial", "自治区级"),
    ],
)
def test_a_concept_named_by_code_or_by_a_rule_exists(
    vocabulary: Vocabulary, scheme: str, concept: str, label: str
) -> None:
    assert vocabulary.find(scheme, label) == concept_iri(scheme, concept)


# == Industries ==


def test_every_item_of_the_chain_column_is_a_term_as_printed() -> None:
    terms = _industry_terms(_read("industry.ttl"))
    printed = _chain_items("6-1")
    assert len(printed) == 32
    assert printed <= set(terms)
    assert _chain_items("3-listing") - set(terms) <= _enterprises()
    assert set(terms) <= printed | _chain_items("3-listing")


def test_the_slug_of_a_term_is_the_one_that_code_would_make() -> None:
    for printed, term in _industry_terms(_read("industry.ttl")).items():
        assert str(term) == concept_iri("industry", slug(printed))


def test_an_enterprise_is_no_industry_term() -> None:
    assert not set(_industry_terms(_read("industry.ttl"))) & _enterprises()


def test_stages_of_work_are_typed_and_stand_in_no_group() -> None:
    graph = _read("industry.ttl")
    stages = {t for t in graph.subjects(RDF.type, _VET.WorkStage) if isinstance(t, URIRef)}
    assert {_label(graph, t, "zh") for t in stages} == STAGES
    assert not [t for t in stages if any(graph.objects(t, SKOS.broader))]


def test_every_other_term_stands_in_a_group_and_a_group_is_no_term() -> None:
    graph = _read("industry.ttl")
    groups = {g for g in graph.objects(None, SKOS.broader) if isinstance(g, URIRef)}
    terms = _industry_terms(graph)
    assert not groups & set(terms.values())
    assert all(_label(graph, g, "zh").endswith("类产业（组）") for g in groups)
    for printed, term in terms.items():
        assert printed in STAGES or any(graph.objects(term, SKOS.broader)), printed


def test_schools_with_different_wording_meet_in_a_group() -> None:
    graph = _read("industry.ttl")
    terms = _industry_terms(graph)
    groups = [
        set(graph.objects(terms[printed], SKOS.broader))
        for printed in ("旅游服务业", "休闲康养旅游产业", "旅游业", "旅游产业")
    ]
    assert groups[0].intersection(*groups[1:])


def test_every_broader_and_related_link_says_what_it_rests_on() -> None:
    graph = _read("industry.ttl")
    explained: Counter[frozenset[object]] = Counter()
    for link in graph.subjects(RDF.type, _VET.ConceptLink):
        (start,) = graph.objects(link, _VET.linksFrom)
        (end,) = graph.objects(link, _VET.linksTo)
        (basis,) = graph.objects(link, _VET.restsOn)
        assert (basis, RDF.type, SKOS.Concept) in _read("link-basis.ttl")
        reasons = [r for r in graph.objects(link, _VET.hasReason) if isinstance(r, Literal)]
        assert sorted(r.language or "" for r in reasons) == ["en", "zh"]
        assert (start, SKOS.broader, end) in graph or (start, SKOS.related, end) in graph
        explained[frozenset((start, end))] += 1
    stated = {
        frozenset(pair)
        for predicate in (SKOS.broader, SKOS.related)
        for pair in graph.subject_objects(predicate)
    }
    assert explained == dict.fromkeys(stated, 1)


def test_broader_and_related_outside_the_industries_would_need_a_basis_too() -> None:
    for name in FILES:
        if name != "industry.ttl":
            graph = _read(name)
            linked = [*graph.subject_objects(SKOS.broader), *graph.subject_objects(SKOS.related)]
            assert linked == [], name


def test_related_is_stated_from_both_sides() -> None:
    pairs = set(_read("industry.ttl").subject_objects(SKOS.related))
    assert pairs
    assert pairs == {(end, start) for start, end in pairs}


def test_what_rests_on_wording_shares_words_and_on_two_places_names_two() -> None:
    graph = _read("industry.ttl")
    wording, places = (URIRef(concept_iri("link-basis", b)) for b in ("wording", "two-places"))
    assert any(graph.subjects(_VET.restsOn, wording))
    for link in graph.subjects(_VET.restsOn, wording):
        start = graph.value(link, _VET.linksFrom)
        assert isinstance(start, URIRef)
        (reason,) = (
            str(r)
            for r in graph.objects(link, _VET.hasReason)
            if isinstance(r, Literal) and r.language == "zh"
        )
        assert reason.partition("“")[2].partition("”")[0] in _label(graph, start, "zh")
    assert any(graph.subjects(_VET.restsOn, places))
    for link in graph.subjects(_VET.restsOn, places):
        for text in graph.objects(link, _VET.hasReason):
            assert isinstance(text, Literal)
            assert text.count("行" if text.language == "zh" else "row") == 2
        assert any(graph.objects(link, DCTERMS.source))


def test_a_core_programme_named_as_a_reason_stands_in_the_rows_that_are_named() -> None:
    rows = {row[0]: row for row in _printed("6-1")}
    graph = _read("industry.ttl")
    checked = 0
    for link, text in graph.subject_objects(_VET.hasReason):
        reason = str(text)
        if "声明前者，第" not in reason or "专业群清单" in reason:
            continue
        programme = reason.partition("“")[2].partition("”")[0]
        numbers = [part.partition(" 行")[0] for part in reason.split("第 ")[1:]]
        for end, number in zip((_VET.linksFrom, _VET.linksTo), numbers, strict=True):
            concept = graph.value(link, end)
            assert isinstance(concept, URIRef)
            assert rows[number][4].removesuffix("专业") == programme
            assert _label(graph, concept, "zh") in rows[number][5].split("、")
        checked += 1
    assert checked == 7
