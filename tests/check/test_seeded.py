"""Errors made on purpose in the real report are found; all of them: `benchmarks/seeded.py`."""

from __future__ import annotations

import pytest

from benchmarks.seeded import report
from benchmarks.seeds import DEFECTS
from benchmarks.seeds.trial import BY_RULE, MISSED, Outcome, try_defect

#: One of each kind, the same in each run.
SAMPLE = tuple({d.kind: d for d in reversed(DEFECTS)}.values())
#: Whichever is installed; whether both find the same is for the rule cases and the benchmark.
ENGINE = "auto"


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [try_defect(defect, ENGINE) for defect in SAMPLE]


def test_there_are_hundreds_of_different_defects() -> None:
    assert len({d.name for d in DEFECTS}) == len(DEFECTS) > 300
    assert all(d.rules for d in DEFECTS)
    assert len(SAMPLE) == len({d.kind for d in DEFECTS}) > 20


def test_nearly_all_are_found_by_the_rule_meant_for_them(outcomes: list[Outcome]) -> None:
    found = [o for o in outcomes if o.verdict == BY_RULE]
    assert len(found) >= 0.9 * len(outcomes), report(outcomes)


def test_hardly_any_is_missed(outcomes: list[Outcome]) -> None:
    missed = [o.defect.name for o in outcomes if o.verdict == MISSED]
    assert len(missed) <= 0.05 * len(outcomes), missed


def test_nothing_else_is_blamed(outcomes: list[Outcome]) -> None:
    assert {o.defect.name: o.false_alarms for o in outcomes if o.false_alarms} == {}
