"""The description of the facts files holds together and agrees with the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.columns import TABLES, Column, FactTable
from graph_builder.claims.facts import header_of, predicate_term
from graph_builder.claims.labels import ALONE, TEMPLATES
from graph_builder.names import PREFIXES, RDFS, VET

if TYPE_CHECKING:
    from graph_builder.claims.vocabulary import Vocabulary

KINDS = {"ref", "concept", "text", "integer", "decimal", "printed", "date"}
COLUMNS = [(table, column) for table in TABLES for column in table.columns]

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda t: t.file)
every_column = pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.file} {c.name}" for t, c in COLUMNS]
)


def table_of(file: str) -> FactTable:
    return next(table for table in TABLES if table.file == file)


def test_a_file_and_a_kind_of_thing_are_described_once() -> None:
    assert len({table.file for table in TABLES}) == len(TABLES)
    kinds = [table.kind for table in TABLES if table.kind]
    assert len(set(kinds)) == len(kinds)


def test_headers_begin_with_what_a_row_is_about_and_end_with_what_was_inferred() -> None:
    assert header_of(table_of("memberships.csv")) == [
        "id", "passage", "member", "organisation", "role", "inferred",
    ]  # fmt: skip
    assert header_of(table_of("mentions.csv")) == ["passage", "mentions", "inferred"]
    assert header_of(table_of("parties.csv"))[:2] == ["party", "passage"]
    assert header_of(table_of("facilities.csv"))[:4] == ["id", "passage", "class", "name"]


@every_table
def test_no_column_name_comes_twice_in_a_header(table: FactTable) -> None:
    header = header_of(table)
    assert len(set(header)) == len(header)


@every_table
def test_the_classes_of_a_file_are_classes_below_its_own(
    table: FactTable, shipped_vocabulary: Vocabulary
) -> None:
    # A consortium is an agent, and reports present it among projects.
    for cls in set(table.classes) - {"Consortium"}:
        assert table.cls in shipped_vocabulary.superclasses[cls]
    assert bool(table.cls) == bool(table.kind)
    assert not table.cls or table.cls in shipped_vocabulary.superclasses


@every_column
def test_a_column_is_of_a_known_kind_and_names_what_it_admits(
    table: FactTable, column: Column, shipped_vocabulary: Vocabulary
) -> None:
    assert column.kind in KINDS, table.file
    if column.kind == "concept":
        (scheme,) = column.of
        assert shipped_vocabulary.concepts[scheme]
    elif column.kind == "ref":
        assert column.of
        assert set(column.of) <= {"Thing", *shipped_vocabulary.superclasses}
    else:
        assert column.of == ()


@every_column
def test_the_predicate_of_a_column_is_a_property_of_the_ontology(
    table: FactTable, column: Column, shipped_vocabulary: Vocabulary
) -> None:
    term = predicate_term(column.predicate).strip("<>")
    if term.startswith(VET):
        assert term in shipped_vocabulary.property_labels, table.file
    else:
        assert term.startswith((PREFIXES["dcterms"], PREFIXES["org"]))


def test_a_predicate_is_ours_unless_it_has_a_prefix() -> None:
    assert predicate_term("hasLevel") == f"<{VET}hasLevel>"
    assert predicate_term("rdfs:label") == f"<{RDFS}label>"
    assert predicate_term("org:member") == "<http://www.w3.org/ns/org#member>"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_labels_are_put_together_from_columns_that_exist(kind: str) -> None:
    table = next(t for t in TABLES if t.kind == kind)
    blank = {column.name: "" for column in table.columns}
    for template in TEMPLATES[kind] + (ALONE if kind == "cooperation" else ()):
        assert template.format(**blank)


def test_things_that_need_a_composed_label_are_those_without_a_name() -> None:
    named = {t.kind for t in TABLES if any(c.predicate == "hasName" for c in t.columns)}
    assert {t.kind for t in TABLES if t.kind} - named == set(TEMPLATES)
