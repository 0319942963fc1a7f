"""Printed tables of the national template become claims: schools, clusters and their chains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder import terms
from graph_builder.claims.claim import Claim
from graph_builder.claims.csvfile import Row
from graph_builder.claims.figures import figure_statements
from graph_builder.messages import message
from graph_builder.names import RDF, VET, concept_iri, entity_iri, passage_iri, report_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.claims.identity import Registry, Thing
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.document import PrintedTable

_TYPE = terms.iri(RDF + "type")
_SHORT = re.compile(r"[（(]\s*以下简称\s*[“\"]([^”\"]+)[”\"]\s*[）)]")
_PRIVATE = re.compile(r"[（(]\s*民办\s*[）)]")
TOTALS = frozenset(("共计", "合计", "总计"))


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
    """

    report: str
    folder: str
    subject: Thing
    registry: Registry
    vocabulary: Vocabulary
    notices: list[tuple[str, dict[str, object]]]
    labels: dict[str, tuple[str, str]]

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
        school = context.registry.resolve(name, ("School",), maker.row, str(name_column))
        subject = terms.iri(school.iri)
        yield maker.claim(subject, "a", terms.iri(VET + "School"), name_column)
        yield maker.claim(report, "presentsSchool", subject, name_column, (name,))
        yield maker.claim(subject, "hasName", terms.text(name, "zh"), name_column, (name,))
        if short:
            printed = short.group(1)
            yield maker.claim(
                subject, "hasShortName", terms.text(printed, "zh"), name_column, (printed,)
            )
        if private:
            ownership = terms.iri(concept_iri("ownership", "private"))
            yield maker.claim(subject, "hasOwnership", ownership, name_column, ("民办",))


def map_cluster_chains(context: Context, table: PrintedTable) -> Iterator[Claim]:
    """School, cluster, core programme and chain; blank school and cluster cells are merged."""
    columns = find_columns(table, "学校名称", "专业群名称", "核心专业名称", "选择对接产业链")
    school: Thing | None = None
    cluster: Thing | None = None
    school_row = cluster_row = 0
    for n in range(1, len(table.rows) + 1):
        maker = Maker(context, table, n)
        school_name, cluster_name, programme_name, chain = (maker.cells[c - 1] for c in columns)
        if school_name in TOTALS:
            yield from _totals(maker, columns)
            continue
        if school_name:
            school = context.registry.resolve(school_name, ("School",), maker.row, str(columns[0]))
            school_row = n
        if cluster_name and school is not None:
            cluster = _cluster_of(context, school, cluster_name, maker.row, columns[1])
            cluster_row = n
            yield from _cluster_claims(maker, school, cluster, columns[:2], school_row)
        if cluster is None or not programme_name:
            continue
        yield from _programme_claims(
            maker, cluster, columns[1:], cluster_row, (programme_name, chain)
        )


def _cluster_of(context: Context, school: Thing, name: str, row: Row, column: int) -> Thing:
    """The cluster of this name at this school; other schools may have one of the same name."""
    prefix = f"cluster/{school.id.partition('/')[2]}--"
    own = [i for i in context.registry.find(name, ("ProgrammeCluster",)) if i.startswith(prefix)]
    if len(own) == 1:
        return context.registry.things[own[0]]
    return context.registry.resolve(name, ("ProgrammeCluster",), row, str(column))


def _cluster_claims(
    maker: Maker, school: Thing, cluster: Thing, columns: list[int], school_row: int
) -> Iterator[Claim]:
    subject = terms.iri(cluster.iri)
    names = tuple(maker.context.registry.names_of(cluster.id))
    merged = "" if school_row == maker.n else message("inferred-merged", "zh", n=school_row)
    school_names = tuple(maker.context.registry.names_of(school.id))
    yield maker.claim(subject, "a", terms.iri(VET + "ProgrammeCluster"), columns[1])
    printed = maker.cells[columns[1] - 1]
    yield maker.claim(subject, "hasName", terms.text(printed, "zh"), columns[1], names)
    yield maker.claim(terms.iri(school.iri), "offersCluster", subject, None, school_names, merged)


