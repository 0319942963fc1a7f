"""What mapping a printed table needs, the table of schools, and figures printed in cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder import terms
from graph_builder.claims.claim import Claim
from graph_builder.claims.csvfile import Row
from graph_builder.claims.figures import figure_statements
from graph_builder.claims.identity import Name, Thing
from graph_builder.names import ID, RDF, VET, concept_iri, entity_iri, passage_iri, report_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.document import PrintedTable

_TYPE = terms.iri(RDF + "type")
_SHORT = re.compile(r"[（(]\s*以下简称\s*[“\"]([^”\"]+)[”\"]\s*[）)]")
_PRIVATE = re.compile(r"[（(]\s*民办\s*[）)]")
TOTALS = frozenset(("共计", "合计", "总计", "小计"))


class Context(NamedTuple):
    """What mapping a table needs to know.

    Attributes:
        report: Id of the report.
        folder: Name of the report's folder, for messages.
        subject: The thing that figures without an owner are about (all schools of the city).
        registry: Names.
        vocabulary: Concepts.
        notices: What a person should look at, as (message key, values).
        labels: IRI -> labels in zh and en of what a table speaks of without naming it; filled in
            while the tables are mapped.
        clusters: Printed name -> clusters of this report's schools; filled in likewise.
    """

    report: str
    folder: str
    subject: Thing
    registry: Registry
    vocabulary: Vocabulary
    notices: list[tuple[str, dict[str, object]]]
    labels: dict[str, tuple[str, str]]
    clusters: dict[str, list[Thing]]

    def row(self, table: PrintedTable, number: int) -> Row:
        """The line of the table's CSV that holds a body row, for messages."""
        line = 1 + len(table.header) + number
        return Row(f"{self.folder}/tables/{table.number}.csv", line, {})


class Maker:
    """Makes the claims of one row of a table; `n` counts body rows from 1."""

    def __init__(self, context: Context, table: PrintedTable, n: int) -> None:
        self.context = context
        self.table = table
        self.n = n
        self.row = context.row(table, n)
        self.cells = table.rows[n - 1]

    def address(self, column: int | None = None) -> str:
        """Address of the row, or of its cell in a column counted from 1."""
        row = f"table/{self.table.number}/row/{self.n}"
        return row if column is None else f"{row}/column/{column}"

    def claim(
        self,
        subject: str,
        predicate: str,
        obj: str,
        column: int | None = None,
        surfaces: tuple[str, ...] = (),
        inferred: str = "",
    ) -> Claim:
        """A claim of this row or of one of its cells; subject and object are N-Quads terms."""
        return Claim(
            subject,
            _TYPE if predicate == "a" else terms.iri(VET + predicate),
            obj,
            self.address(column),
            surfaces,
            self.row.place(str(column) if column else None),
            inferred,
        )


def find_columns(table: PrintedTable, *titles: str) -> list[int]:
    """Columns (from 1) whose header holds each title; the reader has made sure that they exist."""
    heads = ["".join("".join(cells).split()) for cells in zip(*table.header, strict=True)]
    return [next(i for i, head in enumerate(heads, 1) if title in head) for title in titles]


#: Class of a thing that tables name -> the kind in its IRI.
KINDS = {"School": "school", "ProgrammeCluster": "cluster", "Programme": "programme"}


def known_or_new(
    maker: Maker, name: str, cls: str, column: int, owner: Thing | None = None
) -> Thing:
    """The thing of a class that goes by a printed name; one that no register has is added.

    A new thing gets the pinyin of its name as id, and a notice asks a person to pin it.

    Args:
        maker: The row that prints the name.
        name: As printed.
        cls: A key of `KINDS`.
        column: The printing cell, from 1.
        owner: The school to which a cluster belongs; clusters of other schools do not count.

    Raises:
        InputError: Several things go by the name, or another one has the id already.
    """
    registry = maker.context.registry
    prefix = f"{owner.id.partition('/')[2]}--" if owner else ""
    found = [i for i in registry.find(name, (cls,)) if i.partition("/")[2].startswith(prefix)]
    if found:
        if len(found) == 1:
            return registry.things[found[0]]
        return registry.resolve(name, (cls,), maker.row, str(column))
    from graph_builder.claims.slugs import slug  # noqa: PLC0415 -- only for new names

    thing_id = f"{KINDS[cls]}/{prefix}{slug(name)}"
    thing = Thing(thing_id, cls, name, "", owner.name if owner else "", ID + thing_id)
    registry.add(thing, maker.row)
    near = [n for n in registry.nearest_names(name, (cls,)) if n != name]
    place = {"place": maker.row.place(str(column)), "name": name, "id": thing_id}
    maker.context.notices.append(("registered", {**place, "nearest": "、".join(near) or "—"}))
    return thing


def map_schools(context: Context, table: PrintedTable) -> Iterator[Claim]:
    """Table of schools: each with its short name and, where printed, its private ownership."""
    (name_column,) = find_columns(table, "学校名称")
    report = terms.iri(report_iri(context.report))
    for n in range(1, len(table.rows) + 1):
        maker = Maker(context, table, n)
        cell = maker.cells[name_column - 1]
        if not cell or cell in TOTALS:
            continue
        short = _SHORT.search(cell)
        private = _PRIVATE.search(cell)
        name = _PRIVATE.sub("", _SHORT.sub("", cell)).strip()
        school = known_or_new(maker, name, "School", name_column)
        context.registry.at_home(school.id)
        subject = terms.iri(school.iri)
        yield maker.claim(subject, "a", terms.iri(VET + "School"), name_column)
        yield maker.claim(report, "presentsSchool", subject, name_column, (name,))
        yield maker.claim(subject, "hasName", terms.text(name, "zh"), name_column, (name,))
        if short:
            printed = short.group(1)
            if school.id not in context.registry.find(printed, ("School",)):
                context.registry.add_name(Name(school.id, printed, "short", ""), maker.row)
            yield maker.claim(
                subject, "hasShortName", terms.text(printed, "zh"), name_column, (printed,)
            )
        if private:
            ownership = terms.iri(concept_iri("ownership", "private"))
            yield maker.claim(subject, "hasOwnership", ownership, name_column, ("民办",))


def observation_node(maker: Maker, column: int) -> str:
    """The term of the observation that a cell prints."""
    slug = f"{maker.context.report}--table-{maker.table.number}-row-{maker.n}-column-{column}"
    return terms.iri(entity_iri("observation", slug))


def observation(maker: Maker, column: int, indicator: str, printed: str) -> Iterator[Claim]:
    """The claims of a figure printed in a cell; a blank `printed` makes one without a value."""
    node = observation_node(maker, column)
    context = maker.context
    zh, en = (context.vocabulary.preferred(indicator, lang) for lang in ("zh", "en"))
    context.labels[node.strip("<>")] = (
        f"{context.subject.name}：{zh} {printed}".strip(),
        f"{context.subject.en}: {en} {printed}".strip(),
    )
    cell = terms.iri(passage_iri(maker.context.report, maker.address(column)))
    yield maker.claim(node, "a", terms.iri(VET + "Observation"), column)
    yield maker.claim(node, "hasIndicator", terms.iri(indicator))
    yield maker.claim(node, "isAbout", terms.iri(maker.context.subject.iri))
    yield maker.claim(node, "printedIn", cell, column)
    if printed:
        for predicate, obj in figure_statements(printed):
            yield Claim(node, predicate, obj, maker.address(column), (printed,), maker.row.place())
