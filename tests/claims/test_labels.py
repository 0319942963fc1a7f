"""Labels for things that a report never names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.facts import read_facts, register_facts
from graph_builder.claims.labels import composed_labels, shortest
from tests.claims.samples import ADDRESSES, CONTEST, NEXT, write_facts

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary


def labels_of(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> dict[str, tuple[str, str]]:
    rows = read_facts(folder, folder.name, ADDRESSES)
    register_facts(registry, rows)
    found = composed_labels(rows, registry, vocabulary)
    return {iri.rpartition("--")[2]: pair for iri, pair in found.items()}


@pytest.mark.parametrize(
    ("file", "row", "zh", "en"),
    [
        pytest.param(
            "honours.csv",
            {"recipient": "云州市第一学校", "title": "甲级学校"},
            "一校：甲级学校",
            "Yunzhou No. 1 School: Grade A school",
            id="honour of a school",
        ),
        pytest.param(
            "honours.csv",
            {"recipient_role": "受助学生", "title": "甲级学校"},
            "受助学生：甲级学校",
            "受助学生: Grade A school",
            id="honour of a role",
        ),
        pytest.param(
            "memberships.csv",
            {"member": "一校", "organisation": "云州市教育局", "role": "理事单位"},
            "一校：云州市教育局理事单位",
            "Yunzhou No. 1 School: 理事单位, Yunzhou Education Bureau",
            id="membership",
        ),
        pytest.param(
            "cooperations.csv",
            {"school": "一校|二校", "partner": "星光公司", "kind": "共建"},
            "一校、二校与星光公司：共建",
            "Yunzhou No. 1 School, Yunzhou No. 2 School with Starlight: joint building",
            id="cooperation",
        ),
        pytest.param(
            "cooperations.csv",
            {"school": "一校", "beneficiary": "茶艺班", "kind": "培训"},
            "一校：培训服务茶艺班",
            "Yunzhou No. 1 School: training service Tea class",
            id="cooperation told by whom it benefits",
        ),
        pytest.param(
            "prizes.csv",
            {"winner": "二校", "competition": "茶艺大赛", "discipline": "泡茶", "rank": "银奖"},
            "二校：茶艺大赛，泡茶银奖",
            "Yunzhou No. 2 School: 茶艺大赛, 泡茶 银奖",
            id="prize",
        ),
        pytest.param(
            "prizes.csv",
            {"competition": "茶艺大赛", "rank": "银奖"},
            "茶艺大赛，银奖",
            "茶艺大赛, 银奖",
            id="prize without a named winner",
        ),
        pytest.param(
            "honours.csv",
            {"affiliation": "二校", "recipient_role": "茶艺教师", "title": "甲级学校"},
            "二校茶艺教师：甲级学校",
            "Yunzhou No. 2 School 茶艺教师: Grade A school",
            id="honour of a person told by role",
        ),
        pytest.param(
            "figures.csv",
            {"of": "二校", "indicator": "毕业生人数", "value": "12", "unit": "人"},
            "二校：毕业生人数 12 人",
            "Yunzhou No. 2 School: Graduates 12 person",
            id="figure",
        ),
        pytest.param(
            "superlatives.csv",
            {"claimed_of": "一校", "kind": "首次", "wording": "首次开茶会"},
            "一校：首次开茶会",
            "Yunzhou No. 1 School: 首次开茶会",
            id="superlative",
        ),
    ],
)
def test_a_label_names_what_the_thing_connects(
    folder: Path,
    registry: Registry,
    vocabulary: Vocabulary,
    file: str,
    row: dict[str, str],
    zh: str,
    en: str,
) -> None:
    write_facts(folder, "competitions.csv", CONTEST)
    write_facts(folder, file, {"id": "it"} | row)
    assert labels_of(folder, registry, vocabulary) == {"it": (zh, en)}


def test_all_rows_of_a_thing_make_its_label_and_repeat_nothing(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(
        folder,
        "cooperations.csv",
        {"id": "it", "school": "一校", "kind": "共建"},
        {"id": "it", "passage": NEXT, "school": "云州市第一学校|二校", "partner": "星光公司"},
    )
    (zh, _) = labels_of(folder, registry, vocabulary)["it"]
    assert zh == "一校、二校与星光公司：共建"


def test_a_thing_that_has_a_name_gets_no_other_label(
    folder: Path, registry: Registry, vocabulary: Vocabulary
) -> None:
    write_facts(folder, "competitions.csv", CONTEST)
    write_facts(folder, "mentions.csv", {"mentions": "茶艺大赛"})
    assert labels_of(folder, registry, vocabulary) == {}


def test_the_short_name_is_the_printed_one_or_else_the_official_one(registry: Registry) -> None:
    assert shortest(registry, "school/er") == "二校"
    assert shortest(registry, "enterprise/xing-guang") == "星光公司"
