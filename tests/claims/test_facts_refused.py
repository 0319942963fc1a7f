"""Faulty rows of facts are refused with file, line, column and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.facts import read_facts
from graph_builder.errors import InputError
from tests.claims.samples import (
    ADDRESSES,
    CASE,
    EVENT,
    FIGURE,
    SENTENCE,
    facts_of,
    objects,
    refused,
    registry_of,
    write_city,
    write_facts,
    zid,
)

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("file", "row", "code", "column", "found"),
    [
        ("events.csv", EVENT | {"passage": "section/1.1/paragraph/1/sentence/11"}, "FACT-PASSAGE",
         "passage", "section/1.1/paragraph/1/sentence/11"),
        ("events.csv", EVENT | {"passage": "section/1.1/paragraph/1/sentence/11"}, "FACT-PASSAGE",
         "passage", SENTENCE),
        ("events.csv", EVENT | {"passage": ""}, "FACT-PASSAGE", "passage", "—"),
        ("events.csv", EVENT | {"id": "年会"}, "FACT-ID", "id", "年会"),
        ("events.csv", EVENT | {"id": "Nian-hui"}, "FACT-ID", "id", "Nian-hui"),
        ("events.csv", EVENT | {"id": ""}, "FACT-ID", "id", "“”"),
        ("events.csv", EVENT | {"id": "event/"}, "FACT-ID", "id", "event/"),
        ("facilities.csv", {"id": "a", "name": "馆", "class": "Musem"}, "FACT-CLASS", "class",
         "Musem"),
        ("facilities.csv", {"id": "a", "name": "馆", "class": "Musem"}, "FACT-CLASS", "class",
         "Museum"),
        ("events.csv", EVENT | {"kind": "会仪"}, "FACT-KIND", "kind", "会仪"),
        ("events.csv", EVENT | {"kind": "培训会仪"}, "FACT-KIND", "kind", "培训"),
        ("events.csv", EVENT | {"kind": "xyz"}, "FACT-KIND", "kind", "培训"),
        ("events.csv", EVENT | {"organiser": "三校"}, "FACT-UNKNOWN", "organiser", "三校"),
        ("events.csv", EVENT | {"organiser": "云州市第三学校"}, "FACT-UNKNOWN", "organiser",
         "云州市第一学校"),
        ("events.csv", EVENT | {"organiser": "一校|海国"}, "FACT-UNKNOWN", "organiser", "海国"),
        ("cooperations.csv", {"id": "a", "kind": "共建", "school": "一校", "cluster": "茶艺专业群"},
         "FACT-AMBIGUOUS", "cluster", "茶艺专业群"),
        ("cooperations.csv", {"id": "a", "kind": "共建", "school": "一校", "cluster": "茶艺专业群"},
         "FACT-AMBIGUOUS", "cluster", "cluster/er--cha-yi"),
        ("events.csv", EVENT | {"count": "十二"}, "FACT-NUMBER", "count", "十二"),
        ("events.csv", EVENT | {"count": "12人"}, "FACT-NUMBER", "count", "12人"),
        ("events.csv", EVENT | {"count": "１２"}, "FACT-NUMBER", "count", "１２"),
        ("cases.csv", CASE | {"number": "1.5"}, "FACT-NUMBER", "number", "1.5"),
        ("cases.csv", CASE | {"number": "一"}, "FACT-NUMBER", "number", "“一”"),
        ("events.csv", EVENT | {"year": "2031年"}, "FACT-DATE", "year", "2031年"),
        ("events.csv", EVENT | {"year": "31"}, "FACT-DATE", "year", "“31”"),
        ("events.csv", EVENT | {"start": "2031-13"}, "FACT-DATE", "start", "2031-13"),
        ("events.csv", EVENT | {"start": "2031-5-4"}, "FACT-DATE", "start", "2031-5-4"),
        ("events.csv", EVENT | {"start": "2031-02-29"}, "FACT-DATE", "start", "2031-02-29"),
        ("events.csv", EVENT | {"end": "2031-04-31"}, "FACT-DATE", "end", "2031-04-31"),
        ("events.csv", EVENT | {"end": "2031-05-04-01"}, "FACT-DATE", "end", "2031-05-04-01"),
        ("events.csv", EVENT | {"end": "203１"}, "FACT-DATE", "end", "203１"),
        ("events.csv", EVENT | {"inferred": "kin：承上"}, "FACT-INFERRED", "inferred", "kin：承上"),
        ("events.csv", EVENT | {"inferred": "kind:承上"}, "FACT-INFERRED", "inferred", "kind:承上"),
        ("events.csv", EVENT | {"inferred": "kind："}, "FACT-INFERRED", "inferred", "kind："),
        ("events.csv", EVENT | {"inferred": "topic：承上"}, "FACT-INFERRED", "inferred", "topic："),
        ("events.csv", EVENT | {"inferred": "passage：x"}, "FACT-INFERRED", "inferred", "passage"),
        ("mentions.csv", {"mentions": ""}, "FACT-REQUIRED", "mentions", ""),
        ("figures.csv", FIGURE | {"value": ""}, "FACT-REQUIRED", "value", ""),
        ("prizes.csv", {"id": "a", "competition": "x"}, "FACT-REQUIRED", "rank", ""),
    ],
)  # fmt: skip
def test_a_faulty_cell_is_refused_with_its_file_line_and_column(
    folder: Path,
    registry: Registry,
    vocabulary: Vocabulary,
    file: str,
    row: dict[str, str],
    code: str,
    column: str,
    found: str,
) -> None:
    write_facts(folder, file, row)
    with refused(code, f"yunzhou-2031/facts/{file}", 2, column, found=found):
        facts_of(folder, registry, vocabulary)


def test_a_required_column_may_be_filled_in_on_another_line_of_the_id(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    without = {"id": "nian-hui", "topic": "茶"}
    write_facts(folder, "events.csv", without, EVENT)
    assert facts_of(folder, registry, vocabulary)
    write_facts(folder, "events.csv", EVENT, without | {"id": "cha-hui"})
    with refused("FACT-REQUIRED", "yunzhou-2031/facts/events.csv", 3, "name"):
        facts_of(folder, registry_of(vocabulary, folder.parent / "identity"), vocabulary)


@pytest.mark.parametrize("second", ["Museum", ""])
def test_one_id_with_two_classes_is_refused(
    folder: Path, registry: Registry, vocabulary: Vocabulary, second: str
) -> None:
    row = {"id": "cha-guan", "name": "茶馆", "class": "Platform"}
    write_facts(folder, "facilities.csv", row, row | {"class": second})
    with refused("FACT-DUPLICATE", "yunzhou-2031/facts/facilities.csv", 3, "id", found="cha-guan"):
        facts_of(folder, registry, vocabulary)


@pytest.mark.parametrize(
    ("file", "near"),
    [
        pytest.param("event.csv", "events.csv", id="a slip"),
        pytest.param(
            "学校合作备忘录与协议一览.csv", "memberships.csv", id="nothing near: all names"
        ),
    ],
)
def test_an_unknown_facts_file_is_refused_with_the_nearest_name(
    folder: Path, file: str, near: str
) -> None:
    (folder / "facts").mkdir()
    (folder / "facts" / file).write_text("id\n", "utf-8")
    with refused("FACT-FILE", f"yunzhou-2031/facts/{file}", found=near):
        read_facts(folder, "yunzhou-2031", ADDRESSES)


def test_another_header_is_refused_with_the_one_that_is_right(folder: Path) -> None:
    path = write_facts(folder, "memberships.csv")
    path.write_text(path.read_text("utf-8").replace("organisation", "organization"), "utf-8")
    for header in (
        "id,passage,member,organization,role,inferred",
        "id,passage,member,organisation,role,inferred",
    ):
        with refused("CSV-HEADER", "yunzhou-2031/facts/memberships.csv", 1, found=header):
            read_facts(folder, "yunzhou-2031", ADDRESSES)


@given(st.text(alphabet="0123456789-年", max_size=10))
def test_a_cell_for_a_date_is_a_day_of_the_calendar_or_refused(
    tmp_path_factory: pytest.TempPathFactory, shipped_vocabulary: Vocabulary, words: str
) -> None:
    base = tmp_path_factory.mktemp("dates")
    registry = registry_of(shipped_vocabulary, write_city(base / "identity"))
    write_facts(base / "yunzhou-2031", "events.csv", EVENT | {"start": words})
    try:
        claims = facts_of(base / "yunzhou-2031", registry, shipped_vocabulary)
    except InputError as error:
        assert error.code == "FACT-DATE"  # noqa: PT017 -- a date is fine too
        return
    for literal in objects(claims, zid("event/yunzhou-2031--nian-hui"), "startsOn"):
        value = literal.split('"')[1]
        assert value == words
        assert len(value) in (4, 7, 10)
