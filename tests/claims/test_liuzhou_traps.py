"""What an inattentive reader of the Liuzhou report gets wrong, as the facts have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.claims.samples import TYPE, concept, vet

if TYPE_CHECKING:
    from tests.claims.liuzhou import Said


def test_the_national_energy_university_is_an_intention_only(said: Said) -> None:
    deals = said.subjects("hasPartner", said.term("马来西亚国家能源大学"))
    assert len(deals) == 1
    (deal,) = deals
    assert said.objects(deal, "hasSchoolParty") == {said.term("市交校", "School")}
    assert said.objects(deal, "hasCooperationKind") == {concept("cooperation-kind/intention")}
    assert said.objects(deal, "hasStatus") <= {concept("status/intended")}


def test_the_other_two_malaysian_universities_have_signed_an_agreement(said: Said) -> None:
    for name in ("马来西亚汽车工业大学", "马来西亚马六甲技术大学"):
        kinds = {
            o
            for deal in said.subjects("hasPartner", said.term(name))
            for o in said.objects(deal, "hasCooperationKind")
        }
        assert concept("cooperation-kind/agreement") in kinds
        assert concept("cooperation-kind/intention") not in kinds


def test_the_field_engineers_are_an_application(said: Said) -> None:
    applied = concept("status/applied")
    project = said.term("自治区第一批现场工程师培养项目", "Project")
    assert said.objects(project, "hasStatus") == {applied}
    assert said.objects(project, "approvedBy") == set()
    deals = said.subjects("hasPartner", said.term("广西柳工机械股份有限公司")) - {project}
    (deal,) = deals
    assert said.objects(deal, "hasSchoolParty") == {said.term("市二职校", "School")}
    assert said.objects(deal, "hasCooperationKind") == {
        concept("cooperation-kind/joint-application")
    }
    assert said.objects(deal, "hasStatus") == {applied}


@pytest.mark.parametrize(
    ("count", "students", "college", "school"),
    [
        ("102", "student-group/tai-guo-lao-wo-liu-xue-sheng", "柳州铁道职业技术学院", "市一职校"),
        (
            "12",
            "student-group/liu-zhou-zhi-ye-ji-shu-xue-yuan-liu-xue-sheng",
            "柳州职业技术学院",
            "市二职校",
        ),
    ],
)
def test_the_foreign_students_belong_to_another_college(
    said: Said, count: str, students: str, college: str, school: str
) -> None:
    group = said.term(students)
    assert said.objects(group, "affiliatedWith") == {said.term(college, "University")}
    assert said.subjects("hasPrintedValue", f'"{count}"') & said.subjects("isAbout", group)
    about_school = said.subjects("isAbout", said.term(school, "School"))
    assert not said.subjects("hasPrintedValue", f'"{count}"') & about_school


def test_no_school_has_foreign_students_of_its_own(said: Said) -> None:
    node = "<https://w3id.org/zhitu/id/observation/liuzhou-2023--table-5-row-2-column-4>"
    assert said.objects(node, "hasPrintedValue") == {'"0"'}
    indicator = next(iter(said.objects(node, "hasIndicator")))
    assert said.subjects("hasIndicator", indicator) == {node}


def test_of_the_365_partner_enterprises_of_the_first_school_none_is_named(said: Said) -> None:
    school = said.term("市一职校", "School")
    counted = said.subjects("isAbout", school)
    assert said.subjects("hasPrintedValue", '"365"') & counted
    assert said.subjects("hasPrintedValue", '"63"') & counted
    partners = {
        o
        for deal in said.subjects("hasSchoolParty", school)
        for o in said.objects(deal, "hasPartner")
    }
    assert partners
    assert "Enterprise" not in {said.cls_of(partner) for partner in partners}


def test_e_commerce_is_no_core_programme_of_the_second_school(said: Said) -> None:
    programme = said.term("电子商务", "Programme")
    clusters = {
        o
        for core in said.subjects("ofProgramme", programme)
        for o in said.objects(core, "inCluster")
    }
    schools = {s for c in clusters for s in said.subjects("offersCluster", c)}
    assert schools == {said.term("市一职校", "School"), said.term("鹿寨中心", "School")}


def passages_of(said: Said, school: str, title: str) -> set[str]:
    """Where the report says that a school bears a title."""
    return {
        c.passage
        for conferral in said.subjects("confersTitle", said.term(title, "HonourTitle"))
        if said.term(school, "School") in said.objects(conferral, "conferredOn")
        for c in said.about(conferral, "confersTitle")
    }


@pytest.mark.parametrize(
    ("school", "title", "section"),
    [
        ("市二职校", "自治区职业教育“三全育人”典型学校", "section/2.2/"),
        ("市一职校", "国家级残疾人职业培训示范基地", "section/3.3/"),
    ],
)
def test_a_title_that_stands_in_prose_only_is_found_there(
    said: Said, school: str, title: str, section: str
) -> None:
    where = passages_of(said, school, title)
    assert where
    assert all(passage.startswith(section) for passage in where)


def test_the_title_is_in_the_table_for_the_two_schools_that_it_lists(said: Said) -> None:
    for row, school in ((1, "市一职校"), (3, "市交校")):
        where = passages_of(said, school, "自治区职业教育“三全育人”典型学校")
        assert f"table/1-1/row/{row}/column/3" in where


def test_the_bamboo_project_has_no_named_owner(said: Said) -> None:
    (work,) = [t for t in said.registry.things.values() if t.name.startswith("以竹代粮")]
    assert work.cls == "Work"
    term = f"<{work.iri}>"
    prizes = said.subjects("wonWith", term)
    assert len(prizes) == 1
    (prize,) = prizes
    for predicate in ("wonBy", "affiliatedWith", "trainedBy"):
        assert said.objects(prize, predicate) == set()
    assert said.objects(term, "ownedBy") == said.objects(term, "developedBy") == set()


def test_the_french_partner_has_no_name(said: Said) -> None:
    french = {
        s
        for s in said.subjects("inCountry", said.term("法国", "Country"))
        if said.subjects("hasPartner", s)
    }
    assert len(french) == 1
    (party,) = french
    assert said.cls_of(party) == "UnidentifiedParty"
    schools = {
        o
        for deal in said.subjects("hasPartner", party)
        for o in said.objects(deal, "hasSchoolParty") | said.objects(deal, "ownedBy")
    }
    assert schools == {said.term("市二职校", "School")}


@pytest.mark.parametrize(
    "company", ["大自然家居（中国）有限公司", "广西合道集团", "美的电子商务有限公司"]
)
def test_a_company_in_the_chain_column_of_the_appendix_is_no_partner(
    said: Said, company: str
) -> None:
    term = said.term(company, "Enterprise")
    assert {c.predicate for c in said.claims if c.object == term} == {vet("listsEnterprise")}
    assert not [c for c in said.claims if c.subject == term]


def test_wuling_is_three_names_that_are_never_merged(said: Said) -> None:
    names = ("五菱", "柳州五菱新能源汽车有限公司", "上汽通用五菱客户服务中心")
    things = [said.registry.find(name, ("Enterprise",)) for name in names]
    ids = [thing_id for (thing_id,) in things]
    assert len(set(ids)) == 3
    for thing_id, name in zip(ids, names, strict=True):
        assert said.registry.names_of(thing_id) == [name]
    kept_apart = {frozenset((r.id, r.other)) for r in said.registry.resemblances}
    pairs = {frozenset((a, b)) for a in ids for b in ids if a != b}
    assert pairs <= kept_apart


def test_the_transport_school_works_with_two_of_the_three(said: Said) -> None:
    partners = {
        o
        for deal in said.subjects("hasSchoolParty", said.term("市交校", "School"))
        for o in said.objects(deal, "hasPartner")
    }
    assert said.term("五菱") in partners
    assert said.term("柳州五菱新能源汽车有限公司") in partners
    assert said.term("上汽通用五菱客户服务中心") not in partners


def test_memberships_are_no_honours(said: Said) -> None:
    members = said.subjects(TYPE, vet("Membership"))
    assert not members & said.subjects(TYPE, vet("HonourConferral"))
    titles = {t.name for t in said.registry.things.values() if t.cls == "HonourTitle"}
    assert not titles & {"理事单位", "副理事长单位", "副会长单位"}


def test_a_figure_that_the_report_prints_twice_is_kept_from_both_places(said: Said) -> None:
    # 95.78 in section 3.3 and 96.39 in section 2.4 and table 1: the report contradicts itself.
    (table,) = said.objects(
        "<https://w3id.org/zhitu/id/observation/liuzhou-2023--table-1-row-5-column-4>",
        "hasIndicator",
    )
    values = {
        o
        for node in said.subjects("hasIndicator", table)
        for o in said.objects(node, "hasPrintedValue")
    }
    assert values == {'"96.39"', '"95.78"'}