def _programme_claims(
    maker: Maker, cluster: Thing, columns: list[int], cluster_row: int, printed: tuple[str, str]
) -> Iterator[Claim]:
    _, programme_column, chain_column = columns
    name, chain = printed
    context = maker.context
    programme = find_programme(context, name, maker.row, programme_column)
    core_iri = core_programme_iri(cluster, programme)
    core = terms.iri(core_iri)
    context.labels[core_iri] = (
        f"{programme.name}（{cluster.note}·{cluster.name}）",
        f"{programme.en} ({cluster.en})",
    )
    cluster_names = tuple(context.registry.names_of(cluster.id))
    merged = "" if cluster_row == maker.n else message("inferred-merged", "zh", n=cluster_row)
    yield maker.claim(core, "a", terms.iri(VET + "CoreProgramme"), programme_column)
    yield maker.claim(core, "hasName", terms.text(name, "zh"), programme_column, (name,))
    names = tuple(context.registry.names_of(programme.id))
    yield maker.claim(core, "ofProgramme", terms.iri(programme.iri), programme_column, names)
    yield maker.claim(core, "inCluster", terms.iri(cluster.iri), None, cluster_names, merged)
    if chain:
        cell_iri = chain_iri(context, chain)
        context.labels[cell_iri] = (chain, "")
        cell = terms.iri(cell_iri)
        yield maker.claim(core, "declaresChain", cell, None, (chain,))
        yield maker.claim(cell, "a", terms.iri(VET + "ChainCell"), chain_column)
        yield maker.claim(cell, "hasPrintedText", terms.text(chain, "zh"), chain_column, (chain,))
        for atom in atoms(chain):
            target, is_company = chain_target(context, atom)
            if is_company:
                yield maker.claim(core, "listsEnterprise", target, None, (atom,))
                continue
            yield maker.claim(cell, "hasTerm", target, chain_column, (atom,))
            yield maker.claim(core, "servesIndustry", target, None, (atom,))


def _totals(maker: Maker, columns: list[int]) -> Iterator[Claim]:
    """The total row: how many clusters and core programmes the table says it lists."""
    for column, slug in ((columns[1], "clusters-listed"), (columns[2], "core-programmes-listed")):
        printed = maker.cells[column - 1]
        if printed:
            yield from observation(maker, column, concept_iri("indicator", slug), printed)


def map_cluster_listing(context: Context, table: PrintedTable) -> Iterator[Claim]:
    """The listing of clusters without a school column; each row is an entry of its own."""
    cluster_column, programme_column, chain_column = find_columns(
        table, "专业群名称", "核心专业", "选择对接产业链"
    )
    for n in range(1, len(table.rows) + 1):
        maker = Maker(context, table, n)
        cluster_name = maker.cells[cluster_column - 1]
        if not cluster_name:
            continue
        entry_iri = entity_iri("listing-entry", f"{context.report}--{table.number}-row-{n}")
        context.labels[entry_iri] = (
            message("label-listing", "zh", n=n, name=cluster_name),
            message("label-listing", "en", n=n, name=cluster_name),
        )
        entry = terms.iri(entry_iri)
        yield maker.claim(entry, "a", terms.iri(VET + "ListingEntry"))
        yield maker.claim(entry, "hasRowNumber", terms.integer(n))
        found = context.registry.find(cluster_name, ("ProgrammeCluster",))
        if len(found) == 1:
            cluster = terms.iri(context.registry.things[found[0]].iri)
            yield maker.claim(entry, "listsCluster", cluster, cluster_column, (cluster_name,))
        else:
            context.notices.append(
                (
                    "listing-cluster",
                    {"address": maker.address(cluster_column), "name": cluster_name},
                )
            )
        for name in atoms(maker.cells[programme_column - 1]):
            programme = find_programme(context, name, maker.row, programme_column)
            listed = terms.iri(programme.iri)
            names = tuple(context.registry.names_of(programme.id))
            yield maker.claim(entry, "listsProgramme", listed, programme_column, names)
        chain = maker.cells[chain_column - 1]
        if chain:
            yield maker.claim(
                entry, "listsChainAs", terms.text(chain, "zh"), chain_column, (chain,)
            )
        for atom in atoms(chain):
            target, is_company = chain_target(context, atom)
            predicate = "listsEnterprise" if is_company else "listsTerm"
            yield maker.claim(entry, predicate, target, chain_column, (atom,))


