"""Printed tables of schools, clusters and chains become claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.clusters import atoms, map_cluster_chains, map_cluster_listing
from graph_builder.claims.tables import TOTALS, Context, map_schools
from graph_builder.claims.verify import verify_claims
from graph_builder.errors import Place
from graph_builder.messages import message
from tests.claims.samples import (
    TYPE,
    concept,
    context_of,
    objects,
    own_copy,
    printed,
    refused,
    registry_of,
    triples,
    typed,
    vet,
    write_city,
    zh,
    zid,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.document import PrintedTable

SCHOOLS = "序号/学校名称/学校荣誉"
CHAINS = "学校名称/序号/专业群名称/核心专业名称/选择对接产业链"
LISTING = "/专业群名称/核心专业/选择对接产业链"


@pytest.fixture
def context(registry: Registry, vocabulary: Vocabulary) -> Context:
    return context_of(registry, vocabulary)


def statuses(claims: Iterable[Claim], table: PrintedTable) -> set[str]:
    """How the claims stand to the printed cells, as they do to a document."""
    words = {}
    for n, row in enumerate(table.rows, 1):
        words[f"table/{table.number}/row/{n}"] = "\t".join(row)
        for c, cell in enumerate(row, 1):
            words[f"table/{table.number}/row/{n}/column/{c}"] = cell
    return {result.status for result in verify_claims(claims, words)}


# == Schools ==


@pytest.mark.parametrize(
    ("cell", "short", "private"),
    [
        pytest.param("云州市第一学校", None, False, id="plain"),
        pytest.param("云州市第一学校 (以下简称“一校”)", "一校", False, id="short name"),
        pytest.param("云州市第一学校（以下简称“一校”）", "一校", False, id="wide brackets"),
        pytest.param('云州市第一学校(以下简称"一校")', "一校", False, id="plain marks"),
        pytest.param("云州市第一学校（民办）", None, True, id="private"),
        pytest.param("云州市第一学校(民办) (以下简称“一校”)", "一校", True, id="both"),
        pytest.param("云州市第一学校（以下简称“一校”）（民办）", "一校", True, id="other order"),
    ],
)
def test_a_school_has_its_name_its_short_name_and_its_ownership_as_printed(
    context: Context, cell: str, short: str | None, *, private: bool
) -> None:
    table = printed("schools", "1-1", SCHOOLS, f"1/{cell}/甲级学校")
    claims = list(map_schools(context, table))
    school, report = zid("school/yi"), zid("report/yunzhou-2031")
    expected = {
        (school, TYPE, vet("School")),
        (report, vet("presentsSchool"), school),
        (school, vet("hasName"), zh("云州市第一学校")),
    }
    if short:
        expected.add((school, vet("hasShortName"), zh(short)))
    if private:
        expected.add((school, vet("hasOwnership"), concept("ownership/private")))
    assert triples(claims) == expected
    assert {c.passage for c in claims} == {"table/1-1/row/1/column/2"}
    assert statuses(claims, table) == {"exact", "structural"}


@pytest.mark.parametrize("cell", ["", *sorted(TOTALS)])
def test_a_row_without_a_school_and_a_row_of_totals_say_nothing(
    context: Context, cell: str
) -> None:
    assert list(map_schools(context, printed("schools", "1-1", SCHOOLS, f"/{cell}/2"))) == []


def test_a_school_that_no_register_has_is_added_with_its_short_name_and_noted(
    context: Context,
) -> None:
    table = printed("schools", "1-1", SCHOOLS, "1/云州市第三学校（以下简称“三校”）/")
    list(map_schools(context, table))
    new = "school/yun-zhou-shi-di-san-xue-xiao"
    assert context.registry.find("三校", ("School",)) == [new]
    ((key, values),) = context.notices
    assert (key, values["name"], values["id"]) == ("registered", "云州市第三学校", new)
    assert "云州市第一学校" in str(values["nearest"])
    place = values["place"]
    assert isinstance(place, Place)
    assert (place.file, place.line, place.column) == ("yunzhou-2031/tables/1-1.csv", 3, "2")


def test_a_new_name_whose_pinyin_is_taken_is_refused(context: Context) -> None:
    row = printed("schools", "1-1", SCHOOLS, "1/云洲市第三学校/", "2/云州市第三学校/")
    with refused("IDENTITY-DUPLICATE", "yunzhou-2031/tables/1-1.csv", 4, "id", found="di-san"):
        list(map_schools(context, row))


# == Clusters and their chains ==


def chains(*rows: str) -> PrintedTable:
    return printed("cluster-chains", "6-1", CHAINS, *rows)


def test_a_row_links_school_cluster_core_programme_and_chain(context: Context) -> None:
    table = chains("一校/1/造船专业群/船体专业/航运产业")
    claims = list(map_cluster_chains(context, table))
    school, cluster = zid("school/yi"), zid("cluster/yi--zao-chuan")
    core, cell = zid("core-programme/yi--zao-chuan--chuan-ti"), concept("chain/hang-yun-chan-ye")
    term = concept("industry/hang-yun-chan-ye")
    assert triples(claims) == {
        (cluster, TYPE, vet("ProgrammeCluster")),
        (cluster, vet("hasName"), zh("造船专业群")),
        (school, vet("offersCluster"), cluster),
        (core, TYPE, vet("CoreProgramme")),
        (core, vet("hasName"), zh("船体专业")),
        (core, vet("ofProgramme"), zid("programme/chuan-ti")),
        (core, vet("inCluster"), cluster),
        (core, vet("declaresChain"), cell),
        (cell, TYPE, vet("ChainCell")),
        (cell, vet("hasPrintedText"), zh("航运产业")),
        (cell, vet("hasTerm"), term),
        (core, vet("servesIndustry"), term),
    }
    assert statuses(claims, table) == {"exact", "structural"}
    assert context.notices == []


def test_a_statement_about_two_cells_stands_in_the_row_and_one_about_a_cell_in_the_cell(
    context: Context,
) -> None:
    claims = list(map_cluster_chains(context, chains("一校/1/造船专业群/船体/航运产业")))
    passages = {c.predicate: c.passage for c in claims if c.predicate != TYPE}
    row = "table/6-1/row/1"
    assert passages == {
        vet("offersCluster"): row,
        vet("inCluster"): row,
        vet("declaresChain"): row,
        vet("servesIndustry"): row,
        vet("ofProgramme"): f"{row}/column/4",
        vet("hasPrintedText"): f"{row}/column/5",
        vet("hasTerm"): f"{row}/column/5",
        vet("hasName"): f"{row}/column/4",
    }


def test_a_cell_that_is_merged_with_the_one_above_makes_an_inferred_link(context: Context) -> None:
    table = chains(
        "一校/1/茶艺专业群/茶艺/航运产业",
        "///评茶/建筑产业群",
        "/2/造船专业群/船体/航运产业",
        "二校/1/茶艺专业群/茶艺/航运产业",
    )
    claims = list(map_cluster_chains(context, table))
    notes = {
        (c.predicate, c.passage): c.inferred
        for c in claims
        if c.predicate in (vet("offersCluster"), vet("inCluster"))
    }
    merged = message("inferred-merged", "zh", n=1)
    assert "第 1 行" in merged
    assert notes == {
        (vet("offersCluster"), "table/6-1/row/1"): "",
        (vet("inCluster"), "table/6-1/row/1"): "",
        (vet("inCluster"), "table/6-1/row/2"): merged,
        (vet("offersCluster"), "table/6-1/row/3"): merged,
        (vet("inCluster"), "table/6-1/row/3"): "",
        (vet("offersCluster"), "table/6-1/row/4"): "",
        (vet("inCluster"), "table/6-1/row/4"): "",
    }
    assert {c.inferred for c in claims} == {"", merged}
    assert statuses(claims, table) == {"exact", "structural", "inferred"}


def test_clusters_of_one_name_at_two_schools_are_two_clusters(context: Context) -> None:
    table = chains("一校/1/茶艺专业群/茶艺/航运产业", "二校/1/茶艺专业群/茶艺/航运产业")
    said = triples(map_cluster_chains(context, table))
    for school in ("yi", "er"):
        offered = (zid(f"school/{school}"), vet("offersCluster"), zid(f"cluster/{school}--cha-yi"))
        assert offered in said
    cores = {s for s, p, o in said if (p, o) == (TYPE, vet("CoreProgramme"))}
    assert cores == {zid(f"core-programme/{s}--cha-yi--cha-yi") for s in ("yi", "er")}


def test_the_word_for_programme_behind_a_name_belongs_to_it_only_where_it_is_registered_so(
    context: Context,
) -> None:
    table = chains(
        "一校/1/茶艺专业群/茶艺专业/航运产业", "///汽车专业/航运产业", "///茶道/航运产业"
    )
    claims = list(map_cluster_chains(context, table))
    programmes = [c.object for c in claims if c.predicate == vet("ofProgramme")]
    assert programmes == [zid(f"programme/{p}") for p in ("cha-yi", "qi-che", "cha-yi")]
    assert "unresolved" not in statuses(claims, table)


def test_one_chain_cell_printed_twice_is_one_cell(context: Context) -> None:
    table = chains(
        "一校/1/茶艺专业群/茶艺/酒店业、餐饮业", "///评茶/酒店业、餐饮业", "///船体/餐饮业"
    )
    said = triples(map_cluster_chains(context, table))
    cells = {s for s, p, o in said if (p, o) == (TYPE, vet("ChainCell"))}
    assert cells == {concept("chain/jiu-dian-ye--can-yin-ye"), concept("chain/can-yin-ye")}
    for core in ("cha-yi", "ping-cha"):
        served = [
            o
            for s, p, o in said
            if (s, p) == (zid(f"core-programme/yi--cha-yi--{core}"), vet("servesIndustry"))
        ]
        assert sorted(served) == [concept("industry/can-yin-ye"), concept("industry/jiu-dian-ye")]


def test_a_company_in_the_chain_column_is_listed_and_no_industry(context: Context) -> None:
    claims = list(map_cluster_chains(context, chains("一校/1/茶艺专业群/茶艺/星光公司、航运产业")))
    core = zid("core-programme/yi--cha-yi--cha-yi")
    assert objects(claims, core, "listsEnterprise") == [zid("enterprise/xing-guang")]
    assert objects(claims, core, "servesIndustry") == [concept("industry/hang-yun-chan-ye")]
    cell = concept("chain/xing-guang--hang-yun-chan-ye")
    assert objects(claims, cell, "hasTerm") == [concept("industry/hang-yun-chan-ye")]
    assert objects(claims, cell, "hasPrintedText") == [zh("星光公司、航运产业")]


def test_an_industry_that_no_scheme_has_is_minted_and_reported_once(context: Context) -> None:
    table = chains("一校/1/茶艺专业群/茶艺/采茶业、航运产业", "///评茶/采茶业")
    claims = list(map_cluster_chains(context, table))
    minted = concept("industry/cai-cha-ye")
    served = [c.object for c in claims if c.predicate == vet("servesIndustry")]
    assert served == [minted, concept("industry/hang-yun-chan-ye"), minted]
    assert context.notices == [("industry-unknown", {"name": "采茶业"})]
    assert context.vocabulary.minted == [(minted.strip("<>"), "采茶业")]
    assert "采茶业" in message("industry-unknown", "zh", name="采茶业")


def test_a_row_without_a_programme_or_without_a_chain_says_the_rest(context: Context) -> None:
    table = chains("一校/1/茶艺专业群//航运产业", "/2/造船专业群/船体/")
    claims = list(map_cluster_chains(context, table))
    assert len([c for c in claims if c.predicate == vet("offersCluster")]) == 2
    assert [c.subject for c in claims if c.predicate == vet("inCluster")] == [
        zid("core-programme/yi--zao-chuan--chuan-ti")
    ]
    assert not [c for c in claims if c.predicate in (vet("declaresChain"), vet("servesIndustry"))]


def test_rows_above_the_first_school_say_nothing(context: Context) -> None:
    assert list(map_cluster_chains(context, chains("/1/茶艺专业群/茶艺/航运产业"))) == []


def test_the_row_of_totals_says_how_many_clusters_and_core_programmes_there_are(
    context: Context,
) -> None:
    table = chains("一校/1/茶艺专业群/茶艺/航运产业", "共计/22/22/29/")
    claims = [c for c in map_cluster_chains(context, table) if "/row/2" in c.passage]
    for column, indicator, value in (
        (3, "clusters-listed", "22"),
        (4, "core-programmes-listed", "29"),
    ):
        node = zid(f"observation/yunzhou-2031--table-6-1-row-2-column-{column}")
        assert objects(claims, node, TYPE) == [vet("Observation")]
        assert objects(claims, node, "hasIndicator") == [concept(f"indicator/{indicator}")]
        assert objects(claims, node, "isAbout") == [zid("school-group/yun-zhou")]
        assert objects(claims, node, "hasValue") == [typed(value, "decimal")]
        cell = f"table/6-1/row/2/column/{column}"
        assert objects(claims, node, "printedIn") == [zid(f"report/yunzhou-2031/{cell}")]
    assert len({c.subject for c in claims}) == 2
    assert statuses(claims, table) == {"exact", "structural"}


def test_a_total_that_is_not_printed_is_not_said(context: Context) -> None:
    claims = list(map_cluster_chains(context, chains("合计///29/")))
    assert {c.subject for c in claims} == {
        zid("observation/yunzhou-2031--table-6-1-row-1-column-4")
    }


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("一校/1/采茶专业群/茶艺/航运产业", "3", "cluster/yi--cai-cha-zhuan-ye-qun"),
        ("一校/1/茶艺专业群/采茶专业/航运产业", "4", "programme/cai-cha"),
        ("二校/1/造船专业群/船体/航运产业", "3", "cluster/er--zao-chuan-zhuan-ye-qun"),
    ],
    ids=["cluster", "programme", "cluster that only another school has"],
)
def test_a_cluster_or_programme_that_no_register_has_is_added_and_noted(
    context: Context, row: str, column: str, found: str
) -> None:
    list(map_cluster_chains(context, chains(row)))
    assert found in context.registry.things
    ((key, values),) = context.notices
    assert (key, values["id"]) == ("registered", found)
    place = values["place"]
    assert isinstance(place, Place)
    assert (place.file, place.line, place.column) == ("yunzhou-2031/tables/6-1.csv", 3, column)


def test_a_school_that_the_report_does_not_list_is_refused_with_its_cell(
    context: Context,
) -> None:
    table = chains("一校/1/茶艺专业群/茶艺/航运产业", "三校/1/茶艺专业群/茶艺/航运产业")
    with refused("FACT-UNKNOWN", "yunzhou-2031/tables/6-1.csv", 4, "1", found="三校"):
        list(map_cluster_chains(context, table))


@pytest.mark.parametrize(
    "rows",
    [
        ("/1/茶艺专业群/茶艺/航运产业",),
        ("一校/1/茶艺专业群/茶艺/航运产业", "二校/1//茶艺/航运产业"),
    ],
    ids=["no school above", "a new school without a cluster"],
)
def test_a_row_that_belongs_to_no_cluster_is_noted_and_not_given_to_the_one_above(
    context: Context, rows: tuple[str, ...]
) -> None:
    claims = list(map_cluster_chains(context, chains(*rows)))
    assert not [c for c in claims if c.passage == f"table/6-1/row/{len(rows)}"]
    assert [key for key, _ in context.notices] == ["row-unplaced"]


def test_labels_tell_a_core_programme_by_its_school_and_a_cell_by_its_words(
    context: Context,
) -> None:
    list(map_cluster_chains(context, chains("一校/1/造船专业群/船体专业/航运产业", "共计/1/1/1/")))
    labels = {iri.rpartition("/")[2]: label for iri, label in context.labels.items()}
    assert labels["yi--zao-chuan--chuan-ti"] == (
        "船体（云州市第一学校·造船专业群）",
        "Hulls (Ships of No. 1)",
    )
    assert labels["hang-yun-chan-ye"] == ("航运产业", "")
    assert labels["yunzhou-2031--table-6-1-row-2-column-3"] == (
        "云州市中等职业学校：列出的专业群数 1",
        "Secondary schools of Yunzhou: Programme clusters listed 1",
    )


# == The listing of clusters ==


def listing(*rows: str) -> PrintedTable:
    return printed("cluster-listing", "3-listing", LISTING, *rows)


def test_a_row_of_the_listing_is_an_entry_of_its_own(context: Context) -> None:
    list(map_cluster_chains(context, chains("一校/1/造船专业群/船体/航运产业")))
    table = listing("1/造船专业群/船体、茶艺/航运产业、星光公司")
    claims = list(map_cluster_listing(context, table))
    entry = zid("listing-entry/yunzhou-2031--3-listing-row-1")
    assert triples(claims) == {
        (entry, TYPE, vet("ListingEntry")),
        (entry, vet("hasRowNumber"), typed("1", "integer")),
        (entry, vet("listsCluster"), zid("cluster/yi--zao-chuan")),
        (entry, vet("listsProgramme"), zid("programme/chuan-ti")),
        (entry, vet("listsProgramme"), zid("programme/cha-yi")),
        (entry, vet("listsChainAs"), zh("航运产业、星光公司")),
        (entry, vet("listsTerm"), concept("industry/hang-yun-chan-ye")),
        (entry, vet("listsEnterprise"), zid("enterprise/xing-guang")),
    }
    assert statuses(claims, table) == {"exact", "structural"}
    zh_label, en_label = context.labels[entry.strip("<>")]
    assert "造船专业群" in zh_label
    assert "1" in en_label


def test_the_listing_makes_no_core_programme_and_no_partner(context: Context) -> None:
    claims = list(map_cluster_listing(context, listing("1/造船专业群/船体/星光公司")))
    predicates = {c.predicate for c in claims}
    assert not predicates & {vet("servesIndustry"), vet("offersCluster"), vet("hasPartner")}


@pytest.mark.parametrize(
    "name", ["茶艺专业群", "采茶专业群"], ids=["two schools have it", "unknown"]
)
def test_a_cluster_of_the_listing_without_one_counterpart_is_reported(
    context: Context, name: str
) -> None:
    both = chains("一校/1/茶艺专业群/茶艺/航运产业", "二校/1/茶艺专业群/茶艺/航运产业")
    list(map_cluster_chains(context, both))
    claims = list(map_cluster_listing(context, listing(f"1/{name}/茶艺/航运产业")))
    assert not [c for c in claims if c.predicate == vet("listsCluster")]
    address = "table/3-listing/row/1/column/2"
    assert context.notices == [("listing-cluster", {"address": address, "name": name})]


def test_a_row_of_the_listing_without_a_cluster_or_a_chain_says_the_rest(context: Context) -> None:
    claims = list(map_cluster_listing(context, listing("1//船体/航运产业", "2/造船专业群/船体/")))
    assert {c.subject for c in claims} == {zid("listing-entry/yunzhou-2031--3-listing-row-2")}
    assert not [c for c in claims if c.predicate in (vet("listsChainAs"), vet("listsTerm"))]


def test_a_programme_of_the_listing_goes_by_any_of_its_names(context: Context) -> None:
    table = listing("1/造船专业群/茶道、船体专业/航运产业")
    claims = list(map_cluster_listing(context, table))
    listed = [c.object for c in claims if c.predicate == vet("listsProgramme")]
    assert listed == [zid("programme/cha-yi"), zid("programme/chuan-ti")]
    assert "unresolved" not in statuses(claims, table)


def test_the_listing_of_a_single_school_is_its_own(context: Context) -> None:
    school = context.registry.things["school/yi"]
    own = context._replace(subject=school)
    claims = list(map_cluster_listing(own, listing("1/造船专业群/船体/航运产业")))
    listed = [c.object for c in claims if c.predicate == vet("listsCluster")]
    assert listed == [zid("cluster/yi--zao-chuan")]


# == Items of the chain column ==


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", []),
        ("餐饮业", ["餐饮业"]),
        ("酒店业、餐饮业", ["酒店业", "餐饮业"]),
        ("、酒店业、 、餐饮业 、", ["酒店业", "餐饮业"]),
        ("幼儿教育业（幼儿园和早教机构）", ["幼儿教育业（幼儿园和早教机构）"]),
        ("工程机械与汽车产业", ["工程机械与汽车产业"]),
    ],
)
def test_a_chain_is_split_at_enumeration_commas_and_nowhere_else(
    cell: str, items: Sequence[str]
) -> None:
    assert atoms(cell) == items


ITEMS = st.text(alphabet="茶船酒店餐饮业产群与和（）A1 ", min_size=1, max_size=6).filter(
    lambda item: item == item.strip()
)


@given(st.lists(ITEMS))
def test_any_items_come_back_in_order(items: list[str]) -> None:
    assert atoms("、".join(items)) == items


@given(st.lists(ITEMS, min_size=1, max_size=4, unique=True))
def test_any_chain_is_one_cell_with_a_term_for_each_item_and_an_ascii_iri(
    tmp_path_factory: pytest.TempPathFactory, shipped_vocabulary: Vocabulary, items: list[str]
) -> None:
    registry = registry_of(shipped_vocabulary, write_city(tmp_path_factory.mktemp("id")))
    context = context_of(registry, own_copy(shipped_vocabulary))
    chain = "、".join(items)
    claims = list(map_cluster_chains(context, chains(f"一校/1/造船专业群/船体/{chain}")))
    (cell,) = {c.subject for c in claims if c.object == vet("ChainCell")}
    assert objects(claims, cell, "hasPrintedText") == [zh(chain)]
    terms = objects(claims, cell, "hasTerm")
    assert len(terms) == len(items)
    assert all(term.isascii() for term in (*terms, cell))
    again = list(map_cluster_chains(context, chains(f"一校/1/造船专业群/船体/{chain}")))
    assert triples(again) == triples(claims)
