"""A report folder becomes all its claims: whose report it is, tables first, then facts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.collect import collect_claims, load_registry
from graph_builder.claims.identity import NAME_COLUMNS, THING_COLUMNS
from graph_builder.claims.verify import verify_claims
from graph_builder.sources.document import text_of
from graph_builder.sources.folder import write_folder
from graph_builder.sources.reader import read_report
from tests.claims.samples import (
    NAME,
    SENTENCE,
    objects,
    refused,
    triples,
    typed,
    vet,
    write_facts,
    write_lines,
    zh,
    zid,
)
from tests.sources.samples import report_text, table

if TYPE_CHECKING:
    from graph_builder.claims.collect import ReportClaims
    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.text import ReportText

TITLE = "云州市中等职业教育质量年度报告（2031）"
SCHOOLS = [
    "序号\t学校名称\t学校荣誉",
    "1\t云州市第一学校（以下简称“一校”）\t甲级学校",
    "2\t云州市第二学校（民办）\t",
]
CHAINS = [
    "学校名称\t序号\t专业群名称\t核心专业名称\t选择对接产业链",
    "一校\t1\t茶艺专业群\t茶艺专业\t餐饮业、采茶业",
    "\t\t\t评茶\t餐饮业",
    "二校\t1\t茶艺专业群\t茶艺\t餐饮业",
    "共计\t2\t2\t3\t",
]
LISTING = ["\t专业群名称\t核心专业\t选择对接产业链", "1\t造船专业群\t船体\t星光公司"]
RESULTS = ["年度\t国家级\t\t自治区级\t", "\t一等奖\t二等奖\t一等奖\t二等奖", "2031\t0\t5\t6\t7"]
INDICATORS = ["序号\t指标\t单位\t2031 年", "1\t毕业生人数*\t人\t120", "2\t茶艺生人数\t人\t61"]


def city_report() -> ReportText:
    """A report of the invented city with every kind of table that gives claims."""
    return report_text(
        TITLE,
        "",
        "云州市教育局",
        "1. 概况",
        "1.1 规模",
        "一校与星光公司共建茶馆。2031年5月4日举行年会，120人参加。",
        *table("表 1-1 云州市学校一览表", SCHOOLS),
        *table("表 2-1 技能大赛获奖情况", RESULTS),
        *table("表 6-1 各学校专业群一览表", CHAINS),
        *table("表 1 计分卡", INDICATORS),
        "说明：请逐一列出",
        "",
        *LISTING,
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def collect(folder: Path, vocabulary: Vocabulary) -> ReportClaims:
    registry = load_registry(vocabulary, folder.parent / "identity", [folder])
    return collect_claims(folder, registry, vocabulary)


@pytest.fixture(scope="module")
def as_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the city's report as the reader wrote it; not to be changed."""
    folder = tmp_path_factory.mktemp("read") / "yunzhou-2031"
    write_folder(read_report(city_report()), folder)
    return folder


@pytest.fixture
def report(city: Path, as_read: Path) -> Path:
    """A copy of it, beside the identity files."""
    return Path(shutil.copytree(as_read, city.parent / "yunzhou-2031"))


# == Whose report it is ==


@pytest.mark.parametrize(
    ("title", "subject", "place"),
    [
        (TITLE, "school-group/yun-zhou", "place/yun-zhou-shi"),
        ("云州市职业教育质量年度报告 (2031)", "school-group/yun-zhou", "place/yun-zhou-shi"),
        ("云州市质量年度报告", "school-group/yun-zhou", "place/yun-zhou-shi"),
        ("云州市第一学校质量年度报告（2031）", "school/yi", None),
        (
            "海州市中等职业教育质量年度报告",
            "school-group/hai-zhou-shi-zhong-deng-zhi-ye-xue-xiao",
            "place/hai-zhou-shi",
        ),
        (
            "海州中等专业学校质量年度报告（2031）",
            "school/hai-zhou-zhong-deng-zhuan-ye-xue-xiao",
            None,
        ),
    ],
)
def test_the_title_tells_what_figures_without_an_owner_are_about(
    report: Path, vocabulary: Vocabulary, title: str, subject: str, place: str | None
) -> None:
    edit(report / "report.toml", TITLE, title)
    found = collect(report, vocabulary)
    assert found.subject.id == subject
    assert (found.place.id if found.place else None) == place
    node = zid("observation/yunzhou-2031--table-1-row-1-column-4")
    assert objects(found.claims, node, "isAbout") == [zid(subject)]


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("一校中等职业教育质量年度报告", "一校中等职业学校"),
        ("年度报告", "年度报告中等职业学校"),
    ],
)
def test_a_report_about_nobody_known_is_refused_with_what_to_register(
    report: Path, vocabulary: Vocabulary, title: str, missing: str
) -> None:
    edit(report / "report.toml", TITLE, title)
    for found in (title, missing):
        with refused("REPORT-SUBJECT", "yunzhou-2031/report.toml", found=found):
            collect(report, vocabulary)


