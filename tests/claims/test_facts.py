"""Rows of the facts files become claims; a row that is not as it should be is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.samples import (
    CASE,
    CONTEST,
    EVENT,
    FIGURE,
    NAME,
    NEXT,
    PRIZE,
    SENTENCE,
    TYPE,
    concept,
    facts_of,
    objects,
    refused,
    registry_of,
    triples,
    typed,
    vet,
    write_city,
    write_facts,
    zh,
    zid,
)

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary


# == What a cell says ==


@pytest.mark.parametrize(
    ("file", "row", "predicate", "obj", "surfaces"),
    [
        pytest.param(
            "events.csv",
            EVENT | {"organiser": "二校"},
            vet("organisedBy"),
            zid("school/er"),
            ("云州市第二学校", "二校", "第二学校"),
            id="thing by a short name",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"organiser": "school/er"},
            vet("organisedBy"),
            zid("school/er"),
            ("云州市第二学校", "二校", "第二学校"),
            id="thing by its id",
        ),
        pytest.param(
            "events.csv",
            EVENT,
            vet("hasEventKind"),
            concept("event-kind/meeting"),
            None,
            id="concept by its label",
        ),
        pytest.param(
            "competitions.csv",
            CONTEST | {"level": "区级"},
            vet("hasLevel"),
            concept("level/provincial"),
            None,
            id="concept by another label",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"topic": "以“茶”会友"},
            vet("hasTopic"),
            zh("以“茶”会友"),
            ("以“茶”会友",),
            id="words as printed",
        ),
        pytest.param("events.csv", EVENT, NAME, zh("年会"), ("年会",), id="name"),
        pytest.param(
            "cases.csv",
            CASE | {"number": "12"},
            vet("hasNumber"),
            typed("12", "integer"),
            ("12",),
            id="whole number",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"count": "12.50"},
            vet("hasCount"),
            typed("12.5", "decimal"),
            ("12.50",),
            id="decimal number",
        ),
        pytest.param(
            "figures.csv",
            FIGURE | {"value": "78.60"},
            vet("hasPrintedValue"),
            '"78.60"',
            ("78.60",),
            id="figure as printed",
        ),
        pytest.param(
            "figures.csv",
            FIGURE | {"value": "78.60"},
            vet("hasValue"),
            typed("78.6", "decimal"),
            ("78.60",),
            id="value of a figure",
        ),
        pytest.param(
            "figures.csv",
            FIGURE | {"value": "78.60"},
            vet("hasDecimals"),
            typed("2", "integer"),
            ("78.60",),
            id="decimals of a figure",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"year": "2031"},
            vet("inYear"),
            typed("2031", "gYear"),
            ("2031",),
            id="year",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"start": "2031-05"},
            vet("startsOn"),
            typed("2031-05", "gYearMonth"),
            ("2031-05",),
            id="month",
        ),
        pytest.param(
            "events.csv",
            EVENT | {"end": "2032-02-29"},
            vet("endsOn"),
            typed("2032-02-29", "date"),
            ("2032-02-29",),
            id="day",
        ),
    ],
)
def test_a_cell_says_one_thing_with_its_printed_forms(
    folder: Path,
    registry: Registry,
    vocabulary: Vocabulary,
    file: str,
    row: dict[str, str],
    predicate: str,
    obj: str,
    surfaces: tuple[str, ...] | None,
) -> None:
    write_facts(folder, file, row)
    claims = facts_of(folder, registry, vocabulary)
    (found,) = [c for c in claims if (c.predicate, c.object) == (predicate, obj)]
    assert found.passage == SENTENCE
    assert (found.where.file, found.where.line) == (f"yunzhou-2031/facts/{file}", 2)
    assert found.where.column in row
    if surfaces is None:
        assert row[found.where.column] in found.surfaces
    else:
        assert found.surfaces == surfaces


def test_a_row_says_what_its_thing_is(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "events.csv", EVENT)
    first = facts_of(folder, registry, vocabulary)[0]
    assert first[:3] == (zid("event/yunzhou-2031--nian-hui"), TYPE, vet("Event"))
    assert (first.surfaces, first.inferred, first.where.column) == ((), "", None)


def test_a_figure_is_printed_in_its_passage(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "figures.csv", FIGURE)
    claims = facts_of(folder, registry, vocabulary)
    node = zid("observation/yunzhou-2031--ren-shu")
    assert objects(claims, node, "printedIn") == [zid(f"report/yunzhou-2031/{SENTENCE}")]


def test_words_without_a_value_are_a_figure_as_printed(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "figures.csv", FIGURE | {"value": "数百"})
    claims = facts_of(folder, registry, vocabulary)
    node = zid("observation/yunzhou-2031--ren-shu")
    assert objects(claims, node, "hasPrintedValue") == ['"数百"']
    assert objects(claims, node, "hasValue") == []


def test_several_values_of_a_cell_are_several_claims_in_order(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(
        folder,
        "events.csv",
        EVENT | {"organiser": "二校| 一校", "kind": "会议|论坛", "topic": "茶|船|茶道"},
    )
    claims = facts_of(folder, registry, vocabulary)
    node = zid("event/yunzhou-2031--nian-hui")
    assert objects(claims, node, "organisedBy") == [zid("school/er"), zid("school/yi")]
    assert objects(claims, node, "hasTopic") == [zh("茶"), zh("船"), zh("茶道")]
    assert len(objects(claims, node, "hasEventKind")) == 2


def test_a_blank_cell_says_nothing(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "events.csv", EVENT)
    assert len(facts_of(folder, registry, vocabulary)) == len(["class", "name", "kind"])


def test_rows_of_one_id_speak_of_one_thing_each_from_its_passage(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    later = {"id": "nian-hui", "passage": NEXT, "topic": "茶"}
    write_facts(folder, "events.csv", EVENT, later)
    claims = facts_of(folder, registry, vocabulary)
    assert {c.subject for c in claims} == {zid("event/yunzhou-2031--nian-hui")}
    assert [c.passage for c in claims if c.predicate == TYPE] == [SENTENCE, NEXT]
    assert [c.passage for c in claims if c.predicate == vet("hasTopic")] == [NEXT]


def test_a_narrower_class_is_the_class_of_the_thing(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "facilities.csv", {"id": "cha-guan", "class": "Museum", "name": "茶馆"})
    write_facts(folder, "resources.csv", {"id": "cha-jing", "name": "茶经"})
    claims = facts_of(folder, registry, vocabulary)
    assert objects(claims, zid("facility/cha-guan"), TYPE) == [vet("Museum")]
    assert objects(claims, zid("resource/cha-jing"), TYPE) == [vet("LearningResource")]


def test_what_was_inferred_is_noted_on_the_claims_of_its_column_alone(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    inferred = "organiser：上一句的主语|topic：由“茶会”"
    row = EVENT | {"organiser": "一校|二校", "topic": "茶", "inferred": inferred}
    write_facts(folder, "events.csv", row)
    notes = [(c.predicate, c.inferred) for c in facts_of(folder, registry, vocabulary)]
    assert notes == [
        (TYPE, ""),
        (NAME, ""),
        (vet("hasEventKind"), ""),
        (vet("organisedBy"), "上一句的主语"),
        (vet("organisedBy"), "上一句的主语"),
        (vet("hasTopic"), "由“茶会”"),
    ]


WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="|\r"), min_size=1
)


@given(WORDS.filter(lambda w: w == w.strip()))
def test_any_words_of_a_cell_come_back_as_they_are_printed(
    tmp_path_factory: pytest.TempPathFactory, shipped_vocabulary: Vocabulary, words: str
) -> None:
    base = tmp_path_factory.mktemp("words")
    registry = registry_of(shipped_vocabulary, write_city(base / "identity"))
    write_facts(base / "yunzhou-2031", "events.csv", EVENT | {"topic": words, "name": words})
    claims = facts_of(base / "yunzhou-2031", registry, shipped_vocabulary)
    assert {c.surfaces for c in claims if c.predicate in (vet("hasTopic"), NAME)} == {(words,)}
    lines = "".join(f"{c.subject} {c.predicate} {c.object} .\n" for c in claims)
    for triple in ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES):
        if isinstance(triple.object, ox.Literal):
            assert triple.object == ox.Literal(words, language="zh")


# == Ids ==


def test_an_id_is_of_the_report_where_its_thing_is_and_of_all_reports_otherwise(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "events.csv", EVENT)
    write_facts(folder, "policies.csv", {"id": "cha-fa", "name": "茶法"})
    found = {c.subject for c in facts_of(folder, registry, vocabulary)}
    assert found == {zid("event/yunzhou-2031--nian-hui"), zid("policy/cha-fa")}


def test_an_id_with_its_kind_means_a_thing_of_the_register(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    registry.add_printed_name("school/er", "二校旧称")
    row = {"id": "facility/cha-guan", "class": "Museum", "name": "茶馆", "owner": "一校"}
    write_facts(folder, "facilities.csv", row)
    claims = facts_of(folder, registry, vocabulary)
    assert objects(claims, zid("facility/cha-guan"), "ownedBy") == [zid("school/yi")]


def test_another_printed_name_of_a_thing_of_the_register_becomes_known(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    table = {"id": "school/yi", "name": "云州一校", "class": "School"}
    # No facts file makes schools, so its class is not one that the file may name.
    write_facts(folder, "facilities.csv", table)
    with refused("FACT-CLASS", "yunzhou-2031/facts/facilities.csv", 2, "class", found="School"):
        facts_of(folder, registry, vocabulary)


def test_a_thing_may_be_referred_to_by_its_short_id_before_and_behind_its_own_file(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    # Cooperations are read before events, superlatives behind them.
    write_facts(
        folder,
        "cooperations.csv",
        {"id": "he-zuo", "kind": "共建", "school": "一校", "result": "event/nian-hui"},
    )
    write_facts(folder, "events.csv", EVENT)
    claim = {"id": "shou-ci", "kind": "首次", "claimed_of": "年会", "wording": "首次"}
    write_facts(folder, "superlatives.csv", claim)
    claims = facts_of(folder, registry, vocabulary)
    event = zid("event/yunzhou-2031--nian-hui")
    assert (zid("cooperation/yunzhou-2031--he-zuo"), vet("resultsIn"), event) in triples(claims)
    assert (zid("superlative/yunzhou-2031--shou-ci"), vet("isAbout"), event) in triples(claims)


def test_every_printed_name_of_a_thing_leads_to_it(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(
        folder,
        "competitions.csv",
        CONTEST,
        {"id": "cha-yi-da-sai", "passage": NEXT, "name": "全国茶赛|茶赛"},
    )
    prizes = [PRIZE | {"id": f"p{n}", "competition": c} for n, c in enumerate(("全国茶赛", "茶赛"))]
    write_facts(folder, "prizes.csv", *prizes)
    claims = facts_of(folder, registry, vocabulary)
    contest = zid("competition/cha-yi-da-sai")
    for n in range(2):
        prize = zid(f"prize/yunzhou-2031--p{n}")
        assert objects(claims, prize, "wonIn") == [contest]
    assert registry.names_of("competition/cha-yi-da-sai") == ["茶艺大赛", "全国茶赛", "茶赛"]
    assert objects(claims, contest, NAME) == [zh("茶艺大赛"), zh("全国茶赛"), zh("茶赛")]


def test_several_names_in_the_first_row_are_several_names(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "competitions.csv", CONTEST | {"name": "茶艺大赛|茶赛"})
    write_facts(folder, "prizes.csv", PRIZE | {"competition": "茶赛"})
    claims = facts_of(folder, registry, vocabulary)
    assert objects(claims, zid("prize/yunzhou-2031--yin-jiang"), "wonIn") == [
        zid("competition/cha-yi-da-sai")
    ]


# == Two reports ==


def test_things_of_two_reports_stay_apart_and_shared_ones_meet(
    tmp_path: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    found = []
    for report in ("yunzhou-2031", "yunzhou-2032"):
        folder = tmp_path / report
        write_facts(folder, "competitions.csv", CONTEST)
        write_facts(folder, "events.csv", EVENT | {"about": "茶艺大赛"})
        write_facts(folder, "superlatives.csv", {
            "id": "shou-ci", "kind": "首次", "claimed_of": "event/nian-hui|年会", "wording": "首次",
        })  # fmt: skip
        found.append(facts_of(folder, registry, vocabulary))
    for report, claims in zip(("yunzhou-2031", "yunzhou-2032"), found, strict=True):
        event = zid(f"event/{report}--nian-hui")
        about = zid(f"superlative/{report}--shou-ci")
        assert objects(claims, event, "mentions") == [zid("competition/cha-yi-da-sai")]
        assert objects(claims, about, "isAbout") == [event, event]
    own = [{c.subject for c in claims} for claims in found]
    assert own[0] & own[1] == {zid("competition/cha-yi-da-sai")}


def test_a_report_may_speak_of_a_thing_of_another_report_by_its_full_id(
    tmp_path: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(tmp_path / "yunzhou-2031", "events.csv", EVENT)
    facts_of(tmp_path / "yunzhou-2031", registry, vocabulary)
    path = tmp_path / "yunzhou-2032"
    write_facts(path, "mentions.csv", {"mentions": "event/yunzhou-2031--nian-hui"})
    (claim,) = facts_of(path, registry, vocabulary)
    assert claim.object == zid("event/yunzhou-2031--nian-hui")
    write_facts(path, "mentions.csv", {"mentions": "event/nian-hui"})
    with refused(
        "FACT-UNKNOWN", "yunzhou-2032/facts/mentions.csv", 2, "mentions", found="nian-hui"
    ):
        facts_of(path, registry, vocabulary)


# == Files without things of their own ==


def test_a_row_of_parties_speaks_of_the_thing_that_it_names(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(
        folder,
        "parties.csv",
        {"party": "茶艺班", "country": "海国", "programme": "茶艺"},
        {"party": "student-group/cha-ban", "affiliation": "一校"},
    )
    claims = facts_of(folder, registry, vocabulary)
    party = zid("student-group/cha-ban")
    assert triples(claims) == {
        (party, vet("inCountry"), zid("country/hai-guo")),
        (party, vet("concernsProgramme"), zid("programme/cha-yi")),
        (party, vet("affiliatedWith"), zid("school/yi")),
    }


def test_a_mention_is_made_by_the_passage_itself(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "mentions.csv", {"mentions": "一校|云州市"})
    claims = facts_of(folder, registry, vocabulary)
    passage = zid(f"report/yunzhou-2031/{SENTENCE}")
    assert [c[:3] for c in claims] == [
        (passage, vet("mentions"), zid("school/yi")),
        (passage, vet("mentions"), zid("place/yun-zhou-shi")),
    ]


@pytest.mark.parametrize(
    ("party", "code", "found"),
    [
        ("", "FACT-REQUIRED", ""),
        ("茶船班", "FACT-UNKNOWN", "茶船班"),
        ("云州市", "FACT-UNKNOWN", "云州市"),
        ("student-group/chuan", "FACT-UNKNOWN", "student-group/chuan"),
    ],
)
def test_a_party_that_is_blank_unknown_or_of_another_class_is_refused(
    folder: Path,
    registry: Registry,
    vocabulary: Vocabulary,
    party: str,
    code: str,
    found: str,
) -> None:
    write_facts(folder, "parties.csv", {"party": party, "country": "海国"})
    with refused(code, "yunzhou-2031/facts/parties.csv", 2, "party", found=found):
        facts_of(folder, registry, vocabulary)


def test_a_report_without_facts_says_nothing(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    assert facts_of(folder, registry, vocabulary) == []
