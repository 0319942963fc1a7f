"""The ontology folder as the stage of claims reads it, and how a fault in it is told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.vocabulary import load_vocabulary
from graph_builder.names import SCHEME, VET
from graph_builder.paths import bundled
from tests.claims.samples import refused

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.vocabulary import Vocabulary

PREFIXES = f"""@prefix vet: <{VET}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tree: <{SCHEME}tree/> .
"""


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A small ontology of three classes and a scheme of three concepts."""
    folder = tmp_path / "ontology"
    (folder / "schemes").mkdir(parents=True)
    (folder / "zhitu.ttl").write_text(
        PREFIXES
        + """
vet:Agent a owl:Class ; rdfs:label "主体"@zh , "agent"@en .
vet:School a owl:Class ; rdfs:subClassOf vet:Agent , <https://schema.org/School> .
vet:NightSchool a owl:Class ; rdfs:subClassOf vet:School .
vet:Odd a owl:Class ; rdfs:subClassOf [ a owl:Restriction ] .
""",
        "utf-8",
    )
    (folder / "alignments.ttl").write_text(PREFIXES, "utf-8")
    (folder / "schemes" / "tree.ttl").write_text(
        PREFIXES
        + f"""
tree:root skos:inScheme <{SCHEME}tree> ; skos:prefLabel "根"@zh , "root"@en .
tree:branch skos:inScheme <{SCHEME}tree> ; skos:prefLabel "枝"@zh ; skos:altLabel "条"@zh ;
    skos:broader tree:root .
tree:leaf skos:inScheme <{SCHEME}tree> ; skos:prefLabel "叶"@zh ; skos:altLabel "枝"@zh ;
    skos:notation "T3" ; skos:broader tree:branch .
tree:alien skos:inScheme <https://example.org/other> ; skos:prefLabel "外"@zh .
""",
        "utf-8",
    )
    return folder


def test_a_class_has_all_classes_above_it(ontology: Path) -> None:
    found = load_vocabulary(ontology).superclasses
    assert found["NightSchool"] == {"NightSchool", "School", "Agent"}
    assert found["Agent"] == {"Agent"}


def test_a_concept_is_found_by_each_of_its_labels_and_a_preferred_one_wins(ontology: Path) -> None:
    vocabulary = load_vocabulary(ontology)
    assert vocabulary.find("tree", "条") == f"{SCHEME}tree/branch"
    assert vocabulary.find("tree", "T3") == f"{SCHEME}tree/leaf"
    assert vocabulary.find("tree", "root") == f"{SCHEME}tree/root"
    # 枝 is the preferred label of the branch and an alternative one of the leaf.
    assert vocabulary.find("tree", "枝") == f"{SCHEME}tree/branch"
    assert vocabulary.find("tree", "外") is None
    assert vocabulary.find("bush", "根") is None


def test_a_label_is_preferred_in_a_language_or_blank(ontology: Path) -> None:
    vocabulary = load_vocabulary(ontology)
    assert vocabulary.preferred(f"{SCHEME}tree/root", "en") == "root"
    assert vocabulary.preferred(f"{SCHEME}tree/leaf", "en") == ""
    assert vocabulary.property_labels[f"{VET}Agent"] == "主体"


def test_a_concept_knows_the_one_right_above_it(ontology: Path) -> None:
    parents = load_vocabulary(ontology).parents
    assert parents[f"{SCHEME}tree/leaf"] == [f"{SCHEME}tree/branch"]
    assert parents[f"{SCHEME}tree/root"] == []


@pytest.mark.parametrize("above", ["leaf", "branch", "root"])
def test_a_scheme_that_runs_in_a_circle_is_refused_with_the_circle(
    ontology: Path, above: str
) -> None:
    with (ontology / "schemes" / "tree.ttl").open("a", encoding="utf-8") as handle:
        handle.write(f"tree:root skos:broader tree:{above} .\n")
    with refused("SCHEME-CIRCLE", str(ontology / "schemes"), found=f"{SCHEME}tree/{above}"):
        load_vocabulary(ontology)


@pytest.mark.parametrize("file", ["zhitu.ttl", "alignments.ttl", "schemes/tree.ttl"])
def test_a_syntax_error_is_told_with_file_and_line(ontology: Path, file: str) -> None:
    path = ontology / file
    text = path.read_text("utf-8")
    path.write_text(f"{text}vet:x vet:y vet:z vet:w .\n", "utf-8")
    line = text.count("\n") + 1
    with refused("RDF-SYNTAX", str(path), line):
        load_vocabulary(ontology)


def test_bytes_that_are_not_utf_8_are_a_syntax_error(ontology: Path) -> None:
    path = ontology / "schemes" / "tree.ttl"
    path.write_bytes('# 注\n<a:b> <a:c> "根" .\n'.encode("gb18030"))
    with pytest.raises(Exception, match="RDF-SYNTAX"):
        load_vocabulary(ontology)


@pytest.mark.parametrize("file", ["zhitu.ttl", "alignments.ttl"])
def test_a_missing_file_is_named(ontology: Path, file: str) -> None:
    (ontology / file).unlink()
    with refused("CSV-READ", str(ontology / file)):
        load_vocabulary(ontology)


def test_a_folder_without_schemes_has_no_concepts(ontology: Path) -> None:
    shutil.rmtree(ontology / "schemes")
    vocabulary = load_vocabulary(ontology)
    assert vocabulary.concepts == {}
    assert vocabulary.superclasses["School"] == {"School", "Agent"}


# == The ontology that ships with zhitu ==


def test_the_template_has_the_rows_of_six_tables_in_order(shipped_vocabulary: Vocabulary) -> None:
    # Counted in the appendix of the Liuzhou report, which follows the national template.
    rows = {"1": 12, "2": 12, "3": 43, "4": 18, "5": 16, "6": 22}
    assert {t: len(i) for t, i in shipped_vocabulary.indicators.items()} == rows
    for number, indicators in shipped_vocabulary.indicators.items():
        assert [i.order for i in indicators] == list(range(1, rows[number] + 1))
        assert {i.table for i in indicators} == {number}


def test_the_shipped_folder_is_read_whole(shipped_vocabulary: Vocabulary) -> None:
    files = [p for p in bundled("ontology").glob("schemes/*.ttl") if "draft" not in p.name]
    assert {p.stem for p in files} <= {
        *shipped_vocabulary.concepts,
        "indicators",
    }
    assert shipped_vocabulary.superclasses["Country"] == {"Country", "Place"}
    assert shipped_vocabulary.find("level", "区级") == f"{SCHEME}level/provincial"
    assert shipped_vocabulary.minted == []
