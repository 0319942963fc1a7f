"""Clusters, core programmes and industry chains, from the two tables that print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder import terms
from graph_builder.claims.tables import TOTALS, Maker, find_columns, known_or_new, observation
from graph_builder.messages import message
from graph_builder.names import VET, concept_iri, entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.identity import Thing
    from graph_builder.claims.tables import Context
    from graph_builder.sources.document import PrintedTable


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
            # A cluster cell is merged within one school only.
            cluster = None
        if cluster_name and school is not None:
            cluster = known_or_new(maker, cluster_name, "ProgrammeCluster", columns[1], school)
            cluster_row = n
            same = context.clusters.setdefault(cluster_name, [])
            if cluster not in same:
                same.append(cluster)
            yield from _cluster_claims(maker, school, cluster, columns[:2], school_row)
        if not programme_name:
            continue
        if cluster is None:
            context.notices.append(("row-unplaced", {"place": maker.row.place()}))
            continue
        yield from _programme_claims(
            maker, cluster, columns[1:], cluster_row, (programme_name, chain)
        )


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
    programme = find_programme(maker, name, programme_column)
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
        found = context.clusters.get(cluster_name, [])
        if not found and context.subject.cls == "School":
            # The report of a single school has no table of schools; its listing is its own.
            own = known_or_new(
                maker, cluster_name, "ProgrammeCluster", cluster_column, context.subject
            )
            found = context.clusters[cluster_name] = [own]
        if len(found) == 1:
            cluster = terms.iri(found[0].iri)
            yield maker.claim(entry, "listsCluster", cluster, cluster_column, (cluster_name,))
        else:
            context.notices.append(
                (
                    "listing-cluster",
                    {"address": maker.address(cluster_column), "name": cluster_name},
                )
            )
        for name in atoms(maker.cells[programme_column - 1]):
            programme = find_programme(maker, name, programme_column)
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


def find_programme(maker: Maker, printed: str, column: int) -> Thing:
    """The programme of this name; a printed `专业` behind the name does not belong to it."""
    known = maker.context.registry.find(printed, ("Programme",))
    name = printed if known else printed.removesuffix("专业")
    return known_or_new(maker, name, "Programme", column)


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
