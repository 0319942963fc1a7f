"""How sure one may be of a candidate: each doubt lessens it, each lead raises it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.ask.sure import ENOUGH, WEIGHTS, Signs, features, sureness

CLEAR = Signs(1.0, 0.5, 0.0, 0, 0, 0.0, 0, 0.0, 0)


def test_a_phrasing_word_for_word_and_far_ahead_is_answered_and_a_tie_is_not() -> None:
    assert sureness(CLEAR) > 0.99
    assert sureness(CLEAR._replace(lead=0.0)) < ENOUGH


@pytest.mark.parametrize(
    "doubt",
    ["strange", "unheard", "looked_up", "guessed", "ignored", "behind", "missing"],
)
def test_each_doubt_lessens_it(doubt: str) -> None:
    assert sureness(CLEAR._replace(**{doubt: 1})) < sureness(CLEAR)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_longer_lead_is_never_less_sure(likeness: float, lead: float, longer: float) -> None:
    nearer, farther = sorted((lead, longer))
    signs = CLEAR._replace(likeness=likeness)
    assert sureness(signs._replace(lead=nearer)) <= sureness(signs._replace(lead=farther))


def test_there_is_a_weight_for_each_feature() -> None:
    assert len(WEIGHTS) == len(features(CLEAR))
