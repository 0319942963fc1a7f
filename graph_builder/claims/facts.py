"""Reviewed facts of the prose (`facts/*.csv`) become claims."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from graph_builder import terms
from graph_builder.claims.claim import Claim
from graph_builder.claims.columns import TABLES, Column, FactTable
from graph_builder.claims.csvfile import Row, read_rows, several
from graph_builder.claims.figures import figure_statements, is_number
from graph_builder.claims.identity import Registry, Thing, is_id
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError, Place
from graph_builder.names import ID, PREFIXES, RDF, VET, entity_iri, passage_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from graph_builder.claims.vocabulary import Vocabulary

_TYPE = terms.iri(RDF + "type")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}\Z")


class FactRow(NamedTuple):
    """A row of a facts file, before its cells become terms.

    Attributes:
        table: Which file it stands in.
        row: Line and cells.
        cls: Class of the thing, the table's own or a narrower one.
        subject: IRI of the thing, of the passage itself for `mentions.csv`, or blank where the
            row names a thing that is registered elsewhere.
        inferred: Column -> what was inferred, in words.
    """

    table: FactTable
    row: Row
    cls: str
    subject: str
    inferred: dict[str, str]


def header_of(table: FactTable) -> list[str]:
    """The header line of a facts file."""
    own_class = ["class"] if table.classes else []
    first = ["id"] if table.kind else [table.subject.name] if table.subject else []
    return [*first, "passage", *own_class, *(c.name for c in table.columns), "inferred"]


def read_facts(folder: Path, report: str, addresses: AbstractSet[str]) -> list[FactRow]:
    """Read every facts file of a report folder.

    Args:
        folder: The report's folder; its `facts/` may be absent.
        report: Id of the report.
        addresses: Every address that the report has.

    Returns:
        The rows, file after file in the order of `columns.TABLES`, rows in file order.

    Raises:
        InputError: An unknown file or a faulty row.
    """
    known = {table.file: table for table in TABLES}
    files = sorted((folder / "facts").glob("*.csv"))
    for path in files:
        if path.name not in known:
            raise InputError(
                "FACT-FILE",
                Place(f"{folder.name}/facts/{path.name}"),
                nearest="、".join(nearest(path.name, known)) or "、".join(known),
            )
    present = {path.name: path for path in files}
    rows: list[FactRow] = []
    for table in TABLES:
        if table.file in present:
            shown_as = f"{folder.name}/facts/{table.file}"
            rows.extend(
                _fact_row(table, row, report, addresses)
                for row in read_rows(present[table.file], header_of(table), shown_as)
            )
    return rows


def _fact_row(table: FactTable, row: Row, report: str, addresses: AbstractSet[str]) -> FactRow:
    passage = row.cells["passage"]
    if passage not in addresses:
        raise InputError(
            "FACT-PASSAGE",
            row.place("passage"),
            found=passage,
            nearest="、".join(nearest(passage, addresses, 1)) or "—",
        )
    cls = (row.cells["class"] if table.classes else "") or table.cls
    if cls != table.cls and cls not in table.classes:
        raise InputError(
            "FACT-CLASS",
            row.place("class"),
            found=cls,
            expected="、".join((table.cls, *table.classes)),
        )
    if table.subject:
        subject = ""
    elif not table.kind:
        subject = passage_iri(report, passage)
    else:
        subject = _own_subject(table, row, report)
    return FactRow(table, row, cls, subject, _inferences(table, row))


def _own_subject(table: FactTable, row: Row, report: str) -> str:
    """IRI of the thing that a row is about: a new one, or with `kind/slug` one of the registers."""
    slug = row.cells["id"]
    if is_id(slug):
        return ID + slug
    if not _SLUG.match(slug):
        raise InputError("FACT-ID", row.place("id"), found=slug)
    return entity_iri(table.kind, f"{report}--{slug}" if table.scoped else slug)


def _inferences(table: FactTable, row: Row) -> dict[str, str]:
    columns = {c.name for c in table.columns}
    found: dict[str, str] = {}
    for part in several(row.cells["inferred"]):
        column, colon, reason = part.partition("：")
        if column not in columns or not colon or not reason or not row.cells[column]:
            raise InputError("FACT-INFERRED", row.place("inferred"), found=part)
        found[column] = reason
    return found


def register_facts(registry: Registry, rows: list[FactRow]) -> None:
    """Make the things that facts speak of known by id and by the names printed for them.

    A thing may have rows in several files' order and several printed names; its first one is its
    label. Its id is `<kind>/<id>` as written in the file, with the report's before it where the
    thing belongs to one report.

    Raises:
        InputError: Two rows give one id two classes.
    """
    for fact in rows:
        if not fact.table.kind:
            continue
        thing_id = fact.subject.removeprefix(ID)
        known = registry.things.get(thing_id)
        labels = [c.name for c in fact.table.columns if c.predicate == "hasName"]
        names = [name for column in labels for name in several(fact.row.cells[column])]
        if known is None:
            name = names.pop(0) if names else ""
            thing = Thing(thing_id, fact.cls, name, "", "", fact.subject)
            if fact.table.scoped:
                registry.add_own(thing, f"{fact.table.kind}/{fact.row.cells['id']}", fact.row)
            else:
                registry.add(thing, fact.row)
        elif known.cls != fact.cls:
            raise InputError("FACT-DUPLICATE", fact.row.place("id"), found=fact.row.cells["id"])
        for name in names:
            registry.add_printed_name(thing_id, name)


def fact_claims(
    rows: list[FactRow], registry: Registry, vocabulary: Vocabulary, report: str
) -> Iterator[Claim]:
    """The claims of all rows, in row order.

    Raises:
        InputError: An unknown name or label, a number that is none, a required cell missing.
    """
    _require(rows)
    for fact in rows:
        passage = fact.row.cells["passage"]
        subject = terms.iri(_subject(fact, registry))
        if fact.cls:
            yield Claim(subject, _TYPE, terms.iri(VET + fact.cls), passage, (), fact.row.place())
        for column in fact.table.columns:
            note = fact.inferred.get(column.name, "")
            for value in several(fact.row.cells[column.name]):
                for predicate, term, surfaces in _statements(
                    column, value, fact, registry, vocabulary
                ):
                    where = fact.row.place(column.name)
                    yield Claim(subject, predicate, term, passage, surfaces, where, note)
        if fact.table.kind == "observation":
            printed_in = terms.iri(passage_iri(report, passage))
            yield Claim(subject, _vet("printedIn"), printed_in, passage, (), fact.row.place())


def _subject(fact: FactRow, registry: Registry) -> str:
    """IRI of what a row speaks of: its own thing, its passage, or a thing registered elsewhere."""
    column = fact.table.subject
    if column is None:
        return fact.subject
    named = fact.row.cells[column.name]
    return registry.resolve(named, column.of, fact.row, column.name).iri


def _require(rows: list[FactRow]) -> None:
    """Each thing needs its required columns filled in by at least one of its rows."""
    filled: dict[str, set[str]] = {}
    for fact in rows:
        filled.setdefault(fact.subject, set()).update(
            c for c, value in fact.row.cells.items() if value
        )
    for fact in rows:
        for column in fact.table.columns:
            if column.required and column.name not in filled[fact.subject]:
                raise InputError("FACT-REQUIRED", fact.row.place(column.name))
        named = fact.table.subject
        if named and not fact.row.cells[named.name]:
            raise InputError("FACT-REQUIRED", fact.row.place(named.name))


def _vet(local: str) -> str:
    return terms.iri(VET + local)


@cache
def predicate_term(predicate: str) -> str:
    """The N-Quads term of a column's predicate, `hasLevel` or `rdfs:label`."""
    prefix, colon, local = predicate.partition(":")
    return terms.iri(PREFIXES[prefix] + local) if colon else _vet(predicate)


