"""A printed figure: as printed, its value, its decimals."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.figures import figure_statements, is_figure, is_number
from tests.claims.samples import WIDE, typed, vet

WHOLE = st.integers(0, 10**12).map(str)
FRACTION = st.text(alphabet="0123456789", min_size=1, max_size=6)
NUMBERS = st.one_of(WHOLE, st.tuples(WHOLE, FRACTION).map(".".join))


def said(printed: str) -> dict[str, str]:
    """Property -> object; each property is said once at most."""
    statements = figure_statements(printed)
    assert len(dict(statements)) == len(statements)
    return dict(statements)


def figure(printed: str, value: str, decimals: int) -> dict[str, str]:
    return {
        vet("hasPrintedValue"): f'"{printed}"',
        vet("hasValue"): typed(value, "decimal"),
        vet("hasDecimals"): typed(str(decimals), "integer"),
    }


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        pytest.param("11274", "11274", 0, id="whole"),
        pytest.param("0", "0", 0, id="zero"),
        pytest.param("7646.99", "7646.99", 2, id="decimals"),
        pytest.param("78.60", "78.6", 2, id="a printed zero counts as a decimal"),
        pytest.param("50.00", "50", 2, id="two printed zeros"),
        pytest.param("-3.5", "-3.5", 1, id="below zero"),
        pytest.param("16:1", "16", 0, id="ratio"),
        pytest.param("16.5：1", "16.5", 1, id="ratio with a full-width colon"),
        pytest.param("两", "2", 0, id="two before a measure word"),
        pytest.param("三", "3", 0, id="three"),
        pytest.param("十", "10", 0, id="ten"),
        pytest.param("零", "0", 0, id="nought"),
    ],
)
def test_a_figure_says_its_value_and_its_printed_decimals(
    printed: str, value: str, decimals: int
) -> None:
    assert said(printed) == figure(printed, value, decimals)


@pytest.mark.parametrize(
    "printed", ["数百", "4:6", "1:16", "若干", "十二", "1.", ".5", "1,234", "5%"]
)
def test_words_and_other_ratios_have_no_single_value(printed: str) -> None:
    assert said(printed) == {vet("hasPrintedValue"): f'"{printed}"'}


@pytest.mark.parametrize(
    ("printed", "number"),
    [("33301", True), ("1.38", True), ("-2", True), ("16:1", False), ("16：1", False)],
)
def test_a_ratio_to_one_is_a_figure_but_no_number(printed: str, *, number: bool) -> None:
    assert is_figure(printed)
    assert is_number(printed) == number


@pytest.mark.parametrize("printed", ["", "中职不填报", "数百", "三", "4:6", "12a", "1 2", "5\n"])
def test_anything_else_is_no_figure(printed: str) -> None:
    assert not is_figure(printed)
    assert not is_number(printed)


@given(NUMBERS)
def test_the_value_of_a_number_is_the_number_whatever_its_zeros(printed: str) -> None:
    literal = said(printed)[vet("hasValue")]
    assert Decimal(literal.split('"')[1]) == Decimal(printed)
    assert said(printed)[vet("hasDecimals")] == typed(
        str(len(printed.partition(".")[2])), "integer"
    )


@given(NUMBERS)
def test_a_ratio_to_one_has_the_value_of_its_first_number(printed: str) -> None:
    for colon in ":：":
        assert said(f"{printed}{colon}1")[vet("hasValue")] == said(printed)[vet("hasValue")]


@given(st.one_of(NUMBERS, NUMBERS.map(lambda n: f"{n}:1")))
def test_full_width_digits_say_the_same_and_stay_as_printed(printed: str) -> None:
    wide = printed.translate(WIDE)
    assert is_figure(wide)
    assert said(wide) == {**said(printed), vet("hasPrintedValue"): f'"{wide}"'}


@given(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12),
        st.text(alphabet=st.characters(categories=["Nd", "No", "Nl"]), min_size=1, max_size=3),
    )
)
def test_any_words_give_statements_that_are_rdf_and_a_value_only_with_decimals(words: str) -> None:
    statements = figure_statements(words)
    lines = "".join(f"<a:b> {predicate} {term} .\n" for predicate, term in statements)
    quads = list(ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES))
    assert len(quads) == len(statements)
    assert {f"<{p}>" for p in (q.predicate.value for q in quads)} in (
        {vet("hasPrintedValue")},
        {vet("hasPrintedValue"), vet("hasValue"), vet("hasDecimals")},
    )
    for quad in quads:
        literal = quad.object
        assert isinstance(literal, ox.Literal)
        if quad.predicate.value.endswith("hasPrintedValue"):
            assert literal.value == words
        else:
            assert literal.value.isascii()
            assert Decimal(literal.value).is_finite()
