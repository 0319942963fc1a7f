"""A graph in numbers."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from graph_builder.graph.statistics import (
    PROSE,
    coverage,
    in_order,
    statements_by_section,
    term_use,
    things_by_class,
)
from graph_builder.names import ID, VET
from graph_builder.paths import bundled
from tests.graph.samples import graph_of

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

PASSAGES = bundled("data") / "liuzhou-2023" / "passages.csv"


def test_things_are_counted_by_class_most_first(liuzhou: EmbeddedGraph) -> None:
    found = things_by_class(liuzhou)
    counts = {iri.removeprefix(VET): n for iri, n in found}
    # Table 1-1 lists 9 schools; Table 6-1 sums up 22 clusters and 29 core programmes; 14 cases.
    assert {c: counts[c] for c in ("School", "ProgrammeCluster", "CoreProgramme", "CaseStudy")} == {
        "School": 9,
        "ProgrammeCluster": 22,
        "CoreProgramme": 29,
        "CaseStudy": 14,
    }
    assert [n for _, n in found] == sorted((n for _, n in found), reverse=True)


def test_a_thing_is_counted_once_however_many_places_speak_of_it() -> None:
    said = "zid:a a vet:School ."
    graph = graph_of(f"{said} zid:x {{ {said} }} zid:y {{ {said} }}")
    assert things_by_class(graph) == [(VET + "School", 1)]


def test_every_sentence_caption_and_case_is_either_cited_or_listed(liuzhou: EmbeddedGraph) -> None:
    found = coverage(liuzhou)
    with PASSAGES.open(encoding="utf-8") as handle:
        expected = Counter(row["section"] for row in csv.DictReader(handle) if row["kind"] in PROSE)
    assert {c.section: c.passages for c in found} == expected
    assert {c.report for c in found} == {ID + "report/liuzhou-2023"}
    assert sum(c.passages for c in found) == 232 + 14 + 14
    for section in found:
        assert section.cited == section.passages - len(section.uncited)
        for iri, address in section.uncited:
            assert not liuzhou.ask(f"ASK WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
            assert iri.endswith(address)
    cited = sum(c.cited for c in found)
    assert 0 < cited <= 260
    assert [c.section for c in found] == sorted(expected, key=in_order)


def test_the_statements_of_a_section_are_those_of_its_passages() -> None:
    graph = graph_of("""
    zid:report { zid:p1 vet:isPassageOf zid:report ; vet:inSection "2.10" .
                 zid:p2 vet:isPassageOf zid:report ; vet:inSection "2.9" .
                 zid:p3 vet:isPassageOf zid:report ; vet:inSection "preface" }
    zid:p1 { zid:a vet:p 1 , 2 } zid:p2 { zid:a vet:p 1 } zid:p3 { zid:a vet:p 4 }
    zid:a vet:p 1 , 2 , 4 .""")
    assert statements_by_section(graph) == [
        (f"{ID}report/section/preface", 1),
        (f"{ID}report/section/2.9", 1),
        (f"{ID}report/section/2.10", 2),
    ]


def test_the_sections_of_two_reports_are_counted_apart(two_reports: EmbeddedGraph) -> None:
    first = [c for c in coverage(two_reports) if c.section == "1.1"]
    # Section 1.1 of Liuzhou is one sentence.
    assert [c.report for c in first] == [
        ID + f"report/{r}" for r in ("liuzhou-2023", "yunzhou-2031")
    ]
    assert first[0].passages == 1
    assert len({iri for iri, _ in statements_by_section(two_reports)}) == len(
        statements_by_section(two_reports)
    )


def test_terms_are_in_use_as_property_or_class_in_any_graph() -> None:
    graph = graph_of("""
    vet:School a owl:Class . vet:Ship a owl:Class . vet:hasName a owl:DatatypeProperty .
    vet:knows a owl:ObjectProperty . vet:hidden a owl:DatatypeProperty .
    zid:a a vet:School . zid:x { zid:a vet:hidden 1 }""")
    used, unused = term_use(graph)
    assert used == [VET + "School", VET + "hidden"]
    assert unused == [VET + "Ship", VET + "hasName", VET + "knows"]


@pytest.mark.parametrize(
    "places",
    [
        ["title-page", "preface", "contents", "1", "1.1", "1.2", "1.10", "2", "10"],
        [
            "section/2/paragraph/1/sentence/2",
            "section/2/paragraph/1/sentence/10",
            "section/2/paragraph/10/sentence/1",
            "section/10/paragraph/1/sentence/1",
        ],
    ],
)
def test_places_are_ordered_as_the_document_has_them(places: list[str]) -> None:
    assert sorted(sorted(places), key=in_order) == places