def _statements(
    column: Column, value: str, fact: FactRow, registry: Registry, vocabulary: Vocabulary
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Predicate, object and printed forms of each statement that one value of a cell makes."""
    predicate = predicate_term(column.predicate)
    if column.kind == "ref":
        thing = registry.resolve(value, column.of, fact.row, column.name)
        return [(predicate, terms.iri(thing.iri), tuple(registry.names_of(thing.id)))]
    if column.kind == "concept":
        iri = _concept(column, value, fact.row, vocabulary)
        return [(predicate, terms.iri(iri), tuple(vocabulary.labels[iri]))]
    if column.kind == "date":
        if not _is_date(value):
            raise InputError("FACT-DATE", fact.row.place(column.name), found=value)
        return [(predicate, terms.date(value), (value,))]
    if column.kind in {"integer", "decimal"}:
        if not is_number(value) or (column.kind == "integer" and "." in value):
            raise InputError("FACT-NUMBER", fact.row.place(column.name), found=value)
        term = terms.integer(int(value)) if column.kind == "integer" else terms.decimal(value)
        return [(predicate, term, (value,))]
    if column.kind == "printed":
        return [(p, term, (value,)) for p, term in figure_statements(value)]
    return [(predicate, terms.text(value, "zh"), (value,))]


def _is_date(value: str) -> bool:
    """Whether it is a year, a month or a day of the calendar, in the form 2023-05-04."""
    if not _DATE.match(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _concept(column: Column, value: str, row: Row, vocabulary: Vocabulary) -> str:
    scheme = column.of[0]
    iri = vocabulary.find(scheme, value)
    if iri is None:
        labels = vocabulary.concepts.get(scheme, {})
        raise InputError(
            "FACT-KIND",
            row.place(column.name),
            found=value,
            nearest="、".join(nearest(value, labels)) or "、".join(list(labels)[:8]),
        )
    return iri
