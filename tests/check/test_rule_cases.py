"""Every rule has a case that keeps it and a case that breaks it and no other rule.

Each case is looked at by both SHACL engines, which must find exactly the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from graph_builder.check.carry_out import by_rule, check_rules
from graph_builder.check.data import data_for
from graph_builder.check.engine import PyshaclEngine, choose_engine
from graph_builder.check.profile import load_profile
from tests.check.worlds import CASES, catalogue, findings, known, parse, world

if TYPE_CHECKING:
    from graph_builder.check.report import Finding, Outcome

CODES = sorted(folder.name for folder in CASES.iterdir())
TERM_CODES = set(catalogue(terms=True).rules)


class Looked(NamedTuple):
    """A case, what was found in it, and what pySHACL finds by the rules without a query."""

    code: str
    name: str
    found: dict[str, Outcome]
    reference: dict[str, set[Finding]]

    @property
    def new(self) -> frozenset[tuple[str, Finding]]:
        """What is found in the case and not in the world alone."""
        return findings(self.found) - known(terms=self.code in TERM_CODES)


@pytest.fixture(
    scope="module",
    params=[(code, name) for code in CODES for name in ("ok", "bad")],
    ids="-".join,
)
def looked(request: pytest.FixtureRequest) -> Looked:
    code, name = request.param
    (path,) = (CASES / code).glob(f"{name}.*")
    graph, own = world(*parse(path)), catalogue(terms=code in TERM_CODES)
    found = {o.rule.code: o for o in check_rules(graph, own, engine=choose_engine())}
    results = PyshaclEngine().validate(data_for(graph, own), own.core)
    reference = {rule: set(result) for rule, result in by_rule(own, results).items()}
    return Looked(code, name, found, reference)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert len(CODES) == 185
    assert set(CODES) == set(load_profile())


def test_the_world_of_the_cases_keeps_every_rule() -> None:
    assert known(terms=False) == frozenset()
    assert {code for code, _ in known(terms=True)} == {"USE-NONE"}


def test_a_graph_that_keeps_a_rule_passes_and_one_that_breaks_it_is_found_by_that_rule_alone(
    looked: Looked,
) -> None:
    if looked.name == "ok":
        assert looked.new == frozenset()
        assert looked.found[looked.code].focus_nodes > 0
    else:
        assert {code for code, _ in looked.new} == {looked.code}


def test_both_engines_find_the_same_in_every_case(looked: Looked) -> None:
    # Focus node, path, value and component of each finding; the level is that of the rule.
    ours = {c: set(o.findings) for c, o in looked.found.items() if o.findings and not o.rule.query}
    assert ours == looked.reference
