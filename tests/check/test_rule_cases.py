"""Every rule has a case that keeps it and a case that breaks it and no other rule."""

from __future__ import annotations

import pytest

from graph_builder.check.profile import load_profile
from tests.check.worlds import CASES, catalogue, findings, known, outcomes, parse

CODES = sorted(folder.name for folder in CASES.iterdir())
TERM_CODES = set(catalogue(terms=True).rules)


def _case(code: str, name: str) -> list:  # type: ignore[type-arg]
    (path,) = (CASES / code).glob(f"{name}.*")
    return parse(path)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert len(CODES) == 185
    assert set(CODES) == set(load_profile())


def test_the_world_of_the_cases_keeps_every_rule() -> None:
    assert known(terms=False) == frozenset()
    assert {code for code, _ in known(terms=True)} == {"USE-NONE"}


@pytest.mark.parametrize("code", CODES)
def test_a_graph_that_keeps_a_rule_passes_and_was_looked_at(code: str) -> None:
    terms = code in TERM_CODES
    found = outcomes(*_case(code, "ok"), terms=terms)
    assert findings(found) - known(terms=terms) == frozenset()
    assert found[code].focus_nodes > 0


@pytest.mark.parametrize("code", CODES)
def test_a_graph_that_breaks_a_rule_is_found_by_that_rule_alone(code: str) -> None:
    terms = code in TERM_CODES
    new = findings(outcomes(*_case(code, "bad"), terms=terms)) - known(terms=terms)
    assert {c for c, _ in new} == {code}
