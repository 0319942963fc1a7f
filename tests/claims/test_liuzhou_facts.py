"""What zhitu says about the Liuzhou report of 2023; numbers were counted in the report by hand."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.slugs import slug
from graph_builder.claims.verify import verify_claims
from graph_builder.names import ORG
from graph_builder.sources.document import text_of
from tests.claims.liuzhou import DATA, SCHOOLS, Said, table_rows
from tests.claims.samples import TYPE, concept, typed, vet, zh

if TYPE_CHECKING:
    from graph_builder.claims.collect import ReportClaims
    from graph_builder.claims.identity import Registry
    from graph_builder.sources.document import Document
    from graph_builder.sources.text import ReportText

# == Numbers ==


def test_the_report_is_about_the_schools_of_liuzhou(
    found: tuple[ReportClaims, Registry],
) -> None:
    report, _ = found
    assert report.subject.name == "柳州市中等职业学校"
    assert report.place is not None
    assert report.place.name == "柳州市"
    assert report.notices == []


def test_nine_schools_are_presented_and_one_is_private(said: Said) -> None:
    report = "<https://w3id.org/zhitu/id/report/liuzhou-2023>"
    schools = {said.term(name, "School") for name in SCHOOLS}
    assert said.objects(report, "presentsSchool") == schools
    assert len(schools) == 9
    private = said.subjects("hasOwnership", concept("ownership/private"))
    assert private == {said.term("机电职校", "School")}


def test_eight_schools_have_a_printed_short_name(said: Said) -> None:
    short = {s: said.objects(said.term(s, "School"), "hasShortName") for s in SCHOOLS}
    without = "柳州市城市职业学院中专部"
    assert short == {s: {zh(s)} if s != without else set() for s in SCHOOLS}


def test_five_schools_offer_twenty_two_clusters(said: Said) -> None:
    offered = {s: len(said.objects(said.term(s, "School"), "offersCluster")) for s in SCHOOLS}
    expected = {"市一职校": 7, "市二职校": 5, "市交校": 5, "鹿寨中心": 2, "旅游学校": 3}
    assert offered == {s: expected.get(s, 0) for s in SCHOOLS}
    assert len(said.subjects(TYPE, vet("ProgrammeCluster"))) == sum(expected.values()) == 22


def test_twenty_nine_core_programmes_are_of_twenty_three_programmes(said: Said) -> None:
    cores = said.subjects(TYPE, vet("CoreProgramme"))
    assert len(cores) == 29
    # 旅游服务与管理 three times; 新能源汽车运用与维修, 电子商务, 中餐烹饪, 幼儿保育 twice.
    names = Counter(o for core in cores for o in said.objects(core, "ofProgramme"))
    assert len(names) == 29 - 2 - 4 == 23
    assert sorted(names.values(), reverse=True)[:6] == [3, 2, 2, 2, 2, 1]


def test_the_total_row_of_table_6_1_agrees_with_what_it_sums(said: Said) -> None:
    for column, count in (("3", 22), ("4", 29)):
        node = f"<https://w3id.org/zhitu/id/observation/liuzhou-2023--table-6-1-row-30-column-{column}>"
        assert said.objects(node, "hasValue") == {typed(str(count), "decimal")}


def test_twenty_eight_chain_cells_hold_thirty_two_industries(said: Said) -> None:
    cells = said.subjects(TYPE, vet("ChainCell"))
    # 酒店业、餐饮业 is printed twice, so 29 rows have 28 different cells.
    assert len(cells) == 28
    terms = {o for cell in cells for o in said.objects(cell, "hasTerm")}
    assert len(terms) == 32
    served = {c.object for c in said.claims if c.predicate == vet("servesIndustry")}
    assert served == terms


@pytest.mark.parametrize(
    ("row", "school", "honours", "memberships"),
    [
        (n, school, honours, 3 if school == "旅游学校" else 0)
        for n, (school, honours) in enumerate(
            zip(SCHOOLS, (10, 8, 9, 0, 2, 0, 2, 1, 2), strict=True), 1
        )
    ],
)
def test_a_school_has_the_honours_of_its_row_in_table_1_1(
    said: Said, row: int, school: str, honours: int, memberships: int
) -> None:
    cell = f"table/1-1/row/{row}/column/3"

    def in_cell(cls: str) -> set[str]:
        typing = [c for c in said.claims if (c.predicate, c.object) == (TYPE, vet(cls))]
        return {c.subject for c in typing if c.passage == cell}

    conferrals, members = in_cell("HonourConferral"), in_cell("Membership")
    assert (len(conferrals), len(members)) == (honours, memberships)
    term = said.term(school, "School")
    for conferral in conferrals:
        assert len(said.objects(conferral, "confersTitle")) == 1
        # The two of 融水卫校 went to programmes, and the school is where they are taught.
        party = "affiliatedWith" if school == "融水卫校" else "conferredOn"
        assert said.objects(conferral, party) == {term}
    for membership in members:
        assert said.objects(membership, f"<{ORG}member>") == {term}


def test_the_honours_of_programmes_are_conferred_on_programmes(said: Said) -> None:
    title = said.term("自治区示范特色专业", "HonourTitle")
    got = {
        (o, year)
        for conferral in said.subjects("confersTitle", title)
        for o in said.objects(conferral, "conferredOn")
        for year in said.objects(conferral, "inYear")
    }
    assert got == {
        (said.term("护理", "Programme"), typed("2016", "gYear")),
        (said.term("康复技术", "Programme"), typed("2019", "gYear")),
    }


def test_the_listing_has_twenty_two_rows_and_keeps_how_they_differ(said: Said) -> None:
    entries = said.subjects(TYPE, vet("ListingEntry"))
    assert len(entries) == 22
    assert all(said.objects(entry, "listsCluster") for entry in entries)
    rows = {
        next(iter(said.objects(e, "hasRowNumber"))).split('"')[1]: said.objects(e, "listsChainAs")
        for e in entries
    }
    assert rows == {row["row"]: {zh(row["4"])} for row in table_rows("3-listing")}
    # Row 11 prints as one item what Table 6-1 prints as two chains of two programmes.
    (eleven,) = said.subjects("listsChainAs", zh("保育教育与休闲康养旅游产业"))
    listed = said.objects(eleven, "listsProgramme")
    assert listed == {said.term(n, "Programme") for n in ("幼儿保育", "旅游服务与管理")}


def test_fourteen_cases_are_numbered_and_each_is_of_a_school(said: Said) -> None:
    cases = said.subjects(TYPE, vet("CaseStudy"))
    numbers = [o for case in cases for o in said.objects(case, "hasNumber")]
    assert sorted(numbers) == sorted(typed(str(n), "integer") for n in range(1, 15))
    presented = {
        next(iter(said.objects(case, "hasNumber"))).split('"')[1]: said.objects(case, "presentedBy")
        for case in cases
    }
    one, two, traffic, tourism = (
        {said.term(s, "School")} for s in ("市一职校", "市二职校", "市交校", "旅游学校")
    )
    assert presented == {
        "1": tourism, "2": two, "3": two, "4": traffic, "5": one, "6": two, "7": traffic,
        "8": one, "9": one, "10": tourism, "11": one, "12": two, "13": two, "14": tourism,
    }  # fmt: skip


def test_the_three_challenges_are_numbered(said: Said) -> None:
    challenges = said.subjects(TYPE, vet("Challenge"))
    numbers = sorted(o for c in challenges for o in said.objects(c, "hasNumber"))
    assert numbers == [typed(str(n), "integer") for n in (1, 2, 3)]


def test_all_123_rows_of_the_six_appendix_tables_are_observations_as_printed(said: Said) -> None:
    nodes = set()
    for number in "123456":
        for row in table_rows(number):
            slug_of_cell = f"liuzhou-2023--table-{number}-row-{row['row']}-column-4"
            node = f"<https://w3id.org/zhitu/id/observation/{slug_of_cell}>"
            assert len(said.objects(node, "hasIndicator")) == 1
            assert said.objects(node, "inYear") == {typed("2023", "gYear")}
            nodes.add(node)
            absent = said.objects(node, "isAbsentBecause")
            shown = set() if absent else {f'"{row["4"]}"'}
            assert said.objects(node, "hasPrintedValue") == shown
            assert bool(said.objects(node, "isStarred")) == row["2"].endswith("*")
    assert len(nodes) == 123
    indicators = {o for node in nodes for o in said.objects(node, "hasIndicator")}
    assert len(indicators) == 123


def test_four_rows_give_a_reason_instead_of_a_figure(said: Said) -> None:
    reasons = Counter(c.object for c in said.claims if c.predicate == vet("isAbsentBecause"))
    assert sorted(reasons.values()) == [1, 3]


def test_the_last_line_of_the_text_is_there(said: Said) -> None:
    node = "<https://w3id.org/zhitu/id/observation/liuzhou-2023--table-6-row-22-column-4>"
    assert said.objects(node, "hasPrintedValue") == {'"13.49"'}
    assert said.objects(node, "hasUnit") == {concept("unit/ten-thousand-yuan")}


def test_the_twelve_satisfaction_figures_say_how_many_were_asked(said: Said) -> None:
    asked = [c for c in said.claims if c.predicate == vet("hasRespondents")]
    assert len(asked) == 12
    assert sum(int(c.object.split('"')[1]) for c in asked) == sum(
        (6 * 22971, 6035, 5200, 835, 2800, 300, 14981)
    )


@pytest.mark.parametrize(("year", "total"), [("2022", 131), ("2023", 169)])
def test_the_prizes_of_a_year_sum_to_the_figure_in_the_prose(
    said: Said, year: str, total: int
) -> None:
    cells = [
        node for node in said.subjects("inYear", typed(year, "gYear")) if "--table-2-1-row-" in node
    ]
    assert len(cells) == 6
    values = [o for node in cells for o in said.objects(node, "hasValue")]
    assert sum(int(v.split('"')[1]) for v in values) == total
    prose = [
        c
        for c in said.claims
        if c.passage == "section/2.6/paragraph/1/sentence/3"
        and (c.predicate, c.object) == (vet("hasPrintedValue"), f'"{total}"')
    ]
    assert len(prose) == 1


# == Persons ==

#: How the report introduces the students of cases 2 and 3 and the teachers of case 4.
_CHINESE = "[\u4e00-\u9fff]"
PERSONS = (
    rf"受助学生({_CHINESE}{{2,3}}?)(?:同学)?被评",
    rf"代表队选手({_CHINESE}{{2,3}}(?:、{_CHINESE}{{2,3}})*)从",
    rf"工程系({_CHINESE}{{2,3}}(?:、{_CHINESE}{{2,3}})*)[0-9]+名老师",
)


@pytest.fixture(scope="module")
def persons(text: ReportText, document: Document) -> set[str]:
    """Names of students and teachers, taken from the report so that they stand nowhere here."""
    sentences = [text_of(text.text, p) for p in document.passages if p.kind == "sentence"]
    return {
        name
        for pattern in PERSONS
        for sentence in sentences
        for match in re.findall(pattern, sentence)
        for name in match.split("、")
    }


@pytest.mark.report_text
def test_one_student_two_contestants_and_five_teachers_are_named_in_the_report(
    persons: set[str], text: ReportText
) -> None:
    assert len(persons) == 1 + 2 + 5
    assert all(2 <= len(name) <= 3 for name in persons)
    # The only other way in which the report names a teacher is by title.
    named = re.findall(rf"({_CHINESE}{{3}})老师(?:受邀|为来自)", text.text)
    assert len(named) == 4
    assert set(named) <= persons


@pytest.mark.report_text
def test_no_file_of_the_data_names_a_student_or_teacher(persons: set[str]) -> None:
    files = [path for path in DATA.rglob("*") if path.is_file()]
    assert len(files) > 30
    for path in files:
        words = path.read_text("utf-8")
        assert not [path.name for name in persons if name in words]
        tokens = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", words.lower()))
        ids = {f"-{token}-" for token in tokens}
        spelled = [f"-{slug(name)}-" for name in persons if len(name) > 2]
        assert not [path.name for s in spelled if any(s in token for token in ids)]


def test_people_stand_in_roles(said: Said) -> None:
    roles = {
        c.object for c in said.claims if c.predicate in (vet("wonByRole"), vet("conferredOnRole"))
    }
    assert zh("受助学生") in roles
    assert zh("广西代表队选手") in roles


# == The words of the report ==


@pytest.mark.report_text
def test_every_claim_resolves_against_the_report(
    found: tuple[ReportClaims, Registry], text: ReportText, document: Document
) -> None:
    assert text.sha256 == found[0].data.metadata["sha256"]
    words = {p.address: text_of(text.text, p, document.tables) for p in document.passages}
    results = verify_claims(found[0].claims, words)
    unresolved = [
        (r.claim.where.render("en"), r.claim.surfaces) for r in results if r.status == "unresolved"
    ]
    assert unresolved == []
    assert all(r.claim.inferred for r in results if r.status == "inferred")


def test_every_claim_stands_at_an_address_of_the_report(
    found: tuple[ReportClaims, Registry],
) -> None:
    known = {p.address for p in found[0].data.passages}
    known |= {f"table/{t.number}" for t in found[0].data.tables}
    assert {c.passage for c in found[0].claims} <= known


def test_every_thing_that_a_claim_speaks_of_has_a_name_or_a_label(
    found: tuple[ReportClaims, Registry], said: Said
) -> None:
    report, registry = found
    named = {f"<{t.iri}>" for t in registry.things.values() if t.name}
    named |= {f"<{iri}>" for iri in report.labels}
    passages = "<https://w3id.org/zhitu/id/report/liuzhou-2023"
    nameless = {c.subject for c in said.claims if not c.subject.startswith(passages)} - named
    assert nameless == set()