def test_registering_the_schools_in_the_report_folder_mends_it(
    report: Path, vocabulary: Vocabulary
) -> None:
    edit(report / "report.toml", TITLE, "海州年度报告")
    schools = ["school-group/hai,SchoolGroup,海州市的学校,,"]
    write_lines(report / "identity.csv", THING_COLUMNS, schools)
    names = ["school-group/hai,海州年度报告中等职业学校,variant,报告的写法"]
    write_lines(report / "names.csv", NAME_COLUMNS, names)
    found = collect(report, vocabulary)
    assert (found.subject.id, found.place) == ("school-group/hai", None)


# == What it says ==


def test_every_table_gives_its_claims_in_the_order_of_the_document(
    report: Path, vocabulary: Vocabulary
) -> None:
    found = collect(report, vocabulary)
    tables = [c.passage.split("/")[1] for c in found.claims]
    assert list(dict.fromkeys(tables)) == ["1-1", "2-1", "6-1", "1", "1-listing"]
    said = triples(found.claims)
    assert (zid("school/yi"), vet("hasShortName"), zh("一校")) in said
    assert (zid("school/er"), vet("offersCluster"), zid("cluster/er--cha-yi")) in said
    entry = zid("listing-entry/yunzhou-2031--1-listing-row-1")
    assert (entry, vet("listsEnterprise"), zid("enterprise/xing-guang")) in said
    prizes = zid("observation/yunzhou-2031--table-2-1-row-1-column-5")
    assert (prizes, vet("hasValue"), typed("7", "decimal")) in said


def test_facts_come_behind_the_tables_and_every_claim_resolves_against_the_document(
    report: Path, vocabulary: Vocabulary
) -> None:
    write_facts(
        report,
        "cooperations.csv",
        {"id": "cha-guan", "kind": "共建", "school": "一校", "partner": "星光公司"},
    )
    write_facts(
        report,
        "events.csv",
        {
            "id": "nian-hui",
            "passage": SENTENCE.replace("sentence/1", "sentence/2"),
            "name": "年会",
            "kind": "会议",
            "organiser": "一校",
            "count": "120",
            "unit": "人",
            "start": "2031-05-04",
            "inferred": "organiser：上一句的主语|kind：年会归入会议",
        },
    )
    found = collect(report, vocabulary)
    facts = [c for c in found.claims if "/facts/" in c.where.file]
    assert found.claims[-len(facts) :] == facts
    text = city_report()
    document = read_report(text)
    words = {p.address: text_of(text.text, p, document.tables) for p in document.passages}
    results = verify_claims(found.claims, words)
    assert [r.claim for r in results if r.status == "unresolved"] == []
    by_column = {r.claim.where.column: r.status for r in results if r.claim in facts}
    assert by_column == {
        None: "structural",
        "kind": "inferred",
        "school": "exact",
        "partner": "exact",
        "name": "exact",
        "organiser": "inferred",
        "count": "exact",
        "unit": "exact",
        "start": "normalised",
    }


def test_what_a_person_should_look_at_is_noted(report: Path, vocabulary: Vocabulary) -> None:
    assert collect(report, vocabulary).notices == [
        ("industry-unknown", {"name": "采茶业"}),
        ("indicator-unknown", {"address": "table/1/row/2", "name": "茶艺生人数"}),
        ("listing-cluster", {"address": "table/1-listing/row/1/column/2", "name": "造船专业群"}),
    ]


def test_things_without_a_printed_name_have_labels_in_both_languages(
    report: Path, vocabulary: Vocabulary
) -> None:
    row = {"id": "jia-ji", "recipient": "一校", "title": "甲级学校"}
    write_facts(report, "honours.csv", row | {"passage": "table/1-1/row/1/column/3"})
    labels = collect(report, vocabulary).labels
    conferral = zid("conferral/yunzhou-2031--jia-ji").strip("<>")
    assert labels[conferral] == ("一校：甲级学校", "Yunzhou No. 1 School: Grade A school")
    core = zid("core-programme/er--cha-yi--cha-yi").strip("<>")
    assert labels[core] == ("茶艺（云州市第二学校·茶艺专业群）", "Tea art (Tea of No. 2)")
    assert all(label for label, _ in labels.values())


