"""Steps told as sentences: every property has its own, in both directions and languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.messages import LANGUAGES, catalogue
from graph_builder.names import ID, ORG, PREFIXES, SCHEME, VET
from graph_builder.paths import bundled
from graph_builder.trace.links import Link, Step, is_link, is_station
from graph_builder.trace.wording import _PAIRS, Teller

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

DIRECTIONS = ("forward", "backward")
#: Classes whose members are no stations of a path.
_NO_STATIONS = (
    "Indicator",
    "Passage",
    "Report",
    "ConceptLink",
    "ChainCell",
    "Resemblance",
)
_PROPERTIES = """SELECT ?p WHERE {
  ?p a owl:ObjectProperty . FILTER(STRSTARTS(STR(?p), STR(vet:)))
  FILTER NOT EXISTS { ?p rdfs:range skos:Concept }
  FILTER NOT EXISTS { ?p rdfs:domain|rdfs:range ?c . FILTER(?c IN (owl:Class, %s)) }
} ORDER BY ?p"""


def properties() -> list[str]:
    """Every property of the ontology that can be a step of a path."""
    store = ox.Store()
    store.bulk_load(path=str(bundled("ontology") / "zhitu.ttl"), format=ox.RdfFormat.TURTLE)
    query = _PROPERTIES % ", ".join(f"vet:{c}" for c in _NO_STATIONS)
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    iris = [row["p"].value for row in found]
    linking = [iri for iri in iris if is_link(iri)] + [VET + "reachesIndustryGroup"]
    return [*linking, ORG + "member", ORG + "organization"]


def local(iri: str) -> str:
    return iri.removeprefix(VET).removeprefix(ORG)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("iri", properties(), ids=local)
def test_a_property_that_can_be_a_step_has_a_sentence(iri: str, direction: str) -> None:
    sentence = catalogue()[f"step-{local(iri)}-{direction}"]
    for lang in LANGUAGES:
        assert {"{start}", "{end}"} == set(re.findall(r"\{\w+\}", sentence[lang]))
    assert sentence["zh"].endswith("。")
    assert sentence["en"].endswith(".")


def test_the_steps_of_the_report_are_among_those_properties(liuzhou: EmbeddedGraph) -> None:
    rows = liuzhou.select("SELECT DISTINCT ?a ?p ?b WHERE { ?a ?p ?b FILTER(isIRI(?b)) }").rows
    used = {
        p.value  # type: ignore[union-attr]
        for a, p, b in rows
        if is_link(p.value) and is_station(a.value) and is_station(b.value)  # type: ignore[union-attr]
    }
    assert len(used) > 40
    assert used <= set(properties())


def test_no_sentence_is_left_for_a_property_that_is_no_step() -> None:
    words = {key.split("-")[1] for key in catalogue() if key.startswith("step-")}
    assert words - {local(iri) for iri in properties()} == {"other"}


SCHOOL, OTHER = ID + "school/a", ID + "school/b"
COMPANY, COUNTRY = ID + "enterprise/w", ID + "country/m"
NAMES = {
    SCHOOL: "甲校",
    OTHER: "乙校",
    COMPANY: "五菱",
    COUNTRY: "马来西亚",
    ID + "cooperation/c": "甲校与五菱：技术合作",
    ID + "case/k": "“五个一”案例",
    ID + "event/e": "中泰班",
    ID + "conferral/h": "甲校：绿色学校",
    ID + "honour/t": "绿色学校",
    ID + "prize/p": "甲校：大赛，银奖",
    ID + "competition/d": "大赛",
    ID + "membership/m": "甲校：导游协会理事单位",
    ID + "association/g": "导游协会",
    SCHEME + "industry/group-car": "汽车类产业（组）",
    SCHEME + "cooperation-kind/technical-cooperation": "技术合作",
    SCHEME + "cooperation-kind/intention": "合作意向",
    SCHEME + "status/applied": "申报",
    "https://example.org/own": "自己的属性",
}
PLACE = (ID + "report/x/section/1",)


def step(start: str, predicate: str, end: str) -> Step:
    """`predicate` with ^ in front points against the path."""
    iri = predicate.removeprefix("^")
    full = iri if ":" in iri else ORG + iri if iri in {"member", "organization"} else VET + iri
    return Step(start, end, Link(full, not predicate.startswith("^")), PLACE)


def told(path: list[Step], details: dict[str, dict[str, list[str]]] | None = None) -> list[str]:
    return [t.sentence for t in Teller(NAMES, details or {}, "zh").tell(path)]


COOPERATION = [
    step(SCHOOL, "^hasSchoolParty", ID + "cooperation/c"),
    step(ID + "cooperation/c", "hasPartner", COMPANY),
]
TECHNICAL = [SCHEME + "cooperation-kind/technical-cooperation"]


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({}, "甲校与五菱有一项合作，形式是“甲校与五菱：技术合作”。"),
        ({"hasCooperationKind": TECHNICAL}, "甲校与五菱有一项合作，形式是“技术合作”。"),
        (
            {"hasCooperationKind": TECHNICAL, "hasTopic": ["新能源"]},
            "甲校与五菱有一项合作，形式是“技术合作”，内容是“新能源”。",
        ),
        (
            {"hasCooperationKind": [SCHEME + "cooperation-kind/intention"], "hasTopic": ["x"]},
            "甲校与五菱只有合作意向，报告没有说已经合作。",
        ),
        (
            {"hasStatus": [SCHEME + "status/applied"], "hasTopic": ["现场工程师项目"]},
            "甲校与五菱联合申报，内容是“现场工程师项目”；申报不等于获批。",
        ),
    ],
)
def test_a_cooperation_is_one_sentence_about_its_two_sides(
    details: dict[str, list[str]], sentence: str
) -> None:
    of = {ID + "cooperation/c": details}
    assert told(COOPERATION, of) == [sentence]
    turned = [s._replace(start=s.end, end=s.start) for s in reversed(COOPERATION)]
    turned = [s._replace(link=Link(s.link.predicate, not s.link.forward)) for s in turned]
    assert told(turned, of) == [sentence.replace("甲校与五菱", "五菱与甲校", 1)]


def test_a_sentence_for_two_steps_has_the_places_of_both() -> None:
    other = (ID + "report/x/section/2",)
    path = [COOPERATION[0], COOPERATION[1]._replace(graphs=other)]
    (one,) = Teller(NAMES, {}, "zh").tell(path)
    assert (one.graphs, one.steps, one.derived) == (PLACE + other, 2, False)


@pytest.mark.parametrize(
    ("middle", "there", "back", "end", "sentences"),
    [
        ("conferral/h", "conferredOn", "confersTitle", "honour/t", "甲校获得称号“绿色学校”。"),
        ("prize/p", "wonBy", "wonIn", "competition/d", "甲校在赛事“大赛”上获得“银奖”。"),
        (
            "membership/m",
            "member",
            "organization",
            "association/g",
            "甲校在导游协会任职：“甲校：导游协会理事单位”。",
        ),
        (
            "case/k",
            "mentions",
            "mentions",
            "event/e",
            "甲校和活动“中泰班”都在案例“‘五个一’案例”里提到。",
        ),
    ],
)
def test_what_only_stands_between_two_things_is_told_with_both(
    middle: str, there: str, back: str, end: str, sentences: str
) -> None:
    path = [step(SCHOOL, "^" + there, ID + middle), step(ID + middle, back, ID + end)]
    details = {ID + "prize/p": {"hasRank": ["银奖"]}}
    assert told(path, details) == [sentences]


def test_a_hub_that_two_things_share_is_told_of_both_in_the_same_words() -> None:
    hub = SCHEME + "industry/group-car"
    path = [step(SCHOOL, "reachesIndustryGroup", hub), step(hub, "^reachesIndustryGroup", OTHER)]
    assert told(path) == [
        "甲校对接的产业里有的归入产业“汽车类产业（组）”。",
        "同样，乙校对接的产业里有的归入产业“汽车类产业（组）”。",
    ]


def test_an_owner_and_another_owner_of_one_thing_are_told_apart() -> None:
    event = ID + "event/e"
    path = [step(SCHOOL, "^organisedBy", event), step(event, "organisedBy", OTHER)]
    assert told(path) == ["甲校主办活动“中泰班”。", "同时，活动“中泰班”由乙校主办。"]


def test_people_from_a_place_take_part_and_not_the_place() -> None:
    event = ID + "event/e"
    assert told([step(COUNTRY, "^hasParticipant", event)]) == ["马来西亚有人参加了活动“中泰班”。"]
    assert told([step(SCHOOL, "^hasParticipant", event)]) == ["甲校参加了活动“中泰班”。"]


def test_a_property_of_the_users_own_is_told_by_its_label() -> None:
    own = "https://example.org/own"
    assert told([step(SCHOOL, own, COMPANY)]) == ["甲校的“自己的属性”是五菱。"]
    assert told([step(COMPANY, "^" + own, SCHOOL)]) == ["五菱是甲校的“自己的属性”。"]


def test_english_sentences_begin_with_a_capital() -> None:
    names = {ID + "case/k": "Five ones", SCHOOL: "School A"}
    (sentence,) = Teller(names, {}, "en").tell([step(ID + "case/k", "presentedBy", SCHOOL)])
    assert sentence.sentence == "The case “Five ones” is about School A."


def test_the_pairs_are_of_properties_that_can_be_steps() -> None:
    words = {local(iri) for iri in properties()}
    assert {p for _, there, back in _PAIRS for p in (there, back)} <= words