def atoms(cell: str) -> list[str]:
    """The items of a cell, split on the enumeration comma."""
    return [atom for part in cell.split("、") if (atom := part.strip())]


def find_programme(context: Context, printed: str, row: Row, column: int) -> Thing:
    """The programme of this name; a printed `专业` behind the name does not belong to it."""
    name = (
        printed if context.registry.find(printed, ("Programme",)) else printed.removesuffix("专业")
    )
    return context.registry.resolve(name, ("Programme",), row, str(column))


def core_programme_iri(cluster: Thing, programme: Thing) -> str:
    """IRI of a programme as the core programme of a cluster."""
    slug = f"{cluster.id.partition('/')[2]}--{programme.id.partition('/')[2]}"
    return entity_iri("core-programme", slug)


def chain_target(context: Context, atom: str) -> tuple[str, bool]:
    """The term of an item of the chain column, and whether it is a company, not an industry."""
    companies = context.registry.find(atom, ("Enterprise",))
    if len(companies) == 1:
        return terms.iri(context.registry.things[companies[0]].iri), True
    return terms.iri(industry_iri(context, atom)), False


def industry_iri(context: Context, atom: str) -> str:
    """IRI of an industry term; one that the scheme lacks is minted and reported."""
    known = context.vocabulary.find("industry", atom)
    if known is not None:
        return known
    from graph_builder.claims.slugs import slug  # noqa: PLC0415 -- only for unknown industries

    context.notices.append(("industry-unknown", {"name": atom}))
    iri = concept_iri("industry", slug(atom))
    context.vocabulary.concepts.setdefault("industry", {})[atom] = iri
    context.vocabulary.minted.append((iri, atom))
    return iri


def chain_iri(context: Context, chain: str) -> str:
    """IRI of a printed chain cell: the slugs of its items, joined."""
    parts = [chain_target(context, atom)[0].strip("<>").rpartition("/")[2] for atom in atoms(chain)]
    return concept_iri("chain", "--".join(parts))


def observation_node(maker: Maker, column: int) -> str:
    """The term of the observation that a cell prints."""
    slug = f"{maker.context.report}--table-{maker.table.number}-row-{maker.n}-column-{column}"
    return terms.iri(entity_iri("observation", slug))


def observation(maker: Maker, column: int, indicator: str, printed: str) -> Iterator[Claim]:
    """The claims of a figure printed in a cell; a blank `printed` makes one without a value."""
    node = observation_node(maker, column)
    context = maker.context
    context.labels[node.strip("<>")] = (
        f"{context.subject.name}：{context.vocabulary.preferred(indicator, 'zh')}",
        f"{context.subject.en}: {context.vocabulary.preferred(indicator, 'en')}",
    )
    cell = terms.iri(passage_iri(maker.context.report, maker.address(column)))
    yield maker.claim(node, "a", terms.iri(VET + "Observation"), column)
    yield maker.claim(node, "hasIndicator", terms.iri(indicator))
    yield maker.claim(node, "isAbout", terms.iri(maker.context.subject.iri))
    yield maker.claim(node, "printedIn", cell, column)
    if printed:
        for predicate, obj in figure_statements(printed):
            yield Claim(node, predicate, obj, maker.address(column), (printed,), maker.row.place())