def test_a_fact_about_an_unknown_school_or_address_is_refused(
    report: Path, vocabulary: Vocabulary
) -> None:
    row = {"id": "it", "member": "三校", "role": "会员"}
    write_facts(report, "memberships.csv", row)
    with refused("FACT-UNKNOWN", "yunzhou-2031/facts/memberships.csv", 2, "member", found="三校"):
        collect(report, vocabulary)
    gone = SENTENCE.replace("1.1", "1.2")
    write_facts(report, "memberships.csv", row | {"passage": gone})
    with refused("FACT-PASSAGE", "yunzhou-2031/facts/memberships.csv", 2, "passage", found=gone):
        collect(report, vocabulary)


def test_two_reports_of_one_city_share_schools_and_keep_their_events_apart(
    report: Path, as_read: Path, vocabulary: Vocabulary
) -> None:
    folders = [report, Path(shutil.copytree(as_read, report.with_name("yunzhou-2032")))]
    edit(folders[1] / "report.toml", '"yunzhou-2031"', '"yunzhou-2032"')
    for folder in folders:
        write_facts(folder, "events.csv", {"id": "nian-hui", "name": "年会", "kind": "会议"})
        write_facts(folder, "mentions.csv", {"mentions": "年会"})
    registry = load_registry(vocabulary, report.parent / "identity", folders)
    first, second = (collect_claims(f, registry, vocabulary) for f in folders)
    for found, name in ((first, "yunzhou-2031"), (second, "yunzhou-2032")):
        event = zid(f"event/{name}--nian-hui")
        assert objects(found.claims, event, NAME) == [zh("年会")]
        assert objects(found.claims, zid(f"report/{name}/{SENTENCE}"), "mentions") == [event]
        assert objects(found.claims, zid(f"report/{name}"), "presentsSchool") == [
            zid("school/yi"),
            zid("school/er"),
        ]
    figures = [
        {c.subject for c in found.claims if c.object == vet("Observation")}
        for found in (first, second)
    ]
    assert len(figures[0]) == len(figures[1]) > 0
    assert not figures[0] & figures[1]


# == Registers of a report ==


def test_a_report_may_add_things_and_names_of_its_own(report: Path, vocabulary: Vocabulary) -> None:
    write_lines(report / "identity.csv", THING_COLUMNS, ["unit/cha-dui,Unit,茶队,Tea team,一校"])
    write_lines(report / "names.csv", NAME_COLUMNS, ["unit/cha-dui,茶艺队,variant,图 1 的写法"])
    registry: Registry = load_registry(vocabulary, report.parent / "identity", [report])
    assert registry.find("茶艺队", ("Agent",)) == ["unit/cha-dui"]


def test_a_thing_that_the_shared_register_has_may_not_be_added_again(
    report: Path, vocabulary: Vocabulary
) -> None:
    lines = ["school/yi,School,云州市第一学校,,"]
    write_lines(report / "identity.csv", THING_COLUMNS, lines)
    with refused("IDENTITY-DUPLICATE", "yunzhou-2031/identity.csv", 2, "id", found="school/yi"):
        load_registry(vocabulary, report.parent / "identity", [report])


# == Tables that somebody has edited ==


@pytest.mark.parametrize(
    ("file", "old", "new", "missing"),
    [
        ("1-1.csv", "学校名称", "学校", "学校名称"),
        ("2-1.csv", "年度", "年", "年度"),
        ("6-1.csv", "选择对接产业链", "产业链", "选择对接产业链"),
        ("1-listing.csv", "核心专业", "专业", "核心专业"),
        ("1.csv", "2031 年", "数值", "20xx 年"),
        ("1.csv", "单位", "量", "单位"),
    ],
)
def test_a_table_whose_header_lost_a_column_is_refused_with_what_it_should_be(
    report: Path, vocabulary: Vocabulary, file: str, old: str, new: str, missing: str
) -> None:
    edit(report / "tables" / file, old, new)
    for found in (missing, new):
        with refused("TABLE-COLUMN-MISSING", f"yunzhou-2031/tables/{file}", 2, found=found):
            collect(report, vocabulary)


def test_a_header_with_other_spaces_is_still_its_column(
    report: Path, vocabulary: Vocabulary
) -> None:
    before = triples(collect(report, vocabulary).claims)
    for file, old, new in (("1-1.csv", "学校名称", "学校　名称"), ("1.csv", "指标", "指 标")):
        edit(report / "tables" / file, old, new)
    assert triples(collect(report, vocabulary).claims) == before
